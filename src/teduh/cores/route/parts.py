"""A large problem by jurisdictions: cut apart, solved anywhere, and put together, with the same answer wherever."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from teduh.cores.errors import Refused
from teduh.cores.route.answer import Answer, Route, Trips, Unserved
from teduh.cores.route.problem import Problem
from teduh.cores.route.solve import solve
from teduh.cores.route.stop import StopRule


@dataclass(frozen=True)
class Part:
    """A problem by itself; its client and vehicle numbers stand at these positions of the whole."""

    problem: Problem
    clients: tuple[int, ...]
    vehicles: tuple[int, ...]


@dataclass(frozen=True)
class Job:
    """One problem to solve, as plain data."""

    problem: Problem
    seed: int
    stop: StopRule
    start: Trips | None = None

    def run(self) -> Answer:
        """Solve it."""
        return solve(self.problem, seed=self.seed, stop=self.stop, start=self.start)


Run = Callable[[Callable[[Job], Answer], Sequence[Job]], Iterable[Answer]]


def _in_turn(work: Callable[[Job], Answer], jobs: Sequence[Job]) -> Iterable[Answer]:
    return [work(job) for job in jobs]


def solve_many(
    problems: Sequence[Problem],
    *,
    seed: int,
    stop: StopRule,
    starts: Sequence[Trips | None] | None = None,
    run: Run = _in_turn,
) -> tuple[Answer, ...]:
    """The answers of problems that do not touch each other, each within the stop rule.

    `run` does the jobs anywhere (`map` of a pool, or `over(client)` of `benchmarks/route_fanout.py` for Dask). Under a
    limit of iterations an answer hangs on its problem and the seed alone.
    """
    begin = starts if starts is not None else [None] * len(problems)
    jobs = [Job(problem, seed, stop, start) for problem, start in zip(problems, begin, strict=True)]
    return tuple(run(Job.run, jobs))


def split(problem: Problem, of_clients: Sequence[int], of_vehicles: Sequence[int]) -> tuple[Part, ...]:
    """One part for each number that clients or vehicles carry, in the order of the numbers.

    Raises
    ------
    Refused
        When the numbers do not match the clients and vehicles, or a group lies in two parts.
    """
    if len(of_clients) != len(problem.clients) or len(of_vehicles) != len(problem.vehicles):
        raise Refused("Every client and every vehicle needs the number of its part.")
    home: dict[int, int] = {}
    for client, number in zip(problem.clients, of_clients, strict=True):
        if client.group is not None and home.setdefault(client.group, number) != number:
            raise Refused(f"Group {client.group} lies in two parts.")
    return tuple(
        _part(
            problem,
            tuple(at for at, own in enumerate(of_clients) if own == number),
            tuple(at for at, own in enumerate(of_vehicles) if own == number),
        )
        for number in sorted({*of_clients, *of_vehicles})
    )


def _part(problem: Problem, clients: tuple[int, ...], vehicles: tuple[int, ...]) -> Part:
    """The clients and vehicles with no more places than they use."""
    kept = [problem.clients[at] for at in clients]
    going = [problem.vehicles[at] for at in vehicles]
    places = sorted({c.place for c in kept} | {v.start for v in going} | {v.end for v in going}) or [0]
    place = {old: new for new, old in enumerate(places)}
    client = {old: new for new, old in enumerate(clients)}
    chosen = np.ix_(places, places)
    return Part(
        replace(
            problem,
            clients=tuple(replace(c, place=place[c.place]) for c in kept),
            vehicles=tuple(
                replace(
                    v, start=place[v.start], end=place[v.end],
                    only=None if v.only is None else frozenset(client[c] for c in v.only if c in client),
                    forbidden=frozenset(client[c] for c in v.forbidden if c in client),
                )
                for v in going
            ),
            minutes=np.stack([way[chosen] for way in problem.ways]),
            km=None if problem.km is None else np.stack([length[chosen] for length in problem.lengths]),
        ),
        clients, vehicles,
    )  # fmt: skip


def together(parts: Sequence[Part], answers: Sequence[Answer]) -> Answer:
    """The answers of the parts as one of the whole."""
    routes: list[Route] = []
    unserved: list[Unserved] = []
    missing: list[Unserved] = []
    for part, answer in zip(parts, answers, strict=True):
        for route in answer.routes:
            visits = tuple(replace(visit, client=part.clients[visit.client]) for visit in route.visits)
            routes.append(replace(route, vehicle=part.vehicles[route.vehicle], visits=visits))
        unserved += [replace(item, client=part.clients[item.client]) for item in answer.unserved]
        missing += [replace(item, client=part.clients[item.client]) for item in answer.why_not]
    value, bound = sum(a.value for a in answers), sum(a.bound for a in answers)
    return Answer(
        routes=tuple(sorted(routes, key=lambda route: (route.vehicle, route.leave_minute))),
        unserved=tuple(sorted(unserved, key=lambda item: item.client)), value=value, bound=bound,
        gap=(bound - value) / bound if bound else 0.0, feasible=all(a.feasible for a in answers),
        why_not=tuple(sorted(missing, key=lambda item: item.client)),
        iterations=max((a.iterations for a in answers), default=0),
    )  # fmt: skip
