"""What gives a spot, a minute or a writer away, beside the numbers and names that `redact` finds.

All functions return `(start, end)` of pieces of the text, in order and without overlap, in time linear in the length.
"""

import re
from collections.abc import Iterable, Sequence

from teduh.cores.text.clocks import find_clocks

# Five words in a row are seldom chosen twice by chance; four are ("di rumah pak lurah").
QUOTED_WORDS = 5

_NUMBER = r"[-+−]?\d{1,3}[.,]\d{4,}"
_COORDINATES = re.compile(
    rf"(?<![\d.,]){_NUMBER}(?:\s*[,;/ ]\s*{_NUMBER})?(?!\d)"  # -4.11744, 103.95519
    r"|\d{1,3}\s*°\s*\d{1,2}(?:[.,]\d+)?\s*['’′]?\s*(?:\d{1,2}(?:[.,]\d+)?\s*(?:\"|”|″|'')?)?\s*(?:LS|LU|BT|BB|[NSEWTUB]\b)?"
    r"|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"  # an open location code
    r"|\bgeo:\S+"
    r"|\bhttps?://\S*(?:map|loc|geo)\S*",
    re.IGNORECASE,
)
_SPOT = re.compile(
    r"\b(?:rt|rw)\.?\s*\d{1,3}(?:\s*/\s*(?:rt|rw)?\.?\s*\d{1,3})?\b"
    r"|\b(?:dusun|dsn|talang|kampung|kp|lorong|lrg|gang|gg|blok|jalan|jln|jl)\b\.?\s*"
    r"(?:\d+[A-Za-z]?\b|[IVX]+\b|(?-i:[A-Z])[\w']*(?:[ -](?-i:[A-Z])[\w']*){0,2})",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def find_coordinates(text: str) -> list[tuple[int, int]]:
    """Degrees, location codes and links to a map. A number with four decimals alone counts."""
    return [match.span() for match in _COORDINATES.finditer(text)]


def find_spots(text: str) -> list[tuple[int, int]]:
    """Places smaller than a village: RT and RW, hamlets, lanes, streets."""
    return [match.span() for match in _SPOT.finditer(text)]


def find_hours(text: str) -> list[tuple[int, int]]:
    """Times of day."""
    return sorted((piece.start, piece.end) for piece in find_clocks(text))


def find_words(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Every place where one of these words, or rows of words, stands; capitals and the space between do not matter."""
    found: list[tuple[int, int]] = []
    for word in words:
        parts = [re.escape(part) for part in word.split()]
        if parts:
            pattern = r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)"
            found += [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
    return _joined(found)


def find_quotes(text: str, sources: Sequence[str], *, words: int = QUOTED_WORDS) -> list[tuple[int, int]]:
    """Rows of at least `words` words that one of the sources says in the same order.

    Signs and capitals do not count. A resident is known by how they write, so their own words are found even where
    they hold no name.
    """
    said: set[tuple[str, ...]] = set()
    for source in sources:
        row = [match[0].casefold() for match in _WORD.finditer(source)]
        said.update(tuple(row[n : n + words]) for n in range(len(row) - words + 1))
    spans = [match.span() for match in _WORD.finditer(text)]
    row = [text[start:end].casefold() for start, end in spans]
    hits = [n for n in range(len(row) - words + 1) if tuple(row[n : n + words]) in said]
    return _joined([(spans[n][0], spans[n + words - 1][1]) for n in hits])


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces that share letters become one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
