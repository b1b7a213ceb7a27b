"""From counts and settings to what the compiled loops take."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.scan import dense, measure, recent
from teduh.cores.scan.chance import alias_table
from teduh.cores.scan.circles import Chains
from teduh.cores.scan.compiled import compiled
from teduh.cores.scan.counts import Counts, Scanned, scannable
from teduh.cores.scan.hierarchy import nodes
from teduh.cores.scan.places import Places
from teduh.cores.scan.settings import Settings
from teduh.cores.scan.windows import Circles, Windows, centres_of, chains_of, everything, limits, nothing, reachable

KIND: Final = {"poisson": measure.POISSON, "permutation": measure.PERMUTATION, "bernoulli": measure.BERNOULLI}
RATES: Final = {"high": measure.HIGH, "low": measure.LOW, "both": measure.BOTH}
_MOST_PEOPLE = 50_000_000


@dataclass(frozen=True)
class Plan:
    """Everything of a scan that hangs on no random number.

    Attributes
    ----------
    scanned : Scanned
    centres : int64 (k,)
        All middles, in the order by which parts are cut.
    span : (int, int)
        The part of `centres` of which this plan knows the windows.
    chains : Chains
    edges : int64 (bins + 1,)
        First time unit of each bin, and the number of time units.
    """

    counts: Counts
    places: Places
    windows: Windows
    settings: Settings
    scanned: Scanned
    centres: NDArray[np.int64]
    span: tuple[int, int]
    chains: Chains
    edges: NDArray[np.int64]
    cases: NDArray[np.int64]
    dense: dense.Dense
    fast: recent.Recent | None

    def found(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The best window of each chain: statistic (chains,), and place index, first and last bin, high (chains, 4)."""
        last = self.cases.shape[1]
        statistic, where = dense.best_of_each(
            self.dense.scan_arrays, last if self.settings.when == "prospective" else 1, self.cases
        )
        return statistic, where

    def maxima(self, seed: int, first: int, count: int, threads: int = 1) -> NDArray[np.float64]:
        """The largest statistics of replicates `first` to `first + count - 1`, (count,)."""
        out = np.zeros(count)
        size = max(1, -(-count // (threads * 4)))
        pieces = [(first + at, out[at : at + size]) for at in range(0, count, size)]
        if threads <= 1 or len(pieces) <= 1:
            self._fill(seed, first, out)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(lambda piece: self._fill(seed, *piece), pieces))
        return out

    def _fill(self, seed: int, first: int, out: NDArray[np.float64]) -> None:
        if self.fast is not None:
            recent.maxima(seed, first, out, self.fast.arrays)
        else:
            work = self.dense
            dense.maxima(seed, first, out, work.scan_arrays, work.draw_arrays, work.first_end, work.shape)


def prepare(
    counts: Counts, places: Places, windows: Windows, settings: Settings, *, centres: tuple[int, int] | None = None,
    fast: bool = True,
) -> Plan:  # fmt: skip
    """A plan over all centres, or over the part `centres` of them.

    Parameters
    ----------
    centres : (int, int) or None
        Positions from and to (exclusive) in the order of centres.
    fast : bool
        False takes the general path even where the fast one would do; the answers are the same to the last bit.

    Raises
    ------
    Refused
        When counts and places differ in number, or model and extent do not fit each other.
    """
    _fitting(counts, places, settings)
    scanned = scannable(counts, reachable(places, windows))
    edges = _bins(counts.cases.shape[1], settings)
    cases = np.add.reduceat(scanned.cases, edges[:-1], axis=1)
    weights, most = limits(counts, settings, scanned.weight, scanned.kept)
    if not cases.any():
        all_centres, chains = np.zeros(0, np.int64), nothing()
        span = (0, 0)
    elif settings.extent == "time":
        all_centres, span = np.zeros(1, np.int64), (0, 1)
        chains = everything(scanned.kept)
    else:
        all_centres = centres_of(places, windows, scanned.kept)
        span = (0, all_centres.size) if centres is None else centres
        if not 0 <= span[0] <= span[1] <= all_centres.size:
            raise Refused(f"centres must lie from 0 to {all_centres.size}.", field="centres")
        chains = chains_of(
            places, windows, settings, kept=scanned.kept, sites=_sites(counts, settings, scanned, weights),
            weights=weights, most=most, centres=all_centres[span[0] : span[1]],
        )  # fmt: skip
    work = _dense(counts, settings, scanned, edges, cases, chains)
    return Plan(
        counts, places, windows, settings, scanned, all_centres, span, chains, edges, cases, work,
        _fast(settings, scanned, cases, chains, work) if fast else None,
    )  # fmt: skip


def _fitting(counts: Counts, places: Places, settings: Settings) -> None:
    if len(counts) != len(places):
        raise Refused(f"There are counts of {len(counts)} places and coordinates of {len(places)}.")
    if counts.model == "permutation" and settings.extent != "space-time":
        raise Refused("The space-time permutation has no purely spatial or temporal windows.", field="extent")
    if settings.extent != "space" and counts.cases.shape[1] < 2:
        raise Refused("Windows in time need at least two time units.", field="extent")


def _bins(times: int, settings: Settings) -> NDArray[np.int64]:
    """Bin edges: everything before the first possible window of a prospective scan is one bin."""
    if settings.extent == "space":
        return np.array([0, times], np.int64)
    if settings.when == "retrospective":
        return np.arange(times + 1)
    start = max(0, times - _longest(times, settings) - (settings.looks - 1))
    return np.array([*range(min(start, 1)), *range(start, times + 1)], np.int64)


def _longest(times: int, settings: Settings) -> int:
    longest = settings.max_duration if settings.max_duration is not None else max(times // 2, settings.min_duration)
    return min(longest, times)


def _sites(counts: Counts, settings: Settings, scanned: Scanned, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places that can change a count or a limit; with high rates a place without both only makes lists longer."""
    matters = scanned.kept & ((weights > 0).any(axis=1) | (scanned.cases.sum(axis=1) > 0))
    return np.flatnonzero(matters)


def _dense(
    counts: Counts, settings: Settings, scanned: Scanned, edges: NDArray[np.int64], cases: NDArray[np.int64],
    chains: Chains,
) -> dense.Dense:  # fmt: skip
    times, bins, total = int(edges[-1]), edges.size - 1, int(cases.sum())
    base = np.zeros((0, 0)) if scanned.base is None else np.add.reduceat(scanned.base, edges[:-1], axis=1)
    space = settings.extent == "space"
    longest = 1 if space else _longest(times, settings)
    prospective = settings.when == "prospective"
    return dense.Dense(
        kind=KIND[counts.model], rates=RATES[settings.rates], first=chains.first, place=chains.place,
        closes=chains.closes, base=np.ascontiguousarray(base), total=total, base_total=float(base.sum()),
        by_bin=np.concatenate([np.zeros(1, np.int64), np.cumsum(cases.sum(axis=0))]), held=cases.sum(axis=1),
        # A prospective scan has one more bin than its windows can reach, where time goes back further than they do.
        first_start=int(prospective and bins > longest + settings.looks - 1),
        first_end=max(1, bins - settings.looks + 1) if prospective else 1,
        shortest=1 if space else settings.min_duration, longest=longest, least=settings.min_cases,
        **_draws(counts, base, cases), shape=(len(cases), bins),
    )  # fmt: skip


def _draws(counts: Counts, base: NDArray[np.float64], cases: NDArray[np.int64]) -> dict[str, Any]:
    """What the replicates are drawn from."""
    none_int, chance, other, cell = np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.int32), np.zeros(0, np.int32)
    owner = bin_of = none_int
    if counts.model == "poisson":
        cell = np.flatnonzero(base.reshape(-1) > 0).astype(np.int32)
        if cell.size:
            chance, other = alias_table(base.reshape(-1)[cell])
    elif counts.model == "bernoulli":
        people = base.reshape(-1).astype(np.int64)
        if people.sum() > _MOST_PEOPLE:
            raise Refused("More than 50 million cases and controls; group them, or use the Poisson model.")
        owner = np.repeat(np.arange(people.size), people).astype(np.int32)
    else:
        owner = np.repeat(np.arange(len(cases)), cases.sum(axis=1)).astype(np.int32)
        newest = np.arange(cases.shape[1])[::-1]
        bin_of = np.repeat(newest, cases.sum(axis=0)[newest]).astype(np.int32)
    return {"cell_chance": chance, "cell_other": other, "cell": cell, "owner": owner, "bin_of": bin_of}


def _fast(
    settings: Settings, scanned: Scanned, cases: NDArray[np.int64], chains: Chains, work: dense.Dense
) -> recent.Recent | None:
    """The fast path where it applies: prospective permutation, high rates, one look."""
    rare = work.kind == measure.PERMUTATION and settings.rates == "high"
    if not rare or settings.when != "prospective" or settings.looks > 1 or not len(chains) or not chains.place.size:
        return None
    held = _held(chains, work.held)
    most = int(held.max(initial=0))
    newest = cases.sum(axis=0)[::-1][: work.longest]
    by_days = np.concatenate([np.zeros(1, np.int64), np.cumsum(newest)])
    if most >= recent.NEVER or by_days[-1] >= recent.NEVER or most == 0:
        return None
    site, order = _renumbered(chains.place, len(cases))
    places = int(order.max(initial=0)) + 1
    need, step = recent.need_table(by_days, work.total, most, shortest=settings.min_duration, least=settings.min_cases)
    return recent.Recent(
        site=site, held=held, nodes=nodes(chains.first, site, held, places), need=need, step=step,
        of_case=order[work.owner], recent=np.repeat(np.arange(newest.size), newest), by_days=by_days,
        places=places,
    )  # fmt: skip


def _held(chains: Chains, by_place: NDArray[np.int64]) -> NDArray[np.int32]:
    """Cases of the window that ends at each place of the chains; 0 where none may end."""
    return np.asarray(_running(chains.first, chains.place, chains.closes, by_place))


@compiled
def _running(first: Any, place: Any, closes: Any, by_place: Any) -> Any:
    held = np.zeros(place.size, np.int32)
    for chain in range(first.size - 1):
        cases = 0
        for i in range(first[chain], first[chain + 1]):
            cases += by_place[place[i]]
            if closes[i]:
                held[i] = cases
    return held


def _renumbered(place: NDArray[np.int32], places: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Places by numbers in which near ones are close in memory; places in no chain share the last number."""
    site, order = _first_come(place, places)
    return np.asarray(site), np.asarray(order)


@compiled
def _first_come(place: Any, places: int) -> Any:
    order, site, seen = np.full(places, np.int32(-1)), np.empty(place.size, np.int32), np.int32(0)
    for i in range(place.size):
        if order[place[i]] < 0:
            order[place[i]] = seen
            seen += np.int32(1)
        site[i] = order[place[i]]
    for p in range(places):
        if order[p] < 0:
            order[p] = seen
    return site, order


def is_circular(plan: Plan) -> bool:
    """Whether the windows are circles, whose places follow from centre and radius."""
    return isinstance(plan.windows, Circles) and plan.settings.extent != "time"
