"""The funnel and the time from signal to visit. Nothing here claims a cause."""

import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teduh.listen import reads as listen
from teduh.listen.models import Report
from teduh.respond import reads as respond
from teduh.triage import burst_reads as triage_bursts
from teduh.triage import reads as triage
from teduh.trust import access
from teduh.trust.models import Person

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    label: str | Promise
    count: int
    base: int

    @property
    def share(self) -> float | None:
        """Part of the base, from 0 to 1; None where there is no base."""
        return self.count / self.base if self.base else None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(100 * self.share)


@dataclass(frozen=True)
class Funnel:
    """Of the reports received in a stretch of days: how many reached each step.

    A report counts at every step that it reached, so an answer to a report without a place still counts as an answer.
    """

    received: int
    placed: int
    assessed: int
    acted_on: int
    answered: int
    # Those whose reporter wants an answer and holds a receipt to read it at.
    answerable: int
    # How many texts the received reports are: copies of one text that came together count once.
    sources: int
    first: date
    last: date

    @property
    def steps(self) -> list[Step]:
        rows = (
            (_("Diterima"), self.received),
            (_("Tempatnya pasti"), self.placed),
            (_("Diputuskan"), self.assessed),
            (_("Ditindaklanjuti"), self.acted_on),
            (_("Dijawab"), self.answered),
        )
        return [Step(label, count, self.received) for label, count in rows]


@dataclass(frozen=True)
class SignalToVisit:
    """Hours from the first report of an issue to the first visit in one of its villages after it.

    `hours` holds the issues that were visited; the others are counted in `not_yet` and are never left out silently.
    """

    first: date
    last: date
    hours: tuple[float, ...]
    not_yet: int

    @property
    def issues(self) -> int:
        return len(self.hours) + self.not_yet

    @property
    def median_hours(self) -> float | None:
        return statistics.median(self.hours) if self.hours else None

    @property
    def quartiles(self) -> tuple[float, float] | None:
        """The hours within which a quarter, and three quarters, of the visited issues were reached."""
        if len(self.hours) < 4:
            return None
        low, _middle, high = statistics.quantiles(self.hours, n=4, method="inclusive")
        return low, high


@dataclass(frozen=True)
class _Reached:
    """When an issue was first heard of, and when somebody of ours was first there."""

    issue_id: UUID
    signal_at: datetime
    visited_at: datetime | None


def stretch(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments at which these days begin and are over, by the clock on the wall there."""
    return _midnight(first), _midnight(last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _reports(person: Person, first: date, last: date) -> QuerySet[Report]:
    """All reports of these days in the jurisdiction, as numbers: without a place, those that the own unit received.

    Who may count but not read (an auditor) counts the same reports as the desk, so `listen.reports_for` is too narrow.
    """
    if not access.may_count(person):
        return Report.objects.none()
    start, end = stretch(first, last)
    seen = Q(village__in=access.villages_for(person, on=last)) | Q(village__isnull=True, unit=person.unit_id)
    return Report.objects.filter(seen, received_at__gte=start, received_at__lt=end)


def funnel(person: Person, *, first: date, last: date) -> Funnel:
    """How far the reports of these days came. Sealed complaints are no reports and are not counted."""
    rows = dict(_reports(person, first, last).order_by().values_list("pk", "village"))
    outcomes = triage.outcomes_of(list(rows))
    issues = triage.confirmed_issues_of(list(rows))
    acted = _acted_on(set(issues.values()))
    at_once = {pk for pk, outcome in outcomes.items() if outcome == "answered"}
    return Funnel(
        received=len(rows),
        sources=triage_bursts.sources(list(rows)),
        placed=sum(village is not None for village in rows.values()),
        assessed=len(outcomes),
        acted_on=len({pk for pk, issue in issues.items() if issue in acted} | at_once),
        answered=len(listen.answered_reports(list(rows)) | at_once),
        answerable=listen.reporters_to_tell(list(rows)).count(),
        first=first,
        last=last,
    )


def _acted_on(issues: set[UUID]) -> set[UUID]:
    """Issues for which something was done: a visit in their villages since, a clarification, a referral, an answer."""
    done = respond.clarified_issues(issues) | respond.referred_issues(issues) | triage.answered_issues(issues)
    return done | {row.issue_id for row in _reached(issues) if row.visited_at is not None}


def _reached(issues: Collection[UUID]) -> list[_Reached]:
    """For each issue, its first signal and the first visit after it in one of its villages."""
    found = triage.signals_of(issues)
    villages = {code for signal in found for code in signal.villages}
    since = min((signal.at for signal in found), default=None)
    visits = respond.visit_times(villages, since=since) if since and villages else {}
    rows = []
    for signal in found:
        after = [at for code in signal.villages for at in visits.get(code, ()) if at >= signal.at]
        rows.append(_Reached(signal.issue_id, signal.at, min(after, default=None)))
    return rows


def signal_to_visit(person: Person, *, first: date, last: date) -> SignalToVisit:
    """For issues first heard of in these days: how long until somebody was there."""
    return _waits(_heard_of(person, first, last), first, last)


def signal_to_visit_by_week(person: Person, *, first: date, last: date) -> list[SignalToVisit]:
    """The same, by spans of seven days that end on the last day; the earliest span may be shorter."""
    rows = _heard_of(person, first, last)
    spans = []
    while last >= first:
        begin = max(first, last - WEEK + timedelta(days=1))
        spans.append(_waits(rows, begin, last))
        last = begin - timedelta(days=1)
    return spans[::-1]


def _heard_of(person: Person, first: date, last: date) -> list[_Reached]:
    start, end = stretch(first, last)
    known = triage.issues_for(person, on=last).filter(known_at__gte=start, known_at__lt=end)
    return _reached(set(known.order_by().values_list("pk", flat=True)))


def _waits(rows: Sequence[_Reached], first: date, last: date) -> SignalToVisit:
    start, end = stretch(first, last)
    inside = [row for row in rows if start <= row.signal_at < end]
    hours = sorted(
        round((row.visited_at - row.signal_at) / timedelta(hours=1), 1) for row in inside if row.visited_at is not None
    )
    return SignalToVisit(first, last, tuple(hours), not_yet=len(inside) - len(hours))
