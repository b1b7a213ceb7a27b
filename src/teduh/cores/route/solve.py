"""Who visits whom, in which order, and when."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.route.anneal import Found, Task
from teduh.cores.route.answer import Answer, Route, Trips
from teduh.cores.route.laying import near_of
from teduh.cores.route.plans import Plan, better, kept, repaired, worth_of
from teduh.cores.route.pool import packed
from teduh.cores.route.problem import Client, Problem, Vehicle
from teduh.cores.route.reasons import alone, bound, reasons
from teduh.cores.route.schedule import Times, times, told
from teduh.cores.route.stop import StopRule, Watch
from teduh.cores.route.table import Table, narrowed, tabulate

Run = Callable[[Callable[[Task], Found], Sequence[Task]], Iterable[Found]]

# Rounds of searches; between them the best choice among all routes met is taken.
ROUNDS: Final = 4
# Where ways cost, the first round has half of all: what it begins with decides the most.
FIRST_SHARE: Final = 0.5
# The part of a round's seconds that this choice may take.
PACKING_SHARE: Final = 0.08


def in_turn(work: Callable[[Task], Found], tasks: Sequence[Task]) -> Iterable[Found]:
    """Do tasks one after the other."""
    return [work(task) for task in tasks]


def solve(
    problem: Problem,
    *,
    seed: int,
    stop: StopRule,
    start: Trips | None = None,
    searches: int = 1,
    run: Run = in_turn,
) -> Answer:
    """The best routes found until the stop rule ends the search.

    Parameters
    ----------
    seed : int
        The same seed under the same limit of iterations gives the same answer, however clients, vehicles and places are
        numbered, and wherever the searches run.
    start : Trips or None
        Routes to begin with, such as `Answer.order()` of yesterday's plan: what still keeps the rules stays, and the
        answer is worth at least as much.
    searches : int
        How many searches go side by side, each for the whole of the stop rule.
    run : callable
        Does tasks anywhere, such as `map` of a pool of processes; results come in the order of the tasks.

    Raises
    ------
    Refused
        When the start names a vehicle or client that does not exist.
    """
    watch = stop.begin()
    table = tabulate(problem)
    possible, step = alone(table)
    table = replace(table, allowed=possible)
    _check_start(problem, start or ())
    small, kinds, options = narrowed(table)
    best = repaired(small, start or ())
    if possible.any():
        best = _rounds(small, best, seed, watch, searches, run)
    best = [(int(kinds[kind]), options[chosen].tolist()) for kind, chosen in best]
    return _told(problem, table, possible, step, best, watch.done)


def ready() -> None:
    """Make the loops ready: the first call on a new machine waits for the compiler, later ones read what it made."""
    here = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
    clients = (Client(1, prize=1, windows=((0.0, 9.0),)), Client(2, prize=1))
    solve(Problem(clients, (Vehicle(max_minutes=9.0),), here), seed=0, stop=StopRule(iterations=2 * ROUNDS))


def _check_start(problem: Problem, start: Trips) -> None:
    for vehicle, clients in start:
        if not 0 <= vehicle < len(problem.vehicles) or any(not 0 <= c < len(problem.clients) for c in clients):
            raise Refused("The start names a vehicle or client that does not exist.", field="start")


def _rounds(table: Table, best: Plan, seed: int, watch: Watch, searches: int, run: Run) -> Plan:
    """Searches side by side, the best choice among their routes, and again."""
    several = int(table.count.sum()) > 1
    near = near_of(table)
    met: list[tuple[int, tuple[int, ...]]] = []
    for number in range(ROUNDS):
        share = FIRST_SHARE if table.costly and number == 0 else 1.0 / (ROUNDS - number)
        part = watch.part(share * (1.0 - PACKING_SHARE) if several else share).rule
        begin = tuple((kind, tuple(options)) for kind, options in best)
        tasks = [
            Task(table, near, seed * 1_000_003 + number * 1009 + each, part, begin, number > 0, several)
            for each in range(searches)
        ]
        found = list(run(Task.run, tasks))
        watch.done += max(item.turns for item in found)
        plans: list[Plan] = [[(kind, list(options)) for kind, options in item.plan] for item in found]
        if several:
            met += [route for item in found for route in item.routes]
            met += [route for item in found for route in item.plan]
            seconds = watch.seconds_left() / max(1, ROUNDS - number) if watch.rule.seconds is not None else np.inf
            plans.append(kept(table, packed(table, met, seconds if number < ROUNDS - 1 else watch.seconds_left())))
        best = better(table, [best, *plans])
        if watch.over():
            break
    return best


def _told(
    problem: Problem, table: Table, possible: NDArray[np.bool_], step: NDArray[np.int64], plan: Plan, iterations: int
) -> Answer:
    visited = np.zeros(table.client.size, np.bool_)
    routes: list[Route] = []
    for kind, options in plan:
        when = cast(Times, times(table, kind, options))  # every plan here was kept or repaired
        visited[options] = True
        routes.append(told(table, kind, options, _km(problem, table, kind, options), when))
    unserved = reasons(table, possible, step, visited, len(problem.clients))
    money = worth_of(table, plan)[0] - int((table.worth - table.prize)[visited].sum())
    most = bound(table, possible)
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
