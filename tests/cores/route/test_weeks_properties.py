"""What holds for every plan: rules are kept, more hours never hurt, names do not matter, the bound is a bound."""

import random
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.cores.route.weeks import Officer, Opening, Place, Pool, Shift, Weeks, plan_weeks
from teduh.cores.route.weeks_change import replan
from teduh.cores.route.weeks_check import broken
from teduh.cores.route.weeks_worth import value

FEW = settings(max_examples=25, deadline=None, derandomize=True)
ITERATIONS = 20


@st.composite
def questions(draw: st.DrawFn) -> Weeks:
    """Up to eight villages anywhere, up to four officers, one or two weeks; ways may be missing or one-sided."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    count, staff, weeks = draw(st.integers(1, 8)), draw(st.integers(0, 4)), draw(st.integers(1, 2))
    spots = np.array([[rng.uniform(0, 40), rng.uniform(0, 40)] for _ in range(count + 1)])
    travel = np.hypot(*(spots[:, None, :] - spots[None, :, :]).transpose(2, 0, 1)).round(1)
    travel += np.array([[rng.uniform(0, 3) for _ in spots] for _ in spots])
    if count > 2 and draw(st.booleans()):
        travel[rng.randrange(count), rng.randrange(count)] = np.nan
    np.fill_diagonal(travel, 0.0)
    places = tuple(
        Place(
            key=f"v{number}",
            point=number,
            daily=rng.expovariate(1.0),
            urgent=rng.choice((0.0, 0.0, rng.uniform(10, 200))),
            days_since=rng.choice((None, rng.randrange(40))),
            limit_days=rng.randrange(7, 40),
            visit_minutes=rng.randrange(20, 90),
            officers=rng.choice((1, 1, 1, 2)),
            openings=tuple(
                Opening(day, start := rng.randrange(420, 700), start + rng.randrange(30, 300))
                for day in range(7 * weeks)
                if rng.random() < 0.7
            ),
        )
        for number in range(count)
    )
    officers = tuple(
        Officer(
            key=f"o{number}",
            base=rng.choice((count, rng.randrange(count))),
            shifts=tuple(
                Shift(
                    day, start := rng.randrange(420, 600), start + rng.randrange(60, 300), rng.choice((None, None, 0))
                )
                for day in range(7 * weeks)
                if rng.random() < 0.4
            ),
            looks_after=frozenset(f"v{n}" for n in range(count) if rng.random() < 0.3),
            never=frozenset(f"v{n}" for n in range(count) if rng.random() < 0.1),
        )
        for number in range(staff)
    )
    twice = frozenset(place.key for place in places if place.urgent)
    pools = rng.choice(((), (Pool(0, rng.randrange(3)),)))
    first = rng.choice((0, 0, 3))
    return Weeks(places, officers, (travel,), weeks=weeks, first_day=first, twice=twice, pools=pools)


@FEW
@given(questions(), st.integers(0, 100))
def test_every_stop_keeps_every_rule_and_every_village_is_told_of(weeks: Weeks, seed: int) -> None:
    answer = plan_weeks(weeks, seed=seed, iterations=ITERATIONS)

    assert broken(weeks, answer.stops) == []
    assert answer.value <= answer.bound + 1e-6
    told = {(stop.place, stop.day // 7) for stop in answer.stops} | {(row.place, row.week) for row in answer.left_out}
    assert told == {(place.key, week) for place in weeks.places for week in range(weeks.weeks)}
    assert plan_weeks(weeks, seed=seed, iterations=ITERATIONS).stops == answer.stops


@FEW
@given(questions(), st.integers(0, 4), st.integers(10, 200))
def test_more_hours_never_make_a_plan_worse(weeks: Weeks, who: int, more: int) -> None:
    before = plan_weeks(weeks, seed=3, iterations=ITERATIONS)
    officers = tuple(
        replace(each, shifts=tuple(replace(shift, ends=shift.ends + more) for shift in each.shifts))
        if number == who
        else each
        for number, each in enumerate(weeks.officers)
    )
    longer = replace(weeks, officers=officers)

    after = plan_weeks(longer, seed=3, iterations=ITERATIONS, start=before.stops)

    assert after.value >= before.value - 1e-6
    assert after.bound >= before.bound - 1e-6
    assert broken(longer, after.stops) == []


@FEW
@given(questions(), st.randoms(use_true_random=False))
def test_names_and_the_order_of_lists_change_nothing(weeks: Weeks, rng: random.Random) -> None:
    places, officers = list(weeks.places), list(weeks.officers)
    rng.shuffle(places)
    rng.shuffle(officers)

    shuffled = replace(weeks, places=tuple(places), officers=tuple(officers))

    first = plan_weeks(weeks, seed=3, iterations=ITERATIONS)
    second = plan_weeks(shuffled, seed=3, iterations=ITERATIONS)
    assert set(second.stops) == set(first.stops)
    assert abs(second.value - first.value) < 1e-6


@FEW
@given(questions(), st.integers(0, 3))
def test_a_change_keeps_the_rules_and_moves_a_fifth_at_most(weeks: Weeks, ill: int) -> None:
    before = plan_weeks(weeks, seed=3, iterations=ITERATIONS)
    officers = tuple(replace(each, shifts=()) if number == ill else each for number, each in enumerate(weeks.officers))
    now = replace(weeks, officers=officers)

    answer = replan(now, before.stops, seed=3, iterations=ITERATIONS)

    assert broken(now, answer.plan.stops) == []
    assert answer.moved_share <= 0.2
    assert len(answer.kept) + len(answer.moved) + len(answer.fallen) == len(before.stops)
    assert answer.plan.value >= value(now, answer.kept) - 1e-6
