"""A new master key comes into use while the server runs: every record's key is wrapped anew, its words stay put."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import transaction

from teduh.cores.errors import Refused
from teduh.trust import audit, keys
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.sealing import KeyedModel

BATCH = 500


@dataclass(frozen=True)
class KeyUse:
    """How many records a master key holds."""

    key_id: str
    in_use: bool
    records: int


def keyed_models() -> list[type[KeyedModel]]:
    return [model for model in apps.get_models() if issubclass(model, KeyedModel)]


def key_uses() -> list[KeyUse]:
    """Each known key, the one in use first, then keys that records name and nobody knows any more."""
    counted: dict[str, int] = {key.id: 0 for key in keys.keyring()}
    for model in keyed_models():
        for key_id in model._default_manager.order_by().values_list("key_id", flat=True).iterator():
            counted[key_id] = counted.get(key_id, 0) + 1
    current = keys.keyring()[0].id
    return [KeyUse(key_id, key_id == current, records) for key_id, records in counted.items()]


def add_key(*, by: Person | Actor, at: datetime) -> str:
    """Make a new master key and put it in use; the old ones stay known until `retire_keys`."""
    fresh = keys.master_key(secrets.token_hex(keys.KEY_BYTES))
    keys.write_keys((fresh, *keys.keyring()))
    with transaction.atomic():
        audit.record(by=by, at=at, action="keys.add", subject=("master_key", fresh.id))
    return fresh.id


def rewrap(*, by: Person | Actor, at: datetime, progress: Callable[[int], None] = lambda done: None) -> int:
    """Wrap every record's key by the master key in use; small transactions, so nobody waits. Safe to repeat.

    A server that has not seen the new key yet may write under the old one meanwhile; so it looks until none is left.
    """
    current, done = keys.keyring()[0].id, 0
    for model in keyed_models():
        for batch in _batches(model, current):
            with transaction.atomic():
                rows = list(model._default_manager.select_for_update().filter(pk__in=batch))
                for row in rows:
                    row.rewrap()
                    model._default_manager.filter(pk=row.pk).update(key_id=row.key_id, wrapped_key=row.wrapped_key)
                done += len(rows)
            progress(len(rows))
    with transaction.atomic():
        audit.record(by=by, at=at, action="keys.rewrap", subject=("master_key", current), details={"records": done})
    return done


def retire_keys(*, by: Person | Actor, at: datetime) -> list[str]:
    """Forget the master keys that no record needs. Older backups can then no longer be read: that may be the point."""
    needed = {use.key_id for use in key_uses() if use.records or use.in_use}
    ring = keys.keyring()
    retired = [key.id for key in ring if key.id not in needed]
    if not retired:
        raise Refused("Every known key is still needed. Run `teduh keys rotate` first.")
    keys.write_keys(tuple(key for key in ring if key.id in needed))
    with transaction.atomic():
        for key_id in retired:
            audit.record(by=by, at=at, action="keys.retire", subject=("master_key", key_id))
    return retired


def _batches(model: type[KeyedModel], current: str) -> Iterator[list[object]]:
    while True:
        batch = list(model._default_manager.exclude(key_id=current).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not batch:
            return
        yield batch
