"""The quick reading of the chain: the same verdict from one process and from many."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from teduh.trust import chainread
from teduh.trust.chainread import FIELDS, Segment

GENESIS = "0" * 64
ROWS = 23


def told(seq: int) -> list[str]:
    return ["2024-10-09 03:00:00.5", "person", "7", "Budi", "test.write", "thing", str(seq), "", "{}"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A chain of 23 rows in a real SQLite file."""
    path = tmp_path / "a chain.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE trust_auditevent (seq INTEGER PRIMARY KEY, {', '.join(FIELDS[1:])}, hash)")
        previous = GENESIS
        for seq in range(1, ROWS + 1):
            values = [str(seq), *told(seq), previous]
            previous = hashlib.sha256("\n".join(values).encode()).hexdigest()
            marks = ", ".join("?" * (len(FIELDS) + 1))
            database.execute(f"INSERT INTO trust_auditevent VALUES ({marks})", [*values, previous])  # noqa: S608 (marks)
    return path


def last_hash(path: Path) -> str:
    return str(sqlite3.connect(path).execute("SELECT hash FROM trust_auditevent ORDER BY seq DESC").fetchone()[0])


@pytest.mark.parametrize("worth", [2, 50_000], ids=["many processes", "one process"])
def test_a_whole_file_is_one_run(file: Path, monkeypatch: pytest.MonkeyPatch, worth: int) -> None:
    monkeypatch.setattr(chainread, "WORTH_A_PROCESS", worth)
    monkeypatch.setattr(chainread, "BLOCK", 4)

    assert chainread.check_file(file, ROWS) == Segment(GENESIS, last_hash(file))


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE trust_auditevent SET actor_label = 'Wati' WHERE seq = 11",
        "UPDATE trust_auditevent SET actor_label = 'Budi' || char(0) || 'x' WHERE seq = 11",
        "UPDATE trust_auditevent SET previous = hash WHERE seq = 12",
        "DELETE FROM trust_auditevent WHERE seq = 12",
        # Two rows folded into one give the same text, but not the same count.
        "UPDATE trust_auditevent SET hash = hash || char(30) || (SELECT 'x' FROM trust_auditevent WHERE seq = 6)"
        " WHERE seq = 5",
    ],
)
@pytest.mark.parametrize("worth", [2, 50_000], ids=["many processes", "one process"])
def test_a_touched_file_is_not(file: Path, monkeypatch: pytest.MonkeyPatch, tamper: str, worth: int) -> None:
    monkeypatch.setattr(chainread, "WORTH_A_PROCESS", worth)
    with sqlite3.connect(file) as database:
        database.execute(tamper)

    assert chainread.check_file(file, ROWS) is None


def test_rows_folded_into_one_are_missed_by_no_block() -> None:
    first, second = "1\ntext\n" + GENESIS, "2\ntext\n"
    one = hashlib.sha256(first.encode()).hexdigest()
    two = hashlib.sha256((second + one).encode()).hexdigest()
    folded = f"{first}\n{one}\x1e{second}{one}\n{two}"

    assert chainread.check(lambda _start, _stop: (folded, 2), 1, 2) == Segment(GENESIS, two)
    assert chainread.check(lambda _start, _stop: (folded, 1), 1, 2) is None


def test_two_runs_join_only_where_one_ends_and_the_other_begins() -> None:
    assert chainread.joined(iter([Segment("a", "b"), Segment("b", "c")])) == Segment("a", "c")
    assert chainread.joined(iter([Segment("a", "b"), Segment("x", "c")])) is None
    assert chainread.joined(iter([Segment("a", "b"), None])) is None
