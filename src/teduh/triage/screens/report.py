"""One report at the desk: its place, what it is like, and what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teduh.cores.errors import NotFound, Refused
from teduh.listen import actions as listen
from teduh.listen import reads as listen_reads
from teduh.listen.models import Report
from teduh.listen.rules import NoteKind
from teduh.places import reads as places
from teduh.places.keys import new_id
from teduh.triage import actions, adapt, burst_reads, match_reads, reads
from teduh.triage.match_reads import Candidate
from teduh.triage.models import Issue, Join
from teduh.triage.rules import IssueKind, Outcome, Priority
from teduh.triage.screens.answers import attempt, refusals, said
from teduh.triage.screens.checked import beside
from teduh.triage.screens.forms import DecideForm, NewIssueForm, PlaceForm, RefuseForm, WriteForm
from teduh.trust.access import may, permitted, person_of, villages_for
from teduh.trust.models import Person
from teduh.trust.rules import Permission


def _report(request: HttpRequest, pk: UUID) -> Report:
    return listen_reads.report(person_of(request), pk, on=timezone.localdate())


def _within(person: Person) -> frozenset[str]:
    return frozenset(villages_for(person, on=timezone.localdate()).values_list("code", flat=True))


def show(request: HttpRequest, report: Report, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one report; a form that was refused comes back with what was typed."""
    person, decides = person_of(request), may(person_of(request), Permission.TRIAGE_DECIDE)
    # Words that are gone, or whose writer objects, are not shown; a sentence says why.
    found = adapt.hints_of(report.shown)
    usable = report.words_gone_at is None and report.restricted_at is None
    certain, offered = adapt.place_candidates(report.place_text if usable else "", report.shown, _within(person))
    kind, assessment, issue = adapt.likely_kind(found), reads.assessment_of(report), reads.issue_of(report)
    initial = {"kind": kind or IssueKind.QUESTION, "priority": Priority(found.priority), "title": ""}
    seen = None if issue is None else reads.issues_for(person, on=timezone.localdate()).filter(pk=issue.pk).first()
    offers = _candidates(person, report, forms.get("refuse_form")) if decides and usable and not assessment else []
    context = {
        "report": report,
        "pieces": adapt.pieces(report.shown, found),
        "clues": adapt.clues(found),
        "priority": Priority(found.priority).label,
        "assessment": assessment,
        "cautions": burst_reads.cautions_of([report.pk]).get(report.pk, []),
        "member": burst_reads.burst_of(report) if decides else None,
        "decides": decides,
        "usable": usable,
        "has_contact": listen_reads.contact_of(report.pk, at=timezone.now()) is not None,
        "asks_contact": may(person, Permission.IDENTITY_REQUEST),
        "issue": seen,
        "places_it": decides and (assessment is None or (seen is not None and seen.closed_at is None)),
        "candidates": offers,
        "refused_joins": list(_refused_joins(person, report)) if decides and not assessment else [],
        **(beside(report, sent=forms.pop("other_matter", None)) if decides and usable else {}),
        "place_certain": certain,
        "place_offered": offered,
        "place_form": PlaceForm(),
        "new_issue_form": NewIssueForm(initial=initial),
        "issue_id": new_id(),
        "decide_form": DecideForm(),
        "write_form": WriteForm(),
        "refuse_form": RefuseForm(),
        "notes": listen_reads.notes_of([report.pk]),
        "now": timezone.now(),
        "refusals": refusals(forms) if assessment is not None else [],
        **forms,
    }
    return render(request, "triage/report.html", context, status=status)


def _candidates(person: Person, report: Report, refused: RefuseForm | None) -> list[tuple[Candidate, RefuseForm]]:
    """Each candidate with the form that refuses it; the one that was sent keeps what was typed."""
    sent = refused.data.get("issue") if refused else None
    return [
        (found, refused if refused and str(found.issue.pk) == sent else RefuseForm(auto_id=f"{found.issue.pk}_%s"))
        for found in _offered(person, report)
    ]


def _refused_joins(person: Person, report: Report) -> QuerySet[Join]:
    return match_reads.refused_joins(report, among=reads.issues_for(person, on=timezone.localdate()))


def _offered(person: Person, report: Report) -> list[Candidate]:
    """Issues that the person may see and the report may belong to."""
    now = timezone.now()
    return reads.candidates(report, at=now, among=reads.issues_for(person, on=timezone.localdate(now)))


