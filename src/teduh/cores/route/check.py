"""An answer checked against the problem itself, by other code than that which made it."""

import itertools
import math

from teduh.cores.route.answer import Answer, Route
from teduh.cores.route.problem import Problem

# Minutes and kilometres are sums of floats.
HAIR = 1e-6


def faults(problem: Problem, answer: Answer) -> list[str]:
    """Every rule that the answer breaks, one sentence each; empty when it breaks none."""
    found = []
    seen: set[int] = set()
    groups: set[int] = set()
    used: dict[int, int] = {}
    for route in answer.routes:
        used[route.vehicle] = used.get(route.vehicle, 0) + 1
        found += _route_faults(problem, route)
        for visit in route.visits:
            group = problem.clients[visit.client].group
            if visit.client in seen:
                found.append(f"Client {visit.client} is visited twice.")
            if group is not None and group in groups:
                found.append(f"Group {group} is visited twice.")
            seen.add(visit.client)
            groups |= set() if group is None else {group}
    for vehicle, times in used.items():
        if times > problem.vehicles[vehicle].count:
            found.append(f"Vehicle {vehicle} goes {times} times.")
    left_out = sorted(item.client for item in answer.unserved)
    if sorted(seen) + left_out != [*sorted(seen), *(c for c in range(len(problem.clients)) if c not in seen)]:
        found.append("Not every client is either visited or told to be left out.")
    if not math.isclose(value(problem, answer), answer.value, rel_tol=1e-6, abs_tol=0.01):
        found.append(f"The value is {value(problem, answer)}, not {answer.value}.")
    if answer.value > answer.bound * (1 + HAIR) + HAIR:
        found.append(f"The value {answer.value} lies above its bound {answer.bound}.")
    return found


def value(problem: Problem, answer: Answer) -> float:
    """Prizes of the visits less the cost of the ways, summed anew."""
    total = 0.0
    for route in answer.routes:
        vehicle = problem.vehicles[route.vehicle]
        stops = [vehicle.start, *(problem.clients[v.client].place for v in route.visits), vehicle.end]
        total += sum(problem.clients[visit.client].prize for visit in route.visits)
        for here, there in itertools.pairwise(stops):
            total -= problem.cost_per_minute * float(problem.ways[vehicle.profile][here, there])
            if problem.cost_per_km:
                total -= problem.cost_per_km * float(problem.lengths[vehicle.profile][here, there])
    return total


def _route_faults(problem: Problem, route: Route) -> list[str]:
    found = []
    vehicle = problem.vehicles[route.vehicle]
    where = f"Vehicle {route.vehicle}"
    if not route.visits:
        found.append(f"{where} goes to nobody.")
    if route.leave_minute < vehicle.window[0] - HAIR or route.back_minute > vehicle.window[1] + HAIR:
        found.append(f"{where} is on its way outside its window.")
    if route.back_minute - route.leave_minute > vehicle.max_minutes + HAIR:
        found.append(f"{where} is away too long.")
    here, now, km = vehicle.start, route.leave_minute, 0.0
    for visit in route.visits:
        client = problem.clients[visit.client]
        km += float(problem.lengths[vehicle.profile][here, client.place])
        arrives = now + float(problem.ways[vehicle.profile][here, client.place])
        if not arrives <= visit.arrive_minute + HAIR or visit.begin_minute < visit.arrive_minute - HAIR:
            found.append(f"{where} cannot be at client {visit.client} at {visit.arrive_minute}.")
        if client.windows and not any(a - HAIR <= visit.begin_minute <= b + HAIR for a, b in client.windows):
            found.append(f"Client {visit.client} is visited outside its windows.")
        if visit.leave_minute < visit.begin_minute + client.service_minutes - HAIR:
            found.append(f"The visit at client {visit.client} is too short.")
        if visit.client in vehicle.forbidden or (vehicle.only is not None and visit.client not in vehicle.only):
            found.append(f"{where} may not visit client {visit.client}.")
        here, now = client.place, visit.leave_minute
    km += float(problem.lengths[vehicle.profile][here, vehicle.end])
    if not now + float(problem.ways[vehicle.profile][here, vehicle.end]) <= route.back_minute + HAIR:
        found.append(f"{where} cannot be back at {route.back_minute}.")
    if km > vehicle.max_km + HAIR:
        found.append(f"{where} goes too far.")
    for number, most in enumerate(vehicle.capacity):
        taken = [problem.clients[visit.client].demand for visit in route.visits]
        if sum(demand[number] for demand in taken if number < len(demand)) > most:
            found.append(f"{where} carries too much.")
    return found
