"""Circular windows: for each centre the places in order of distance, up to the limits."""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from teduh.cores.errors import Refused
from teduh.cores.scan.compiled import compiled

# Distances that differ by less than a part in a billion are one distance: rounding must not decide who is nearer.
TIE = 1e-9
MOST_ENTRIES = 400_000_000
_GROUP = 16
_GROUPS_AT_ONCE = 256


@dataclass(frozen=True)
class Chains:
    """Windows as growing lists of places: each window is the beginning of a chain.

    Attributes
    ----------
    first : int64 (chains + 1,)
        Where each chain starts in `place` and `closes`.
    place : int32 (m,)
        Places in the order in which they enter.
    closes : bool (m,)
        Whether a window may end after this place. Places at one distance enter together.
    centre : int32 (chains,)
        The place in the middle, in an order in which near centres stand beside each other (`near_order`).
    """

    first: NDArray[np.int64]
    place: NDArray[np.int32]
    closes: NDArray[np.bool_]
    centre: NDArray[np.int32]

    def __len__(self) -> int:
        return int(self.centre.size)


@compiled
def near_order(points: Any) -> Any:
    """An order of points (n, 3) in which each block of `blocks` is a near group; it hangs on the points alone."""
    order = np.arange(points.shape[0])
    waiting = [(0, points.shape[0])]
    while waiting:
        start, stop = waiting.pop()
        if stop - start <= 2:
            continue
        part = order[start:stop].copy()
        axis, widest = 0, -1.0
        for k in range(points.shape[1]):
            values = points[part, k]
            if values.max() - values.min() > widest:
                axis, widest = k, values.max() - values.min()
        order[start:stop] = part[np.argsort(points[part, axis], kind="mergesort")]
        middle = start + (stop - start) // 2
        waiting.append((start, middle))
        waiting.append((middle, stop))
    return order


@compiled
def blocks(size: int, most: int) -> Any:
    """Starts of the blocks of at most `most` that halving gives, then `size`; smaller blocks nest in larger ones."""
    starts, used = np.empty(size + 1, np.int64), 0
    waiting = [(0, size)]
    while waiting:
        start, stop = waiting.pop()
        if stop - start > most:
            middle = start + (stop - start) // 2
            waiting.append((middle, stop))
            waiting.append((start, middle))
        elif stop > start:
            starts[used] = start
            used += 1
    starts[used] = size
    return starts[: used + 1].copy()


def circles(
    points: NDArray[np.float64],
    centres: NDArray[np.int64],
    sites: NDArray[np.int64],
    weights: NDArray[np.float64],
    *,
    most: NDArray[np.float64],
    radius: float,
) -> Chains:
    """Chains of circles.

    Parameters
    ----------
    points : float64 (n, 3)
        Places; on the earth in units of its radius, on a plane the third number is 0.
    centres, sites : int64
        Indices of the places that are middles, in their order in the chains (`near_order` is the quick one), and of
        those that can enter a window.
    weights : float64 (n, k)
        What the limits count, for instance cases and people.
    most : float64 (k,)
        The most of each that a window may hold.
    radius : float
        The largest distance, in the unit of `points`; infinity for none.

    Raises
    ------
    Refused
        When the windows would take more than 400 million entries.
    """
    starts = blocks(centres.size, _GROUP)
    tree = cKDTree(points[sites]) if sites.size else None
    pieces: list[tuple[Any, ...]] = []
    entries = 0
    for at in range(0, starts.size - 1, _GROUPS_AT_ONCE):
        ends = starts[at : at + _GROUPS_AT_ONCE + 1]
        groups = [centres[start:stop] for start, stop in itertools.pairwise(ends)]
        waiting, guess = list(range(len(groups))), _first_guess(sites.size, weights[sites], most)
        done: dict[int, tuple[Any, ...]] = {}
        while waiting and tree is not None:
            again = _fill(points, groups, waiting, tree, sites, weights, most, radius, guess, done)
            waiting, guess = again, min(sites.size, guess * 2)
        for index in range(len(groups)):
            lengths, place, closes = done.get(index) or _nothing(groups[index].size)
            pieces.append((groups[index], lengths, place, closes))
            entries += place.size
        if entries > MOST_ENTRIES:
            raise Refused("The windows are too many; choose a smaller share, radius or part of the centres.")
    return _joined(pieces)


def _nothing(size: int) -> tuple[Any, ...]:
    return np.zeros(size, np.int64), np.zeros(0, np.int32), np.zeros(0, np.bool_)


