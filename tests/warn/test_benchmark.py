"""How the benchmark judges alarms, by hand: a wrong yardstick would make every policy look good."""

import numpy as np

from benchmarks.warn import Seen, loosest, row
from benchmarks.warn_season import MISSED, Alarm, Flashpoint, Known, judge, village_alarms

NOTHING = np.zeros((6, 112), np.int64)
SEASON = Known(NOTHING, NOTHING, (Flashpoint(frozenset({1, 2}), latent=40, actual=46),), ((4, 60, 80),))


def alarm(day: int, *villages: int, score: float = 5.0) -> Alarm:
    return day, frozenset(villages), score


def test_an_alarm_in_one_of_its_villages_finds_a_flashpoint_with_the_days_that_are_left() -> None:
    assert judge(SEASON, [alarm(43, 2, 3), alarm(45, 1)], 1.0).leads == (3,)
    assert judge(SEASON, [alarm(43, 2, 3)], 1.0).false_alarms == 0
    assert judge(SEASON, [alarm(48, 1)], 1.0).leads == (-2,)


def test_before_it_is_latent_and_long_after_it_an_alarm_is_false() -> None:
    for day in (39, 50):
        judged = judge(SEASON, [alarm(day, 1)], 1.0)
        assert (judged.leads, judged.false_alarms) == ((MISSED,), 1)


def test_an_alarm_that_goes_on_is_counted_once_and_a_new_one_after_two_weeks_again() -> None:
    assert judge(SEASON, [alarm(20, 0), alarm(27, 0), alarm(34, 0)], 1.0).false_alarms == 1
    assert judge(SEASON, [alarm(20, 0), alarm(35, 0)], 1.0).false_alarms == 2
    assert judge(SEASON, [alarm(20, 0), alarm(21, 5)], 1.0).false_alarms == 2


def test_an_alarm_that_began_early_still_finds_what_becomes_latent_under_it() -> None:
    judged = judge(SEASON, [alarm(36, 1), alarm(40, 1)], 1.0)

    # It was false on its first day, and that stays counted.
    assert (judged.leads, judged.false_alarms) == ((6,), 1)


def test_a_silence_excuses_its_village_and_a_weak_alarm_is_none() -> None:
    assert judge(SEASON, [alarm(70, 4)], 1.0).false_alarms == 0
    assert judge(SEASON, [alarm(81, 4)], 1.0).false_alarms == 1
    assert judge(SEASON, [alarm(43, 1, score=0.5)], 1.0).leads == (MISSED,)


def test_shares_and_rates_of_several_seasons() -> None:
    found = Seen(SEASON, {"ours": [alarm(43, 1)]})
    noisy = Seen(SEASON, {"ours": [alarm(20, 0, score=2.0), alarm(50, 5, score=3.0)]})

    told = row([found, noisy], "ours", 1.0)

    # 112 days less the first fortnight are 7 fortnights in each season.
    assert (told.lead, told.false, told.median_lead) == (0.5, 2 / 14, 3)
    assert loosest([found, noisy], "ours", 1 / 14) == 3.0
    assert loosest([found, noisy], "ours", 0.0) == 5.0


def test_scores_of_villages_become_alarms_after_the_first_fortnight() -> None:
    score = np.zeros((3, 20))
    score[1, 13], score[2, 15] = 9.0, 4.0

    assert village_alarms(score) == [(15, frozenset({2}), 4.0)]
