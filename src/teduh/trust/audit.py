"""The audit chain: each row carries the hash of the row before it, so history cannot be rewritten unseen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection

from teduh.trust import chainread, tampering
from teduh.trust.actors import Actor, as_actor
from teduh.trust.models import AuditEvent, AuditHead, Person
from teduh.trust.tampering import Break, Row

GENESIS: Final = "0" * 64
_INSERT: Final = (
    f"INSERT INTO trust_auditevent ({', '.join(chainread.FIELDS)}, hash)"  # noqa: S608 (names of ours)  # nosec B608
    f" VALUES ({', '.join('%s' for _ in (*chainread.FIELDS, 'hash'))})"
)


def record(
    *,
    by: Person | Actor,
    at: datetime,
    action: str,
    subject: tuple[str, str | UUID],
    unit_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Add the row of one write, inside the transaction of that write; returns its place in the chain.

    `details` holds what changed in words or keys, never a resident's text or contact.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit row belongs into the transaction of the write it tells of")
    actor, at = as_actor(by), at.astimezone(UTC)
    with connection.cursor() as cursor:
        seq, previous = _lock_head(cursor)
        told = [
            *map(
                _one_line, (actor.kind, actor.id, actor.label, action, subject[0], str(subject[1]), str(unit_id or ""))
            ),
            json.dumps(details or {}, ensure_ascii=False, sort_keys=True, default=str),
        ]
        text = "\n".join([str(seq + 1), f"{at:%Y-%m-%d %H:%M:%S.%f}", *told, previous])
        digest = hashlib.sha256(text.encode()).hexdigest()
        stored_at = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_INSERT, [seq + 1, stored_at, *told, previous, digest])
        cursor.execute("UPDATE trust_audithead SET seq = %s, hash = %s WHERE id = 1", [seq + 1, digest])
    return seq + 1


def _lock_head(cursor: Any) -> tuple[int, str]:
    """The end of the chain, held until the transaction ends: two writers queue here and never fork it."""
    # A write on SQLite holds the whole database already.
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    select = f"SELECT seq, hash FROM trust_audithead WHERE id = 1{lock}"  # noqa: S608 (a constant)  # nosec B608
    found = _fetch(cursor, select)
    if found is None:
        cursor.execute(
            "INSERT INTO trust_audithead (id, seq, hash) VALUES (1, 0, %s) ON CONFLICT DO NOTHING", [GENESIS]
        )
        found = _fetch(cursor, select)
    return int(found[0]), str(found[1])


def _fetch(cursor: Any, query: str) -> Any:
    cursor.execute(query)
    return cursor.fetchone()


def _one_line(value: str) -> str:
    return value.replace("\n", " ").replace(chainread.SEPARATOR, " ")


def head() -> tuple[int, str]:
    """The number and the hash of the last row: together they stand for the whole history."""
    found = AuditHead.objects.filter(pk=1).values_list("seq", "hash").first()
    return found if found and found[0] else (0, GENESIS)


def happened(action: str, *, after: int) -> bool:
    """Whether there is a row of this action behind that number."""
    return AuditEvent.objects.filter(seq__gt=after, action=action).exists()


def verify() -> list[Break]:
    """Every row that was edited, removed, inserted or moved; empty when history is whole.

    One pass over the chain says whether it is whole. Only when it is not does a second, slower pass find out what
    was done to which row.
    """
    return [] if _is_whole() else tampering.explain(read_rows(), head(), GENESIS)


def _is_whole() -> bool:
    with connection.cursor() as cursor:
        # One statement sees one moment, also while others write.
        select = "SELECT (SELECT count(*) FROM trust_auditevent), seq, hash FROM trust_audithead WHERE id = 1"
        count, seq, digest = _fetch(cursor, select) or (AuditEvent.objects.count(), 0, GENESIS)
        if count != seq:
            return False
        if not count:
            return True
        found = chainread.check_file(Path(file), seq) if (file := _file()) else _check(cursor, seq)
    return found == chainread.Segment(before=GENESIS, last=digest)


def _file() -> str:
    """The SQLite file, which other processes can read; empty where there is none, as in most tests."""
    name = str(connection.settings_dict["NAME"])
    return name if connection.vendor == "sqlite" and not connection.in_atomic_block and Path(name).is_file() else ""


def _check(cursor: Any, rows: int) -> chainread.Segment | None:
    query = chainread.block_query(connection.vendor).replace("?", "%s")

    def fetch(start: int, stop: int) -> tuple[str | None, int]:
        cursor.execute(query, [start, stop])
        joined, count = cursor.fetchone()
        return joined, count

    return chainread.check(fetch, 1, rows)


def read_rows() -> Iterator[Row]:
    """The rows in the order of their numbers, with the text that was hashed."""
    with connection.chunked_cursor() as cursor:
        text = chainread.row_text(connection.vendor)
        select = f"SELECT seq, {text}, previous, hash FROM trust_auditevent"  # noqa: S608 (ours)  # nosec B608
        cursor.execute(f"{select} ORDER BY seq")
        while rows := cursor.fetchmany(chainread.BLOCK):
            for seq, told, previous, digest in rows:
                yield Row(int(seq), told.partition("\n")[2], previous, digest)


def hash_at(seq: int) -> str | None:
    """The hash of one row, or None where no such row is."""
    if seq == 0:
        return GENESIS
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM trust_auditevent WHERE seq = %s", [seq])
        found = cursor.fetchone()
    return str(found[0]) if found else None
