"""How each village stands on each day, and when somebody of ours was last there."""

from django.db import models

from teduh.places.keys import new_id
from teduh.warn.rules import VillageState


class Contact(models.Model):
    """Somebody of ours was in a village on a day. Written by the visit that was recorded there."""

    # The id of the visit record, so that a repeat is recognised.
    id = models.UUIDField(primary_key=True, editable=False)
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    data_class = {"operational": ("id", "village", "on")}

    class Meta:
        ordering = ("-on",)
        indexes = (models.Index(fields=("village", "on")),)

    def __str__(self) -> str:
        return f"{self.village_id} on {self.on}"


class VillageDay(models.Model):
    """One village on one day. Derived: it can be computed again from what lies to the left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey("places.Area", on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    reports = models.PositiveIntegerField()
    open_latent = models.PositiveIntegerField()
    open_imminent = models.PositiveIntegerField()
    open_actual = models.PositiveIntegerField()
    last_contact_on = models.DateField(null=True)
    last_report_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=VillageState)
    computed_at = models.DateTimeField()

    data_class = {
        "operational": (
            "id",
            "village",
            "day",
            "reports",
            "open_latent",
            "open_imminent",
            "open_actual",
            "last_contact_on",
            "last_report_on",
            "state",
            "computed_at",
        )
    }

    class Meta:
        ordering = ("-day", "village_id")
        constraints = (models.UniqueConstraint(fields=("village", "day"), name="village_day_once"),)

    def __str__(self) -> str:
        return f"{self.village_id} {self.day}: {self.state}"
