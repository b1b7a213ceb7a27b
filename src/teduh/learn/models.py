"""What is kept of looking back."""

from django.db import models

from teduh.places.keys import new_id


class SituationReport(models.Model):
    """The weekly analysis and evaluation (anev) of a unit, as it was handed up."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    week_start = models.DateField()
    figures = models.JSONField()
    remarks = models.TextField(blank=True)
    made_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    data_class = {
        "operational": ("id", "unit", "week_start", "figures", "remarks", "made_by", "made_at"),
    }

    class Meta:
        ordering = ("-week_start", "-made_at")

    def __str__(self) -> str:
        return f"{self.unit_id} week of {self.week_start}"
