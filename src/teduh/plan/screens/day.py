"""An officer's day on the phone: what comes next, why, with whom, and carrying what."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teduh.plan import reads
from teduh.plan.screens.lines import lines_of
from teduh.plan.screens.words import clock
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission

DAYS_AHEAD = 13


@permitted(Permission.PLAN_READ)
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """One's own stops of a day, drafts said to be drafts; another day is a tap away."""
    person = person_of(request)
    today = timezone.localdate()
    chosen = _day(request.GET.get("hari", ""), today)
    stops = list(reads.stops_for_officer(person, first=today, last=today + timedelta(days=DAYS_AHEAD)))
    mine = [stop for stop in stops if stop.day == chosen]
    if not today <= chosen <= today + timedelta(days=DAYS_AHEAD):
        mine = list(reads.stops_for_officer(person, first=chosen, last=chosen))
    context: dict[str, Any] = {
        "day": chosen,
        "today": today,
        "lines": lines_of(person, mine, on=today),
        "next_days": sorted({stop.day for stop in stops if stop.day != chosen}),
        "meetings": [
            {"row": row, "arrives": clock(row.arrives)} for row in reads.others_there(person, mine, on=chosen)
        ],
    }
    return render(request, "plan/day.html", context)


def _day(typed: str, today: date) -> date:
    try:
        return date.fromisoformat(typed) if typed else today
    except ValueError:
        return today
