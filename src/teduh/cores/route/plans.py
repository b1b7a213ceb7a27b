"""Plans as the searches hold them, and what they are worth."""

import itertools
from collections.abc import Sequence

from teduh.cores.route.answer import Trips
from teduh.cores.route.schedule import times
from teduh.cores.route.table import Table

# (kind, options in their order), …
Plan = list[tuple[int, list[int]]]


def worth_of(table: Table, plan: Plan) -> tuple[int, int, int]:
    """Money that a plan is worth with the lift of required clients; of equal ones more visits, then less travel."""
    money = visits = ridden = 0
    for kind, options in plan:
        stops = [table.start[kind], *table.place[options], table.end[kind]]
        for here, there in itertools.pairwise(stops):
            money -= int(table.cost[table.profile[kind], here, there])
            ridden += int(table.travel[table.profile[kind], here, there])
        money += int(table.worth[options].sum())
        visits += len(options)
    return money, visits, -ridden


def better(table: Table, plans: Sequence[Plan]) -> Plan:
    """The plan worth most; of equals the first."""
    return max(plans, key=lambda plan: worth_of(table, plan))


def kept(table: Table, plan: Plan) -> Plan:
    """The routes that keep their rules as they are; others without what breaks them."""
    return repaired(table, named(table, plan))


def named(table: Table, plan: Plan) -> Trips:
    """The plan with the positions of the problem."""
    return tuple((int(table.vehicle[kind]), tuple(int(table.client[o]) for o in options)) for kind, options in plan)


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
        kind = kinds.get(vehicle)
        if kind is None or left[kind] == 0:
            continue
        route: list[int] = []
        for client in clients:
            for option in options.get(client, ()):
                group = int(table.group[option])
                if group not in taken and times(table, kind, [*route, option]) is not None:
                    route.append(option)
                    taken.add(group)
                    break
        if route:
            left[kind] -= 1
            plan.append((kind, route))
    return plan
