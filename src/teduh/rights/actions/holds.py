"""A legal hold: placed and ended by named persons, with reasons."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound, Refused
from teduh.listen import reads as listen
from teduh.places import reads as places
from teduh.rights import reads
from teduh.rights.actions.checks import sentence
from teduh.rights.models import Hold
from teduh.rights.rules import REASON_LEAST, HoldScope
from teduh.triage import reads as triage
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@transaction.atomic
def place_hold(
    *,
    scope: str,
    reason: str,
    by: Person,
    at: datetime,
    subject_id: UUID | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Hold:
    """Nothing that it covers is destroyed from now on. A contact is not kept by it: its timer is a promise."""
    access.require(by, Permission.HOLD_MANAGE)
    if scope not in HoldScope.values:
        raise Refused(_("Pilih apa yang ditahan."), field="scope")
    if scope == HoldScope.PERIOD:
        subject_id = None
        if first_day is None or last_day is None or last_day < first_day:
            raise Refused(_("Tulis hari pertama dan hari terakhir dari masa yang ditahan."), field="first_day")
    else:
        first_day = last_day = None
        if subject_id is None:
            raise Refused(_("Tulis nomor perkara yang ditahan."), field="subject_id")
        _require_reach(scope, subject_id, by)
    hold = Hold.objects.create(
        unit=by.unit,
        scope=scope,
        subject_id=subject_id,
        first_day=first_day,
        last_day=last_day,
        reason=sentence(reason, field="reason", least=REASON_LEAST, most=400),
        placed_by=by,
        placed_at=at,
    )
    _record("hold.place", hold, by, at)
    return hold


@transaction.atomic
def end_hold(*, hold: Hold, reason: str, by: Person, at: datetime) -> Hold:
    """From now on the timers count again."""
    access.require(by, Permission.HOLD_MANAGE)
    hold = Hold.objects.select_for_update().get(pk=reads.hold(by, hold.pk).pk)
    if hold.ended_at is not None:
        raise Refused(_("Penahanan ini sudah berakhir."))
    hold.ended_by, hold.ended_at = by, at
    hold.end_reason = sentence(reason, field="reason", most=400)
    hold.save(update_fields=("ended_by", "ended_at", "end_reason"))
    _record("hold.end", hold, by, at)
    return hold


def _require_reach(scope: str, subject_id: UUID, by: Person) -> None:
    """It lies with the person's own units; of a complaint only the outside body that received it can even ask."""
    units, unit_id = places.units_under(by.unit), None
    if scope == HoldScope.REPORT:
        report = listen.report_by_id(subject_id)
        unit_id = report.unit_id if report else None
    elif scope == HoldScope.ISSUE:
        issue = triage.issue_by_id(subject_id)
        unit_id = issue.unit_id if issue else None
    elif scope == HoldScope.COMPLAINT:
        complaint = listen.complaints_for(by).filter(pk=subject_id).first()
        unit_id = complaint.receiver_id if complaint else None
    else:
        request = reads.requests_for(by).filter(pk=subject_id).first()
        unit_id = request.unit_id if request else None
    if unit_id is None or unit_id not in units:
        raise NotFound(_("Perkara dengan nomor ini tidak ada, atau tidak di satuan Anda."))


def _record(action: str, hold: Hold, by: Person, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("hold", hold.pk),
        unit_id=hold.unit_id,
        details={
            "scope": hold.scope,
            "subject": hold.subject_id or "",
            "first_day": hold.first_day or "",
            "last_day": hold.last_day or "",
        },
    )
