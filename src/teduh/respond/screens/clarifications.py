"""Clarifications: written by one, approved by another, published, withdrawn with a reason."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.places import reads as places
from teduh.respond import actions, gate, reads
from teduh.respond.models import Clarification
from teduh.respond.screens.clarification_forms import (
    ClarificationForm,
    EnglishForm,
    SourceForms,
    WithdrawReasonForm,
    sources_of,
    texts_of,
)
from teduh.respond.screens.facts import status_of
from teduh.respond.screens.release_forms import ReleaseForm, held_context
from teduh.triage import reads as triage
from teduh.triage.models import Issue
from teduh.trust.access import may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.web.paging import Page


@permitted(Permission.CLARIFICATION_READ)
@require_GET
def clarifications(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page = Page(request, reads.clarifications_for(person, on=timezone.localdate()))
    context = {"page": page, "now": timezone.now(), "reads_issues": may(person, Permission.ISSUE_READ)}
    return render(request, "respond/clarifications.html", context)


def _of_own_line(person: Person, unit_id: UUID) -> bool:
    return unit_id in places.units_under(person.unit)


@permitted(Permission.CLARIFICATION_WRITE)
@require_http_methods(["GET", "POST"])
def clarification_new(request: HttpRequest) -> HttpResponse:
    person, typed = person_of(request), request.GET.get("isu", "")
    if not triage.is_id(typed):
        raise NotFound(_("Pilih dahulu isunya, lalu tulis klarifikasi dari halaman isu itu."))
    issue = triage.issue(person, UUID(typed), on=timezone.localdate())
    if not _of_own_line(person, issue.unit_id):
        raise NotAllowed(_("Isu ini milik satuan lain. Mintalah kepada satuan itu untuk menulis klarifikasinya."))

    def save(texts: dict[str, str], named: list[dict[str, str]]) -> Clarification:
        return actions.write_clarification(issue=issue, **texts, sources=named, by=person, at=timezone.now())

    return _write(request, issue, save, {}, [])


@permitted(Permission.CLARIFICATION_WRITE)
@require_http_methods(["GET", "POST"])
def clarification_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = reads.clarification(person_of(request), pk, on=timezone.localdate())

    def save(texts: dict[str, str], named: list[dict[str, str]]) -> Clarification:
        return actions.edit_clarification(
            clarification=row, texts=texts, sources=named, by=person_of(request), at=timezone.now()
        )

    return _write(request, row.issue, save, texts_of(row), sources_of(row))


def _write(
    request: HttpRequest,
    issue: Issue,
    save: Callable[[dict[str, str], list[dict[str, str]]], Clarification],
    texts: dict[str, str],
    named: list[dict[str, Any]],
) -> HttpResponse:
    """Save the draft, or show it again with everything that was typed."""
    typed = request.POST if request.method == "POST" else None
    form, english = ClarificationForm(typed, initial=texts), EnglishForm(typed, initial=texts)
    sources = SourceForms(typed, initial=named, prefix="sumber")
    if typed is not None and all([form.is_valid(), english.is_valid(), sources.is_valid()]):
        rows = [{key: str(value or "") for key, value in row.items()} for row in sources.cleaned_data if row]
        try:
            row = save({**form.cleaned_data, **english.cleaned_data}, rows)
        except Refused as refused:
            beside = english if refused.field in english.fields else form
            beside.add_error(refused.field if refused.field in beside.fields else None, str(refused))
        else:
            notices.success(request, _("Draf tersimpan. Orang kedua perlu menyetujuinya sebelum terbit."))
            return redirect("clarification", row.pk)
    wrong = bool(form.errors or english.errors or sources.total_error_count())
    context = {"issue": issue, "form": form, "english": english, "sources": sources, "status": status_of(issue.verdict)}
    return render(request, "respond/clarification_form.html", context, status=400 if wrong else 200)


@permitted(Permission.CLARIFICATION_READ)
@require_GET
def clarification(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = reads.clarification(person_of(request), pk, on=timezone.localdate())
    return _show(request, row, WithdrawReasonForm())


def _show(
    request: HttpRequest,
    row: Clarification,
    form: WithdrawReasonForm,
    *,
    release: ReleaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person = person_of(request)
    own = _of_own_line(person, row.unit_id)
    writes = own and may(person, Permission.CLARIFICATION_WRITE)
    approves = own and may(person, Permission.CLARIFICATION_APPROVE)
    is_draft, mine = row.state == "draft", row.written_by_id == person.pk
    in_the_way = reads.hindrances(row) if is_draft else []
    is_open = row.state in ("draft", "approved")
    stops = gate.stops(row, on=timezone.localdate()) if own and is_open else []
    held = held_context(row, stops, may=approves and is_open and not mine, typed=release)
    context = {
        "clarification": row,
        "status": status_of(row.verdict),
        "sources": sources_of(row),
        "reads_issues": may(person, Permission.ISSUE_READ),
        "hindrances": in_the_way,
        "villages_named": reads.villages_named(row) if is_draft else [],
        "doubts": reads.doubts_about(row),
        "outdated": row.state in ("approved", "published") and row.verdict != row.issue.verdict,
        "may_edit": writes and row.state in ("draft", "approved"),
        **held,
        "may_approve": approves and is_draft and not mine and not in_the_way and not held["still_held"],
        "waits_for_another": is_draft and mine,
        "may_publish": (writes or approves) and row.state == "approved" and not held["still_held"],
        "may_withdraw": approves and row.state == "published",
        "withdraw_form": form,
    }
    return render(request, "respond/clarification.html", context, status=status)


def _do(request: HttpRequest, pk: UUID, action: Callable[..., Any], done: str, **values: Any) -> HttpResponse:
    """One press of a button; a refusal is said on the page it came from."""
    person = person_of(request)
    row = reads.clarification(person, pk, on=timezone.localdate())
    try:
        action(clarification=row, by=person, at=timezone.now(), **values)
    except Refused as refused:
        notices.warning(request, str(refused))
    else:
        notices.success(request, done)
    return redirect("clarification", pk)


def _moment(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return None


@permitted(Permission.CLARIFICATION_APPROVE)
@require_POST
def clarification_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    read_at = _moment(request.POST.get("read_at", ""))
    done = _("Disetujui. Sekarang bisa diterbitkan.")
    return _do(request, pk, actions.approve_clarification, done, read_at=read_at)


@permitted(Permission.CLARIFICATION_APPROVE)
@require_POST
def clarification_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A second person lets through words that were held by mistake."""
    person, form = person_of(request), ReleaseForm(request.POST)
    row = reads.clarification(person, pk, on=timezone.localdate())
    if form.is_valid():
        try:
            actions.release_in_clarification(clarification=row, **form.cleaned_data, by=person, at=timezone.now())
        except Refused as refused:
            if refused.field is None:
                notices.warning(request, refused.message)
                return redirect("clarification", pk)
            form.add_error(refused.field, refused.message)
        else:
            notices.success(request, _("Kata itu dilepas untuk tulisan ini. Alasan Anda tercatat."))
            return redirect("clarification", pk)
    return _show(request, row, WithdrawReasonForm(), release=form, status=400)


