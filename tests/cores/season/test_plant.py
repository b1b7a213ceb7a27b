"""What is planted: the given difficulty, counted."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from teduh.cores.season import Land, People, Planting, Settings
from teduh.cores.season.plant import plant
from tests.cores.season.oku import DEFAULT, LAND

PEOPLE = {seed: People.of(LAND, seed, DEFAULT) for seed in range(60)}
PLANTED = {seed: plant(LAND, people, seed, DEFAULT) for seed, people in PEOPLE.items()}
FLASHPOINTS = [(seed, flash) for seed, planted in PLANTED.items() for flash in planted.flashpoints]


def before(planted: Planting) -> np.ndarray:
    reports = planted.planned
    return (reports.issue < len(planted.flashpoints)) & ~reports.after


def test_every_season_has_twelve_flashpoints_three_floods_and_two_silences() -> None:
    counts = {(len(p.flashpoints), len(p.floods), len(p.silences)) for p in PLANTED.values()}
    assert counts == {(12, 3, 2)}


def test_flashpoints_take_three_to_ten_days_and_one_to_four_villages_each_length_as_often() -> None:
    lengths = Counter(flash.actual - flash.latent for _, flash in FLASHPOINTS)
    sizes = Counter(len(flash.villages) for _, flash in FLASHPOINTS)

    assert sorted(lengths) == [3, 4, 5, 6, 7, 8, 9, 10]
    assert sorted(sizes) == [1, 2, 3, 4]
    # 720 flashpoints: 90 of each length and 180 of each size are expected, give or take four standard deviations.
    assert all(90 - 36 < count < 90 + 36 for count in lengths.values())
    assert all(180 - 47 < count < 180 + 47 for count in sizes.values())


def test_trouble_is_latent_then_imminent_then_actual_within_the_season() -> None:
    assert all(0 <= flash.latent < flash.imminent < flash.actual < 112 for _, flash in FLASHPOINTS)


def test_the_villages_of_a_flashpoint_hang_together_and_belong_to_no_other() -> None:
    for seed, flash in FLASHPOINTS:
        reached, edge = {flash.villages[0]}, [flash.villages[0]]
        while edge:
            tied = set(PEOPLE[seed].tied(edge.pop()).tolist()) & set(flash.villages) - reached
            reached |= tied
            edge += tied
        assert reached == set(flash.villages)
    for planted in PLANTED.values():
        villages = [village for flash in planted.flashpoints for village in flash.villages]
        assert len(villages) == len(set(villages))


def test_six_reports_come_before_it_is_actual_and_two_fifths_are_copies() -> None:
    counts = np.concatenate(
        [np.bincount(p.planned.issue[before(p)], minlength=12) for p in PLANTED.values()],
    )
    copies = np.concatenate([p.planned.copy[before(p)] for p in PLANTED.values()])

    # 720 counts of Poisson(6): the standard error of the mean is 0.09, of the variance 0.33.
    assert float(counts.mean()) == pytest.approx(6.0, abs=0.36)
    assert float(counts.var()) == pytest.approx(6.0, abs=1.3)
    assert float(copies.mean()) == pytest.approx(0.4, abs=0.03)


def test_reports_about_a_flashpoint_come_from_its_villages_and_in_time() -> None:
    for planted in PLANTED.values():
        reports, early = planted.planned, before(planted)
        for flash in planted.flashpoints:
            mine = reports.issue == flash.issue
            assert set(reports.village[mine].tolist()) <= set(flash.villages)
            assert all(flash.latent <= day < flash.actual for day in reports.day[mine & early].tolist())
            assert all(flash.actual <= day <= flash.actual + 1 for day in reports.day[mine & ~early].tolist())


def test_a_flood_is_thirty_to_a_hundred_and_fifty_messages_of_one_origin() -> None:
    sizes = []
    for planted in PLANTED.values():
        for flood in planted.floods:
            mine = planted.planned.issue == flood.issue
            sizes.append(int(mine.sum()))
            assert sizes[-1] == flood.messages
            assert planted.planned.copy[mine].tolist() == [False] + [True] * (flood.messages - 1)
    assert 30 <= min(sizes) < 40
    assert 140 < max(sizes) <= 150


def test_villages_that_fall_silent_were_heard_before_and_have_no_flashpoint() -> None:
    for seed, planted in PLANTED.items():
        burning = {village for flash in planted.flashpoints for village in flash.villages}
        loud = float(np.quantile(PEOPLE[seed].share, 0.7))
        for silence in planted.silences:
            assert silence.village not in burning
            assert PEOPLE[seed].share[silence.village] > loud
            assert 28 <= silence.first <= silence.last < 112
            assert 21 <= silence.last - silence.first + 1 <= 35


def test_more_is_planted_on_warm_days() -> None:
    latent = np.array([flash.latent for _, flash in FLASHPOINTS])
    cool, warm = ((latent >= 0) & (latent < 28)).sum(), ((latent >= 64) & (latent < 92)).sum()
    assert warm > 1.15 * cool


@pytest.mark.parametrize(
    ("change", "planted"),
    [({"flashpoints": 0}, (0, 3, 2)), ({"floods": 0, "silences": 0}, (12, 0, 0)), ({"days": 3}, (0, 3, 2))],
)
def test_other_settings_plant_otherwise(change: dict[str, int], planted: tuple[int, int, int]) -> None:
    settings = replace(DEFAULT, **change)
    found = plant(LAND, PEOPLE[7], 7, settings)
    assert (len(found.flashpoints), len(found.floods), len(found.silences)) == planted


def test_each_district_of_a_list_has_its_own() -> None:
    other = [replace(village, code=village.code.replace("16.01", "16.99")) for village in LAND.villages]
    land = Land.of([*LAND.villages, *other])
    found = plant(land, People.of(land, 7, Settings()), 7, Settings())

    assert Counter(flash.district for flash in found.flashpoints) == {0: 12, 1: 12}
    assert [flash.issue for flash in found.flashpoints] == list(range(24))
    assert all(
        {int(land.district[village]) for village in flash.villages} == {flash.district} for flash in found.flashpoints
    )
