"""A rumour is heard, checked and weighed. Who told it is not kept."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen.models import Report
from teduh.places.models import Area
from teduh.triage.actions.checks import record, require_issue, require_open, words
from teduh.triage.models import Check, Issue, IssueVillage, Sighting, VerdictChange
from teduh.triage.rules import IssueKind, SightingSource, Verdict
from teduh.trust import access
from teduh.trust.models import Person


def _require_rumour(issue: Issue) -> None:
    if issue.kind != IssueKind.RUMOUR:
        raise Refused(_("Hanya isu berjenis kabar yang punya catatan ini."))


@transaction.atomic
def add_sighting(
    *,
    issue: Issue,
    village: Area | None,
    heard_on: date,
    source: SightingSource,
    by: Person,
    at: datetime,
    report: Report | None = None,
) -> Sighting:
    """The rumour was heard there and then, by that kind of road."""
    require_issue(by, issue, at)
    require_open(issue)
    _require_rumour(issue)
    if village is not None:
        access.require_village(by, village, on=timezone.localdate(at))
    if heard_on > timezone.localdate(at):
        raise Refused(_("Hari ini belum tiba. Pilih hari kabar itu terdengar."), field="heard_on")
    sighting = Sighting.objects.create(
        issue=issue, village=village, heard_on=heard_on, source=source, report=report, by=by, at=at
    )
    if village is not None:
        IssueVillage.objects.get_or_create(issue=issue, village=village)
    record("triage.sighting", issue, by, at, village=village.pk if village else "", heard_on=heard_on)
    return sighting


@transaction.atomic
def correct_sighting(*, sighting: Sighting, source: SightingSource, by: Person, at: datetime) -> Sighting:
    """By which kind of road it was heard; what a joined report leaves to guess, a person sets right."""
    issue = sighting.issue
    require_issue(by, issue, at)
    require_open(issue)
    before, sighting.source = sighting.source, source
    sighting.save(update_fields=("source",))
    record("triage.correct_sighting", issue, by, at, sighting=sighting.pk, before=before, after=source)
    return sighting


@transaction.atomic
def add_check(*, issue: Issue, checked_with: str, finding: str, by: Person, at: datetime) -> Check:
    """Which office was asked, and what it said."""
    require_issue(by, issue, at)
    require_open(issue)
    check = Check.objects.create(
        issue=issue,
        checked_with=words(checked_with, field="checked_with", most=160),
        finding=words(finding, field="finding", least=5),
        by=by,
        at=at,
    )
    record("triage.check", issue, by, at, checked_with=check.checked_with)
    return check


@transaction.atomic
def give_verdict(*, issue: Issue, verdict: Verdict, reason: str, by: Person, at: datetime) -> VerdictChange:
    """One of nine grades. "Confirmed" needs somebody who was asked."""
    require_issue(by, issue, at)
    require_open(issue)
    _require_rumour(issue)
    if verdict in (Verdict.CONFIRMED_TRUE, Verdict.CONFIRMED_FALSE) and not issue.checks.exists():
        raise Refused(_("Catat dahulu kepada siapa kabar ini diperiksa; sesudah itu bisa dinyatakan terbukti."))
    change = VerdictChange.objects.create(
        issue=issue, verdict=verdict, reason=words(reason, field="reason", least=10, most=400), by=by, at=at
    )
    before, issue.verdict = issue.verdict, verdict
    issue.save(update_fields=("verdict",))
    record("triage.verdict", issue, by, at, before=before, after=verdict)
    return change
