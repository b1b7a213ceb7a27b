"""The end of timers: what is due is deleted or made anonymous, in small transactions, each with its audit row.

Running it twice changes nothing the second time. A process that is killed half-way leaves whole batches behind: the
rows of a batch go or stay together, a photo file that outlived its row cannot be read any more, because the key
went with the row, and the next run sweeps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Min

from teduh.listen import retention as listen
from teduh.places import reads as places
from teduh.respond import retention as respond
from teduh.rights import reads, schedule
from teduh.trust import audit
from teduh.trust.actors import SYSTEM, Actor
from teduh.trust.models import Person
from teduh.trust.retention import Kind, Removed
from teduh.trust.rules import Role

BATCH: Final = 100
# A photo that is being received lies on the disk before its row does.
ORPHAN_AGE: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Line:
    """What became of one kind."""

    kind: Kind
    days: int
    rows: int
    held: int
    files: int
    oldest: datetime | None


@dataclass(frozen=True)
class Purged:
    lines: tuple[Line, ...]
    orphans: int

    @property
    def rows(self) -> int:
        return sum(line.rows for line in self.lines)


def purge(*, by: Person | Actor = SYSTEM, at: datetime, dry_run: bool = False) -> Purged:
    """Run every timer once. With `dry_run`, only say what would be done."""
    lines = tuple(
        _run(timer.kind, timer.days, by=by, at=at, dry_run=dry_run)
        for timer in schedule.timers(at=at)
        if timer.days is not None and timer.kind.remove is not None
    )
    orphans = [*listen.orphans(older_than=at - ORPHAN_AGE), *respond.orphans(older_than=at - ORPHAN_AGE)]
    if not dry_run:
        _sweep(orphans, by=by, at=at)
        overwrite_log()
    return Purged(lines, len(orphans))


def _run(kind: Kind, days: int, *, by: Person | Actor, at: datetime, dry_run: bool) -> Line:
    due = kind.due(days=days, at=at)
    # In the same moment as the holds are read; each batch reads them again.
    held = due.filter(kind.held(reads.current_holds())).count()
    rows, files = (due.count() - held, 0) if dry_run else _batches(kind, days, by=by, at=at)
    assert kind.rows is not None  # noqa: S101 (only kinds that end come here)
    oldest = kind.rows().aggregate(oldest=Min(kind.age))["oldest"]
    return Line(kind, days, rows, held, files, oldest)


def _batches(kind: Kind, days: int, *, by: Person | Actor, at: datetime) -> tuple[int, int]:
    rows = files = 0
    before: Sequence[Any] = ()
    while True:
        keys, done = _batch(kind, days, by=by, at=at)
        if not keys:
            return rows, files
        if keys == before:
            raise RuntimeError(f"the kind {kind.key} does not end what it removes")
        before, rows, files = keys, rows + len(keys), files + len(done.files)


@transaction.atomic
def _batch(kind: Kind, days: int, *, by: Person | Actor, at: datetime) -> tuple[Sequence[Any], Removed]:
    """One batch: which rows, what became of them. A hold that was placed a moment ago counts already."""
    due = kind.due(days=days, at=at).exclude(kind.held(reads.current_holds()))
    # Of two workers each takes rows that the other does not hold.
    keys = list(due.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    if not keys or kind.remove is None:
        return (), Removed(0)
    removed = kind.remove(keys, at)
    listen.delete_files_on_commit(removed.files)
    audit.record(
        by=by,
        at=at,
        action="retention.purge",
        subject=("retention", kind.key),
        # How many complaints there were is nobody's to see but the outside body's.
        unit_id=_overseer() if kind.changed_by == Role.OVERSEER else None,
        details={"rows": len(keys), "files": len(removed.files), "days": days, "end": kind.end},
    )
    return keys, removed


def _overseer() -> UUID | None:
    unit = places.oversight_unit()
    return unit.pk if unit else None


def _sweep(orphans: Sequence[str], *, by: Person | Actor, at: datetime) -> None:
    if not orphans:
        return
    with transaction.atomic():
        audit.record(
            by=by, at=at, action="retention.sweep", subject=("retention", "files"), details={"files": len(orphans)}
        )
    for name in orphans:
        default_storage.delete(name)


def overwrite_log() -> None:
    """On SQLite, bring the write-ahead log into the file and cut it off, so that old words do not lie on in it."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
