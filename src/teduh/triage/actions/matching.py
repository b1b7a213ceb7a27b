"""How surely the machine must think before it joins as a suggestion: set by the district's chief, with a reason."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.triage import join_reads, match_reads
from teduh.triage.actions.checks import words
from teduh.triage.match_reads import Policy
from teduh.triage.models import JoinPolicy
from teduh.trust import access, audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission

REASON_LIMIT = 400
# Outside of these a threshold would mean "all" or "nothing".
LEAST, MOST = 0.05, 0.99


@transaction.atomic
def set_threshold(*, unit: Unit, threshold: float, reason: str, by: Person, at: datetime) -> JoinPolicy:
    """From this sureness on a report arrives joined as a suggestion. What was suggested before stays."""
    _require(by, unit)
    if not LEAST <= threshold <= MOST:
        raise Refused(_("Pilih ambang antara 5% dan 99%."), field="threshold")
    policy = replace(match_reads.policy_of(unit), threshold=threshold)
    return _store("triage.set_threshold", unit, policy, reason=reason, by=by, at=at)


@transaction.atomic
def adopt_curve(*, unit: Unit, fingerprint: str, reason: str, by: Person, at: datetime) -> JoinPolicy:
    """Take the proposed curve into use. `fingerprint` is the one that was shown: nobody adopts what they never saw."""
    _require(by, unit)
    proposal = join_reads.proposal(unit)
    if proposal is None or proposal.fingerprint != fingerprint:
        raise Refused(_("Usulannya sudah berubah sejak halaman ini dibuka. Periksa lagi angkanya."))
    policy = replace(match_reads.policy_of(unit), curve=proposal.curve, decisions=proposal.decisions)
    return _store("triage.adopt_curve", unit, policy, reason=reason, by=by, at=at)


@transaction.atomic
def drop_curve(*, unit: Unit, reason: str, by: Person, at: datetime) -> JoinPolicy:
    """Back to the curve that Teduh brings."""
    _require(by, unit)
    now = match_reads.policy_of(unit)
    if not now.decisions:
        raise Refused(_("Hitungan bawaan sudah dipakai."))
    policy = replace(now, curve=match_reads.Policy().curve, decisions=0)
    return _store("triage.drop_curve", unit, policy, reason=reason, by=by, at=at)


@transaction.atomic
def rebuild_index(*, by: Person | Actor, at: datetime, texts: int) -> None:
    """Every process throws its index away at its next question and builds it from the database."""
    if isinstance(by, Person):
        access.require(by, Permission.MATCH_POLICY)
    audit.record(by=by, at=at, action=match_reads.REBUILT, subject=("index", "issues"), details={"texts": texts})


def _require(by: Person, unit: Unit) -> None:
    access.require(by, Permission.MATCH_POLICY)
    if unit.pk not in places.units_under(by.unit):
        raise NotAllowed(_("Satuan ini bukan satuan Anda."))


def _store(action: str, unit: Unit, policy: Policy, *, reason: str, by: Person, at: datetime) -> JoinPolicy:
    curve = policy.curve
    figures: dict[str, float] = {
        "version": policy.version + 1,
        "threshold": policy.threshold,
        "slope": curve.slope,
        "offset": curve.offset,
        "conflict": curve.conflict,
        "decisions": policy.decisions,
    }
    reason = words(reason, field="reason", least=10, most=REASON_LIMIT)
    row = JoinPolicy.objects.create(unit=unit, reason=reason, by=by, at=at, **figures)
    audit.record(by=by, at=at, action=action, subject=("unit", unit.pk), unit_id=unit.pk, details=figures)
    return row
