"""The general path: every model, extent and direction, by adding up tables of places and times."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teduh.cores.scan import measure
from teduh.cores.scan.chance import below, stream, unit
from teduh.cores.scan.compiled import compiled

Window = tuple[float, int, int, bool]


@dataclass(frozen=True)
class Dense:
    """What all replicates share; times are bins, of which a window holds some in a row.

    Attributes
    ----------
    kind, rates : int
        Codes of `measure`.
    first : int64 (chains + 1,)
    place : int32 (m,)
    closes : bool (m,)
        As in `Chains`.
    base : float64 (n, bins)
        Poisson: expected counts; Bernoulli: cases and controls; permutation: nothing, (0, 0).
    total, base_total : int, float
        Cases and base of all.
    by_bin : int64 (bins + 1,)
        Cases before each bin, for the permutation.
    held : int64 (n,)
        Cases of all bins of each place, for the permutation.
    first_start, first_end : int
        First bin in which a window may start, and first bin edge at which it may end.
    shortest, longest, least : int
        Durations in bins, and least cases at high rates.
    cell_chance, cell_other, cell : alias table of the cells, for Poisson.
    owner : int32
        Place of each case (permutation) or cell of each person (Bernoulli).
    bin_of : int32 (cases,)
        Bins of the cases, last first, for the permutation.
    """

    kind: int
    rates: int
    first: NDArray[np.int64]
    place: NDArray[np.int32]
    closes: NDArray[np.bool_]
    base: NDArray[np.float64]
    total: int
    base_total: float
    by_bin: NDArray[np.int64]
    held: NDArray[np.int64]
    first_start: int
    first_end: int
    shortest: int
    longest: int
    least: int
    cell_chance: NDArray[np.float64]
    cell_other: NDArray[np.int32]
    cell: NDArray[np.int32]
    owner: NDArray[np.int32]
    bin_of: NDArray[np.int32]
    shape: tuple[int, int]

    @property
    def scan_arrays(self) -> tuple[Any, ...]:
        """What scanning needs, for compiled code."""
        return (
            self.kind, self.rates, self.first, self.place, self.closes, self.base, self.total, self.base_total,
            self.by_bin, self.held, self.first_start, self.shortest, self.longest, self.least,
        )  # fmt: skip

    @property
    def draw_arrays(self) -> tuple[Any, ...]:
        """What drawing a replicate needs, for compiled code."""
        return self.kind, self.total, self.cell_chance, self.cell_other, self.cell, self.owner, self.bin_of


@compiled
def _better(
    kind: int, rates: int, total: int, base_total: float, least: int, cases: int, base: float, best: float
) -> Any:
    """The statistic of a window if it beats `best`, else `best`; and whether it has more cases than expected."""
    expected = base * total / base_total if kind == measure.BERNOULLI else base
    high = cases > expected
    if high:
        if rates == measure.LOW or cases < least:
            return best, high
    elif rates == measure.HIGH or cases >= expected:
        return best, high
    if kind == measure.BERNOULLI:
        if not 0.0 < base < base_total or not measure.bernoulli_can_beat(cases, base, total, base_total, best):
            return best, high
        ratio = measure.bernoulli(cases, base, total, base_total)
    else:
        if not 0.0 < base < total or not measure.poisson_can_beat(cases, base, total, best):
            return best, high
        ratio = measure.poisson(cases, base, total)
    return max(ratio, best), high


@compiled
def _best_window(arrays: Any, first_end: int, sums: Any, bases: Any, held: int, best: float) -> Any:
    """The best window over the bins: (statistic, start, stop, high), start -1 where none beats `best`."""
    (kind, rates, _, _, _, _, total, base_total, by_bin, _, first_start, shortest, longest, least) = arrays
    bins = sums.size
    start, stop, is_high = -1, -1, False
    for end in range(first_end, bins + 1):
        cases, base = 0, 0.0
        for begin in range(end - 1, max(first_start, end - longest) - 1, -1):
            cases += sums[begin]
            if kind == measure.PERMUTATION:
                base = held * (by_bin[end] - by_bin[begin]) / total
            else:
                base += bases[begin]
            if end - begin < shortest:
                continue
            ratio, high = _better(kind, rates, total, base_total, least, cases, base, best)
            if ratio > best:
                best, start, stop, is_high = ratio, begin, end, high
    return best, start, stop, is_high


@compiled
def _scan_chain(
    chain: int, arrays: Any, first_end: int, cases: Any, active: Any, best: float, sums: Any, bases: Any
) -> Any:
    """The best window of a chain: (statistic, index of its last place, start, stop, high)."""
    (kind, rates, first, place, closes, base, _, _, _, held_by, first_start, _, _, _) = arrays
    sums[:] = 0
    bases[:] = 0.0
    held, added = 0, False
    at, start, stop, high = -1, -1, -1, False
    for i in range(first[chain], first[chain + 1]):
        p = place[i]
        held += held_by[p]
        if active[p]:
            added = True
            for b in range(first_start, sums.size):
                sums[b] += cases[p, b]
        if kind != measure.PERMUTATION:
            bases += base[p]
        # With high rates alone, a larger window without a further case is never better.
        if closes[i] and (added or rates != measure.HIGH):
            added = False
            ratio, begin, end, is_high = _best_window(arrays, first_end, sums, bases, held, best)
            if begin >= 0:
                best, at, start, stop, high = ratio, i, begin, end, is_high
    return best, at, start, stop, high


@compiled
def _mark(cases: Any, first_start: int, active: Any) -> None:
    """Marks the places with a case where a window can reach it."""
    for p in range(cases.shape[0]):
        active[p] = False
        for b in range(first_start, cases.shape[1]):
            if cases[p, b]:
                active[p] = True
                break


@compiled
def best_of_each(arrays: Any, first_end: int, cases: Any) -> Any:
    """The best window of every chain: statistic, index of the last place (-1: none), start, stop, high."""
    chains = arrays[2].size - 1
    statistic, where = np.zeros(chains), np.full((chains, 4), -1, np.int64)
    sums, bases = np.zeros(cases.shape[1], np.int64), np.zeros(cases.shape[1])
    active = np.zeros(cases.shape[0], np.bool_)
    _mark(cases, arrays[10], active)
    for chain in range(chains):
        best, at, start, stop, high = _scan_chain(chain, arrays, first_end, cases, active, 0.0, sums, bases)
        statistic[chain] = best
        where[chain, 0], where[chain, 1], where[chain, 2], where[chain, 3] = at, start, stop, int(high)
    return statistic, where


@compiled
def _draw(state: Any, arrays: Any, cases: Any, order: Any) -> None:
    """One replicate into `cases`; `order` keeps some order of the cases or people between replicates."""
    kind, total, cell_chance, cell_other, cell, owner, bin_of = arrays
    cases[:, :] = 0
    flat = cases.reshape(cases.size)
    if kind == measure.POISSON:
        for _ in range(total):
            index = below(state, cell.size)
            if unit(state) >= cell_chance[index]:
                index = cell_other[index]
            flat[cell[index]] += 1
        return
    for i in range(order.size):
        order[i] = i
    for i in range(total):
        j = i + below(state, order.size - i)
        chosen = order[j]
        order[j] = order[i]
        order[i] = chosen
        if kind == measure.PERMUTATION:
            cases[owner[chosen], bin_of[i]] += 1
        else:
            flat[owner[chosen]] += 1


@compiled
def maxima(seed: int, replicate: int, out: Any, scan_arrays: Any, draw_arrays: Any, first_end: int, shape: Any) -> None:
    """Fills `out` with the largest statistic of the replicates from `replicate` on."""
    cases = np.zeros(shape, np.int64)
    order = np.empty(draw_arrays[5].size, np.int32)
    sums, bases = np.zeros(shape[1], np.int64), np.zeros(shape[1])
    active = np.zeros(shape[0], np.bool_)
    chains = scan_arrays[2].size - 1
    for r in range(out.size):
        _draw(stream(seed, replicate + r), draw_arrays, cases, order)
        _mark(cases, scan_arrays[10], active)
        best = 0.0
        for chain in range(chains):
            best = _scan_chain(chain, scan_arrays, first_end, cases, active, best, sums, bases)[0]
        out[r] = best
