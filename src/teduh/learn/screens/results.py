"""The funnel, and the time from signal to visit."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teduh.learn import reads
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission

WINDOWS = (7, 14, 28, 90)


@permitted(Permission.FUNNEL_READ)
@require_GET
def funnel(request: HttpRequest) -> HttpResponse:
    person, last = person_of(request), timezone.localdate()
    typed = request.GET.get("hari", "")
    days = int(typed) if typed.isdecimal() and int(typed) in WINDOWS else 28
    first: date = last - timedelta(days=days - 1)
    found = reads.funnel(person, first=first, last=last)
    context = {
        "funnel": found,
        "waited": reads.signal_to_visit(person, first=first, last=last),
        "days": days,
        "windows": WINDOWS,
        "now": timezone.now(),
    }
    return render(request, "learn/funnel.html", context)
