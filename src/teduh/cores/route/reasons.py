"""Why clients are left out, and how much any answer could be worth."""

import numpy as np
from numpy.typing import NDArray

from teduh.cores.route.answer import Unserved, Why
from teduh.cores.route.table import NEVER, Ints, Table


def alone(table: Table) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether each kind could visit each option and nothing else, and, where none can, what stands nearest in the way.

    Returns
    -------
    possible : bool (kinds, options)
    step : int64 (options,)
        How many tests the option passes with the best kind: 0 not allowed, 1 unreachable, 2 window, 3 too long, 4 too
        much, 5 none stands in the way.
    """
    kinds, options = table.allowed.shape
    possible = np.zeros((kinds, options), np.bool_)
    step = np.zeros(options, np.int64)
    for kind in range(kinds):
        if table.count[kind] == 0:
            continue
        travel, length = table.travel[table.profile[kind]], table.length[table.profile[kind]]
        to, back = travel[table.start[kind], table.place], travel[table.place, table.end[kind]]
        begin = np.maximum(table.leaves[kind] + to, table.opens)
        way = length[table.start[kind], table.place] + length[table.place, table.end[kind]]
        tests = [
            table.allowed[kind],
            (to < NEVER) & (back < NEVER),
            (begin <= table.closes) & (begin + table.service + back <= table.returns[kind]),
            (to + table.service + back <= table.longest[kind]) & (way <= table.farthest[kind]),
            (table.demand <= table.capacity[kind]).all(axis=1),
        ]
        passed = np.cumprod(np.stack(tests).astype(np.int64), axis=0).sum(axis=0)
        possible[kind] = passed == len(tests)
        step = np.maximum(step, passed)
    return possible, step


STEPS = (Why.NOT_ALLOWED, Why.UNREACHABLE, Why.WINDOW, Why.TOO_LONG, Why.TOO_MUCH)


def reasons(
    table: Table, possible: NDArray[np.bool_], step: Ints, visited: NDArray[np.bool_], clients: int
) -> tuple[Unserved, ...]:
    """One reason for each client without a visit; `visited` tells of options."""
    told: dict[int, Why] = {}
    best = np.full(clients, -1, np.int64)
    np.maximum.at(best, table.client, step)
    taken = np.zeros(table.group.max(initial=-1) + 1, np.bool_)
    taken[table.group[visited]] = True
    served = set(table.client[visited].tolist())
    nobody = not table.count.any()
    cheapest = _cheapest(table, possible)
    for option, client in enumerate(table.client.tolist()):
        if client in served:
            continue
        if nobody:
            told[client] = Why.NO_VEHICLE
        elif best[client] < len(STEPS):
            told[client] = STEPS[best[client]]
        elif taken[table.group[option]]:
            told[client] = Why.OTHER
        elif told.get(client) is not Why.NO_ROOM:
            dear = table.costly and cheapest[option] >= table.worth[option]
            told[client] = Why.NOT_WORTH if dear else Why.NO_ROOM
    return tuple(Unserved(client, told[client]) for client in sorted(told))


def _cheapest(table: Table, possible: NDArray[np.bool_]) -> Ints:
    """No route can take in an option for less: the least half ways in and out."""
    if not table.costly or not possible.size:
        return np.zeros(table.client.size, np.int64)
    least = np.full(table.client.size, NEVER, np.int64)
    for kind in range(len(possible)):
        cost = table.cost[table.profile[kind]]
        there = cost[table.start[kind], table.place] + cost[table.place, table.end[kind]]
        straight = cost[table.start[kind], table.end[kind]]
        least = np.minimum(least, np.where(possible[kind], there - straight, NEVER))
    return least


def bound(table: Table, possible: NDArray[np.bool_]) -> int:
    """No answer is worth more, in money.

    Every visit takes its service and at least half of the shortest way in and half of the shortest way out of the time
    of some vehicle; the rest is the knapsack problem with fractions (Dantzig 1957) over all time there is.
    """
    can = possible.any(axis=0)
    if not can.any():
        return 0
    time, money = _shares(table, possible)
    worth = np.maximum(table.prize - money, 0)
    groups = table.group.max() + 1
    gain, need = np.zeros(groups, np.int64), np.full(groups, NEVER, np.int64)
    np.maximum.at(gain, table.group[can], worth[can])
    np.minimum.at(need, table.group[can], time[can])
    kinds = np.flatnonzero(table.count)
    spans = np.minimum(table.longest, table.returns - table.leaves)[kinds].astype(np.float64)
    ends = [_ends(table, possible, int(kind)) for kind in kinds]
    left = float(((np.maximum(0, spans - ends)) * table.count[kinds]).sum())
    order = np.argsort(-(gain / np.maximum(need, 1)), kind="stable")
    total = 0.0
    for group in order:
        if gain[group] == 0:
            continue
        if need[group] > left:
            total += gain[group] * left / need[group]
            break
        total += float(gain[group])
        left -= need[group]
    return int(np.ceil(total))


def _shares(table: Table, possible: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """The least time and money that each option takes."""
    time = np.full(table.client.size, NEVER, np.int64)
    money = np.full(table.client.size, NEVER, np.int64)
    together = len(np.unique(table.profile)) == 1
    for kind in [int(np.argmax(possible.sum(axis=1)))] if together else range(len(possible)):
        mask: NDArray[np.bool_] = np.asarray(possible.any(axis=0) if together else possible[kind])
        for matrix, least, own in (
            (table.travel[table.profile[kind]], time, table.service),
            (table.cost[table.profile[kind]], money, np.zeros_like(time)),
        ):
            halves = _halves(table, matrix, mask)
            np.minimum(least, np.where(mask, own + halves, NEVER), out=least)
    return time, money


def _halves(table: Table, matrix: Ints, mask: NDArray[np.bool_]) -> Ints:
    """Half of the shortest way in and half of the shortest out, rounded down; two groups of one place lie 0 apart."""
    pairs = np.unique(np.column_stack([table.place[mask], table.group[mask]]), axis=0)
    places, counts = np.unique(pairs[:, 0], return_counts=True)
    sources = np.unique(np.r_[places, table.start])
    targets = np.unique(np.r_[places, table.end])
    open_matrix = matrix.copy()
    lonely = places[counts == 1]
    blocked = np.setdiff1d(lonely, np.r_[table.start, table.end])
    open_matrix[blocked, blocked] = NEVER
    shortest_in = open_matrix[sources].min(axis=0)
    shortest_out = open_matrix[:, targets].min(axis=1)
    return np.asarray((shortest_in[table.place] + shortest_out[table.place]) // 2, np.int64)


def _ends(table: Table, possible: NDArray[np.bool_], kind: int) -> float:
    """Half of the shortest first and last ways, which no option's own halves count."""
    mask = possible[kind]
    if not mask.any():
        return 0.0
    travel = table.travel[table.profile[kind]]
    first = int(travel[table.start[kind], table.place[mask]].min())
    last = int(travel[table.place[mask], table.end[kind]].min())
    return (first + last) / 2
