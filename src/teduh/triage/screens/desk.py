"""The queue of the desk, and one decision for many reports."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from teduh.cores.errors import Refused
from teduh.listen.models import Report
from teduh.triage import actions, adapt, reads
from teduh.triage.rules import Outcome
from teduh.triage.screens.forms import BulkForm
from teduh.trust.access import permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.web.paging import Page

FILTERS = ("semua", "darurat", "tanpa-tempat", "bertempat")


@permitted(Permission.TRIAGE_DECIDE)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    chosen = request.GET.get("saring", "semua")
    rows = _filtered(reads.waiting(person, on=timezone.localdate(now)), chosen)
    page = Page(request, rows)
    context = {
        "figures": reads.queue_figures(person, at=now),
        "page": page,
        "lines": [_line(report) for report in page.rows],
        "suggested": reads.suggested_issues([report.pk for report in page.rows]),
        "chosen": chosen,
        "filters": _filter_labels(),
        "now": now,
    }
    return render(request, "triage/desk.html", context)


def _filter_labels() -> list[tuple[str, str]]:
    labels = (_("Semua"), _("Kata darurat"), _("Tempat belum pasti"), _("Tempat sudah pasti"))
    return list(zip(FILTERS, labels, strict=True))


def _filtered(rows: QuerySet[Report], chosen: str) -> QuerySet[Report]:
    if chosen == "darurat":
        return rows.filter(emergency=True)
    if chosen == "tanpa-tempat":
        return rows.filter(village__isnull=True)
    return rows.filter(village__isnull=False) if chosen == "bertempat" else rows


def _line(report: Report) -> dict[str, Any]:
    found = adapt.hints_of(report.text)
    return {
        "report": report,
        "kind": adapt.likely_kind(found),
        "priority": found.priority,
        "pieces": adapt.pieces(report.text[:280], adapt.hints_of(report.text[:280])),
        "cut": len(report.text) > 280,
    }


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def desk_bulk(request: HttpRequest) -> HttpResponse:
    """First show what was chosen and ask; then do it, all of it or none."""
    person, now = person_of(request), timezone.now()
    today = timezone.localdate(now)
    chosen = list(reads.waiting(person, on=today).filter(pk__in=_ids(request)))
    if not chosen:
        messages.warning(request, _("Pilih dahulu laporan yang dimaksud."))
        return redirect("desk")
    issues = reads.issues_for(person, on=today).filter(closed_at__isnull=True)
    asked = "action" in request.POST
    form = BulkForm(request.POST if asked else None, issues=issues)
    if asked and form.is_valid():
        try:
            with transaction.atomic():
                _do(form.cleaned_data, chosen, person, now)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            done = ngettext("%(n)d laporan selesai.", "%(n)d laporan selesai.", len(chosen)) % {"n": len(chosen)}
            messages.success(request, done)
            return redirect("desk")
    context = {"reports": chosen, "form": form, "now": now}
    return render(request, "triage/bulk.html", context, status=400 if form.errors else 200)


def _ids(request: HttpRequest) -> list[str]:
    return [value for value in request.POST.getlist("laporan") if reads.is_id(value)]


def _do(data: dict[str, Any], chosen: list[Report], by: Person, at: Any) -> None:
    if data["action"] == BulkForm.JOIN:
        if data["issue"] is None:
            raise Refused(_("Pilih isunya."), field="issue")
        for report in chosen:
            actions.join_report(report=report, issue=data["issue"], by=by, at=at)
        return
    if not data["outcome"]:
        raise Refused(_("Pilih keputusannya."), field="outcome")
    for report in chosen:
        actions.decide(report=report, outcome=Outcome(data["outcome"]), reason=data["reason"], by=by, at=at)
