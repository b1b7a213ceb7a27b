"""The vault: what could identify a resident is sealed under a key of its own and opened by two people only.

How it is encrypted stands in `sealing` and `keys`; here stands who may open it, and that it is on record.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.keys import new_id
from teduh.trust import audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person, VaultEntry, VaultOpening
from teduh.trust.rules import Permission, role_may

OPEN_FOR = timedelta(hours=1)


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
def request_opening(*, entry: VaultEntry, purpose: str, by: Person, at: datetime) -> VaultOpening:
    """Ask to read an entry, for a reason that is on record."""
    if not role_may(by.role, Permission.IDENTITY_REQUEST):
        raise NotAllowed("Your role may not ask to open an identity.")
    if len(purpose.strip()) < 20:
        raise Refused("Say in one sentence why this identity must be opened (at least 20 letters).", field="purpose")
    opening = VaultOpening.objects.create(entry=entry, requested_by=by, requested_at=at, purpose=purpose.strip())
    audit.record(
        by=by,
        at=at,
        action="vault.request",
        subject=("vault_entry", entry.pk),
        details={"purpose": opening.purpose},
    )
    return opening


@transaction.atomic
def approve_opening(*, opening: VaultOpening, by: Person, at: datetime) -> VaultOpening:
    """A second person agrees; the entry can be read for an hour by the one who asked."""
    if not role_may(by.role, Permission.IDENTITY_APPROVE):
        raise NotAllowed("Your role may not approve the opening of an identity.")
    if opening.requested_by_id == by.pk:
        raise NotAllowed("Another person must approve what you asked for.")
    if opening.approved_by_id:
        raise Refused("This request has already been approved.")
    opening.approved_by, opening.approved_at, opening.open_until = by, at, at + OPEN_FOR
    opening.save(update_fields=("approved_by", "approved_at", "open_until"))
    audit.record(by=by, at=at, action="vault.approve", subject=("vault_entry", opening.entry_id))
    return opening


@transaction.atomic
def read_opened(*, opening: VaultOpening, by: Person, at: datetime) -> str:
    """The sealed text, for the one who asked, while the opening lasts. Each reading is on record."""
    if (
        opening.requested_by_id != by.pk
        or opening.open_until is None
        or at > min(opening.open_until, opening.entry.expires_at)
    ):
        raise NotAllowed("This entry is closed. Ask again, with the reason.")
    audit.record(by=by, at=at, action="vault.read", subject=("vault_entry", opening.entry_id))
    return unseal(opening.entry)


def unseal(entry: VaultEntry) -> str:
    """The text in clear. The caller has checked who reads and has put it on record."""
    return entry.text
