"""Requests of people without a code, and the decision about any request."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import actions as listen
from teduh.listen import reads as reports
from teduh.places import reads as places
from teduh.places.keys import new_id
from teduh.rights import reads
from teduh.rights.actions.checks import sentence
from teduh.rights.models import Request
from teduh.rights.rules import REQUESTER_KEPT_FOR, SEALED_REQUESTER, Asker, Decision, Right, Road, clock_of
from teduh.triage import retention as triage
from teduh.trust import access, audit, vault
from teduh.trust.models import Person, VaultOpening
from teduh.trust.rules import Permission


@dataclass(frozen=True)
class Answer:
    """What was decided, why, what was done, and what the person is told."""

    decision: str
    reason: str
    done: str
    answer: str


@transaction.atomic
def open_request(
    *,
    right: str,
    asker: str,
    asked: str,
    verified: str,
    by: Person,
    at: datetime,
    received_at: datetime | None = None,
    about_id: UUID | None = None,
    contact: str = "",
) -> Request:
    """Somebody came without a code. How their identity was checked is told in words; no copy of a card is kept."""
    access.require(by, Permission.RIGHTS_MANAGE)
    if right not in Right.values or asker not in Asker.values:
        raise Refused(_("Pilih dari daftar."), field="right" if right not in Right.values else "asker")
    received = received_at or at
    if received > at:
        raise Refused(_("Waktu ini belum tiba. Tulis kapan permintaan itu diterima."), field="received_at")
    if about_id is not None:
        _require_reach(about_id, by)
    made = Request(
        id=new_id(),
        unit=by.unit,
        right=right,
        road=Road.OFFICE,
        asker=asker,
        about_id=about_id,
        received_at=received,
        due_at=received + clock_of(right),
        opened_by=by,
    )
    made.asked = sentence(asked, field="asked")
    made.verified = sentence(verified, field="verified")
    made.save(force_insert=True)
    if contact.strip():
        vault.seal(
            kind=SEALED_REQUESTER,
            subject_id=made.pk,
            text=contact.strip(),
            by=by,
            at=at,
            keep_for=REQUESTER_KEPT_FOR,
            unit_id=by.unit_id,
        )
    _record("rights.ask", made, by, at, right=right, road=Road.OFFICE)
    return made


@transaction.atomic
def decide_request(*, request: Request, answer: Answer, by: Person, at: datetime) -> Request:
    """A named person decides. What was granted about a report that is named here is done in the same moment."""
    access.require(by, Permission.RIGHTS_MANAGE)
    row = Request.objects.select_for_update().get(pk=reads.request(by, request.pk).pk)
    if row.decision != Decision.OPEN:
        raise Refused(_("Permintaan ini sudah diputuskan."))
    if answer.decision not in (Decision.GRANTED, Decision.PARTLY, Decision.REFUSED):
        raise Refused(_("Pilih keputusannya."), field="decision")
    row.decision, row.decided_by, row.decided_at = answer.decision, by, at
    row.reason = sentence(answer.reason, field="reason")
    row.done = answer.done.strip()
    row.answer = sentence(answer.answer, field="answer")
    if row.about_id is not None:
        _carry_out(row, by, at)
    row.save()
    _record("rights.decide", row, by, at, right=row.right, decision=row.decision, late=at > row.due_at)
    return row


def _carry_out(row: Request, by: Person, at: datetime) -> None:
    """What the decision means for the report or complaint, and the words at its receipt."""
    assert row.about_id is not None  # noqa: S101 (asked before)
    about_id, granted = row.about_id, row.decision == Decision.GRANTED
    found = reports.talk_by_id(about_id)
    if found is None or found.unit.pk not in places.units_under(by.unit):
        # It was taken back meanwhile, or went to the outside body: there is nothing of it left here.
        return
    if row.right == Right.OBJECT and not granted:
        listen.lift_restriction(matter_id=about_id, reason=row.answer, by=by, at=at)
        return
    listen.tell_decision(matter_id=about_id, text=row.answer, by=by, at=at)
    if not granted:
        return
    if row.right == Right.WITHDRAW:
        listen.withdraw_contact(matter_id=about_id, by=by, at=at)
    elif row.right in (Right.ERASE, Right.OBJECT):
        if reads.is_held(about_id, sealed=found.sealed, received_at=found.received_at, unit_id=found.unit.pk):
            raise Refused(
                _("Laporan ini sedang ditahan untuk pemeriksaan hukum. Akhiri dulu penahanannya, lalu putuskan."),
                field="decision",
            )
        listen.erase_own(matter_id=about_id, by=by, at=at)
        if not found.sealed:
            triage.forget_about_report(report_id=about_id, by=by, at=at)


@transaction.atomic
def ask_contact(*, request: Request, purpose: str, by: Person, at: datetime) -> VaultOpening:
    """Ask to read how the person can be reached; somebody else must agree."""
    found = reads.request(by, request.pk)
    entry = reads.requester_contact(found.pk, at=at)
    if entry is None:
        raise NotFound(_("Tidak ada kontak yang tersimpan untuk permintaan ini."))
    waiting = reads.openings_of(found.pk).filter(requested_by=by, approved_by=None, declined_by=None).first()
    return waiting or vault.request_opening(
        entry=entry, purpose=purpose, by=by, at=at, permission=Permission.RIGHTS_MANAGE
    )


@transaction.atomic
def approve_contact(*, opening: VaultOpening, by: Person, at: datetime) -> VaultOpening:
    reads.request(by, opening.entry.subject_id)
    return vault.approve_opening(opening=opening, by=by, at=at)


@transaction.atomic
def read_contact(*, opening: VaultOpening, by: Person, at: datetime) -> str:
    reads.request(by, opening.entry.subject_id)
    return vault.read_opened(opening=opening, by=by, at=at)


def _require_reach(about_id: UUID, by: Person) -> None:
    """The report lies with the person's units; a complaint with the outside body that the person works for."""
    report = reports.report_by_id(about_id)
    if report is not None and report.unit_id in places.units_under(by.unit):
        return
    if reports.complaints_for(by).filter(pk=about_id).exists():
        return
    raise NotAllowed(_("Laporan dengan nomor ini tidak ada, atau tidak di satuan Anda."))


def _record(action: str, row: Request, by: Person, at: datetime, **details: object) -> None:
    audit.record(by=by, at=at, action=action, subject=("request", row.pk), unit_id=row.unit_id, details=details)
