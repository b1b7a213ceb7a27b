"""Day expressions of everyday Indonesian, seen from the day on which they are said."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

# A day further from the moment of speaking than this is more often a typing mistake than meant.
SURE_WITHIN_DAYS = 366

WEEKDAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6, "ahad": 6}
MONTHS = {
    name: month
    for month, names in enumerate(
        "januari jan,februari pebruari feb peb,maret mar mrt,april apr,mei,juni jun,juli jul,agustus agust agt ags agu,"
        "september sept sep,oktober okt,november nopember nov nop,desember des".split(","),
        start=1,
    )
    for name in names.split()
}
PARTS = {"dini hari": "night_end", "subuh": "night_end", "pagi": "morning", "pg": "morning", "siang": "noon",
         "sore": "afternoon", "petang": "afternoon", "malam": "night", "malem": "night", "mlm": "night"}  # fmt: skip

_PART = r"(?:dini\s+hari|subuh|pagi|pg|siang|sore|petang|malam|malem|mlm)"
_NIGHT = r"(?:malam|malem|mlm)"
_DAY_NAME = r"(?:senin|selasa|rabu|kamis|jum['’`]?at|sabtu|ahad)"
_SUNDAY = rf"(?:(?<=hari )minggu|minggu(?=\s+(?:{_PART}|besok|bsk)\b|\s*,?\s*(?:tgl\s*|tanggal\s*)?\d))"
_YANG = r"(?:(?:yang|yg)\s+)?"
_PASSED = r"(?:lalu|kemarin|kemaren|kmrn|kmren|tadi)"
_COMING = r"(?:depan|dpn|besok|bsk|nanti|mendatang|akan\s+datang)"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE_CUE = r"(?:tgl|tggl|tanggal)\.?\s*"
_UNTIL = r"\s*(?:-|–|s/d|s\.d\.?|sd|sampai(?:\s+dengan)?|sampe|hingga|dan)\s*"
_YESTERDAY = r"(?:kemarin|kemaren|kmrn|kmren|kmarin)"
_TOMORROW = r"(?:besok|bsok|bsk|besuk)"
# In front of these, "3/5" is a house number, a score or a share and no day.
_NO_DATE_BEFORE = re.compile(r"(?:rt|rw|no|nomor|jam|pukul|pkl|skor|tps|km|pasal|nik)\.?\s*$", re.IGNORECASE)
_NO_DATE_BEHIND = re.compile(
    r"\s*(?:orang|org|warga|anak|kali|x\b|jam|menit|hari|minggu|bulan|tahun|rumah|motor|mobil|ribu|rb|juta|jt|kg|liter"
    r"|persen|%|meter|km|suara|kk)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DayPiece:
    """A stretch of text that names a day or days. `part` is a value of `PARTS` or ""; `weekday` marks a bare name."""

    start: int
    end: int
    day: date
    to_day: date
    part: str = ""
    sure: bool = True
    weekday: bool = False
    moment: datetime | None = None


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], datetime], DayPiece | None]]


def find_days(text: str, at: datetime) -> Iterator[DayPiece]:
    """Day expressions in `text`; of two that overlap, the one with the more special rule."""
    taken = bytearray(len(text))
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            piece = read(match, at)
            if piece is not None:
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                yield piece


def _piece(
    match: re.Match[str],
    day: date,
    to_day: date | None = None,
    *,
    part: str = "",
    sure: bool = True,
    weekday: bool = False,
    moment: datetime | None = None,
) -> DayPiece:
    part = part or _part_of(match.groupdict().get("part"))
    return DayPiece(match.start(), match.end(), day, to_day or day, part, sure, weekday, moment)


def _part_of(typed: str | None) -> str:
    return PARTS[" ".join(typed.lower().split())] if typed else ""


def _shifted(days: int, part: str = "") -> Callable[[re.Match[str], datetime], DayPiece]:
    def read(match: re.Match[str], at: datetime) -> DayPiece:
        return _piece(match, at.date() + timedelta(days=days), part=part)

    return read


def _earlier_today(match: re.Match[str], at: datetime) -> DayPiece:
    # Soon after midnight "tadi" may still mean the day that has just ended.
    return _piece(match, at.date(), sure=at.hour >= 4)


def _last_night(match: re.Match[str], at: datetime) -> DayPiece:
    # Late in the evening "tadi malam" may mean an hour ago.
    return _piece(match, at.date() - timedelta(days=1), part="night", sure=at.hour < 19)


def _now(match: re.Match[str], at: datetime) -> DayPiece:
    return _piece(match, at.date(), moment=at)


def _ago(match: re.Match[str], at: datetime) -> DayPiece | None:
    count = {"se": 1, "setengah": 0.5}.get(match["count"].strip().lower())
    count = float(match["count"]) if count is None else count
    if count > 1000:
        return None
    sign = -1 if match["way"].lower() in ("lalu", "tadi") else 1
    unit = match["unit"].lower()
    if unit in ("jam", "menit"):
        moment = at + sign * timedelta(**{"jam": {"hours": count}, "menit": {"minutes": count}}[unit])
        return _piece(match, moment.date(), moment=moment)
    days = round(sign * count * {"hari": 1, "minggu": 7, "bulan": 30}[unit])
    return _piece(match, at.date() + timedelta(days=days), sure=unit == "hari")


def _week_or_month(match: re.Match[str], at: datetime) -> DayPiece:
    way = match["way"].lower()
    step = 0 if way == "ini" else 1 if re.fullmatch(_COMING, way) else -1
    today = at.date()
    if match["unit"].lower() == "bulan":
        first = _month_start(today, step)
        return _piece(match, first, _month_start(today, step + 1) - timedelta(days=1))
    monday = today + timedelta(days=7 * step - today.weekday())
    return _piece(match, monday, monday + timedelta(days=6))


def _weekday(match: re.Match[str], at: datetime) -> DayPiece:
    eve = bool(match.groupdict().get("eve"))
    wanted = (WEEKDAYS[re.sub(r"['’`]", "", match["name"].lower())] - eve) % 7
    part = "night" if eve else ""
    today, way = at.date(), (match["way"] or "").lower()
    ahead = (wanted - today.weekday()) % 7
    if re.fullmatch(_PASSED, way):
        return _piece(match, today - timedelta(days=7 - ahead if ahead else 7), part=part)
    if re.fullmatch(_COMING, way):
        # On Monday "Jumat depan" may mean this Friday or the next one.
        ahead = ahead or (0 if way == "nanti" else 7)
        same_week = today.weekday() + ahead < 7 and way in ("depan", "dpn")
        return _piece(match, today + timedelta(days=ahead), part=part, sure=not same_week)
    if way == "ini":
        return _piece(match, today + timedelta(days=wanted - today.weekday()), part=part)
    nearest = today + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    return _piece(match, nearest, part=part, sure=False, weekday=not eve)


def _full_date(match: re.Match[str], at: datetime) -> DayPiece | None:
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    return _dated(match, _date(year, int(match["month"]), int(match["day"])), at)


def _named_date(match: re.Match[str], at: datetime) -> DayPiece | None:
    month = MONTHS[match["month"].lower()]
    first = match.groupdict().get("first")
    last = _in_year(match["year"], month, int(match["day"]), at)
    if last is None or not first:
        return _dated(match, last, at)
    start = _date(last.year, month, int(first))
    return _dated(match, start, at, last) if start and start <= last else None


def _short_date(match: re.Match[str], at: datetime) -> DayPiece | None:
    text, cue = match.string, match["cue"]
    day, month = int(match["day"]), int(match["month"])
    found = _in_year(None, month, day, at)
    if cue and month > day and found is None:
        last = _nearest_day(month, at.date())
        first = _date(last.year, last.month, day) if last else None
        return _dated(match, first, at, last) if first else None
    before = text[max(0, match.start() - 8) : match.start()]
    if found is None or (not cue and (_NO_DATE_BEFORE.search(before) or _NO_DATE_BEHIND.match(text, match.end()))):
        return None
    # "tgl 10-12" is the tenth of December or three days in a month.
    sure = (bool(cue) and month <= day) or text.strip() == match[0].strip()
    piece = _dated(match, found, at)
    return piece and replace(piece, sure=piece.sure and sure)


def _day_of_month(match: re.Match[str], at: datetime) -> DayPiece | None:
    today = at.date()
    last = _nearest_day(int(match["day"]), today)
    if last is None:
        return None
    first = match.groupdict().get("first")
    start = _date(last.year, last.month, int(first)) if first else last
    if start is None or start > last:
        return None
    return _piece(match, start, last, sure=abs((last - today).days) <= 10)


def _dated(match: re.Match[str], day: date | None, at: datetime, to_day: date | None = None) -> DayPiece | None:
    if day is None:
        return None
    return _piece(match, day, to_day, sure=abs((day - at.date()).days) <= SURE_WITHIN_DAYS)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_year(year: str | None, month: int, day: int, at: datetime) -> date | None:
    """The date in the given year, else in the year that brings it nearest."""
    years = [int(year)] if year else [at.year - 1, at.year, at.year + 1]
    found = [each for each_year in years if (each := _date(each_year, month, day))]
    return min(found, key=lambda each: abs((each - at.date()).days), default=None)


def _month_start(today: date, step: int) -> date:
    months = today.year * 12 + today.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def _nearest_day(day: int, today: date) -> date | None:
    """The date with this day of the month that lies nearest; where two are equally near, the earlier."""
    starts = [_month_start(today, step) for step in (-2, -1, 0, 1, 2)]
    found = [each for start in starts if (each := _date(start.year, start.month, day))]
    return min(found, key=lambda each: abs((each - today).days), default=None)


def _rules(*pairs: tuple[str, Callable[[re.Match[str], datetime], DayPiece | None]]) -> list[Rule]:
    return [(re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE), read) for pattern, read in pairs]


_THEN_PART = rf"(?:\s+(?P<part>{_PART}))?"
# The more special before the more general: "kemarin malam" before "kemarin", "25-27 November" before "27 November".
_RULES: list[Rule] = _rules(
    (r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!-?\d)", _full_date),
    (r"(?<![\d/.-])(?P<day>\d{1,2})\s?[/-]\s?(?P<month>\d{1,2})\s?[/-]\s?(?P<year>\d{4}|\d{2})(?![/.-]?\d)",
     _full_date),
    (r"(?<![\d/.-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?![/.-]?\d)", _full_date),
    (rf"(?:{_DATE_CUE})?(?<![\d/.-])(?P<first>\d{{1,2}}){_UNTIL}(?:{_DATE_CUE})?(?P<day>\d{{1,2}})\s*(?P<month>{_MONTH})"
     r"\.?(?:\s+(?P<year>\d{4}))?", _named_date),
    (rf"(?:{_DATE_CUE})?(?<![\d/.-])(?P<day>\d{{1,2}})[\s-]*(?P<month>{_MONTH})\.?"
     rf"(?:[\s-]+(?P<year>\d{{4}}))?{_THEN_PART}", _named_date),
    (rf"{_DATE_CUE}(?P<first>\d{{1,2}})\s*(?:s/d|s\.d\.?|sd|sampai(?:\s+dengan)?|sampe|hingga|dan)\s*(?:{_DATE_CUE})?"
     r"(?P<day>\d{1,2})(?![/.-]?\d)", _day_of_month),
    (rf"(?P<cue>{_DATE_CUE})?(?<![\d/.-])(?P<day>\d{{1,2}})[/-](?P<month>\d{{1,2}})(?![/.-]?\d)", _short_date),
    (rf"{_DATE_CUE}(?P<day>\d{{1,2}})(?![/.:-]?\d){_THEN_PART}", _day_of_month),
    (rf"(?P<count>\d{{1,4}}|setengah|se)\s*(?P<unit>jam|menit|hari|minggu|bulan)\s+{_YANG}(?P<way>lalu|tadi|lagi)",
     _ago),
    (rf"(?P<eve>{_NIGHT})\s+(?P<name>{_DAY_NAME}|minggu)(?:\s+{_YANG}(?P<way>{_PASSED}|{_COMING}|ini))?", _weekday),
    (rf"(?<!tiap )(?<!tiap hari )(?:hari\s+)?(?P<name>{_DAY_NAME}|{_SUNDAY}){_THEN_PART}"
     rf"(?:\s+{_YANG}(?P<way>{_PASSED}|{_COMING}|ini))?", _weekday),
    (rf"(?P<unit>minggu|mgg|pekan|bulan|bln)\s+{_YANG}(?P<way>{_PASSED}|{_COMING}|ini)", _week_or_month),
    (rf"{_YESTERDAY}\s+(?:lusa|dulu|dl)", _shifted(-2)),
    (rf"{_NIGHT}\s+{_YESTERDAY}", _shifted(-1, "night")),
    (rf"{_YESTERDAY}{_THEN_PART}", _shifted(-1)),
    (rf"(?:tadi|td)\s+{_NIGHT}|{_NIGHT}\s+tadi|semal[ae]m|smalam|smlm", _last_night),
    (rf"(?:tadi|td)\s+(?P<part>{_PART})", _earlier_today),
    (rf"(?:{_TOMORROW}\s+)?lusa{_THEN_PART}", _shifted(2)),
    (rf"{_NIGHT}\s+{_TOMORROW}", _shifted(1, "night")),
    (rf"{_TOMORROW}{_THEN_PART}", _shifted(1)),
    (rf"(?:nanti|ntar|nti|entar)\s+(?P<part>{_PART})|(?:hari|hr)\s+ini", _shifted(0)),
    (rf"(?P<part>{_PART})\s+(?:ini|nanti)", _shifted(0)),
    (r"barusan|brusan|baru\s+sa?ja|baru\s+aja|sekarang|skrg|skrang|saat\s+ini", _now),
    (r"tadi", _earlier_today),
)  # fmt: skip
