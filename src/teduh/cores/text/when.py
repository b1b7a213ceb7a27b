"""Days and hours in everyday Indonesian: "tadi malam", "malam Jumat", "tgl 25", "09.30 WIB"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

WEEKDAYS: Final = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "jum’at": 4, "sabtu": 5, "minggu": 6, "ahad": 6,
}  # fmt: skip
MONTHS: Final = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "maret": 3, "mar": 3, "april": 4, "apr": 4, "mei": 5, "juni": 6,
    "jun": 6, "juli": 7, "jul": 7, "agustus": 8, "agt": 8, "ags": 8, "agu": 8, "september": 9, "sep": 9, "sept": 9,
    "oktober": 10, "okt": 10, "november": 11, "nov": 11, "nop": 11, "desember": 12, "des": 12,
}  # fmt: skip
# Longest first: "tadi malam" before "malam".
RELATIVE: Final[tuple[tuple[str, int, int | None], ...]] = (
    (r"(?:tadi|td)\s+(?:malam|mlm)|semalam|malam\s+tadi", -1, 21),
    (r"kemarin\s+(?:malam|mlm)|malam\s+kemarin", -1, 21),
    (r"(?:kemarin|kmrn|kmren)\s+lusa|kemarin\s+dulu", -2, None),
    (r"kemarin|kemaren|kmrn|kmren|kemaghi", -1, None),
    (r"(?:nanti|ntar|nti)\s+(?:malam|mlm)|malam\s+(?:ini|nanti)", 0, 21),
    (r"(?:tadi|td)\s+pagi|pagi\s+(?:ini|tadi)", 0, 7),
    (r"(?:tadi|td)\s+siang|siang\s+(?:ini|tadi)", 0, 12),
    (r"(?:tadi|td)\s+sore|sore\s+(?:ini|tadi)", 0, 16),
    (r"hari\s+ini|hr\s+ini|barusan|baru\s+saja|sekarang|skrg|skrang", 0, None),
    (r"besok\s+lusa|lusa", 2, None),
    (r"besok|bsk|isuk", 1, None),
)
_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY: Final = "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))
_DATE: Final = re.compile(r"\b(\d{1,2})\s*[/-]\s*(\d{1,2})(?:\s*[/-]\s*(\d{4}|\d{2}))?\b")
_LONG_DATE: Final = re.compile(rf"\b(\d{{1,2}})\s+({_MONTH})\.?(?:\s+(\d{{4}}))?\b", re.IGNORECASE)
_ONLY_DAY: Final = re.compile(r"\b(?:tgl|tanggal|tg)\.?\s*(\d{1,2})\b(?!\s*[/-]\s*\d)", re.IGNORECASE)
_EVE: Final = re.compile(rf"\bmalam\s+({_DAY})\b", re.IGNORECASE)
_WEEKDAY: Final = re.compile(rf"\b(?:hari\s+)?({_DAY})(\s+(?:depan|dpn|lalu|kemarin|kmrn))?\b", re.IGNORECASE)
_NEXT_WEEK: Final = re.compile(r"\bminggu\s+(depan|dpn|lalu)\b", re.IGNORECASE)
_HOUR: Final = re.compile(
    r"\b(?:(?:jam|pukul|pkl|jm)\.?\s*(\d{1,2})(?:[.:](\d{2}))?|(\d{1,2})[.:](\d{2})(?=\s*(?:wib|wita|wit)\b))"
    r"(?:\s*(?:wib|wita|wit))?(?:\s*(pagi|siang|sore|malam|mlm))?",
    re.IGNORECASE,
)
SURE_DAYS: Final = 366

Add = Callable[[re.Match[str], date | None, date | None, int | None, bool], None]


@dataclass(frozen=True)
class When:
    """A day, or a stretch of days, named in the text; `sure` is false where a person should look."""

    start: int
    end: int
    typed: str
    day: date
    to_day: date
    hour: int | None
    minute: int
    sure: bool


def read_when(text: str, *, at: datetime) -> list[When]:
    """Days named in a text, in its order. `at` is the moment of speaking; its time zone is the speaker's."""
    found: list[tuple[int, int, date, date, int | None, bool]] = []
    taken: list[tuple[int, int]] = []

    def add(
        match: re.Match[str], first: date | None, last: date | None, hour: int | None, sure: bool
    ) -> None:
        if first is None or any(match.start() < end and start < match.end() for start, end in taken):
            return
        taken.append(match.span())
        far = abs((first - at.date()).days) > SURE_DAYS
        found.append((match.start(), match.end(), first, last or first, hour, sure and not far))

    _find_dates(text, at, add)
    _find_weekdays(text, at, add)
    for pattern, days, hour in RELATIVE:
        for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            add(match, at.date() + timedelta(days=days), None, hour, True)
    hour_match = _HOUR.search(text)
    clock = _clock(hour_match) if hour_match else None
    if clock and hour_match and not found:
        found.append((hour_match.start(), hour_match.end(), at.date(), at.date(), None, False))
    return [
        When(
            start,
            end,
            text[start:end],
            first,
            last,
            clock[0] if clock else hour,
            clock[1] if clock else 0,
            sure,
        )
        for start, end, first, last, hour, sure in sorted(found)
    ]


