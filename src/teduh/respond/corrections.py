"""The record of a visit told again: what it said before, and a telling that met another one."""

from django.db import models
from django.db.models import F, Q

from teduh.places.keys import new_id
from teduh.respond.rules import CorrectionState


class Correction(models.Model):
    """One person told a visit again. It became the next version, or it waits beside a version that came first.

    `base` is the version that the person saw. Nothing is overwritten: `before` keeps what was replaced.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey("respond.Visit", on_delete=models.CASCADE, related_name="corrections")
    base = models.PositiveSmallIntegerField()
    # The version that the visit has by it; none while it waits, and none where it was set aside.
    version = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=CorrectionState)
    # As `account.plain` writes it.
    told = models.JSONField(default=dict)
    before = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    data_class = {
        "personal": ("told", "before"),
        "operational": ("id", "visit", "base", "version", "state", "by", "at", "settled_by", "settled_at"),
    }

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                name="correction_has_a_version_when_applied",
                condition=Q(state="applied", version__isnull=False) | ~Q(state="applied") & Q(version__isnull=True),
            ),
            models.CheckConstraint(
                name="correction_settled_by_somebody",
                condition=Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(state="waiting")
                | Q(settled_by__isnull=True, settled_at__isnull=True) & ~Q(state="set_aside"),
            ),
            models.CheckConstraint(
                name="correction_builds_on_a_version",
                condition=Q(base__gte=1) & (Q(version__isnull=True) | Q(version__gte=F("base"))),
            ),
        )

    def __str__(self) -> str:
        return f"correction of {self.visit_id}"
