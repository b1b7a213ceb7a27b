"""Claims that fact-checkers have looked into, read from a table or from ClaimReview JSON-LD (schema.org).

Kept is what was claimed, what was found, by whom it was checked, when, and where that can be read. Who made or spread
the claim (`itemReviewed.author`, `appearance`, `firstAppearance`) stays in the file.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from teduh.cores.errors import Refused
from teduh.places.tables import Table, read_table

CLAIM_LIMIT: Final = 5_000
TITLE_LIMIT: Final = 300
SOURCE_LIMIT: Final = 160
RATING_LIMIT: Final = 160
ADDRESS_LIMIT: Final = 500
# Deeper nesting is no fact check.
DEEPEST: Final = 12

# Each of our columns, and what other people call it.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "claim": ("claim", "claimreviewed", "klaim", "narasi", "isi"),
    "title": ("title", "headline", "name", "judul"),
    "rating": ("rating", "verdict", "putusan", "kesimpulan", "hasil"),
    "source": ("source", "publisher", "sumber", "penerbit"),
    "address": ("url", "link", "address", "tautan"),
    "checked_on": ("date", "datepublished", "checked_on", "tanggal"),
    "language": ("language", "inlanguage", "bahasa"),
}


@dataclass(frozen=True)
class Claim:
    """One checked claim as it stands in the file, cut to what we keep."""

    claim: str
    title: str
    rating: str
    source: str
    address: str
    checked_on: date | None
    language: str


@dataclass(frozen=True)
class Unread:
    """An entry that cannot be taken: where it stands, and why."""

    place: str
    reason: str


def read(content: bytes, *, source: str, encoding: str = "") -> Iterator[Claim | Unread]:
    """The claims of a file. `source` names the fact-checker where the file does not."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _from_json(content, source)
    return _from_table(read_table(content, encoding=encoding), source)


def _from_table(table: Table, source: str) -> Iterator[Claim | Unread]:
    names = {name.strip().lower(): name for name in table.header}
    columns = {ours: next((names[one] for one in theirs if one in names), "") for ours, theirs in COLUMNS.items()}
    if not columns["claim"] and not columns["title"]:
        raise Refused(f"The column claim (or klaim) is missing. The file has: {', '.join(table.header)[:300]}.")
    for row in table.rows():
        if row.problem:
            yield Unread(f"line {row.line}", row.problem)
            continue
        cells = {ours: row.cells.get(theirs, "") for ours, theirs in columns.items()}
        yield _claim(f"line {row.line}", cells, source)


def _from_json(content: bytes, source: str) -> Iterator[Claim | Unread]:
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused("This file begins like JSON and cannot be read as JSON. Save it again as UTF-8.") from error
    number = 0
    for number, review in enumerate(_reviews(whole), start=1):
        author = review.get("author") or review.get("publisher") or {}
        rating = review.get("reviewRating") or {}
        cells = {
            "claim": _text(review.get("claimReviewed")),
            "title": _text(review.get("headline")) or _text(review.get("name")),
            "rating": _text(_of(rating, "alternateName")) or _text(_of(rating, "ratingValue")),
            "source": _text(_of(author, "name")) or _text(author),
            "address": _text(review.get("url")),
            "checked_on": _text(review.get("datePublished")),
            "language": _text(review.get("inLanguage")),
        }
        yield _claim(f"entry {number}", cells, source)
    if not number:
        raise Refused('This file holds no ClaimReview. Each one says "@type": "ClaimReview".')


def _reviews(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every ClaimReview, wherever the file keeps it: alone, in a list, a graph, or a data feed."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for part in node:
            yield from _reviews(part, depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield node
            return
        for part in node.values():
            yield from _reviews(part, depth + 1)


def _claim(place: str, cells: dict[str, str], source: str) -> Claim | Unread:
    cells = {name: " ".join(text.replace("\x00", "").split()) for name, text in cells.items()}
    words, publisher = cells["claim"] or cells["title"], cells["source"] or source
    if not words:
        return Unread(place, "there is no claim")
    if not publisher:
        return Unread(place, "it does not say who checked it; name them with --source")
    if not re.match(r"https?://|$", cells["address"]):
        return Unread(place, f"{cells['address'][:60]!r} is no web address")
    checked_on = _day(cells["checked_on"])
    if cells["checked_on"] and checked_on is None:
        return Unread(place, f"{cells['checked_on'][:40]!r} is no day; write it as 2024-10-14")
    return Claim(
        claim=words[:CLAIM_LIMIT],
        title=cells["title"][:TITLE_LIMIT],
        rating=cells["rating"][:RATING_LIMIT],
        source=publisher[:SOURCE_LIMIT],
        address=cells["address"][:ADDRESS_LIMIT],
        checked_on=checked_on,
        language=cells["language"][:2].lower(),
    )


def _day(text: str) -> date | None:
    """A day at the front of a date or moment: 2024-10-14, 2024-10-14T09:00Z, 14/10/2024."""
    if found := re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", text):
        year, month, day = found.groups()
    elif found := re.match(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)", text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _of(node: Any, name: str) -> Any:
    if isinstance(node, list):
        node = node[0] if node else {}
    return node.get(name) if isinstance(node, dict) else None


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
