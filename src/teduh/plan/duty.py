"""When officers can go, from where, and what is special about a village. Why somebody is away is not asked."""

from django.db import models
from django.db.models import F, Q

from teduh.places.keys import new_id
from teduh.plan.rules import TravelMode, VillageRuleKind


class DutyHours(models.Model):
    """An officer's own hours for visits on one day of the week; minutes of the day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("trust.Person", on_delete=models.CASCADE, related_name="+")
    # 0 is Monday.
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    data_class = {"operational": ("id", "person", "weekday", "starts", "ends")}

    class Meta:
        ordering = ("person", "weekday")
        constraints = (
            models.UniqueConstraint(fields=("person", "weekday"), name="duty_hours_once_a_weekday"),
            models.CheckConstraint(
                name="duty_hours_in_order", condition=Q(weekday__lte=6, ends__gt=F("starts"), ends__lte=24 * 60)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} on {self.weekday}"


class DutyPlace(models.Model):
    """Where an officer's day begins and how they travel; without one the middle of the sector, by motorcycle."""

    person = models.OneToOneField("trust.Person", primary_key=True, on_delete=models.CASCADE, related_name="+")
    base = models.ForeignKey("places.Area", null=True, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=TravelMode, default=TravelMode.MOTORCYCLE)
    # False: the hours of this table only, and none on days that it does not name.
    usual_hours = models.BooleanField(default=True)

    data_class = {"operational": ("person", "base", "mode", "usual_hours")}

    def __str__(self) -> str:
        return f"{self.person_id} by {self.mode}"


class SharedVehicles(models.Model):
    """How many vehicles of a mode a sector has for visits; without a row everybody has their own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=10, choices=TravelMode)
    count = models.PositiveSmallIntegerField()

    data_class = {"operational": ("id", "unit", "mode", "count")}

    class Meta:
        ordering = ("mode",)
        constraints = (models.UniqueConstraint(fields=("unit", "mode"), name="shared_vehicles_once_per_mode"),)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.count} {self.mode}"


class Away(models.Model):
    """Days on which an officer is not available. Why is not asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("trust.Person", on_delete=models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()

    data_class = {"operational": ("id", "person", "first", "last")}

    class Meta:
        ordering = ("first",)
        constraints = (models.CheckConstraint(name="away_ends_after_it_starts", condition=Q(last__gte=F("first"))),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.first} to {self.last}"


class VillageRule(models.Model):
    """One thing that every plan must keep for a village, from a day to another, on a weekday, or for ever."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.CASCADE, related_name="+")
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=18, choices=VillageRuleKind)
    officer = models.ForeignKey("trust.Person", null=True, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(null=True)
    starts = models.PositiveSmallIntegerField(null=True)
    ends = models.PositiveSmallIntegerField(null=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)

    data_class = {
        "operational": ("id", "unit", "village", "kind", "officer", "weekday", "starts", "ends", "first", "last")
    }

    class Meta:
        ordering = ("village_id", "kind", "first")
        constraints = (
            models.CheckConstraint(
                name="village_rule_days_in_order",
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(last__gte=F("first")),
            ),
            models.CheckConstraint(
                name="village_rule_names_an_officer",
                condition=Q(kind=VillageRuleKind.NOT_THIS_OFFICER, officer__isnull=False)
                | ~Q(kind=VillageRuleKind.NOT_THIS_OFFICER) & Q(officer__isnull=True),
            ),
            models.CheckConstraint(
                name="busy_has_hours",
                condition=Q(kind=VillageRuleKind.BUSY, starts__isnull=False, ends__gt=F("starts"), ends__lte=24 * 60)
                | ~Q(kind=VillageRuleKind.BUSY) & Q(starts__isnull=True, ends__isnull=True),
            ),
            models.CheckConstraint(name="village_rule_weekday", condition=Q(weekday__isnull=True) | Q(weekday__lte=6)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.village_id}"
