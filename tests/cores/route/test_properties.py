"""What holds for every problem."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.cores.route import Problem, StopRule, Vehicle, faults, solve, solve_many, split, together
from tests.cores.route.land import FEW, problems

TRIES = settings(max_examples=60, deadline=None)


@TRIES
@given(problems(), st.integers(0, 2**40))
def test_every_answer_keeps_every_rule(problem: Problem, seed: int) -> None:
    assert faults(problem, solve(problem, seed=seed, stop=FEW)) == []


@TRIES
@given(problems())
def test_the_same_seed_gives_the_same_answer(problem: Problem) -> None:
    assert solve(problem, seed=5, stop=FEW) == solve(problem, seed=5, stop=FEW)


@TRIES
@given(problems())
def test_going_on_from_an_answer_never_gives_less(problem: Problem) -> None:
    first = solve(problem, seed=3, stop=StopRule(iterations=8))
    assert solve(problem, seed=4, stop=FEW, start=first.order()).value >= first.value or not first.feasible


@TRIES
@given(problems(costly=False), st.integers(1, 90))
def test_longer_hours_and_one_more_vehicle_never_give_less(problem: Problem, minutes: int) -> None:
    before = solve(problem, seed=3, stop=FEW)
    longer = tuple(
        replace(v, window=(v.window[0], v.window[1] + minutes), max_minutes=v.max_minutes + minutes)
        for v in problem.vehicles
    )
    more = replace(problem, vehicles=(*longer, Vehicle(window=(0.0, 200.0))))

    after = solve(more, seed=3, stop=FEW, start=before.order())

    assert _lifted(more, after) >= _lifted(problem, before)


def _lifted(problem: Problem, answer: object) -> tuple[int, float]:
    """Required clients first, then the value: what the search is after."""
    groups = {c.group for c in problem.clients if c.required} - {None}
    met = {visit.client for route in answer.routes for visit in route.visits}  # type: ignore[attr-defined]
    must = [c for c in met if problem.clients[c].required or problem.clients[c].group in groups]
    return len(must), answer.value  # type: ignore[attr-defined]


@TRIES
@given(st.integers(0, 10_000), st.integers(2, 12))
def test_other_labels_give_the_same_value(seed: int, number: int) -> None:
    # Arrange: villages on a map, and the same ones under other numbers of places, clients and vehicles.
    rng = np.random.default_rng(seed)
    problem = _drawn(rng, number)
    places, clients, vehicles = (rng.permutation(size) for size in (number + 1, number, 3))
    new_place, new_client = np.argsort(places), np.argsort(clients)
    other = replace(
        problem,
        clients=tuple(replace(problem.clients[c], place=int(new_place[problem.clients[c].place])) for c in clients),
        vehicles=tuple(
            replace(
                problem.vehicles[v],
                start=int(new_place[0]), end=int(new_place[0]),
                forbidden=frozenset(int(new_client[c]) for c in problem.vehicles[v].forbidden),
            )
            for v in vehicles
        ),
        minutes=np.asarray(problem.minutes)[np.ix_(places, places)],
    )  # fmt: skip

    # Act
    one, two = solve(problem, seed=9, stop=FEW), solve(other, seed=9, stop=FEW)

    # Assert: the same visits at the same minutes, under the other names.
    assert two.value == one.value
    assert _stops(one) == {(int(clients[c]), when) for c, when in _stops(two)}


def _stops(answer: object) -> set[tuple[int, float]]:
    return {(v.client, v.begin_minute) for route in answer.routes for v in route.visits}  # type: ignore[attr-defined]


def _drawn(rng: np.random.Generator, number: int) -> Problem:
    from teduh.cores.route import Client  # noqa: PLC0415

    points = rng.uniform(0, 60, (number + 1, 2))
    ways = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    clients = tuple(
        Client(at, prize=int(rng.integers(1, 9)), service_minutes=20, group=int(at % 4) if at % 3 == 0 else None)
        for at in range(1, number + 1)
    )
    vehicles = tuple(
        Vehicle(window=(0, 200.0), max_minutes=120 + each, forbidden=frozenset({int(rng.integers(0, number))}))
        for each in range(3)
    )
    return Problem(clients, vehicles, ways)


@settings(max_examples=30, deadline=None)
@given(problems(), problems())
def test_two_sectors_apart_are_the_two_together(one: Problem, two: Problem) -> None:
    # Arrange: a whole whose halves share no way.
    shift, first = len(one.ways[0]), len(one.clients)
    ways = np.full((shift + len(two.ways[0]),) * 2, np.inf)
    ways[:shift, :shift], ways[shift:, shift:] = one.ways[0], two.ways[0]
    clients = tuple(
        replace(c, place=c.place + shift, group=None if c.group is None else c.group + 9) for c in two.clients
    )
    vehicles = tuple(
        replace(
            v, start=v.start + shift, end=v.end + shift, forbidden=frozenset(c + first for c in v.forbidden),
            only=frozenset(range(first, first + len(clients)) if v.only is None else (c + first for c in v.only)),
        )
        for v in two.vehicles
    )  # fmt: skip
    whole = Problem(one.clients + clients, one.vehicles + vehicles, ways, km=ways / 2, cost_per_km=one.cost_per_km)
    parts = split(whole, [0] * first + [1] * len(clients), [0] * len(one.vehicles) + [1] * len(vehicles))

    # Act
    apart = solve_many([part.problem for part in parts], seed=2, stop=FEW)
    backwards = solve_many(
        [part.problem for part in parts], seed=2, stop=FEW, run=lambda do, jobs: [do(j) for j in jobs]
    )

    # Assert
    assert apart == backwards
    assert faults(whole, together(parts, apart)) == []
