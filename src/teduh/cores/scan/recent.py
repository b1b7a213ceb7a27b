"""The fast path: prospective space-time permutation, high rates, windows that end with the last day.

Why it is fast. Only cases of the last D days can lie in a window, so a replicate is a choice of cases that become
recent, each with a lag (0 is the last day). A window that holds z cases of all days expects z n_d / C in the last d
days; hence to beat a statistic T it needs at least need(T, z, d) recent cases, a whole number that a table holds for
each step of T. A scan then adds and compares whole numbers, four durations in one machine word, and takes a logarithm
only for a window that may be a new maximum.

Why most windows are never looked at. Chains of near centres hold nearly the same places. For a group of chains let
entry(v) be the least z at which any of its windows contains place v. The places with entry <= m hold every window of
the group with z <= m, so when they never reach need(T, m, d), no window of the group beats T. One walk over the group
stands for all its chains, and it cannot miss a maximum. Groups nest, and small windows have groups of their own,
because near centres share large windows and not small ones (hierarchy.py).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teduh.cores.scan import measure
from teduh.cores.scan.chance import below, stream
from teduh.cores.scan.compiled import compiled, inlined
from teduh.cores.scan.hierarchy import Nodes

LANES = 4
FAST_WORDS = 4
NEVER = 32767
_TABLE_BYTES = 48_000_000
_HIGH_BITS = np.uint64(0x8000800080008000)
_ZERO, _ONE, _LANE_BITS, _LANE_MASK = np.uint64(0), np.uint64(1), np.uint64(16), np.uint64(0xFFFF)


@dataclass(frozen=True)
class Recent:
    """What all replicates share.

    Attributes
    ----------
    site, held : int32 (m,)
        Places with cases in the order in which they enter, and the cases of all days in the window that ends there; 0
        where no window may end.
    nodes : Nodes
        The groups over these chains.
    need : uint64 (steps, most + 1, words)
        Least recent cases for a statistic above step x `step`, four durations a word; NEVER where impossible.
    of_case : int32 (cases,)
        The place of each case.
    recent : int64 (recents,)
        Lags of the recent cases, 0 first.
    by_days : int64 (D + 1,)
        Cases of the last d days.
    """

    site: NDArray[np.int32]
    held: NDArray[np.int32]
    nodes: Nodes
    need: NDArray[np.uint64]
    step: float
    of_case: NDArray[np.int32]
    recent: NDArray[np.int64]
    by_days: NDArray[np.int64]
    places: int

    @property
    def arrays(self) -> tuple[Any, ...]:
        """The same for compiled code."""
        nodes = self.nodes
        return (
            self.site, self.held, nodes.start, nodes.stop, nodes.skip, nodes.site, nodes.entry, self.need, self.step,
            self.of_case, self.recent, self.by_days, self.places,
        )  # fmt: skip


def words_for(durations: int) -> int:
    """Words for so many durations; up to 16 take four, for which the walk has a form of its own."""
    return max(FAST_WORDS, (durations + LANES - 1) // LANES)


def need_table(
    by_days: NDArray[np.int64], total: int, most: int, *, shortest: int, least: int
) -> tuple[NDArray[np.uint64], float]:
    """The `need` table and its step; coarser steps where a fine table would take more than 48 MB.

    Parameters
    ----------
    by_days : int64 (D + 1,)
        Cases of the last d days.
    total, most : int
        Cases of all, and the most that a window may hold.
    shortest, least : int
        Least duration, and least cases of a window.
    """
    words = words_for(by_days.size - 1)
    row_bytes = (most + 1) * words * 8
    steps = int(min(160, max(4, _TABLE_BYTES // row_bytes)))
    step = 40.0 / steps
    lanes = np.full((steps, most + 1, words * LANES), NEVER, np.uint16)
    _fill_need(lanes, by_days, total, step, shortest, least)
    shifts = (np.arange(LANES, dtype=np.uint64) * _LANE_BITS)[None, None, None, :]
    packed = (lanes.reshape(steps, most + 1, words, LANES).astype(np.uint64) << shifts).sum(axis=3, dtype=np.uint64)
    return packed, step


@compiled
def _fill_need(lanes: Any, by_days: Any, total: int, step: float, shortest: int, least: int) -> None:
    for k in range(lanes.shape[0]):
        for d in range(max(shortest, 1), by_days.size):
            recents, need, possible = by_days[d], max(least, 1), False
            for held in range(1, lanes.shape[1]):
                while need <= recents:
                    expected = held * recents / total
                    if need > expected and (k == 0 or measure.poisson(need, expected, total) > k * step):
                        break
                    need += 1
                if need > recents or need >= NEVER:
                    break
                if need <= held:
                    # A group is looked at where its places enter, maybe before its windows hold so many cases at all.
                    lanes[k, (held if possible else 0) : held + 1, d - 1] = need
                    possible = True


@inlined
def _best_at(sums: Any, held: int, best: float, by_days: Any, total: int, limits: Any) -> float:
    """The best statistic of the windows that end here, or `best` where none beats it."""
    for word in range(sums.size):
        for lane in range(LANES):
            shift = np.uint64(lane) * _LANE_BITS
            count = np.int64((sums[word] >> shift) & _LANE_MASK)
            d = word * LANES + lane + 1
            if d < by_days.size and count >= np.int64((limits[word] >> shift) & _LANE_MASK):
                ratio = measure.poisson(count, held * by_days[d] / total, total)
                best = max(best, ratio)
    return best


@compiled
def _scatter(perm: Any, swaps: Any, state: Any, of_case: Any, recent: Any, sums: Any, seen: Any) -> None:
    """Draws which cases become recent, and adds each to the running durations of its place."""
    total, width = perm.size, sums.shape[1]
    for i in range(recent.size):
        j = i + below(state, total - i)
        swaps[i] = j
        chosen = perm[j]
        perm[j] = perm[i]
        perm[i] = chosen
        place = of_case[chosen]
        seen[place] = 1
        for d in range(recent[i], width * LANES):
            sums[place, d // LANES] += _ONE << (np.uint64(d % LANES) * _LANE_BITS)


@compiled
def _gather(perm: Any, swaps: Any, of_case: Any, sums: Any, seen: Any) -> None:
    """Undoes `_scatter`, so that the next replicate starts from the same order."""
    for i in range(swaps.size - 1, -1, -1):
        place = of_case[perm[i]]
        seen[place] = 0
        sums[place, :] = _ZERO
        j = swaps[i]
        chosen = perm[i]
        perm[i] = perm[j]
        perm[j] = chosen


@compiled
def _group_can_beat(lo: int, hi: int, site: Any, entry: Any, seen: Any, sums: Any, need: Any, acc: Any) -> bool:
    acc[:] = _ZERO
    for i in range(lo, hi):
        place = site[i]
        if seen[place]:
            at = entry[i]
            hit = _ZERO
            for word in range(acc.size):
                acc[word] += sums[place, word]
                hit |= ((acc[word] | _HIGH_BITS) - need[at, word]) & _HIGH_BITS
            if hit:
                return True
    return False


@compiled
def _group_can_beat_4(lo: int, hi: int, site: Any, entry: Any, sums: Any, need: Any) -> bool:
    """The same for four words, which then live in registers; adding zeros is cheaper than asking whether to add."""
    a0, a1, a2, a3 = _ZERO, _ZERO, _ZERO, _ZERO
    for i in range(lo, hi):
        place, at = site[i], entry[i]
        a0 += sums[place, 0]
        a1 += sums[place, 1]
        a2 += sums[place, 2]
        a3 += sums[place, 3]
        hit = (a0 | _HIGH_BITS) - need[at, 0]
        hit |= (a1 | _HIGH_BITS) - need[at, 1]
        hit |= (a2 | _HIGH_BITS) - need[at, 2]
        hit |= (a3 | _HIGH_BITS) - need[at, 3]
        if hit & _HIGH_BITS:
            return True
    return False


@compiled
def _chain_best(
    lo: int, hi: int, site: Any, held: Any, seen: Any, sums: Any, need: Any, step: float, acc: Any, by_days: Any,
    total: int, best: float,
) -> float:  # fmt: skip
    acc[:] = _ZERO
    added = False
    limits = need[min(int(best / step), need.shape[0] - 1)]
    for i in range(lo, hi):
        place = site[i]
        if seen[place]:
            added = True
            for word in range(acc.size):
                acc[word] += sums[place, word]
        at = held[i]
        if added and at:
            added = False
            hit = _ZERO
            for word in range(acc.size):
                hit |= ((acc[word] | _HIGH_BITS) - limits[at, word]) & _HIGH_BITS
            if hit:
                best = _best_at(acc, at, best, by_days, total, limits[at])
                limits = need[min(int(best / step), need.shape[0] - 1)]
    return best


@compiled
def maxima(seed: int, replicate: int, out: Any, arrays: Any) -> None:
    """Fills `out` with the largest statistic of the replicates from `replicate` on."""
    site, held, start, stop, skip, group_site, group_entry, need, step, of_case, recent, by_days, places = arrays
    total, words = of_case.size, need.shape[2]
    perm, swaps = np.arange(total).astype(np.int32), np.empty(recent.size, np.int32)
    sums, seen = np.zeros((places, words), np.uint64), np.zeros(places, np.uint8)
    acc = np.empty(words, np.uint64)
    for r in range(out.size):
        _scatter(perm, swaps, stream(seed, replicate + r), of_case, recent, sums, seen)
        best, node = 0.0, 0
        while node < start.size:
            lo, hi = start[node], stop[node]
            if skip[node] < 0:
                best = _chain_best(lo, hi, site, held, seen, sums, need, step, acc, by_days, total, best)
                node += 1
            else:
                limits = need[min(int(best / step), need.shape[0] - 1)]
                if words == FAST_WORDS:
                    beats = _group_can_beat_4(lo, hi, group_site, group_entry, sums, limits)
                else:
                    beats = _group_can_beat(lo, hi, group_site, group_entry, seen, sums, limits, acc)
                node = node + 1 if beats else skip[node]
        out[r] = best
        _gather(perm, swaps, of_case, sums, seen)
