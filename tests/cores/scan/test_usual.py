"""What is usual, and the daily look: cases small enough to check by hand."""

import numpy as np
import pytest

from teduh.cores.errors import Refused
from teduh.cores.scan import Places, Watch, ears_c2, exceedance, fixed_threshold, silent, unusual, usual

# A road whose villages lie farther and farther apart, so that no two distances are alike.
ROAD = Places.on_plane(np.arange(12) ** 2 * 0.3, np.zeros(12))


def calm(days: int = 56, rate: float = 0.3, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).poisson(rate, (12, days))


def test_places_that_differ_by_no_more_than_chance_share_one_rate() -> None:
    found = usual([[1, 1, 1, 1], [1, 1, 1, 1]])

    assert found.spread == 0
    assert found.rate.tolist() == [1.0, 1.0]


def test_a_place_with_many_days_keeps_its_own_rate_and_one_with_few_borrows() -> None:
    reports = np.zeros((3, 400), int)
    reports[0] = 10
    missing = np.zeros((3, 400), bool)
    missing[2, 1:] = True

    found = usual(reports, missing=missing)

    assert found.rate[0] == pytest.approx(10, rel=0.01)
    assert found.rate[1] < 0.05
    # One day without a report says little: most of its rate is borrowed.
    assert found.rate[1] < found.rate[2] < found.mean


def test_a_day_on_which_nobody_could_report_is_left_out() -> None:
    missing = np.array([[False, False, True, True]])

    assert usual([[2, 2, 0, 0]], missing=missing).mean == 2.0
    assert usual([[2, 2, 0, 0]]).mean == 1.0


def test_the_week_has_its_rhythm_only_once_it_was_seen_often_enough() -> None:
    week = np.tile([0, 1, 1, 1, 1, 1, 9], 30)[None, :]

    assert usual(week).weekday.argmax() == 6
    assert usual(week, first=1).weekday.argmax() == 0
    assert usual(week).weekday.mean() == pytest.approx(1)
    assert usual(week[:, :7]).weekday.max() < usual(week).weekday.max()


@pytest.mark.parametrize(
    ("reports", "missing", "field"),
    [([[-1]], None, "reports"), ([1, 2], None, "reports"), ([[1]], [[True]], "missing"), ([[1]], [True], "missing")],
)
def test_what_cannot_be_counted_is_refused(reports: list, missing: list | None, field: str) -> None:
    with pytest.raises(Refused) as refused:
        usual(reports, missing=missing)

    assert refused.value.field == field


def test_trouble_in_two_neighbours_is_named_with_its_days_and_nothing_else_is() -> None:
    signals, reports = calm(rate=0.02), calm(rate=0.5)
    signals[5, 52:] += 2
    signals[6, 53:] += 2

    found = unusual(signals, reports, ROAD, Watch(recurrence_days=60), seed=3)

    assert [(sorted(one.places), one.last) for one in found] == [([5, 6], 55)]
    assert found[0].cases > 10 * found[0].expected


def test_the_same_number_from_a_place_that_always_speaks_is_no_alarm() -> None:
    quiet, loud = calm(rate=0.3), calm(rate=0.3)
    loud[5] += 6
    signals = np.zeros((12, 56), int)
    signals[:, ::3] = 1
    signals[5, 50:] += 1

    watch = Watch(recurrence_days=14, longest_days=7)

    assert any(5 in one.places for one in unusual(signals, quiet, ROAD, watch, seed=3))
    assert not any(5 in one.places for one in unusual(signals, loud, ROAD, watch, seed=3))


def test_a_place_that_stops_speaking_is_found_and_one_that_never_spoke_is_not() -> None:
    reports = calm(rate=1.0)
    reports[3] = 0
    reports[7] += 2
    reports[7, 44:] = 0

    found = silent(reports, ROAD, Watch(), seed=3)

    assert [(one.places, one.rates) for one in found] == [((7,), "low")]


def test_days_on_which_nobody_could_report_are_no_silence() -> None:
    reports = calm(rate=1.0)
    reports[7] += 2
    reports[7, 44:] = 0
    missing = np.zeros(reports.shape, bool)
    missing[7, 44:] = True

    assert silent(reports, ROAD, Watch(), seed=3, missing=missing) == []


def test_the_same_seed_gives_the_same_alarms_and_no_signals_give_none() -> None:
    signals, reports = calm(rate=0.05, seed=4), calm(rate=0.5)
    signals[2, 53:] += 2

    assert unusual(signals, reports, ROAD, Watch(), seed=3) == unusual(signals, reports, ROAD, Watch(), seed=3)
    assert unusual(np.zeros((12, 56), int), reports, ROAD, Watch(), seed=3) == []


@pytest.mark.parametrize("values", [{"longest_days": 40}, {"recurrence_days": 0.5}, {"most_places": 0}])
def test_a_watch_out_of_range_is_refused(values: dict) -> None:
    with pytest.raises(Refused):
        Watch(**values)


@pytest.mark.slow
def test_under_the_null_a_recurrence_of_ten_days_comes_every_ten_days_at_most() -> None:
    """Signals that follow the places' own share: alarms come no more often than their recurrence interval says."""
    rng = np.random.default_rng(11)
    rates = rng.lognormal(0, 0.7, 12) * 0.5
    looks = 120
    alarms = 0
    for look in range(looks):
        reports = rng.poisson(rates[:, None], (12, 70))
        signals = rng.binomial(reports, 0.3)
        alarms += bool(unusual(signals, reports, ROAD, Watch(recurrence_days=10), seed=look))

    # 12 are expected; more than 22 of 120 would be seen once in 400 such tests.
    assert alarms <= 22


def test_the_simple_ways_by_hand() -> None:
    counts = np.zeros((1, 20), int)
    counts[0, 19] = 3

    assert fixed_threshold(counts, days=7)[0, 18:].tolist() == [0, 3]
    # Nothing in the week before: the spread is the least allowed, 0.2.
    assert ears_c2(counts)[0, 19] == pytest.approx(15)
    # Mean 0.1/14 a day over 7 days: P(at least 3) of Poisson(0.05).
    mean = 0.1 / 14 * 7
    tail = 1 - np.exp(-mean) * (1 + mean + mean**2 / 2)
    assert exceedance(counts)[0, 19] == pytest.approx(-np.log(tail), rel=1e-6)
    assert exceedance(counts)[0, 18] == 0


def test_the_simple_ways_look_only_backwards() -> None:
    counts = calm(days=40)
    for policy in (fixed_threshold, ears_c2, exceedance):
        np.testing.assert_array_equal(policy(counts)[:, :30], policy(counts[:, :30]))


@pytest.mark.parametrize("policy", [fixed_threshold, exceedance])
def test_simple_ways_refuse_what_is_no_table(policy: object) -> None:
    with pytest.raises(Refused):
        policy([1, 2])  # type: ignore[operator]
    with pytest.raises(Refused):
        policy([[1, 2]], days=0)  # type: ignore[operator]
