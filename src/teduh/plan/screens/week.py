"""A unit's week, to look at and to print."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.plan import reads
from teduh.plan.models import Plan, Stop
from teduh.plan.rules import MOST_WEEKS, StopState
from teduh.plan.screens.forms import AddForm, ForbidForm, StopForm, SwapForm
from teduh.plan.screens.lines import Line, lines_of
from teduh.plan.screens.words import clock, gap, late_sentence, problem
from teduh.trust.access import may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role


@permitted(Permission.PLAN_READ)
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    return render(request, "plan/week.html", week_context(request, forms=True))


@permitted(Permission.PLAN_READ)
@require_GET
def plan_print(request: HttpRequest) -> HttpResponse:
    return render(request, "plan/print.html", week_context(request, forms=False))


def week_context(request: HttpRequest, *, forms: bool) -> dict[str, Any]:
    """What both forms of the page show: the plan by day, what was left out, and the forms one may use."""
    person = person_of(request)
    today = timezone.localdate()
    unit = reads.planning_unit(person, request.GET.get("unit", ""))
    week_start = asked_week(request.GET.get("pekan", ""), today)
    found = reads.plan_of(person, unit=unit, week_start=week_start) if unit else None
    may_change = may(person, Permission.PLAN_CHANGE)
    stops = _stops(found, person) if found else []
    officers = list(reads.officers_for(unit)) if unit and found and may_change and forms else []
    return {
        "unit": unit,
        "units": reads.planning_units(person),
        "week_start": week_start,
        "week_end": week_start + timedelta(days=6),
        "weeks": (week_start - timedelta(days=7), week_start + timedelta(days=7)),
        "most_weeks": range(1, MOST_WEEKS + 1),
        "plan": found,
        "days": _by_day(person, found, stops, officers, today) if found else [],
        "loads": _loads(stops),
        "left_out": _left_out(found) if found else [],
        "problems": _problems(found, stops) if found else [],
        "clashes": [{"row": row, "arrives": clock(row.arrives)} for row in reads.clashes(found)] if found else [],
        "may_change": may_change,
        "may_approve": may(person, Permission.PLAN_APPROVE),
        "may_order": may(person, Permission.PLAN_ORDER),
        "add_form": _add_form(found, officers, today) if found and officers else None,
        "forbid_form": ForbidForm(villages=places.villages_of_unit(found.unit, on=max(today, week_start)))
        if found and officers
        else None,
    }


def asked_week(typed: str, today: date) -> date:
    """The Monday of the day asked for, else of today; what cannot be read is today."""
    try:
        return reads.week_of(date.fromisoformat(typed)) if typed else reads.week_of(today)
    except ValueError:
        return reads.week_of(today)


def asked_weeks(typed: str) -> int:
    """How many weeks are asked for; what cannot be read is one."""
    return int(typed) if typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= MOST_WEEKS else 1


def _stops(found: Plan, person: Person) -> list[Stop]:
    """By day, then by officer in the order of their way."""
    stops = list(found.stops.all())
    if person.role == Role.VILLAGE_OFFICER:
        stops = [stop for stop in stops if person.pk in (stop.officer_id, stop.companion_id)]
    return sorted(stops, key=lambda stop: (stop.day, str(stop.officer or ""), stop.arrives or 24 * 60, stop.position))


def _by_day(
    person: Person, found: Plan, stops: list[Stop], officers: list[Person], today: date
) -> list[dict[str, Any]]:
    others = [stop for stop in stops if stop.state == StopState.PLANNED]
    rows = [_with_forms(line, found, officers, others) for line in lines_of(person, stops, on=today)]
    return [{"day": day, "stops": list(group)} for day, group in groupby(rows, key=lambda row: row["stop"].day)]


def _with_forms(line: Line, found: Plan, officers: list[Person], others: list[Stop]) -> dict[str, Any]:
    changeable = bool(officers) and line.stop.state == StopState.PLANNED
    return {
        "stop": line.stop,
        "line": line,
        "why": line.why,
        "form": StopForm.of(line.stop, found.week_start, officers) if changeable else None,
        "swap_form": SwapForm.of(line.stop, others) if changeable and len(others) > 1 else None,
    }


def _loads(stops: Collection[Stop]) -> list[dict[str, Any]]:
    """How many visits each officer has, so that a chief sees who carries too much."""
    people = [who for stop in stops for who in (stop.officer, stop.companion) if who is not None]
    counted = Counter(people)
    return [{"officer": who, "n": counted[who]} for who in sorted(counted, key=lambda who: (-counted[who], str(who)))]


def _left_out(found: Plan) -> list[dict[str, Any]]:
    taken = {stop.village_id for stop in found.stops.all()}
    rows = {row["village"]: row for row in found.left_out if row["village"] not in taken}
    names = {area.code: area for area in places.areas(list(rows))}
    return [
        {"village": names[code], "why": gap(row["reason"], row.get("minutes"))}
        for code, row in rows.items()
        if code in names
    ]


def _problems(found: Plan, stops: Collection[Stop]) -> list[str]:
    """Each once, in words; those of villages and officers by name."""
    codes = [str(row["village"]) for row in found.problems if "village" in row]
    names: dict[str, str] = {area.code: area.name for area in places.areas(codes)}
    if any("officer" in row for row in found.problems):
        names |= {str(person.pk): str(person) for person in reads.officers_for(found.unit)}
    late = [row for row in found.problems if row["what"] == "late"]
    others = [problem(row, names) for row in found.problems if row["what"] != "late"]
    return list(dict.fromkeys([*others, *late_sentence(late, names)]))


def _add_form(found: Plan, officers: list[Person], today: date) -> AddForm:
    return AddForm(
        week_start=found.week_start,
        villages=reads.addable_villages(found, on=max(today, found.week_start)),
        officers=officers,
    )


def unit_and_week(unit: Unit, week_start: date) -> dict[str, str]:
    return {"unit": unit.key, "pekan": week_start.isoformat()}


def uuid_or_none(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
