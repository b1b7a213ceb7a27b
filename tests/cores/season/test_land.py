"""Villages, their neighbours and their ties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.cores.season import Land, People, Settings, Village
from tests.cores.season.oku import DEFAULT, LAND, VILLAGES


def village(code: str, latitude: float | None = 0.0, longitude: float | None = 0.0) -> Village:
    return Village(code, code, latitude, longitude)


def test_oku_is_one_district_in_order_of_its_codes() -> None:
    codes = [village.code for village in LAND.villages]

    assert (len(LAND), LAND.district_codes) == (157, ("16.01",))
    assert codes == sorted(codes)


def test_the_order_of_the_list_does_not_matter() -> None:
    turned = Land.of(VILLAGES[::-1])
    assert turned.villages == LAND.villages
    assert np.array_equal(turned.near, LAND.near)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), min_size=2, max_size=30))
def test_the_nearest_are_the_nearest(points: list[tuple[int, int]]) -> None:
    # Near the equator a degree is as long either way, so that distances can be counted on a grid.
    land = Land.of([village(f"1.1.{i:03d}", a / 1000, b / 1000) for i, (a, b) in enumerate(points)])
    for index, (a, b) in enumerate(points):
        found = [math.dist((a, b), points[other]) for other in land.near[index]]
        wanted = sorted(math.dist((a, b), p) for i, p in enumerate(points) if i != index)[: land.near.shape[1]]
        assert found == pytest.approx(wanted, rel=0.01)


def test_villages_on_one_spot_are_told_apart_by_their_order() -> None:
    land = Land.of([village(f"1.1.{i:03d}") for i in range(40)])
    assert [row[:3] for row in land.near.tolist()][:3] == [[1, 2, 3], [0, 2, 3], [1, 3, 0]]
    assert all(index not in row for index, row in enumerate(land.near.tolist()))


def test_a_village_without_coordinates_stands_in_the_middle_of_its_subdistrict() -> None:
    land = Land.of(
        [
            village("1.1.1.1", 0.0, 0.0),
            village("1.1.1.2", 0.4, 0.0),
            village("1.1.1.3", None, None),
            village("1.1.2.1", 0.22, 0.0),
            village("1.1.2.2", 3.0, 3.0),
        ]
    )
    assert land.near[2].tolist() == [3, 0, 1, 4]


@pytest.mark.parametrize(
    ("villages", "words"),
    [
        ([village("1.1.1")], "at least two"),
        ([village("1.1.1"), village("1.1.1", 1.0)], "twice"),
        ([village("1.1.1", None), village("1.1.2", None)], "No village has coordinates"),
        ([village("1.1.1", 91.0), village("1.1.2")], "from -90 to 90"),
        ([village("1.1.1", math.nan), village("1.1.2")], "from -90 to 90"),
    ],
)
def test_a_list_that_cannot_be_taken_is_refused(villages: list[Village], words: str) -> None:
    with pytest.raises(Refused, match=words):
        Land.of(villages)


def test_ties_go_both_ways_and_never_to_oneself() -> None:
    people = People.of(LAND, 7, DEFAULT)
    ties = {(here, int(there)) for here in range(len(LAND)) for there in people.tied(here)}

    assert ties == {(there, here) for here, there in ties}
    assert all(here != there for here, there in ties)
    assert all(set(LAND.near[here, :4].tolist()) <= set(people.tied(here).tolist()) for here in range(len(LAND)))


def test_readiness_to_report_is_log_normal_with_sigma_one_and_sizes_have_the_known_mean() -> None:
    worlds = [People.of(LAND, seed, DEFAULT) for seed in range(60)]
    logs = np.log(np.concatenate([people.propensity for people in worlds]))

    # 9,420 draws: the standard error of the deviation is 0.007, of the mean 0.010.
    assert float(logs.std()) == pytest.approx(1.0, abs=0.03)
    assert float(logs.mean()) == pytest.approx(0.0, abs=0.04)
    assert float(np.mean([people.population.mean() for people in worlds])) == pytest.approx(2484, rel=0.03)
    assert [people.share.sum() for people in worlds] == pytest.approx([1.0] * 60)


def test_a_population_that_is_listed_is_kept() -> None:
    land = Land.of([Village("1.1.1", "A", 0.0, 0.0, 812), Village("1.1.2", "B", 0.0, 0.1)])
    assert People.of(land, 7, Settings()).population.tolist()[0] == 812


def test_a_village_keeps_its_luck_in_a_longer_list() -> None:
    few = Land.of(VILLAGES[:40])
    short, long = People.of(few, 7, DEFAULT), People.of(LAND, 7, DEFAULT)
    place = [LAND.villages.index(here) for here in few.villages]
    assert np.array_equal(short.propensity, long.propensity[place])
