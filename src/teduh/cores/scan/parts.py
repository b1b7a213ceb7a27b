"""A scan in parts: any split of centres and replicates gives the same answer to the last bit."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.scan.plan import Plan, is_circular
from teduh.cores.scan.windows import reach


@dataclass(frozen=True)
class Found:
    """The best window of each centre; centres without one are left out.

    Attributes
    ----------
    centre : int64 (k,)
    statistic : float64 (k,)
    first, last : int64 (k,)
        First and last time unit.
    high : bool (k,)
    reach : float64 (k,)
        Circles: squared straight distance of the farthest place.
    start : int64 (k + 1,)
    members : int64
        Other windows: places of centre i from `start[i]` to `start[i + 1]`.
    """

    centre: NDArray[np.int64]
    statistic: NDArray[np.float64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    high: NDArray[np.bool_]
    reach: NDArray[np.float64]
    start: NDArray[np.int64]
    members: NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """What a span of centres and a span of replicates gave; spans go from the first to before the second number."""

    centres: tuple[int, int]
    replicates: tuple[int, int]
    found: Found
    maxima: NDArray[np.float64]


def run_part(plan: Plan, *, seed: int, replicates: tuple[int, int] | None = None, threads: int = 1) -> Part:
    """The plan's centres, with these replicates or all.

    Raises
    ------
    Refused
        When the replicates lie outside those of the settings.
    """
    span = (0, plan.settings.replicates) if replicates is None else replicates
    if not 0 <= span[0] <= span[1] <= plan.settings.replicates:
        raise Refused(f"replicates must lie from 0 to {plan.settings.replicates}.", field="replicates")
    maxima = plan.maxima(seed, span[0], span[1] - span[0], threads)
    return Part(plan.span, span, found_in(plan), maxima)


def found_in(plan: Plan) -> Found:
    """The best window of each centre of the plan."""
    statistic, where = plan.found()
    owner = plan.chains.centre.astype(np.int64)
    # Of several chains of one centre the best, and of equals the first.
    order = np.lexsort((np.arange(owner.size), -statistic, owner))
    order = order[where[order, 0] >= 0]
    order = order[np.r_[True, owner[order][1:] != owner[order][:-1]]] if order.size else order
    at, start, stop = where[order, 0], where[order, 1], where[order, 2]
    circular = is_circular(plan)
    members: list[NDArray[np.int64]] = []
    far = np.zeros(order.size)
    for row, chain in enumerate(order):
        if circular:
            far[row] = reach(plan.places.points, int(owner[chain]), int(plan.chains.place[at[row]]))
        else:
            members.append(plan.chains.place[plan.chains.first[chain] : at[row] + 1].astype(np.int64))
    sizes = np.array([part.size for part in members] or [0] * order.size, np.int64)
    return Found(
        centre=owner[order], statistic=statistic[order], first=plan.edges[start], last=plan.edges[stop] - 1,
        high=where[order, 3] == 1, reach=far, start=np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]),
        members=np.concatenate(members) if members else np.zeros(0, np.int64),
    )  # fmt: skip


def merge(parts: Sequence[Part]) -> Part:
    """The parts as one.

    Raises
    ------
    Refused
        When parts overlap, leave something out, or there are none.
    """
    if not parts:
        raise Refused("There is no part to merge.")
    rows: dict[tuple[int, int], list[Part]] = {}
    for part in parts:
        rows.setdefault(part.centres, []).append(part)
    spans = sorted(rows)
    merged = []
    for span in spans:
        row = sorted(rows[span], key=lambda part: part.replicates)
        _in_a_row([part.replicates for part in row], "replicates")
        merged.append(np.concatenate([part.maxima for part in row]))
    _in_a_row(spans, "centres")
    reached = {(rows[span][0].replicates[0], len(values)) for span, values in zip(spans, merged, strict=True)}
    firsts = {min(part.replicates[0] for part in rows[span]) for span in spans}
    if len({values.size for values in merged}) > 1 or len(firsts) > 1 or not reached:
        raise Refused("Every part of the centres needs the same replicates.")
    first = firsts.pop()
    found = _joined([rows[span][0].found for span in spans])
    maxima = np.max(np.stack(merged), axis=0)
    return Part((spans[0][0], spans[-1][1]), (first, first + maxima.size), found, maxima)


def _in_a_row(spans: Sequence[tuple[int, int]], what: str) -> None:
    for before, after in itertools.pairwise(spans):
        if before[1] != after[0]:
            raise Refused(f"Parts of {what} must follow each other without gap or overlap: {before}, {after}.")


def _joined(found: Sequence[Found]) -> Found:
    """One list of the centres of all parts."""
    sizes = np.concatenate([np.diff(item.start) for item in found])
    names = ("centre", "statistic", "first", "last", "high", "reach", "members")
    columns = {name: np.concatenate([getattr(item, name) for item in found]) for name in names}
    return Found(**columns, start=np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]))


def split(total: int, pieces: int) -> list[tuple[int, int]]:
    """Spans of nearly equal length that cover 0 to `total`."""
    pieces = max(1, min(pieces, total))
    edges = [total * piece // pieces for piece in range(pieces + 1)]
    return list(itertools.pairwise(edges))
