"""Visits as a calendar file: place, time and activity, and nothing about anybody."""

from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from icalendar import Calendar, Event

from teduh.cores.errors import NotFound
from teduh.plan import reads
from teduh.plan.models import Stop
from teduh.plan.rules import StopState
from teduh.plan.screens.week import asked_week
from teduh.trust.access import permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role

WEEKS_AHEAD = 4


@permitted(Permission.PLAN_READ)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """An officer's own visits; for whoever leads, those of the sector's week."""
    person = person_of(request)
    stops = [stop for stop in _stops(request, person) if stop.state == StopState.PLANNED]
    content = file_of(stops, made_at=timezone.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rencana.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _stops(request: HttpRequest, person: Person) -> list[Stop]:
    today = timezone.localdate()
    week_start = asked_week(request.GET.get("pekan", ""), today)
    if person.role == Role.VILLAGE_OFFICER:
        last = week_start + timedelta(weeks=WEEKS_AHEAD, days=-1)
        return list(reads.stops_for_officer(person, first=week_start, last=last))
    unit = reads.planning_unit(person, request.GET.get("unit", ""))
    if unit is None:
        raise NotFound(_("Tidak ada polsek dalam wilayah tugas Anda."))
    plan = reads.plan_of(person, unit=unit, week_start=week_start)
    return list(plan.stops.all()) if plan else []


def file_of(stops: list[Stop], *, made_at: datetime) -> bytes:
    """The events in the order of time; the same stop keeps its name, so that an import replaces what it was."""
    book = Calendar()
    book.add("prodid", "-//Teduh//ID")
    book.add("version", "2.0")
    for stop in sorted(stops, key=lambda stop: (stop.day, stop.arrives or 0, stop.village_id)):
        event = Event()
        event.add("uid", f"{stop.pk}@teduh")
        event.add("dtstamp", made_at)
        event.add("summary", f"{stop.get_activity_display()}, {stop.village.name}")
        above = stop.village.parent
        event.add("location", f"{stop.village.name}, {above.name}" if above else stop.village.name)
        if stop.arrives is None:
            event.add("dtstart", stop.day)
        else:
            begins = timezone.make_aware(datetime.combine(stop.day, time(stop.arrives // 60, stop.arrives % 60)))
            event.add("dtstart", begins)
            event.add("dtend", begins + timedelta(minutes=stop.minutes))
        book.add_component(event)
    return bytes(book.to_ical())
