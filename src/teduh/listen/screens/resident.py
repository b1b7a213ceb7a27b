"""A resident says what they saw or heard, and gets a receipt."""

from typing import Any, Final, cast
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from teduh.cores.errors import Refused
from teduh.listen import actions, adapt, limits, reads, receipts, slowing
from teduh.listen.rules import TALK_OPEN_FOR, Channel
from teduh.listen.screens import talking
from teduh.listen.screens.forms import PlaceForm, ResidentForm
from teduh.places import reads as places
from teduh.trust.access import public
from teduh.trust.actors import RESIDENT, Actor
from teduh.trust.models import Person
from teduh.web.policy import allows

# The resident's own browser holds the code for the page that shows it; the server keeps none.
CODE_COOKIE: Final = settings.RECEIPT_COOKIE_NAME


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
# Where many send at once, the page starts a worker of ours that computes instead of waiting.
@allows(worker_src="'self'", trusted_types="teduh-worker")
def report_new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and not {"draft", "kept"} & set(request.POST):
        return _send(request)
    ticket = receipts.new_ticket()
    slowed = slowing.before(limits.network(request), ticket, timezone.now().timestamp())
    words = _not_sent_yet(request.POST)
    form = ResidentForm(initial={"ticket": ticket, "note": slowed.note if slowed else "", **words})
    return render(request, "listen/report_new.html", {"form": form, "slowed": slowed})


def _not_sent_yet(typed: QueryDict) -> dict[str, Any]:
    """Words that come back into the form: from the talk page as a draft of a sealed report, or from the answers."""
    words = {name: typed.get(name, "") for name in ("text", "place", "when", "contact")}
    return {**words, "about_police": "draft" in typed or "about_police" in typed}


def _send(request: HttpRequest) -> HttpResponse:
    form = ResidentForm(_with_ticket(request), request.FILES)
    now = timezone.now()
    if not form.is_valid():
        return _kept(request, form)
    said = form.cleaned_data
    if said["website"]:
        return _kept(request, form, _("Halaman ini belum yakin bahwa Anda bukan mesin. Tekan Kirim sekali lagi."), 400)
    send = slowing.Send(
        network=limits.network(request),
        ticket=said["ticket"],
        text=said["text"],
        content=form.content(),
        solution=said["solution"],
        note=said["note"],
    )
    if not slowing.may_send(send, now.timestamp()):
        return _slowed(request, form, slowing.slow(send, now.timestamp()))
    try:
        received = actions.receive_report(
            text=said["text"],
            channel=Channel.WEB,
            by=RESIDENT,
            at=now,
            place_text=said["place"],
            when_text=said["when"],
            photos=said["photos"],
            contact=said["contact"],
            about_police=said["about_police"],
            language=get_language() or settings.LANGUAGE_CODE,
            code=receipts.code_for(said["ticket"], form.content()),
        )
    except Refused as refused:
        return _kept(request, form, refused.message, 400, refused.field)
    return show_receipt(request, received)


def _with_ticket(request: HttpRequest) -> QueryDict:
    """What was sent; a send without a ticket gets one, which the kept form then carries."""
    data = request.POST.copy()
    data["ticket"] = data.get("ticket") or receipts.new_ticket()
    return data


def _slowed(request: HttpRequest, form: ResidentForm, slowed: slowing.Slowed) -> HttpResponse:
    """The form with all its words, a riddle for the browser and a note for the person; the emergency number on top."""
    has_photos = _asks_photos_again(form)
    data = cast(QueryDict, form.data).copy()
    data["website"], data["solution"], data["note"] = "", "", slowed.note
    form.data = data
    emergency = adapt.is_emergency(form.cleaned_data["text"])
    # Photos are not in the page any more, so nothing is sent before the person chose them again.
    context = {"form": form, "slowed": slowed, "tried": True, "sends": not has_photos, "emergency": emergency}
    return render(request, "listen/report_new.html", context, status=429)


def _asks_photos_again(form: ResidentForm) -> bool:
    has_photos = bool(form.cleaned_data.get("photos"))
    if has_photos:
        form["photos"].help_text = _("Pilih fotonya sekali lagi; peramban tidak dapat menyimpannya.")
    return has_photos


def _kept(
    request: HttpRequest, form: ResidentForm, message: str = "", status: int = 400, field: str | None = None
) -> HttpResponse:
    """The form again with everything that was typed, and one sentence that says what to do."""
    _asks_photos_again(form)
    if message:
        form.add_error(field if field in form.fields else None, message)
    data = cast(QueryDict, form.data).copy()
    data["website"] = ""
    form.data = data
    emergency = adapt.is_emergency(form.cleaned_data.get("text", ""))
    return render(request, "listen/report_new.html", {"form": form, "emergency": emergency}, status=status)


def show_receipt(request: HttpRequest, received: actions.Received) -> HttpResponse:
    """On to the page with the code: the code travels in the browser's cookie, never in an address."""
    talking.open_talk(request, received.id, timezone.now())
    response = redirect("report_received")
    if received.receipt:
        response.set_signed_cookie(
            CODE_COOKIE,
            received.receipt,
            max_age=TALK_OPEN_FOR,
            path=reverse("report_received"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@public
@never_cache
@require_http_methods(["GET", "POST"])
def report_received(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    talk_id = talking.talk_id(request, now)
    talk = reads.talk_by_id(talk_id) if talk_id else None
    if talk is None:
        return redirect("receipt_enter")
    place = None if talk.sealed or talk.village else reads.place_meant(talk, at=now)
    initial = {"village": place.certain.code if place and place.certain else ""}
    form = PlaceForm(request.POST or None, place=place, initial=initial) if place else None
    if request.method == "POST" and form and form.is_valid():
        _confirm(request, talk.id, form.cleaned_data["village"])
        return redirect("report_received")
    code = _code_of(request, talk.id)
    context: dict[str, Any] = {
        "talk": talk,
        "place": place,
        "form": form,
        "code": code,
        "by_officer": isinstance(request.user, Person),
    }
    if code:
        address = request.build_absolute_uri(reverse("receipt_enter"))
        context |= {
            "groups": receipts.groups(code),
            "shown": receipts.show(code),
            "spelled": list(zip(receipts.groups(code), receipts.spell(code), strict=True)),
            "qr": _qr(f"Teduh {receipts.show(code)}\n{address}"),
            "address": address,
        }
    return render(request, "listen/report_received.html", context)


def _confirm(request: HttpRequest, report_id: UUID, village_code: str) -> None:
    village = places.area(village_code) if village_code else None
    report = reads.report_by_id(report_id)
    if village is None or report is None:
        return
    officer = request.user if isinstance(request.user, Person) and report.entered_by_id == request.user.pk else None
    by: Person | Actor = officer or RESIDENT
    actions.confirm_place(report=report, village=village, by=by, at=timezone.now())


def _code_of(request: HttpRequest, talk_id: UUID) -> str:
    """The code in the browser's cookie, if it is the one of this talk."""
    code = request.get_signed_cookie(CODE_COOKIE, default="", max_age=TALK_OPEN_FOR) or ""
    talk = reads.talk_at(code) if code else None
    return code if talk and talk.id == talk_id else ""


def _qr(content: str) -> str:
    """A picture of the code that prints and needs no other file: a data: address."""
    return str(segno.make(content, error="m", micro=False).svg_data_uri(scale=4, border=2))
