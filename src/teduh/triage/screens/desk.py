"""The queue of the desk."""

from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from teduh.listen.models import Report
from teduh.triage import adapt, burst_reads, reads
from teduh.triage.models import BurstMember
from teduh.triage.rules import IssueKind, MemberState
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.paging import Page

FILTERS: Final = ("semua", "darurat", "tanpa-tempat", "bertempat", "beramai-ramai")
SHOWN_LETTERS: Final = 280
# Hints are read from the words each time, about a millisecond for each report.
LOOKED_THROUGH: Final = 500


@permitted(Permission.TRIAGE_DECIDE)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    today = timezone.localdate(now)
    chosen, kind = request.GET.get("saring", "semua"), request.GET.get("petunjuk", "")
    waiting = reads.waiting(person, on=today)
    bursts = burst_reads.burst_ids(waiting)
    rows = _filtered(burst_reads.one_by_one(waiting, bursts), chosen)
    page = Page(request, _of_kind(rows, kind) if kind in IssueKind.values else rows)
    shows_bursts = chosen == "beramai-ramai" or (chosen == "semua" and page.number == 1 and not kind)
    burst_rows = burst_reads.burst_rows(waiting, bursts) if shows_bursts and bursts else []
    context = {
        "figures": reads.queue_figures(person, at=now),
        "page": page,
        "bursts": burst_rows,
        "lines": [_line(report) for report in page.rows],
        "cautions": burst_reads.cautions_of([report.pk for report in page.rows]),
        "suggested": reads.suggested_joins(
            [*(report.pk for report in page.rows), *(row.nearest.pk for row in burst_rows)],
            among=reads.issues_for(person, on=today),
        ),
        "chosen": chosen,
        "filters": _filter_labels(),
        "kind": kind,
        "kinds": IssueKind.choices,
        "looked_through": LOOKED_THROUGH if kind in IssueKind.values and rows.count() > LOOKED_THROUGH else None,
        "now": now,
    }
    return render(request, "triage/desk.html", context)


def _filter_labels() -> list[tuple[str, str]]:
    labels = (_("Semua"), _("Kata darurat"), _("Tempat belum pasti"), _("Tempat sudah pasti"), _("Beramai-ramai"))
    return list(zip(FILTERS, labels, strict=True))


def _filtered(rows: QuerySet[Report], chosen: str) -> QuerySet[Report]:
    if chosen == "darurat":
        return rows.filter(emergency=True)
    if chosen == "beramai-ramai":
        return rows.filter(Exists(BurstMember.objects.filter(report=OuterRef("pk"), state=MemberState.SUGGESTED)))
    if chosen == "tanpa-tempat":
        return rows.filter(village__isnull=True)
    return rows.filter(village__isnull=False) if chosen == "bertempat" else rows


def _of_kind(rows: QuerySet[Report], kind: str) -> list[Report]:
    """Of the reports that wait longest, those whose words speak for this kind most."""
    return [report for report in rows[:LOOKED_THROUGH] if adapt.likely_kind(adapt.hints_of(report.text)) == kind]


def _line(report: Report) -> dict[str, Any]:
    found = adapt.hints_of(report.text)
    return {
        "report": report,
        "clues": adapt.clues(found)[:3],
        "pieces": adapt.clip(adapt.pieces(report.text, found), SHOWN_LETTERS),
        "cut": len(report.text) > SHOWN_LETTERS,
    }
