"""Counts that may be published: small ones hidden, and others with them, so that no hidden one can be computed.

A count from 1 up to the threshold points at the few who are behind it; where one report came from a hamlet, the count
*is* the reporter. Hiding it alone does not help when its row and column have totals. So further cells are hidden until
everything that is shown leaves, for every hidden cell, at least as wide an interval of possible values as the threshold
rule hides. The interval is computed as a reader would, by linear programming over all sums; the reader is taken to know
that what is hidden is at least 1. Where an interval is too narrow, the cheapest rectangle of cells is hidden in which
the values can be moved around without changing any sum.

References
----------
Cox, L. H. (1980). Suppression methodology and statistical disclosure control. *JASA* 75, 377-385 (the rectangles).
Hundepool, A. et al. (2012). *Statistical Disclosure Control*. Wiley, ch. 4 (intervals, protection, linked tables).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from teduh.cores.errors import Refused

THRESHOLD: Final = 5
# A hidden total is dearer than a hidden cell: readers want totals most.
_TOTAL_COST: Final = 10.0
_GRAND_COST: Final = 100.0
_EPSILON: Final = 1e-6
_UNBOUNDED: Final = 3

_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Row:
    """Counts and their total as they may be published; None is hidden."""

    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class Table:
    """A table and its totals as they may be published; None is hidden."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def publish_row(counts: Sequence[int], *, threshold: int = THRESHOLD) -> Row:
    """The counts of one row with their total.

    Parameters
    ----------
    counts : whole numbers from 0.
    threshold : the smallest count that is shown, from 2. A zero is shown: it points at nobody.
    """
    values = _checked([counts], threshold)[0]
    total = sum(values)
    hidden = {n for n, value in enumerate(values) if 0 < value < threshold}
    shown = sorted((n for n, value in enumerate(values) if value >= threshold), key=lambda n: (values[n], n))

    def open_to_sums() -> bool:
        """One hidden count is the total less the others; several are at least 1 each and share what is left."""
        return bool(hidden) and (len(hidden) < 2 or sum(values[n] - 1 for n in hidden) < threshold - 1)

    while shown and open_to_sums():
        hidden.add(shown.pop(0))
    cells = tuple(None if n in hidden else value for n, value in enumerate(values))
    return Row(cells, None if 0 < total < threshold or open_to_sums() else total)


def publish_table(counts: Sequence[Sequence[int]], *, threshold: int = THRESHOLD) -> Table:
    """A table of counts, `counts[row][column]`, with the totals of its rows and columns and of everything.

    Of all rectangles that protect a cell, the one that hides least is taken; totals are hidden only where cells cannot
    do it. The result is the same for the same counts.
    """
    return _publish(tuple(map(tuple, _checked(counts, threshold))), threshold)


@lru_cache(maxsize=256)
def _publish(counts: tuple[tuple[int, ...], ...], threshold: int) -> Table:
    inner = np.array(counts, dtype=np.float64)
    values = np.zeros((inner.shape[0] + 1, inner.shape[1] + 1))
    values[:-1, :-1] = inner
    values[:-1, -1], values[-1, :-1], values[-1, -1] = inner.sum(1), inner.sum(0), inner.sum()
    hidden = (values > 0) & (values < threshold)
    # The smallest first: they have the least room, and what protects them often protects the others.
    order = sorted(zip(*np.nonzero(hidden), strict=True), key=lambda at: (values[at], at))
    for i, j in order:
        # A wide interval stays wide, because what is hidden later takes nothing away from the reader's doubt.
        if _width(values, hidden, int(i), int(j)) < threshold - 1 - _EPSILON:
            k, m = _rectangle(values, hidden, int(i), int(j), threshold - 1)
            hidden[np.ix_([i, k], [j, m])] = True
    return _as_table(values, hidden)


def _signs(shape: tuple[int, ...]) -> _Floats:
    """With these signs every row and every column of a table with its totals sums to nothing."""
    signs = np.ones(shape)
    signs[:-1, -1] = signs[-1, :-1] = -1
    return signs


def _width(values: _Floats, hidden: _Flags, i: int, j: int) -> float:
    """How wide the interval is in which a reader knows the cell to be."""
    signed = values * _signs(values.shape)
    rows, columns = np.nonzero(hidden)
    signs = _signs(values.shape)[rows, columns]
    sums = np.zeros((values.shape[0] + values.shape[1], len(rows)))
    sums[rows, np.arange(len(rows))] = signs
    sums[values.shape[0] + columns, np.arange(len(rows))] = signs
    shown = np.where(hidden, 0, signed)
    right = -np.concatenate([shown.sum(1), shown.sum(0)])
    goal = ((rows == i) & (columns == j)).astype(float)
    ends = [linprog(way * goal, A_eq=sums, b_eq=right, bounds=(1, None), method="highs") for way in (1, -1)]
    # Status 3: nothing keeps it from growing.
    return float("inf") if ends[1].status == _UNBOUNDED else float(-ends[1].fun - ends[0].fun)


def _rectangle(values: _Floats, hidden: _Flags, i: int, j: int, room: int) -> tuple[int, int]:
    """The far corner of the cheapest rectangle in which the cell at (i, j) can move over at least `room` steps."""
    shape = values.shape
    sign = _signs(shape)
    # Zeros are shown, so a reader knows that what is hidden is at least 1.
    near = (values[i, j] - 1, values[i, :][None, :] - 1, values[:, j][:, None] - 1, values - 1)
    # +1 -1 / -1 +1 on the signed rectangle changes no sum.
    moves = (sign[i, j], -sign[i, :][None, :], -sign[:, j][:, None], sign)
    up, down = np.full(shape, np.inf), np.full(shape, np.inf)
    for value, move in zip(near, moves, strict=True):
        up = np.minimum(up, np.where(move < 0, value, np.inf))
        down = np.minimum(down, np.where(move > 0, value, np.inf))
    price = (values + 1) * ~hidden
    price[:-1, -1] *= _TOTAL_COST
    price[-1, :-1] *= _TOTAL_COST
    price[-1, -1] *= _GRAND_COST
    price[values == 0] = np.inf
    cost = price + price[i, :][None, :] + price[:, j][:, None]
    cost[up + down < room] = np.inf
    cost[i, :] = cost[:, j] = np.inf
    k, m = np.unravel_index(int(np.argmin(cost)), shape)
    return int(k), int(m)


def _as_table(values: _Floats, hidden: _Flags) -> Table:
    shown = [
        [None if hide else int(value) for value, hide in zip(row, hides, strict=True)]
        for row, hides in zip(values, hidden, strict=True)
    ]
    return Table(
        cells=tuple(tuple(row[:-1]) for row in shown[:-1]),
        row_totals=tuple(row[-1] for row in shown[:-1]),
        column_totals=tuple(shown[-1][:-1]),
        total=shown[-1][-1],
    )


def _checked(counts: Sequence[Sequence[int]], threshold: int) -> list[list[int]]:
    if threshold < 2:
        raise Refused(f"The threshold is {threshold}: use a whole number from 2.", field="threshold")
    rows = [[int(value) for value in row] for row in counts]
    if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise Refused("Counts need at least one row, all of the same length.", field="counts")
    if any(value < 0 for row in rows for value in row):
        raise Refused("Counts are whole numbers from 0.", field="counts")
    return rows
