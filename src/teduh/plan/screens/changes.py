"""What a chief changes: propose, approve, add, move, swap, forbid, remove, set aside."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teduh.cores.errors import NotFound, Refused
from teduh.places import reads as places
from teduh.plan import actions, reads, steps
from teduh.plan.models import Plan
from teduh.plan.screens.forms import AddForm, ForbidForm, SkipForm, StopForm, SwapForm
from teduh.plan.screens.week import asked_week, asked_weeks
from teduh.trust.access import permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission


def back(unit_key: str, week_start: date) -> HttpResponse:
    return redirect(f"{reverse('plan')}?{urlencode({'unit': unit_key, 'pekan': week_start.isoformat()})}")


def _say(request: HttpRequest, form: forms.Form | None, refused: Refused | None, done: str) -> None:
    """One sentence: that it is done, or what to mend."""
    if refused is not None:
        messages.warning(request, str(refused))
    elif form is not None and form.errors:
        messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        messages.success(request, done)


@permitted(Permission.PLAN_CHANGE)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    unit = reads.planning_unit(person, request.POST.get("unit", ""))
    if unit is None:
        raise NotFound(_("Tidak ada polsek dalam wilayah tugas Anda."))
    week_start = asked_week(request.POST.get("pekan", ""), timezone.localdate())
    weeks = asked_weeks(request.POST.get("minggu", ""))
    refused = None
    try:
        steps.make_plans(unit=unit, week_start=week_start, weeks=weeks, by=person, at=timezone.now())
    except Refused as error:
        refused = error
    _say(request, None, refused, _("Usulan rencana sudah dibuat. Periksa, ubah bila perlu, lalu setujui."))
    return back(unit.key, week_start)


@permitted(Permission.PLAN_APPROVE)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    plan = reads.plan_by_id(person, pk)
    refused = None
    try:
        actions.approve_plan(plan=plan, by=person, at=timezone.now())
    except Refused as error:
        refused = error
    _say(request, None, refused, _("Rencana disetujui. Petugas melihatnya di beranda mereka."))
    return back(plan.unit.key, plan.week_start)


def _officer(plan: Plan, pk: str) -> Person | None:
    return reads.officers_for(plan.unit).filter(pk=pk).first() if pk else None


@permitted(Permission.PLAN_CHANGE)
@require_POST
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    plan = reads.plan_by_id(person, pk)
    villages = reads.addable_villages(plan, on=max(timezone.localdate(), plan.week_start))
    officers = list(reads.officers_for(plan.unit))
    form = AddForm(request.POST, week_start=plan.week_start, villages=villages, officers=officers)
    refused = None
    if form.is_valid():
        data = form.cleaned_data
        day, officer = date.fromisoformat(data["day"]), _officer(plan, data["officer"])
        try:
            actions.add_stop(plan=plan, village=data["village"], day=day, officer=officer, by=person, at=timezone.now())
            _retime(request, plan, person, [(officer.pk if officer else None, day)])
        except Refused as error:
            refused = error
    _say(request, form, refused, _("Desa ditambahkan ke rencana."))
    return back(plan.unit.key, plan.week_start)


@permitted(Permission.PLAN_CHANGE)
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another day, another officer, pinned or not: only what differs is written."""
    person = person_of(request)
    found = reads.stop(person, pk)
    officers = list(reads.officers_for(found.plan.unit))
    form = StopForm(request.POST, week_start=found.plan.week_start, officers=officers, prefix=str(pk))
    refused = None
    if form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        day, officer = date.fromisoformat(data["day"]), _officer(found.plan, data["officer"])
        before = (found.officer_id, found.day)
        try:
            if day != found.day:
                actions.move_stop(stop=found, day=day, by=person, at=at)
            if (officer.pk if officer else None) != found.officer_id:
                actions.set_officer(stop=found, officer=officer, by=person, at=at)
            if data["pinned"] != found.pinned:
                actions.pin_stop(stop=found, pinned=data["pinned"], by=person, at=at)
            if before != (found.officer_id, found.day):
                _retime(request, found.plan, person, [before, (found.officer_id, found.day)])
        except Refused as error:
            refused = error
    _say(request, form, refused, _("Rencana diubah."))
    return back(found.plan.unit.key, found.plan.week_start)


@permitted(Permission.PLAN_CHANGE)
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    found = reads.stop(person, pk)
    refused = None
    try:
        actions.remove_stop(stop=found, by=person, at=timezone.now())
    except Refused as error:
        refused = error
    _say(request, None, refused, _("Desa dikeluarkan dari rencana."))
    return back(found.plan.unit.key, found.plan.week_start)


def _retime(request: HttpRequest, plan: Plan, person: Person, touched: Sequence[tuple[UUID | None, date]]) -> None:
    """Times follow what a person changed; where a day is too full now, the chief is told and decides."""
    if not steps.retime(plan=plan, touched=touched, by=person, at=timezone.now()):
        messages.warning(request, _("Tidak semua kunjungan muat dalam jam dinas petugas hari itu. Periksa jamnya."))


@permitted(Permission.PLAN_CHANGE)
@require_POST
def swap(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two visits of a week change places."""
    person = person_of(request)
    found = reads.stop(person, pk)
    others = [each for each in found.plan.stops.select_related("village") if each.state == found.state]
    form = SwapForm(request.POST, others=others, prefix=f"tukar-{pk}")
    refused = None
    if form.is_valid():
        other = reads.stop(person, UUID(form.cleaned_data["other"]))
        try:
            actions.swap_stops(stop=found, other=other, by=person, at=timezone.now())
            _retime(request, found.plan, person, [(each.officer_id, each.day) for each in (found, other)])
        except Refused as error:
            refused = error
    _say(request, form, refused, _("Kedua kunjungan sudah ditukar."))
    return back(found.plan.unit.key, found.plan.week_start)


@permitted(Permission.PLAN_CHANGE)
@require_POST
def forbid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody goes to a village this week, also when the plan is made anew."""
    person = person_of(request)
    plan = reads.plan_by_id(person, pk)
    villages = places.villages_of_unit(plan.unit, on=max(timezone.localdate(), plan.week_start))
    form = ForbidForm(request.POST, villages=villages)
    refused = None
    if form.is_valid():
        try:
            actions.forbid(plan=plan, village=form.cleaned_data["village"], by=person, at=timezone.now())
        except Refused as error:
            refused = error
    _say(request, form, refused, _("Desa itu tidak dikunjungi minggu ini, juga dalam usulan baru."))
    return back(plan.unit.key, plan.week_start)


@permitted(Permission.PLAN_READ)
@require_http_methods(["GET", "POST"])
def skip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An officer or chief says why a planned visit did not happen."""
    person = person_of(request)
    found = reads.stop(person, pk)
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.skip_stop(stop=found, reason=form.cleaned_data["reason"], by=person, at=timezone.now())
        except Refused as refused:
            form.add_error("reason" if refused.field == "reason" else None, str(refused))
        else:
            messages.success(request, _("Alasan tersimpan."))
            return back(found.plan.unit.key, found.plan.week_start)
    return render(request, "plan/skip.html", {"stop": found, "form": form}, status=400 if form.errors else 200)
