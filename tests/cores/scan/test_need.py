"""The table of whole numbers behind the fast path, entry by entry."""

import numpy as np
import pytest

from teduh.cores.scan.recent import NEVER, need_table
from tests.cores.scan.oracle import llr

BY_DAYS = np.array([0, 3, 9, 9, 24, 40])
TOTAL = 200


@pytest.mark.parametrize(("shortest", "least"), [(1, 2), (2, 1), (1, 4)])
def test_a_count_reaches_the_need_exactly_when_it_beats_the_step(shortest: int, least: int) -> None:
    packed, step = need_table(BY_DAYS, TOTAL, 30, shortest=shortest, least=least)
    need = packed.view(np.uint16).reshape(packed.shape[0], 31, -1)

    for k in range(0, packed.shape[0], 7):
        for d in range(1, BY_DAYS.size):
            for held in range(1, 31):
                for count in range(1, min(held, BY_DAYS[d]) + 1):
                    expected = held * BY_DAYS[d] / TOTAL
                    statistic = llr([(count, expected), (TOTAL - count, TOTAL - expected)])
                    beats = count > expected and count >= least and d >= shortest and statistic > k * step
                    assert (count >= need[k, held, d - 1]) == beats, (k, d, held, count)


def test_a_larger_window_never_needs_less() -> None:
    packed, _ = need_table(BY_DAYS, TOTAL, 30, shortest=1, least=2)
    need = packed.view(np.uint16).reshape(packed.shape[0], 31, -1).astype(int)

    # Groups are looked at where their places enter, which is before their windows hold so many cases.
    assert np.all(np.diff(need, axis=1) >= 0)
    assert np.all(need[:, :, BY_DAYS.size - 1 :] == NEVER)
    assert need.min() == 2
