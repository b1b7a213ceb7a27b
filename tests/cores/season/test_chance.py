"""Chance: the functions against the standard library, the counts against cases worked by hand."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.cores.season import chance
from teduh.cores.season.chance import Stream


def one(value: float) -> np.ndarray:
    return np.array([value])


@given(st.floats(-700, 700))
def test_the_exponential_is_the_exponential(x: float) -> None:
    assert float(chance.exp(one(x))[0]) == pytest.approx(math.exp(x), rel=1e-14)


@given(st.floats(1e-300, 1e300))
def test_the_logarithm_is_the_logarithm(x: float) -> None:
    assert float(chance.log(one(x))[0]) == pytest.approx(math.log(x), rel=1e-14, abs=1e-15)


@given(st.floats(1e-15, 1 - 1e-12))
def test_normal_quantiles_are_those_of_the_standard_library(p: float) -> None:
    assert float(chance.normal(one(p))[0]) == pytest.approx(NormalDist().inv_cdf(p), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("uniform", "count"),
    # For a mean of 1 the chances of 0, 1, 2 are e⁻¹ = 0.3679, 0.3679, 0.1839: running totals 0.3679, 0.7358, 0.9197.
    [(0.0, 0), (0.3678, 0), (0.3680, 1), (0.7357, 1), (0.7359, 2), (0.9196, 2), (0.9198, 3)],
)
def test_poisson_counts_by_hand(uniform: float, count: int) -> None:
    assert chance.poisson(one(1.0), one(uniform)).tolist() == [count]


@given(st.floats(0, 200), st.floats(0, 200), st.floats(0, 1, exclude_max=True))
def test_more_is_expected_never_fewer_come(a: float, b: float, uniform: float) -> None:
    low, high = sorted((a, b))
    fewer, more = chance.poisson(np.array([low, high]), np.array([uniform, uniform])).tolist()
    assert fewer <= more


def test_a_mean_that_cannot_be_is_refused() -> None:
    for mean in (-0.1, 501.0, math.nan):
        with pytest.raises(Refused, match="from 0 to 500"):
            chance.poisson(one(mean), one(0.5))


def test_draws_do_not_change_from_release_to_release() -> None:
    drawn = chance.bits(7, Stream.NOISE, np.arange(3), 11)
    assert [f"{value:016x}" for value in drawn.tolist()] == [
        "2273c483c6b0a5d1",
        "4b99acfae8eb615d",
        "6932d9b51c0bdc68",
    ]


def test_every_counter_matters_and_order_of_asking_does_not() -> None:
    together = chance.bits(7, Stream.NOISE, np.arange(50), 3)
    alone = [int(chance.bits(7, Stream.NOISE, village, 3)[0]) for village in reversed(range(50))]
    others = [
        chance.bits(8, Stream.NOISE, np.arange(50), 3),
        chance.bits(7, Stream.TOPIC, np.arange(50), 3),
        chance.bits(7, Stream.NOISE, np.arange(50), 4),
    ]

    assert together.tolist() == alone[::-1]
    assert len({*together.tolist(), *(value for other in others for value in other.tolist())}) == 200


def test_uniform_numbers_are_uniform() -> None:
    drawn = chance.unit(7, Stream.SIZE, np.arange(40_000))
    tenths = np.bincount((drawn * 10).astype(int), minlength=10)
    # Chi-square with nine degrees of freedom: 27.9 is passed once in a thousand times.
    assert float(((tenths - 4000) ** 2 / 4000).sum()) < 27.9


@given(st.integers(1, 2_000_000), st.integers(0, 2**40))
def test_whole_numbers_stay_below_their_limit(limit: int, counter: int) -> None:
    assert 0 <= int(chance.below(limit, 7, Stream.KIN, counter)[0]) < limit


def test_codes_have_the_published_hash() -> None:
    # FNV-1a of "a" is af63dc4c8601ec8c; the key is its upper 63 bits.
    assert chance.key_of("a") == 0xAF63DC4C8601EC8C >> 1


def test_picking_follows_the_weights() -> None:
    totals = np.cumsum([1.0, 0.0, 3.0])
    assert chance.pick(totals, np.array([0.0, 0.2499, 0.25, 0.999])).tolist() == [0, 0, 2, 2]
