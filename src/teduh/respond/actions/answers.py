"""Whether a published fact answers a report: the desk refuses it there, or lets it be offered again."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen import reads as listen
from teduh.listen.models import Report
from teduh.respond.answers import AnswerRefusal
from teduh.respond.models import Clarification
from teduh.respond.rules import NoAnswer, PublicationState
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@transaction.atomic
def refuse_answer(
    *, report: Report, clarification: Clarification, why: NoAnswer, by: Person, at: datetime
) -> AnswerRefusal:
    """This fact does not answer this report. Refused again, the later reason counts."""
    _require(report, by, on=timezone.localdate(at))
    if clarification.state not in (PublicationState.PUBLISHED, PublicationState.WITHDRAWN):
        raise Refused(_("Hanya fakta yang sudah terbit yang bisa ditolak."))
    refusal, _new = AnswerRefusal.objects.update_or_create(
        report=report, clarification=clarification, defaults={"why": why, "by": by, "at": at}
    )
    _record("respond.refuse_answer", report, clarification, by, at, why=why)
    return refusal


@transaction.atomic
def offer_answer_again(*, report: Report, clarification: Clarification, by: Person, at: datetime) -> None:
    """The refusal was a mistake."""
    _require(report, by, on=timezone.localdate(at))
    gone, _rows = AnswerRefusal.objects.filter(report=report, clarification=clarification).delete()
    if gone:
        _record("respond.offer_answer_again", report, clarification, by, at)


def _require(report: Report, by: Person, *, on: date) -> None:
    access.require(by, Permission.TRIAGE_DECIDE)
    listen.report(by, report.pk, on=on)


def _record(
    action: str, report: Report, clarification: Clarification, by: Person, at: datetime, **details: object
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("report", report.pk),
        unit_id=report.unit_id,
        details={"clarification": clarification.pk, **details},
    )
