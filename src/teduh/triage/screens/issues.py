"""The list of issues, and one issue with all that belongs to it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teduh.triage import reads
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind, JoinState, Level
from teduh.triage.screens.answers import refusals
from teduh.triage.screens.forms import (
    AnswerForm,
    CheckForm,
    HandlingForm,
    LevelForm,
    ReasonForm,
    SightingForm,
    VerdictForm,
)
from teduh.trust.access import may, permitted, person_of, villages_for
from teduh.trust.rules import Permission
from teduh.web.paging import Page


@permitted(Permission.ISSUE_READ)
@require_GET
def issues(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = reads.issues_for(person_of(request), on=timezone.localdate(now))
    state = request.GET.get("keadaan", "terbuka")
    rows = rows.filter(closed_at__isnull=state != "ditutup")
    kind, level = request.GET.get("jenis", ""), request.GET.get("tingkat", "")
    if kind in IssueKind.values:
        rows = rows.filter(kind=kind)
    if level in Level.values:
        rows = rows.filter(level=level)
    context = {
        "page": Page(request, rows),
        "state": state,
        "kind": kind,
        "level": level,
        "kinds": IssueKind.choices,
        "levels": Level.choices,
        "now": now,
    }
    return render(request, "triage/issues.html", context)


@permitted(Permission.ISSUE_READ)
@require_GET
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, reads.issue(person_of(request), pk, on=timezone.localdate()))


def show(request: HttpRequest, found: Issue, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one issue; a form that was refused comes back with what was typed."""
    person, today = person_of(request), timezone.localdate()
    decides = may(person, Permission.TRIAGE_DECIDE)
    sees_reports = may(person, Permission.REPORT_READ)
    villages = villages_for(person, on=today).select_related("parent").order_by("name")
    context = {
        "issue": found,
        "joins": reads.joins_of(found, JoinState.CONFIRMED) if sees_reports else [],
        "suggested": reads.joins_of(found, JoinState.SUGGESTED) if decides else [],
        "sightings": reads.sightings_of(found),
        "level_changes": found.level_changes.select_related("by"),
        "verdicts": found.verdict_changes.select_related("by"),
        "checks": found.checks.select_related("by"),
        "is_rumour": found.kind == IssueKind.RUMOUR,
        "decides": decides and found.closed_at is None,
        "may_reopen": decides and found.closed_at is not None,
        "sets_level": may(person, Permission.LEVEL_SET) and found.closed_at is None,
        "writes_facts": may(person, Permission.CLARIFICATION_WRITE),
        "refers": may(person, Permission.REFERRAL_WRITE),
        "level_form": LevelForm(initial={"level": found.level}),
        "handling_form": HandlingForm(
            people=reads.assignable(person), initial={"priority": found.priority, "to": found.assigned_to_id}
        ),
        "answer_form": AnswerForm(),
        "close_form": ReasonForm(),
        "sighting_form": SightingForm(villages=villages, today=today),
        "check_form": CheckForm(),
        "verdict_form": VerdictForm(initial={"verdict": found.verdict}),
        "now": timezone.now(),
        "refusals": refusals(forms) if found.closed_at is not None else [],
        **forms,
    }
    return render(request, "triage/issue.html", context, status=status)
