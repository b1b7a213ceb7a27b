"""How long the ways are, where somebody has measured them."""

from django.db import models

from teduh.places.keys import new_id
from teduh.plan.rules import TravelMode


class TravelTable(models.Model):
    """Minutes between villages by one mode; each import is a new version and the last counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=TravelMode)
    version = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField()

    data_class = {"operational": ("id", "unit", "mode", "version", "source", "imported_at")}

    class Meta:
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=("unit", "mode", "version"), name="travel_version_once"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.mode} version {self.version}"


class TravelTime(models.Model):
    """Minutes from one village or subdistrict to another; None says that there is no way at all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    table = models.ForeignKey(TravelTable, on_delete=models.CASCADE, related_name="times")
    start = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    end = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    minutes = models.FloatField(null=True)

    data_class = {"operational": ("id", "table", "start", "end", "minutes")}

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("table", "start", "end"), name="travel_leg_once"),
            models.CheckConstraint(
                name="travel_minutes_not_negative",
                condition=models.Q(minutes__isnull=True) | models.Q(minutes__gte=0, minutes__lte=1440),
            ),
        )

    def __str__(self) -> str:
        return f"{self.start_id} to {self.end_id}"
