"""An issue from its opening to its end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen import actions as listen
from teduh.listen import reads as reports_reads
from teduh.listen.models import Report
from teduh.listen.rules import NoteKind
from teduh.places import reads as places
from teduh.places.keys import new_id
from teduh.places.models import Area, Unit
from teduh.triage import reads
from teduh.triage.actions.cautions import require_second_source
from teduh.triage.actions.checks import record, require_ground, require_issue, require_open, require_reach, words
from teduh.triage.actions.desk import join_report
from teduh.triage.models import Issue, IssueVillage, LevelChange
from teduh.triage.rules import CLOCKS, ELECTION_OFFENCE_CLOCK, GROWTH_FACTORS, IssueKind, Level, Priority
from teduh.trust import access, neutrality
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@transaction.atomic
def open_issue(
    *,
    kind: IssueKind,
    title: str,
    villages: Sequence[Area],
    unit: Unit,
    by: Person,
    at: datetime,
    summary: str = "",
    known_at: datetime | None = None,
    priority: Priority = Priority.MEDIUM,
    reports: Sequence[Report] = (),
    issue_id: UUID | None = None,
) -> Issue:
    """One matter that reports may speak of. The same `issue_id` again is the same issue."""
    access.require(by, Permission.TRIAGE_DECIDE)
    earlier = Issue.objects.filter(pk=issue_id).first() if issue_id else None
    if earlier is not None:
        return earlier
    require_ground(by, unit, villages, at)
    known = min([report.received_at for report in reports] + [known_at or at])
    issue = Issue.objects.create(
        id=issue_id or new_id(),
        unit=unit,
        kind=kind,
        title=words(title, field="title", most=160),
        summary=summary.strip(),
        priority=priority,
        opened_at=at,
        opened_by=by,
        known_at=known,
        due_at=due(kind, priority, opened_at=at, known_at=known),
    )
    IssueVillage.objects.bulk_create(IssueVillage(issue=issue, village=village) for village in dict.fromkeys(villages))
    record("triage.open", issue, by, at, kind=kind, priority=priority, villages=[area.pk for area in villages])
    for report in reports:
        join_report(report=report, issue=issue, by=by, at=at)
    return issue


def due(kind: str, priority: str, *, opened_at: datetime, known_at: datetime) -> datetime | None:
    """When the clock runs out: an election offence seven days after it was known, others by priority."""
    if kind == IssueKind.ELECTION_OFFENCE:
        return known_at + ELECTION_OFFENCE_CLOCK
    span: timedelta | None = CLOCKS.get(priority)
    return opened_at + span if span else None


@transaction.atomic
def set_level(
    *, issue: Issue, level: Level, reason: str, by: Person, at: datetime, factors: Sequence[str] = ()
) -> LevelChange:
    """A step on the risk ladder, about the situation, with the reason."""
    require_issue(by, issue, at, Permission.LEVEL_SET)
    require_open(issue)
    if level in (Level.IMMINENT, Level.ACTUAL):
        require_second_source(issue)
    unknown = set(factors) - set(GROWTH_FACTORS)
    if unknown:
        raise Refused(_("Pilih faktor dari daftar."), field="factors")
    change = LevelChange.objects.create(
        issue=issue,
        level=level,
        reason=words(reason, field="reason", least=10, most=400),
        factors=[factor for factor in GROWTH_FACTORS if factor in factors],
        by=by,
        at=at,
    )
    before, issue.level = issue.level, level
    issue.save(update_fields=("level",))
    record("triage.level", issue, by, at, before=before, after=level, factors=change.factors)
    return change


@transaction.atomic
def set_priority(*, issue: Issue, priority: Priority, by: Person, at: datetime) -> Issue:
    """Another priority sets the clock anew from the opening."""
    require_issue(by, issue, at)
    require_open(issue)
    before, issue.priority = issue.priority, priority
    issue.due_at = due(issue.kind, priority, opened_at=issue.opened_at, known_at=issue.known_at)
    issue.save(update_fields=("priority", "due_at"))
    record("triage.priority", issue, by, at, before=before, after=priority)
    return issue


@transaction.atomic
def set_villages(*, issue: Issue, villages: Sequence[Area], by: Person, at: datetime) -> Issue:
    """Which villages the issue touches. Nobody adds or takes away a village outside their own ground."""
    require_issue(by, issue, at)
    require_open(issue)
    before = set(issue.places.values_list("village", flat=True))
    after = {village.pk for village in villages}
    if not after:
        raise Refused(_("Pilih sedikitnya satu desa."), field="villages")
    require_ground(by, issue.unit, list(places.areas(sorted(before ^ after))), at)
    issue.places.filter(village__in=before - after).delete()
    IssueVillage.objects.bulk_create(IssueVillage(issue=issue, village_id=code) for code in sorted(after - before))
    record("triage.villages", issue, by, at, added=sorted(after - before), removed=sorted(before - after))
    return issue


@transaction.atomic
def assign(*, issue: Issue, to: Person | None, by: Person, at: datetime) -> Issue:
    """Give the issue to somebody of the unit, or to nobody."""
    require_issue(by, issue, at)
    require_open(issue)
    if to is not None and not reads.assignable(by).filter(pk=to.pk).exists():
        raise Refused(_("Orang ini bukan dari satuan Anda."), field="to")
    issue.assigned_to = to
    issue.save(update_fields=("assigned_to",))
    record("triage.assign", issue, by, at, to=to.pk if to else "")
    return issue


@transaction.atomic
def answer_reporters(
    *, issue: Issue, text: str, by: Person, at: datetime, link: str = "", passed_the_gate: bool = False
) -> int:
    """Tell everybody whose report belongs to the issue and who holds a receipt; returns how many were told."""
    access.require_any(by, Permission.TRIAGE_DECIDE, Permission.CLARIFICATION_WRITE, Permission.CLARIFICATION_APPROVE)
    require_reach(by, issue, at)
    text = words(text, field="text", least=10)
    if not passed_the_gate:
        # Also where nobody holds a receipt yet: the issue is marked as answered with these words.
        neutrality.require_neutral(text, unit=issue.unit, on=timezone.localdate(at), field="text")
    told = list(reports_reads.reporters_to_tell([report.pk for report in reads.reports_of(issue)]))
    for report in told:
        listen.tell_reporter(
            report=report, kind=NoteKind.ANSWER, text=text, by=by, at=at, link=link, passed_the_gate=True
        )
    issue.answered_at = at
    issue.save(update_fields=("answered_at",))
    record("triage.answer", issue, by, at, told=len(told), link=link)
    return len(told)


@transaction.atomic
def close_issue(*, issue: Issue, reason: str, by: Person, at: datetime) -> Issue:
    """The end of a matter. Somebody who asked must have been answered before."""
    require_issue(by, issue, at)
    require_open(issue)
    reason = words(reason, field="reason", least=10, most=400)
    if reads.unanswered_reporters(issue).exists():
        raise Refused(_("Jawab dahulu para pelapor; sesudah itu isu bisa ditutup."))
    # Where nobody holds a receipt, there is nobody left to answer.
    issue.answered_at = issue.answered_at or at
    issue.closed_at, issue.closed_by, issue.closing_reason = at, by, reason
    issue.save(update_fields=("answered_at", "closed_at", "closed_by", "closing_reason"))
    record("triage.close", issue, by, at)
    return issue


@transaction.atomic
def reopen_issue(*, issue: Issue, reason: str, by: Person, at: datetime) -> Issue:
    """A matter that has come up again."""
    require_issue(by, issue, at)
    if issue.closed_at is None:
        raise Refused(_("Isu ini masih terbuka."))
    reason = words(reason, field="reason", least=10)
    issue.closed_at, issue.closed_by, issue.closing_reason = None, None, ""
    issue.save(update_fields=("closed_at", "closed_by", "closing_reason"))
    record("triage.reopen", issue, by, at, reason=reason)
    return issue
