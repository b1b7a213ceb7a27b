"""Where things are, who serves there, and in which phase of the election we are."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from teduh.places.keys import new_id
from teduh.places.rules import WORD_LIMIT, AreaLevel, ContestKind, PhaseKind, UnitKind, WordKind


class Area(models.Model):
    """A country, province, regency, subdistrict or village, under its official code."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=12, choices=AreaLevel)
    kind = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    # Codes from the top down, each with a closing slash: "16/16.01/16.01.08/16.01.08.2018/".
    path = models.CharField(max_length=120, db_index=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    data_class = {"public": ("code", "name", "level", "kind", "parent", "path", "latitude", "longitude")}

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="area_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        )

    def __str__(self) -> str:
        return self.name


class AreaAlias(models.Model):
    """Another spelling that people use for an area."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)

    data_class = {"public": ("id", "area", "name", "note")}

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("area", "name"), name="alias_once_per_area"),)

    def __str__(self) -> str:
        return self.name


class AreasChanged(models.Model):
    """One row that counts changes to areas and aliases, so that a name index in memory knows when it is old."""

    version = models.PositiveBigIntegerField(default=0)

    data_class = {"operational": ("id", "version")}

    def __str__(self) -> str:
        return str(self.version)


class Boundary(models.Model):
    """The outline of an area, as GeoJSON geometry in degrees (longitude, latitude)."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, primary_key=True, related_name="boundary")
    geometry = models.JSONField()
    source = models.CharField(max_length=200)

    data_class = {"public": ("area", "geometry", "source")}

    def __str__(self) -> str:
        return f"boundary of {self.area_id}"


class Unit(models.Model):
    """A police unit, a partner body, or the outside body that hears complaints about police."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=UnitKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    can_investigate = models.BooleanField(default=True)
    contact = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)

    data_class = {"public": ("id", "key", "name", "kind", "parent", "can_investigate", "contact", "is_example")}

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """Something that holds from one day to another, both included; no last day means until further notice."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Jurisdiction(Dated):
    """A unit acts in an area, for a time. Many units may act in one area and one unit in many."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="jurisdictions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    is_example = models.BooleanField(default=False)

    data_class = {"public": ("id", "unit", "area", "valid_from", "valid_to", "is_example")}

    class Meta:
        ordering = ("area_id", "valid_from")
        constraints = (
            models.CheckConstraint(
                name="jurisdiction_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(fields=("unit", "area", "valid_from"), name="jurisdiction_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.area_id}"


class Posting(Dated):
    """An officer looks after a village, for a time. A village may have nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    data_class = {"operational": ("id", "person", "village", "valid_from", "valid_to")}

    class Meta:
        ordering = ("village_id", "valid_from")
        constraints = (
            models.CheckConstraint(
                name="posting_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(fields=("person", "village", "valid_from"), name="posting_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.village_id}"


class Operation(models.Model):
    """One election operation in a district. It knows how many candidate pairs there are, never which."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="operations")
    contest = models.CharField(max_length=24, choices=ContestKind)
    candidate_pairs = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_example = models.BooleanField(default=False)

    data_class = {"public": ("id", "name", "unit", "contest", "candidate_pairs", "starts_on", "ends_on", "is_example")}

    class Meta:
        ordering = ("-starts_on",)
        constraints = (
            models.CheckConstraint(name="operation_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="empty_box_has_one_pair",
                condition=~Q(contest=ContestKind.EMPTY_BOX) | Q(candidate_pairs=1),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A stretch of days in an operation; phases may overlap, and a re-vote is simply inserted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=16, choices=PhaseKind)
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()

    data_class = {"public": ("id", "operation", "kind", "name", "starts_on", "ends_on")}

    class Meta:
        ordering = ("starts_on", "ends_on")
        constraints = (
            models.CheckConstraint(name="phase_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
        )

    def __str__(self) -> str:
        return self.name


class OperationWord(models.Model):
    """A word that must not go out while the operation runs, or a phrase that is innocent here.

    Nothing links one word to another or to anybody: the table cannot say which name has which number or colour, nor
    who supports whom. It goes when the operation goes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(max_length=8, choices=WordKind)
    text = models.CharField(max_length=WORD_LIMIT)

    data_class = {"personal": ("text",), "operational": ("id", "operation", "kind")}

    class Meta:
        # By spelling, so that not even the order in which they were typed pairs them up.
        ordering = ("kind", "text")
        constraints = (models.UniqueConstraint(fields=("operation", "kind", "text"), name="operation_word_once"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.operation_id}"
