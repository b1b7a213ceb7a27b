"""Reads the audit chain fast: blocks of rows joined by the database, one SHA-256 a row, all cores of the machine.

Knows nothing of Django, so that a worker process starts in a blink. The text of a row is one line per field. No field
holds a line break or a record separator (names are cleaned, details are JSON), and the number of rows in a block is
counted beside it, so a text can only come from one set of rows.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Final

FIELDS: Final = (
    *("seq", "at", "actor_kind", "actor_id", "actor_label", "action"),
    *("subject_kind", "subject_id", "unit_id", "details", "previous"),
)
BLOCK: Final = 2000
HASH: Final = 64
# Below this, starting a process takes longer than it saves.
WORTH_A_PROCESS: Final = 50_000
SEPARATOR: Final = "\x1e"

Fetch = Callable[[int, int], "tuple[str | None, int]"]


@dataclass(frozen=True)
class Segment:
    """An unbroken run of rows: the hash it starts from and the hash it ends with."""

    before: str
    last: str


def row_text(vendor: str) -> str:
    """The SQL expression of the text that is hashed."""
    parts, line_break = {
        # SQLite keeps text, and drops the fraction of a full second.
        "sqlite": ({"at": "CASE length(at) WHEN 19 THEN at || '.000000' ELSE at END"}, "char(10)"),
        "postgresql": (
            {"seq": "seq::text", "at": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"},
            "chr(10)",
        ),
    }[vendor]
    return f" || {line_break} || ".join(parts.get(name, name) for name in FIELDS)


def block_query(vendor: str) -> str:
    """The texts and hashes of the rows from one number to another, as one value, and how many there are."""
    join, separator, mark = {
        "sqlite": ("group_concat(x, char(30))", "char(10)", "?"),
        "postgresql": ("string_agg(x, chr(30) ORDER BY seq)", "chr(10)", "%s"),
    }[vendor]
    return (
        f"SELECT {join}, count(*) FROM (SELECT seq, {row_text(vendor)} || {separator} || hash AS x"  # noqa: S608 (ours)  # nosec B608
        f" FROM trust_auditevent WHERE seq BETWEEN {mark} AND {mark} ORDER BY seq) AS rows"
    )


def check(fetch: Fetch, first: int, last: int) -> Segment | None:
    """The run of rows from `first` to `last`, or None when it does not hold."""
    before = previous = ""
    sha256 = hashlib.sha256
    for start in range(first, last + 1, BLOCK):
        stop = min(start + BLOCK - 1, last)
        joined, count = fetch(start, stop)
        texts = (joined or "").split(SEPARATOR)
        if len(texts) != count or count != stop - start + 1:
            return None
        for text in texts:
            named, digest = text[-2 * HASH - 1 : -HASH - 1], text[-HASH:]
            if named != (previous or named) or sha256(text[: -HASH - 1].encode()).hexdigest() != digest:
                return None
            before, previous = before or named, digest
    return Segment(before, previous)


def check_file(path: Path, rows: int) -> Segment | None:
    """Rows 1 to `rows` of an SQLite file, in as many processes as there are cores."""
    workers = max(1, min(os.cpu_count() or 1, rows // WORTH_A_PROCESS))
    if workers == 1:
        return _check_part((path, 1, rows))
    edges = [rows * part // workers for part in range(workers + 1)]
    parts = [(path, low + 1, high) for low, high in pairwise(edges)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return joined(pool.map(_check_part, parts))


def joined(segments: Iterator[Segment | None]) -> Segment | None:
    """One run out of runs that follow each other, or None when they do not."""
    whole: Segment | None = None
    for segment in segments:
        if segment is None or (whole and segment.before != whole.last):
            return None
        whole = Segment(whole.before if whole else segment.before, segment.last)
    return whole


def _check_part(part: tuple[Path, int, int]) -> Segment | None:
    path, first, last = part
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    query = block_query("sqlite")
    try:
        return check(lambda start, stop: connection.execute(query, (start, stop)).fetchone(), first, last)
    finally:
        connection.close()
