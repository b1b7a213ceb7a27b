"""Which village does a typed name mean? Exact names may be certain; near names are only ever offered.

Rules of domain.md §6.3: spacing, hyphens, letter case, a leading "Desa" or "Kel." and Roman numerals at the end do not
matter; two places of one name are never decided without their subdistrict; a near name is never certain.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

How = Literal["exact", "alias", "near"]

VILLAGE_WORDS: Final = frozenset({"desa", "ds", "kel", "kelurahan"})
SUBDISTRICT_WORDS: Final = frozenset({"kec", "kecamatan"})
ROMAN: Final = {
    **{"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"},
    **{"ix": "9", "x": "10", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15"},
}
# Near names below this likeness (0 to 1) are not worth offering.
NEAR_ENOUGH: Final = 0.6
RERANKED: Final = 80
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class PlaceName:
    """One area as the index knows it."""

    code: str
    name: str
    parent_name: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A place that the typed name may mean; `score` runs from 0 to 1."""

    code: str
    name: str
    parent_name: str
    how: How
    score: float


@dataclass(frozen=True)
class Resolution:
    """`certain` is a code only where nothing else could be meant."""

    certain: str | None
    candidates: list[Candidate]


def words_of(text: str) -> list[str]:
    """Letters and digits in lower case without accents, word by word."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _WORD.findall(plain)


def fold(words: Collection[str]) -> str:
    """The spelling-neutral key of a name: no spaces, no leading village word, a Roman numeral at the end as a digit."""
    kept = list(words)
    while len(kept) > 1 and kept[0] in VILLAGE_WORDS | SUBDISTRICT_WORDS:
        kept.pop(0)
    if len(kept) > 1 and kept[-1] in ROMAN:
        kept[-1] = ROMAN[kept[-1]]
    return "".join(kept)


def fold_text(text: str) -> str:
    return fold(words_of(text))


def _trigrams(key: str) -> set[str]:
    padded = f"  {key} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


class NameIndex:
    """Place names by key, with trigrams for near spellings. Built once, then only read."""

    def __init__(self, places: tuple[PlaceName, ...]) -> None:
        self._places = places
        self._by_name: dict[str, list[int]] = {}
        self._by_alias: dict[str, list[int]] = {}
        for number, place in enumerate(places):
            self._by_name.setdefault(fold_text(place.name), []).append(number)
            for alias in place.aliases:
                self._by_alias.setdefault(fold_text(alias), []).append(number)
        self._number_of = {place.code: number for number, place in enumerate(places)}
        self._keys = sorted(self._by_name.keys() | self._by_alias.keys())
        self._key_number = {key: number for number, key in enumerate(self._keys)}
        self._postings, self._sizes = self._index_trigrams()

    @classmethod
    def build(cls, entries: Iterable[PlaceName]) -> "NameIndex":
        """Index all entries; about a second for the 91,000 names of Indonesia."""
        return cls(tuple(entries))

    def __len__(self) -> int:
        return len(self._places)

    def _index_trigrams(self) -> tuple[dict[str, npt.NDArray[np.int32]], npt.NDArray[np.int32]]:
        lists: dict[str, list[int]] = {}
        sizes = np.zeros(len(self._keys), dtype=np.int32)
        for number, key in enumerate(self._keys):
            grams = _trigrams(key)
            sizes[number] = len(grams)
            for gram in grams:
                lists.setdefault(gram, []).append(number)
        return {gram: np.array(numbers, dtype=np.int32) for gram, numbers in lists.items()}, sizes

    def knows(self, key: str, *, within: Collection[str] | None = None) -> bool:
        """Whether some place, inside `within` if given, has this folded name or alias."""
        numbers = (*self._by_name.get(key, ()), *self._by_alias.get(key, ()))
        return any(within is None or self._places[number].code in within for number in numbers)

    def search(self, typed: str, *, within: Collection[str] | None = None, limit: int = 8) -> list[Candidate]:
        """Places that the typed name may mean, best first: exact, then alias, then beginnings and near spellings.

        Parameters
        ----------
        typed : what somebody wrote; a subdistrict after a comma or after "kec" raises its own villages.
        within : codes of the places that count; None means all.
        limit : at most so many candidates.
        """
        name, parent = _split_parent(typed)
        key = fold(name)
        if not key:
            return []
        found: dict[int, Candidate] = {}
        for how, table, score in (("exact", self._by_name, 1.0), ("alias", self._by_alias, 0.99)):
            for number in table.get(key, ()):
                if number not in found and (within is None or self._places[number].code in within):
                    found[number] = self._candidate(number, "exact" if how == "exact" else "alias", score)
        for number, score in self._near(key, within):
            found.setdefault(number, self._candidate(number, "near", score))
        wanted_parent = fold(parent)

        def rank(candidate: Candidate) -> tuple[bool, float, str]:
            of_parent = bool(wanted_parent) and fold_text(candidate.parent_name) == wanted_parent
            return (not of_parent, -candidate.score, candidate.code)

        ranked = sorted(found.values(), key=rank if wanted_parent else lambda c: (-c.score, c.code))
        return ranked[:limit]

    def resolve(self, typed: str, *, within: Collection[str] | None = None) -> Resolution:
        """The one place that is meant for certain, if there is one, and the candidates to offer."""
        words = words_of(typed)
        says_village = bool(words) and words[0] in VILLAGE_WORDS
        candidates = self.search(typed, within=within)
        matches = [c for c in candidates if c.how == "exact"] or [c for c in candidates if c.how == "alias"]
        name, parent = _split_parent(typed)
        if not matches:
            name, parent, matches = self._split_without_comma(words, within)
        if parent:
            matches = [c for c in matches if fold_text(c.parent_name) == fold(parent)]
            says_village = True
        if len(matches) != 1:
            return Resolution(None, _first(matches, candidates))
        only = matches[0]
        # "Pengandonan" alone may mean the village or the subdistrict round it.
        if not says_village and fold_text(only.parent_name) == fold_text(only.name):
            return Resolution(None, _first(matches, candidates))
        return Resolution(only.code, _first(matches, candidates))

    def _split_without_comma(
        self, words: list[str], within: Collection[str] | None
    ) -> tuple[list[str], list[str], list[Candidate]]:
        """ "gunung meraksa lubuk batang": a name followed by the name of its subdistrict."""
        for cut in range(len(words) - 1, 0, -1):
            name, parent = words[:cut], words[cut:]
            matches = [
                candidate
                for number in self._by_name.get(fold(name), ())
                if (candidate := self._candidate(number, "exact", 1.0))
                and (within is None or candidate.code in within)
                and fold_text(candidate.parent_name) == fold(parent)
            ]
            if matches:
                return name, parent, matches
        return words, [], []

    def _candidate(self, number: int, how: How, score: float) -> Candidate:
        place = self._places[number]
        return Candidate(place.code, place.name, place.parent_name, how, round(score, 4))

    def _near(self, key: str, within: Collection[str] | None) -> list[tuple[int, float]]:
        """Places with a near or longer name, with their likeness."""
        if within is not None and len(within) <= 2_000:
            numbers = [self._number_of[code] for code in within if code in self._number_of]
            return [pair for number in numbers if (pair := self._likeness(number, key))[1] >= NEAR_ENOUGH]
        found = []
        for key_number in self._near_keys(key):
            near = self._keys[key_number]
            for number in (*self._by_name.get(near, ()), *self._by_alias.get(near, ())):
                if within is None or self._places[number].code in within:
                    pair = self._likeness(number, key)
                    if pair[1] >= NEAR_ENOUGH:
                        found.append(pair)
        return found

    def _likeness(self, number: int, key: str) -> tuple[int, float]:
        place = self._places[number]
        keys = [fold_text(place.name), *(fold_text(alias) for alias in place.aliases)]
        return number, max(_alike(key, other) for other in keys)

    def _near_keys(self, key: str) -> list[int]:
        grams = [self._postings[gram] for gram in _trigrams(key) if gram in self._postings]
        numbers = self._prefixed(key)
        if not grams:
            return numbers
        shared = np.bincount(np.concatenate(grams), minlength=len(self._keys))
        likeness = 2.0 * shared / (self._sizes + len(_trigrams(key)))
        best = np.argpartition(-likeness, min(RERANKED, len(likeness) - 1))[:RERANKED]
        return [*numbers, *(int(n) for n in best if likeness[n] > 0 and int(n) not in numbers)]

    def _prefixed(self, key: str) -> list[int]:
        if len(key) < 3:
            return []
        start = bisect_left(self._keys, key)
        stop = bisect_left(self._keys, key + "\uffff")
        return list(range(start, min(stop, start + RERANKED)))


def _alike(typed: str, name: str) -> float:
    """Likeness from 0 to 1, below what an exact name has; the beginning of a longer name counts as near."""
    ratio = fuzz.ratio(typed, name) / 100
    if len(typed) >= 3 and name.startswith(typed):
        ratio = max(ratio, 0.75 + 0.2 * len(typed) / len(name))
    return min(ratio, 0.98)


def _split_parent(typed: str) -> tuple[list[str], list[str]]:
    """The words of the name, and those of the subdistrict after a comma or after "kec"."""
    before, comma, after = typed.partition(",")
    if comma:
        return words_of(before), [word for word in words_of(after) if word not in SUBDISTRICT_WORDS]
    words = words_of(typed)
    for position, word in enumerate(words):
        if position and word in SUBDISTRICT_WORDS:
            return words[:position], words[position + 1 :]
    return words, []


def _first(matches: list[Candidate], candidates: list[Candidate]) -> list[Candidate]:
    """The matches first, then the other candidates."""
    codes = {candidate.code for candidate in matches}
    return [*matches, *(candidate for candidate in candidates if candidate.code not in codes)]
