"""Which place a typed name means: certain only where exactly one place bears that name, otherwise a list to ask from.

Names are compared by a key that ignores what people spell differently without meaning another place: case, spaces,
hyphens, accents, a leading "Desa" or "Kelurahan", "Unit" before a closing number, and Roman or Arabic numerals at
the end. Everything else that looks similar is offered, never chosen: villages one letter apart are real neighbours.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz.distance import OSA

from teduh.cores.text.namekeys import LONG_FORMS, Reading, area_key, name_key, readings, words_of
from teduh.cores.text.trigrams import TrigramIndex

How = Literal["exact", "alias", "spelling", "near"]

SAME_NAME_SCORE: dict[How, float] = {"exact": 1.0, "alias": 0.99, "spelling": 0.98}
# A near name never reaches the score of a name that is the same.
NEAR_CEILING = 0.96
NEAR_FLOOR = 0.62
# Beside a place that bears the very name, only its closest look-alikes are worth showing.
NEAR_FLOOR_BESIDE_SAME = 0.8
DISAGREES = 0.6


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place under its official code, the name of the area above it, and other names that people use."""

    code: str
    name: str
    parent_name: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant. `score` runs from 0 to 1 and only orders candidates."""

    code: str
    name: str
    parent_name: str
    how: How
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """`certain` is the code of the one place that bears this name, else None; `candidates` are best first."""

    certain: str | None
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class _Same:
    """A place that bears the typed name, and whether it also fits the level and subdistrict that were typed."""

    place: int
    how: How
    agrees: bool


class NameIndex:
    """All names of a region, ready to be searched. Make one with `NameIndex.build`; it never changes."""

    def __init__(self, places: list[PlaceName]) -> None:
        self._places = places
        self._codes = [place.code for place in places]
        above = {code.rpartition(".")[0] for code in self._codes}
        self._is_above = [code in above for code in self._codes]
        self._bearers = _bearers(places)
        self._keys = sorted(self._bearers)
        self._parents = _parent_names(places)
        for place, is_above in zip(places, self._is_above, strict=True):
            for alias in place.aliases if is_above else ():
                self._parents.setdefault(area_key(alias), area_key(place.name))
        self._trigrams = TrigramIndex(self._keys)
        self._keys_of: list[list[int]] = [[] for _ in places]
        for number, key in enumerate(self._keys):
            for bearer, _ in self._bearers[key]:
                self._keys_of[bearer].append(number)

    @classmethod
    def build(cls, entries: Iterable[PlaceName]) -> "NameIndex":
        """Index these places; the order of `entries` does not matter. A name without letters cannot be found."""
        return cls(sorted(entries, key=lambda place: (place.code, place.name)))

    def __len__(self) -> int:
        return len(self._places)

    def search(self, typed: str, *, within: Collection[str] | None = None, limit: int = 8) -> list[Candidate]:
        """Places that `typed` may mean, best first: the same name, then names that look like it.

        Parameters
        ----------
        typed : a name as somebody wrote it, with or without level and subdistrict: "Ds. Ujan Mas, kec Pengandonan".
        within : codes of the areas to stay in; a code stands for everything under it. None is the whole index.
        limit : at most so many candidates.
        """
        return self._look(typed, within, limit).candidates

    def resolve(self, typed: str, *, within: Collection[str] | None = None, limit: int = 8) -> Resolution:
        """The one place that bears this name within these areas, if there is exactly one, and the candidates."""
        return self._look(typed, within, limit)

    def knows(self, key: str, *, within: Collection[str] | None = None) -> bool:
        """Whether a place within these areas has this key (`namekeys.name_key`) as its name or alias."""
        bearers = self._bearers.get(key, ())
        if within is None:
            return bool(bearers)
        return any(_covers(self._codes[place], within) for place, _ in bearers)

    def is_parent(self, words: list[str]) -> bool:
        """Whether these words name an area above some place of the index: usually a subdistrict."""
        return name_key(words) in self._parents

    def _look(self, typed: str, within: Collection[str] | None, limit: int) -> Resolution:
        scope = None if within is None else frozenset(within)
        ways = [way for way in readings(typed, self._parents) if way.key]
        if not ways:
            return Resolution(None, [])
        # Where no reading leads to a known name, the last one, by cue words, says best what the name was.
        way, same = ways[-1], []
        for each_way in ways:
            if same := self._same_name(each_way, scope):
                way = each_way
                break
        found = [self._candidate(each.place, each.how, _score(each)) for each in same]
        if len(found) < limit:
            found += self._near(way, scope, {each.place for each in same}, limit)
        found.sort(key=lambda each: (each.how == "near", -each.score, each.code))
        agreeing = [self._codes[each.place] for each in same if each.agrees]
        certain = agreeing[0] if len(agreeing) == 1 and not way.unexplained else None
        return Resolution(certain, found[:limit])

    def _same_name(self, way: Reading, scope: frozenset[str] | None) -> list[_Same]:
        best: dict[int, _Same] = {}
        for place, written in self._bearers.get(way.key, ()):
            if scope is not None and not _covers(self._codes[place], scope):
                continue
            how: How = "exact" if words_of(self._places[place].name) == list(way.words) else "spelling"
            if written:
                how = "alias"
            each = _Same(place, how, self._agrees(place, way))
            if place not in best or _score(each) > _score(best[place]):
                best[place] = each
        return list(best.values())

    def _agrees(self, place: int, way: Reading) -> bool:
        if way.parent and way.parent not in self._names_above(place):
            return False
        return not way.level or (way.level == "subdistrict") == self._is_above[place]

    def _names_above(self, place: int) -> set[str]:
        """Keys of the subdistrict and, where the index holds the subdistrict, of the regency it lies in."""
        above = {area_key(self._places[place].parent_name)}
        code = self._codes[place].rpartition(".")[0]
        at = bisect_left(self._codes, code)
        if code and at < len(self._codes) and self._codes[at] == code:
            above.add(area_key(self._places[at].parent_name))
        return above

    def _near(self, way: Reading, scope: frozenset[str] | None, taken: set[int], limit: int) -> list[Candidate]:
        wanted = name_key([LONG_FORMS.get(word, word) for word in way.words])
        floor = NEAR_FLOOR_BESIDE_SAME if taken else NEAR_FLOOR
        allowed = None if scope is None else self._keys_within(scope)
        scored = [
            (score, key)
            for key in self._trigrams.nearest(wanted, allowed)
            if (score := _likeness(wanted, self._keys[key])) >= floor
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        found: dict[int, Candidate] = {}
        for score, key in scored:
            for place, _ in self._bearers[self._keys[key]]:
                outside = scope is not None and not _covers(self._codes[place], scope)
                if outside or place in taken or place in found:
                    continue
                agrees = self._agrees(place, way)
                found[place] = self._candidate(place, "near", score if agrees else score * DISAGREES)
            if len(found) >= 4 * limit:
                break
        return list(found.values())

    def _keys_within(self, scope: frozenset[str]) -> np.ndarray:
        allowed = np.zeros(len(self._keys), dtype=bool)
        for place in self._places_within(scope):
            allowed[self._keys_of[place]] = True
        return allowed

    def _places_within(self, scope: frozenset[str]) -> Iterable[int]:
        for code in scope:
            at = bisect_left(self._codes, code)
            while at < len(self._codes) and self._codes[at] == code:
                yield at
                at += 1
            # "/" is the character after ".", so this is the end of everything that begins with the code and a dot.
            yield from range(bisect_left(self._codes, code + "."), bisect_left(self._codes, code + "/"))

    def _candidate(self, place: int, how: How, score: float) -> Candidate:
        entry = self._places[place]
        return Candidate(entry.code, entry.name, entry.parent_name, how, round(score, 4))


def _score(same: _Same) -> float:
    return SAME_NAME_SCORE[same.how] * (1.0 if same.agrees else DISAGREES)


def _covers(code: str, within: Collection[str]) -> bool:
    while code:
        if code in within:
            return True
        code = code.rpartition(".")[0]
    return False


def _parent_names(places: list[PlaceName]) -> dict[str, str]:
    keys = {area_key(name) for name in {place.parent_name for place in places}}
    return {key: key for key in keys if key}


def _bearers(places: list[PlaceName]) -> dict[str, list[tuple[int, bool]]]:
    """For each key, the places that bear it, and whether as an alias."""
    bearers: dict[str, list[tuple[int, bool]]] = {}
    for at, place in enumerate(places):
        names = [(place.name, False), *((alias, True) for alias in place.aliases)]
        for name, is_alias in names:
            if key := name_key(words_of(name)):
                bearers.setdefault(key, []).append((at, is_alias))
    return bearers


def _likeness(wanted: str, key: str) -> float:
    """How much a key looks like the wanted one, 0 to NEAR_CEILING: edits, or the beginning or a part of it."""
    score = OSA.normalized_similarity(wanted, key)
    share = len(wanted) / len(key)
    if len(wanted) >= 3 and key.startswith(wanted):
        score = max(score, 0.7 + 0.25 * share)
    elif len(wanted) >= 4 and wanted in key:
        score = max(score, 0.6 + 0.25 * share)
    return min(score, NEAR_CEILING)
