"""Claims that others have checked: read them, and stop offering one that is outdated or wrong."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from teduh.listen import reads as reports
from teduh.triage import actions, reads, registry_reads
from teduh.triage.actions.factchecks import REASON_LIMIT
from teduh.triage.registry import FactCheck
from teduh.triage.screens import issues as issue_page
from teduh.triage.screens import report as report_page
from teduh.triage.screens.answers import attempt, said
from teduh.triage.screens.checked import OtherMatterForm
from teduh.trust.access import may, permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.paging import Page


class RetireForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Mengapa tidak berlaku lagi?"), max_length=REASON_LIMIT, widget=forms.Textarea({"rows": 2})
    )


@permitted(Permission.CLARIFICATION_READ)
@require_GET
def factchecks(request: HttpRequest) -> HttpResponse:
    return _show(request)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = registry_reads.factcheck(pk), RetireForm(request.POST, auto_id=f"{pk}_%s")
    values = {"factcheck": found, "reason": request.POST.get("reason", "")}
    if attempt(form, actions.retire_factcheck, **values, by=person_of(request), at=timezone.now()):
        messages.success(request, _("Catatan ini tidak ditawarkan lagi."))
        return redirect("factchecks")
    return _show(request, sent=form, about=found, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def refuse_for_report(request: HttpRequest, pk: UUID, factcheck_pk: UUID) -> HttpResponse:
    """This claim is about another matter than the report."""
    report, form = reports.report(person_of(request), pk, on=timezone.localdate()), _other_matter(request, factcheck_pk)
    if _refused(request, form, factcheck_pk, report=report):
        return said(request, _("Dicatat: cek fakta itu tentang soal lain."), "desk_report", pk)
    return report_page.show(request, report, other_matter=(factcheck_pk, form), status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def refuse_for_issue(request: HttpRequest, pk: UUID, factcheck_pk: UUID) -> HttpResponse:
    """This claim is about another matter than the issue."""
    issue, form = reads.issue(person_of(request), pk, on=timezone.localdate()), _other_matter(request, factcheck_pk)
    if _refused(request, form, factcheck_pk, issue=issue):
        return said(request, _("Dicatat: cek fakta itu tentang soal lain."), "issue", pk)
    return issue_page.show(request, issue, other_matter=(factcheck_pk, form), status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was about the same matter after all. Whoever may not read the report or issue finds nothing here."""
    person, refusal = person_of(request), registry_reads.refusal(pk)
    today = timezone.localdate()
    if refusal.issue is not None:
        back, about = "issue", reads.issue(person, refusal.issue.pk, on=today).pk
    else:
        back, about = "desk_report", reports.report(person, refusal.report.pk, on=today).pk  # type: ignore[union-attr]
    actions.withdraw_factcheck_refusal(refusal=refusal, by=person, at=timezone.now())
    return said(request, _("Cek fakta itu tampil lagi di sini."), back, about)


def _other_matter(request: HttpRequest, factcheck_pk: UUID) -> OtherMatterForm:
    return OtherMatterForm(request.POST, auto_id=f"{factcheck_pk}_%s")


def _refused(request: HttpRequest, form: OtherMatterForm, factcheck_pk: UUID, **about: Any) -> bool:
    values = {"factcheck": registry_reads.factcheck(factcheck_pk), "reason": request.POST.get("reason", ""), **about}
    return attempt(form, actions.refuse_factcheck, **values, by=person_of(request), at=timezone.now())


def _show(
    request: HttpRequest, *, sent: RetireForm | None = None, about: FactCheck | None = None, status: int = 200
) -> HttpResponse:
    retired = request.GET.get("lihat") == "berhenti"
    page = Page(request, registry_reads.factchecks(retired=retired))
    lines = [
        (row, sent if sent and about and row.pk == about.pk else RetireForm(auto_id=f"{row.pk}_%s"))
        for row in page.rows
    ]
    context = {
        "page": page,
        "lines": lines,
        "retired": retired,
        "decides": may(person_of(request), Permission.TRIAGE_DECIDE),
    }
    return render(request, "triage/factchecks.html", context, status=status)
