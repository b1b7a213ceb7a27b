"""The figures of one week of a unit. Counts of activity are effort, never effect; villages are never ranked."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from teduh.learn.models import SituationReport
from teduh.learn.reads.funnel import stretch
from teduh.listen import reads as listen
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.respond import reads as respond
from teduh.triage import reads as triage
from teduh.trust.models import Person
from teduh.warn import reads as warn
from teduh.warn.rules import VillageState

# As many names as fit one sheet; the totals beside them are always whole.
NAMES_KEPT: Final = 40


def reporting_units(person: Person) -> list[Unit]:
    """Units whose week this person may look at: their own and the police units under it."""
    under = set(places.units_under(person.unit))
    return [unit for unit in places.all_units() if unit.pk in under]


def week_figures(unit: Unit, week_start: date, *, on: date) -> dict[str, Any]:
    """One week of a unit, as plain values that can be kept; kinds and levels by their keys, not in a language.

    Of a week that still runs, the figures reach up to `on`: nothing is overdue or unknown before its day.
    """
    last = week_start + timedelta(days=6)
    until = min(last, on)
    villages = places.villages_of_unit(unit, on=until)
    visits = respond.visits_in(villages, first=week_start, last=last)
    standings = warn.days_for(villages=villages, day=until)
    inside = [row.village for row in standings]
    visited = set(visits.order_by().values_list("village", flat=True))
    not_visited = [village for village in inside if village.pk not in visited]
    unknown = [row.village for row in standings if row.state == VillageState.UNKNOWN]
    start, end = stretch(week_start, last)
    reports = listen.reports_in(villages).filter(received_at__gte=start, received_at__lt=end)
    published = respond.published_in(villages).filter(published_at__gte=start, published_at__lt=end)
    return {
        "until": until.isoformat(),
        "reports": reports.count(),
        "issues_by_kind": triage.counts_in(villages, "kind", start, end),
        "issues_by_level": triage.counts_in(villages, "level", start, end),
        "villages": len(inside),
        "visited": len(visited),
        **_effort(visits),
        "promises": _promises(villages, week_start, last, on),
        "clarifications": published.count(),
        "alarms": _alarms(villages, week_start, until),
        "referrals": _referrals(villages, week_start, last),
        "not_visited": _names(not_visited, inside),
        "not_visited_total": len(not_visited),
        "unknown": _names(unknown, inside),
        "unknown_total": len(unknown),
    }


def _alarms(villages: QuerySet[Area], first: date, last: date) -> list[dict[str, Any]]:
    """Alarms that came up in these days, as they were on their last day, with what was done about each."""
    return [
        {
            "codes": sorted(area.code for area in alarm.villages.all()),
            "names": sorted(area.name for area in alarm.villages.all()),
            "kind": alarm.kind,
            "since": alarm.first_seen_on.isoformat(),
            "observed": day.observed,
            "expected": round(day.expected, 1),
            "decision": alarm.decision,
            "score": alarm.final_score,
        }
        for alarm, day in warn.alarms_between(villages, first=first, last=last)
    ]


def _effort(visits: QuerySet[Any]) -> dict[str, Any]:
    rows = list(visits.order_by().values_list("activity", "people"))
    return {
        "activities": dict(Counter(activity for activity, _people in rows)),
        "people_met": sum(met["count"] for _activity, people in rows for met in people),
    }


def _promises(villages: QuerySet[Area], first: date, last: date, on: date) -> dict[str, int]:
    counts = respond.promise_counts(villages, first=first, last=last)
    if last >= on:
        # The week still runs: what is due today or later is open, not overdue.
        counts = {**counts, "overdue": respond.open_promises(villages).filter(due_on__lt=on).count()}
    return counts


def _referrals(villages: QuerySet[Area], first: date, last: date) -> dict[str, int]:
    """Sent and answered in these days, and begun up to then without having been sent up to then."""
    start, end = stretch(first, last)
    rows = respond.referrals_in(villages)
    begun = rows.filter(made_at__lt=end)
    return {
        "sent": rows.filter(sent_at__gte=start, sent_at__lt=end).count(),
        "answered": rows.filter(answered_at__gte=start, answered_at__lt=end).count(),
        "waiting": begun.count() - begun.filter(sent_at__lt=end).count(),
    }


def _names(villages: Sequence[Area], inside: Sequence[Area]) -> list[str]:
    """Names in the order of codes; two villages of one name say their subdistrict."""
    twice = {name for name, n in Counter(village.name for village in inside).items() if n > 1}
    return [
        f"{village.name} ({village.parent.name})" if village.name in twice and village.parent else village.name
        for village in villages[:NAMES_KEPT]
    ]


def last_report(unit: Unit, week_start: date) -> SituationReport | None:
    """The anev of that week as it was last handed up."""
    return SituationReport.objects.filter(unit=unit, week_start=week_start).select_related("made_by").first()
