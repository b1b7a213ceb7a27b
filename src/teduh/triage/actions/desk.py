"""What the desk decides about a report."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen import actions as listen
from teduh.listen.models import Report
from teduh.listen.rules import Channel, NoteKind
from teduh.places.models import Area
from teduh.triage.actions.checks import record, require_issue, require_open, require_report, words
from teduh.triage.models import Assessment, Issue, IssueVillage, Join, Sighting
from teduh.triage.rules import IssueKind, JoinState, Outcome, SightingSource
from teduh.trust import audit, neutrality
from teduh.trust.actors import SYSTEM
from teduh.trust.models import Person


@transaction.atomic
def join_report(*, report: Report, issue: Issue, by: Person, at: datetime, why: dict[str, Any] | None = None) -> Join:
    """A person confirms that the report belongs to the issue. Protected speech never does."""
    require_report(by, report, at)
    require_issue(by, issue, at)
    require_open(issue)
    _require_undecided(report, allow=Outcome.JOINED)
    elsewhere = Join.objects.filter(report=report, state=JoinState.CONFIRMED).exclude(issue=issue)
    if elsewhere.exists():
        raise Refused(_("Laporan ini sudah masuk ke isu lain."))
    join = _decided(JoinState.CONFIRMED, report, issue, by=by, at=at, why=why)
    Assessment.objects.get_or_create(report=report, defaults={"outcome": Outcome.JOINED, "by": by, "at": at})
    _pass_over(report, by, at)
    _touch_village(report, issue)
    if issue.kind == IssueKind.RUMOUR:
        _note_sighting(report, issue, by, at)
    record("triage.join", issue, by, at, report=report.pk)
    return join


def _decided(
    state: str, report: Report, issue: Issue, *, by: Person, at: datetime, why: dict[str, Any] | None, **more: Any
) -> Join:
    """What a person says of the pair. What the machine thought when it suggested it stays; else what it shows now."""
    join = Join.objects.filter(report=report, issue=issue).first() or Join(report=report, issue=issue)
    if why and join.sureness is None:
        join.why = {**join.why, **why}
        join.sureness, join.likeness, join.conflicts = _figures(why)
    join.why = {**{name: told for name, told in join.why.items() if name != "refused"}, **more}
    join.state, join.by, join.at = state, by, at
    join.save()
    return join


def _figures(why: dict[str, Any]) -> tuple[float | None, float | None, int | None]:
    """The machine's figures among the reasons; they stay when the words go."""
    if "sure" not in why or "like" not in why:
        return None, None, None
    return why["sure"], why["like"], len(why.get("conflicts", ()))


def _pass_over(report: Report, by: Person, at: datetime, **more: Any) -> None:
    """Another decision was taken: what the machine suggested is kept as not chosen, and nobody said why."""
    rows = Join.objects.filter(report=report, state=JoinState.SUGGESTED)
    rows.update(state=JoinState.PASSED, by=by, at=at, **more)


@transaction.atomic
def confirm_place(*, report: Report, village: Area, by: Person, at: datetime) -> Report:
    """The desk says where it was; what an open issue noted from the report follows."""
    join = Join.objects.filter(report=report, state=JoinState.CONFIRMED).select_related("issue").first()
    if join is not None:
        require_issue(by, join.issue, at)
        require_open(join.issue)
    listen.confirm_place(report=report, village=village, by=by, at=at)
    if join is not None:
        _touch_village(report, join.issue)
        Sighting.objects.filter(issue=join.issue, report=report).update(village=village)
        record("triage.place", join.issue, by, at, report=report.pk, village=village.pk)
    return report


def _touch_village(report: Report, issue: Issue) -> None:
    if report.village_id:
        IssueVillage.objects.get_or_create(issue=issue, village_id=report.village_id)


def _note_sighting(report: Report, issue: Issue, by: Person, at: datetime) -> None:
    """A report of a rumour is one hearing of it; the road is guessed from the channel and can be corrected."""
    source = SightingSource.WHATSAPP_GROUP if report.channel == Channel.WHATSAPP else SightingSource.OTHER
    Sighting.objects.get_or_create(
        issue=issue,
        report=report,
        defaults={
            "village_id": report.village_id,
            "heard_on": report.happened_on or timezone.localdate(report.received_at),
            "source": source,
            "by": by,
            "at": at,
        },
    )


