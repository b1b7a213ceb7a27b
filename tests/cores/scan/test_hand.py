"""Small scans that a person can check with pencil and paper."""

import math

import numpy as np
import pytest

from teduh.cores.errors import Refused
from teduh.cores.scan import Counts, Places, Settings, scan

ROW = Places.on_plane([0, 1, 2, 3, 4, 5], [0] * 6)


def ratio(*parts: tuple[float, float]) -> float:
    return sum(count * math.log(count / expected) for count, expected in parts if count)


def test_poisson_names_the_village_with_six_of_ten_cases() -> None:
    result = scan(
        Counts.poisson([1, 1, 6, 1, 1, 0], [1] * 6), ROW, Settings(extent="space", replicates=0), seed=1
    )  # fmt: skip

    first = result.clusters[0]
    assert (first.places, first.centre, first.radius_km, first.cases) == ((2,), 2, 0.0, 6)
    assert first.expected == pytest.approx(10 / 6)
    assert first.statistic == pytest.approx(ratio((6, 10 / 6), (4, 50 / 6)))
    assert first.relative_risk == pytest.approx((6 / 1) / (4 / 5))
    assert (first.p_value, first.p_monte_carlo, first.p_gumbel, first.recurrence_days) == (None, None, None, None)
    assert result.total == 10


def test_permutation_expects_place_share_times_day_share() -> None:
    cases = np.zeros((6, 10), int)
    cases[:, :8] = 1
    cases[3, 9] = 4

    first = scan(
        Counts.permutation(cases), ROW, Settings(when="prospective", max_duration=3, replicates=99), seed=1
    ).clusters[0]

    # 52 cases, 12 of the village, 4 on the last day.
    assert (first.places, first.first, first.last, first.cases) == ((3,), 9, 9, 4)
    assert first.expected == pytest.approx(12 * 4 / 52)
    assert first.statistic == pytest.approx(ratio((4, 48 / 52), (48, 52 - 48 / 52)))
    assert first.without_history == 0


def test_bernoulli_compares_with_controls() -> None:
    uneven = Places.on_plane([0, 1, 2, 2.5, 4, 5], [0] * 6)
    result = scan(
        Counts.bernoulli([0, 1, 4, 4, 1, 0], [5, 4, 0, 1, 4, 6]), uneven, Settings(extent="space", replicates=0), seed=1
    )  # fmt: skip

    # 10 cases and 20 controls; places 2 and 3 hold 8 cases and one control.
    first = result.clusters[0]
    assert (first.places, first.cases, first.expected) == ((2, 3), 8, pytest.approx(3.0))
    assert first.statistic == pytest.approx(ratio((8, 3), (1, 6), (2, 7), (19, 14)))


def test_silence_is_found_as_a_low_rate() -> None:
    cases = np.full((6, 8), 3)
    cases[4, 5:] = 0

    found = scan(
        Counts.poisson(cases, np.ones((6, 8))), ROW, Settings(when="prospective", rates="low", replicates=99), seed=1
    ).clusters[0]

    assert (found.places, found.first, found.last, found.cases, found.rates) == ((4,), 5, 7, 0, "low")
    assert found.expected == pytest.approx(135 * 3 / 48)
    assert found.p_monte_carlo == 0.01


def test_both_directions_tell_the_stronger_first() -> None:
    cases = np.full((6, 8), 3)
    cases[4, 5:] = 0
    cases[0, 7] = 6

    found = scan(
        Counts.poisson(cases, np.ones((6, 8))), ROW, Settings(when="prospective", rates="both", replicates=0), seed=1
    ).clusters

    assert [(cluster.rates, cluster.places) for cluster in found[:2]] == [("low", (4,)), ("high", (0,))]


def test_a_purely_temporal_scan_takes_all_places() -> None:
    cases = np.ones((6, 9), int)
    cases[:, 4] = 5

    first, *rest = scan(
        Counts.poisson(cases, np.ones((6, 9))), ROW, Settings(extent="time", replicates=19), seed=1
    ).clusters

    assert rest == []
    assert (first.first, first.last, first.cases, len(first.places)) == (4, 4, 30, 6)
    assert first.radius_km is None


def test_villages_on_one_spot_and_equally_far_ones_enter_together() -> None:
    places = Places.on_plane([0, 0, 1, -1, 9], [0, 0, 0, 0, 9])
    found = scan(
        Counts.poisson([3, 3, 0, 4, 0], [1, 1, 1, 1, 6]), places, Settings(extent="space", replicates=0), seed=1
    ).clusters

    # Round the middle, 2 and 3 are equally far; round 3, the pair in the middle is one step.
    assert set(found[0].places) == {0, 1, 3}
    assert found[0].centre == 3


def test_nothing_unusual_gives_no_cluster() -> None:
    assert scan(Counts.poisson([1] * 6, [1] * 6), ROW, Settings(extent="space", replicates=9), seed=1).clusters == ()


def test_no_case_at_all_is_no_error() -> None:
    for counts in (Counts.poisson(np.zeros((6, 5)), np.ones((6, 5))), Counts.permutation(np.zeros((6, 5)))):
        result = scan(counts, ROW, Settings(when="prospective", replicates=9), seed=1)
        assert (result.clusters, result.total) == ((), 0)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: scan(Counts.permutation(np.ones((5, 4))), ROW, Settings(), seed=1), "5 places"),
        (lambda: scan(Counts.permutation(np.ones((6, 4))), ROW, Settings(extent="space"), seed=1), "permutation"),
        (lambda: scan(Counts.permutation(np.ones((6, 1))), ROW, Settings(), seed=1), "two time units"),
        (lambda: Counts.poisson([1.5] * 6, [1] * 6), "whole numbers"),
        (lambda: Counts.poisson([1] * 6, [-1] * 6), "not below 0"),
        (lambda: Counts.poisson([1] * 6, [1] * 5), "one number for each"),
        (lambda: Counts.permutation(np.ones((6, 4)), population=[1, 2]), "population"),
        (lambda: scan(Counts.permutation(np.ones((6, 4))), ROW, Settings(max_population_share=0.1), seed=1), "needs"),
        (lambda: Places.on_earth([91], [0]), "latitude"),
        (lambda: Places.on_plane([1, 2], [1]), "both coordinates"),
    ],
)
def test_what_contradicts_itself_is_refused_with_a_reason(make, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused, match=words):
        make()


def test_the_population_limit_counts_residents() -> None:
    counts = Counts.poisson([4, 4, 0, 0, 0, 0], [1] * 6, population=[50, 60, 10, 10, 10, 10])
    wide = scan(counts, ROW, Settings(extent="space", replicates=0, max_population_share=0.8), seed=1)
    narrow = scan(counts, ROW, Settings(extent="space", replicates=0, max_population_share=0.5), seed=1)

    assert wide.clusters[0].places == (0, 1)
    assert {cluster.places for cluster in narrow.clusters} == {(0,), (1,)}


def test_the_radius_limit_is_in_kilometres() -> None:
    # A tenth of a degree of latitude is 11.1 km.
    places = Places.on_earth([0, 0.1, 0.2, 0.3, 0.4, 0.5], [104.0] * 6)
    counts = Counts.poisson([5, 5, 5, 0, 0, 0], [1] * 6)

    def found(radius_km: float) -> tuple[int, ...]:
        settings = Settings(extent="space", replicates=0, max_radius_km=radius_km)
        return scan(counts, places, settings, seed=1).clusters[0].places

    assert (found(11.0), found(11.2)) == ((0,), (1, 0, 2))
