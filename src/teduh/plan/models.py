"""The week's plan: which village, which day, which officer, and why."""

from django.db import models
from django.db.models import Q

from teduh.places.keys import new_id
from teduh.plan.rules import PlanState, StopState


class Plan(models.Model):
    """One unit's week, from Monday."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    week_start = models.DateField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    made_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    # Villages that were weighed and not chosen, each with its reason: [{"village": code, "reason": words}].
    left_out = models.JSONField(default=list)

    data_class = {
        "operational": ("id", "unit", "week_start", "state", "made_at", "approved_at", "approved_by", "left_out")
    }

    class Meta:
        ordering = ("-week_start",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "week_start"), name="one_plan_per_unit_and_week"),
            models.CheckConstraint(
                name="approved_by_a_person",
                condition=Q(state=PlanState.DRAFT, approved_by__isnull=True, approved_at__isnull=True)
                | Q(state=PlanState.APPROVED, approved_by__isnull=False, approved_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} week of {self.week_start}"


class Stop(models.Model):
    """One village in a plan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stops")
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    position = models.PositiveSmallIntegerField()
    officer = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    # The strongest reasons in order: [{"why": key, "value": number or text}], put into words by the screen.
    reasons = models.JSONField(default=list)
    issues = models.JSONField(default=list)
    pinned = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=StopState, default=StopState.PLANNED)
    skip_reason = models.CharField(max_length=300, blank=True)
    visit_id = models.UUIDField(null=True)

    data_class = {
        "operational": (
            "id",
            "plan",
            "village",
            "day",
            "position",
            "officer",
            "score",
            "reasons",
            "issues",
            "pinned",
            "state",
            "skip_reason",
            "visit_id",
        )
    }

    class Meta:
        ordering = ("day", "position")
        constraints = (
            models.UniqueConstraint(fields=("plan", "village", "day"), name="village_once_per_plan_day"),
            models.CheckConstraint(
                name="skipped_with_a_reason", condition=~Q(state=StopState.SKIPPED) | ~Q(skip_reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.village_id} {self.day}"
