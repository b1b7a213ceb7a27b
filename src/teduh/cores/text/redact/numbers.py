"""NIK and family card numbers (both 16 digits) and phone numbers.

A NIK is province, regency, subdistrict, day of birth (a woman's day plus 40), month, year, serial; a KK has the day of
issue in the same place. The words around tell them apart, and only where there are none the date does.
Indonesian phone numbers begin with 08, +62 or an area code (0735 in Baturaja).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teduh.cores.text.redact.digits import Group, groups
from teduh.cores.text.redact.reading import FOUND, Kind, Reading

SIXTEEN = 16
_REACH_OF_A_CUE = 48
_CLOSE_TO_A_CUE = 14

# Groups with little between them may be one number: "1601 0812-3456.7890", "+62 (0) 812". Commas join only spoken ones.
_BETWEEN = re.compile(r"[\s.\-–—‐‑‒_/()\[\]~·*]{0,4}")
_BETWEEN_SPOKEN = re.compile(r"[\s.,\-–_/;:+]{0,4}(?:(?:strip|min|spasi|titik|terus|trus)[\s.,\-]{1,3})?")
_MOBILE = re.compile(r"(?:0|620?|00620?)8\d{8,11}")
_LANDLINE = re.compile(r"(?:0|62)(?:735\d{5,8}|[2-79]\d{1,2}\d{6,8})")
_ABROAD = re.compile(r"[1-9]\d{8,14}")
_PROVINCE = re.compile(r"1[1-9]|2[01]|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7]")
_DATE = re.compile(r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d\d")
_TWO_DATES = ([2, 2, 4, 2, 2, 4], [4, 2, 2, 4, 2, 2])
_EVEN = ([4, 4, 4, 4], [8, 8], [6, 10], [6, 6, 4], [2, 2, 2, 6, 4], [1] * 16)
_AMOUNTS = re.compile(r"(?:\d{1,3}(?:\.\d{3})+(?:[\s\-–/]|\Z)){2,}|\d{1,3}(?:\.\d{3})+")

_CUE_OF_NIK = (
    r"n\.?\s?i\.?\s?k|e?-?\s?ktp|ktp-?el|(?:no(?:mor)?\.?|nmr) induk(?: kependudukan)?|no(?:mor)?\.? penduduk|identitas"
)
_CUE_OF_KK = r"k\s?\.?\s?k|kartu\s?k[el][a-z]{1,9}|kartukeluarga|krt\.? k[a-z]{1,7}|k\. keluarga|kartu rumah tangga"
_CUE = re.compile(
    rf"(?<![a-z])(?:(?P<nik>{_CUE_OF_NIK})|(?P<kk>{_CUE_OF_KK}))(?:nya|nyo|ny|ne|ku|mu|e)?(?![a-z])|{FOUND}"
)
_ASIDE = re.compile(
    r"(?:\bdi|\bdalam|\bdlm|\bsesuai|\bpada|\bmenurut|\bbukan|\bluar|\bsatu|\bsekk|\d)\s?(?:no\.?\s|nomor\s)?\Z"
)
_PHONE_CUE = re.compile(
    r"(?:\b(?:wa|w\.a|whats?app|watsap|wasap|hp|hape|handphone|no|nomor|nomer|nmr|nmor|telp|tlp|tlpn|telpon|telepon|telephone|tel|call|"
    r"hub|hubungi|kontak|contact|cp|sms|nmrnya)(?:nya|nyo|ku|ny|mu)?(?:\s(?:saya|sy|aku|hp|wa|dia|dio))?[\s.:=\-(]{0,4}|\+)\Z"
)
_DESK_CUE = re.compile(
    r"\b(?:telp|tlp|tlpn|telpon|telepon|telephone|fax|faks)(?:\s(?:rumah|kantor|no|nomor))?[\s.:=]{0,4}\Z"
)
_SENTENCE_END = re.compile(r"[.!?\n]")
_PAGE = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|(?<![\w.\-])[a-z][\w\-]{0,60}(?:\.[a-z]{2,20}){1,4}/[^\s<>\"]+")
_LINK_BEFORE = re.compile(r"(?:https?://)?(?:www\.|api\.)?(?:wa\.me/|whatsapp\.com/send/?\?phone=)\+?\Z")


def numbers(reading: Reading) -> Iterator[tuple[int, int, Kind]]:
    text = reading.text
    all_groups = list(_outside_links(text))
    cues = [(cue.start(), cue.end(), cue.lastgroup) for cue in _CUE.finditer(text)]
    cue_ends = [end for _, end, _ in cues]
    found: list[tuple[int, int, Kind]] = []
    at = 0
    while at < len(all_groups):
        taken, kind = _number_at(text, all_groups, at, cues, cue_ends)
        if kind:
            start, end = _with_signs(text, all_groups[at].start, all_groups[at + taken - 1].end)
            found.append((start, end, kind))
        at += taken
    yield from _told_apart(text, found, cues)


def _outside_links(text: str) -> Iterator[Group]:
    """Groups of digits, but for those in the address of a page: "/read/2024/05/22/" is no number of anybody."""
    pages = [page.span() for page in _PAGE.finditer(text)]
    starts = [start for start, _ in pages]
    for group in groups(text):
        page = bisect_right(starts, group.start) - 1
        if page < 0 or group.end > pages[page][1] or len(group.digits) == SIXTEEN or _MOBILE.fullmatch(group.digits):
            yield group


def _with_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """The number with what belongs to it: a plus, an open bracket, the link in which it stands."""
    while start and text[start - 1] in "+(":
        start -= 1
    if link := _LINK_BEFORE.search(text, max(0, start - 50), start):
        start = link.start()
    return start, end


_Cues = Sequence[tuple[int, int, str | None]]


def _number_at(
    text: str, found: Sequence[Group], at: int, cues: _Cues, cue_ends: Sequence[int]
) -> tuple[int, Kind | None]:
    """How many groups from here on make one number, and which: exactly 16 digits, or the longest phone number."""
    first = found[at]
    digits, phone, lengths, spoken = "", 0, [], False
    for count, group in enumerate(found[at : at + SIXTEEN], start=1):
        spoken = spoken or group.spoken
        if count > 1 and not _joined(text, found[at + count - 2], group, spoken=spoken):
            break
        digits += group.digits
        lengths.append(len(group.digits))
        if _is_phone(text, first.start, digits, lengths):
            phone = count
            # Written in one piece and long enough, it is whole; what follows is another number.
            if count == 1 and len(digits) >= 11 and not first.spoken:
                break
        if len(digits) >= SIXTEEN:
            # A number that is too long is a NIK with a slip of the finger only where the word stands right before it.
            near = _REACH_OF_A_CUE if len(digits) == SIXTEEN else _CLOSE_TO_A_CUE
            cued = _is_announced(cues, cue_ends, first.start, within=near)
            # No NIK begins with 0, so a phone number followed by four digits is still a phone number.
            if not (phone and digits.startswith("0")) and _is_sixteen(
                text, found[at : at + count], digits, lengths, cued
            ):
                return count, "nik"
            break
    if phone:
        return phone, "phone"
    if 14 <= len(first.digits) < SIXTEEN and _is_announced(cues, cue_ends, first.start, within=_CLOSE_TO_A_CUE):
        # A NIK with a digit too few still points at one person.
        return 1, "nik"
    return 1, None


def _joined(text: str, one: Group, two: Group, *, spoken: bool) -> bool:
    between = _BETWEEN_SPOKEN if spoken else _BETWEEN
    if not spoken and "/" in text[one.end : two.start] and not (len(one.digits) in (3, 4) and one.digits[0] == "0"):
        # "25/11/2024" is a day, "0735/320123" a number.
        return False
    return two.start - one.end <= 12 and bool(between.fullmatch(text, one.end, two.start))


def _is_sixteen(text: str, parts: Sequence[Group], digits: str, lengths: list[int], cued: bool) -> bool:
    if len(digits) > SIXTEEN:
        return len(parts) == 1 and len(digits) <= 18 and cued
    if len(parts) == 1:
        return True
    if lengths in _TWO_DATES or _AMOUNTS.fullmatch(text, parts[0].start, parts[-1].end):
        return False
    if any(10 <= len(part.digits) <= 13 and _MOBILE.fullmatch(part.digits) for part in parts):
        return False
    if cued or lengths in _EVEN:
        return True
    if not _PROVINCE.match(digits):
        return False
    # "16.01.08.2018 16.01.08" are the codes of a village and a subdistrict.
    return lengths[0] in (4, 6) or (bool(_DATE.fullmatch(digits, 6, 12)) and lengths[:4] != [2, 2, 2, 4])


def _is_phone(text: str, start: int, digits: str, lengths: list[int]) -> bool:
    if _MOBILE.fullmatch(digits):
        return not _are_times(text, start, digits, lengths)
    # An area code stands apart or the number is written in one piece; "07-11-2024" is a day.
    if lengths[0] >= 3 and _LANDLINE.fullmatch(digits) and (digits[0] == "0" or _after(_PHONE_CUE, text, start)):
        return True
    if not 6 <= len(digits) <= 15:
        return False
    if text[start - 1 : start] == "+" and _ABROAD.fullmatch(digits):
        return True
    if (
        len(digits) in (9, 10, 11, 12)
        and digits[0] == "8"
        and digits[1] != "0"
        and (lengths[0] >= 3 or max(lengths) == 1)
    ):
        return _after(_PHONE_CUE, text, start)
    if len(digits) == 9 and digits.startswith("08") and lengths[0] >= 4:
        return _after(_PHONE_CUE, text, start)
    return len(digits) <= 8 and sum(lengths) == len(digits) and lengths[0] >= 3 and _after(_DESK_CUE, text, start)


def _are_times(text: str, start: int, digits: str, lengths: list[int]) -> bool:
    """ "08.30 - 12.00 - 16.30" and "08-12-2024 0800" are hours and a day, though they have the digits of a number."""
    if len(lengths) < 3 or lengths[:2] != [2, 2]:
        return False
    return text[start + 2 : start + 3] == "." or (lengths[2] == 4 and digits[4:6] in ("19", "20"))


def _after(cue: re.Pattern[str], text: str, start: int) -> bool:
    return bool(cue.search(text, max(0, start - 32), start))


def _is_announced(cues: _Cues, cue_ends: Sequence[int], start: int, within: int = _REACH_OF_A_CUE) -> bool:
    """Whether "NIK" or "KK" stands shortly before, with nothing found in between."""
    last = bisect_right(cue_ends, start) - 1
    return last >= 0 and start - cue_ends[last] <= within and cues[last][2] is not None


@dataclass(frozen=True, slots=True)
class _Named:
    """The words that say NIK or KK, in order, with where they begin."""

    text: str
    cues: _Cues
    starts: Sequence[int]

    def between(self, low: int, high: int) -> list[Kind]:
        """The kinds named from `low` up to `high`; "di kartu keluarga" counts only where nothing else is named."""
        first, last = bisect_right(self.starts, low - 1), bisect_right(self.starts, high - 1)
        cues = [(start, kind) for start, _, kind in self.cues[first:last]]
        straight = [kind for start, kind in cues if not _ASIDE.search(self.text, max(low, start - 20), start)]
        return ["kk" if kind == "kk" else "nik" for kind in straight or [kind for _, kind in cues]]


def _told_apart(text: str, found: list[tuple[int, int, Kind]], cues: _Cues) -> Iterator[tuple[int, int, Kind]]:
    """Each number of 16 digits called NIK or KK by the words around it, in the order in which the words stand."""
    sixteens = [number for number in found if number[2] == "nik"]
    named_cues = [cue for cue in cues if cue[2]]
    named = _Named(text, named_cues, [start for start, _, _ in named_cues])
    kinds: dict[int, Kind] = {}
    waiting: list[Kind] = []
    end_before, before = 0, None
    for index, (start, end, _) in enumerate(sixteens):
        following = sixteens[index + 1][0] if index + 1 < len(sixteens) else None
        here = named.between(max(end_before, start - 2 * _REACH_OF_A_CUE), start)
        kind: Kind
        if here:
            # "NIK dan KK: 1601… dan 1601…" names two numbers in their order.
            both = len(here) > 1 and here[-1] != here[-2] and following is not None
            both = both and not named.between(end, min(following or end, end + 2 * _REACH_OF_A_CUE))
            kind, waiting = (here[-2], [here[-1]]) if both else (here[-1], [])
        elif waiting:
            kind = waiting.pop(0)
        else:
            listed = before if start - end_before <= 24 else None
            kind = _by_what_follows(named, end, following) or listed or _by_date(text[start:end])
        kinds[start] = before = kind
        end_before = end
    for start, end, kind in found:
        yield start, end, kinds.get(start, kind)


def _by_what_follows(named: _Named, end: int, following: int | None) -> Kind | None:
    """ "1601… itu nik saya": the word behind it, unless it belongs to the next number."""
    high = end + _REACH_OF_A_CUE
    if following is not None:
        high = min(high, following)
    stop = _SENTENCE_END.search(named.text, end, high)
    kinds = named.between(end, stop.start() if stop else high)
    if not kinds or (following is not None and len(kinds) < 2 and following - end <= _REACH_OF_A_CUE):
        return None
    return kinds[0]


def _by_date(written: str) -> Kind:
    """Without a word: a day over 40 is a woman's birth; a day of the last years is rather a card's day of issue."""
    digits = "".join(letter for letter in written if letter.isdigit())
    if len(digits) == SIXTEEN and int(digits[6:8]) <= 31 and 9 <= int(digits[10:12]) <= 29:
        return "kk"
    return "nik"
