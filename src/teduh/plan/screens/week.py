"""A unit's week, to look at and to print."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.plan import reads
from teduh.plan.models import Plan, Stop
from teduh.plan.screens.forms import AddForm, StopForm
from teduh.plan.screens.words import gap, sentence
from teduh.trust.access import may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role


@permitted(Permission.PLAN_READ)
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    return render(request, "plan/week.html", week_context(request))


@permitted(Permission.PLAN_READ)
@require_GET
def plan_print(request: HttpRequest) -> HttpResponse:
    return render(request, "plan/print.html", week_context(request))


def week_context(request: HttpRequest) -> dict[str, Any]:
    """What both forms of the page show: the plan by day, what was left out, and the forms one may use."""
    person = person_of(request)
    today = timezone.localdate()
    unit = reads.planning_unit(person, request.GET.get("unit", ""))
    week_start = asked_week(request.GET.get("pekan", ""), today)
    found = reads.plan_of(person, unit=unit, week_start=week_start) if unit else None
    may_change = may(person, Permission.PLAN_CHANGE)
    return {
        "unit": unit,
        "units": reads.planning_units(person),
        "week_start": week_start,
        "week_end": week_start + timedelta(days=6),
        "weeks": (week_start - timedelta(days=7), week_start + timedelta(days=7)),
        "plan": found,
        "days": _by_day(found, person, may_change) if found else [],
        "left_out": _left_out(found) if found else [],
        "may_change": may_change,
        "may_approve": may(person, Permission.PLAN_APPROVE),
        "add_form": _add_form(found, unit, today) if found and unit and may_change else None,
    }


def asked_week(typed: str, today: date) -> date:
    """The Monday of the day asked for, else of today; what cannot be read is today."""
    try:
        return reads.week_of(date.fromisoformat(typed)) if typed else reads.week_of(today)
    except ValueError:
        return reads.week_of(today)


def _by_day(found: Plan, person: Person, may_change: bool) -> list[dict[str, Any]]:
    stops = list(found.stops.all())
    if person.role == Role.VILLAGE_OFFICER:
        stops = [stop for stop in stops if stop.officer_id == person.pk]
    officers = list(reads.officers_for(found.unit)) if may_change else []
    return [
        {"day": day, "stops": [_line(stop, found, officers) for stop in group]}
        for day, group in groupby(stops, key=lambda stop: stop.day)
    ]


def _line(stop: Stop, found: Plan, officers: list[Person]) -> dict[str, Any]:
    form = StopForm.of(stop, found.week_start, officers) if officers and stop.state == "planned" else None
    return {"stop": stop, "why": sentence(stop.reasons), "form": form}


def _left_out(found: Plan) -> list[dict[str, Any]]:
    taken = {stop.village_id for stop in found.stops.all()}
    rows = [row for row in found.left_out if row["village"] not in taken]
    names = {area.code: area for area in places.areas([row["village"] for row in rows])}
    return [{"village": names[row["village"]], "why": gap(row["reason"])} for row in rows if row["village"] in names]


def _add_form(found: Plan, unit: Unit, today: date) -> AddForm:
    return AddForm(
        week_start=found.week_start,
        villages=reads.addable_villages(found, on=max(today, found.week_start)),
        officers=list(reads.officers_for(unit)),
    )
