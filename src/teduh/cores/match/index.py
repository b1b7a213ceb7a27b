"""Which of many earlier texts say the same: build, extend, ask, save, load, merge."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.match import store
from teduh.cores.match.arrays import LONGEST_WORDS, Growing, Texts, fingerprint, terms_of
from teduh.cores.match.postings import Postings
from teduh.cores.match.words import says_nothing, tokens

LONGEST_LETTERS = 20_000
# Of two texts that hold as much of what was asked, the one that says less beside it comes first.
WHOLE_WEIGHT = 0.05
# Up to so many texts a removal writes the postings anew at once; a larger index waits until a tenth is gone.
AT_ONCE_UP_TO = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """One earlier text that may say the same.

    `keys` are all entries with these very words, sorted: ten thousand copies are one row. `score` orders (about 1 for
    the same words); `asked_share` is how much of what the asked text says stands there too, `found_share` the reverse,
    both 0 to 1 and weighted by how rare each word is in this index.
    """

    keys: tuple[str, ...]
    score: float
    asked_share: float
    found_share: float
    is_same: bool


class MatchIndex:
    """An index from words and runs of four letters to texts.

    It keeps normalised words, never what was typed, and is derived data: whoever has the texts can build it again. The
    answer depends on the entries alone, not on the order in which they came. One index serves one thread at a time
    under Python's own lock; the compiled loops do not release it.
    """

    def __init__(self) -> None:
        self._texts = Texts()
        self._postings = Postings(self._texts)
        self._keys: list[str] = []
        self._known: set[str] = set()
        self._place = Growing(np.int32)  # of each entry its text
        self._first = Growing(np.int32)  # of each text its newest entry; -1 where all were removed
        self._next = Growing(np.int32)  # of each entry the one before it with the same text

    @classmethod
    def build(cls, entries: Iterable[tuple[str, str]]) -> Self:
        """An index of (key, text) pairs; keys are distinct."""
        index = cls()
        index.extend(entries)
        return index

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._known

    @property
    def keys(self) -> list[str]:
        return sorted(self._keys)

    def add(self, key: str, text: str) -> None:
        """Take in one text. Raises `Refused` for a key that is there already."""
        place, is_new = self._enter(key, _words(text))
        if is_new and not self._postings.took(place):
            self._rewrite()

    def extend(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take in many texts; the postings are written once, at the end."""
        try:
            for key, text in entries:
                self._enter(key, _words(text))
        finally:
            self._rewrite()

    def remove(self, keys: Iterable[str]) -> None:
        """Take these keys out; their texts are never found again. Raises `Refused` for a key that is not here.

        In a small index it is then as if they had never been there. In a large one a text without keys still counts in
        the rarity of its words until the postings are written anew; `save` never writes it.
        """
        gone = set(keys)
        if missing := gone - self._known:
            raise Refused(f"The key {min(missing)!r} is not in the index.", field="keys")
        kept = np.fromiter((key not in gone for key in self._keys), bool, len(self._keys))
        self._keys = [key for key in self._keys if key not in gone]
        self._known -= gone
        self._chain(self._place.values[kept])
        dead = self._dead()
        if dead and (len(self._texts) <= AT_ONCE_UP_TO or 10 * dead > len(self._texts)):
            self._rewrite()

    def find(self, text: str, *, count: int = 5, at_least: float = 0.0) -> list[Found]:
        """Up to `count` texts that are alike, best first.

        A text without a telling word (empty, an emoji, stop words only) finds nothing. Equal scores are ordered by
        fingerprint of the words. Raises `Refused` for a `count` under 1.
        """
        if count < 1:
            raise Refused("count must be at least 1.", field="count")
        words = _words(text)
        if not self._keys or says_nothing(words):
            return []
        roots, letters = terms_of(words)
        mark = fingerprint(letters)
        places, figures = self._postings.nearest(roots, letters, self._texts.find(mark))
        alive = self._first.values[places] >= 0
        places, figures = places[alive], figures[alive]
        scores = np.round((figures[:, 0] + figures[:, 1]) / 2 + WHOLE_WEIGHT * figures[:, 3], 9)
        same = self._texts.prints.values[places] == np.uint64(mark)
        order = np.lexsort((self._texts.prints.values[places], -scores, ~same))
        return [
            Found(self._keys_of(int(places[at])), float(scores[at]), *_shares(figures[at]), bool(same[at]))
            for at in order[:count]
            if scores[at] > 0 and scores[at] >= at_least
        ]

    def merge(self, other: Self) -> None:
        """Take in all entries of another index; entries whose key is here already stay as they are."""
        try:
            for place, (roots, letters, mark) in enumerate(other._texts.all()):
                for key in other._keys_of(place):
                    if key not in self._known:
                        mine = self._texts.find(mark)
                        if mine < 0:
                            self._texts.take(roots, letters, mark)
                            mine = len(self._texts) - 1
                        self._hang(key, mine)
        finally:
            self._rewrite()

    def save(self, path: Path) -> None:
        """Write the index to one file, whole or not at all. Nothing that was removed is in its bytes."""
        if self._dead():
            self._rewrite()
        keys = [key.encode("utf-8", "surrogatepass") for key in self._keys]
        arrays = self._texts.arrays() | {
            "keys": np.frombuffer(b"".join(keys), np.uint8),
            "key_at": np.cumsum([0, *map(len, keys)], dtype=np.int64),
            "place": self._place.values,
        }
        store.write(path, arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; the postings are made anew. Raises `Refused` for a damaged file."""
        arrays = store.read(path)
        index = cls()
        index._texts = Texts.of_arrays(arrays)
        blob, bounds = arrays["keys"].tobytes(), arrays["key_at"].tolist()
        index._keys = [blob[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(bounds)]
        index._known = set(index._keys)
        index._chain(arrays["place"])
        index._postings = Postings(index._texts)
        return index

    def _enter(self, key: str, words: list[str]) -> tuple[int, bool]:
        if key in self._known:
            raise Refused(f"The key {key!r} is in the index already.", field="key")
        place, is_new = self._texts.place(words)
        self._hang(key, place)
        return place, is_new

    def _hang(self, key: str, place: int) -> None:
        if place == len(self._first):
            self._first.append(-1)
        self._place.append(place)
        self._next.append(int(self._first.values[place]))
        self._first.values[place] = len(self._keys)
        self._keys.append(key)
        self._known.add(key)

    def _dead(self) -> int:
        """Texts whose every key was removed."""
        return int((self._first.values < 0).sum())

    def _chain(self, places: NDArray[Any]) -> None:
        """Link the entries that have the same text, given the text of each."""
        order = np.argsort(places, kind="stable")
        same = places[order][1:] == places[order][:-1]
        before = np.full(len(places), -1)
        before[order[1:][same]] = order[:-1][same]
        newest = np.full(len(self._texts), -1)
        newest[places[order]] = order  # of equal places the last one stays: the newest entry
        self._place, self._first, self._next = (Growing(np.int32, row) for row in (places, newest, before))

    def _rewrite(self) -> None:
        """Write the postings anew, without the texts that have no key any more."""
        alive = self._first.values >= 0
        if not alive.all():
            self._texts.keep(alive)
            self._chain((np.cumsum(alive) - 1)[self._place.values])
        self._postings.freeze()

    def _keys_of(self, place: int) -> tuple[str, ...]:
        found, entry = [], int(self._first.values[place])
        while entry >= 0:
            found.append(self._keys[entry])
            entry = int(self._next.values[entry])
        return tuple(sorted(found))


def _words(text: str) -> list[str]:
    return tokens(text[:LONGEST_LETTERS])[:LONGEST_WORDS]


def _shares(figures: NDArray[Any]) -> tuple[float, float]:
    return round(float(figures[2]), 6), round(float(figures[3]), 6)