@permitted(Permission.CLARIFICATION_READ)
@require_POST
def clarification_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = _("Terbit di halaman Fakta dan di setiap kode yang bertanya.")
    return _do(request, pk, actions.publish_clarification, done)


@permitted(Permission.CLARIFICATION_APPROVE)
@require_POST
def clarification_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    row = reads.clarification(person, pk, on=timezone.localdate())
    form = WithdrawReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw_clarification(clarification=row, reason=reason, by=person, at=timezone.now())
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            notices.success(request, _("Ditarik. Halamannya tetap ada dan menyebut alasannya."))
            return redirect("clarification", pk)
    return _show(request, row, form, status=400)


urls = [
    path("klarifikasi/", clarifications, name="clarifications"),
    path("klarifikasi/baru/", clarification_new, name="clarification_new"),
    path("klarifikasi/<uuid:pk>/", clarification, name="clarification"),
    path("klarifikasi/<uuid:pk>/ubah/", clarification_edit, name="clarification_edit"),
    path("klarifikasi/<uuid:pk>/setujui/", clarification_approve, name="clarification_approve"),
    path("klarifikasi/<uuid:pk>/terbitkan/", clarification_publish, name="clarification_publish"),
    path("klarifikasi/<uuid:pk>/lepas/", clarification_release, name="clarification_release"),
    path("klarifikasi/<uuid:pk>/tarik/", clarification_withdraw, name="clarification_withdraw"),
]
