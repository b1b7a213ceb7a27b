"""The list of issues, and one issue with all that belongs to it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from teduh.listen import reads as listen
from teduh.triage import burst_reads, reads
from teduh.triage.models import Issue
from teduh.triage.rules import CLOCKS, ELECTION_OFFENCE_CLOCK, IssueKind, JoinState, Level, SightingSource
from teduh.triage.screens.answers import refusals
from teduh.triage.screens.checked import beside
from teduh.triage.screens.forms import (
    AnswerForm,
    CheckForm,
    HandlingForm,
    LevelForm,
    ReasonForm,
    RefuseForm,
    ReleaseForm,
    SightingForm,
    VerdictForm,
    VillagesForm,
)
from teduh.trust.access import may, permitted, person_of, villages_for
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.web.paging import Page


@permitted(Permission.ISSUE_READ)
@require_GET
def issues(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    rows = reads.issues_for(person, on=timezone.localdate(now))
    state = request.GET.get("keadaan", "terbuka")
    rows = rows.filter(closed_at__isnull=state != "ditutup")
    kind, level = request.GET.get("jenis", ""), request.GET.get("tingkat", "")
    if kind in IssueKind.values:
        rows = rows.filter(kind=kind)
    if level in Level.values:
        rows = rows.filter(level=level)
    mine = request.GET.get("untuk") == "saya"
    if mine:
        rows = rows.filter(assigned_to=person)
    context = {
        "page": Page(request, rows),
        "mine": mine,
        "decides": may(person, Permission.TRIAGE_DECIDE) and state != "ditutup",
        "sees_suggestions": may(person, Permission.REPORT_READ),
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


def show(request: HttpRequest, found: Issue, *, status: int = 200, **given: Any) -> HttpResponse:
    """The page of one issue; a form that was refused comes back with what was typed."""
    person, now = person_of(request), timezone.now()
    decides = may(person, Permission.TRIAGE_DECIDE)
    sightings = list(reads.sightings_of(found))
    context = {
        "issue": found,
        "clock": _clock(found),
        "sightings": sightings,
        "heard": (heard := reads.heard_by_day(sightings)),
        "most_heard": max((one.times for one in heard), default=1),
        "sources": SightingSource.choices,
        "level_changes": found.level_changes.select_related("by"),
        "verdicts": found.verdict_changes.select_related("by"),
        "checks": found.checks.select_related("by"),
        "cautions": (cautions := burst_reads.cautions_in(found)),
        "asks_second": bool(cautions) and burst_reads.asks_second_source(found),
        "releases": found.caution_releases.select_related("by"),
        "is_rumour": found.kind == IssueKind.RUMOUR,
        "decides": decides and found.closed_at is None,
        "may_reopen": decides and found.closed_at is not None,
        "sets_level": may(person, Permission.LEVEL_SET) and found.closed_at is None,
        "writes_facts": may(person, Permission.CLARIFICATION_WRITE),
        "refers": may(person, Permission.REFERRAL_WRITE),
        "to_answer": reads.unanswered_reporters(found).count(),
        "now": now,
        "refusals": refusals(given) if found.closed_at is not None else [],
        **(beside(found, sent=given.pop("other_matter", None)) if may(person, Permission.CLARIFICATION_READ) else {}),
        **_said(person, found, given.pop("refused", {}), on=timezone.localdate(now)),
        **_forms(person, found, today=timezone.localdate(now)),
        **given,
    }
    return render(request, "triage/issue.html", context, status=status)


def _said(person: Person, found: Issue, refused: dict[UUID, RefuseForm], *, on: date) -> dict[str, Any]:
    """The reports of the issue that this person may read, and how many there are besides."""
    if not may(person, Permission.REPORT_READ):
        return {"joins": [], "suggested": [], "elsewhere": 0, "joins_count": 0, "texts_count": 0}
    among = listen.reports_for(person, on=on)
    joins = list(reads.joins_of(found, JoinState.CONFIRMED, among=among))
    suggested: list[Any] = []
    if may(person, Permission.TRIAGE_DECIDE) and found.closed_at is None:
        suggested = [
            (join, refused.get(join.report_id) or RefuseForm(auto_id=f"{join.report_id}_%s"))
            for join in reads.joins_of(found, JoinState.SUGGESTED, among=among)
        ]
    every = list(reads.reports_of(found).values_list("pk", flat=True))
    count = len(every)
    return {
        "joins": joins,
        "joins_count": count,
        "texts_count": burst_reads.sources(every),
        "suggested": suggested,
        "elsewhere": count - len(joins),
    }


def _forms(person: Person, found: Issue, *, today: date) -> dict[str, Any]:
    villages = villages_for(person, on=today).select_related("parent").order_by("name")
    return {
        "level_form": LevelForm(initial={"level": found.level}),
        "handling_form": HandlingForm(
            people=reads.assignable(person), initial={"priority": found.priority, "to": found.assigned_to_id}
        ),
        "villages_form": VillagesForm(offered=own_villages(person, found, on=today)),
        "answer_form": AnswerForm(),
        "close_form": ReasonForm(),
        "release_form": ReleaseForm(),
        "sighting_form": SightingForm(villages=villages, today=today),
        "check_form": CheckForm(),
        "verdict_form": VerdictForm(initial={"verdict": found.verdict}),
    }


def own_villages(person: Person, found: Issue, *, on: date) -> list[tuple[str, str]]:
    """Of the villages of the issue those that the person may take away."""
    own = villages_for(person, on=on).filter(pk__in=[village.pk for village in found.villages.all()])
    return [(village.pk, f"{village.name}, {village.parent}") for village in own.select_related("parent")]


def _clock(found: Issue) -> str:
    """How long the issue may take, and from when that is counted."""
    if found.kind == IssueKind.ELECTION_OFFENCE:
        return _("%(n)d hari sejak diketahui") % {"n": ELECTION_OFFENCE_CLOCK.days}
    span = CLOCKS.get(found.priority)
    return _("%(n)d jam sejak dibuka") % {"n": span / timedelta(hours=1)} if span else _("tanpa batas waktu")
