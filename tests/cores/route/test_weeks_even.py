"""The work is shared, where that costs the villages next to nothing."""

from dataclasses import replace

import pytest

from teduh.cores.route.weeks import Fixed, Weeks, Worth, plan_weeks
from teduh.cores.route.weeks_check import broken
from teduh.cores.route.weeks_even import evened, loads
from tests.cores.route.weeks_stories import EIGHT, NOON, officer, sector


def shared(**values: object) -> Weeks:
    """Wati and Joko are both free on Monday and Tuesday; all four villages are Wati's own."""
    own = frozenset({"Ujanmas", "Tanjungan", "Gunung Meraksa", "Pengandonan"})
    staff = (officer("joko", 0, 1, ends=17 * 60), officer("wati", 0, 1, ends=17 * 60, looks_after=own))
    return sector(**{"officers": staff, **values})


def visits(weeks: Weeks) -> dict[str, int]:
    stops = plan_weeks(weeks, seed=1, iterations=60).stops
    assert broken(weeks, stops) == []
    assert {stop.place for stop in stops} == {place.key for place in weeks.places}
    return {who: sum(stop.officer == who for stop in stops) for who in ("wati", "joko")}


@pytest.mark.parametrize(("even", "wati"), [(5.0, 3), (20.0, 2)])
def test_four_visits_of_one_officer_are_shared(even: float, wati: int) -> None:
    # At 5 points the second visit wins 2.5 of evenness, less than the 3 that the own officer is worth.
    assert visits(shared(worth=Worth(even=even))) == {"wati": wati, "joko": 4 - wati}


@pytest.mark.parametrize("worth", [Worth(even=0.0), Worth(own=50.0)])
def test_a_district_that_wants_the_own_officer_gets_the_own_officer(worth: Worth) -> None:
    assert visits(shared(worth=worth)) == {"wati": 4, "joko": 0}


def test_who_has_half_of_the_hours_gets_half_of_the_work() -> None:
    staff = (officer("joko", 0, ends=NOON), officer("wati", 0, 1, ends=NOON))
    weeks = shared(officers=staff, worth=Worth(even=50.0))
    stops = plan_weeks(weeks, seed=1, iterations=60).stops

    found = loads(weeks, stops)

    assert {who: sum(stop.officer == who for stop in stops) for who in found} == {"joko": 1, "wati": 3}


def test_what_a_person_fixed_and_a_visit_for_two_stay_where_they_are() -> None:
    wanted = Fixed("Pengandonan", 0, "wati")
    weeks = shared(fixed=(wanted,))
    two = replace(weeks.place("Ujanmas"), officers=2)
    weeks = replace(weeks, places=tuple(two if place.key == "Ujanmas" else place for place in weeks.places))

    stops = plan_weeks(weeks, seed=1, iterations=60).stops

    assert broken(weeks, stops) == []
    assert [(stop.day, stop.officer) for stop in stops if stop.place == "Pengandonan"] == [(0, "wati")]
    (together,) = (stop for stop in stops if stop.place == "Ujanmas")
    assert {together.officer, together.companion} == {"joko", "wati"}


def test_an_even_plan_comes_back_as_it_went_in_and_nobody_divides_by_nothing() -> None:
    weeks = shared()
    stops = plan_weeks(weeks, seed=1, iterations=60).stops

    assert evened(weeks, stops, firm=()) == list(stops)
    assert evened(weeks, [], firm=()) == []
    assert loads(weeks, []) == {"joko": 0.0, "wati": 0.0}
    assert loads(replace(weeks, officers=()), []) == {}


def test_a_load_counts_from_leaving_to_being_back() -> None:
    weeks = shared(officers=(officer("wati", 0, ends=NOON),), places=(sector().place("Ujanmas"),))
    (stop,) = plan_weeks(weeks, seed=1, iterations=20).stops

    assert stop.arrives == EIGHT + 10
    assert loads(weeks, [stop]) == {"wati": (10 + 60 + 10) / 240}
