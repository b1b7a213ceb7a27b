"""The parts of the search, and the clock that it is given."""

import itertools
from dataclasses import replace

import numpy as np
from distributed import Client as Cluster
from distributed import LocalCluster

from benchmarks.route_fanout import over
from teduh.cores.route import Client, Problem, StopRule, Vehicle, faults, solve, solve_many
from teduh.cores.route.plans import repaired, worth_of
from teduh.cores.route.pool import packed
from teduh.cores.route.reasons import alone
from teduh.cores.route.table import narrowed, tabulate
from tests.cores.route.land import FEW, ROAD


def best_by_trying(problem: Problem) -> float:
    """The highest value of one vehicle: every order of every choice."""
    best = 0.0
    table = tabulate(problem)
    for number in range(1, len(problem.clients) + 1):
        for order in itertools.permutations(range(len(problem.clients)), number):
            plan = repaired(table, ((0, order),))
            best = max(best, worth_of(table, plan)[0] / table.per_prize)
    return best


def test_small_days_are_solved_to_the_optimum() -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        points = rng.uniform(0, 50, (7, 2))
        ways = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + rng.uniform(0, 5, (7, 7))
        clients = tuple(
            Client(at, prize=int(rng.integers(1, 30)), service_minutes=15, windows=((float(o), float(o + 90)),))
            for at, o in zip(range(1, 7), rng.integers(0, 150, 6), strict=True)
        )
        problem = Problem(
            clients, (Vehicle(window=(0.0, 240.0), max_minutes=170.0),), ways, cost_per_minute=0.05 * (seed % 2)
        )
        assert solve(problem, seed=1, stop=StopRule(iterations=800)).value == best_by_trying(problem)


def test_the_best_choice_of_routes_takes_nobody_twice() -> None:
    # Arrange: two officers, four villages; the two best routes alone share Kemelak.
    clients = tuple(Client(place, prize=prize) for place, prize in ((1, 4), (2, 6), (3, 5), (4, 3)))
    problem = Problem(clients, (Vehicle(window=(0.0, 200.0), count=2),), ROAD)
    table = replace(tabulate(problem), allowed=alone(tabulate(problem))[0])
    table, _, _ = narrowed(table)
    at = {int(client): option for option, client in enumerate(table.client)}
    routes = [(0, tuple(at[c] for c in choice)) for choice in ((0, 1), (1, 2), (2, 3), (0,), (3,))]

    # Act
    plan = packed(table, routes, np.inf)

    # Assert
    assert sorted(tuple(sorted(table.client[options].tolist())) for _, options in plan) == [(0, 1), (2, 3)]


def test_a_limit_in_seconds_asks_only_the_clock_that_it_is_given() -> None:
    ticks = itertools.count()
    problem = Problem((Client(1, prize=1), Client(3, prize=2)), (Vehicle(max_minutes=90.0),), ROAD)
    answer = solve(problem, seed=1, stop=StopRule(seconds=400.0, clock=lambda: float(next(ticks))))
    assert answer.value == 3
    assert next(ticks) > 400


def test_no_iterations_are_no_search() -> None:
    problem = Problem((Client(1, prize=1),), (Vehicle(),), ROAD)
    assert solve(problem, seed=1, stop=StopRule(iterations=0)).value == 0
    assert solve(problem, seed=1, stop=StopRule(iterations=0), start=((0, (0,)),)).value == 1


def test_a_start_keeps_what_still_holds() -> None:
    # Yesterday's plan; today Kemelak is shut in the morning and officer 1 is ill.
    clients = (Client(1, prize=1), Client(2, prize=1, windows=((100.0, 200.0),)), Client(3, prize=1))
    problem = Problem(clients, (Vehicle(window=(0.0, 90.0)), Vehicle(count=0)), ROAD)
    answer = solve(problem, seed=1, stop=StopRule(iterations=0), start=((0, (1, 0)), (1, (2,))))
    assert answer.order() == ((0, (0,)),)
    assert faults(problem, answer) == []


def test_searches_side_by_side_are_the_same_wherever_they_run() -> None:
    problem = sector(3)
    here = solve(problem, seed=1, stop=FEW, searches=3)
    backwards = solve(
        problem, seed=1, stop=FEW, searches=3, run=lambda do, tasks: [do(t) for t in reversed(tasks)][::-1]
    )
    assert here == backwards
    assert here.value >= solve(problem, seed=1, stop=StopRule(iterations=8)).value


def sector(seed: int) -> Problem:
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 60, (12, 2))
    ways = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    clients = tuple(Client(at, prize=int(rng.integers(1, 9)), service_minutes=20) for at in range(1, 12))
    return Problem(clients, (Vehicle(window=(0.0, 200.0), count=2),), ways)


def test_sectors_on_a_cluster_get_the_answers_of_one_process() -> None:
    sectors = [sector(seed) for seed in range(3)]
    here = solve_many(sectors, seed=7, stop=FEW)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Cluster(cluster) as client,
    ):
        there = solve_many(sectors, seed=7, stop=FEW, run=over(client))
    assert there == here
