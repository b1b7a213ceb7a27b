"""Weeks that can be reckoned by hand."""

from dataclasses import replace

import numpy as np
import pytest

from teduh.cores.errors import Refused
from teduh.cores.route.weeks import Fixed, LeftOut, Opening, Shift, Stop, Weeks, WeeksPlan, Worth, plan_weeks
from teduh.cores.route.weeks_check import broken
from teduh.cores.route.weeks_worth import Horizon, road_minutes
from tests.cores.route.weeks_stories import (
    EIGHT,
    GUNUNG_MERAKSA,
    NOON,
    PENGANDONAN,
    POLSEK,
    ROAD,
    TANJUNGAN,
    UJANMAS,
    every_day,
    officer,
    sector,
    village,
    with_place,
)


def planned(weeks: Weeks, **values: object) -> WeeksPlan:
    answer = plan_weeks(weeks, seed=1, iterations=60, **values)  # type: ignore[arg-type]
    assert broken(weeks, answer.stops) == []
    return answer


def where(answer: WeeksPlan) -> list[tuple[str, str, int]]:
    return [(stop.place, stop.officer, stop.day) for stop in answer.stops]


def test_hours_go_where_risk_is_and_the_rest_says_that_hours_are_full() -> None:
    # Four hours: two visits of an hour with the way to the last village and back leave no room for a third.
    weeks = with_place(with_place(sector(), "Pengandonan", daily=9.0), "Gunung Meraksa", daily=5.0)

    answer = planned(with_place(weeks, "Tanjungan", visit_minutes=120))

    assert {stop.place for stop in answer.stops} == {"Pengandonan", "Gunung Meraksa"}
    assert answer.left_out == (LeftOut("Tanjungan", 0, "full", 120), LeftOut("Ujanmas", 0, "full", 60))


def test_times_are_told_to_the_minute_and_the_way_back_is_within_the_shift() -> None:
    weeks = sector(places=(village("Tanjungan", TANJUNGAN),))

    assert planned(weeks).stops == (Stop("Tanjungan", "wati", 0, EIGHT + 20, EIGHT + 80, 1),)


def test_a_village_waits_until_the_market_is_over_and_prayers_end_the_visit() -> None:
    openings = (Opening(0, 9 * 60 + 30, 10 * 60 + 45),)
    weeks = sector(places=(village("Ujanmas", UJANMAS, openings=openings),))

    (stop,) = planned(weeks).stops
    too_long = planned(with_place(weeks, "Ujanmas", visit_minutes=80))

    assert (stop.arrives, stop.leaves) == (9 * 60 + 30, 10 * 60 + 30)
    assert too_long.left_out == (LeftOut("Ujanmas", 0, "too_short", None),)


def test_who_shouts_does_not_push_aside_who_has_waited_too_long() -> None:
    weeks = sector(
        places=(
            village("Ujanmas", UJANMAS, daily=20.0, urgent=300.0, visit_minutes=150),
            village("Tanjungan", TANJUNGAN, daily=0.1, days_since=30, limit_days=30, visit_minutes=150),
        )
    )

    answer = planned(weeks)

    assert where(answer) == [("Tanjungan", "wati", 0)]
    assert answer.late == {}


def test_no_village_waits_beyond_its_limit_over_four_weeks() -> None:
    officers = (officer("wati", 0, 7, 14, 21, ends=10 * 60),)
    places = tuple(
        village(name, UJANMAS, daily=daily, days_since=8, limit_days=28, visit_minutes=100)
        for name, daily in (("Satu", 0.5), ("Dua", 0.4), ("Tiga", 0.3), ("Kencang", 50.0))
    )

    answer = planned(sector(places=places, officers=officers, weeks=4))

    assert answer.late == {}
    assert {stop.place for stop in answer.stops} >= {"Satu", "Dua", "Tiga"}


def test_the_own_officer_goes_and_nobody_is_sent_where_they_must_not_go() -> None:
    officers = (
        officer("wati", 0, looks_after=frozenset({"Ujanmas"}), never=frozenset({"Tanjungan"})),
        officer("yusuf", 0),
    )
    weeks = sector(places=(village("Ujanmas", UJANMAS), village("Tanjungan", TANJUNGAN)), officers=officers)

    assert where(planned(weeks)) == [("Ujanmas", "wati", 0), ("Tanjungan", "yusuf", 0)]


