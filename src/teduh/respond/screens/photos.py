"""Photos that go along: what was found is numbered, more is painted over by ticking cells, the copy is shown."""

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen.faces import GRID_COLUMNS
from teduh.places import reads as places
from teduh.respond import actions, copies, leaving, reads
from teduh.respond.models import PhotoCopy, Referral
from teduh.trust.access import may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission


def _row(request: HttpRequest, pk: UUID) -> Referral:
    return reads.referral(person_of(request), pk, on=timezone.localdate())


def _copy(row: Referral, photo: UUID) -> PhotoCopy:
    found = reads.photo_copies(row).filter(photo=photo).first()
    if found is None:
        raise NotFound(_("Foto ini tidak disertakan dalam rujukan."))
    return found


def _own(row: Referral, person: Person) -> bool:
    return row.unit_id in places.units_under(person.unit)


@permitted(Permission.REFERRAL_WRITE)
@require_POST
def referral_photo_include(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponse:
    row, person = _row(request, pk), person_of(request)
    chosen = reads.photo_to_choose(person, row, photo, on=timezone.localdate())
    actions.include_photo(referral=row, photo=chosen, by=person, at=timezone.now())
    return redirect("referral_photo", row.pk, photo)


@permitted(Permission.REFERRAL_WRITE)
@require_http_methods(["GET", "POST"])
def referral_photo(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponse:
    row, person = _row(request, pk), person_of(request)
    copy = _copy(row, photo)
    # The page shows the original, so it asks once more who may read the report.
    reads.photo_to_choose(person, row, photo, on=timezone.localdate())
    kept, cells, wrong = dict(copy.kept), list(copy.cells), ("", "")
    if request.method == "POST":
        kept = {number: request.POST.get(f"why-{number}", "") for number in request.POST.getlist("keep")}
        cells = [int(cell) for cell in request.POST.getlist("cells") if cell.isascii() and cell.isdigit()]
        try:
            actions.cover_photo(copy=copy, kept=kept, cells=cells, by=person, at=timezone.now())
        except Refused as refused:
            wrong = (refused.field or "", str(refused))
        else:
            notices.success(request, _("Tersimpan. Lihatlah salinannya sekali lagi di bawah."))
            return redirect("referral_photo", row.pk, photo)
    context = {
        "referral": row,
        "copy": copy,
        "boxes": [_box(number, kept, wrong) for number in range(len(copy.found))],
        "cells": [_cell(cell, cell in cells) for cell in range(copies.CELLS)],
        "wrong": wrong[1],
    }
    return render(request, "respond/photo.html", context, status=400 if wrong[1] else 200)


def _box(number: int, kept: dict[str, str], wrong: tuple[str, str]) -> dict[str, Any]:
    key = str(number)
    refusal = wrong[1] if wrong[0] == key else ""
    return {"key": key, "number": number + 1, "kept": key in kept, "why": kept.get(key, ""), "wrong": refusal}


def _cell(cell: int, ticked: bool) -> dict[str, Any]:
    row, column = divmod(cell, GRID_COLUMNS)
    return {"cell": cell, "row": row + 1, "column": column + 1, "ticked": ticked}


@permitted(Permission.REFERRAL_WRITE)
@require_safe
def referral_photo_marked(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponse:
    """The original with numbered boxes; it never leaves and is kept by no browser."""
    row = _row(request, pk)
    reads.photo_to_choose(person_of(request), row, photo, on=timezone.localdate())
    return _jpeg(copies.marked(_copy(row, photo)), f"tanda-{photo}")


@permitted(Permission.REFERRAL_READ)
@require_safe
def referral_photo_copy(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponse:
    """The copy: for everybody once it was let out, before that for those who prepare or check it."""
    row, person = _row(request, pk), person_of(request)
    copy = _copy(row, photo)
    out = reads.cleared(row, source=leaving.source_of(row))
    decides = any(may(person, each) for each in (Permission.REFERRAL_WRITE, Permission.DISCLOSURE_APPROVE))
    if out is None and not (decides and _own(row, person)):
        raise NotAllowed(_("Salinan foto ini belum disetujui untuk keluar."))
    shown = out or reads.waiting_disclosure(row)
    listed = {each["photo"]: each["digest"] for each in shown.photos} if shown else {}
    return _jpeg(copies.copy_of(copy, digest=listed.get(str(photo), copy.digest)), f"foto-{photo.hex[-6:]}")


@permitted(Permission.REFERRAL_WRITE)
@require_POST
def referral_photo_drop(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponse:
    row = _row(request, pk)
    actions.drop_photo(copy=_copy(row, photo), by=person_of(request), at=timezone.now())
    return redirect("referral_disclose", row.pk)


def _jpeg(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Content-Disposition": f'inline; filename="{name}.jpg"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )


_AT = "rujukan/<uuid:pk>/foto/<uuid:photo>/"
urls = [
    path(_AT, referral_photo, name="referral_photo"),
    path(f"{_AT}sertakan/", referral_photo_include, name="referral_photo_include"),
    path(f"{_AT}tanda.jpg", referral_photo_marked, name="referral_photo_marked"),
    path(f"{_AT}salinan.jpg", referral_photo_copy, name="referral_photo_copy"),
    path(f"{_AT}keluarkan/", referral_photo_drop, name="referral_photo_drop"),
]
