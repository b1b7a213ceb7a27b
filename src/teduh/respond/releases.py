"""The record of a false alarm: who let which words through, and why."""

from django.db import models
from django.db.models import F, Q

from teduh.places.keys import new_id


class NeutralityRelease(models.Model):
    """A second person read words that the gate held, and let this very text go out with them.

    `digest` is of the whole text as it stood then; after any edit it fits no more and the release holds no more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey("respond.Message", null=True, on_delete=models.CASCADE, related_name="releases")
    clarification = models.ForeignKey(
        "respond.Clarification", null=True, on_delete=models.CASCADE, related_name="releases"
    )
    digest = models.CharField(max_length=64)
    # Which part of the text, and where in it.
    part = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    rule = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    written_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    data_class = {
        "personal": ("words", "reason"),
        "operational": (
            "id",
            "unit",
            "message",
            "clarification",
            "digest",
            "part",
            "start",
            "rule",
            "written_by",
            "released_by",
            "released_at",
        ),
    }

    class Meta:
        ordering = ("-released_at", "id")
        constraints = (
            models.CheckConstraint(name="release_by_another", condition=~Q(released_by=F("written_by"))),
            models.CheckConstraint(name="release_needs_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="release_of_one_text",
                condition=Q(message__isnull=True, clarification__isnull=False)
                | Q(message__isnull=False, clarification__isnull=True),
            ),
            models.UniqueConstraint(fields=("message", "digest", "part", "start", "rule"), name="message_release_once"),
            models.UniqueConstraint(
                fields=("clarification", "digest", "part", "start", "rule"), name="clarification_release_once"
            ),
        )

    def __str__(self) -> str:
        return f"release {self.id}"