def _first_guess(sites: int, weights: NDArray[np.float64], most: NDArray[np.float64]) -> int:
    """How many nearest places may be enough for a window at its limit."""
    if not sites:
        return 0
    totals = weights.sum(axis=0)
    shares = [limit / total for limit, total in zip(most, totals, strict=True) if total > 0]
    return int(min(sites, 32 + 1.35 * sites * min([1.0, *shares])))


def _fill(
    points: Any, groups: Any, waiting: Any, tree: Any, sites: Any, weights: Any, most: Any, radius: float, guess: int,
    done: dict[int, tuple[Any, ...]],
) -> list[int]:  # fmt: skip
    """Chains of the waiting groups from their `guess` nearest places; returns the groups that need more of them."""
    middles = np.array([points[groups[index]].mean(axis=0) for index in waiting])
    distance, near = tree.query(middles, k=np.arange(1, guess + 1))
    again = []
    for row, index in enumerate(waiting):
        # Beyond what was fetched, nothing is known; the last fetched distance is the horizon.
        horizon = np.inf if guess == sites.size else float(distance[row, -1])
        candidates = np.sort(sites[near[row]])
        away = float(np.sqrt(((points[groups[index]] - middles[row]) ** 2).sum(axis=1).max()))
        lengths, place, closes, whole = _group_chains(
            points, groups[index], candidates, weights, most, radius, (horizon - away) * (1 - TIE)
        )
        if whole:
            done[index] = lengths, place, closes
        else:
            again.append(index)
    return again


@compiled
def _one_chain(distance: Any, sites: Any, weights: Any, most: Any, radius: float, place: Any, closes: Any) -> Any:
    """Fills one chain; returns its length and the squared distance at which it ended (infinite: places ran out)."""
    order = np.argsort(distance, kind="mergesort")
    held = np.zeros(most.size)
    k = 0
    while k < order.size:
        reach = distance[order[k]]
        if reach > radius * radius * (1.0 + TIE):
            return k, radius * radius
        stop = k
        while stop < order.size and distance[order[stop]] <= reach * (1.0 + 2.0 * TIE):
            stop += 1
        for i in range(k, stop):
            place[i] = sites[order[i]]
            closes[i] = False
            held += weights[sites[order[i]]]
        for limit in range(most.size):
            if held[limit] > most[limit] * (1.0 + TIE):
                return k, distance[order[stop - 1]]
        closes[stop - 1] = True
        k = stop
    return k, np.inf


def near_chain(
    distance: NDArray[np.float64], sites: NDArray[np.int64], weights: NDArray[np.float64], most: NDArray[np.float64],
    radius: float,
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:  # fmt: skip
    """One chain over `sites` by their squared distances: places, and where windows may end."""
    place, closes = np.empty(sites.size, np.int32), np.zeros(sites.size, np.bool_)
    length, _ = _one_chain(distance, sites, weights, most, radius, place, closes)
    return place[:length], closes[:length]


@compiled
def _group_chains(points: Any, centres: Any, sites: Any, weights: Any, most: Any, radius: float, horizon: float) -> Any:
    lengths = np.zeros(centres.size, np.int64)
    place = np.empty(centres.size * sites.size, np.int32)
    closes = np.zeros(centres.size * sites.size, np.bool_)
    distance = np.empty(sites.size)
    used = 0
    for c in range(centres.size):
        x, y, z = points[centres[c], 0], points[centres[c], 1], points[centres[c], 2]
        for k in range(sites.size):
            p = sites[k]
            distance[k] = (points[p, 0] - x) ** 2 + (points[p, 1] - y) ** 2 + (points[p, 2] - z) ** 2
        length, ended = _one_chain(distance, sites, weights, most, radius, place[used:], closes[used:])
        if min(ended, radius * radius) > horizon * abs(horizon):
            return lengths, place[:0].copy(), closes[:0].copy(), False
        lengths[c] = length
        used += length
    return lengths, place[:used].copy(), closes[:used].copy(), True


def _joined(pieces: list[tuple[Any, ...]]) -> Chains:
    lengths = np.concatenate([piece[1] for piece in pieces]) if pieces else np.zeros(0, np.int64)
    return Chains(
        first=np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]),
        place=np.concatenate([piece[2] for piece in pieces]) if pieces else np.zeros(0, np.int32),
        closes=np.concatenate([piece[3] for piece in pieces]) if pieces else np.zeros(0, np.bool_),
        centre=np.concatenate([piece[0] for piece in pieces]).astype(np.int32) if pieces else np.zeros(0, np.int32),
    )
