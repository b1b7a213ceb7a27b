"""Numbers and addresses of people in a text, found so that they can be masked before the text is kept or shared.

NIK and KK are 16 digits, with or without dots, spaces or dashes; Indonesian phone numbers begin with 08, +62 or an
area code (0735 in Baturaja). Every run of 16 digits is masked: a wrong mask costs little, a leaked number much.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["nik", "phone", "email"]

WORDS: dict[Kind, str] = {"nik": "[NIK]", "phone": "[telepon]", "email": "[email]"}
NIK_DIGITS = 16
TWO_DATES = [2, 2, 4, 2, 2, 4]
_LONGEST_LOCAL_PART = 64

# Groups of digits with little between them may be one number: "1601 0812-3456.7890".
_DIGITS = re.compile(r"\d+")
_WITHIN_NUMBER = re.compile(r"[\s.\-–()\u200b-\u200f\u2060\ufeff]{0,3}")
_MOBILE = re.compile(r"(?:0|62|0062)8\d{8,11}")
_LANDLINE = re.compile(r"0(?:735\d{5,8}|[2-9]\d{1,2}\d{6,8})")
_BEFORE_AT = re.compile(r"[\w.+-]+\Z")
_AFTER_AT = re.compile(r"[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is personal, of this kind."""

    start: int
    end: int
    kind: Kind


def find_personal(text: str) -> list[Span]:
    """Every personal number or address in the order of the text, without overlap. Linear in the length."""
    spans: list[Span] = []
    for find in _FINDERS:
        spans.extend(find(text))
    spans.sort(key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    for span in spans:
        if kept and span.start < kept[-1].end:
            # Two that share letters become one, so that no end of the second stays readable.
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return kept


def mask(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by a word that says what stood there. Spans do not overlap."""
    parts, at = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        parts += [text[at : span.start], WORDS[span.kind]]
        at = span.end
    return "".join((*parts, text[at:]))


def _emails(text: str) -> Iterator[Span]:
    at = text.find("@")
    while at >= 0:
        before = _BEFORE_AT.search(text, max(0, at - _LONGEST_LOCAL_PART), at)
        after = _AFTER_AT.match(text, at + 1)
        if before and after:
            yield Span(before.start(), after.end(), "email")
        at = text.find("@", at + 1)


def _numbers(text: str) -> Iterator[Span]:
    groups = [match.span() for match in _DIGITS.finditer(text)]
    at = 0
    while at < len(groups):
        taken, kind = _number_at(text, groups, at)
        if kind:
            start = groups[at][0]
            while start and text[start - 1] in "+(":
                start -= 1
            yield Span(start, groups[at + taken - 1][1], kind)
        at += taken


def _number_at(text: str, groups: list[tuple[int, int]], at: int) -> tuple[int, Kind | None]:
    """How many groups from here on make one number, and which kind: exactly 16 digits, or the longest phone number."""
    digits, phone, lengths = "", 0, []
    for count, (start, end) in enumerate(groups[at : at + NIK_DIGITS], start=1):
        if count > 1 and not _WITHIN_NUMBER.fullmatch(text, groups[at + count - 2][1], start):
            break
        digits += text[start:end]
        lengths.append(end - start)
        if _is_phone(digits, lengths):
            phone = count
        # No NIK begins with 0, so a phone number followed by four digits is still a phone number.
        if len(digits) == NIK_DIGITS and lengths != TWO_DATES and not (phone and digits.startswith("0")):
            return count, "nik"
        if len(digits) >= NIK_DIGITS:
            break
    return (phone, "phone") if phone else (1, None)


def _is_phone(digits: str, lengths: list[int]) -> bool:
    if _MOBILE.fullmatch(digits):
        return True
    # An area code stands apart or the number is written in one piece; "07-11-2024" is a day.
    return bool(_LANDLINE.fullmatch(digits)) and lengths[0] >= 3


_FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (_emails, _numbers)
