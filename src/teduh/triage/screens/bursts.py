"""Near-copies that came close in time: what differs is read first, and one decision handles the rest."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from teduh.listen import reads as listen
from teduh.listen.models import Report
from teduh.places.keys import new_id
from teduh.triage import actions, burst_adapt, burst_reads, reads
from teduh.triage.models import BurstMember, Join
from teduh.triage.rules import IssueKind
from teduh.triage.screens.answers import attempt
from teduh.triage.screens.forms import ManyDecideForm, ManyJoinForm, ManyOpenForm
from teduh.triage.screens.many import DOINGS
from teduh.trust.access import permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission

# So many copies are written out: first those whose words differ, then a few that are the same letter by letter.
SHOWN, SHOWN_SAME = 12, 3


def _waiting(person: Person) -> QuerySet[Report]:
    return reads.waiting(person, on=timezone.localdate())


@permitted(Permission.TRIAGE_DECIDE)
@require_GET
def burst(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, pk, {})


def _show(
    request: HttpRequest,
    pk: UUID,
    given: dict[str, forms.Form],
    *,
    ticked: frozenset[UUID] = frozenset(),
    issue_id: UUID | None = None,
) -> HttpResponse:
    person = person_of(request)
    waiting = _waiting(person)
    found = burst_reads.burst(pk, waiting)
    members = list(burst_reads.waiting_members(found, waiting))
    cautions = burst_reads.cautions_of([member.report_id for member in members])
    apart = [member for member in members if member.stands_out]
    copies = [member for member in members if not member.stands_out]
    shown = [one for one in copies if one.differs][:SHOWN] + [one for one in copies if not one.differs][:SHOWN_SAME]
    row = burst_reads.burst_rows(waiting, [found.pk])[0]
    text, suggestion = row.nearest.text, _suggested(person, copies)
    context = {
        "burst": found,
        "text": text,
        "row": row,
        "apart": [_line(member, text) for member in apart],
        "copies": [_line(member, text) for member in shown],
        "more": len(copies) - len(shown),
        "copies_count": len(copies),
        "decided": burst_reads.decided_in(found),
        "cautions": sorted(
            {row.rule: row for rows in cautions.values() for row in rows}.values(), key=lambda row: row.rule
        ),
        "ticked": ticked,
        "issue_id": issue_id or new_id(),
        "suggestion": suggestion,
        "now": timezone.now(),
        **{f"{name}_form": form for name, form in (_forms(request, None, suggestion) | given).items()},
    }
    return render(request, "triage/burst.html", context, status=400 if given else 200)


def _line(member: BurstMember, text: str) -> dict[str, Any]:
    return {"member": member, "report": member.report, "pieces": burst_adapt.differing(member.report.text, text)}


def _suggested(person: Person, members: list[BurstMember]) -> Join | None:
    """What the machine suggests for most of the copies: one decision is then one press."""
    among = reads.issues_for(person, on=timezone.localdate())
    joins = list(reads.suggested_joins([one.report_id for one in members], among=among).values())
    issues = Counter(join.issue_id for join in joins)
    return next((join for join in joins if join.issue_id == issues.most_common(1)[0][0]), None)


def _forms(request: HttpRequest, asked: str | None, suggestion: Join | None = None) -> dict[str, forms.Form]:
    person, today = person_of(request), timezone.localdate()
    given = {name: request.POST if name == asked else None for name in DOINGS}
    issues = reads.issues_for(person, on=today).filter(closed_at__isnull=True)
    first = {"issue": suggestion.issue_id} if suggestion else None
    return {
        "join": ManyJoinForm(given["join"], issues=issues, initial=first),
        "open": ManyOpenForm(given["open"], people=reads.assignable(person), initial={"kind": IssueKind.RUMOUR}),
        "decide": ManyDecideForm(given["decide"]),
    }


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Join all, open one issue from all, or set all aside; what stands out only where it was ticked."""
    person, now = person_of(request), timezone.now()
    waiting = _waiting(person)
    found = burst_reads.burst(pk, waiting)
    asked = request.POST.get("action")
    if asked not in DOINGS:
        messages.warning(request, _("Pilih salah satu cara. Belum ada yang diubah."))
        return redirect("burst", pk)
    typed = request.POST.get("issue_id", "")
    issue_id = UUID(typed) if reads.is_id(typed) else new_id()
    also = frozenset(UUID(value) for value in request.POST.getlist("juga") if reads.is_id(value))
    form = _forms(request, asked)[asked]
    if form.is_valid():
        members = burst_reads.waiting_members(found, waiting)
        reports = list(waiting.filter(pk__in=members.order_by().values("report")))
        data = {**form.cleaned_data, "issue_id": issue_id}
        values = {"burst": found, "reports": reports, "also": also, "by": person, "at": now}
        if attempt(form, _decided, request=request, asked=asked, data=data, **values):
            return redirect("desk")
    return _show(request, pk, {asked: form}, ticked=also, issue_id=issue_id)


def _decided(
    *, request: HttpRequest, asked: str, data: dict[str, Any], by: Person, at: datetime, **values: Any
) -> None:
    done = actions.decide_burst(doing=lambda chosen: DOINGS[asked](data, chosen, by, at), by=by, at=at, **values)
    left = len(values["reports"]) - len(done)
    messages.success(
        request, ngettext("%(n)d laporan selesai.", "%(n)d laporan selesai.", len(done)) % {"n": len(done)}
    )
    if left:
        told = ngettext(
            "%(n)d laporan yang berbeda masih menunggu dibaca.",
            "%(n)d laporan yang berbeda masih menunggu dibaca.",
            left,
        )
        messages.info(request, told % {"n": left})


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    found = burst_reads.burst(pk, _waiting(person))
    typed = request.POST.get("laporan", "")
    report = listen.report(person, UUID(typed) if reads.is_id(typed) else pk, on=timezone.localdate())
    actions.take_out(burst=found, report=report, by=person, at=timezone.now())
    messages.success(request, _("Laporan itu sekarang menunggu sendiri di meja."))
    still = burst_reads.waiting_members(found, _waiting(person)).exists()
    return redirect("burst", pk) if still else redirect("desk")
