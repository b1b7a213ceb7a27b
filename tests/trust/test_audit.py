"""History: each write leaves a row, and a row that was touched is found and named."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from teduh.trust import audit, chainread, tampering
from teduh.trust.actors import RESIDENT, SYSTEM, Actor
from teduh.trust.models import AuditEvent, AuditHead
from teduh.trust.tampering import EDITED, INSERTED, REMOVED, REPLACED, Break, Row
from tests.factories import World
from tests.factories.world import NOW


def write(rows: int) -> None:
    with transaction.atomic():
        for number in range(1, rows + 1):
            audit.record(by=SYSTEM, at=NOW, action="test.write", subject=("thing", str(number)))


def test_each_row_says_who_did_what(world: World) -> None:
    with transaction.atomic():
        audit.record(by=SYSTEM, at=NOW, action="test.first", subject=("thing", "1"))
        audit.record(by=world.budi, at=NOW, action="test.second", subject=("thing", "2"), details={"a": "é\n"})
        audit.record(by=RESIDENT, at=NOW, action="test.third", subject=("thing", "3"))

    assert audit.verify() == []
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", "at", "actor_label", "details")) == [
        (1, NOW, "teduh", "{}"),
        (2, NOW, "Budi", '{"a": "é\\n"}'),
        (3, NOW, "resident", "{}"),
    ]


def test_an_empty_history_is_whole(db: None) -> None:
    assert (audit.verify(), audit.head()) == ([], (0, audit.GENESIS))


def edit(seq: int) -> None:
    AuditEvent.objects.filter(seq=seq).update(actor_label="Orang lain")


def remove(seq: int) -> None:
    AuditEvent.objects.filter(seq=seq).delete()


def swap(first: int, second: int) -> None:
    for old, new in ((first, 99), (second, first), (99, second)):
        AuditEvent.objects.filter(seq=old).update(seq=new)


def rewrite(seq: int) -> None:
    """What somebody does who knows how the hash is made."""
    edit(seq)
    row = next(row for row in audit.read_rows() if row.seq == seq)
    AuditEvent.objects.filter(seq=seq).update(hash=hashlib.sha256(f"{seq}\n{row.rest}".encode()).hexdigest())


def insert(seq: int) -> None:
    """A forged row between two others; those after it make room."""
    for later in AuditEvent.objects.filter(seq__gte=seq).order_by("-seq").values_list("seq", flat=True):
        AuditEvent.objects.filter(seq=later).update(seq=later + 1)
    before = AuditEvent.objects.get(seq=seq - 1)
    forged = AuditEvent.objects.get(seq=seq + 1)
    forged.seq, forged.previous, forged.subject_id = seq, before.hash, "forged"
    forged.save(force_insert=True)
    row = next(row for row in audit.read_rows() if row.seq == seq)
    AuditEvent.objects.filter(seq=seq).update(hash=hashlib.sha256(f"{seq}\n{row.rest}".encode()).hexdigest())


def forget_the_end() -> None:
    AuditHead.objects.update(seq=4)


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (lambda: edit(3), [Break(3, EDITED, 3)]),
        (lambda: rewrite(3), [Break(3, REPLACED, 3)]),
        (lambda: remove(3), [Break(3, REMOVED, 3)]),
        (lambda: (remove(2), remove(3)), [Break(2, REMOVED, 3)]),
        (lambda: remove(1), [Break(1, REMOVED, 1)]),
        (lambda: remove(6), [Break(6, REMOVED, 6)]),
        (lambda: AuditEvent.objects.all().delete(), [Break(1, REMOVED, 6)]),
        (lambda: swap(2, 4), [Break(2, "was moved 2 places up", 2), Break(4, "was moved 2 places down", 4)]),
        (lambda: insert(4), [Break(4, INSERTED, 4), Break(5, "was moved 1 place down", 7)]),
        (forget_the_end, [Break(4, REPLACED, 4), Break(5, INSERTED, 6)]),
        (lambda: (edit(2), remove(5)), [Break(2, EDITED, 2), Break(5, REMOVED, 5)]),
    ],
    ids=[
        *("edited", "edited and hashed anew", "removed", "two removed", "the first removed", "the last removed"),
        *("all removed", "two changed places", "inserted", "the end set back", "two things at once"),
    ],
)
def test_what_was_done_is_named(db: None, tamper: Callable[[], object], expected: list[Break]) -> None:
    write(6)

    tamper()

    assert audit.verify() == expected


@pytest.mark.parametrize("column", [*chainread.FIELDS[1:], "hash"])
def test_a_change_in_any_column_is_found(db: None, column: str) -> None:
    write(3)

    changed = {"at": "2020-01-01 00:00:00+00:00", "previous": "f" * 64, "hash": "f" * 64}.get(column, "x")
    AuditEvent.objects.filter(seq=2).update(**{column: changed})

    assert [(found.seq, found.reason) for found in audit.verify()] == [(2, EDITED)]


def test_words_moved_from_one_column_to_the_next_are_found(db: None) -> None:
    write(2)

    AuditEvent.objects.filter(seq=2).update(action="test.write\nthing", subject_kind="2", subject_id="")

    assert [found.seq for found in audit.verify()] == [2]


def chain(length: int) -> list[Row]:
    rows, previous = [], audit.GENESIS
    for seq in range(1, length + 1):
        rest = f"told {seq}\n{previous}"
        digest = hashlib.sha256(f"{seq}\n{rest}".encode()).hexdigest()
        rows.append(Row(seq, rest, previous, digest))
        previous = digest
    return rows


@given(length=st.integers(2, 30), data=st.data())
def test_any_removed_rows_are_named_and_no_others(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    gone = data.draw(st.sets(st.integers(1, length), min_size=1))

    left = [row for row in rows if row.seq not in gone]
    said = tampering.explain(left, (length, rows[-1].hash), audit.GENESIS)

    assert {seq for one in said for seq in range(one.seq, one.last + 1)} == gone
    assert {one.reason for one in said} == {REMOVED}


@given(length=st.integers(2, 30), data=st.data())
def test_any_new_order_names_exactly_the_rows_that_lie_elsewhere(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    order = data.draw(st.permutations(range(1, length + 1)))
    moved = [Row(seq, row.rest, row.previous, row.hash) for seq, row in zip(order, rows, strict=True)]

    said = tampering.explain(sorted(moved, key=lambda row: row.seq), (length, rows[-1].hash), audit.GENESIS)

    assert {seq for one in said for seq in range(one.seq, one.last + 1)} == {
        seq for seq, row in zip(order, rows, strict=True) if seq != row.seq
    }


@pytest.mark.django_db(transaction=True)
def test_a_row_outside_a_transaction_is_refused() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(by=SYSTEM, at=NOW, action="test", subject=("thing", "1"))


def test_a_write_that_fails_leaves_no_row(world: World) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 (the row and the failure are one write)
        audit.record(by=SYSTEM, at=NOW, action="test", subject=("thing", "1"))
        raise ZeroDivisionError

    assert (AuditEvent.objects.count(), audit.verify()) == (0, [])
    assert list(AuditHead.objects.annotate(n=F("seq")).values_list("n", flat=True)) in ([], [0])


def test_a_name_with_a_line_break_stays_one_line(db: None) -> None:
    with transaction.atomic():
        audit.record(by=Actor("person", "1", "Budi\nSantoso"), at=NOW, action="test", subject=("thing", "1"))

    assert AuditEvent.objects.get().actor_label == "Budi Santoso"
    assert audit.verify() == []


WRITER = """
import django; django.setup()
from datetime import UTC, datetime
from django.db import transaction
from teduh.trust import audit
from teduh.trust.actors import Actor
for number in range(150):
    with transaction.atomic():
        audit.record(by=Actor("person", NAME, NAME), at=datetime.now(UTC), action="t", subject=("n", str(number)))
"""
VERIFIER = """
import django; django.setup()
from collections import Counter
from teduh.trust import audit
from teduh.trust.models import AuditEvent
print(audit.verify(), sorted(Counter(AuditEvent.objects.values_list("actor_id", flat=True)).items()))
"""


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_leave_one_unbroken_chain(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "teduh.config.settings", "TEDUH_HOME": str(tmp_path)}
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])
        environment["DATABASE_URL"] = url._replace(path="/" + connection.settings_dict["NAME"]).geturl()
    else:
        environment["DATABASE_URL"] = ""
        subprocess.run([sys.executable, "-m", "teduh", "migrate"], env=environment, check=True, capture_output=True)

    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER.replace("NAME", repr(name))], env=environment)
        for name in ("Budi", "Wati")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]

    verdict = subprocess.run(
        [sys.executable, "-c", VERIFIER], env=environment, check=True, capture_output=True, text=True
    )
    assert verdict.stdout.strip() == "[] [('Budi', 150), ('Wati', 150)]"
