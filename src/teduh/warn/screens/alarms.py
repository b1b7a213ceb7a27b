"""The alarms, one alarm, and what a person makes of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teduh.cores.errors import NotFound
from teduh.triage import reads as triage
from teduh.trust.access import may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.warn import actions, reads, steps
from teduh.warn.models import Alarm
from teduh.warn.rules import EPISODE_DAYS, LEAST_DAYS, AlarmKind, Decision, Score
from teduh.warn.screens.forms import DecideForm, ScoreForm
from teduh.warn.words import POLICY_NAMES, once_in, usually
from teduh.web.answers import try_action
from teduh.web.paging import Page


@permitted(Permission.WATCH_READ)
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    today = timezone.localdate(now)
    unit = reads.district_of(person.unit)
    waiting = reads.open_alarms(person, on=today)
    others = reads.alarms_for(person, on=today).exclude(pk__in=waiting.order_by().values("pk"))
    page = Page(request, others, per_page=25)
    decides = may(person, Permission.ALARM_DECIDE)
    context = {
        "waiting": [line(alarm) for alarm in waiting],
        "page": page,
        "others": [line(alarm) for alarm in page.rows],
        "look": reads.latest_look(unit),
        "least_days": LEAST_DAYS,
        "decides": decides,
        "scorecard": _scorecard(unit, today) if unit and decides else [],
        "sets_policy": may(person, Permission.ALARM_POLICY),
        "now": now,
    }
    return render(request, "warn/alarms.html", context)


def line(alarm: Alarm) -> dict[str, Any]:
    """An alarm as a list shows it."""
    told = next(iter(reads.days_of(alarm)), None)
    return {
        "alarm": alarm,
        "told": told,
        "villages": list(alarm.villages.all()),
        "once_in": once_in(told.recurrence_days) if told else "",
        "usual": usually(told.expected) if told else "",
        "silence": alarm.kind == AlarmKind.SILENCE,
    }


def _scorecard(unit: Any, today: Any) -> list[dict[str, Any]]:
    return [{"row": row, "name": POLICY_NAMES[row.policy]} for row in reads.scorecard(unit, on=today)]


@permitted(Permission.ALARM_DECIDE)
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look now, without waiting for the hour."""
    person, now = person_of(request), timezone.now()
    unit = reads.district_of(person.unit)
    if unit is None:
        raise NotFound(_("Tidak ada polres dalam wilayah tugas Anda."))
    moved = steps.look_at(unit=unit, by=person, at=now)
    if moved:
        messages.success(request, _("Sudah dihitung. Ada yang baru di bawah."))
    else:
        messages.success(request, _("Sudah dihitung. Tidak ada yang berubah."))
    return redirect("alarms")


@permitted(Permission.WATCH_READ)
@require_GET
def alarm(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    found = reads.alarm(person, pk, on=timezone.localdate())
    return _page(request, person, found)


def _page(
    request: HttpRequest, person: Person, found: Alarm, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    readable, behind = reads.reports_behind(person, found, on=today)
    decides = may(person, Permission.ALARM_DECIDE)
    issues = triage.issues_for(person, on=today).filter(closed_at__isnull=True, villages__in=found.villages.all())
    context = {
        **line(found),
        "change": reads.what_changed(found),
        "days": reads.days_of(found),
        "picture": reads.picture_of(found),
        "timeline": reads.timeline_of(found),
        "reports": readable,
        "behind": behind,
        "opens_reports": may(person, Permission.REPORT_READ) and may(person, Permission.TRIAGE_DECIDE),
        "decides": decides,
        "issues": list(issues.distinct()),
        "refers": may(person, Permission.REFERRAL_WRITE),
        "reads_plan": may(person, Permission.PLAN_READ),
        "decide_form": form if isinstance(form, DecideForm) else DecideForm(),
        "score_form": form if isinstance(form, ScoreForm) else ScoreForm(),
        "episode_days": EPISODE_DAYS,
        "now": timezone.now(),
    }
    return render(request, "warn/alarm.html", context, status=status)


@permitted(Permission.ALARM_DECIDE)
@require_POST
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    found = reads.alarm(person, pk, on=timezone.localdate())
    actions.acknowledge(alarm=found, by=person, at=timezone.now())
    messages.success(request, _("Tercatat bahwa Anda sudah melihatnya."))
    return redirect("alarm", pk=pk)


@permitted(Permission.ALARM_DECIDE)
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    found = reads.alarm(person, pk, on=timezone.localdate())
    form = DecideForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        values = {"decision": Decision(data["decision"]), "reason": data["reason"]}
        if try_action(form, actions.decide, alarm=found, **values, by=person, at=timezone.now()):
            messages.success(request, _("Keputusan tersimpan."))
            return redirect("alarm", pk=pk)
    return _page(request, person, found, form=form, status=400)


@permitted(Permission.ALARM_DECIDE)
@require_POST
def score(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    found = reads.alarm(person, pk, on=timezone.localdate())
    form = ScoreForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        values = {"score": Score(data["score"]), "reason": data["reason"]}
        if try_action(form, actions.confirm_score, alarm=found, **values, by=person, at=timezone.now()):
            messages.success(request, _("Nilai peringatan tersimpan."))
            return redirect("alarm", pk=pk)
    return _page(request, person, found, form=form, status=400)
