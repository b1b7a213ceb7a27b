"""One decision for many reports, or for many issues: first shown and asked, then done, all of it or none."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from teduh.cores.errors import Refused
from teduh.listen.models import Report
from teduh.places.keys import new_id
from teduh.triage import actions, reads
from teduh.triage.rules import IssueKind, Outcome, Priority
from teduh.triage.screens.answers import attempt
from teduh.triage.screens.forms import AssignForm, ManyDecideForm, ManyJoinForm, ManyOpenForm
from teduh.trust.access import permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission

Doing = Callable[[dict[str, Any], list[Report], Person, datetime], None]


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def desk_bulk(request: HttpRequest) -> HttpResponse:
    """Many reports: join them, open one issue from them, or decide on them without one."""
    person, now = person_of(request), timezone.now()
    today = timezone.localdate(now)
    chosen = list(reads.waiting(person, on=today).filter(pk__in=_ids(request, "laporan")))
    if not chosen:
        messages.warning(request, _("Pilih dahulu laporan yang dimaksud."))
        return redirect("desk")
    asked = request.POST.get("action")
    given = {name: request.POST if name == asked else None for name in DOINGS}
    typed_id = request.POST.get("issue_id", "")
    issue_id = UUID(typed_id) if reads.is_id(typed_id) else new_id()
    issues = reads.issues_for(person, on=today).filter(closed_at__isnull=True)
    asked_forms: dict[str, forms.Form] = {
        "join": ManyJoinForm(given["join"], issues=issues),
        "open": ManyOpenForm(given["open"], people=reads.assignable(person), initial={"kind": IssueKind.RUMOUR}),
        "decide": ManyDecideForm(given["decide"]),
    }
    if asked in DOINGS:
        form = asked_forms[asked]
        if form.is_valid():
            data = {**form.cleaned_data, "issue_id": issue_id}
            if attempt(form, _all_or_none, doing=DOINGS[asked], data=data, chosen=chosen, by=person, at=now):
                done = ngettext("%(n)d laporan selesai.", "%(n)d laporan selesai.", len(chosen)) % {"n": len(chosen)}
                messages.success(request, done)
                return redirect("desk")
    context = {"reports": chosen, "issue_id": issue_id, "now": now, "unknown": asked and asked not in DOINGS}
    context |= {f"{name}_form": form for name, form in asked_forms.items()}
    return render(request, "triage/bulk.html", context, status=400 if asked else 200)


def _ids(request: HttpRequest, name: str) -> list[str]:
    return [value for value in request.POST.getlist(name) if reads.is_id(value)]


def _all_or_none(*, doing: Doing, data: dict[str, Any], chosen: list[Report], by: Person, at: datetime) -> None:
    with transaction.atomic():
        doing(data, chosen, by, at)


def join_all(data: dict[str, Any], chosen: list[Report], by: Person, at: datetime) -> None:
    for report in chosen:
        actions.join_report(report=report, issue=data["issue"], by=by, at=at)


def open_one(data: dict[str, Any], chosen: list[Report], by: Person, at: datetime) -> None:
    if len({report.unit_id for report in chosen}) > 1:
        raise Refused(_("Laporan ini diterima satuan yang berbeda. Buka isunya satu per satu."))
    villages = {report.village.pk: report.village for report in chosen if report.village}
    issue = actions.open_issue(
        kind=IssueKind(data["kind"]),
        title=data["title"],
        summary=data["summary"],
        priority=Priority(data["priority"]),
        villages=list(villages.values()),
        unit=chosen[0].unit,
        reports=chosen,
        issue_id=data["issue_id"],
        by=by,
        at=at,
    )
    if data["to"] is not None:
        actions.assign(issue=issue, to=data["to"], by=by, at=at)


def decide_all(data: dict[str, Any], chosen: list[Report], by: Person, at: datetime) -> None:
    for report in chosen:
        actions.decide(report=report, outcome=Outcome(data["outcome"]), reason=data["reason"], by=by, at=at)


DOINGS: dict[str, Doing] = {"join": join_all, "open": open_one, "decide": decide_all}


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def issues_bulk(request: HttpRequest) -> HttpResponse:
    """Many issues: give them to one person."""
    person, now = person_of(request), timezone.now()
    rows = reads.issues_for(person, on=timezone.localdate(now))
    chosen = list(rows.filter(closed_at__isnull=True, pk__in=_ids(request, "isu")))
    if not chosen:
        messages.warning(request, _("Pilih dahulu isu yang dimaksud."))
        return redirect("issues")
    asked = "action" in request.POST
    form = AssignForm(request.POST if asked else None, people=reads.assignable(person))
    if asked and form.is_valid():
        with transaction.atomic():
            for issue in chosen:
                actions.assign(issue=issue, to=form.cleaned_data["to"], by=person, at=now)
        done = ngettext("%(n)d isu diserahkan.", "%(n)d isu diserahkan.", len(chosen)) % {"n": len(chosen)}
        messages.success(request, done)
        return redirect("issues")
    return render(request, "triage/assign.html", {"issues": chosen, "form": form}, status=400 if form.errors else 200)