@transaction.atomic
def suggest_join(*, report: Report, issue: Issue, why: dict[str, Any], at: datetime) -> Join | None:
    """The machine offers a join; what a person decided, confirmed or refused stays as it is."""
    if report.words_gone_at or report.restricted_at or Assessment.objects.filter(report=report).exists():
        return None
    sureness, likeness, conflicts = _figures(why)
    defaults = {"state": JoinState.SUGGESTED, "why": why, "at": at, "suggested_at": at}
    figures = {"sureness": sureness, "likeness": likeness, "conflicts": conflicts}
    join, added = Join.objects.get_or_create(report=report, issue=issue, defaults={**defaults, **figures})
    if not added:
        return None
    record("triage.suggest", issue, SYSTEM, at, report=report.pk, sure=sureness)
    return join


@transaction.atomic
def refuse_join(
    *, report: Report, issue: Issue, reason: str, by: Person, at: datetime, why: dict[str, Any] | None = None
) -> Join:
    """A person says that the report does not belong there; the machine does not suggest it again.

    A confirmed join is undone, and the report waits again with what had been suggested beside it.
    """
    require_report(by, report, at)
    require_issue(by, issue, at)
    reason = words(reason, field="reason")
    was_confirmed = Join.objects.filter(report=report, issue=issue, state=JoinState.CONFIRMED).exists()
    join = _decided(JoinState.REFUSED, report, issue, by=by, at=at, why=why, refused=reason)
    if was_confirmed:
        Assessment.objects.filter(report=report, outcome=Outcome.JOINED).delete()
        Sighting.objects.filter(issue=issue, report=report).delete()
        Join.objects.filter(report=report, state=JoinState.PASSED).update(state=JoinState.SUGGESTED, by=None, at=at)
    record("triage.refuse_join", issue, by, at, report=report.pk, was_confirmed=was_confirmed)
    return join


@transaction.atomic
def withdraw_refusal(*, report: Report, issue: Issue, by: Person, at: datetime) -> None:
    """The refusal was a mistake: a suggestion is one again, and what was none may be suggested."""
    require_report(by, report, at)
    require_issue(by, issue, at)
    _require_undecided(report)
    join = Join.objects.filter(report=report, issue=issue, state=JoinState.REFUSED).first()
    if join is None:
        raise Refused(_("Laporan ini tidak sedang ditolak dari isu itu."))
    if join.suggested_at is None:
        join.delete()
    else:
        join.why.pop("refused", None)
        join.state, join.by, join.at = JoinState.SUGGESTED, None, at
        join.save(update_fields=("state", "by", "at", "why"))
    record("triage.withdraw_refusal", issue, by, at, report=report.pk)


@transaction.atomic
def decide(*, report: Report, outcome: Outcome, reason: str, by: Person, at: datetime, answer: str = "") -> Assessment:
    """A report that becomes no issue: answered at once, protected speech, or nothing to act on.

    Protected speech is final: no action turns it into an issue, or another outcome, afterwards.
    """
    require_report(by, report, at)
    if outcome == Outcome.JOINED:
        raise Refused(_("Pilih isunya untuk menggabungkan laporan."))
    _require_undecided(report)
    reason = words(reason, field="reason", most=400)
    answer = answer.strip()
    if outcome == Outcome.ANSWERED:
        answer = words(answer, field="answer", least=10)
    if answer:
        neutrality.require_neutral(answer, unit=report.unit, on=timezone.localdate(at), field="answer")
        listen.tell_reporter(report=report, kind=NoteKind.ANSWER, text=answer, by=by, at=at)
    assessment = Assessment.objects.create(report=report, outcome=outcome, reason=reason, by=by, at=at)
    # It becomes no issue, and no reason for one is kept; the figures say how wrong the machine was.
    _pass_over(report, by, at, why={})
    audit.record(
        by=by,
        at=at,
        action=f"triage.{outcome}",
        subject=("report", report.pk),
        unit_id=report.unit_id,
        details={"answered": bool(answer)},
    )
    return assessment


def _require_undecided(report: Report, *, allow: str = "") -> None:
    earlier = Assessment.objects.filter(report=report).first()
    if earlier is None or earlier.outcome == allow:
        return
    if earlier.outcome == Outcome.PROTECTED_SPEECH:
        raise Refused(_("Laporan ini pendapat yang dilindungi. Ia tidak bisa menjadi isu."))
    raise Refused(_("Laporan ini sudah diputuskan: %(outcome)s.") % {"outcome": earlier.get_outcome_display()})
