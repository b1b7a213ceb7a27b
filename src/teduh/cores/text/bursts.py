"""Texts that are nearly the same and come close in time: one copied text, many senders.

Near-copies are found by MinHash over pairs of neighbouring words (Broder 1997), gathered in bands (Leskovec, Rajaraman
and Ullman, *Mining of Massive Datasets*, ch. 3). Each text is compared with a few leaders of its bands and with no
other, so that ten thousand copies take ten thousand times as long as one. There is no chance in it: the same texts give
the same groups.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.text.normalise import normalise

HASHES = 64
BANDS = 16
LIKE_FROM = 0.5
GAP_MINUTES = 12 * 60
AT_LEAST = 5
# So many leaders of a band are looked at; near-copies of one text need few.
LEADERS = 4
# A text of fewer words says too little: "banjir lagi" is said by many who do not know of each other.
WORDS_AT_LEAST = 6

_PRIME = (1 << 31) - 1
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of a text: its pairs of words as sorted hashes, a key for each band; empty for short texts."""

    pairs: Ints
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Burst:
    """Places of the texts that belong together, in order of time, and of the one that is most like all of them."""

    members: tuple[int, ...]
    middle: int


def sketch(text: str) -> Sketch:
    """The sketch of one text. Marks, letters' case, short forms and drawn-out letters make no difference."""
    words = [word for word in normalise(text).tokens if not word.isdigit()]
    if len(words) < WORDS_AT_LEAST:
        return Sketch(np.zeros(0, dtype=np.int64), ())
    pairs = np.unique(np.fromiter((_hash(f"{one} {other}") for one, other in pairwise(words)), dtype=np.int64))
    factors, offsets = _functions()
    least = ((pairs[:, None] * factors + offsets) % _PRIME).min(axis=0)
    rows = HASHES // BANDS
    bands = tuple(_hash(f"{band}:{least[band * rows : (band + 1) * rows].tolist()}") for band in range(BANDS))
    return Sketch(pairs, bands)


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of word pairs that two texts have in common (Jaccard), 0 to 1."""
    shared = len(np.intersect1d(one.pairs, other.pairs, assume_unique=True))
    together = len(one.pairs) + len(other.pairs) - shared
    return shared / together if together else 0.0


def bursts(
    sketches: Sequence[Sketch],
    minutes: Sequence[float],
    *,
    like_from: float = LIKE_FROM,
    gap_minutes: float = GAP_MINUTES,
    at_least: int = AT_LEAST,
) -> list[Burst]:
    """Groups of near-copies that came close in time, the largest first.

    Parameters
    ----------
    minutes
        When each text came, in minutes from any start.
    like_from
        Share of common word pairs (0 to 1) from which two texts are near-copies.
    gap_minutes
        A longer silence ends a burst; what comes afterwards is another one.
    at_least
        Smaller groups are left to the person who reads them one by one.

    Raises
    ------
    Refused
        When a parameter is out of its range, or the lengths differ.
    """
    if len(sketches) != len(minutes):
        raise Refused(f"{len(sketches)} sketches need as many times; there are {len(minutes)}.")
    if not 0 < like_from <= 1 or gap_minutes <= 0 or at_least < 2:
        raise Refused("like_from lies above 0 up to 1, gap_minutes above 0, at_least from 2.")
    order = sorted(range(len(sketches)), key=lambda place: (minutes[place], place))
    found = [
        Burst(tuple(run), _middle(run, sketches))
        for group in _groups(order, sketches, like_from)
        for run in _runs(group, minutes, gap_minutes)
        if len(run) >= at_least
    ]
    return sorted(found, key=lambda burst: (-len(burst.members), burst.members))


def apartness(burst: Burst, sketches: Sequence[Sketch]) -> list[float]:
    """How far each member is from the middle one, 0 to 1, in the order of `members`."""
    middle = sketches[burst.middle]
    return [round(1 - likeness(middle, sketches[place]), 4) for place in burst.members]


def _groups(order: Sequence[int], sketches: Sequence[Sketch], like_from: float) -> list[list[int]]:
    """Near-copies joined through the leaders of their bands, each group in order of time."""
    leaders: dict[int, list[int]] = {}
    parent = {place: place for place in order}
    first: dict[bytes, int] = {}
    for place in order:
        mine = sketches[place]
        if not mine.bands:
            continue
        same = first.setdefault(mine.pairs.tobytes(), place)
        if same != place:
            _join(parent, same, place)
            continue
        near = dict.fromkeys(leader for band in mine.bands for leader in leaders.get(band, ()))
        for leader in near:
            if _root(parent, leader) != _root(parent, place) and likeness(sketches[leader], mine) >= like_from:
                _join(parent, leader, place)
        for band in mine.bands:
            kept = leaders.setdefault(band, [])
            if len(kept) < LEADERS:
                kept.append(place)
    groups: dict[int, list[int]] = {}
    for place in order:
        groups.setdefault(_root(parent, place), []).append(place)
    return list(groups.values())


def _root(parent: dict[int, int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


def _join(parent: dict[int, int], one: int, other: int) -> None:
    first, second = _root(parent, one), _root(parent, other)
    if first != second:
        parent[second] = first


def _runs(group: Sequence[int], minutes: Sequence[float], gap_minutes: float) -> list[list[int]]:
    """The group cut where nothing came for longer than the gap."""
    runs: list[list[int]] = [[group[0]]]
    for before, place in pairwise(group):
        if minutes[place] - minutes[before] > gap_minutes:
            runs.append([])
        runs[-1].append(place)
    return runs


def _middle(run: Sequence[int], sketches: Sequence[Sketch]) -> int:
    """The text whose word pairs are the most usual ones of the run; of equal ones the earliest."""
    pairs, counts = np.unique(np.concatenate([sketches[place].pairs for place in run]), return_counts=True)
    usual = pairs[2 * counts >= len(run)]
    core = Sketch(usual, ())
    return max(run, key=lambda place: likeness(core, sketches[place]))


@lru_cache(maxsize=1)
def _functions() -> tuple[Ints, Ints]:
    """The hash functions of MinHash, the same in every process."""
    numbers = np.array([_hash(f"minhash {number}") for number in range(2 * HASHES)], dtype=np.int64)
    return numbers[:HASHES] | 1, numbers[HASHES:]


@lru_cache(maxsize=100_000)
def _hash(text: str) -> int:
    """31 bits that do not depend on the process."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).digest(), "big") % _PRIME
