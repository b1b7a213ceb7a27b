"""Windows over a graph of neighbours and social ties: along the ties, or any connected shape."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from teduh.cores.errors import Refused
from teduh.cores.scan.circles import MOST_ENTRIES, Chains, near_chain
from teduh.cores.scan.compiled import compiled

_ROWS_AT_ONCE = 256
MOST_NEAREST = 16


@dataclass(frozen=True)
class Ties:
    """Ties between places; a pair that comes twice counts with its shorter length.

    Attributes
    ----------
    one, other : int64 (m,)
        Indices of the two places; the direction does not matter.
    length : float64 (m,)
        How far apart the tie leaves them, above 0: kilometres, or less for people who are close.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    length: NDArray[np.float64]

    @classmethod
    def of(cls, one: ArrayLike, other: ArrayLike, length: ArrayLike | None = None) -> "Ties":
        """Ties of these places; without lengths each tie is one step.

        Raises
        ------
        Refused
            When lists differ in length, or a length is not a finite number above 0.
        """
        a, b = np.asarray(one, np.int64).reshape(-1), np.asarray(other, np.int64).reshape(-1)
        far = np.ones(a.size) if length is None else np.asarray(length, np.float64).reshape(-1)
        if not a.size == b.size == far.size:
            raise Refused("Each tie needs two places and one length.")
        if not (np.all(np.isfinite(far)) and np.all(far > 0)):
            raise Refused("The length of a tie must be a finite number above 0.", field="length")
        return cls(a, b, far)

    def table(self, places: int, kept: NDArray[np.bool_]) -> Any:
        """Symmetric sparse table of the shortest lengths between places that take part."""
        if self.one.size and not (
            min(self.one.min(), self.other.min()) >= 0 and max(self.one.max(), self.other.max()) < places
        ):
            raise Refused(f"A tie names a place outside 0 to {places - 1}.")
        use = kept[self.one] & kept[self.other] & (self.one != self.other)
        low, high = np.minimum(self.one, self.other)[use], np.maximum(self.one, self.other)[use]
        order = np.lexsort((self.length[use], high, low))
        low, high, length = low[order], high[order], self.length[use][order]
        shortest = np.ones(low.size, bool)
        shortest[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        low, high, length = low[shortest], high[shortest], length[shortest]
        both = np.r_[low, high], np.r_[high, low]
        return coo_array((np.r_[length, length], both), shape=(places, places)).tocsr()


def along(
    ties: Ties, kept: NDArray[np.bool_], centres: NDArray[np.int64], weights: NDArray[np.float64], *,
    most: NDArray[np.float64], radius: float,
) -> Chains:  # fmt: skip
    """Chains that grow from each centre by the shortest way along the ties; equally far places enter together."""
    table = ties.table(len(kept), kept)
    pieces, entries = [], 0
    for at in range(0, centres.size, _ROWS_AT_ONCE):
        rows = dijkstra(table, indices=centres[at : at + _ROWS_AT_ONCE], limit=radius)
        for row in np.atleast_2d(rows):
            reached = np.flatnonzero(np.isfinite(row) & kept)
            place, closes = near_chain(row[reached] ** 2, reached, weights, most, radius)
            pieces.append((place, closes))
            entries += place.size
        if entries > MOST_ENTRIES:
            raise Refused("The windows are too many; choose a smaller share, radius or part of the centres.")
    return _stacked(pieces, centres)


def flexible(
    ties: Ties, kept: NDArray[np.bool_], centres: NDArray[np.int64], weights: NDArray[np.float64], *,
    most: NDArray[np.float64], radius: float, nearest: int,
) -> Chains:  # fmt: skip
    """Chains of one window each: every connected set of a centre and some of its nearest places.

    The flexible scan of Tango and Takahashi (2005), with nearness along the ties.

    Parameters
    ----------
    nearest : int
        How many places, the centre included, sets are drawn from: those nearest along the ties; at most 16, since
        each centre has up to 2^(nearest - 1) sets.
    """
    table = ties.table(len(kept), kept)
    pieces: list[tuple[Any, Any]] = []
    owners: list[NDArray[np.int64]] = []
    entries = 0
    for at in range(0, centres.size, _ROWS_AT_ONCE):
        chosen = centres[at : at + _ROWS_AT_ONCE]
        for centre, row in zip(chosen, np.atleast_2d(dijkstra(table, indices=chosen, limit=radius)), strict=True):
            reached = np.flatnonzero(np.isfinite(row) & kept)
            near = reached[np.lexsort((reached, row[reached]))][:nearest].astype(np.int64)
            links = table[near][:, near].toarray() > 0
            sizes, place = _connected(near, links, weights, most)
            ends = np.cumsum(sizes)
            closes = np.zeros(place.size, bool)
            closes[ends - 1] = True
            pieces.append((place, closes))
            owners.append(np.full(sizes.size, centre, np.int64))
            entries += place.size
        if entries > MOST_ENTRIES:
            raise Refused("The windows are too many; choose a smaller `nearest`.", field="nearest")
    place = np.concatenate([piece[0] for piece in pieces]) if pieces else np.zeros(0, np.int32)
    closes = np.concatenate([piece[1] for piece in pieces]) if pieces else np.zeros(0, bool)
    owner = np.concatenate(owners) if owners else np.zeros(0, np.int64)
    first = np.concatenate([np.zeros(1, np.int64), np.flatnonzero(closes) + 1])
    return Chains(first=first, place=place, closes=closes, centre=owner.astype(np.int32))


def _stacked(pieces: list[tuple[Any, Any]], centres: NDArray[np.int64]) -> Chains:
    sizes = np.array([place.size for place, _ in pieces], np.int64)
    return Chains(
        first=np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]),
        place=np.concatenate([place for place, _ in pieces]) if pieces else np.zeros(0, np.int32),
        closes=np.concatenate([closes for _, closes in pieces]) if pieces else np.zeros(0, bool),
        centre=centres.astype(np.int32),
    )


@compiled
def _connected(near: Any, links: Any, weights: Any, most: Any) -> Any:
    """Sizes and places of the connected sets that hold the first place and keep the limits, small numbers first."""
    size = near.size
    joined = np.zeros(size, np.int64)
    for i in range(size):
        for j in range(size):
            if links[i, j]:
                joined[i] |= 1 << j
    sizes = np.empty(1 << (size - 1), np.int64)
    place = np.empty(size << (size - 1), np.int32)
    sets = used = 0
    for rest in range(1 << (size - 1)):
        wanted = (rest << 1) | 1
        if not _holds(wanted, joined, size) or not _fits(wanted, near, weights, most):
            continue
        start = used
        for i in range(size):
            if wanted >> i & 1:
                place[used] = near[i]
                used += 1
        sizes[sets] = used - start
        sets += 1
    return sizes[:sets].copy(), place[:used].copy()


@compiled
def _holds(wanted: int, joined: Any, size: int) -> bool:
    """Whether the set is connected."""
    reached, grown = 0, 1
    while grown != reached:
        reached = grown
        for i in range(size):
            if reached >> i & 1:
                grown |= joined[i] & wanted
    return reached == wanted


@compiled
def _fits(wanted: int, near: Any, weights: Any, most: Any) -> bool:
    for limit in range(most.size):
        held = 0.0
        for i in range(near.size):
            if wanted >> i & 1:
                held += weights[near[i], limit]
        if held > most[limit] * (1.0 + 1e-9):
            return False
    return True
