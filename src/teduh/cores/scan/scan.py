"""The scan from counts to clusters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from teduh.cores.errors import Refused
from teduh.cores.scan.circles import TIE
from teduh.cores.scan.counts import Counts
from teduh.cores.scan.parts import Found, Part, found_in, merge, run_part, split
from teduh.cores.scan.places import Places
from teduh.cores.scan.plan import Plan, is_circular, prepare
from teduh.cores.scan.result import Cluster, Result
from teduh.cores.scan.settings import Settings
from teduh.cores.scan.significance import rarity, recurrence_days, used
from teduh.cores.scan.windows import Circles, Windows, reach

_BLOCK = 50
Run = Callable[[Callable[["Task"], Part], Sequence["Task"]], Iterable[Part]]


def scan(
    counts: Counts, places: Places, settings: Settings, *, seed: int, windows: Windows | None = None, threads: int = 1
) -> Result:
    """Looks for the windows that are least like chance.

    Parameters
    ----------
    counts : Counts
        Cases of n places and t times, and what they are measured against.
    places : Places
        The n places.
    seed : int
        Of the replicates, from 0 to 2**63 - 1; the same seed gives the same answer to the last bit, with any
        number of threads, and in any split (`fan_out`).
    windows : Windows, optional
        Circles unless told otherwise.
    threads : int
        How many replicates are worked on at once.

    Returns
    -------
    Result
        Clusters from strong to weak; none where no window has more (or fewer) cases than expected.

    Raises
    ------
    Refused
        When an input contradicts itself or a setting; the sentence says which.

    References
    ----------
    Kulldorff, A spatial scan statistic, Communications in Statistics 26 (1997). Kulldorff, Prospective time periodic
    geographical disease surveillance, JRSS A 164 (2001). Kulldorff et al., A space-time permutation scan statistic,
    PLoS Medicine 2 (2005).
    """
    _check_seed(seed)
    plan = prepare(counts, places, windows or Circles(), settings)
    if settings.stop_after is None:
        return conclude(plan, run_part(plan, seed=seed, threads=threads))
    found = found_in(plan)
    strongest = float(found.statistic.max(initial=0.0))
    maxima = np.zeros(0)
    while maxima.size < settings.replicates and not used(maxima, strongest, settings.stop_after)[1]:
        more = min(_BLOCK, settings.replicates - maxima.size)
        maxima = np.concatenate([maxima, plan.maxima(seed, maxima.size, more, threads)])
    return conclude(plan, Part(plan.span, (0, maxima.size), found, maxima))


@dataclass(frozen=True)
class Task:
    """A part of a scan to be done somewhere; plain data, so that it can travel."""

    counts: Counts
    places: Places
    windows: Windows
    settings: Settings
    seed: int
    centres: tuple[int, int] | None
    replicates: tuple[int, int]

    def run(self) -> Part:
        """Prepares its own part of the windows and runs it."""
        plan = prepare(self.counts, self.places, self.windows, self.settings, centres=self.centres)
        return run_part(plan, seed=self.seed, replicates=self.replicates)


def fan_out(
    counts: Counts, places: Places, settings: Settings, *, seed: int, run: Run, pieces: int,
    by: Literal["replicates", "centres"] = "replicates", windows: Windows | None = None,
) -> Result:  # fmt: skip
    """The same as `scan`, in `pieces` that `run` does wherever it likes, and the same answer to the last bit.

    Parameters
    ----------
    run : callable
        Takes a function and the tasks, and gives the parts in any order: the built-in `map`, or one over a cluster.
    by : "replicates" or "centres"
        What is split. Centres keep the memory of each piece small; replicates share no work at all.
    """
    _check_seed(seed)
    shapes = windows or Circles()
    # The windows of no centre are quickly known, and so is how many centres there are.
    whole = prepare(counts, places, shapes, settings, centres=None if settings.extent == "time" else (0, 0))
    spans: list[tuple[int, int] | None] = [None]
    replicates = [(0, settings.replicates)]
    if by == "replicates" or settings.extent == "time":
        replicates = split(settings.replicates, pieces)
    else:
        spans = list(split(whole.centres.size, pieces))
    tasks = [
        Task(counts, places, shapes, settings, seed, span, part) for span in spans for part in replicates
    ]  # fmt: skip
    return conclude(whole, merge(list(run(Task.run, tasks))))


def _check_seed(seed: int) -> None:
    if not (isinstance(seed, int) and 0 <= seed < 2**63):
        raise Refused("seed must be a whole number from 0 to 2**63 - 1.", field="seed")


def conclude(plan: Plan, part: Part) -> Result:
    """Clusters, with their probabilities, from a part that holds all centres."""
    found, settings = part.found, plan.settings
    strongest = float(found.statistic.max(initial=0.0))
    count, stopped = used(part.maxima, strongest, settings.stop_after)
    maxima = part.maxima[:count]
    clusters = tuple(_cluster(plan, found, row, members, maxima, stopped) for row, members in _chosen(plan, found))
    return Result(clusters, maxima, stopped, int(plan.cases.sum()), plan.scanned.left_out)


def _chosen(plan: Plan, found: Found) -> list[tuple[int, NDArray[np.int64]]]:
    """Rows of the clusters to tell, strong first, with their places."""
    rule, chosen = plan.settings.secondary, list[tuple[int, NDArray[np.int64]]]()
    kept = np.flatnonzero(plan.scanned.kept)
    tree = cKDTree(plan.places.points[kept]) if is_circular(plan) and kept.size else None
    taken, centres = np.zeros(len(plan.places), bool), list[int]()
    for row in np.lexsort((found.centre, -found.statistic)):
        centre = int(found.centre[row])
        if rule != "all" and taken[centre] and plan.settings.extent != "time":
            continue
        members = _members(plan, found, int(row), tree, kept)
        if rule == "apart" and taken[members].any():
            continue
        if rule == "centres_apart" and np.isin(centres, members).any():
            continue
        chosen.append((int(row), members))
        centres.append(centre)
        taken[members] = True
        if len(chosen) == plan.settings.most_clusters:
            break
    return chosen


def _members(plan: Plan, found: Found, row: int, tree: Any, kept: NDArray[np.int64]) -> NDArray[np.int64]:
    if tree is None:
        return found.members[found.start[row] : found.start[row + 1]]
    centre, limit = int(found.centre[row]), found.reach[row] * (1 + 2 * TIE)
    near = kept[np.array(tree.query_ball_point(plan.places.points[centre], np.sqrt(limit) * (1 + 1e-6)), np.int64)]
    distance = reach(plan.places.points, centre, near)
    inside = distance <= limit
    near, distance = near[inside], distance[inside]
    order = np.lexsort((near, distance))
    # Equally far places stand in the order of their indices; rounding must not shuffle them.
    step = np.diff(distance[order], prepend=0.0) > distance[order] * 2 * TIE
    return np.asarray(near[order][np.lexsort((near[order], np.cumsum(step)))])


def _cluster(
    plan: Plan, found: Found, row: int, members: NDArray[np.int64], maxima: NDArray[np.float64], stopped: bool
) -> Cluster:
    first, last = int(found.first[row]), int(found.last[row])
    inside = plan.scanned.cases[members]
    cases, total = int(inside[:, first : last + 1].sum()), plan.dense.total
    expected = _expected(plan, members, first, last)
    statistic = float(found.statistic[row])
    rare = rarity(maxima, statistic, stopped)
    new = plan.counts.model == "permutation"
    window = inside[:, first : last + 1].sum(axis=1)
    return Cluster(
        places=tuple(int(place) for place in members), centre=int(found.centre[row]),
        radius_km=plan.places.km(float(np.sqrt(found.reach[row]))) if is_circular(plan) else None,
        first=first, last=last, rates="high" if found.high[row] else "low", cases=cases, expected=expected,
        relative_risk=_relative_risk(cases, expected, total), statistic=statistic,
        p_value=rare.p_value, p_monte_carlo=rare.p_monte_carlo, p_gumbel=rare.p_gumbel,
        recurrence_days=recurrence_days(rare.p_value, plan.settings.look_days)
        if plan.settings.when == "prospective" else None,
        without_history=int(((window > 0) & (window == inside.sum(axis=1))).sum()) if new else 0,
    )  # fmt: skip


def _expected(plan: Plan, members: NDArray[np.int64], first: int, last: int) -> float:
    scanned, total = plan.scanned, plan.dense.total
    if scanned.base is None:
        return int(scanned.cases[members].sum()) * int(scanned.cases[:, first : last + 1].sum()) / total
    base = float(scanned.base[members][:, first : last + 1].sum())
    return base * total / plan.dense.base_total if plan.counts.model == "bernoulli" else base


def _relative_risk(cases: int, expected: float, total: int) -> float | None:
    if expected <= 0 or total - expected <= 0:
        return None
    return np.inf if cases == total else (cases / expected) / ((total - cases) / (total - expected))
