"""The same instances by plain PyVRP and by OR-tools, each as its own manual has it."""

import warnings
from typing import Any

import numpy as np

from benchmarks.route_files import Instance

Routes = list[list[int]]

# A prize of orienteering in the steps of PyVRP and OR-tools, which weigh ways against prizes: above any way.
ABOVE_ALL_WAYS = 10**6


def _whole(instance: Instance) -> tuple[np.ndarray[Any, Any], int, int]:
    """Distances in whole steps rounded up, how many steps a unit has, and how much a prize counts."""
    steps = {"toptw": 100, "top": 10_000, "pcvrptw": 1}[instance.kind]
    distance = np.ceil(instance.distance * steps - 1e-6).astype(np.int64)
    return distance, steps, 10 if instance.kind == "pcvrptw" else ABOVE_ALL_WAYS


def by_pyvrp(instance: Instance, seconds: float, seed: int) -> Routes:
    """PyVRP's `solve` with everything left as it comes."""
    import pyvrp  # noqa: PLC0415
    from pyvrp.stop import MaxRuntime  # noqa: PLC0415

    distance, steps, prize = _whole(instance)
    met = [place for place in range(len(instance.nodes)) if place not in {0, instance.last}]
    clients = [
        pyvrp.Client(
            place, delivery=[node.demand], service_duration=round(node.service * steps),
            tw_early=round(node.opens * steps), tw_late=round(min(node.closes, instance.longest) * steps),
            prize=node.prize * prize, required=False,
        )
        for place, node in ((place, instance.nodes[place]) for place in met)
    ]  # fmt: skip
    depots = [pyvrp.Depot(0), pyvrp.Depot(instance.last)]
    vehicle = pyvrp.VehicleType(
        instance.paths, [int(min(instance.capacity, 10**9))], start_depot=0, end_depot=1,
        tw_early=round(instance.nodes[0].opens * steps), tw_late=int(instance.longest * steps + 1e-6),
    )  # fmt: skip
    places = [pyvrp.Location(node.x, node.y) for node in instance.nodes]
    data = pyvrp.ProblemData(places, clients, depots, [vehicle], [distance], [distance])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False, display=False)
    if not result.best.is_feasible():
        return []
    return [[met[stop.idx] for stop in route if stop.is_client()] for route in result.best.routes()]


def by_ortools(instance: Instance, seconds: float) -> Routes:
    """OR-tools' routing with guided local search, prizes as penalties of what is left out."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: PLC0415

    distance, steps, prize = _whole(instance)
    nodes = instance.nodes
    manager = pywrapcp.RoutingIndexManager(
        len(nodes), instance.paths, [0] * instance.paths, [instance.last] * instance.paths
    )
    model = pywrapcp.RoutingModel(manager)
    service = np.array([round(node.service * steps) for node in nodes], np.int64)
    ways = model.RegisterTransitMatrix(distance.tolist())
    times = model.RegisterTransitMatrix((distance + service[:, None]).tolist())
    model.SetArcCostEvaluatorOfAllVehicles(ways)
    longest = int(instance.longest * steps + 1e-6)
    model.AddDimension(times, longest, longest, False, "time")
    if instance.kind == "pcvrptw":
        loads = model.RegisterUnaryTransitVector([node.demand for node in nodes])
        model.AddDimension(loads, 0, int(instance.capacity), True, "load")
    clock = model.GetDimensionOrDie("time")
    for place, node in enumerate(nodes):
        if place in {0, instance.last}:
            continue
        at = manager.NodeToIndex(place)
        clock.CumulVar(at).SetRange(round(node.opens * steps), round(min(node.closes, instance.longest) * steps))
        model.AddDisjunction([at], node.prize * prize)
    settings = pywrapcp.DefaultRoutingSearchParameters()
    settings.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    settings.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    settings.time_limit.FromMilliseconds(int(seconds * 1000))
    found = model.SolveWithParameters(settings)
    routes: Routes = []
    for vehicle in range(instance.paths if found else 0):
        at, route = found.Value(model.NextVar(model.Start(vehicle))), []
        while not model.IsEnd(at):
            route.append(manager.IndexToNode(at))
            at = found.Value(model.NextVar(at))
        routes.append(route)
    return [route for route in routes if route]
