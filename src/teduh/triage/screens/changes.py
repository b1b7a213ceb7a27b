"""What is changed about an issue: level, handling, answer, end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from teduh.places import reads as places
from teduh.triage import actions, reads
from teduh.triage.models import Issue
from teduh.triage.rules import Level, Priority
from teduh.triage.screens.answers import attempt, certain_village, said
from teduh.triage.screens.forms import AnswerForm, HandlingForm, LevelForm, ReasonForm, ReleaseForm, VillagesForm
from teduh.triage.screens.issues import own_villages, show
from teduh.trust.access import permitted, person_of, villages_for
from teduh.trust.rules import Permission


def issue_of(request: HttpRequest, pk: UUID) -> Issue:
    return reads.issue(person_of(request), pk, on=timezone.localdate())


@permitted(Permission.LEVEL_SET)
@require_POST
def level(request: HttpRequest, pk: UUID) -> HttpResponse:
    issue, form = issue_of(request, pk), LevelForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        values = {"level": Level(data["level"]), "reason": data["reason"], "factors": data["factors"]}
        if attempt(form, actions.set_level, issue=issue, **values, by=person_of(request), at=timezone.now()):
            return said(request, _("Tingkat tersimpan dengan alasannya."), "issue", pk)
    return show(request, issue, level_form=form, status=400)


@permitted(Permission.LEVEL_SET)
@require_POST
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on without a second source, with a reason and a name."""
    issue, form = issue_of(request, pk), ReleaseForm(request.POST)
    if form.is_valid():
        values = {"reason": form.cleaned_data["reason"], "by": person_of(request), "at": timezone.now()}
        if attempt(form, actions.release_caution, issue=issue, **values):
            return said(request, _("Alasan tersimpan dengan nama Anda."), "issue", pk)
    return show(request, issue, release_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, issue = person_of(request), issue_of(request, pk)
    form = HandlingForm(request.POST, people=reads.assignable(person))
    if form.is_valid():
        at, data = timezone.now(), form.cleaned_data
        whole = data["priority"] == issue.priority or attempt(
            form, actions.set_priority, issue=issue, priority=Priority(data["priority"]), by=person, at=at
        )
        to = data["to"]
        same = (to.pk if to else None) == issue.assigned_to_id
        if whole and (same or attempt(form, actions.assign, issue=issue, to=to, by=person, at=at)):
            return said(request, _("Perubahan tersimpan."), "issue", pk)
    return show(request, issue, handling_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def villages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep, drop or add villages of one's own ground; those of others stay."""
    person, issue, today = person_of(request), issue_of(request, pk), timezone.localdate()
    own = own_villages(person, issue, on=today)
    form = VillagesForm(request.POST, offered=own)
    if form.is_valid():
        dropped = {code for code, _name in own} - set(form.cleaned_data["villages"])
        codes = {village.pk for village in issue.villages.all()} - dropped
        if form.cleaned_data["typed"]:
            within = frozenset(villages_for(person, on=today).values_list("code", flat=True))
            codes.add(certain_village(form, within))
        values = {"villages": list(places.areas(sorted(codes - {""})))}
        if form.is_valid() and attempt(form, actions.set_villages, issue=issue, **values, by=person, at=timezone.now()):
            still = reads.issues_for(person, on=today).filter(pk=pk).exists()
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("issue", pk) if still else redirect("issues")
    return show(request, issue, villages_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    issue, form = issue_of(request, pk), AnswerForm(request.POST)
    if form.is_valid():
        values = {"text": form.cleaned_data["text"], "by": person_of(request), "at": timezone.now()}
        if attempt(form, actions.answer_reporters, issue=issue, **values):
            told = reads.told_count(issue)
            words = ngettext("%(n)d pelapor bisa membacanya.", "%(n)d pelapor bisa membacanya.", told) % {"n": told}
            return said(request, words, "issue", pk)
    return show(request, issue, answer_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    issue, form = issue_of(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        values = {"reason": form.cleaned_data["reason"], "by": person_of(request), "at": timezone.now()}
        if attempt(form, actions.close_issue, issue=issue, **values):
            return said(request, _("Isu ditutup."), "issue", pk)
    return show(request, issue, close_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    issue, form = issue_of(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        values = {"reason": form.cleaned_data["reason"], "by": person_of(request), "at": timezone.now()}
        if attempt(form, actions.reopen_issue, issue=issue, **values):
            return said(request, _("Isu dibuka lagi."), "issue", pk)
    return show(request, issue, close_form=form, status=400)
