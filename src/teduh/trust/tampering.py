"""What was done to a history that does not hold: which row was edited, removed, inserted or moved.

Pure functions over rows in memory, used only after the quick pass over the chain has failed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby


@dataclass(frozen=True, order=True)
class Break:
    """Where the chain does not hold, and how; `last` ends a run of rows of which the same is said."""

    seq: int
    reason: str
    last: int = 0

    def __str__(self) -> str:
        rows = f"Row {self.seq}" if self.last in (0, self.seq) else f"Rows {self.seq} to {self.last}"
        return f"{rows}: {self.reason}."


@dataclass(frozen=True)
class Row:
    """One row as it lies in the table; `rest` is the hashed text without its first line, the number."""

    seq: int
    rest: str
    previous: str
    hash: str

    def was_written_as(self, seq: int) -> bool:
        return hashlib.sha256(f"{seq}\n{self.rest}".encode()).hexdigest() == self.hash


EDITED = "was changed after it was written"
REPLACED = "was changed after it was written, and given a new hash"
REMOVED = "was removed"
INSERTED = "was put in later, outside the system"


@dataclass
class _Findings:
    breaks: list[Break] = field(default_factory=list)

    def add(self, seq: int, reason: str) -> None:
        self.breaks.append(Break(seq, reason))


def explain(rows: Iterable[Row], end: tuple[int, str], genesis: str) -> list[Break]:
    """Name what was done, in the order of the rows. `end` is the number and hash kept beside the chain.

    A row proves its own number: it is the one with which its text gives its hash. Then the chain is walked from its
    end, which is kept apart, back to its beginning: a row that the row after it does not name was not there.
    """
    found = _Findings()
    kept = list(rows)
    placed, edited = _place(kept, genesis)
    for row in edited:
        found.add(row.seq, EDITED)
    _say_moves(placed, found)
    _walk_back(placed, {row.seq: row for row in edited}, end, genesis, found)
    return _grouped(found.breaks)


def _place(rows: list[Row], genesis: str) -> tuple[list[tuple[int, Row]], list[Row]]:
    """Each row with the number it was written as, and the rows whose text gives their hash under no number."""
    placed, doubtful = [], []
    number_of: dict[str, int] = {genesis: 0}
    for row in rows:
        if row.was_written_as(row.seq):
            placed.append((row.seq, row))
            number_of[row.hash] = row.seq
        else:
            doubtful.append(row)
    named = {row.hash: row for row in doubtful}
    edited = []
    for row in doubtful:
        # The row before it tells the number; rows moved together form a run that is followed to its start.
        run = [row]
        while run[-1].previous in named and run[-1].previous not in number_of and len(run) <= len(doubtful):
            run.append(named[run[-1].previous])
        for link in reversed(run):
            number = number_of.get(link.previous, -1) + 1
            if number and link.hash not in number_of and link.was_written_as(number):
                number_of[link.hash] = number
        if row.hash in number_of:
            placed.append((number_of[row.hash], row))
        else:
            edited.append(row)
    return placed, edited


def _say_moves(placed: list[tuple[int, Row]], found: _Findings) -> None:
    for number, row in placed:
        if number != row.seq:
            found.add(row.seq, f"was moved {_distance(row.seq - number)}")


def _distance(by: int) -> str:
    return f"{abs(by)} {'place' if abs(by) == 1 else 'places'} {'down' if by > 0 else 'up'}"


def _walk_back(
    placed: list[tuple[int, Row]],
    edited: dict[int, Row],
    end: tuple[int, str],
    genesis: str,
    found: _Findings,
) -> None:
    at_number: dict[int, list[Row]] = {}
    for number, row in placed:
        at_number.setdefault(number, []).append(row)
    top = max([end[0], *at_number, *edited], default=0)
    expected: str | None = None
    for number in range(top, 0, -1):
        if number == end[0]:
            expected = end[1]
        here = at_number.get(number, [])
        genuine = next((row for row in here if row.hash == expected), None)
        for row in here:
            if row is not genuine and (number > end[0] or genuine is not None):
                found.add(row.seq, INSERTED)
        if number > end[0]:
            continue
        if genuine is None and here:
            genuine = here[0]
            if expected is not None:
                found.add(genuine.seq, REPLACED)
        if genuine is None and number not in edited:
            found.add(number, REMOVED)
        # An edited row may name anything as the row before it, so it vouches for nothing.
        expected = genuine.previous if genuine else None
    if expected is not None and expected != genesis and not any(one.seq == 1 for one in found.breaks):
        found.add(1, "does not begin the history")


def _grouped(breaks: list[Break]) -> list[Break]:
    """Neighbours of which the same is said become one line: cutting off a year is one finding, not a million."""
    ordered = sorted(set(breaks), key=lambda one: (one.reason, one.seq))
    runs = [
        [one for _, one in run]
        for _, run in groupby(enumerate(ordered), key=lambda pair: (pair[1].reason, pair[1].seq - pair[0]))
    ]
    return sorted(Break(run[0].seq, run[0].reason, run[-1].seq) for run in runs)
