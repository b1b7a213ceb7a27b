"""A visit is told again. Two tellings that met are both kept until a person decides."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.respond import reads
from teduh.respond.account import Account
from teduh.respond.actions.visits import check_carried
from teduh.respond.corrections import Correction
from teduh.respond.models import Concern, Message, Visit, VisitQuestion
from teduh.respond.rules import CORRECTED_WITHIN, CorrectionState
from teduh.triage import reads as triage
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role


@transaction.atomic
def correct_visit(
    *,
    correction_id: UUID,
    visit: Visit,
    base: int,
    account: Account,
    messages: Sequence[Message] = (),
    settles: Collection[UUID] = (),
    by: Person,
    at: datetime,
) -> Correction:
    """Tell a visit again, whole. On a version that is no longer the present one it waits beside what stands there.

    `account` is made by `Account.checked`. The same id again gives the earlier result.
    """
    row = open_visit(visit, by=by, at=at)
    earlier = Correction.objects.filter(pk=correction_id).first()
    if earlier:
        return earlier
    if not 1 <= base <= row.version:
        raise Refused(_("Versi kunjungan ini tidak dikenal. Ambil data terbaru dulu."), field="base")
    if timezone.localdate(account.started_at) != timezone.localdate(row.started_at):
        raise Refused(
            _("Hari kunjungan tidak dapat diganti. Catat kunjungan yang lain tersendiri."), field="started_at"
        )
    check_carried(row, account, messages, by=by, today=timezone.localdate(at))
    waiting = _waiting(row, settles)
    told, now = account.plain(messages=[message.pk for message in messages]), reads.told_now(row)
    made = Correction(id=correction_id, visit=row, base=base, told=told, by=by, at=at)
    if base == row.version or told in (now, _at_version(row, base)):
        _apply(made, row, told if base == row.version else now, now)
        made.save(force_insert=True)
        _note("respond.correct_visit", row, by, at, correction=made.pk, base=base, version=made.version)
        for other in waiting:
            _set_aside(other, by, at)
        return made
    made.state = CorrectionState.WAITING
    made.save(force_insert=True)
    _note("respond.differ", row, by, at, correction=made.pk, base=base, version=row.version)
    return made


@transaction.atomic
def settle_difference(*, correction: Correction, take: bool, by: Person, at: datetime) -> Correction:
    """Of two tellings a person chooses one. The other stays in history."""
    row = open_visit(correction.visit, by=by, at=at)
    (found,) = _waiting(row, [correction.pk])
    if not take:
        return _set_aside(found, by, at)
    _apply(found, row, found.told, reads.told_now(row))
    found.settled_by, found.settled_at = by, at
    found.save(update_fields=("state", "version", "before", "settled_by", "settled_at"))
    _note("respond.take_difference", row, by, at, correction=found.pk, version=found.version)
    return found


def open_visit(visit: Visit, *, by: Person, at: datetime) -> Visit:
    """The visit as it stands now, for somebody who may tell it again."""
    access.require(by, Permission.VISIT_RECORD)
    row = Visit.objects.select_for_update(of=("self",)).select_related("village", "unit").get(pk=visit.pk)
    that_day = timezone.localdate(row.started_at)
    if not reads.visitable(by, days=(timezone.localdate(at), that_day)).filter(pk=row.village_id).exists():
        raise NotAllowed(_("Desa ini di luar wilayah tugas Anda."))
    chief = by.role == Role.SECTOR_CHIEF and row.unit_id in places.units_under(by.unit)
    if not (chief or by.pk == row.recorded_by_id or row.officers.filter(pk=by.pk).exists()):
        raise NotAllowed(_("Hanya petugas kunjungan itu, atau pimpinan satuannya, yang mengubahnya."))
    if row.words_gone_at is not None or at - row.recorded_at > CORRECTED_WITHIN:
        raise Refused(_("Kunjungan ini sudah lewat dua minggu dan tidak diubah lagi."))
    return row


def _waiting(row: Visit, settles: Collection[UUID]) -> list[Correction]:
    wanted = set(settles)
    found = list(row.corrections.select_for_update().filter(pk__in=wanted, state=CorrectionState.WAITING))
    if len(found) != len(wanted):
        raise Refused(_("Perbedaan ini sudah diputuskan. Ambil data terbaru dulu."), field="settles")
    return found


def _at_version(row: Visit, version: int) -> dict[str, Any] | None:
    """What the visit said in an earlier version: whoever sends that again changed nothing."""
    after = row.corrections.filter(state=CorrectionState.APPLIED, version=version + 1)
    # One that changed nothing carries the version and replaced nothing.
    return next((one.before for one in after if one.before), None)


def _apply(made: Correction, row: Visit, told: dict[str, Any], now: dict[str, Any]) -> None:
    made.state, made.version = CorrectionState.APPLIED, row.version
    if told == now:
        return
    made.before, made.version = now, row.version + 1
    row.version = made.version
    row.activity, row.place_detail, row.situation = told["activity"], told["place_detail"], told["situation"]
    row.started_at, row.ended_at = parse_datetime(told["started_at"]), parse_datetime(told["ended_at"])  # type: ignore[assignment]
    row.people = told["people"]
    row.save(update_fields=("version", "activity", "place_detail", "situation", "started_at", "ended_at", "people"))
    row.messages.set(Message.objects.filter(pk__in=told["messages"]))
    row.questions.all().delete()
    row.concerns.all().delete()
    VisitQuestion.objects.bulk_create(
        VisitQuestion(visit=row, position=n, **asked) for n, asked in enumerate(told["questions"], start=1)
    )
    Concern.objects.bulk_create(
        Concern(visit=row, position=n, text=raised["text"], issue_id=_still_there(raised["issue"]))
        for n, raised in enumerate(told["concerns"], start=1)
    )


def _still_there(issue_id: str | None) -> UUID | None:
    found = triage.issue_by_id(UUID(issue_id)) if issue_id else None
    return found.pk if found else None


def _set_aside(correction: Correction, by: Person, at: datetime) -> Correction:
    correction.state, correction.settled_by, correction.settled_at = CorrectionState.SET_ASIDE, by, at
    correction.save(update_fields=("state", "settled_by", "settled_at"))
    _note("respond.set_aside", correction.visit, by, at, correction=correction.pk)
    return correction


def _note(action: str, visit: Visit, by: Person, at: datetime, **details: object) -> None:
    audit.record(by=by, at=at, action=action, subject=("visit", visit.pk), unit_id=visit.unit_id, details=details)
