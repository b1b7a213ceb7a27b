"""A day that can be reckoned by hand."""

import numpy as np

from teduh.cores.route import Client, Problem, StopRule, Unserved, Vehicle, Why, faults, solve

# Places on one road, ten minutes apart: the sector office at 0, then Batumarta, Kemelak, Sekarjaya, Tanjung.
ROAD = np.abs(np.subtract.outer(np.arange(5), np.arange(5))) * 10.0
FEW = StopRule(iterations=300)


def test_the_officer_goes_where_the_time_is_worth_most() -> None:
    # Ninety minutes: to Sekarjaya and back is sixty, which leaves thirty for one long or two short visits.
    clients = (
        Client(1, prize=5, service_minutes=15),
        Client(2, prize=5, service_minutes=15),
        Client(3, prize=8, service_minutes=30),
        Client(4, prize=100, service_minutes=30),
    )
    problem = Problem(clients, (Vehicle(max_minutes=90),), ROAD)
    answer = solve(problem, seed=1, stop=FEW)
    assert answer.value == 10
    assert sorted(visit.client for route in answer.routes for visit in route.visits) == [0, 1]
    assert answer.unserved == (Unserved(2, Why.NO_ROOM), Unserved(3, Why.TOO_LONG))
    assert faults(problem, answer) == []
