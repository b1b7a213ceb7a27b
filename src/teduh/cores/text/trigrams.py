"""Which of many short strings share most letter triples with a given one: a shortlist for a closer look."""

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

_BASE = 38
_OTHER = 37


def _letter_codes() -> NDArray[np.int32]:
    codes = np.full(128, _OTHER, dtype=np.int32)
    codes[ord(" ")] = 0
    codes[ord("a") : ord("z") + 1] = np.arange(1, 27)
    codes[ord("0") : ord("9") + 1] = np.arange(27, 37)
    return codes


_CODES = _letter_codes()


class TrigramIndex:
    """An inverted index from letter triples to the strings that hold them, as one sorted array.

    Parameters
    ----------
    keys : distinct strings of small letters and digits, sorted. Other characters share one code.
    """

    def __init__(self, keys: list[str]) -> None:
        self._keys = keys
        self._lengths = np.fromiter((len(key) for key in keys), dtype=np.int32, count=len(keys))
        owners = np.repeat(np.arange(len(keys), dtype=np.int64), self._lengths + 3)
        triples = _triples("".join(f"  {key} " for key in keys))
        ends = np.cumsum(self._lengths + 3)
        crossing = np.zeros(len(owners), dtype=bool)
        crossing[ends - 1] = crossing[ends - 2] = True
        inside = ~crossing[: len(triples)]
        # Equal triples of one string fall together, and the rest comes out sorted by triple.
        pairs = np.unique(triples[inside].astype(np.int64) * len(keys) + owners[: len(triples)][inside])
        self._owners = (pairs % max(len(keys), 1)).astype(np.int32)
        bounds = np.arange(_BASE**3 + 1, dtype=np.int64) * len(keys)
        self._starts = np.searchsorted(pairs, bounds)
        self._sizes = np.bincount(self._owners, minlength=len(keys)).astype(np.int32)

    def nearest(self, wanted: str, allowed: NDArray[np.bool_] | None = None, count: int = 64) -> list[int]:
        """Positions of up to `count` keys that share most triples with `wanted`, and as many that begin with it.

        `allowed` has one flag for each key, None allows all. The order says nothing; the result is deterministic.
        """
        if not wanted or not self._keys:
            return []
        triples = np.unique(_triples(f"  {wanted} "))
        lists = [self._owners[self._starts[t] : self._starts[t + 1]] for t in triples]
        shared = np.bincount(np.concatenate(lists), minlength=len(self._keys))
        likeness = shared / (self._sizes + len(triples) - shared)
        if allowed is not None:
            likeness = np.where(allowed, likeness, 0.0)
        top = _best(likeness, count)
        found = set(top[likeness[top] > 0].tolist())
        found.update(self._beginning_with(wanted, allowed, count))
        return sorted(found)

    def _beginning_with(self, wanted: str, allowed: NDArray[np.bool_] | None, count: int) -> list[int]:
        low = bisect_left(self._keys, wanted)
        high = bisect_left(self._keys, wanted + "\U0010ffff")
        places = np.arange(low, high)
        if allowed is not None:
            places = places[allowed[low:high]]
        shortest = _best(-self._lengths[places].astype(np.float64), count)
        return [int(place) for place in places[shortest]]


def _triples(text: str) -> NDArray[np.int32]:
    letters = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    codes = _CODES[np.minimum(letters, 127)]
    return codes[:-2] * (_BASE * _BASE) + codes[1:-1] * _BASE + codes[2:]


def _best(values: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Positions of the `count` largest values; of equal values the first, so that no run differs from another."""
    if len(values) <= count:
        return np.arange(len(values))
    cut = np.partition(values, len(values) - count)[len(values) - count]
    above = np.flatnonzero(values > cut)
    level = np.flatnonzero(values == cut)[: count - len(above)]
    return np.concatenate((above, level))
