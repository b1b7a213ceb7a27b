"""The plan beside what happened."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teduh.plan import reads
from teduh.plan.screens.week import asked_week
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission


@permitted(Permission.PLAN_READ)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    today = timezone.localdate()
    unit = reads.planning_unit(person, request.GET.get("unit", ""))
    week_start = asked_week(request.GET.get("pekan", ""), today)
    plan = reads.plan_of(person, unit=unit, week_start=week_start) if unit else None
    context = {
        "unit": unit,
        "units": reads.planning_units(person),
        "week_start": week_start,
        "week_end": week_start + timedelta(days=6),
        "plan": plan,
        "result": reads.compare(person, plan, on=today) if plan else None,
        "late_planned": [row for row in plan.problems if row["what"] == "late"] if plan else [],
    }
    return render(request, "plan/compare.html", context)
