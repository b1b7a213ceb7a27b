"""The library of order messages: one person writes, another approves, officers carry."""

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.cores.errors import Refused
from teduh.places.rules import PhaseKind
from teduh.respond import actions, gate, reads
from teduh.respond.models import Message
from teduh.respond.screens.message_forms import MessageForm, WithdrawForm
from teduh.respond.screens.release_forms import ReleaseForm, held_context
from teduh.trust.access import may, permitted, person_of, signed_in
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.web.paging import Page

TABS = {
    "dipakai": {"approved_at__isnull": False, "withdrawn_at__isnull": True},
    "menunggu": {"approved_at__isnull": True, "withdrawn_at__isnull": True},
    "ditarik": {"withdrawn_at__isnull": False},
}


@signed_in
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """Everybody who signs in may read what officers carry; only those who write or approve see the rest."""
    person = person_of(request)
    tab = request.GET.get("lihat", "")
    tab = tab if tab in TABS else "dipakai"
    rows = reads.messages_for(person)
    context = {
        "page": Page(request, rows.filter(**TABS[tab])),
        "tab": tab,
        "waiting": rows.filter(**TABS["menunggu"]).count(),
        "sees_all": _may_change(person),
        "may_write": may(person, Permission.MESSAGE_WRITE),
        "manages_words": may(person, Permission.WORDS_MANAGE),
    }
    return render(request, "respond/messages.html", context)


@permitted(Permission.MESSAGE_WRITE)
@require_http_methods(["GET", "POST"])
def message_new(request: HttpRequest) -> HttpResponse:
    return _write(request, MessageForm(request.POST or None, **_gate_of(request)), key="")


@permitted(Permission.MESSAGE_WRITE)
@require_http_methods(["GET", "POST"])
def message_revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = reads.message(person_of(request), pk)
    lists = _gate_of(request)
    form = MessageForm(request.POST, **lists) if request.method == "POST" else MessageForm.of(found, **lists)
    return _write(request, form, key=found.key)


def _gate_of(request: HttpRequest) -> dict[str, Any]:
    """Whose lists of words hold for what this person writes now."""
    return {"unit": person_of(request).unit, "on": timezone.localdate()}


def _write(request: HttpRequest, form: MessageForm, *, key: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            written = actions.write_message(**form.cleaned_data, key=key, by=person_of(request), at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            if form.marked:
                notices.warning(request, _("Pesan tersimpan, tetapi ada kata yang ditahan. Lihat yang ditandai."))
            else:
                notices.success(request, _("Pesan tersimpan dan menunggu persetujuan orang lain."))
            return redirect("message", written.pk)
    context = {"form": form, "revising": bool(key)}
    return render(request, "respond/message_form.html", context, status=400 if form.errors else 200)


@signed_in
@require_GET
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, reads.message(person_of(request), pk), WithdrawForm())


@permitted(Permission.MESSAGE_APPROVE)
@require_POST
def message_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    try:
        actions.approve_message(message=reads.message(person, pk), by=person, at=timezone.now())
    except Refused as refused:
        notices.warning(request, refused.message)
    else:
        notices.success(request, _("Pesan disetujui. Petugas sekarang bisa membawanya."))
    return redirect("message", pk)


@permitted(Permission.MESSAGE_APPROVE)
@require_POST
def message_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A second person lets through words that were held by mistake."""
    person, form = person_of(request), ReleaseForm(request.POST)
    found = reads.message(person, pk)
    if form.is_valid():
        try:
            actions.release_in_message(message=found, **form.cleaned_data, by=person, at=timezone.now())
        except Refused as refused:
            if refused.field is None:
                notices.warning(request, refused.message)
                return redirect("message", pk)
            form.add_error(refused.field, refused.message)
        else:
            notices.success(request, _("Kata itu dilepas untuk tulisan ini. Alasan Anda tercatat."))
            return redirect("message", pk)
    return _show(request, found, WithdrawForm(), release=form)


@signed_in
@require_POST
def message_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, form = person_of(request), WithdrawForm(request.POST)
    found = reads.message(person, pk)
    if form.is_valid():
        try:
            actions.withdraw_message(message=found, **form.cleaned_data, by=person, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            notices.success(request, _("Pesan ditarik. Kunjungan yang sudah membawanya tetap menyebutnya."))
            return redirect("message", pk)
    return _show(request, found, form)


def _may_change(person: Person) -> bool:
    return may(person, Permission.MESSAGE_WRITE) or may(person, Permission.MESSAGE_APPROVE)


def _show(
    request: HttpRequest, found: Message, form: WithdrawForm, *, release: ReleaseForm | None = None
) -> HttpResponse:
    person = person_of(request)
    open_now = found.withdrawn_at is None
    sees_held = _may_change(person) and open_now
    stops = gate.stops(found, on=timezone.localdate()) if sees_held else []
    may_release = may(person, Permission.MESSAGE_APPROVE) and found.written_by_id != person.pk
    context: dict[str, Any] = {
        "message": found,
        "phases": [kind.label for kind in PhaseKind if kind in found.phases],
        "versions": reads.versions_of(person, found.key),
        "form": form,
        "waits": open_now and found.approved_at is None,
        "is_own": found.written_by_id == person.pk,
        "may_approve": may(person, Permission.MESSAGE_APPROVE),
        "may_write": may(person, Permission.MESSAGE_WRITE),
        "may_withdraw": open_now and _may_change(person),
        "in_use": found.approved_at is not None,
        **held_context(found, stops, may=may_release and found.approved_at is None, typed=release),
    }
    wrong = form.errors or (release is not None and release.errors)
    return render(request, "respond/message.html", context, status=400 if wrong else 200)


urls = [
    path("pesan/", messages, name="messages"),
    path("pesan/baru/", message_new, name="message_new"),
    path("pesan/<uuid:pk>/", message, name="message"),
    path("pesan/<uuid:pk>/ubah/", message_revise, name="message_revise"),
    path("pesan/<uuid:pk>/setujui/", message_approve, name="message_approve"),
    path("pesan/<uuid:pk>/lepas/", message_release, name="message_release"),
    path("pesan/<uuid:pk>/tarik/", message_withdraw, name="message_withdraw"),
]
