"""What a phone asks and sends (`docs/offline.md`). Each view reads, calls one action or read, and answers in JSON."""

import json
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from teduh.cores.errors import Refused
from teduh.field import actions, reads
from teduh.field.actions.files import Full, Progress, Sent
from teduh.field.doors import by_phone, by_session, problem
from teduh.field.models import Phone
from teduh.field.rules import ACTS_LIMIT, FORMS, PAPERS_LAST, Ending
from teduh.trust import sessions
from teduh.trust.models import Person

WHY: Final = {
    "piece_broken": gettext_lazy("Potongan ini rusak di jalan. Kirim lagi."),
    "file_broken": gettext_lazy("Berkas ini rusak di jalan. Kirim lagi dari awal."),
    "other_offset": gettext_lazy("Potongan ini bukan lanjutannya. Lanjutkan dari tempat yang disebut."),
    "other_content": gettext_lazy("Berkas ini sudah ada dengan isi yang lain."),
}
STATUS: Final = {"piece_broken": 400, "other_content": 400, "file_broken": 409, "other_offset": 409}


@by_session("GET")
def start(request: HttpRequest, person: Person) -> HttpResponse:
    """Who is signed in, and the CSRF token for registering."""
    return JsonResponse(
        {
            "person": _person(person),
            "csrf": get_token(request),
            "fresh": sessions.is_fresh(request.session, timezone.now()),
            "language": person.language,
        }
    )


@sensitive_post_parameters()
@by_session("POST", fresh=True)
def register(request: HttpRequest, person: Person) -> HttpResponse:
    said = _json(request)
    try:
        phone_id = UUID(str(said.get("phone", "")))
    except ValueError as error:
        raise Refused(_("Kiriman ini tidak sampai utuh. Kirim lagi."), field="phone") from error
    done = actions.register(phone_id=phone_id, label=str(said.get("label", "")), by=person, at=timezone.now())
    return JsonResponse(
        {
            "phone": str(done.phone.pk),
            "token": done.token,
            "expires_at": _iso(done.phone.expires_at),
            "recovery": done.phone.recovery,
            "person": _person(person),
        }
    )


@by_phone("POST")
def sign_out(request: HttpRequest, phone: Phone) -> HttpResponse:
    actions.end_phone(phone=phone, why=Ending.SIGNED_OUT, by=phone.person, at=timezone.now())
    return JsonResponse({"wipe": True})


@by_phone("POST")
def push(request: HttpRequest, phone: Phone) -> HttpResponse:
    """Each act has its own answer; what was stored before the line was cut stays stored."""
    acts = _json(request).get("acts")
    if not isinstance(acts, list):
        raise Refused(_("Kiriman ini tidak sampai utuh. Kirim lagi."), field="acts")
    if len(acts) > ACTS_LIMIT:
        return problem(413, "toolarge", _("Kiriman ini terlalu besar. Kirim lebih sedikit sekaligus."), field="acts")
    answers = actions.take_all(sent=acts, phone=phone, at=timezone.now())
    return JsonResponse({"now": _iso(timezone.now()), "answers": [answer.as_json() for answer in answers]})


@by_phone("POST")
def pull(request: HttpRequest, phone: Phone) -> HttpResponse:
    said, now = _json(request), timezone.now()
    found = reads.pull(phone.person, reads.papers_for(phone.person, at=now), cursor=str(said.get("cursor") or ""))
    return JsonResponse(
        {
            "now": _iso(now),
            "cursor": found.cursor,
            "whole": found.whole,
            "keep_until": _iso(now + PAPERS_LAST),
            "app": {"forms": {str(form.number): _day(form.last_day) for form in FORMS.values()}},
            "docs": [{"key": key, "data": data} for key, data in found.docs.items()],
            "drop": found.drop,
        }
    )


@by_phone("GET", "PUT")
def file(request: HttpRequest, phone: Phone, pk: UUID) -> HttpResponse:
    if request.method == "GET":
        kept = reads.waiting_file(phone.person, pk)
        if kept is None:
            return JsonResponse({"offset": 0, "length": None, "whole": False, "used": False})
        return _progress(Progress(kept.offset, kept.length, used=kept.used_at is not None))
    try:
        return _progress(actions.take_piece(sent=_piece(request, pk), phone=phone, at=timezone.now()))
    except Full as full:
        return problem(413, "files_wait", full.message)


def _piece(request: HttpRequest, pk: UUID) -> Sent:
    told = request.headers
    offset, length = told.get("Teduh-Offset", ""), told.get("Teduh-Length", "")
    if not all(number.isascii() and number.isdigit() and len(number) <= 9 for number in (offset, length)):
        raise Refused(_("Kiriman ini tidak sampai utuh. Kirim lagi."), field="file")
    return Sent(
        file_id=pk,
        offset=int(offset),
        length=int(length),
        digest=told.get("Teduh-Sha256", "").lower()[:64],
        piece_digest=told.get("Teduh-Piece", "").lower(),
        content=request.body,
    )


def _progress(made: Progress) -> HttpResponse:
    told: dict[str, Any] = {"offset": made.offset, "length": made.length}
    if made.error:
        return problem(STATUS[made.error], made.error, str(WHY[made.error]), **told)
    return JsonResponse(told | {"whole": made.whole, "used": made.used})


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except ValueError as error:
        raise Refused(_("Kiriman ini tidak sampai utuh. Kirim lagi.")) from error
    if not isinstance(said, dict):
        raise Refused(_("Kiriman ini tidak sampai utuh. Kirim lagi."))
    return said


def _person(person: Person) -> dict[str, str]:
    return {"id": str(person.pk), "name": str(person), "unit": person.unit.name}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _iso(moment: Any) -> str:
    return timezone.localtime(moment).isoformat()


urls = [
    path("lapangan/hp/masuk", start, name="sync_start"),
    path("lapangan/hp/daftar", register, name="sync_register"),
    path("lapangan/hp/keluar", sign_out, name="sync_sign_out"),
    path("lapangan/kirim", push, name="sync_push"),
    path("lapangan/ambil", pull, name="sync_pull"),
    path("lapangan/berkas/<uuid:pk>", file, name="sync_file"),
]
