"""Holds, requests about one's own data, and breaches."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from teduh.places.keys import new_id
from teduh.rights.rules import BREACH_CLOCK, Asker, Audience, BreachState, Decision, HoldScope, Right, Road
from teduh.trust.sealing import KeyedModel, Sealed


class Hold(models.Model):
    """A legal hold: what it covers is not destroyed until a named person ends it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=HoldScope)
    # What is held; empty for a stretch of time.
    subject_id = models.UUIDField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    reason = models.CharField(max_length=400)
    placed_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    ended_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=400, blank=True)

    data_class = {
        "personal": ("reason", "end_reason"),
        "operational": (
            "id",
            "unit",
            "scope",
            "subject_id",
            "first_day",
            "last_day",
            "placed_by",
            "placed_at",
            "ended_by",
            "ended_at",
        ),
    }

    class Meta:
        ordering = ("-placed_at",)
        constraints = (
            models.CheckConstraint(name="hold_needs_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hold_ended_whole",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="hold_says_what",
                condition=Q(
                    scope=HoldScope.PERIOD, subject_id__isnull=True, first_day__isnull=False, last_day__isnull=False
                )
                | Q(subject_id__isnull=False, first_day__isnull=True, last_day__isnull=True)
                & ~Q(scope=HoldScope.PERIOD),
            ),
        )

    def __str__(self) -> str:
        return f"hold {self.id}"


class Request(KeyedModel):
    """Somebody asks about data of theirs. What they wrote and what was answered lie under the request's own key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    right = models.CharField(max_length=10, choices=Right)
    road = models.CharField(max_length=10, choices=Road)
    asker = models.CharField(max_length=10, choices=Asker)
    # The report or complaint that it is about, where one is named.
    about_id = models.UUIDField(null=True, db_index=True)
    received_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()
    opened_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words_gone_at = models.DateTimeField(null=True)
    asked: str = Sealed()  # type: ignore[assignment]
    verified: str = Sealed()  # type: ignore[assignment]
    reason: str = Sealed()  # type: ignore[assignment]
    done: str = Sealed()  # type: ignore[assignment]
    answer: str = Sealed()  # type: ignore[assignment]

    data_class = {
        "personal": ("asked", "verified", "reason", "done", "answer", "sealed"),
        "operational": (
            "id",
            "key_id",
            "wrapped_key",
            "unit",
            "right",
            "road",
            "asker",
            "about_id",
            "received_at",
            "due_at",
            "opened_by",
            "decision",
            "decided_by",
            "decided_at",
            "words_gone_at",
        ),
    }

    class Meta:
        ordering = ("due_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="request_decided_whole",
                condition=Q(decision=Decision.OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decision=Decision.OPEN),
            ),
            models.CheckConstraint(
                name="nobody_opened_a_request_at_a_receipt",
                condition=Q(road=Road.RECEIPT, opened_by__isnull=True) | Q(road=Road.OFFICE, opened_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.right} {self.id}"

    def is_late(self, at: datetime) -> bool:
        return self.decision == Decision.OPEN and at > self.due_at


class Breach(models.Model):
    """Data came into wrong hands, were lost, or could not be reached; or it was only practised (`drill`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    drill = models.BooleanField(default=False)
    happened = models.TextField()
    measures = models.TextField()
    # Lines of the table of kinds, by their keys.
    kinds = models.JSONField(default=list)
    people = models.PositiveIntegerField(null=True)
    happened_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField()
    # The reports whose receipts are told: received from one day to another.
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    opened_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    lessons = models.TextField(blank=True)

    data_class = {
        "personal": ("happened", "measures", "lessons"),
        "operational": (
            "id",
            "unit",
            "drill",
            "kinds",
            "people",
            "happened_at",
            "known_at",
            "first_day",
            "last_day",
            "opened_by",
            "opened_at",
            "closed_by",
            "closed_at",
        ),
    }

    class Meta:
        ordering = ("-known_at",)
        constraints = (
            models.CheckConstraint(
                name="breach_closed_whole",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, lessons="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(lessons=""),
            ),
            models.CheckConstraint(
                name="breach_days_whole",
                condition=Q(first_day__isnull=True, last_day__isnull=True)
                | Q(first_day__isnull=False, last_day__gte=models.F("first_day")),
            ),
        )

    def __str__(self) -> str:
        return f"breach {self.id}"

    @property
    def due_at(self) -> datetime:
        return self.known_at + BREACH_CLOCK

    def hours_left(self, at: datetime) -> int:
        """Whole hours until the clock runs out; negative after that."""
        return (self.due_at - at) // timedelta(hours=1)

    @property
    def told(self) -> set[str]:
        return {notice.audience for notice in self.notices.all()}

    @property
    def state(self) -> BreachState:
        if self.closed_at is not None:
            return BreachState.CLOSED
        both = {Audience.AUTHORITY, Audience.PERSONS}
        return BreachState.NOTIFIED if both <= self.told else BreachState.OPEN

    @property
    def told_within(self) -> timedelta | None:
        """How long after it was known the last of authority and persons was told."""
        moments = [notice.at for notice in self.notices.all() if notice.audience != Audience.PUBLIC]
        return max(moments) - self.known_at if self.state != BreachState.OPEN and moments else None

    @property
    def told_within_hours(self) -> int | None:
        span = self.told_within
        return None if span is None else max(round(span / timedelta(hours=1)), 0)


class BreachNotice(models.Model):
    """One audience was told: when, by whom, on which road, and in which words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="notices")
    audience = models.CharField(max_length=10, choices=Audience)
    road = models.CharField(max_length=200)
    text = models.TextField()
    text_en = models.TextField()
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {
        "public": ("text", "text_en"),
        "operational": ("id", "breach", "audience", "road", "by", "at"),
    }

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=("breach", "audience"), name="each_audience_is_told_once"),)

    def __str__(self) -> str:
        return f"{self.audience} {self.breach_id}"
