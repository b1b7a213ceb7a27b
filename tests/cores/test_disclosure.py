"""Hidden counts stay hidden: each is attacked with everything that is published, by linear programming."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from teduh.cores.disclosure import Row, Table, publish_row, publish_table
from teduh.cores.errors import Refused


def intervals(shown: list[list[int | None]]) -> dict[tuple[int, int], tuple[float, float]]:
    """What a reader can work out for each hidden cell of a table whose last row and column are the totals."""
    rows, columns = len(shown), len(shown[0])
    equations, right = [], []
    for i in range(rows):
        line = np.zeros((rows, columns))
        line[i, :-1], line[i, -1] = 1, -1
        equations.append(line.ravel())
        right.append(0)
    for j in range(columns):
        line = np.zeros((rows, columns))
        line[:-1, j], line[-1, j] = 1, -1
        equations.append(line.ravel())
        right.append(0)
    bounds = [(1, None) if value is None else (value, value) for row in shown for value in row]
    found = {}
    for i, j in product(range(rows), range(columns)):
        if shown[i][j] is not None:
            continue
        goal = np.zeros(rows * columns)
        goal[i * columns + j] = 1
        low = linprog(goal, A_eq=equations, b_eq=right, bounds=bounds)
        high = linprog(-goal, A_eq=equations, b_eq=right, bounds=bounds)
        assert low.status == 0
        assert high.status in (0, 3)
        found[i, j] = (low.fun, np.inf if high.status == 3 else -high.fun)
    return found


def whole(table: Table) -> list[list[int | None]]:
    rows = [[*cells, total] for cells, total in zip(table.cells, table.row_totals, strict=True)]
    return [*rows, [*table.column_totals, table.total]]


def truth(counts: list[list[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def unsafe(counts: list[list[int]], shown: list[list[int | None]], threshold: int) -> list[str]:
    """Everything that is wrong with what is shown."""
    wrong = []
    real = truth(counts)
    for (i, j), (low, high) in intervals(shown).items():
        if high - low < threshold - 1 - 1e-6:
            wrong.append(f"({i}, {j}) is {real[i][j]}, known to be in [{low}, {high}]")
        if not low - 1e-6 <= real[i][j] <= high + 1e-6:
            wrong.append(f"({i}, {j}) does not hold the truth")
    for i, j in product(range(len(shown)), range(len(shown[0]))):
        value = shown[i][j]
        if value is not None and value != real[i][j]:
            wrong.append(f"({i}, {j}) shows {value}, not {real[i][j]}")
        if 0 < real[i][j] < threshold and value is not None:
            wrong.append(f"({i}, {j}) shows a small count")
    return wrong


def test_the_attack_finds_what_was_hidden_alone() -> None:
    """The yardstick itself: hiding only the small cell is no protection."""
    naive = [[None, 9, 12], [8, 7, 15], [11, 16, 27]]

    assert intervals(naive) == {(0, 0): (3, 3)}
    assert unsafe([[3, 9], [8, 7]], naive, 5) == ["(0, 0) is 3, known to be in [3.0, 3.0]"]


def test_a_small_cell_takes_three_others_with_it() -> None:
    table = publish_table([[3, 9, 20], [8, 7, 30], [40, 50, 60]])

    assert table == Table(
        cells=((None, None, 20), (None, None, 30), (40, 50, 60)),
        row_totals=(32, 45, 150),
        column_totals=(51, 66, 110),
        total=227,
    )


def test_nothing_small_nothing_hidden() -> None:
    table = publish_table([[5, 9], [8, 7]])

    assert whole(table) == [[5, 9, 14], [8, 7, 15], [13, 16, 29]]


def test_small_totals_are_hidden_too() -> None:
    table = publish_table([[1, 0], [0, 2]])

    assert whole(table) == [[None, 0, None], [0, None, None], [None, None, None]]


def test_a_zero_points_at_nobody_and_protects_nobody() -> None:
    assert publish_row([0, 20, 30]) == Row((0, 20, 30), 50)
    # A reader knows that the hidden one is not the zero beside it.
    assert publish_row([0, 3, 30]) == Row((0, None, None), 33)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([6, 7, 8], Row((6, 7, 8), 21)),
        ([2, 9, 7], Row((None, 9, None), 18)),
        # Two that together are 3 could only be 1 and 2: a third must join them.
        ([1, 2, 20], Row((None, None, None), 23)),
        ([3, 3, 20], Row((None, None, 20), 26)),
        # Nothing else to join them: then the total goes.
        ([4, 1], Row((None, None), None)),
        ([1, 1], Row((None, None), None)),
        ([4], Row((None,), None)),
        ([9], Row((9,), 9)),
    ],
)
def test_one_row(counts: list[int], shown: Row) -> None:
    assert publish_row(counts) == shown


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.integers(2, 8))
def test_no_row_gives_a_hidden_count_away(counts: list[int], threshold: int) -> None:
    row = publish_row(counts, threshold=threshold)

    hidden = [n for n, value in enumerate(row.cells) if value is None]
    assert [value for value in row.cells if value is not None] == [
        value for n, value in enumerate(counts) if n not in hidden
    ]
    assert all(value >= threshold or value == 0 for value in (*row.cells, row.total) if value is not None)
    if row.total is not None and hidden:
        together = row.total - sum(value for value in row.cells if value is not None)
        # Each of them may be anything from 1 to what the others leave.
        assert len(hidden) > 1
        assert together - len(hidden) >= threshold - 1


@settings(max_examples=120, deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 14), min_size=n, max_size=n), min_size=1, max_size=5)
    ),
    st.integers(2, 7),
)
def test_no_table_gives_a_hidden_count_away(counts: list[list[int]], threshold: int) -> None:
    table = publish_table(counts, threshold=threshold)

    assert unsafe(counts, whole(table), threshold) == []


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3))
def test_the_same_counts_are_published_in_the_same_way(counts: list[list[int]]) -> None:
    assert publish_table(counts) == publish_table([list(row) for row in counts])


@pytest.mark.parametrize(
    ("counts", "threshold", "field"),
    [
        ([[1, 2]], 1, "threshold"),
        ([], 5, "counts"),
        ([[]], 5, "counts"),
        ([[1], [1, 2]], 5, "counts"),
        ([[-1]], 5, "counts"),
    ],
)
def test_bad_counts_are_refused_with_the_range(counts: list[list[int]], threshold: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        publish_table(counts, threshold=threshold)
    assert refused.value.field == field
