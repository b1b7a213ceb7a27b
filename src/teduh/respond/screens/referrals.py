"""Referrals: what is missing, how many days are left, sent by a named person, answered by the partner."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.places import reads as places
from teduh.respond import actions, reads
from teduh.respond.letter import letter_of
from teduh.respond.models import Referral
from teduh.respond.rules import QUESTIONS, ReferralKind, ReferralState, elements_of
from teduh.respond.screens.disclosures import ReturnForm, shown, state_of
from teduh.respond.screens.referral_forms import ElementsForm, PartnerAnswerForm, ReferralForm
from teduh.triage import reads as triage
from teduh.triage.rules import IssueKind
from teduh.trust.access import fresh, may, permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.paging import Page


@permitted(Permission.REFERRAL_READ)
@require_GET
def referrals(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Page(request, reads.referrals_for(person_of(request), on=today))
    lines = [
        {"referral": row, "missing": len(reads.missing_elements(row)), "left": reads.days_left(row, on=today)}
        for row in page.rows
    ]
    return render(request, "respond/referrals.html", {"page": page, "lines": lines})


@permitted(Permission.REFERRAL_WRITE)
@require_http_methods(["GET", "POST"])
def referral_new(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    typed = request.GET.get("isu", "")
    if not triage.is_id(typed):
        raise NotFound(_("Pilih dahulu isunya, lalu buat rujukan dari halaman isu itu."))
    issue = triage.issue(person, UUID(typed), on=today)
    if issue.unit_id not in places.units_under(person.unit):
        raise NotAllowed(_("Isu ini milik satuan lain. Mintalah kepada satuan itu untuk merujuknya."))
    offence = issue.kind == IssueKind.ELECTION_OFFENCE
    initial = {
        "known_on": timezone.localdate(issue.known_at),
        "kind": ReferralKind.MONEY_POLITICS if offence else ReferralKind.OTHER,
    }
    form = ReferralForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "kind": ReferralKind(form.cleaned_data["kind"]), "issue": issue}
        try:
            row = actions.make_referral(**values, by=person, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            notices.success(request, _("Rujukan disiapkan. Lengkapi unsurnya, lalu tandai terkirim."))
            return redirect("referral", row.pk)
    status = 400 if form.errors else 200
    return render(request, "respond/referral_form.html", {"form": form, "issue": issue}, status=status)


def _show(request: HttpRequest, row: Referral, *, status: int = 200, **given: Any) -> HttpResponse:
    today = timezone.localdate()
    person = person_of(request)
    writes = may(person, Permission.REFERRAL_WRITE) and row.unit_id in places.units_under(person.unit)
    open_to_change = row.state in (ReferralState.DRAFT, ReferralState.RETURNED)
    missing = [QUESTIONS[name] for name in reads.missing_elements(row)]
    context = {
        "referral": row,
        "missing": missing,
        "left": reads.days_left(row, on=today),
        "may_fill": writes and open_to_change,
        "may_answer": writes and row.state == ReferralState.SENT,
        "elements": [(QUESTIONS[name], row.elements[name]) for name in elements_of(row.kind) if name in row.elements],
        "elements_form": ElementsForm(initial=row.elements, kind=row.kind),
        "answer_form": PartnerAnswerForm(),
        **(state_of(request, row) | given),
    }
    return render(request, "respond/referral.html", context, status=status)


def _row(request: HttpRequest, pk: UUID) -> Referral:
    return reads.referral(person_of(request), pk, on=timezone.localdate())


@permitted(Permission.REFERRAL_READ)
@require_GET
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _row(request, pk))


def _do(
    request: HttpRequest, row: Referral, form: forms.Form, *, name: str, act: Callable[[], Any], done: str
) -> HttpResponse:
    """Act when the form is whole; a refusal goes beside its field and keeps what was typed."""
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            notices.success(request, done)
            return redirect("referral", row.pk)
    return _show(request, row, status=400, **{name: form})


@permitted(Permission.REFERRAL_WRITE)
@require_POST
def referral_fill(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    form = ElementsForm(request.POST, kind=row.kind)

    def fill() -> None:
        actions.fill_referral(referral=row, elements=form.cleaned_data, by=person_of(request), at=timezone.now())

    return _do(request, row, form, name="elements_form", act=fill, done=_("Unsur tersimpan."))


@permitted(Permission.REFERRAL_WRITE)
@require_POST
def referral_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    actions.send_referral(referral=row, by=person_of(request), at=timezone.now())
    notices.success(request, _("Ditandai terkirim. Serahkan suratnya kepada mitra."))
    return redirect("referral", row.pk)


@permitted(Permission.REFERRAL_WRITE)
@require_POST
def referral_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    row, form = _row(request, pk), PartnerAnswerForm(request.POST)

    def answer() -> None:
        data = form.cleaned_data
        actions.record_partner_answer(
            referral=row,
            accepted=data["accepted"] == "ya",
            answer=data["answer"],
            by=person_of(request),
            at=timezone.now(),
        )

    return _do(request, row, form, name="answer_form", act=answer, done=_("Jawaban mitra tersimpan."))


@permitted(Permission.DISCLOSURE_APPROVE)
@fresh
@require_POST
def referral_disclose_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    actions.approve_disclosure(disclosure=shown(request, row), by=person_of(request), at=timezone.now())
    notices.success(request, _("Disetujui. Surat dengan kata-kata ini boleh keluar."))
    return redirect("referral", row.pk)


@permitted(Permission.DISCLOSURE_APPROVE)
@require_POST
def referral_disclose_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    row, form = _row(request, pk), ReturnForm(request.POST)
    if form.is_valid():
        try:
            actions.return_disclosure(
                disclosure=shown(request, row),
                reason=form.cleaned_data["reason"],
                by=person_of(request),
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            notices.success(request, _("Dikembalikan kepada penyiapnya."))
            return redirect("referral", row.pk)
    return _show(request, row, status=400, **state_of(request, row, return_form=form))


@permitted(Permission.REFERRAL_READ)
@require_GET
def referral_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter to the partner, for the printer: in Indonesian, whatever language the officer reads."""
    row = _row(request, pk)
    with translation.override("id"):
        context = {"referral": row, "letter": letter_of(row, on=timezone.localdate())}
        return render(request, "respond/referral_letter.html", context)


@permitted(Permission.REFERRAL_READ)
@require_GET
def referral_text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same letter as a text file."""
    row = _row(request, pk)
    day = timezone.localdate()
    answer = HttpResponse(letter_of(row, on=day).as_text(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="penerusan-{day.isoformat()}-{row.pk.hex[-6:]}.txt"'
    return answer


urls = [
    path("rujukan/", referrals, name="referrals"),
    path("rujukan/baru/", referral_new, name="referral_new"),
    path("rujukan/<uuid:pk>/", referral, name="referral"),
    path("rujukan/<uuid:pk>/isi/", referral_fill, name="referral_fill"),
    path("rujukan/<uuid:pk>/kirim/", referral_send, name="referral_send"),
    path("rujukan/<uuid:pk>/jawaban/", referral_answer, name="referral_answer"),
    path("rujukan/<uuid:pk>/keluar/setuju/", referral_disclose_approve, name="referral_disclose_approve"),
    path("rujukan/<uuid:pk>/keluar/kembali/", referral_disclose_return, name="referral_disclose_return"),
    path("rujukan/<uuid:pk>/surat/", referral_letter, name="referral_letter"),
    path("rujukan/<uuid:pk>/surat.txt", referral_text, name="referral_text"),
]
