"""A matter handed to the body that must decide it: always by a named person, with a reason."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.places.rules import UnitKind
from teduh.respond.models import Referral
from teduh.respond.rules import ELECTION_DAYS, ELECTION_KINDS, ReferralKind, ReferralState, elements_of
from teduh.triage.models import Issue
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission


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
    if partner.kind != UnitKind.PARTNER:
        raise Refused(_("Pilih mitra dari daftar."), field="partner")
    if known_on > timezone.localdate(at):
        raise Refused(_("Hari ini belum tiba. Tulis hari ketika perkara ini diketahui."), field="known_on")
    if len(reason.strip()) < 10:
        raise Refused(_("Tuliskan dalam satu kalimat mengapa mitra ini yang berwenang."), field="reason")
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
        reason=reason.strip()[:400],
    )
    _record("respond.make_referral", referral, by, at)
    return referral


@transaction.atomic
def fill_referral(*, referral: Referral, elements: dict[str, str], by: Person, at: datetime) -> Referral:
    """Write down what the partner needs, as far as it is known."""
    _require(by, referral.unit_id)
    _require_state(referral, ReferralState.DRAFT, ReferralState.RETURNED)
    referral.elements = _kept(referral.kind, elements)
    referral.save(update_fields=("elements",))
    _record("respond.fill_referral", referral, by, at)
    return referral


@transaction.atomic
def send_referral(*, referral: Referral, by: Person, at: datetime, incomplete_reason: str = "") -> Referral:
    """Marked as sent by a named person. What is missing needs a reason for sending it all the same."""
    _require(by, referral.unit_id)
    _require_state(referral, ReferralState.DRAFT, ReferralState.RETURNED)
    missing = [name for name in elements_of(referral.kind) if not referral.elements.get(name)]
    if missing and len(incomplete_reason.strip()) < 10:
        raise Refused(
            _("Ada unsur yang belum terisi. Lengkapi, atau tuliskan mengapa tetap dikirim."), field="incomplete_reason"
        )
    referral.state, referral.sent_by, referral.sent_at = ReferralState.SENT, by, at
    referral.save(update_fields=("state", "sent_by", "sent_at"))
    _record("respond.send_referral", referral, by, at, missing=missing, why=incomplete_reason.strip())
    return referral


@transaction.atomic
def record_partner_answer(*, referral: Referral, accepted: bool, answer: str, by: Person, at: datetime) -> Referral:
    """What the partner said: taken up, or returned and why."""
    _require(by, referral.unit_id)
    _require_state(referral, ReferralState.SENT)
    if len(answer.strip()) < 3:
        raise Refused(_("Tuliskan jawaban mitra."), field="answer")
    referral.state = ReferralState.ACCEPTED if accepted else ReferralState.RETURNED
    referral.answer, referral.answered_at = answer.strip(), at
    referral.save(update_fields=("state", "answer", "answered_at"))
    _record("respond.partner_answer", referral, by, at, accepted=accepted)
    return referral


def _kept(kind: str, elements: dict[str, str]) -> dict[str, str]:
    return {name: elements[name].strip() for name in elements_of(kind) if elements.get(name, "").strip()}


def _require(by: Person, unit_id: Any) -> None:
    access.require(by, Permission.REFERRAL_WRITE)
    if unit_id not in places.units_under(by.unit):
        raise NotAllowed(_("Isu ini milik satuan lain."))


def _require_state(referral: Referral, *states: str) -> None:
    if referral.state not in states:
        raise Refused(_("Rujukan ini sudah %(state)s.") % {"state": referral.get_state_display().lower()})


def _record(action: str, row: Referral, by: Person, at: datetime, **details: Any) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("referral", row.pk),
        unit_id=row.unit_id,
        details={"issue": row.issue_id, "partner": row.partner_id, "kind": row.kind, **details},
    )
