"""When a route is where: leaves as late as being back first allows, so that nobody waits for nothing."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from teduh.cores.route.answer import Route, Visit
from teduh.cores.route.table import NEVER, Table


@dataclass(frozen=True)
class Times:
    """Of one route, in ticks: leaving, being back, and (arrive, begin, leave) of each option."""

    leaves: int
    back: int
    stops: tuple[tuple[int, int, int], ...]


def times(table: Table, kind: int, options: Sequence[int]) -> Times | None:
    """None where the route breaks a rule of its vehicle or of its clients."""
    if not all(table.allowed[kind, option] for option in options) or _too_much(table, kind, options):
        return None
    travel = table.travel[table.profile[kind]]
    leaves, latest = int(table.leaves[kind]), int(table.returns[kind])
    forward = _forward(table, kind, options, leaves)
    if forward is None:
        return None
    # Leave later by the least that any wait or window leaves free.
    slack, now = latest - leaves, 0
    for option, (arrive, begin, _) in zip(options, forward.stops, strict=True):
        now += begin - arrive
        slack = min(slack, int(table.closes[option]) - begin + now)
    shift = max(0, min(slack, now))
    late = _forward(table, kind, options, leaves + shift) if shift else forward
    if late is None or late.back > latest or late.back - late.leaves > table.longest[kind]:
        return None
    stops = [table.start[kind], *table.place[list(options)], table.end[kind]]
    length = table.length[table.profile[kind]]
    way = sum(int(length[a, b]) for a, b in itertools.pairwise(stops))
    passable = all(travel[a, b] < NEVER for a, b in itertools.pairwise(stops))
    return late if passable and way <= table.farthest[kind] else None


def _forward(table: Table, kind: int, options: Sequence[int], leaves: int) -> Times | None:
    travel = table.travel[table.profile[kind]]
    at, now, stops = table.start[kind], leaves, []
    for option in options:
        arrive = now + int(travel[at, table.place[option]])
        begin = max(arrive, int(table.opens[option]))
        if begin > table.closes[option]:
            return None
        now = begin + int(table.service[option])
        at = table.place[option]
        stops.append((arrive, begin, now))
    return Times(leaves, now + int(travel[at, table.end[kind]]), tuple(stops))


def _too_much(table: Table, kind: int, options: Sequence[int]) -> bool:
    return bool((table.demand[list(options)].sum(axis=0) > table.capacity[kind]).any())


def told(table: Table, kind: int, options: Sequence[int], lengths_km: float, when: Times) -> Route:
    """The route in minutes and the positions of the problem."""
    unit = table.per_minute
    visits = tuple(
        Visit(int(table.client[option]), arrive / unit, begin / unit, leave / unit)
        for option, (arrive, begin, leave) in zip(options, when.stops, strict=True)
    )
    travel = table.travel[table.profile[kind]]
    stops = [table.start[kind], *table.place[list(options)], table.end[kind]]
    ridden = sum(int(travel[a, b]) for a, b in itertools.pairwise(stops))
    return Route(int(table.vehicle[kind]), visits, when.leaves / unit, when.back / unit, ridden / unit, lengths_km)
