"""House numbers: "rumah no 12", "jl Kenanga no 3 RT 02", "blok C4". The span reaches from the street to the number.

A street alone is a place and stays, RT and RW alone are some forty houses and stay; together with a number they lead
to one door and go with it.
"""

import re
from collections.abc import Iterator

from teduh.cores.text.redact.reading import Kind, Reading
from teduh.cores.text.redact.words import is_everyday, one_of, word_list

_NO = r"(?:(?:no|nomor|nomer|nmr|nmor|nomr|nomo|nmer|num|nom)(?:nya|nyo)?(?![^\W\d_])[\s.:=]{0,3}|\#\s?)"
_LETTER_BEHIND = r"(?:\s?[a-h](?!\w))?"
_PART_BEHIND = r"(?:\s?[/\-]\s?(?:\d{1,3}|[a-h]|[ivx]{1,4})(?!\w))?"
_NUMBER = rf"(?:[a-z]{{1,2}}[\s./\-]?)?\d{{1,4}}{_LETTER_BEHIND}{_PART_BEHIND}(?!\w|[.,:]\d)"
_DIGIT = r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
_SPOKEN = rf"(?:se(?:puluh|belas)|{_DIGIT}(?:\s(?:belas|puluh(?:\s{_DIGIT})?))?)(?!\w)"
_ANY_NUMBER = rf"(?:{_NUMBER}|{_SPOKEN})"
_RT = r"rt[\s.:]{0,2}\d{1,3}(?!\d)(?:[\s,/.\-]{0,3}(?:rw[\s.:]{0,2}\d{1,3}|(?<=[/])\d{1,3}))?"
_ROAD = rf"(?:{one_of('roads')})"
_HOME = rf"(?:{one_of('homes')})(?:nya|nyo|ku|e|kami|mu)?"
_WHOSE = r"(?:\s(?:saya|sy|aku|kami|dia|dio|nya|beliau))?"

_NUMBERED = re.compile(rf"(?<!\w){_NO}{_ANY_NUMBER}")
# "No rumah saya 12", "rumahnya nomor tiga", "rumah 5b".
_HOME_NUMBER = re.compile(
    rf"(?<!\w)(?:{_NO}{_HOME}{_WHOSE}[\s.:=]{{1,3}}{_ANY_NUMBER}"
    rf"|{_HOME}{_WHOSE}\s(?:ber)?{_NO}{_ANY_NUMBER}|{_HOME}\s?\d{{1,3}}\s?[a-h](?!\w))"
)
_BLOCK = re.compile(
    rf"(?<!\w)(?:blok|blk|kav|kavling)[\s.:]{{0,2}}[a-z]{{1,2}}[\s./\-]{{0,3}}(?:{_NO})?"
    rf"\d{{1,4}}{_LETTER_BEHIND}(?:\s?[/\-]\s?\d{{1,3}})?(?!\w|[.,:]\d)"
)
# "Gang melati 12": without "no" only where the sentence ends, or goes on from the address.
_STREET_NUMBER = re.compile(
    r"(?<!\w)(?:jl|jln|jalan|gg|gang|lr|lrg|lorong|perum|perumahan|komplek|kompleks)\.?\s?"
    r"(?P<name>(?:[a-z][\w'.]{0,20}\s){1,4})\d{1,3}(?:\s?[a-h])?(?!\w)"
    r"(?=\s{0,2}(?:\Z|[.,;!?)\n](?!\d)|(?:rt|rw|kel|desa|kec|dekat|deket|dkt|depan|dpn|samping|sebelah|belakang|itu|yg|yang)\b))"
)
_ROAD_ALONE = re.compile(_ROAD)
_ROAD_WORD = re.compile(rf"(?<!\w){_ROAD}(?![^\W\d_])\.?")
_BETWEEN_ROAD_AND_NUMBER = re.compile(r"[\w\s.,'/\-]{0,60}")
_BREAK = re.compile(r"[!?;\n]|(?<=[^\W\d_]{4})\.\s")
_RT_BEHIND = re.compile(rf"[\s,./\-]{{0,3}}(?:\(?{_RT}\)?)")
_NEAR_HOME = re.compile(rf"(?<!\w)(?:{_HOME}|{_ROAD}|{one_of('living_there')})(?![^\W\d_])")
_AT_A_PLACE = re.compile(r"(?<!\w)(?:di|ke)\s(?P<where>(?:[^\W\d_]{3,20}\s){1,3})\Z")
_OTHER_THINGS = word_list("numbered_otherwise")
_NOT_A_HOUSE_BEHIND = re.compile(
    r"\s?(?:tahun|thn|th|urut|menang|kalah|orang|org|kali|juta|ribu|rb|jt|persen|%|meter|km|kg)\b|/\w+/|/(?:19|20)\d\d"
)
_NO_STREET = word_list("no_street")
_IN_STREET_NAMES = word_list("in_street_names")


