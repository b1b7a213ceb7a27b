"""What cannot be judged is taken out, and the result says so."""

import numpy as np
import pytest

from teduh.cores.scan import Counts, LeftOut, Places, Settings, scan

ROW = Places.on_plane([0, 1, 2, 3, 4, 5], [0] * 6)
NOW = Settings(when="prospective", max_duration=3, replicates=19)


def test_whole_data_leave_nothing_out() -> None:
    cases = np.ones((6, 8), int)
    assert scan(Counts.poisson(cases, cases), ROW, NOW, seed=1).left_out == LeftOut()


def test_a_village_without_baseline_is_named_and_not_judged() -> None:
    cases = np.ones((6, 8), int)
    cases[2, -1] = 50
    expected = np.ones((6, 8))
    expected[2] = np.nan

    result = scan(Counts.poisson(cases, expected), ROW, NOW, seed=1)

    assert result.left_out == LeftOut(no_baseline=(2,), cases=57)
    assert result.total == 40
    assert all(2 not in cluster.places for cluster in result.clusters)


def test_a_day_without_news_is_neither_expected_nor_counted() -> None:
    cases = np.full((6, 8), 2)
    cases[:, 6] = 0
    cases[4, 7] = 7
    missing = np.zeros((6, 8), bool)
    missing[:, 6] = True

    blind = scan(Counts.poisson(cases, np.ones((6, 8))), ROW, NOW, seed=1)
    told = scan(Counts.poisson(cases, np.ones((6, 8)), missing=missing), ROW, NOW, seed=1)

    first = told.clusters[0]
    assert (first.places, first.first, first.last) == ((4,), 7, 7)
    assert first.expected == pytest.approx(89 / 42)
    assert blind.clusters[0].expected == pytest.approx(89 / 48)
    assert told.left_out == LeftOut(missing_cells=6)


def test_a_missing_day_is_no_silence() -> None:
    cases = np.full((6, 8), 4)
    cases[1, 6:] = 0
    missing = np.zeros((6, 8), bool)
    missing[1, 6:] = True
    asked = Settings(when="prospective", rates="low", max_duration=3, replicates=19)

    assert scan(Counts.poisson(cases, np.ones((6, 8))), ROW, asked, seed=1).clusters[0].places == (1,)
    assert scan(Counts.poisson(cases, np.ones((6, 8)), missing=missing), ROW, asked, seed=1).clusters == ()


def test_the_permutation_drops_common_holes_by_day_and_others_by_place() -> None:
    cases = np.ones((6, 8), int)
    cases[5] = 0
    missing = np.zeros((6, 8), bool)
    missing[:3, 2] = True
    missing[4, 3] = True

    result = scan(Counts.permutation(cases, missing=missing), ROW, NOW, seed=1)

    # 40 cases; day 2 takes five, place 4 its other seven.
    assert result.left_out == LeftOut(
        missing_places=(4,), missing_times=(2,), missing_cells=4, without_cases=1, cases=12
    )  # fmt: skip
    assert result.total == 28


def test_bernoulli_holes_take_cases_and_controls_out() -> None:
    missing = np.zeros((6, 8), bool)
    missing[0, 0] = True
    counts = Counts.bernoulli(np.ones((6, 8), int), np.ones((6, 8), int), missing=missing)

    result = scan(counts, ROW, NOW, seed=1)

    assert (result.total, result.left_out) == (47, LeftOut(missing_cells=1, cases=1))


def test_places_without_coordinates_are_named_with_their_cases() -> None:
    places = Places.on_earth([-4.1, np.nan, -4.2, -4.3, -4.4, -4.5], [104.0] * 6)

    result = scan(Counts.permutation(np.ones((6, 8), int)), places, NOW, seed=1)

    assert result.left_out == LeftOut(no_coordinates=(1,), cases=8)


def test_an_alarm_says_how_many_villages_have_no_history() -> None:
    cases = np.zeros((6, 10), int)
    cases[:3, :8] = 1
    cases[4, -1] = 5

    first = scan(Counts.permutation(cases), ROW, NOW, seed=1).clusters[0]

    assert (first.places, first.without_history) == ((4,), 1)
