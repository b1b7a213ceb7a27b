"""What the machine suggests for an issue: a person confirms it or says why not."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teduh.listen import reads as listen
from teduh.listen.models import Report
from teduh.triage import actions
from teduh.triage.screens.answers import attempt, said
from teduh.triage.screens.changes import issue_of
from teduh.triage.screens.forms import RefuseForm
from teduh.triage.screens.issues import show
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission


def _report(request: HttpRequest, pk: UUID) -> Report:
    return listen.report(person_of(request), pk, on=timezone.localdate())


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def confirm(request: HttpRequest, pk: UUID, report_pk: UUID) -> HttpResponse:
    """Refusals of the action become a calm page: nothing was typed that could be lost."""
    issue, report = issue_of(request, pk), _report(request, report_pk)
    actions.join_report(report=report, issue=issue, by=person_of(request), at=timezone.now())
    return said(request, _("Laporan masuk ke isu “%s”.") % issue.title, "issue", pk)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def refuse(request: HttpRequest, pk: UUID, report_pk: UUID) -> HttpResponse:
    issue, report = issue_of(request, pk), _report(request, report_pk)
    form = RefuseForm(request.POST, auto_id=f"{report_pk}_%s")
    values = {"report": report, "issue": issue, "reason": request.POST.get("reason", "")}
    if attempt(form, actions.refuse_join, **values, by=person_of(request), at=timezone.now()):
        return said(request, _("Dicatat: laporan ini bukan bagian isu itu."), "issue", pk)
    return show(request, issue, refused={report_pk: form}, status=400)
