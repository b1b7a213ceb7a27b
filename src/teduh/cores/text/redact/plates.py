"""Licence plates: an area (BG for South Sumatra), up to four digits, up to three letters; "BG 1234 AB", "bg1234ab"."""

import re
from collections.abc import Iterator

from teduh.cores.text.redact.reading import Kind, Reading
from teduh.cores.text.redact.words import one_of, word_list

AREAS = word_list("plate_areas")
_PLATE = re.compile(
    r"(?<![^\W_])(?<![@./\-][a-z])([a-z]{1,2})[\s.\-]{0,2}(\d{1,4})(?:[\s.\-]{0,2}([a-z]{1,3}))?(?![^\W_])"
)
# "1234-VII", "12345-00": police and army number their own vehicles.
_SERVICE = re.compile(r"(?<![\w])(?:\d{2,5}-(?:[ivx]{1,6}|\d{2})|[ivx]{1,6}[\s-]\d{2,5}-\d{2})(?!\w)")
_NUMBER_OF = r"(?:nomor|nomer|nmr|no\.?)\s?(?:pol(?:isi)?|plat|kendaraan|mobil|motor)"
_CUE = re.compile(rf"\b(?:(?:ber)?(?:plate?|pelat|nopol(?:isi)?|{_NUMBER_OF})(?:nya|nyo)?|bernomor polisi|tnkb)\b")
_VEHICLE = re.compile(rf"\b(?:{one_of('vehicles')})(?:nya|nyo)?\b")
_REACH = 40
_WORDS = word_list("no_plate_letters")
_MEASURES = word_list("measures")
_BEFORE = re.compile(rf"\b(?:{one_of('no_plate_behind')})[\s.:]*\Z")
_KNOWN_THINGS = word_list("no_plates")


def plates(reading: Reading) -> Iterator[tuple[int, int, Kind]]:
    text, cased = reading.text, reading.cased
    shouted = not any(letter.islower() for letter in cased)
    free = 0
    hits = [_judged(text, cased, hit, shouted=shouted) for hit in _PLATE.finditer(text)]
    hits += [(hit.start(), hit.end()) for hit in _SERVICE.finditer(text) if _cued(_CUE, text, hit.start())]
    for start, end in sorted((hit for hit in hits if hit), key=lambda hit: (hit[0], -hit[1])):
        if start >= free:
            yield start, end, "plate"
            free = end


def _judged(text: str, cased: str, hit: re.Match[str], *, shouted: bool) -> tuple[int, int] | None:
    area, digits, letters = hit[1], hit[2], hit[3] or ""
    cued = _cued(_CUE, text, hit.start())
    if area not in AREAS and not cued:
        return None
    if not cued and (
        _BEFORE.search(text, max(0, hit.start() - 14), hit.start()) or area + digits + letters in _KNOWN_THINGS
    ):
        return None
    high = cased[hit.start(1)].isupper() and not shouted
    if letters and len(area) == 1 and cased[hit.start(3) : hit.end()].istitle() and len(letters) > 1 and not cued:
        # "T500 Pro", "A 350 Air": a thing with a name.
        return None
    near = cued or _cued(_VEHICLE, text, hit.start())
    if letters and _are_letters(letters, area, digits, high=high and cased[hit.start(3)].isupper(), near=near):
        if near or len(digits) > 2 or (len(digits) == 2 and high):
            return hit.span()
        return None
    # Without its last letters it needs a word before it, or capitals and all four digits.
    if (near and (cued or len(digits) > 2)) or (high and len(area) == 2 and len(digits) == 4 and not _is_year(digits)):
        return hit.start(), hit.end(2)
    return None


def _are_letters(letters: str, area: str, digits: str, *, high: bool, near: bool) -> bool:
    if letters in _MEASURES:
        return len(digits) > 2 and (near or len(area) == 2)
    return letters not in _WORDS or (high and (near or len(digits) > 2))


def _is_year(digits: str) -> bool:
    return 1900 <= int(digits) <= 2099


def _cued(cue: re.Pattern[str], text: str, start: int) -> bool:
    return bool(cue.search(text, max(0, start - _REACH), start))
