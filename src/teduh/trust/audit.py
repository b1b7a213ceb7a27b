"""The audit chain: each row carries the hash of the row before it, so history cannot be rewritten unseen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from teduh.trust.actors import Actor, as_actor
from teduh.trust.models import AuditEvent, AuditHead, Person

GENESIS = "0" * 64


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and how."""

    seq: int
    reason: str


def record(
    *,
    by: Person | Actor,
    at: datetime,
    action: str,
    subject: tuple[str, str | UUID],
    unit_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add the row of one write, inside the transaction of that write.

    `details` holds what changed in words or keys, never a resident's text or contact.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit row belongs into the transaction of the write it tells of")
    head = AuditHead.objects.select_for_update().get_or_create(pk=1, defaults={"hash": GENESIS})[0]
    actor = as_actor(by)
    event = AuditEvent(
        seq=head.seq + 1,
        at=at.astimezone(UTC),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        action=action,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        unit_id=str(unit_id or ""),
        details=json.dumps(details or {}, ensure_ascii=False, sort_keys=True, default=str),
        previous=head.hash,
    )
    event.hash = _hash(event)
    event.save(force_insert=True)
    head.seq, head.hash = event.seq, event.hash
    head.save(update_fields=("seq", "hash"))
    return event


def length() -> int:
    """How many rows the chain holds."""
    return AuditEvent.objects.count()


def verify() -> Iterator[Break]:
    """Every place where a row was edited, removed, inserted or reordered; nothing when history is whole."""
    expected_seq, previous = 1, GENESIS
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=5000):
        if event.seq != expected_seq:
            yield Break(expected_seq, f"rows {expected_seq} to {event.seq - 1} are missing")
        elif event.previous != previous:
            yield Break(event.seq, "does not follow the row before it")
        if event.hash != _hash(event):
            yield Break(event.seq, "was changed after it was written")
        expected_seq, previous = event.seq + 1, event.hash
    head = AuditHead.objects.filter(pk=1).first()
    if head and (head.seq, head.hash) != (expected_seq - 1, previous):
        yield Break(head.seq, "rows at the end of the chain are missing")


def _hash(event: AuditEvent) -> str:
    fields = (
        event.seq,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_kind,
        event.actor_id,
        event.actor_label,
        event.action,
        event.subject_kind,
        event.subject_id,
        event.unit_id,
        event.details,
        event.previous,
    )
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
