"""Reads a folder in the layout of CLEF CheckThat!, as the years wrote it: quoted or not, with more or fewer columns."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# The collection prints the day of the post behind its author; the day is no part of what was said.
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Split:
    name: str
    queries: list[str]
    relevant: list[frozenset[int]]


@dataclass(frozen=True, slots=True)
class Collection:
    """`claims` in the order of the file; `relevant` holds positions in it. Queries without a judgement are left out."""

    claims: list[str]
    splits: list[Split]


def read(folder: Path, only: Sequence[str] | None = None) -> Collection:
    rows, header = _table(folder / "verified_claims.tsv")
    key, claim, title = _column(header, "vclaim_id", 0), _column(header, "vclaim", 1), _column(header, "title", 2)
    places = {row[key]: at for at, row in enumerate(rows)}
    claims = [f"{row[claim]} {row[title] if title < len(row) else ''}" for row in rows]
    splits = []
    for path in sorted(folder.glob("*queries.tsv")):
        name = path.name.removesuffix("queries.tsv").rstrip("_") or "queries"
        judged = path.with_name(path.name.replace("queries.tsv", "qrels.tsv"))
        if judged.exists() and (only is None or name in only):
            splits.append(_split(name, path, judged, places))
    return Collection(claims, splits)


def _split(name: str, path: Path, judged: Path, places: dict[str, int]) -> Split:
    relevant: dict[str, set[int]] = {}
    for line in judged.read_text(encoding="utf-8-sig").splitlines():
        cells = line.split("\t")
        if len(cells) >= 4 and cells[2] in places and cells[3].strip() != "0":
            relevant.setdefault(cells[0], set()).add(places[cells[2]])
    rows, header = _table(path)
    key, text = _column(header, "tweet_id", 0), _column(header, "tweet_content", 1)
    kept = [row for row in rows if row[key] in relevant]
    return Split(name, [without_day(row[text]) for row in kept], [frozenset(relevant[row[key]]) for row in kept])


def without_day(text: str) -> str:
    words = text.split(" ")
    if len(words) > 3 and words[-3] in _MONTHS and words[-1].isdigit() and words[-2].rstrip(",").isdigit():
        return " ".join(words[:-3])
    return text


def _table(path: Path) -> tuple[list[list[str]], list[str]]:
    """Rows and header. A file that was written without quotes is read so: a stray quote would swallow lines."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    content = path.read_text(encoding="utf-8-sig")
    lines = content.splitlines(keepends=True)
    quoted = [row for row in csv.reader(lines, delimiter="\t") if row]
    plain = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    return _rows(quoted, plain)


def _rows(quoted: list[list[str]], plain: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """The reading in which every row has the columns of the header; a cell that opens a quote and never closes it was
    written without quoting."""
    width = len(plain[0])
    broken = [sum(len(row) != width for row in rows) for rows in (quoted, plain)]
    is_open = any(cell.startswith('"') and not cell.endswith('"') for row in plain for cell in row)
    rows = plain if broken[1] < broken[0] or (not broken[1] and is_open) else quoted
    return [row for row in rows[1:] if len(row) >= 2], rows[0]


def _column(header: list[str], name: str, otherwise: int) -> int:
    return header.index(name) if name in header else otherwise
