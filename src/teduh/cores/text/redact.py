"""Numbers and addresses of people in a text, found so that they can be masked before the text is kept or shared.

NIK and KK are runs of 16 digits, with or without dots, spaces or dashes; Indonesian phone numbers start with 08, +62 or
an area code (0735 in Baturaja). Any 16-digit run is masked: a wrong mask costs little, a leaked number much.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["nik", "phone", "email"]

_PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("nik", re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)(?:\+?62|0)[ .\-]?8\d(?:[ .\-]?\d){6,10}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)\(?0[2-9]\d{1,2}\)?[ .\-]?\d{3}[ .\-]?\d{3,4}(?!\d)")),
)
WORDS: Final[dict[Kind, str]] = {"nik": "[NIK]", "phone": "[telepon]", "email": "[email]"}


@dataclass(frozen=True)
class Span:
    """`text[start:end]` is personal, of this kind."""

    start: int
    end: int
    kind: Kind


def find_personal(text: str) -> list[Span]:
    """Every personal number or address, in the order of the text, without overlap; the first kind listed wins."""
    spans: list[Span] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(match.start() < span.end and span.start < match.end() for span in spans):
                spans.append(Span(match.start(), match.end(), kind))
    return sorted(spans, key=lambda span: span.start)


def mask(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by a word that says what stood there."""
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        text = f"{text[: span.start]}{WORDS[span.kind]}{text[span.end :]}"
    return text