def test_two_go_together_and_each_goes_on_alone() -> None:
    officers = (officer("wati", 0), officer("yusuf", 0, 1))
    weeks = sector(officers=officers)
    weeks = with_place(weeks, "Tanjungan", officers=2, daily=8.0)

    answer = planned(weeks)
    only_one = planned(replace(weeks, officers=(officer("wati", 0), officer("yusuf", 1))))

    together = next(stop for stop in answer.stops if stop.companion)
    assert (together.place, {together.officer, together.companion}, together.arrives) == (
        "Tanjungan",
        {"wati", "yusuf"},
        EIGHT + 20,
    )
    assert [row.why for row in only_one.left_out if row.place == "Tanjungan"] == ["two_needed"]


def test_what_is_pinned_is_kept_and_what_cannot_be_is_named() -> None:
    wanted = (Fixed("Pengandonan", 0, "wati"), Fixed("Ujanmas", 3, "wati"))

    answer = planned(sector(fixed=wanted))

    assert ("Pengandonan", "wati", 0) in where(answer)
    assert answer.not_kept == ((Fixed("Ujanmas", 3, "wati"), "no_shift"),)


def test_something_going_on_is_seen_early_and_again_in_the_same_week() -> None:
    officers = (officer("wati", 0, 1, 2, 3, 4),)
    places = (village("Ujanmas", UJANMAS, urgent=200.0), village("Tanjungan", TANJUNGAN))

    answer = planned(sector(places=places, officers=officers, twice=frozenset({"Ujanmas"})))

    days = [stop.day for stop in answer.at("Ujanmas")]
    assert days[0] == 0
    assert len(days) == 2
    assert days[1] - days[0] >= 2


BAD = [
    ("nobody", {"officers": ()}, None),
    ("nobody", {"officers": (officer("wati"),)}, None),
    ("nobody", {"officers": (officer("wati", 0, starts=NOON, ends=EIGHT),)}, None),
    ("closed", {"places": (village("Ujanmas", UJANMAS, openings=()),)}, None),
    ("not_allowed", {"officers": (officer("wati", 0, never=frozenset({"Ujanmas"})),)}, None),
    ("too_short", {"officers": (officer("wati", 0, ends=EIGHT + 75),)}, 5),
    ("not_yet", {"places": (village("Ujanmas", UJANMAS, daily=0.0),)}, None),
]


@pytest.mark.parametrize(("why", "values", "lacking"), BAD)
def test_each_village_without_a_visit_says_why(why: str, values: dict[str, object], lacking: int | None) -> None:
    usual = {"places": (village("Ujanmas", UJANMAS),), **values}

    answer = planned(sector(**usual))

    assert answer.stops == ()
    assert answer.left_out == (LeftOut("Ujanmas", 0, why, lacking),)


def test_a_hole_in_the_table_is_no_way_and_one_direction_is_not_the_other() -> None:
    one_way = ROAD.copy()
    one_way[POLSEK, UJANMAS] = np.nan
    slow_back = ROAD.copy()
    slow_back[TANJUNGAN, POLSEK] = 170.0
    places = (village("Ujanmas", UJANMAS), village("Tanjungan", TANJUNGAN))
    officers = (officer("wati", 0, looks_after=frozenset({"Ujanmas"})),)

    hole = planned(sector(places=places[:1], officers=officers, travel=(one_way,)))
    back = planned(sector(places=places[1:], travel=(slow_back,)))

    assert [row.why for row in hole.left_out] == ["no_way"]
    assert back.left_out == (LeftOut("Tanjungan", 0, "too_short", 10),)


def test_the_boat_reaches_what_the_road_does_not() -> None:
    road, boat = ROAD.copy(), np.full((5, 5), 15.0)
    road[:, TANJUNGAN], road[TANJUNGAN, :] = np.nan, np.nan
    officers = (officer("wati", 0), officer("yusuf", 0, mode=1))

    answer = planned(sector(places=(village("Tanjungan", TANJUNGAN),), officers=officers, travel=(road, boat)))

    assert where(answer) == [("Tanjungan", "yusuf", 0)]


