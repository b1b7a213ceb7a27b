"""What the pages across stages show, gathered from the reads of each stage."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from teduh.board.outlines import Drawing, Outline, draw, outlines_of
from teduh.listen import reads as listen
from teduh.places import reads as places
from teduh.places.models import Area, Posting
from teduh.plan import reads as plan
from teduh.respond import reads as respond
from teduh.triage import reads as triage
from teduh.trust import figures
from teduh.trust.access import may, villages_for
from teduh.trust.models import CommunityFigure, Person
from teduh.trust.rules import Permission, Role
from teduh.warn import reads as warn

FEW = 8


@dataclass(frozen=True)
class Monday:
    """The page a chief opens on Monday; a part that the role may not see is None or empty."""

    queue: Any
    coverage: Any
    not_visited: list[Any]
    overdue: list[Any]
    moved: list[Any]
    promises: list[Any]
    stops: list[Any]
    recordable: set[UUID]
    plan: Any
    drafts: int
    complaints: int
    alarms: list[Any]
    week_start: date


def monday(person: Person, *, at: datetime, today: date) -> Monday:
    villages = villages_for(person, on=today)
    week_start = today - timedelta(days=today.weekday())
    sees_work = may(person, Permission.WATCH_READ)
    sees_issues = may(person, Permission.ISSUE_READ)
    issues = triage.issues_for(person, on=today) if sees_issues else None
    stops = _stops(person, week_start, today)
    return Monday(
        queue=triage.queue_figures(person, at=at) if may(person, Permission.TRIAGE_DECIDE) else None,
        coverage=warn.coverage(villages=villages, on=today) if sees_work else None,
        not_visited=_longest_unvisited(villages, today) if sees_work else [],
        overdue=list(_overdue(issues, at)) if issues is not None else [],
        moved=list(_moved(issues, at)) if issues is not None else [],
        promises=_due_promises(person, today) if may(person, Permission.VISIT_READ) else [],
        stops=stops,
        recordable=plan.recordable(person, stops, on=today),
        plan=plan.plan_of(person, unit=person.unit, week_start=week_start)
        if may(person, Permission.PLAN_READ)
        else None,
        drafts=respond.drafts_waiting(person, on=today) if may(person, Permission.CLARIFICATION_APPROVE) else 0,
        complaints=listen.open_complaints(person).count() if may(person, Permission.COMPLAINT_READ) else 0,
        alarms=list(warn.open_alarms(person, on=today)[:FEW]) if sees_work else [],
        week_start=week_start,
    )


def _longest_unvisited(villages: QuerySet[Area], today: date) -> list[Any]:
    """The villages that have waited longest; those never visited come first."""
    standings = warn.days_for(villages=villages, day=today)
    longest = 10**6
    waiting = [row for row in standings if row.days_since_contact is None or row.days_since_contact > 14]
    waiting.sort(key=lambda row: (-(row.days_since_contact or longest), row.village.code))
    return waiting[:FEW]


def _overdue(issues: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    return issues.filter(closed_at__isnull=True, answered_at__isnull=True, due_at__lt=at).order_by("due_at")[:FEW]


def _moved(issues: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Issues whose level changed, or that were opened, in the last seven days."""
    since = at - timedelta(days=7)
    recent = Q(level_changes__at__gte=since) | Q(opened_at__gte=since)
    return issues.filter(recent, closed_at__isnull=True).distinct().order_by("-opened_at")[:FEW]


def _due_promises(person: Person, today: date) -> list[Any]:
    open_ones = respond.promises_for(person, on=today).filter(kept_on__isnull=True)
    return list(open_ones.filter(due_on__lte=today + timedelta(days=7)).order_by("due_on")[:FEW])


def _stops(person: Person, week_start: date, today: date) -> list[Any]:
    if person.role != Role.VILLAGE_OFFICER:
        return []
    return list(plan.stops_for_officer(person, first=today, last=week_start + timedelta(days=6)))


@dataclass(frozen=True)
class DistrictMap:
    """The villages a person may see, how each stands, and how to draw them."""

    standings: list[Any]
    outlines: tuple[Outline, ...]
    drawing: Drawing
    subdistricts: list[Area]
    guessed: int
    counts: dict[str, int]
    alarms: list[Any]


def district_map(person: Person, *, today: date, subdistrict: str = "") -> DistrictMap:
    everywhere = villages_for(person, on=today)
    villages = everywhere.filter(parent=subdistrict) if subdistrict else everywhere
    standings = warn.days_for(villages=villages, day=today)
    outlines = outlines_of([standing.village for standing in standings])
    counts: dict[str, int] = {}
    for standing in standings:
        counts[standing.state] = counts.get(standing.state, 0) + 1
    return DistrictMap(
        standings=standings,
        outlines=outlines,
        drawing=draw(outlines),
        subdistricts=list(Area.objects.filter(pk__in=everywhere.values("parent"))),
        guessed=sum(outline.guessed for outline in outlines),
        counts=counts,
        alarms=list(warn.open_alarms(person, on=today)[:FEW]),
    )


@dataclass(frozen=True)
class VillageFile:
    """Everything about one village that this person may see."""

    village: Area
    standing: Any
    officers: list[Posting]
    issues: list[Any]
    visits: list[Any]
    promises: list[Any]
    figures: dict[date, int]
    outlook: Any
    # None for those who do not read visits.
    community: list[CommunityFigure] | None


def village_file(person: Person, code: str, *, today: date) -> VillageFile | None:
    """None where the village does not exist or lies outside what the person may see."""
    villages = villages_for(person, on=today).filter(pk=code)
    village = villages.select_related("parent").first()
    if village is None:
        return None
    first = today - timedelta(days=27)
    counted = listen.counts_by_village_and_day(villages=villages, first=first, last=today)
    return VillageFile(
        village=village,
        standing=next(iter(warn.days_for(villages=villages, day=today)), None),
        officers=list(places.postings_on(villages, on=today)),
        issues=list(triage.open_issues_in(village)) if may(person, Permission.ISSUE_READ) else [],
        visits=list(respond.visits_in(villages, first=today - timedelta(days=90), last=today)[:FEW]),
        promises=list(respond.open_promises(villages)),
        figures={day: counted.get((village.code, day), 0) for day in _days(first, today)},
        outlook=warn.outlook(village, unit=warn.district_of(person.unit), day=today),
        community=list(figures.in_villages(villages)) if may(person, Permission.VISIT_READ) else None,
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
