"""How each village stands on each day, what stood out, and what became of it."""

from django.db import models
from django.db.models import F, Q

from teduh.places.keys import new_id
from teduh.warn.rules import AlarmKind, Decision, Score, TableShape, VillageState


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


class AlarmPolicy(models.Model):
    """How a unit looks for what is unusual: one row for each change, with who wanted it and why. The last counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    # Values that differ from the defaults of the core's `Watch`, by its names.
    watch = models.JSONField(default=dict)
    # Kinds of issues whose reports are watched.
    kinds = models.JSONField(default=list)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "unit", "version", "watch", "kinds", "by", "at"), "personal": ("reason",)}

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "version"), name="policy_version_once"),
            models.CheckConstraint(name="policy_needs_a_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} version {self.version}"


class Gap(models.Model):
    """Days on which nobody in an area could report: no signal, a flood, a broken line. They are no silence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "area", "first", "last", "reason", "by", "at")}

    class Meta:
        ordering = ("-first",)
        constraints = (models.CheckConstraint(name="gap_ends_after_it_starts", condition=Q(last__gte=F("first"))),)

    def __str__(self) -> str:
        return f"{self.area_id} {self.first} to {self.last}"


class Look(models.Model):
    """One unit's look on one day: what it rested on. The latest of the day is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    policy_version = models.PositiveIntegerField()
    days_known = models.PositiveIntegerField()
    reports = models.PositiveIntegerField()
    signals = models.PositiveIntegerField()
    villages = models.PositiveIntegerField()
    without_coordinates = models.PositiveIntegerField()
    # Villages that have never reported: their silence cannot be told from calm.
    never_spoke = models.PositiveIntegerField()
    village_days_missing = models.PositiveIntegerField()

    data_class = {
        "operational": (
            *("id", "unit", "day", "at", "policy_version", "days_known", "reports", "signals", "villages"),
            *("without_coordinates", "never_spoke", "village_days_missing"),
        )
    }

    class Meta:
        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=("unit", "day"), name="one_look_a_day"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class Alarm(models.Model):
    """Something in a few villages is rarer than chance explains. It belongs to a situation, never to a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AlarmKind)
    villages = models.ManyToManyField("places.Area", through="AlarmVillage", related_name="+")
    raised_at = models.DateTimeField()
    first_seen_on = models.DateField()
    last_seen_on = models.DateField(db_index=True)
    # Parameters the alarm was raised with, so that it can be computed again.
    policy_version = models.PositiveIntegerField()
    policy = models.JSONField(default=dict)
    assigned_to = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decision_reason = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # The first visit to one of its villages after it was decided to go there.
    visit_id = models.UUIDField(null=True)
    # By rule; a person's word, where there is one, counts instead.
    rule_score = models.CharField(max_length=12, choices=Score, blank=True)
    lead_days = models.IntegerField(null=True)
    issue = models.ForeignKey("triage.Issue", null=True, on_delete=models.SET_NULL, related_name="+")
    score = models.CharField(max_length=12, choices=Score, blank=True)
    score_reason = models.CharField(max_length=400, blank=True)
    scored_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(null=True)

    data_class = {
        "personal": ("decision_reason", "score_reason"),
        "operational": (
            *("id", "unit", "kind", "villages", "raised_at", "first_seen_on", "last_seen_on", "policy_version"),
            *("policy", "assigned_to", "acknowledged_by", "acknowledged_at", "decision", "decided_by", "decided_at"),
            *("visit_id", "rule_score", "lead_days", "issue", "score", "scored_by", "scored_at"),
        ),
    }

    class Meta:
        ordering = ("-last_seen_on", "-raised_at")
        constraints = (
            models.CheckConstraint(
                name="alarm_acknowledged_whole",
                condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="alarm_decided_whole_and_after_acknowledging",
                condition=Q(decision="", decision_reason="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, acknowledged_at__isnull=False)
                & ~Q(decision="")
                & ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="alarm_scored_whole",
                condition=Q(score="", score_reason="", scored_by__isnull=True, scored_at__isnull=True)
                | Q(scored_by__isnull=False, scored_at__isnull=False) & ~Q(score="") & ~Q(score_reason=""),
            ),
            models.CheckConstraint(name="alarm_seen_in_order", condition=Q(last_seen_on__gte=F("first_seen_on"))),
            models.CheckConstraint(
                name="alarm_visited_only_when_decided", condition=Q(visit_id__isnull=True) | Q(decision=Decision.VISIT)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.first_seen_on}"

    @property
    def final_score(self) -> str:
        """A person's word, else the rule's; empty while nobody can know."""
        return self.score or self.rule_score

    @property
    def final_score_label(self) -> str:
        return str(Score(self.final_score).label) if self.final_score else ""


class AlarmVillage(models.Model):
    """An alarm touches a village; villages that were in its window on an earlier day stay."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="places")
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")

    data_class = {"operational": ("id", "alarm", "village")}

    class Meta:
        constraints = (models.UniqueConstraint(fields=("alarm", "village"), name="village_once_per_alarm"),)

    def __str__(self) -> str:
        return f"{self.alarm_id} in {self.village_id}"


class AlarmDay(models.Model):
    """What an alarm looked like on one day, so that one can say what changed since the day before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    # Codes of the villages of that day's window.
    villages = models.JSONField()
    window_first = models.DateField()
    window_last = models.DateField()
    observed = models.PositiveIntegerField()
    expected = models.FloatField()
    relative_risk = models.FloatField(null=True)
    p_value = models.FloatField()
    recurrence_days = models.FloatField()
    statistic = models.FloatField()
    # Ids of the reports behind it; who may read them is asked when they are shown.
    reports = models.JSONField(default=list)

    data_class = {
        "operational": (
            *("id", "alarm", "day", "villages", "window_first", "window_last", "observed", "expected"),
            *("relative_risk", "p_value", "recurrence_days", "statistic", "reports"),
        )
    }

    class Meta:
        ordering = ("-day",)
        constraints = (
            models.UniqueConstraint(fields=("alarm", "day"), name="alarm_once_a_day"),
            models.CheckConstraint(
                name="alarm_window_in_order", condition=Q(window_last__gte=F("window_first"), day__gte=F("window_last"))
            ),
            models.CheckConstraint(
                name="alarm_p_is_a_share", condition=Q(p_value__gt=0, p_value__lte=1, expected__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.alarm_id} on {self.day}"


class Miss(models.Model):
    """An issue became actual and no alarm had named one of its villages in the days before."""

    issue = models.OneToOneField("triage.Issue", primary_key=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    data_class = {"operational": ("issue", "unit", "on")}

    class Meta:
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.issue_id} on {self.on}"


class VulnerabilityTable(models.Model):
    """What a unit knows of its places before anything happens; each change is a new version, the old one stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    shape = models.CharField(max_length=8, choices=TableShape)
    source = models.CharField(max_length=200)
    # The day the figures are of, which may be long ago; the screen tells their age.
    as_of = models.DateField()
    is_example = models.BooleanField(default=False)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {
        "operational": ("id", "unit", "version", "shape", "source", "as_of", "is_example", "by", "at"),
        "personal": ("reason",),
    }

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "version"), name="vulnerability_version_once"),
            models.CheckConstraint(name="vulnerability_has_source_and_reason", condition=~Q(source="") & ~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} version {self.version}"


class VulnerabilityRow(models.Model):
    """A subdistrict or village and its score from 0 to 100."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    table = models.ForeignKey(VulnerabilityTable, on_delete=models.CASCADE, related_name="rows")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    note = models.CharField(max_length=200, blank=True)

    data_class = {"operational": ("id", "table", "area", "score", "note")}

    class Meta:
        ordering = ("area_id",)
        constraints = (
            models.UniqueConstraint(fields=("table", "area"), name="area_once_per_vulnerability_table"),
            models.CheckConstraint(name="vulnerability_from_0_to_100", condition=Q(score__gte=0, score__lte=100)),
        )

    def __str__(self) -> str:
        return f"{self.area_id}: {self.score:g}"