def _find_dates(text: str, at: datetime, add: Add) -> None:
    for match in _DATE.finditer(text):
        day, month, year = match.groups()
        add(match, _date(day, int(month), year, at), None, None, year is not None)
    for match in _LONG_DATE.finditer(text):
        day, month, year = match.groups()
        add(match, _date(day, MONTHS[month.lower()], year, at), None, None, True)
    for match in _ONLY_DAY.finditer(text):
        add(match, _nearest_month(int(match.group(1)), at.date()), None, None, False)


def _find_weekdays(text: str, at: datetime, add: Add) -> None:
    today = at.date()
    for match in _NEXT_WEEK.finditer(text):
        monday = today - timedelta(days=today.weekday())
        monday += timedelta(days=-7 if match.group(1).lower() == "lalu" else 7)
        add(match, monday, monday + timedelta(days=6), None, True)
    for match in _EVE.finditer(text):
        # The night of Friday begins on Thursday evening.
        eve = _nearest_weekday((WEEKDAYS[match.group(1).lower()] - 1) % 7, today)
        add(match, eve, None, 21, True)
    for match in _WEEKDAY.finditer(text):
        name, direction = match.group(1).lower(), (match.group(2) or "").strip().lower()
        day = _nearest_weekday(WEEKDAYS[name], today)
        if direction in ("depan", "dpn") and day <= today:
            day += timedelta(days=7)
        if direction in ("lalu", "kemarin", "kmrn") and day >= today:
            day -= timedelta(days=7)
        add(match, day, None, None, bool(direction))


def _date(day: str, month: int, year: str | None, at: datetime) -> date | None:
    full_year = at.year if year is None else int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(full_year, month, int(day))
    except ValueError:
        return None


def _nearest_month(day: int, today: date) -> date | None:
    """The date with this day of the month that lies nearest to today."""
    found = []
    for months in (-1, 0, 1):
        month = today.month + months
        year = today.year + (month - 1) // 12
        try:
            found.append(date(year, (month - 1) % 12 + 1, day))
        except ValueError:
            continue
    return min(found, key=lambda candidate: abs((candidate - today).days), default=None)


def _nearest_weekday(weekday: int, today: date) -> date:
    """That weekday in the seven days round today, three back and three ahead."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _clock(match: re.Match[str]) -> tuple[int, int] | None:
    hour, minute = int(match.group(1) or match.group(3)), int(match.group(2) or match.group(4) or 0)
    part = (match.group(5) or "").lower()
    if part in ("malam", "mlm") and 1 <= hour <= 11 and hour >= 6:
        hour += 12
    elif part == "sore" and 1 <= hour <= 7:
        hour += 12
    elif part == "siang" and 1 <= hour <= 3:
        hour += 12
    return (hour, minute) if hour < 24 and minute < 60 else None
