"""The problem as whole numbers in an order of its own: no label of client, vehicle or place changes the search."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teduh.cores.route.marks import marks
from teduh.cores.route.problem import Client, Problem, Vehicle

Ints = NDArray[np.int64]

# A way that nobody can go, and a limit that never binds. Sums of a thousand of them still fit in 64 bits.
NEVER: Final = 10**15
MOST_DECIMALS: Final = 6


@dataclass(frozen=True)
class Table:
    """Options (a client in one of its windows) and vehicle kinds as arrays.

    Times are ticks of 1 / `per_minute` minutes, rounded so that what keeps the rules in ticks keeps them in minutes;
    money is 1 / `per_prize` of a prize.

    Attributes
    ----------
    client, place, group, service, opens, closes : int64 (options,)
        `client` is the position in the problem; at most one option of a `group` is taken.
    prize, worth : int64 (options,)
        `prize` in money; `worth` adds what makes a required client come before any prize.
    demand : int64 (options, dimensions)
    vehicle, start, end, leaves, returns, longest, farthest, count, profile : int64 (kinds,)
        `vehicle` is the position in the problem.
    capacity : int64 (kinds, dimensions)
    allowed : bool (kinds, options)
    travel, length, cost : int64 (profiles, places, places)
        Ticks, metres or finer, money.
    """

    per_minute: int
    per_prize: int
    client: Ints
    place: Ints
    group: Ints
    service: Ints
    opens: Ints
    closes: Ints
    prize: Ints
    worth: Ints
    demand: Ints
    vehicle: Ints
    start: Ints
    end: Ints
    leaves: Ints
    returns: Ints
    longest: Ints
    farthest: Ints
    count: Ints
    profile: Ints
    capacity: Ints
    allowed: NDArray[np.bool_]
    travel: Ints
    length: Ints
    cost: Ints

    @property
    def costly(self) -> bool:
        """Whether travelling takes from the value."""
        return bool(self.cost.any())


def narrowed(table: Table) -> tuple[Table, Ints, Ints]:
    """The kinds and options of which any pair is allowed, and where they stand in the whole."""
    kinds = np.flatnonzero(table.allowed.any(axis=1))
    options = np.flatnonzero(table.allowed.any(axis=0))
    of_options = ("client", "place", "group", "service", "opens", "closes", "prize", "worth", "demand")
    of_kinds = ("vehicle", "start", "end", "leaves", "returns", "longest", "farthest", "count", "profile", "capacity")
    chosen: dict[str, Any] = {name: getattr(table, name)[options] for name in of_options}
    chosen |= {name: getattr(table, name)[kinds] for name in of_kinds}
    return replace(table, allowed=table.allowed[np.ix_(kinds, options)], **chosen), kinds, options


def tabulate(problem: Problem) -> Table:
    """The problem in whole numbers."""
    clients, vehicles = problem.clients, problem.vehicles
    per_minute = _scale(_times(problem))
    travel = np.stack([_whole(way, per_minute, up=True) for way in problem.ways])
    client_marks, vehicle_marks = marks(problem, travel)
    vehicle_order = np.argsort(vehicle_marks, kind="stable").astype(np.int64)
    kinds = [vehicles[v] for v in vehicle_order]
    options = [
        (int(c), window)
        for c in np.argsort(client_marks, kind="stable")
        for window in clients[c].windows or ((-math.inf, math.inf),)
    ]
    client = np.array([c for c, _ in options], np.int64)
    place, back = _renamed([clients[c].place for c in client], kinds, len(problem.ways[0]))
    cost, per_prize = _costs(problem)
    dimensions = max([len(c.demand) for c in clients] + [len(v.capacity) for v in vehicles] + [0])
    prize = np.array([clients[c].prize * per_prize for c in client], np.int64)
    return Table(
        per_minute=per_minute, per_prize=per_prize, client=client,
        place=np.array([place[clients[c].place] for c in client], np.int64),
        group=_groups(clients, client), prize=prize, worth=_worth(clients, client, prize, cost),
        service=_whole([clients[c].service_minutes for c in client], per_minute, up=True),
        opens=_whole([window[0] for _, window in options], per_minute, up=True),
        closes=_whole([window[1] for _, window in options], per_minute, up=False),
        demand=_padded([clients[c].demand for c in client], dimensions, 0),
        vehicle=vehicle_order, allowed=_allowed(kinds, client),
        capacity=_padded([v.capacity for v in kinds], dimensions, NEVER),
        travel=_moved(travel, back), cost=_moved(cost, back),
        **_of_kinds(problem, kinds, place, back, per_minute),
    )  # fmt: skip


def _of_kinds(problem: Problem, kinds: Sequence[Vehicle], place: Ints, back: Ints, per_minute: int) -> dict[str, Ints]:
    """Columns of the vehicle kinds, and the lengths that share their unit."""
    per_km = _scale([*problem.lengths, [v.max_km for v in kinds]])
    return {
        "start": np.array([place[v.start] for v in kinds], np.int64),
        "end": np.array([place[v.end] for v in kinds], np.int64),
        "leaves": _whole([v.window[0] for v in kinds], per_minute, up=True),
        "returns": _whole([v.window[1] for v in kinds], per_minute, up=False),
        "longest": _whole([v.max_minutes for v in kinds], per_minute, up=False),
        "farthest": _whole([v.max_km for v in kinds], per_km, up=False),
        "count": np.array([v.count for v in kinds], np.int64),
        "profile": np.array([v.profile for v in kinds], np.int64),
        "length": _moved(np.stack([_whole(way, per_km, up=True) for way in problem.lengths]), back),
    }


def _moved(matrices: Ints, back: Ints) -> Ints:
    """Matrices with their places in the new order, in rows: loops are compiled anew for another layout."""
    return np.ascontiguousarray(matrices[:, back][:, :, back])


def _costs(problem: Problem) -> tuple[Ints, int]:
    """What each way costs in money, and how much of it a prize of 1 is. Holes cost nothing: nobody goes there."""
    costs = [
        np.where(np.isfinite(way), way, 0.0) * problem.cost_per_minute
        + np.where(np.isfinite(length), length, 0.0) * problem.cost_per_km
        for way, length in zip(problem.ways, problem.lengths, strict=True)
    ]
    per_prize = _scale(costs)
    return np.stack([_whole(cost, per_prize, up=False) for cost in costs]), per_prize


def _times(problem: Problem) -> list[ArrayLike]:
    values = [c.service_minutes for c in problem.clients] + [v.max_minutes for v in problem.vehicles]
    for owner in problem.clients:
        values.extend(edge for window in owner.windows for edge in window)
    for vehicle in problem.vehicles:
        values.extend(vehicle.window)
    return [*problem.ways, values]


def _scale(values: Sequence[ArrayLike]) -> int:
    """The least power of ten that makes all values whole, or the finest that is allowed and fits."""
    flat = np.concatenate([np.ravel(np.asarray(part, np.float64)) for part in values])
    flat = np.abs(flat[np.isfinite(flat)])
    largest = flat.max(initial=1.0)
    for decimals in range(MOST_DECIMALS + 1):
        scaled = flat * 10**decimals
        if largest * 10 ** (decimals + 1) > 10**11 or np.allclose(scaled, np.round(scaled), rtol=0, atol=1e-6):
            return int(10**decimals)
    return int(10**MOST_DECIMALS)


def _whole(values: ArrayLike, scale: int, *, up: bool) -> Ints:
    """Values in whole steps; a hair off a whole number is that number."""
    scaled = np.clip(np.asarray(values, np.float64) * scale, -NEVER, NEVER)
    near = np.round(scaled)
    rounded = np.where(np.abs(scaled - near) < 1e-6, near, np.ceil(scaled) if up else np.floor(scaled))
    return rounded.astype(np.int64)


def _padded(rows: Sequence[tuple[int, ...]], width: int, fill: int) -> Ints:
    table = np.full((len(rows), width), fill, np.int64)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return table


def _allowed(kinds: Sequence[Vehicle], client: Ints) -> NDArray[np.bool_]:
    rows = np.ones((len(kinds), len(client)), np.bool_)
    for at, kind in enumerate(kinds):
        if kind.only is not None:
            rows[at] = np.isin(client, sorted(kind.only))
        if kind.forbidden:
            rows[at] &= ~np.isin(client, sorted(kind.forbidden))
    return rows


def _groups(clients: Sequence[Client], client: Ints) -> Ints:
    """A number for each group and for each client without one, in the order of the options."""
    seen: dict[tuple[bool, int], int] = {}
    numbers = []
    for c in client:
        group = clients[c].group
        key = (True, group) if group is not None else (False, int(c))
        numbers.append(seen.setdefault(key, len(seen)))
    return np.array(numbers, np.int64)


def _worth(clients: Sequence[Client], client: Ints, prize: Ints, cost: Ints) -> Ints:
    """Prizes, with a lift for required groups above all prizes and all ways together."""
    must = {clients[c].group for c in client if clients[c].required and clients[c].group is not None}
    lift = int(prize.sum()) + int(cost.max(initial=0)) * (2 * len(client) + 2) + 1
    required = np.array([clients[c].required or clients[c].group in must for c in client], np.bool_)
    return prize + lift * required


def _renamed(first: Iterable[int], kinds: Sequence[Vehicle], places: int) -> tuple[Ints, Ints]:
    """The new number of each place, as options and vehicles meet them, then the rest; and the old one of each new."""
    names: dict[int, int] = {}
    for place in [*first, *(v.start for v in kinds), *(v.end for v in kinds), *range(places)]:
        names.setdefault(int(place), len(names))
    return np.array([names[place] for place in range(places)], np.int64), np.array(list(names), np.int64)
