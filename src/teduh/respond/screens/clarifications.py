"""Clarifications: written by one, approved by another, published, withdrawn with a reason."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.cores.errors import NotFound, Refused
from teduh.respond import actions, reads
from teduh.respond.models import Clarification
from teduh.respond.screens.clarification_forms import ClarificationForm, SourceForms, WithdrawReasonForm, sources_of
from teduh.triage import reads as triage
from teduh.triage.models import Issue
from teduh.trust.access import may, permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.paging import Page


@permitted(Permission.CLARIFICATION_READ)
@require_GET
def clarifications(request: HttpRequest) -> HttpResponse:
    rows = reads.clarifications_for(person_of(request), on=timezone.localdate())
    return render(request, "respond/clarifications.html", {"page": Page(request, rows), "now": timezone.now()})


def _issue(request: HttpRequest) -> Issue:
    typed = request.GET.get("isu", "")
    if not triage.is_id(typed):
        raise NotFound(_("Pilih dahulu isunya, lalu tulis klarifikasi dari halaman isu itu."))
    return triage.issue(person_of(request), UUID(typed), on=timezone.localdate())


@permitted(Permission.CLARIFICATION_WRITE)
@require_http_methods(["GET", "POST"])
def clarification_new(request: HttpRequest) -> HttpResponse:
    issue = _issue(request)
    form = ClarificationForm(request.POST or None)
    sources = SourceForms(request.POST or None, prefix="sumber")

    def save(texts: dict[str, str], named: list[dict[str, str]]) -> Clarification:
        return actions.write_clarification(
            issue=issue, **texts, sources=named, by=person_of(request), at=timezone.now()
        )

    return _write(request, form, sources, save, {"issue": issue})


@permitted(Permission.CLARIFICATION_WRITE)
@require_http_methods(["GET", "POST"])
def clarification_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = reads.clarification(person_of(request), pk, on=timezone.localdate())
    posted = request.method == "POST"
    form = ClarificationForm(request.POST) if posted else ClarificationForm.of(row)
    sources = (
        SourceForms(request.POST, prefix="sumber") if posted else SourceForms(initial=sources_of(row), prefix="sumber")
    )

    def save(texts: dict[str, str], named: list[dict[str, str]]) -> Clarification:
        return actions.edit_clarification(
            clarification=row, texts=texts, sources=named, by=person_of(request), at=timezone.now()
        )

    return _write(request, form, sources, save, {"issue": row.issue, "clarification": row})


def _write(
    request: HttpRequest,
    form: ClarificationForm,
    sources: Any,
    save: Callable[[dict[str, str], list[dict[str, str]]], Clarification],
    context: dict[str, Any],
) -> HttpResponse:
    """Save the draft, or show it again with everything that was typed."""
    if request.method == "POST" and form.is_valid() and sources.is_valid():
        named = [{key: str(value or "") for key, value in row.items()} for row in sources.cleaned_data if row]
        try:
            row = save(form.cleaned_data, named)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            notices.success(request, _("Draf tersimpan. Orang kedua perlu menyetujuinya sebelum terbit."))
            return redirect("clarification", row.pk)
    status = 400 if form.errors else 200
    return render(
        request, "respond/clarification_form.html", {**context, "form": form, "sources": sources}, status=status
    )


@permitted(Permission.CLARIFICATION_READ)
@require_GET
def clarification(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    row = reads.clarification(person, pk, on=timezone.localdate())
    context = {
        "clarification": row,
        "may_edit": may(person, Permission.CLARIFICATION_WRITE) and row.state in ("draft", "approved"),
        "may_approve": may(person, Permission.CLARIFICATION_APPROVE)
        and row.state == "draft"
        and row.written_by_id != person.pk,
        "waits_for_another": row.state == "draft" and row.written_by_id == person.pk,
        "may_publish": row.state == "approved"
        and (may(person, Permission.CLARIFICATION_WRITE) or may(person, Permission.CLARIFICATION_APPROVE)),
        "may_withdraw": may(person, Permission.CLARIFICATION_APPROVE) and row.state == "published",
        "withdraw_form": WithdrawReasonForm(),
    }
    return render(request, "respond/clarification.html", context)


def _do(request: HttpRequest, pk: UUID, action: Callable[..., Any], done: str, **values: Any) -> HttpResponse:
    person = person_of(request)
    row = reads.clarification(person, pk, on=timezone.localdate())
    try:
        action(clarification=row, by=person, at=timezone.now(), **values)
    except Refused as refused:
        notices.warning(request, str(refused))
    else:
        notices.success(request, done)
    return redirect("clarification", pk)


@permitted(Permission.CLARIFICATION_APPROVE)
@require_POST
def clarification_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _do(request, pk, actions.approve_clarification, _("Disetujui. Sekarang bisa diterbitkan."))


@permitted(Permission.CLARIFICATION_READ)
@require_POST
def clarification_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = _("Terbit di halaman Fakta dan di setiap kode yang bertanya.")
    return _do(request, pk, actions.publish_clarification, done)


@permitted(Permission.CLARIFICATION_APPROVE)
@require_POST
def clarification_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    done = _("Ditarik. Halamannya tetap ada dan menyebut alasannya.")
    return _do(request, pk, actions.withdraw_clarification, done, reason=reason)


urls = [
    path("klarifikasi/", clarifications, name="clarifications"),
    path("klarifikasi/baru/", clarification_new, name="clarification_new"),
    path("klarifikasi/<uuid:pk>/", clarification, name="clarification"),
    path("klarifikasi/<uuid:pk>/ubah/", clarification_edit, name="clarification_edit"),
    path("klarifikasi/<uuid:pk>/setujui/", clarification_approve, name="clarification_approve"),
    path("klarifikasi/<uuid:pk>/terbitkan/", clarification_publish, name="clarification_publish"),
    path("klarifikasi/<uuid:pk>/tarik/", clarification_withdraw, name="clarification_withdraw"),
]
