"""What is noted about a rumour: heard, checked, weighed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teduh.triage import actions, reads
from teduh.triage.rules import SightingSource, Verdict
from teduh.triage.screens.answers import attempt, said
from teduh.triage.screens.changes import issue_of
from teduh.triage.screens.forms import CheckForm, SightingForm, SourceForm, VerdictForm
from teduh.triage.screens.issues import show
from teduh.trust.access import permitted, person_of, villages_for
from teduh.trust.rules import Permission


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def sighting(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, issue, today = person_of(request), issue_of(request, pk), timezone.localdate()
    form = SightingForm(request.POST, villages=villages_for(person, on=today), today=today)
    if form.is_valid():
        values = {**form.cleaned_data, "source": SightingSource(form.cleaned_data["source"])}
        if attempt(form, actions.add_sighting, issue=issue, **values, by=person, at=timezone.now()):
            return said(request, _("Tercatat di mana dan kapan kabar ini terdengar."), "issue", pk)
    return show(request, issue, sighting_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def source(request: HttpRequest, pk: UUID, sighting_pk: UUID) -> HttpResponse:
    """The road by which it was heard, set right."""
    found, form = reads.sighting(issue_of(request, pk), sighting_pk), SourceForm(request.POST)
    if form.is_valid():
        road = SightingSource(form.cleaned_data["source"])
        actions.correct_sighting(sighting=found, source=road, by=person_of(request), at=timezone.now())
        return said(request, _("Perubahan tersimpan."), "issue", pk)
    return show(request, found.issue, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    issue, form = issue_of(request, pk), CheckForm(request.POST)
    if form.is_valid():
        values = {**form.cleaned_data, "by": person_of(request), "at": timezone.now()}
        if attempt(form, actions.add_check, issue=issue, **values):
            return said(request, _("Pemeriksaan tercatat."), "issue", pk)
    return show(request, issue, check_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def verdict(request: HttpRequest, pk: UUID) -> HttpResponse:
    issue, form = issue_of(request, pk), VerdictForm(request.POST)
    if form.is_valid():
        values = {"verdict": Verdict(form.cleaned_data["verdict"]), "reason": form.cleaned_data["reason"]}
        if attempt(form, actions.give_verdict, issue=issue, **values, by=person_of(request), at=timezone.now()):
            return said(request, _("Penilaian tersimpan."), "issue", pk)
    return show(request, issue, verdict_form=form, status=400)
