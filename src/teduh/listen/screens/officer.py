"""An officer writes down what somebody told, or pastes a message that came by telephone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from teduh.cores.errors import Refused
from teduh.listen import actions, reads, receipts
from teduh.listen.screens.forms import PasteForm, ProxyForm, ReadingForm
from teduh.listen.screens.resident import show_receipt
from teduh.places import reads as places
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission


@permitted(Permission.REPORT_ENTER)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def report_enter(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = ProxyForm(request.POST or None, request.FILES or None, initial={"ticket": receipts.new_ticket()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            received = actions.receive_report(
                text=said["text"],
                channel=said["channel"],
                by=person,
                at=timezone.now(),
                place_text=said["place"],
                when_text=said["when"],
                photos=said["photos"],
                contact=said["contact"],
                about_police=said["about_police"],
                wants_answer=said["wants_answer"],
                language=get_language() or person.language,
                code=receipts.code_for(said["ticket"] or receipts.new_ticket(), form.content()),
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return show_receipt(request, received)
    return render(request, "listen/report_enter.html", {"form": form}, status=400 if form.errors else 200)


@permitted(Permission.REPORT_ENTER)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def report_paste(request: HttpRequest) -> HttpResponse:
    """First the message, then what was understood of it beside the message itself, then the report."""
    if request.method == "POST" and "keep" in request.POST:
        return _keep(request)
    form = PasteForm(request.POST or None, initial={"ticket": receipts.new_ticket()})
    if request.method == "POST" and form.is_valid():
        return _show_reading(request, form)
    return render(request, "listen/report_paste.html", {"form": form}, status=400 if form.errors else 200)


def _show_reading(request: HttpRequest, form: PasteForm) -> HttpResponse:
    said = form.cleaned_data
    unit = reads.receiving_unit_for(person_of(request))
    reading = reads.understand(said["text"], unit=unit, at=form.said_at(timezone.now()))
    confirm = ReadingForm(
        place=reading.place,
        initial={
            "text": said["text"],
            "channel": said["channel"],
            "ticket": said["ticket"] or receipts.new_ticket(),
            "place": reading.place.typed[:200] if reading.place else "",
            "when": reading.day.typed if reading.day else "",
            "village": reading.place.certain.code if reading.place and reading.place.certain else "",
            "happened_on": reading.day.day if reading.day else None,
            "about_police": reading.police_conduct,
        },
    )
    context = {"form": confirm, "reading": reading, "original": said["text"]}
    return render(request, "listen/report_reading.html", context)


def _keep(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    reading = reads.understand(request.POST.get("text", ""), unit=reads.receiving_unit_for(person), at=now)
    form = ReadingForm(request.POST, place=reading.place)
    if form.is_valid():
        said = form.cleaned_data
        try:
            received = actions.receive_report(
                text=said["text"],
                channel=said["channel"],
                by=person,
                at=now,
                place_text=said["place"],
                when_text=said["when"],
                village=places.area(said["village"]) if said["village"] else None,
                happened_on=said["happened_on"],
                about_police=said["about_police"],
                code=receipts.code_for(said["ticket"] or receipts.new_ticket(), said["text"]),
            )
        except Refused as refused:
            field = "happened_on" if refused.field == "when" else refused.field
            form.add_error(field if field in ("village", "happened_on", "about_police") else None, refused.message)
        else:
            return show_receipt(request, received)
    context = {"form": form, "reading": reading, "original": request.POST.get("text", "")}
    return render(request, "listen/report_reading.html", context, status=400)
