"""Search by PyVRP (Wouda, Lan and Kool 2024): strong where ways cost as much as prizes."""

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from teduh.cores.route.plans import Plan
from teduh.cores.route.stop import Watch
from teduh.cores.route.table import NEVER, Table

if TYPE_CHECKING:
    import pyvrp

# PyVRP sums ways without a limit; a way that nobody can go must not overflow those sums.
FAR = 10**10
# Matrices of more cells than this are not made for PyVRP.
MOST_CELLS = 10**8


def can(table: Table) -> bool:
    """Whether PyVRP can be asked: costs and kilometres share its matrix, and each set of allowed clients needs one."""
    sets = len(np.unique(table.allowed, axis=0))
    return (
        bool((table.farthest >= NEVER).all() and (table.returns > 0).all()) and sets * table.client.size**2 < MOST_CELLS
    )


def search(table: Table, *, seed: int, watch: Watch, start: Plan | None = None) -> Plan:
    """The best plan that PyVRP finds for a table that travelling costs; every kind and option needs to be possible."""
    import pyvrp  # noqa: PLC0415 - importing it takes a moment that a start of Teduh need not pay

    data = _data(table)
    params = pyvrp.SolveParams()
    initial = None
    if start:
        routes = [pyvrp.Route(data, list(options), kind) for kind, options in start]
        initial = pyvrp.Solution(data, routes)

    def stop(best_cost: int) -> bool:
        if watch.over():
            return True
        watch.done += 1
        return False

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = pyvrp.solve(
            data, stop, seed=seed % 2**32, collect_stats=False, params=params, initial_solution=initial
        )
    return [(route.vehicle_type(), [activity.idx for activity in route if activity.is_client()])
            for route in result.best.routes()]  # fmt: skip


def _data(table: Table) -> "pyvrp.ProblemData":
    import pyvrp  # noqa: PLC0415

    options = table.client.size
    locations = [pyvrp.Location(0, 0) for _ in range(options + 2 * len(table.start))]
    groups = _groups(table)
    clients = [
        pyvrp.Client(
            at, delivery=table.demand[at].tolist(), service_duration=int(table.service[at]),
            tw_early=max(0, int(table.opens[at])), tw_late=min(NEVER, max(0, int(table.closes[at]))),
            prize=int(table.worth[at]), required=False, group=groups[0].get(int(table.group[at])),
        )
        for at in range(options)
    ]  # fmt: skip
    depots = [pyvrp.Depot(options + at) for at in range(2 * len(table.start))]
    profiles, numbers = np.unique(np.column_stack([table.profile, table.allowed]), axis=0, return_inverse=True)
    kinds = [
        pyvrp.VehicleType(
            int(table.count[at]), table.capacity[at].tolist(), start_depot=2 * at, end_depot=2 * at + 1,
            tw_early=max(0, int(table.leaves[at])), tw_late=min(NEVER, int(table.returns[at])),
            shift_duration=min(NEVER, int(table.longest[at])), profile=int(numbers[at]),
        )
        for at in range(len(table.start))
    ]  # fmt: skip
    places = np.r_[table.place, np.column_stack([table.start, table.end]).ravel()]
    distances: list[Any] = []
    durations: list[Any] = []
    for row in profiles:
        shut = np.zeros(len(places), np.bool_)
        shut[:options] = row[1:] == 0
        for matrices, source in ((distances, table.cost[row[0]]), (durations, table.travel[row[0]])):
            matrix = np.minimum(source[np.ix_(places, places)], FAR)
            matrix[table.travel[row[0]][np.ix_(places, places)] >= NEVER] = FAR
            matrix[shut] = FAR
            matrix[:, shut] = FAR
            np.fill_diagonal(matrix, 0)
            matrices.append(matrix)
    return pyvrp.ProblemData(locations, clients, depots, kinds, distances, durations, groups[1])


def _groups(table: Table) -> tuple[dict[int, int], "list[pyvrp.ClientGroup]"]:
    import pyvrp  # noqa: PLC0415

    members: dict[int, list[int]] = {}
    for option, group in enumerate(table.group.tolist()):
        members.setdefault(group, []).append(option)
    several = {group: who for group, who in members.items() if len(who) > 1}
    numbers = {group: number for number, group in enumerate(several)}
    return numbers, [pyvrp.ClientGroup(who, required=False) for who in several.values()]
