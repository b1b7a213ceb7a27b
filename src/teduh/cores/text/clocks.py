"""Hours of the day in everyday Indonesian: "jam 9 malam", "pukul 21.00", "setengah sembilan" as "jam setengah 9"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from teduh.cores.text.days import PARTS

_PART = r"dini\s+hari|subuh|pagi|pg|siang|sore|petang|malam|malem|mlm"
_TAIL = (
    r"(?:\s*(?:-|–|s/d|sampai|sampe|hingga)\s*(?:jam\s*|pukul\s*)?\d{1,2}(?:[.:]\d{2})?(?!\d))?"
    rf"(?:\s*(?:wib|wita|wit)\b)?(?:\s*(?P<part>{_PART})\b)?"
)
_CUED = re.compile(
    r"(?<![^\W_])(?:jam|pukul|pkl|jm|pk)\.?\s*(?P<half>setengah\s+|stengah\s+|1/2\s+)?(?P<hour>\d{1,2})"
    r"(?:[.:](?P<minute>\d{2}))?(?!\d|[.,]\d)(?!\s*(?:orang|org|kali)\b)"
    r"(?:\s+(?P<way>lewat|lebih|kurang)\s+(?P<more>\d{1,2}|seperempat)(?:\s*menit|\s*mnt)?)?" + _TAIL,
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\d.:,/-])(?P<hour>\d{1,2})(?:(?P<colon>:)|\.)(?P<minute>\d{2})(?![\d.:/])" + _TAIL,
    re.IGNORECASE,
)
_ZONE = re.compile(r"\b(?:wib|wita|wit)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClockPiece:
    """A time of day as it was said; `part` is a value of `PARTS` or ""."""

    start: int
    end: int
    hour: int
    minute: int
    part: str


def find_clocks(text: str) -> Iterator[ClockPiece]:
    """Times of day in `text`. A number with a dot counts only behind "jam" or "pukul" or before a time zone."""
    taken = bytearray(len(text))
    for pattern in (_CUED, _BARE):
        for match in pattern.finditer(text):
            cued = pattern is _CUED
            if any(taken[match.start() : match.end()]) or not (cued or match["colon"] or _ZONE.search(match[0])):
                continue
            if piece := _piece(match, cued):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                yield piece


def on_the_clock(hour: int, part: str) -> tuple[int, int]:
    """The hour from 0 to 23, and how many days after the named one it lies: midnight ends a night."""
    if part == "night" and hour == 12:
        return 0, 1
    if part == "night" and 1 <= hour <= 5:
        return hour, 1
    if (part == "night" and 6 <= hour <= 11) or (part == "afternoon" and 1 <= hour <= 7):
        return hour + 12, 0
    if part == "noon" and 1 <= hour <= 5:
        return hour + 12, 0
    return hour, 0


def _piece(match: re.Match[str], cued: bool) -> ClockPiece | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if cued and match["half"]:
        # "setengah sembilan" is half an hour before nine.
        hour, minute = (hour - 1) % 24, 30
    if cued and match["way"]:
        more = 15 if match["more"].lower() == "seperempat" else int(match["more"])
        total = hour * 60 + minute + (-more if match["way"].lower() == "kurang" else more)
        hour, minute = total // 60 % 24, total % 60
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    part = PARTS[" ".join(match["part"].lower().split())] if match["part"] else ""
    return ClockPiece(match.start(), match.end(), hour, minute, part)
