"""Claims that others have checked: read them, and stop offering one that is outdated or wrong."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from teduh.triage import actions, registry_reads
from teduh.triage.actions.factchecks import REASON_LIMIT
from teduh.triage.registry import FactCheck
from teduh.triage.screens.answers import attempt
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
