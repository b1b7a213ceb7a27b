"""Issues: what several people say about one matter, what we think of it, and what became of it."""

from django.db import models
from django.db.models import Q

from teduh.places.keys import new_id
from teduh.triage.registry import FactCheck, FactCheckRefusal  # noqa: F401 (records are found through this module)
from teduh.triage.rules import (
    CautionRule,
    IssueKind,
    JoinState,
    Level,
    MemberState,
    Outcome,
    Priority,
    SightingSource,
    Verdict,
)


class Issue(models.Model):
    """A rumour, question, tension, incident, election offence or service matter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=IssueKind)
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    villages = models.ManyToManyField("places.Area", through="IssueVillage", related_name="+")
    level = models.CharField(max_length=10, choices=Level, default=Level.NONE)
    verdict = models.CharField(max_length=32, choices=Verdict, default=Verdict.NEW)
    priority = models.CharField(max_length=8, choices=Priority, default=Priority.MEDIUM)
    opened_at = models.DateTimeField(db_index=True)
    opened_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    # When the unit first knew: the election-offence clock counts from here.
    known_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey("trust.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("trust.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closing_reason = models.CharField(max_length=400, blank=True)
    # Title, summary and reasons are no more; kind, villages, level and days stay.
    words_gone_at = models.DateTimeField(null=True, blank=True)

    data_class = {
        "personal": ("title", "summary", "closing_reason"),
        "operational": (
            "id",
            "unit",
            "kind",
            "villages",
            "level",
            "verdict",
            "priority",
            "opened_at",
            "opened_by",
            "known_at",
            "due_at",
            "assigned_to",
            "answered_at",
            "closed_at",
            "closed_by",
            "words_gone_at",
        ),
    }

    class Meta:
        ordering = ("-opened_at",)
        constraints = (
            models.CheckConstraint(
                name="issue_closed_whole",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closing_reason="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing_reason=""),
            ),
            models.CheckConstraint(
                name="issue_closed_only_when_answered",
                condition=Q(closed_at__isnull=True) | Q(answered_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title


class IssueVillage(models.Model):
    """An issue touches a village."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="places")
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")

    data_class = {"operational": ("id", "issue", "village")}

    class Meta:
        constraints = (models.UniqueConstraint(fields=("issue", "village"), name="village_once_per_issue"),)

    def __str__(self) -> str:
        return f"{self.issue_id} in {self.village_id}"


class Assessment(models.Model):
    """What the desk decided about one report; a report without one is waiting."""

    report = models.OneToOneField("listen.Report", primary_key=True, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("report", "outcome", "by", "at"), "personal": ("reason",)}

    def __str__(self) -> str:
        return f"{self.outcome} {self.report_id}"