def houses(reading: Reading) -> Iterator[tuple[int, int, Kind]]:
    text = reading.text
    numbers = [hit for hit in _HOME_NUMBER.finditer(text) if _allowed(text, hit)]
    numbers += [hit for hit in _BLOCK.finditer(text) if _allowed(text, hit)]
    numbers += [hit for hit in _NUMBERED.finditer(text) if _is_a_house(text, hit)]
    found = [(_start_of_road(text, hit.start()), _with_rt(text, hit.end())) for hit in numbers]
    found += [(hit.start(), _with_rt(text, hit.end())) for hit in _STREET_NUMBER.finditer(text) if _is_a_street(hit)]
    start, end = 0, 0
    for low, high in sorted(found):
        if end and low <= end:
            end = max(end, high)
            continue
        if end:
            yield start, end, "house"
        start, end = low, high
    if end:
        yield start, end, "house"


def _allowed(text: str, hit: re.Match[str]) -> bool:
    return not _NOT_A_HOUSE_BEHIND.match(text, hit.end())


def _is_a_house(text: str, hit: re.Match[str]) -> bool:
    """Whether a number ("no 12") is that of a house: a road or a home is named shortly before, and nothing else."""
    if not _allowed(text, hit):
        return False
    before = _clause_before(text, hit.start())
    words = re.findall(r"[^\W\d_][\w\-]*", before)
    if _OTHER_THINGS.intersection(words[-2:]):
        return False
    if _NEAR_HOME.search(before) and not _OTHER_THINGS.intersection(words[-5:]):
        return True
    if _RT_BEHIND.match(text, hit.end()):
        return True
    where = _AT_A_PLACE.search(before)
    return where is not None and not any(is_everyday(word) for word in where["where"].split())


def _clause_before(text: str, start: int) -> str:
    return _BREAK.split(text[max(0, start - 60) : start])[-1]


def _start_of_road(text: str, start: int) -> int:
    """Where the road or block begins that leads to the number, with only names and numbers in between."""
    for _ in range(2):
        roads = _ROAD_WORD.finditer(text, max(0, start - 60), start)
        begins = [road.start() for road in roads if _leads_on(text[road.end() : start])]
        if not begins:
            break
        start = begins[0]
    return start


def _leads_on(between: str) -> bool:
    if not _BETWEEN_ROAD_AND_NUMBER.fullmatch(between) or len(between) > 55 or _BREAK.search(between):
        return False
    words = re.findall(r"[^\W\d_]+", between)
    ordinary = [
        word for word in words if is_everyday(word) and word not in _IN_STREET_NAMES and not _ROAD_ALONE.fullmatch(word)
    ]
    return len(words) <= 7 and not ordinary


def _with_rt(text: str, end: int) -> int:
    behind = _RT_BEHIND.match(text, end)
    return behind.end() if behind else end


def _is_a_street(hit: re.Match[str]) -> bool:
    words = re.findall(r"[^\W\d_]+", hit["name"])
    if not words or _NO_STREET.intersection(words) or _OTHER_THINGS.intersection(words):
        return False
    return not any(is_everyday(word) and word not in _IN_STREET_NAMES for word in words)
