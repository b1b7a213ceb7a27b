"""Who visits whom, in which order, and when."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from teduh.cores.route import hybrid
from teduh.cores.route.answer import Answer, Route, Trips
from teduh.cores.route.hybrid import Plan
from teduh.cores.route.problem import Problem
from teduh.cores.route.reasons import alone, bound, reasons
from teduh.cores.route.schedule import times, told
from teduh.cores.route.stop import StopRule
from teduh.cores.route.table import Table, tabulate


def solve(problem: Problem, *, seed: int, stop: StopRule, start: Trips | None = None) -> Answer:
    """The best routes found until the stop rule ends the search.

    Parameters
    ----------
    seed : int
        The same seed under the same limit of iterations gives the same answer, however clients, vehicles and places are
        numbered.
    start : Trips or None
        Routes to begin with, such as `Answer.order()` of yesterday's plan: what still keeps the rules stays, and the answer
        is worth at least as much.

    Raises
    ------
    Refused
        When the start names a vehicle or client that does not exist.
    """
    table = tabulate(problem)
    possible, step = alone(table)
    table = replace(table, allowed=possible)
    watch = stop.begin()
    kept = repaired(table, start or ())
    best = kept
    if possible.any() and not watch.over():
        found = repaired(table, _named(table, hybrid.search(table, seed=seed, watch=watch, start=kept)))
        best = max(kept, found, key=lambda plan: worth(table, plan))
    return _told(problem, table, possible, step, best, watch.done)


def _named(table: Table, plan: Plan) -> Trips:
    return tuple((int(table.vehicle[kind]), tuple(int(table.client[o]) for o in options)) for kind, options in plan)


def worth(table: Table, plan: Plan) -> tuple[int, int]:
    """Money that a plan is worth with the lift of required clients, and, of equal ones, less travel."""
    money = ridden = 0
    for kind, options in plan:
        stops = [table.start[kind], *table.place[options], table.end[kind]]
        for a, b in itertools.pairwise(stops):
            money -= int(table.cost[table.profile[kind], a, b])
            ridden += int(table.travel[table.profile[kind], a, b])
        money += int(table.worth[options].sum())
    return money, -ridden


def repaired(table: Table, trips: Trips) -> Plan:
    """The routes without what breaks a rule: each client is taken in the first of its windows that fits."""
    kinds = {int(vehicle): kind for kind, vehicle in enumerate(table.vehicle)}
    options: dict[int, list[int]] = {}
    for option, client in enumerate(table.client.tolist()):
        options.setdefault(client, []).append(option)
    left = table.count.copy()
    taken: set[int] = set()
    plan: Plan = []
    for vehicle, clients in trips:
        kind = kinds[vehicle]
        if left[kind] == 0:
            continue
        route: list[int] = []
        for client in clients:
            for option in options[client]:
                group = int(table.group[option])
                if group not in taken and times(table, kind, [*route, option]) is not None:
                    route.append(option)
                    taken.add(group)
                    break
        if route:
            left[kind] -= 1
            plan.append((kind, route))
    return plan


def _told(
    problem: Problem, table: Table, possible: NDArray[np.bool_], step: NDArray[np.int64], plan: Plan, iterations: int
) -> Answer:
    visited = np.zeros(table.client.size, np.bool_)
    routes: list[Route] = []
    for kind, options in plan:
        when = times(table, kind, options)
        assert when is not None
        visited[options] = True
        routes.append(told(table, kind, options, _km(problem, table, kind, options), when))
    unserved = reasons(table, possible, step, visited, len(problem.clients))
    money = worth(table, plan)[0] - int((table.worth - table.prize)[visited].sum())
    most = max(bound(table, possible), money)
    served = {problem.clients[c].group for c in table.client[visited]} - {None}
    missing = tuple(
        item for item in unserved
        if problem.clients[item.client].required and problem.clients[item.client].group not in served
    )  # fmt: skip
    return Answer(
        routes=tuple(sorted(routes, key=lambda r: (r.vehicle, r.leave_minute))), unserved=unserved,
        value=money / table.per_prize, bound=most / table.per_prize, gap=(most - money) / most if most else 0.0,
        feasible=not missing, why_not=missing, iterations=iterations,
    )  # fmt: skip


def _km(problem: Problem, table: Table, kind: int, options: Sequence[int]) -> float:
    vehicle = problem.vehicles[table.vehicle[kind]]
    stops = [vehicle.start, *(problem.clients[c].place for c in table.client[list(options)]), vehicle.end]
    if problem.km is None:
        return 0.0
    return float(sum(problem.lengths[vehicle.profile][a, b] for a, b in itertools.pairwise(stops)))
