"""The funnel, and the time from signal to visit."""

from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teduh.learn import reads
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission

WINDOWS: Final = (7, 14, 28, 90)
USUAL: Final = 28


@permitted(Permission.FUNNEL_READ)
@require_GET
def funnel(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    last: date = timezone.localdate(now)
    days = next((window for window in WINDOWS if str(window) == request.GET.get("hari")), USUAL)
    first = last - timedelta(days=days - 1)
    context = {
        "funnel": reads.funnel(person, first=first, last=last),
        "waited": reads.signal_to_visit(person, first=first, last=last),
        "weeks": reads.signal_to_visit_by_week(person, first=first, last=last),
        "days": days,
        "windows": WINDOWS,
        "now": now,
    }
    return render(request, "learn/funnel.html", context)