def test_a_week_that_has_begun_is_planned_from_today() -> None:
    weeks = sector(officers=(officer("wati", 0, 3),), first_day=2)

    assert {stop.day for stop in planned(weeks).stops} == {3}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("weeks", {"weeks": 0}),
        ("first_day", {"first_day": 7}),
        ("places", {"places": (village("Ujanmas", 1), village("Ujanmas", 2))}),
        ("places", {"places": (village("Ujanmas", 9),)}),
        ("places", {"places": (village("Ujanmas", 1, daily=float("nan")),)}),
        ("places", {"places": (village("Ujanmas", 1, officers=3),)}),
        ("officers", {"officers": (officer("wati", 0, mode=2),)}),
        ("travel", {"travel": ()}),
        ("travel", {"travel": (ROAD, ROAD[:2, :2])}),
        ("travel", {"travel": (-ROAD,)}),
    ],
)
def test_what_cannot_be_meant_is_refused_and_named(field: str, values: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        sector(**values)
    assert refused.value.field == field


def test_worth_refuses_numbers_that_cannot_be_meant() -> None:
    with pytest.raises(Refused, match="half_life_days"):
        Worth(half_life_days=0)


def test_a_visit_is_worth_the_days_it_keeps_fresh_and_late_days_cost_more() -> None:
    worth = Worth(half_life_days=1, tail_days=0, late=100)
    horizon = Horizon(worth, first=0, ends=3)
    place = village("Ujanmas", UJANMAS, daily=8.0, days_since=1, limit_days=1)
    worth_of_yesterday = 4.0 + 2.0 + 1.0

    # Visited the day before: the limit is reached on day 0, so days 1 and 2 are late.
    assert horizon.of(place, ()) == pytest.approx(worth_of_yesterday - 200.0)
    # Visited on day 1: 4 left on day 0, 8 that day, 4 the day after; nothing is late.
    assert horizon.of(place, (1,)) == pytest.approx(16.0)
    # Where nobody ever came, the first seven days are in time.
    never = village("Tanjungan", TANJUNGAN, days_since=None, limit_days=30)
    assert Horizon(Worth(), first=0, ends=9).late_days(never, ()) == 2
    assert Horizon(Worth(), first=2, ends=9).late_days(never, ()) == 0


def test_the_bound_is_reached_where_the_best_is_plain() -> None:
    weeks = sector(places=(village("Ujanmas", UJANMAS),), worth=Worth(minute=0.0))

    answer = planned(weeks)

    assert answer.value <= answer.bound
    assert answer.gap <= 0.35
    assert planned(sector(places=())).gap == 0.0


def test_the_checker_finds_each_broken_rule() -> None:
    weeks = sector(officers=(officer("wati", 0, never=frozenset({"Pengandonan"})), officer("yusuf", 0)), first_day=0)
    good = Stop("Ujanmas", "wati", 0, EIGHT + 10, EIGHT + 70, 1)

    def rules(*stops: Stop) -> set[str]:
        return {row.rule for row in broken(weeks, stops)}

    assert rules(good) == set()
    assert rules(replace(good, place="Nowhere")) == {"unknown"}
    assert rules(replace(good, day=9)) == {"past", "hours"}
    assert rules(replace(good, leaves=EIGHT + 71)) == {"length"}
    assert rules(replace(good, arrives=EIGHT, leaves=EIGHT + 60)) == {"overlap"}
    assert rules(replace(good, place="Pengandonan", arrives=EIGHT + 40, leaves=EIGHT + 100)) == {"forbidden"}
    assert rules(replace(good, companion="yusuf")) == {"pair"}
    assert rules(good, replace(good, officer="yusuf")) == {"twice"}
    assert rules(replace(good, arrives=NOON - 65, leaves=NOON - 5)) == {"hours"}
    closed = with_place(weeks, "Ujanmas", openings=every_day(closes=EIGHT + 69))
    assert {row.rule for row in broken(closed, (good,))} == {"closed"}


def test_the_longest_shift_of_a_day_counts() -> None:
    two = replace(officer("wati"), shifts=(Shift(0, EIGHT, EIGHT + 30), Shift(0, 13 * 60, 16 * 60)))

    (stop, *_rest) = planned(sector(officers=(two,))).stops

    assert stop.arrives >= 13 * 60


def test_who_is_on_the_road_already_begins_where_they_are() -> None:
    # From Gunung Meraksa the last village is ten minutes away; from the polsek, 110 minutes are too short for it.
    shift = Shift(0, EIGHT, EIGHT + 110)
    far = sector(places=(village("Pengandonan", PENGANDONAN),), officers=(replace(officer("wati"), shifts=(shift,)),))
    near = replace(far, officers=(replace(officer("wati"), shifts=(replace(shift, point=GUNUNG_MERAKSA),)),))

    assert plan_weeks(far, seed=1, iterations=20).stops == ()
    (stop,) = plan_weeks(near, seed=1, iterations=20).stops

    assert (stop.place, stop.arrives, stop.leaves) == ("Pengandonan", EIGHT + 10, EIGHT + 70)
    assert broken(near, [stop]) == []
    assert {row.rule for row in broken(far, [stop])} == {"overlap"}
    assert road_minutes(near, [stop]) == 10 + 40
