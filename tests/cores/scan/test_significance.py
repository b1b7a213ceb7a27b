"""Probabilities: uniform under chance, sequential stopping, Gumbel, recurrence, repeated looks."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from teduh.cores.scan import Counts, Places, Settings, gumbel_tail, prepare, rarity, recurrence_days, scan
from teduh.cores.scan.significance import used
from teduh.cores.scan.windows import Circles

RNG = np.random.default_rng(12)
PLACES = Places.on_plane(RNG.uniform(0, 30, 25), RNG.uniform(0, 30, 25))
NOW = Settings(when="prospective", max_duration=4, replicates=99)


def calm(model: str, seed: int) -> Counts:
    """A district in which nothing but chance is at work."""
    rng = np.random.default_rng(seed)
    size = np.linspace(0.4, 2.0, 25)[:, None] * np.ones((25, 12))
    if model == "bernoulli":
        everybody = rng.poisson(3 * size)
        cases = rng.binomial(everybody, 0.3)
        return Counts.bernoulli(cases, everybody - cases)
    cases = rng.poisson(size)
    return Counts.poisson(cases, size) if model == "poisson" else Counts.permutation(cases)


@pytest.mark.slow
@pytest.mark.parametrize("model", ["poisson", "permutation", "bernoulli"])
def test_under_chance_alone_p_values_are_uniform(model: str) -> None:
    found = [scan(calm(model, seed), PLACES, NOW, seed=seed).clusters[0] for seed in range(300)]

    monte_carlo = [cluster.p_monte_carlo for cluster in found]
    gumbel = [cluster.p_gumbel for cluster in found]
    assert stats.kstest(monte_carlo, "uniform").pvalue > 0.01
    assert stats.kstest(gumbel, "uniform").pvalue > 0.01


def test_the_count_of_replicates_gives_the_probability() -> None:
    maxima = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 2.5, 0.5, 1.5, 3.5])

    assert rarity(maxima, 4.0, stopped=False).p_monte_carlo == 0.3
    assert rarity(maxima, 9.0, stopped=False).p_monte_carlo == 0.1
    assert rarity(np.zeros(0), 9.0, stopped=False).p_value is None


def test_stopping_at_the_third_hit_gives_hits_over_replicates() -> None:
    maxima = np.array([1.0, 5.0, 2.0, 5.0, 6.0, 7.0])
    count, stopped = used(maxima, 5.0, stop_after=3)

    assert (count, stopped) == (5, True)
    assert rarity(maxima[:count], 5.0, stopped).p_monte_carlo == 3 / 5
    # A weaker cluster did not decide when to stop.
    assert rarity(np.array([1.0, 5.0, 2.0, 5.0, 0.5]), 1.5, stopped=True).p_monte_carlo == 4 / 6
    assert used(maxima, 8.0, stop_after=3) == (6, False)


def test_the_gumbel_fit_finds_its_own_tail() -> None:
    drawn = stats.gumbel_r(loc=6.0, scale=1.5).rvs(20_000, random_state=4)

    assert gumbel_tail(drawn, 12.0) == pytest.approx(stats.gumbel_r(6.0, 1.5).sf(12.0), rel=0.06)
    assert gumbel_tail(np.array([2.0, 2.0]), 3.0) is None
    assert gumbel_tail(np.array([2.0]), 3.0) is None


def test_rare_clusters_are_told_by_the_fit_and_common_ones_by_the_count() -> None:
    drawn = stats.gumbel_r(loc=6.0, scale=1.0).rvs(999, random_state=4)
    rare, common = rarity(drawn, 20.0, stopped=False), rarity(drawn, 6.0, stopped=False)

    assert (rare.p_monte_carlo, rare.p_value) == (0.001, rare.p_gumbel)
    assert rare.p_gumbel is not None
    assert rare.p_gumbel < 1e-5
    assert common.p_value == common.p_monte_carlo


def test_an_alarm_of_one_in_a_thousand_comes_by_chance_every_thousand_looks() -> None:
    assert recurrence_days(0.001, 1.0) == pytest.approx(1000)
    assert recurrence_days(0.05, 7.0) == pytest.approx(140)
    assert recurrence_days(None, 1.0) is None
    cases = np.ones((25, 12), int)
    cases[3, -1] = 9
    first = scan(Counts.permutation(cases), PLACES, replace(NOW, look_days=7), seed=2).clusters[0]
    assert first.p_value is not None
    assert first.recurrence_days == pytest.approx(7 / first.p_value)


def test_many_looks_together_make_an_alarm_less_rare() -> None:
    counts = calm("permutation", 5)
    one = prepare(counts, PLACES, Circles(), replace(NOW, min_cases=1)).maxima(4, 0, 99)
    five = prepare(counts, PLACES, Circles(), replace(NOW, min_cases=1, looks=5)).maxima(4, 0, 99)

    # The cases fall on the same days in both, so that each maximum over more ends is at least as large.
    assert np.all(five >= one)
    assert np.mean(five > one) > 0.5
    assert scan(counts, PLACES, replace(NOW, looks=5), seed=4).clusters[0].last == 11


def test_the_critical_value_has_its_share_of_replicates_above_it() -> None:
    result = scan(calm("permutation", 5), PLACES, NOW, seed=4)
    critical = result.critical(0.05)

    assert critical is not None
    assert rarity(result.maxima, critical, stopped=False).p_monte_carlo == 0.05
    assert result.critical(0.001) is None
