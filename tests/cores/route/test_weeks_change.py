"""What if: somebody is ill, a road is cut, an alarm comes. The rest of the plan stays."""

from dataclasses import replace

from teduh.cores.route.weeks import Fixed, Weeks, plan_weeks
from teduh.cores.route.weeks_change import Replanned, replan
from teduh.cores.route.weeks_check import broken
from tests.cores.route.weeks_stories import (
    EIGHT,
    GUNUNG_MERAKSA,
    PENGANDONAN,
    TANJUNGAN,
    UJANMAS,
    officer,
    sector,
    village,
)

NAMES = {"Ujanmas": UJANMAS, "Tanjungan": TANJUNGAN, "Gunung Meraksa": GUNUNG_MERAKSA, "Pengandonan": PENGANDONAN}


def five_mornings(**values: object) -> Weeks:
    """One visit fits into each morning: five for four villages."""
    short = EIGHT + 150
    officers = tuple(officer(f"petugas {day}", day, ends=short) for day in range(5))
    places = tuple(village(name, point, daily=5.0, visit_minutes=70) for name, point in NAMES.items())
    return sector(**{"places": places, "officers": officers, **values})


def without(weeks: Weeks, key: str) -> Weeks:
    return replace(
        weeks, officers=tuple(replace(each, shifts=()) if each.key == key else each for each in weeks.officers)
    )


def pressing(weeks: Weeks, name: str) -> Weeks:
    places = tuple(replace(place, daily=50.0, urgent=300.0) if place.key == name else place for place in weeks.places)
    return replace(weeks, places=places)


def changed(weeks: Weeks, before: Weeks, **values: object) -> Replanned:
    stops = plan_weeks(before, seed=1, iterations=60).stops
    answer = replan(weeks, stops, seed=1, iterations=60, **values)  # type: ignore[arg-type]
    assert broken(weeks, answer.plan.stops) == []
    return answer


def test_nothing_changed_means_nothing_moves() -> None:
    answer = changed(five_mornings(), five_mornings())

    assert (answer.moved, answer.fallen, answer.added) == ((), (), ())


def test_the_village_of_who_is_ill_goes_to_a_free_morning_and_nobody_else_moves() -> None:
    before = five_mornings()
    stops = plan_weeks(before, seed=1, iterations=60).stops
    ill = stops[0]

    answer = replan(without(before, ill.officer), stops, seed=1, iterations=60)

    (fallen,) = answer.fallen
    assert fallen[0] == ill
    assert fallen[1] is not None
    assert fallen[1].officer != ill.officer
    assert (answer.moved, answer.moved_share) == ((), 0.0)
    assert {stop.place for stop in answer.plan.stops} == set(NAMES)


def test_a_village_that_cannot_be_reached_any_more_is_named() -> None:
    before = five_mornings()
    cut = replace(
        before,
        places=tuple(replace(place, openings=()) if place.key == "Ujanmas" else place for place in before.places),
    )

    answer = changed(cut, before)

    assert [(stop.place, instead) for stop, instead in answer.fallen] == [("Ujanmas", None)]
    assert [(row.place, row.why) for row in answer.plan.left_out] == [("Ujanmas", "closed")]


def test_an_alarm_takes_the_place_of_what_matters_least_and_never_of_what_a_person_pinned() -> None:
    places = tuple(village(f"Desa {n}", 1 + n % 4, daily=2.0 + n / 10, visit_minutes=70) for n in range(6))
    before = five_mornings(places=places)
    stops = plan_weeks(before, seed=1, iterations=60).stops
    missing = next(place.key for place in places if place.key not in {stop.place for stop in stops})
    now = pressing(before, missing)
    pins = [Fixed(stop.place, stop.day, stop.officer) for stop in stops]

    answer = replan(now, stops, seed=1, iterations=60, pressing=[missing])
    pinned = replan(now, stops, seed=1, iterations=60, pressing=[missing], fixed=pins)
    for_nobody = replan(now, stops, seed=1, iterations=60)

    assert [stop.place for stop in answer.added] == [missing]
    assert len(answer.moved) == 1
    assert answer.moved_share <= 0.2
    assert (pinned.added, pinned.moved) == ((), ())
    assert (for_nobody.added, for_nobody.moved) == ((), ())
    assert broken(now, answer.plan.stops) == []


def test_visits_that_were_for_two_stay_or_fall_together() -> None:
    officers = (officer("wati", 0), officer("yusuf", 0))
    places = (village("Ujanmas", UJANMAS, officers=2, daily=9.0), village("Tanjungan", TANJUNGAN))
    before = sector(places=places, officers=officers)

    answer = changed(without(before, "yusuf"), before)

    assert [(stop.place, instead) for stop, instead in answer.fallen] == [("Ujanmas", None)]
    assert [(row.place, row.why) for row in answer.plan.left_out] == [("Ujanmas", "two_needed")]
