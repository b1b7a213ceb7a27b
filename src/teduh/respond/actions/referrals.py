"""A matter handed to the body that must decide it: always by a named person, with a reason."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.places.rules import UnitKind
from teduh.respond import leaving, reads
from teduh.respond.adapt import mask_numbers
from teduh.respond.models import Referral
from teduh.respond.rules import ELECTION_DAYS, ELECTION_KINDS, ReferralKind, ReferralState, elements_of
from teduh.triage import actions as triage
from teduh.triage.models import Issue
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission

ELEMENT_LIMIT: Final = 2_000
REASON_LIMIT: Final = 400


@transaction.atomic
def make_referral(
    *,
    issue: Issue,
    partner: Unit,
    kind: ReferralKind,
    known_on: date,
    reason: str,
    by: Person,
    at: datetime,
    elements: dict[str, str] | None = None,
) -> Referral:
    """Begin a referral. Of an election matter the partner must hear within seven days since it was known."""
    _require(by, issue.unit_id)
    triage.require_second_source(issue)
    if partner.kind != UnitKind.PARTNER:
        raise Refused(_("Pilih mitra dari daftar."), field="partner")
    if kind not in ReferralKind.values:
        raise Refused(_("Pilih perkaranya dari daftar."), field="kind")
    if known_on > timezone.localdate(at):
        raise Refused(_("Hari ini belum tiba. Tulis hari ketika perkara ini diketahui."), field="known_on")
    because = _("Tuliskan dalam satu kalimat mengapa mitra ini yang berwenang.")
    referral = Referral.objects.create(
        issue=issue,
        unit=issue.unit,
        partner=partner,
        kind=kind,
        elements=_kept(kind, elements or {}),
        known_on=known_on,
        due_on=known_on + timedelta(days=ELECTION_DAYS) if kind in ELECTION_KINDS else None,
        made_by=by,
        made_at=at,
        reason=_sentence(reason, because, field="reason"),
    )
    _record("respond.make_referral", referral, by, at)
    return referral


@transaction.atomic
def fill_referral(*, referral: Referral, elements: dict[str, str], by: Person, at: datetime) -> Referral:
    """Write down what the partner needs, as far as it is known."""
    row = _locked(referral, by, ReferralState.DRAFT, ReferralState.RETURNED)
    row.elements = _kept(row.kind, elements)
    row.save(update_fields=("elements",))
    _record("respond.fill_referral", row, by, at, missing=reads.missing_elements(row))
    return row


@transaction.atomic
def send_referral(*, referral: Referral, by: Person, at: datetime) -> Referral:
    """Marked as sent by a named person: only the words that a second person let out, as they stand now."""
    row = _locked(referral, by, ReferralState.DRAFT, ReferralState.RETURNED)
    leaves = reads.cleared(row, source=leaving.source_of(row))
    if leaves is None:
        raise Refused(_("Suratnya belum boleh keluar. Siapkan tulisannya, lalu orang kedua memeriksanya."))
    row.state, row.sent_by, row.sent_at = ReferralState.SENT, by, at
    row.save(update_fields=("state", "sent_by", "sent_at"))
    missing = reads.missing_elements(row)
    _record("respond.send_referral", row, by, at, missing=missing, disclosure=leaves.pk)
    return row


@transaction.atomic
def record_partner_answer(*, referral: Referral, accepted: bool, answer: str, by: Person, at: datetime) -> Referral:
    """What the partner said: taken up, or returned and why."""
    row = _locked(referral, by, ReferralState.SENT)
    answer = mask_numbers(answer.strip())
    if not 3 <= len(answer) <= ELEMENT_LIMIT:
        raise Refused(_("Tuliskan jawaban mitra dalam beberapa kalimat."), field="answer")
    row.state = ReferralState.ACCEPTED if accepted else ReferralState.RETURNED
    row.answer, row.answered_at = answer, at
    row.save(update_fields=("state", "answer", "answered_at"))
    _record("respond.partner_answer", row, by, at, accepted=accepted)
    return row


def _kept(kind: str, elements: dict[str, str]) -> dict[str, str]:
    """The elements that a matter of this kind needs and that are written down, numbers of people masked."""
    kept = {name: mask_numbers(elements.get(name, "").strip()) for name in elements_of(kind)}
    for name, text in kept.items():
        if len(text) > ELEMENT_LIMIT:
            raise Refused(_("Tulisan ini terlalu panjang. Ringkaslah sampai 2.000 huruf."), field=name)
    return {name: text for name, text in kept.items() if text}


def _sentence(text: str, refusal: str, *, field: str) -> str:
    text = mask_numbers(text.strip())
    if not 10 <= len(text) <= REASON_LIMIT:
        raise Refused(refusal, field=field)
    return text


def _require(by: Person, unit_id: UUID) -> None:
    access.require(by, Permission.REFERRAL_WRITE)
    if unit_id not in places.units_under(by.unit):
        raise NotAllowed(_("Isu ini milik satuan lain."))


def _locked(referral: Referral, by: Person, *states: str) -> Referral:
    """The row as it stands now, for somebody who may change it, in one of these states."""
    _require(by, referral.unit_id)
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if row.state not in states:
        raise Refused(_("Rujukan ini sudah %(state)s.") % {"state": row.get_state_display().lower()})
    return row


def _record(action: str, row: Referral, by: Person, at: datetime, **details: Any) -> None:
    facts = {"issue": row.issue_id, "partner": row.partner_id, "kind": row.kind, **details}
    audit.record(by=by, at=at, action=action, subject=("referral", row.pk), unit_id=row.unit_id, details=facts)
