"""The record of a claim that others have checked."""

from django.db import models
from django.db.models import Q

from teduh.places.keys import new_id


class FactCheck(models.Model):
    """A claim that somebody else has checked: what was claimed, what was found, by whom and when.

    Who made or spread the claim is not kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=160)
    address = models.CharField(max_length=500, blank=True)
    claim = models.TextField()
    title = models.CharField(max_length=300, blank=True)
    rating = models.CharField(max_length=160, blank=True)
    checked_on = models.DateField(null=True)
    language = models.CharField(max_length=5, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    retired_reason = models.CharField(max_length=400, blank=True)

    data_class = {
        "public": ("source", "address", "claim", "title", "rating", "checked_on", "language"),
        "operational": ("id", "digest", "taken_at", "retired_at", "retired_by", "retired_reason"),
    }

    class Meta:
        ordering = ("-checked_on", "-taken_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="factcheck_retired_whole",
                condition=Q(retired_at__isnull=True, retired_by__isnull=True, retired_reason="")
                | Q(retired_at__isnull=False, retired_by__isnull=False) & ~Q(retired_reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.source}: {self.claim[:60]}"


class FactCheckRefusal(models.Model):
    """A person says that a checked claim is about another matter than this report, or this issue. It is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    factcheck = models.ForeignKey(FactCheck, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey("listen.Report", null=True, on_delete=models.CASCADE, related_name="+")
    issue = models.ForeignKey("triage.Issue", null=True, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "factcheck", "report", "issue", "by", "at"), "personal": ("reason",)}

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                name="refused_for_one_report_or_issue",
                condition=Q(report__isnull=True, issue__isnull=False) | Q(report__isnull=False, issue__isnull=True),
            ),
            models.UniqueConstraint(fields=("factcheck", "report"), name="factcheck_refused_once_per_report"),
            models.UniqueConstraint(fields=("factcheck", "issue"), name="factcheck_refused_once_per_issue"),
        )

    def __str__(self) -> str:
        return f"{self.factcheck_id} refused"
