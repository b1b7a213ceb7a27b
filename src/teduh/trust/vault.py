"""The vault: what could identify a resident is sealed under a key of its own and opened by two people only.

How it is encrypted stands in `sealing` and `keys`; here stands who may open it, and that it is on record.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.keys import new_id
from teduh.trust import audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person, VaultEntry, VaultOpening
from teduh.trust.rules import Permission, role_may

OPEN_FOR = timedelta(hours=1)
PURPOSE_LETTERS = 20
REASON_LETTERS = 10


@transaction.atomic
def seal(
    *,
    kind: str,
    subject_id: UUID,
    text: str,
    by: Person | Actor,
    at: datetime,
    keep_for: timedelta,
    unit_id: UUID | None = None,
) -> VaultEntry:
    """Put a text into the vault. The audit row says that, not what."""
    entry = VaultEntry(id=new_id(), kind=kind, subject_id=subject_id, sealed_at=at, expires_at=at + keep_for)
    entry.text = text
    entry.save(force_insert=True)
    audit.record(
        by=by, at=at, action="vault.seal", subject=("vault_entry", entry.pk), unit_id=unit_id, details={"kind": kind}
    )
    return entry


@transaction.atomic
def request_opening(
    *,
    entry: VaultEntry,
    purpose: str,
    by: Person,
    at: datetime,
    permission: Permission = Permission.IDENTITY_REQUEST,
) -> VaultOpening:
    """Ask to read an entry, for a reason that is on record."""
    if not role_may(by.role, permission):
        raise NotAllowed(_("Peran Anda tidak dapat meminta kontak seorang pelapor dibuka."))
    if len(purpose.strip()) < PURPOSE_LETTERS:
        raise Refused(
            _("Tuliskan dalam satu kalimat mengapa kontak ini harus dibuka (paling sedikit 20 huruf)."), field="purpose"
        )
    opening = VaultOpening.objects.create(entry=entry, requested_by=by, requested_at=at, purpose=purpose.strip())
    audit.record(
        by=by,
        at=at,
        action="vault.request",
        subject=("vault_entry", entry.pk),
        unit_id=by.unit_id,
        details={"purpose": opening.purpose},
    )
    return opening


@transaction.atomic
def approve_opening(*, opening: VaultOpening, by: Person, at: datetime) -> VaultOpening:
    """A second person agrees; the entry can be read for an hour by the one who asked."""
    if not role_may(by.role, Permission.IDENTITY_APPROVE):
        raise NotAllowed(_("Peran Anda tidak dapat menyetujui pembukaan kontak."))
    _require_other_and_waiting(opening, by)
    opening.approved_by, opening.approved_at, opening.open_until = by, at, at + OPEN_FOR
    opening.save(update_fields=("approved_by", "approved_at", "open_until"))
    audit.record(by=by, at=at, action="vault.approve", subject=("vault_entry", opening.entry_id), unit_id=by.unit_id)
    return opening


@transaction.atomic
def decline_opening(*, opening: VaultOpening, reason: str, by: Person, at: datetime) -> VaultOpening:
    """A second person does not agree, and says why; the entry stays closed."""
    if not role_may(by.role, Permission.IDENTITY_APPROVE):
        raise NotAllowed(_("Peran Anda tidak dapat menolak permintaan ini."))
    _require_other_and_waiting(opening, by)
    if len(reason.strip()) < REASON_LETTERS:
        raise Refused(_("Tuliskan alasannya dalam satu kalimat."), field="reason")
    opening.declined_by, opening.declined_at, opening.decline_reason = by, at, reason.strip()
    opening.save(update_fields=("declined_by", "declined_at", "decline_reason"))
    audit.record(
        by=by,
        at=at,
        action="vault.decline",
        subject=("vault_entry", opening.entry_id),
        unit_id=by.unit_id,
        details={"reason": opening.decline_reason},
    )
    return opening


@transaction.atomic
def close_openings(*, entry: VaultEntry, at: datetime) -> None:
    """End every opening of the entry now: whoever could read a moment ago cannot any more."""
    VaultOpening.objects.filter(entry=entry, open_until__gt=at).update(open_until=at)


@transaction.atomic
def read_opened(*, opening: VaultOpening, by: Person, at: datetime) -> str:
    """The sealed text, for the one who asked, while the opening lasts. Each reading is on record."""
    if opening.requested_by_id != by.pk or not opening.is_open(at):
        raise NotAllowed(_("Kontak ini tertutup. Mintalah lagi, dengan alasannya."))
    audit.record(by=by, at=at, action="vault.read", subject=("vault_entry", opening.entry_id), unit_id=by.unit_id)
    return unseal(opening.entry)


def _require_other_and_waiting(opening: VaultOpening, by: Person) -> None:
    if opening.requested_by_id == by.pk:
        raise NotAllowed(_("Orang lain yang harus memutuskan permintaan Anda sendiri."))
    if not opening.waits:
        raise Refused(_("Permintaan ini sudah diputuskan."))


@transaction.atomic
def destroy(*, kind: str, subject_id: UUID, by: Person | Actor, at: datetime, unit_id: UUID | None = None) -> bool:
    """Take a text out of the vault for good, its key with it; False where there was none."""
    entry = VaultEntry.objects.filter(kind=kind, subject_id=subject_id).first()
    if entry is None:
        return False
    subject = ("vault_entry", entry.pk)
    entry.delete()
    audit.record(by=by, at=at, action="vault.destroy", subject=subject, unit_id=unit_id, details={"kind": kind})
    return True


def unseal(entry: VaultEntry) -> str:
    """The text in clear. The caller has checked who reads and has put it on record."""
    return entry.text
