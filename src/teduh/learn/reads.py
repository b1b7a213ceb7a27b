"""Looking back: the funnel, the time from signal to visit, and the figures of a week. They write nothing.

Counts of activity are effort, never effect; nothing here claims a cause.
"""

import statistics
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teduh.learn.models import SituationReport
from teduh.listen import reads as listen
from teduh.listen.models import Report
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.respond import reads as respond
from teduh.respond.rules import ActivityType
from teduh.triage import reads as triage
from teduh.triage.rules import IssueKind, Level
from teduh.trust import access
from teduh.trust.models import Person
from teduh.warn import reads as warn
from teduh.warn.rules import VillageState


@dataclass(frozen=True)
class Step:
    label: str | Promise
    count: int
    base: int

    @property
    def share(self) -> float:
        return self.count / self.base if self.base else 0.0


@dataclass(frozen=True)
class Funnel:
    """Of the reports received in a stretch of days: how far each one came."""

    received: int
    placed: int
    assessed: int
    acted_on: int
    answered: int
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
    """Hours from the first report of an issue to the first visit in one of its villages after it."""

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
        low, _middle, high = statistics.quantiles(self.hours, n=4)
        return low, high


def _stretch(first: date, last: date) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    start = datetime.combine(first, time.min, tzinfo=zone)
    return start, datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)


def _reports(person: Person, first: date, last: date) -> QuerySet[Report]:
    start, end = _stretch(first, last)
    reports = listen.reports_for(person, on=last) if access.may_count(person) else Report.objects.none()
    return reports.filter(received_at__gte=start, received_at__lt=end)


def funnel(person: Person, *, first: date, last: date) -> Funnel:
    """The reports of these days in the person's jurisdiction, each counted once at every step that it reached."""
    rows = dict(_reports(person, first, last).order_by().values_list("pk", "village"))
    outcomes = triage.outcomes_of(list(rows))
    issues = triage.confirmed_issues_of(list(rows))
    acted = _acted_on(set(issues.values()))
    answered = listen.answered_reports(list(rows))
    answered_directly = {pk for pk, outcome in outcomes.items() if outcome == "answered"}
    return Funnel(
        received=len(rows),
        placed=sum(village is not None for village in rows.values()),
        assessed=len(outcomes),
        acted_on=len({pk for pk, issue in issues.items() if issue in acted} | answered_directly),
        answered=len(answered | answered_directly),
        first=first,
        last=last,
    )


def _acted_on(issues: set[UUID]) -> set[UUID]:
    """Issues for which something was done: a visit in their villages since, a clarification, a referral, an answer."""
    done = respond.clarified_issues(issues, before=timezone.now()) | respond.referred_issues(issues)
    done |= triage.answered_issues(issues)
    return done | {row.issue_id for row in _first_visits(issues) if row.visited_at is not None}


@dataclass(frozen=True)
class _Visited:
    issue_id: UUID
    signal_at: datetime
    visited_at: datetime | None


def _first_visits(issues: set[UUID]) -> list[_Visited]:
    """For each issue, its first signal and the first visit after it in one of its villages; three queries in all."""
    found = triage.signals_of(issues)
    villages = {code for signal in found for code in signal.villages}
    if not found or not villages:
        return [_Visited(signal.issue_id, signal.at, None) for signal in found]
    visits = respond.visit_times(villages, since=min(signal.at for signal in found))
    rows = []
    for signal in found:
        after = [at for code in signal.villages for at in visits.get(code, ()) if at >= signal.at]
        rows.append(_Visited(signal.issue_id, signal.at, min(after, default=None)))
    return rows


def signal_to_visit(person: Person, *, first: date, last: date) -> SignalToVisit:
    """For issues whose first signal fell into these days: how long until somebody was there."""
    start, end = _stretch(first, last)
    issues = set(
        triage.issues_for(person, on=last).filter(known_at__gte=start, known_at__lt=end).values_list("pk", flat=True)
    )
    rows = _first_visits(issues)
    hours = [(row.visited_at - row.signal_at).total_seconds() / 3600 for row in rows if row.visited_at is not None]
    return SignalToVisit(tuple(sorted(round(hour, 1) for hour in hours)), sum(row.visited_at is None for row in rows))


def reporting_units(person: Person) -> list[Unit]:
    """Units whose week this person may look at: their own and the police units under it."""
    under = places.units_under(person.unit)
    return [unit for unit in places.all_units() if unit.pk in under]


def week_figures(unit: Unit, week_start: date) -> dict[str, Any]:
    """One week of a unit, as plain values that can be kept: effort, matters, coverage and gaps."""
    last = week_start + timedelta(days=6)
    villages = places.villages_of_unit(unit, on=last)
    reports = listen.reports_in(villages).filter(**_between("received_at", week_start, last)).count()
    visits = respond.visits_in(villages, first=week_start, last=last)
    standings = warn.days_for(villages=villages, day=last)
    visited = set(visits.values_list("village", flat=True))
    unknown = [row.village for row in standings if row.state == VillageState.UNKNOWN]
    return {
        "reports": reports,
        "issues_by_kind": _labelled(triage.counts_in(villages, "kind", *_stretch(week_start, last)), IssueKind),
        "issues_by_level": _labelled(triage.counts_in(villages, "level", *_stretch(week_start, last)), Level),
        "villages": len(standings),
        "visited": len(visited),
        "activities": _activities(visits),
        "people_met": sum(row["count"] for people in visits.values_list("people", flat=True) for row in people),
        "promises": _promises(villages, week_start, last),
        "clarifications": respond.published()
        .filter(unit=unit.pk, **_between("published_at", week_start, last))
        .count(),
        "unknown": [village.name for village in unknown][:40],
        "unknown_total": len(unknown),
    }


def _between(field: str, first: date, last: date) -> dict[str, datetime]:
    start, end = _stretch(first, last)
    return {f"{field}__gte": start, f"{field}__lt": end}


def _labelled(counts: dict[str, int], words: Any) -> dict[str, int]:
    return {str(words(key).label): counts[key] for key in words.values if counts.get(key)}


def _activities(visits: QuerySet[Any]) -> dict[str, int]:
    rows = dict(visits.order_by().values_list("activity").annotate(n=Count("pk")))
    return {str(ActivityType(key).label): rows[key] for key in ActivityType.values if rows.get(key)}


def _promises(villages: QuerySet[Area], first: date, last: date) -> dict[str, int]:
    return respond.promise_counts(villages, first=first, last=last)


def last_report(unit: Unit, week_start: date) -> SituationReport | None:
    return SituationReport.objects.filter(unit=unit, week_start=week_start).select_related("made_by").first()
