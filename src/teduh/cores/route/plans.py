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
    """The plan without what breaks a rule; routes that keep all of them stay as they are."""
    left = table.count.copy()
    taken: set[int] = set()
    whole: Plan = []
    for kind, options in plan:
        fresh = [option for option in dict.fromkeys(options) if int(table.group[option]) not in taken]
        route = fresh if times(table, kind, fresh) is not None else _one_by_one(table, kind, fresh)
        groups = {int(table.group[option]) for option in route}
        if len(groups) < len(route):
            route = _one_by_one(table, kind, route)
        if route and left[kind] > 0:
            left[kind] -= 1
            taken |= groups
            whole.append((kind, route))
    return whole


def _one_by_one(table: Table, kind: int, options: Sequence[int]) -> list[int]:
    """The options that fit behind each other, each group once."""
    route: list[int] = []
    taken: set[int] = set()
    for option in options:
        if int(table.group[option]) not in taken and times(table, kind, [*route, option]) is not None:
            route.append(option)
            taken.add(int(table.group[option]))
    return route


def repaired(table: Table, trips: Trips) -> Plan:
    """Routes by the positions of the problem, without what breaks a rule.

    Of the windows of a client the first is taken that fits behind those before it.
    """
    kinds = {int(vehicle): kind for kind, vehicle in enumerate(table.vehicle)}
    options: dict[int, list[int]] = {}
    for option, client in enumerate(table.client.tolist()):
        options.setdefault(client, []).append(option)
    plan: Plan = []
    for vehicle, clients in trips:
        if vehicle in kinds:
            known = [options[client] for client in clients if client in options]
            single = [choice[0] for choice in known if len(choice) == 1]
            route = single if len(single) == len(known) else _chosen(table, kinds[vehicle], known)
            plan.append((kinds[vehicle], route))
    return kept(table, plan)


def _chosen(table: Table, kind: int, choices: Sequence[Sequence[int]]) -> list[int]:
    """One option of each choice, as they fit behind each other."""
    route: list[int] = []
    for choice in choices:
        for option in choice:
            if times(table, kind, [*route, option]) is not None:
                route.append(option)
                break
    return route
