"""The week's plan: which village, which day, which officer, and why."""

from django.db import models
from django.db.models import F, Q

from teduh.places.keys import new_id
from teduh.plan.duty import Away, DutyHours, DutyPlace, SharedVehicles, VillageRule
from teduh.plan.rules import Activity, OrderState, PlanState, StopState
from teduh.plan.travel import TravelTable, TravelTime

# Records of this stage are found through this module, wherever they are written.
__all__ = [
    "Away",
    "DutyHours",
    "DutyPlace",
    "Plan",
    "PlanOrder",
    "PlanPolicy",
    "SharedVehicles",
    "Stop",
    "TravelTable",
    "TravelTime",
    "VillageRule",
]


class Plan(models.Model):
    """One unit's week, from Monday."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    week_start = models.DateField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    made_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    # Villages that were weighed and not chosen, each with its reason:
    # [{"village": code, "reason": key, "minutes": 12}].
    left_out = models.JSONField(default=list)
    # What could not be as it should, in keys that the screen puts into words: [{"what": key, …}].
    problems = models.JSONField(default=list)
    # Points of the plan and the most that any plan could have, of the weeks that were made together.
    value = models.FloatField(default=0.0)
    bound = models.FloatField(default=0.0)

    data_class = {
        "operational": (
            *("id", "unit", "week_start", "state", "made_at", "approved_at", "approved_by", "left_out"),
            *("problems", "value", "bound"),
        )
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
    # The second officer where two go.
    companion = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    # Minutes of the day; unknown for a stop that a person added without asking the planner.
    arrives = models.PositiveSmallIntegerField(null=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    activity = models.CharField(max_length=24, choices=Activity, default=Activity.VISIT)
    # Roles that should be met, such as "tokoh agama"; never a name.
    meet = models.JSONField(default=list)
    # The order message to carry, and the promises that fall due, by their ids in the next stage.
    message_id = models.UUIDField(null=True)
    promises = models.JSONField(default=list)
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
            *("id", "plan", "village", "day", "position", "officer", "companion", "arrives", "minutes", "activity"),
            *("meet", "message_id", "promises", "score", "reasons", "issues", "pinned", "state", "skip_reason"),
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
            models.CheckConstraint(
                name="two_officers_are_two",
                condition=Q(companion__isnull=True) | Q(officer__isnull=False) & ~Q(companion=F("officer")),
            ),
            models.CheckConstraint(
                name="arrives_within_the_day", condition=Q(arrives__isnull=True) | Q(arrives__lt=24 * 60)
            ),
        )

    def __str__(self) -> str:
        return f"{self.village_id} {self.day}"


class PlanPolicy(models.Model):
    """How a district plans: one row for each change, the last counts. Only what differs from the defaults is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "unit", "version", "values", "by", "at")}

    class Meta:
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=("unit", "version"), name="plan_policy_version_once"),)

    def __str__(self) -> str:
        return f"{self.unit_id} version {self.version}"


class PlanOrder(models.Model):
    """A district asks for drafts of all its sectors at once; the worker makes them one after another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    week_start = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=OrderState, default=OrderState.WAITING)
    asked_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # Sectors that have been tried, each with what came of it: [{"unit": key, "stops": 12, "refused": ""}].
    told = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)

    data_class = {
        "operational": ("id", "unit", "week_start", "weeks", "state", "asked_by", "asked_at", "told", "done_at")
    }

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(fields=("unit",), condition=~Q(state=OrderState.DONE), name="one_order_at_a_time"),
            models.CheckConstraint(
                name="order_done_whole",
                condition=Q(state=OrderState.DONE, done_at__isnull=False)
                | ~Q(state=OrderState.DONE) & Q(done_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.week_start}, {self.weeks} weeks: {self.state}"
