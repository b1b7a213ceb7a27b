"""Days and hours that somebody names: "tadi malam jam 9", "malam Jumat", "tgl 25", "Jum'at 22/11/2024 09.30 WIB"."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from teduh.cores.errors import Refused
from teduh.cores.text.clocks import ClockPiece, find_clocks, on_the_clock
from teduh.cores.text.days import DayPiece, find_days

_GAP = re.compile(
    r"[\s,.(]*(?:(?:pada|sekitar|sekira|sktr|kira-kira|kurang\s+lebih|lebih\s+kurang|pas|mulai|tanggal|tgl|hari)\s*)*",
    re.IGNORECASE,
)
_LONGEST_GAP = 30


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a stretch of days from `day` to `to_day`, and the hour if one was named.

    `typed` is `text[start:end]`. `sure` speaks of the day: False where the words fit more than one day, where the day
    lies more than a year away, and where only an hour was said. An hour without a part of the day stays as it was
    said: "jam 9" is 9.
    """

    start: int
    end: int
    typed: str
    day: date
    to_day: date
    hour: int | None
    minute: int
    sure: bool


def read_when(text: str, *, at: datetime) -> list[When]:
    """Days and hours in `text`, in the order in which they stand there.

    Parameters
    ----------
    at : the moment at which it was said, aware; its time zone is the speaker's.

    Raises
    ------
    Refused : `at` carries no time zone.

    Notes
    -----
    "Malam Jumat" is the night that leads to Friday and begins on Thursday. A weekday without "lalu" or "depan" is the
    nearest one, three days back or ahead, and unsure. A day without a year takes the year that brings it nearest.
    """
    if at.tzinfo is None:
        raise Refused("The moment of speaking needs a time zone.", field="at")
    days = _joined_days(sorted(find_days(text, at), key=lambda piece: piece.start), text)
    clocks = sorted(find_clocks(text), key=lambda piece: piece.start)
    inside = bytearray(len(text) + 1)
    for day in days:
        inside[day.start : day.end] = b"\1" * (day.end - day.start)
    found: list[When] = []
    waiting = [clock for clock in clocks if not inside[clock.start]]
    for day in days:
        clock = _clock_of(day, waiting, text)
        if clock is not None:
            waiting.remove(clock)
        found.append(_when(text, day, clock))
    for clock in waiting:
        today = DayPiece(clock.start, clock.end, at.date(), at.date(), sure=False)
        found.append(_when(text, today, clock))
    return sorted(found, key=lambda when: when.start)


def _joined_days(days: list[DayPiece], text: str) -> list[DayPiece]:
    """A weekday beside a date is one expression; where they disagree, the date counts and is unsure."""
    joined: list[DayPiece] = []
    for piece in days:
        before = joined[-1] if joined else None
        if before and before.weekday and not piece.weekday and _touch(text, before.end, piece.start):
            agrees = before.day.weekday() == piece.day.weekday()
            joined[-1] = replace(piece, start=before.start, sure=piece.sure and agrees, part=piece.part or before.part)
        else:
            joined.append(piece)
    return joined


def _touch(text: str, end: int, start: int) -> bool:
    return start <= end or (start - end <= _LONGEST_GAP and bool(_GAP.fullmatch(text, end, start)))


def _clock_of(day: DayPiece, clocks: list[ClockPiece], text: str) -> ClockPiece | None:
    """The clock right behind the day, else right before it."""
    behind = bisect_left(clocks, day.start, key=lambda clock: clock.start)
    if behind < len(clocks) and _touch(text, day.end, clocks[behind].start):
        return clocks[behind]
    if behind and _touch(text, clocks[behind - 1].end, day.start):
        return clocks[behind - 1]
    return None


def _when(text: str, day: DayPiece, clock: ClockPiece | None) -> When:
    if clock is None:
        hour, minute = (day.moment.hour, day.moment.minute) if day.moment else (None, 0)
        return When(day.start, day.end, text[day.start : day.end], day.day, day.to_day, hour, minute, day.sure)
    start, end = min(day.start, clock.start), max(day.end, clock.end)
    hour_said, later = on_the_clock(clock.hour, clock.part or day.part)
    shift = timedelta(days=later)
    to_day = day.to_day + shift if day.to_day == day.day else day.to_day
    return When(start, end, text[start:end], day.day + shift, to_day, hour_said, clock.minute, day.sure)