@permitted(Permission.REPORT_READ)
@require_GET
def desk_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, _report(request, pk))


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A candidate that was ticked, or a typed name that means one village for certain; else more candidates."""
    report, person = _report(request, pk), person_of(request)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return show(request, report, place_form=form, status=400)
    code, typed = form.cleaned_data["village"], form.cleaned_data["typed"]
    within = _within(person)
    if typed:
        found = places.name_index().resolve(typed, within=within)
        if found.certain is None:
            form.add_error(
                "typed", _("Nama ini belum pasti satu desa. Pilih dari daftar, atau tambahkan kecamatannya.")
            )
            return show(request, report, place_form=form, place_offered=found.candidates, status=400)
        code = found.certain
    village = places.area(code) if code in within else None
    if village is None:
        form.add_error(None, _("Pilih satu desa, atau ketik namanya."))
        return show(request, report, place_form=form, status=400)
    actions.confirm_place(report=report, village=village, by=person, at=timezone.now())
    return said(request, _("Tempat dipastikan: %s.") % village.name, "desk_report", pk)


def _issue(request: HttpRequest) -> Issue:
    typed = request.POST.get("issue", "")
    if not reads.is_id(typed):
        raise NotFound(_("Isu ini tidak ada, atau tidak di wilayah tugas Anda."))
    return reads.issue(person_of(request), UUID(typed), on=timezone.localdate())


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    report, issue, person = _report(request, pk), _issue(request), person_of(request)
    # The reasons that stood on the page are kept with the decision.
    why = next((found.why for found in _offered(person, report) if found.issue == issue), None)
    try:
        actions.join_report(report=report, issue=issue, by=person, at=timezone.now(), why=why)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("desk_report", pk)
    return said(request, _("Laporan masuk ke isu “%s”.") % issue.title, "desk_report", pk)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    report, issue, form = _report(request, pk), _issue(request), RefuseForm(request.POST)
    why = next((found.why for found in _offered(person_of(request), report) if found.issue == issue), None)
    values = {"report": report, "issue": issue, "reason": request.POST.get("reason", ""), "why": why}
    if attempt(form, actions.refuse_join, **values, by=person_of(request), at=timezone.now()):
        return said(request, _("Dicatat: laporan ini bukan bagian isu itu."), "desk_report", pk)
    return show(request, report, refuse_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def unrefuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refusal was a mistake."""
    report, issue = _report(request, pk), _issue(request)
    try:
        actions.withdraw_refusal(report=report, issue=issue, by=person_of(request), at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("desk_report", pk)
    return said(request, _("Penolakan dibatalkan. Isu itu ditawarkan lagi."), "desk_report", pk)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def new_issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open an issue from the report. The id is made with the page, so a double send is one issue."""
    report, person, form = _report(request, pk), person_of(request), NewIssueForm(request.POST)
    typed = request.POST.get("issue_id", "")
    issue_id = UUID(typed) if reads.is_id(typed) else new_id()
    if form.is_valid():
        data = form.cleaned_data
        values = {
            "kind": IssueKind(data["kind"]),
            "title": data["title"],
            "summary": data["summary"],
            "priority": Priority(data["priority"]),
            "villages": [report.village] if report.village else [],
            "unit": report.unit,
            "reports": [report],
            "issue_id": issue_id,
        }
        if attempt(form, actions.open_issue, **values, by=person, at=timezone.now()):
            return said(request, _("Isu dibuka."), "issue", issue_id)
    return show(request, report, new_issue_form=form, issue_id=issue_id, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    report, form = _report(request, pk), DecideForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        values = {"outcome": Outcome(data["outcome"]), "reason": data["reason"], "answer": data["answer"]}
        if attempt(form, actions.decide, report=report, **values, by=person_of(request), at=timezone.now()):
            messages.success(request, _("Keputusan tersimpan."))
            return redirect("desk")
    return show(request, report, decide_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A question or a line for the reporter, who reads it at the receipt."""
    report, form = _report(request, pk), WriteForm(request.POST)
    if form.is_valid():
        kind = NoteKind.QUESTION if form.cleaned_data["question"] else NoteKind.ANSWER
        values = {"kind": kind, "text": form.cleaned_data["text"], "by": person_of(request), "at": timezone.now()}
        if attempt(form, listen.tell_reporter, report=report, **values):
            return said(request, _("Pelapor bisa membacanya dengan kodenya."), "desk_report", pk)
    return show(request, report, write_form=form, status=400)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def seal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This is about police conduct: it leaves the unit for good."""
    listen.seal_report(report=_report(request, pk), by=person_of(request), at=timezone.now())
    messages.success(request, _("Laporan disegel dan hanya terbaca oleh pengawas luar."))
    return redirect("desk")
