"""What a typed place name says: its key, its level, and the subdistrict that stands beside it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["", "village", "subdistrict"]

VILLAGE_CUES = frozenset(("desa", "ds", "dsa", "kel", "kelurahan", "lurah"))
PARENT_CUES = frozenset(("kec", "kecamatan", "kcmtn", "kecmatan"))
REGION_CUES = frozenset(("kab", "kabupaten", "kota", "prov", "provinsi", "propinsi"))
# Below a village: what follows does not change which village is meant.
NUMBERED_CUES = frozenset(("rt", "rw", "no", "nomor"))
INNER_CUES = frozenset(("dusun", "dsn", "jl", "jln", "jalan", "gang", "gg", "lorong", "lr"))

# How signs and people shorten the first word of a name; only for near names, since "tj" may be more than one word.
LONG_FORMS = {
    "tj": "tanjung", "tjg": "tanjung", "tg": "tanjung", "tjng": "tanjung", "gn": "gunung", "gng": "gunung",
    "lb": "lubuk", "lbk": "lubuk", "krg": "karang", "kr": "karang", "bt": "batu", "btu": "batu",
    "sp": "simpang", "spg": "simpang", "sei": "sungai", "sg": "sungai", "ma": "muara", "mra": "muara",
    "tl": "talang", "tlg": "talang", "ul": "ulak", "psr": "pasar", "kp": "kampung", "kmp": "kampung",
    "bta": "baturaja", "pd": "padang", "pdg": "padang", "sk": "suka",
}  # fmt: skip

_ROMAN = {
    roman: str(value)
    for value, roman in enumerate(
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), start=1
    )
}
_APOSTROPHES = str.maketrans("", "", "'’‘`ʼ")
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[,;()\[\]\n/]|\s[-–]\s")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what was typed.

    `parent` is the key of the subdistrict that was given, "" if none; `unexplained` says that something stands
    beside the name which may make it another place.
    """

    words: tuple[str, ...]
    key: str
    parent: str = ""
    level: Level = ""
    unexplained: bool = False


def words_of(name: str) -> list[str]:
    """The words of a name in small letters without accents, apostrophes and a leading "desa" or "kelurahan"."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    words = _WORD.findall(name.lower().translate(_APOSTROPHES))
    if len(words) > 1 and words[0] in VILLAGE_CUES:
        del words[0]
    return words


def name_key(words: list[str]) -> str:
    """The letters by which two spellings of one name are the same: "Batumarta Unit 2" is "Batu Marta II"."""
    if len(words) < 2:
        return words[0] if words else ""
    *head, last = words
    last = _ROMAN.get(last, last)
    if last.isdecimal():
        last = last.lstrip("0") or "0"
        if len(head) > 1 and head[-1] == "unit":
            head.pop()
    return "".join(head) + last


def area_key(name: str) -> str:
    """The key of an area above villages: "Kabupaten Ogan Komering Ulu" is "Ogan Komering Ulu"."""
    words = words_of(name)
    if len(words) > 1 and words[0] in REGION_CUES | PARENT_CUES:
        del words[0]
    return name_key(words)


def readings(typed: str, parents: Mapping[str, str]) -> Iterator[Reading]:
    """Ways to read `typed`, the plainest first: as one name, by its cue words, and as a name before its subdistrict.

    `parents` maps the keys under which the subdistricts are known to the keys of their official names.
    """
    whole = words_of(typed)
    level = _level(typed)
    if level != "subdistrict":
        yield Reading(tuple(whole), name_key(whole), level=level)
    for cut in range(len(whole) - 1, 0, -1):
        parent = parents.get(name_key(whole[cut:]))
        if parent and not any(word in PARENT_CUES for word in whole[:cut]):
            yield Reading(tuple(whole[:cut]), name_key(whole[:cut]), parent, level)
    yield _by_cues(typed, parents)


def _level(typed: str) -> Level:
    first = _WORD.search(typed.lower())
    if first is None:
        return ""
    if first[0] in PARENT_CUES:
        return "subdistrict"
    return "village" if first[0] in VILLAGE_CUES else ""


def _by_cues(typed: str, parents: Mapping[str, str]) -> Reading:
    parts = _parts(typed)
    name, parent_words = parts["name"], parts["parent"]
    level: Level = "village" if parts["village"] else ""
    if not name and parent_words:
        return Reading(tuple(parent_words), name_key(parent_words), level="subdistrict")
    if not name:
        whole = words_of(typed)
        return Reading(tuple(whole), name_key(whole), level=level, unexplained=True)
    pieces = [*_runs(parts["rest"]), parts["region"]]
    beside = [parents[key] for piece in pieces if (key := name_key(piece)) in parents]
    if parent_words:
        key = name_key(parent_words)
        parent, unexplained = parents.get(key, key), False
    else:
        parent = beside[0] if beside else ""
        unexplained = not beside and bool(parts["rest"] or parts["region"])
    return Reading(tuple(name), name_key(name), parent, level, unexplained)


def _parts(typed: str) -> dict[str, list[str]]:
    """Sort the words by the cue they stand behind; "," in `rest` parts one piece from the next."""
    parts: dict[str, list[str]] = {
        "name": [], "parent": [], "region": [], "rest": [], "inner": [], "village": []
    }  # fmt: skip
    for piece in _BREAK.split(typed):
        bucket = "rest" if parts["name"] else "name"
        skip_one = False
        for word in _WORD.findall(piece.lower().translate(_APOSTROPHES)):
            if skip_one:
                skip_one = False
            elif word in NUMBERED_CUES:
                skip_one = True
            elif word in VILLAGE_CUES:
                bucket, parts["name"], parts["village"] = "name", [], [word]
            elif word in PARENT_CUES:
                bucket = "parent"
            elif word in REGION_CUES and (bucket != "name" or parts["name"]):
                bucket = "region"
            elif word in INNER_CUES:
                bucket = "inner"
            else:
                parts[bucket].append(word)
        if parts["rest"]:
            parts["rest"].append(",")
    return parts


def _runs(words: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for word in words:
        if word == ",":
            yield run
            run = []
        else:
            run.append(word)
