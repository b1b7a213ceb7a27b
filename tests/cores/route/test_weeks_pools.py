"""Vehicles that officers share."""

import numpy as np
import pytest

from teduh.cores.errors import Refused
from teduh.cores.route.weeks import Fixed, Pool, Weeks, plan_weeks
from teduh.cores.route.weeks_check import broken
from tests.cores.route.weeks_stories import PENGANDONAN, ROAD, TANJUNGAN, UJANMAS, officer, sector, village

BOAT = 1
RIVER = np.where(np.eye(5, dtype=bool), 0.0, np.inf)
RIVER[0, PENGANDONAN] = RIVER[PENGANDONAN, 0] = 20.0


def riders(count: int, **values: object) -> Weeks:
    """Three officers on Monday, one of them on Tuesday too, and `count` motorcycles for all."""
    staff = (officer("joko", 0), officer("rosa", 0), officer("wati", 0, 1))
    return sector(**{"officers": staff, "pools": (Pool(0, count),), **values})


def out(weeks: Weeks, day: int) -> set[str]:
    stops = plan_weeks(weeks, seed=1, iterations=60).stops
    assert broken(weeks, stops) == []
    return {stop.officer for stop in stops if stop.day == day}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_no_more_go_out_on_a_day_than_there_are_vehicles(count: int) -> None:
    places = tuple(village(f"v{point}", point, urgent=50.0, visit_minutes=120) for point in (1, 2, 3, 4))
    assert len(out(riders(count, places=places), 0)) == count


def test_who_stays_is_named_and_who_was_wanted_goes() -> None:
    places = (village("Ujanmas", UJANMAS, urgent=90.0), village("Tanjungan", TANJUNGAN, urgent=90.0))
    wanted = Fixed("Tanjungan", 0, "joko")

    answer = plan_weeks(riders(1, places=places, fixed=(wanted,)), seed=1, iterations=60)

    monday = [stop for stop in answer.stops if stop.day == 0]
    assert {stop.officer for stop in monday} == {"joko"}
    assert {day for _who, day in answer.no_vehicle} <= {0}
    assert answer.not_kept == ()


def test_two_wishes_and_one_vehicle_leave_one_with_the_reason() -> None:
    wanted = (Fixed("Tanjungan", 0, "joko"), Fixed("Ujanmas", 0, "rosa"))

    answer = plan_weeks(riders(1, fixed=wanted), seed=1, iterations=60)

    assert [why for _fixed, why in answer.not_kept] == ["no_vehicle"]
    assert len(answer.no_vehicle) >= 1


def test_a_village_across_the_river_says_that_the_boat_was_taken() -> None:
    across = village("Pengandonan", PENGANDONAN)
    there = village("Ujanmas", UJANMAS, urgent=90.0)
    weeks = sector(
        places=(across, there),
        officers=(officer("joko", 0), officer("wati", 0, mode=BOAT)),
        travel=(np.where(np.arange(5) == PENGANDONAN, np.inf, ROAD), RIVER),
        pools=(Pool(BOAT, 0),),
    )

    answer = plan_weeks(weeks, seed=1, iterations=60)

    assert {row.place: row.why for row in answer.left_out} == {"Pengandonan": "no_vehicle"}
    assert answer.no_vehicle == (("wati", 0),)


def test_modes_without_a_pool_are_everybodys_own() -> None:
    places = tuple(village(f"v{point}", point, urgent=50.0, visit_minutes=120) for point in (1, 2, 3, 4))
    assert len(out(riders(0, places=places, pools=(Pool(BOAT, 0),)), 0)) == 3


def test_a_pool_named_twice_or_of_less_than_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="key of its own"):
        riders(1, pools=(Pool(0, 1), Pool(0, 2)))
    with pytest.raises(Refused, match="0 or more"):
        riders(-1)