class Join(models.Model):
    """A report belongs to an issue: suggested by the machine, confirmed or refused by a person.

    What the machine thought stays beside what the person decided, in figures that outlive the words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey("listen.Report", on_delete=models.CASCADE, related_name="+")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="joins")
    state = models.CharField(max_length=10, choices=JoinState)
    why = models.JSONField(default=dict, blank=True)
    # When the machine joined it as a suggestion; empty where it only stood in a list, or a person found it.
    suggested_at = models.DateTimeField(null=True, blank=True)
    # How sure the machine was then, how alike the words were (both 0 to 1), and how many facts conflicted.
    sureness = models.FloatField(null=True, blank=True)
    likeness = models.FloatField(null=True, blank=True)
    conflicts = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    # What the machine noticed, or why it was refused, quotes the report.
    data_class = {
        "operational": (
            "id",
            "report",
            "issue",
            "state",
            "suggested_at",
            "sureness",
            "likeness",
            "conflicts",
            "by",
            "at",
        ),
        "personal": ("why",),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("report", "issue"), name="join_once"),
            models.UniqueConstraint(
                fields=("report",), condition=Q(state=JoinState.CONFIRMED), name="report_confirmed_in_one_issue"
            ),
            models.CheckConstraint(
                name="a_person_confirms", condition=Q(state=JoinState.SUGGESTED) | Q(by__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} in {self.issue_id}: {self.state}"


class JoinPolicy(models.Model):
    """From which sureness on a district has reports joined as suggestions, and the curve behind the sureness.

    One row for each change, with who wanted it and why. The last counts; a district without one uses what Teduh brings.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    threshold = models.FloatField()
    # The curve (cores/match/sureness): log-odds = offset + slope × likeness − conflict × conflicts.
    slope = models.FloatField()
    offset = models.FloatField()
    conflict = models.FloatField()
    # Of how many decisions the curve was drawn; 0 where it was set by hand.
    decisions = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {
        "operational": (
            "id",
            "unit",
            "version",
            "threshold",
            "slope",
            "offset",
            "conflict",
            "decisions",
            "by",
            "at",
        ),
        "personal": ("reason",),
    }

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "version"), name="join_policy_version_once"),
            models.CheckConstraint(name="join_policy_needs_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="join_threshold_is_a_share", condition=Q(threshold__gt=0, threshold__lt=1)),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} version {self.version}"


class LevelChange(models.Model):
    """A step on the risk ladder, with the reason and the growth factors that were seen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="level_changes")
    level = models.CharField(max_length=10, choices=Level)
    reason = models.CharField(max_length=400)
    factors = models.JSONField(default=list, blank=True)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "issue", "level", "factors", "by", "at"), "personal": ("reason",)}

    class Meta:
        ordering = ("at", "id")
        constraints = (models.CheckConstraint(name="level_needs_a_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.level}"


class Sighting(models.Model):
    """A rumour was heard: where, when and by which kind of road. Who said it is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="sightings")
    village = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    heard_on = models.DateField()
    source = models.CharField(max_length=16, choices=SightingSource)
    report = models.ForeignKey("listen.Report", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "issue", "village", "heard_on", "source", "report", "by", "at")}

    class Meta:
        ordering = ("heard_on", "at")
        constraints = (models.UniqueConstraint(fields=("issue", "report"), name="report_seen_once_per_issue"),)

    def __str__(self) -> str:
        return f"{self.issue_id} heard {self.heard_on}"


class Check(models.Model):
    """Who was asked about a rumour (an office, not a name), and what they said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="checks")
    checked_with = models.CharField(max_length=160)
    finding = models.TextField()
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "issue", "checked_with", "by", "at"), "personal": ("finding",)}

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.issue_id} checked with {self.checked_with}"


class VerdictChange(models.Model):
    """One graded verdict on a rumour; the last one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="verdict_changes")
    verdict = models.CharField(max_length=32, choices=Verdict)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "issue", "verdict", "by", "at"), "personal": ("reason",)}

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.verdict}"


class Burst(models.Model):
    """Near-copies of one text that came close in time: one source, many senders. Who sent them is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    # The report whose words are most like all the others'.
    middle = models.ForeignKey("listen.Report", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    data_class = {"operational": ("id", "unit", "middle", "made_at")}

    def __str__(self) -> str:
        return f"burst {self.id}"


class BurstMember(models.Model):
    """A report in a burst, and what it tells that the others do not. One that stands out is read by itself."""

    report = models.OneToOneField("listen.Report", primary_key=True, on_delete=models.CASCADE, related_name="+")
    burst = models.ForeignKey(Burst, on_delete=models.CASCADE, related_name="members")
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.SUGGESTED)
    stands_out = models.BooleanField(default=False)
    # Kinds of detail of its own: "photo", "eyewitness", "time", "place", "words".
    own = models.JSONField(default=list, blank=True)
    # How far its words are from the middle text's, 0 to 1.
    differs = models.FloatField(default=0.0)
    by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("report", "burst", "state", "stands_out", "own", "differs", "by", "at")}

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_person_decides_members", condition=Q(state=MemberState.SUGGESTED) | Q(by__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} in {self.burst_id}: {self.state}"


class Caution(models.Model):
    """A report that may harm a neighbour when believed too soon. Whom it names stands in its own words only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey("listen.Report", on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=20, choices=CautionRule)
    # How many reports of the village spoke alike when it was noticed.
    alike = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    data_class = {"operational": ("id", "report", "rule", "alike", "at")}

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "rule"), name="caution_once_per_report"),)

    def __str__(self) -> str:
        return f"{self.report_id}: {self.rule}"


class CautionRelease(models.Model):
    """A named person goes on without a second source, and says why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="caution_releases")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "issue", "by", "at"), "personal": ("reason",)}

    class Meta:
        ordering = ("at", "id")
        constraints = (models.CheckConstraint(name="caution_release_needs_a_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"{self.issue_id} released"
