"""A visit is told once, and read in the words that each report needs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from teduh.cores.errors import NotFound, Refused
from teduh.places.keys import new_id
from teduh.places.models import Area
from teduh.plan import reads as plan
from teduh.respond import actions, reads, texts
from teduh.respond.models import Visit
from teduh.respond.screens.visit_forms import EMPTY_ROWS, VisitFilter, VisitPage
from teduh.triage import reads as triage
from teduh.trust import neutrality
from teduh.trust import reads as trust
from teduh.trust.access import may, permitted, person_of, villages_for
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role
from teduh.web.paging import Page
from teduh.web.policy import allows

AT_FIELD = {"started_at": "day", "ended_at": "minutes", "people": "others"}
WORKING = (Role.SECTOR_CHIEF, Role.VILLAGE_OFFICER, Role.DESK_OFFICER, Role.DISTRICT_CHIEF)


@permitted(Permission.VISIT_READ)
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    chosen = VisitFilter(request.GET, villages=_villages(person, today), officers=_officers(person))
    chosen.is_valid()
    rows, week = reads.visits_for(person, on=today), chosen.week()
    if week:
        rows = reads.between(rows, *week)
    if chosen.cleaned_data.get("desa"):
        rows = rows.filter(village=chosen.cleaned_data["desa"])
    if chosen.cleaned_data.get("petugas"):
        rows = rows.filter(officers=chosen.cleaned_data["petugas"])
    page = Page(request, rows)
    context = {
        "page": page,
        "lines": [(visit, texts.officers_of(visit), texts.people_met(visit)) for visit in page.rows],
        "filter": chosen,
        "week": week,
        "filtered": any(chosen.cleaned_data.values()),
        "may_record": may(person, Permission.VISIT_RECORD),
    }
    return render(request, "respond/visits.html", context)


@permitted(Permission.VISIT_RECORD)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    offers: dict[str, Any] = {"choices": _choices(person, today), "issues": _issues(person, today)}
    if request.method == "GET":
        stop = plan.stop(person, _uuid(request.GET["stop"])) if request.GET.get("stop") else None
        page = VisitPage.empty(initial=_initial(request, person, stop), **offers)
        return _show(request, page, stop=stop)
    if request.POST.get("more") in EMPTY_ROWS:
        return _show(request, VisitPage.longer(request.POST, request.POST["more"], **offers))
    page = VisitPage.sent(request.POST, **offers)
    if page.is_valid():
        try:
            visit = _record(page, person)
        except Refused as refused:
            if refused.field == "visit_id":
                return _show_conflict(request, page, refused)
            page.refuse(AT_FIELD.get(refused.field or "", refused.field), refused.message)
        else:
            messages.success(request, _("Kunjungan tersimpan. Teks untuk WhatsApp siap di bawah."))
            return redirect("visit", visit.pk)
    return _show(request, page)


def _record(page: VisitPage, person: Person) -> Visit:
    said = page.visit.cleaned_data
    chosen = {"officers": set(said["officers"]), "messages": set(said["messages"])}
    village = page.choices["villages"][[row.code for row in page.choices["villages"]].index(said["village"])]
    return actions.record_visit(
        visit_id=said["visit_id"],
        unit=person.unit,
        village=village,
        activity=said["activity"],
        started_at=page.visit.began(),
        ended_at=page.visit.ended(),
        officers=[row for row in page.choices["officers"] if str(row.pk) in chosen["officers"]],
        people=page.met(),
        messages=[row for row in page.choices["carried"] if str(row.pk) in chosen["messages"]],
        questions=page.asked(),
        concerns=page.raised(),
        promises=page.promised(),
        situation=said["situation"],
        place_detail=said["place_detail"],
        stop_id=reads.stop_there(person, said["stop_id"], village),
        by=person,
        at=timezone.now(),
    )


def _show(request: HttpRequest, page: VisitPage, **context: Any) -> HttpResponse:
    return render(
        request, "respond/visit_form.html", {"visit_page": page, **context}, status=400 if page.wrong else 200
    )


def _show_conflict(request: HttpRequest, page: VisitPage, refused: Refused) -> HttpResponse:
    """The visit is kept with another content: show both ways out, and lose nothing that was typed."""
    kept = page.visit.cleaned_data["visit_id"]
    again = request.POST.copy()
    again["visit_id"] = str(new_id())
    fresh = VisitPage.sent(again, choices=page.choices, issues=page.issues)
    fresh.refuse(None, refused.message)
    return _show(request, fresh, kept=kept)


def _initial(request: HttpRequest, person: Person, stop: Any) -> dict[str, Any]:
    """What can be known before anything is typed: usually the visit has just ended, after an hour."""
    began = timezone.localtime() - timedelta(hours=1)
    began = began.replace(minute=began.minute // 15 * 15, second=0, microsecond=0)
    initial = {
        "visit_id": new_id(),
        "day": began.date(),
        "start": began.time(),
        "officers": [str(person.pk)],
        "village": request.GET.get("desa", ""),
    }
    if stop:
        initial |= {"stop_id": stop.pk, "village": stop.village_id, "day": min(stop.day, began.date())}
        initial["officers"] = list({str(person.pk), str(stop.officer_id or person.pk)})
    return initial


def _choices(person: Person, today: date) -> dict[str, Any]:
    return {
        "villages": list(reads.visitable(person, days=(today,)).select_related("parent").order_by("name", "code")),
        "officers": _officers(person),
        "carried": reads.messages_for_visit(person.unit, on=today),
    }


def _villages(person: Person, today: date) -> list[Area]:
    return list(villages_for(person, on=today).select_related("parent").order_by("name", "code"))


def _officers(person: Person) -> list[Person]:
    """Whom the person may name: first themselves, then the colleagues of their unit."""
    colleagues = trust.people_of(person.unit, roles=WORKING)
    return sorted(colleagues, key=lambda one: (one.pk != person.pk, one.name))


def _issues(person: Person, today: date) -> list[Any]:
    if not may(person, Permission.ISSUE_READ):
        return []
    open_ones = triage.issues_for(person, on=today).filter(closed_at__isnull=True)
    return list(open_ones.prefetch_related("villages"))


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise NotFound(_("Rencana ini tidak ada, atau tidak di wilayah tugas Anda.")) from error


def _visit(request: HttpRequest, pk: UUID) -> Visit:
    return reads.visit(person_of(request), pk, on=timezone.localdate())


@permitted(Permission.VISIT_READ)
@require_GET
# The voice note of an officer is heard on the page itself.
@allows(media_src="'self'")
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _visit(request, pk)
    text = texts.whatsapp_text(found)
    context = _told(found) | {
        "text": text,
        "line": texts.daily_line(found),
        "differences": reads.differences_of([found.pk]).exists(),
        "files": list(reads.files_of(found)),
    }
    # This text goes up the chain, not out to the public: it is marked and never stopped.
    context["findings"] = neutrality.held(text, unit=found.unit, on=timezone.localdate())
    return render(request, "respond/visit.html", context)


@permitted(Permission.VISIT_READ)
@require_GET
def visit_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "respond/visit_print.html", _told(_visit(request, pk)))


@permitted(Permission.VISIT_READ)
@require_GET
def visit_text(request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse(texts.whatsapp_text(_visit(request, pk)), content_type="text/plain; charset=utf-8")


def _told(found: Visit) -> dict[str, Any]:
    return {
        "visit": found,
        "officers": texts.officers_of(found),
        "met": texts.people_met(found),
        "clock": texts.clock(found),
    }


urls = [
    path("kunjungan/", visits, name="visits"),
    path("kunjungan/baru/", visit_new, name="visit_new"),
    path("kunjungan/<uuid:pk>/", visit, name="visit"),
    path("kunjungan/<uuid:pk>/teks.txt", visit_text, name="visit_text"),
    path("kunjungan/<uuid:pk>/cetak/", visit_print, name="visit_print"),
]
