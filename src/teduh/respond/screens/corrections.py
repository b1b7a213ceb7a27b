"""Two tellings of one visit side by side for a person to decide, and the photos and voice notes of a visit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from teduh.cores.errors import NotFound
from teduh.respond import actions, reads
from teduh.respond.corrections import Correction
from teduh.respond.rules import ActivityType
from teduh.triage import reads as triage
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission


@permitted(Permission.VISIT_READ)
@require_GET
def visit_differences(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    visit = reads.visit(person, pk, on=timezone.localdate())
    waiting = list(reads.differences_of([visit.pk]))
    sides = [(one, _rows(reads.told_now(visit), one.told)) for one in waiting]
    history = [one for one in reads.corrections_of(visit) if one.before]
    return render(request, "respond/differences.html", {"visit": visit, "sides": sides, "history": history})


@permitted(Permission.VISIT_RECORD)
@require_POST
def visit_settle(request: HttpRequest, pk: UUID, correction: UUID) -> HttpResponse:
    take = request.POST.get("take") == "theirs"
    actions.settle_difference(
        correction=_difference(request, pk, correction), take=take, by=person_of(request), at=timezone.now()
    )
    messages.success(request, _("Sudah diputuskan. Yang tidak dipakai tetap ada di riwayat."))
    return redirect("visit", pk)


@permitted(Permission.VISIT_READ)
@require_safe
def visit_file(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    found = reads.visit_file(person_of(request), pk, file, on=timezone.localdate())
    try:
        content = found.content()
    except FileNotFoundError as error:
        raise NotFound(_("Berkas ini tidak ada lagi.")) from error
    suffix = found.media_type.partition("/")[2]
    return HttpResponse(
        content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f'inline; filename="{found.pk}.{suffix}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )


def _difference(request: HttpRequest, visit_id: UUID, pk: UUID) -> Correction:
    rows = reads.differences_for(person_of(request), on=timezone.localdate())
    found = rows.filter(pk=pk, visit=visit_id).first()
    if found is None:
        raise NotFound(_("Perbedaan ini sudah diputuskan, atau tidak di wilayah tugas Anda."))
    return found


def _rows(stored: dict[str, Any], told: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What the two say otherwise: the name of the part, what stands there, what was told."""
    names = {
        "activity": _("Kegiatan"),
        "started_at": _("Mulai"),
        "ended_at": _("Selesai"),
        "place_detail": _("Tempat"),
        "people": _("Yang ditemui"),
        "messages": _("Pesan"),
        "questions": _("Tanya jawab"),
        "concerns": _("Keluhan dan harapan"),
        "situation": _("Situasi"),
    }
    return [
        (label, _words(name, stored[name]), _words(name, told[name]))
        for name, label in names.items()
        if stored[name] != told[name]
    ]


def _words(name: str, value: Any) -> str:
    if name == "activity":
        return str(ActivityType(value).label)
    if name in ("started_at", "ended_at"):
        moment = parse_datetime(value)
        return f"{timezone.localtime(moment):%H.%M}" if moment else ""
    if name == "people":
        return ", ".join(f"{met['role']} {met['count']}" for met in value)
    if name == "questions":
        return "; ".join(f"{asked['question']} – {asked['answer']}" for asked in value)
    if name == "concerns":
        return "; ".join(_concern(raised) for raised in value)
    if name == "messages":
        return ", ".join(row.title for row in reads.messages_by_id([UUID(pk) for pk in value]))
    return str(value)


def _concern(raised: dict[str, Any]) -> str:
    issue = triage.issue_by_id(UUID(raised["issue"])) if raised["issue"] else None
    return f"{raised['text']} ({issue.title})" if issue else str(raised["text"])


urls = [
    path("kunjungan/<uuid:pk>/beda/", visit_differences, name="visit_differences"),
    path("kunjungan/<uuid:pk>/beda/<uuid:correction>/", visit_settle, name="visit_settle"),
    path("kunjungan/<uuid:pk>/berkas/<uuid:file>/", visit_file, name="visit_file"),
]
