"""What cannot be is told client by client; nothing is dropped silently and nothing fails."""

import math

import numpy as np
import pytest

from teduh.cores.errors import Refused
from teduh.cores.route import Answer, Client, Problem, StopRule, Unserved, Vehicle, Why, faults, solve
from tests.cores.route.land import FEW, ROAD

DAY = Vehicle(window=(0.0, 480.0))


def answered(problem: Problem) -> Answer:
    answer = solve(problem, seed=1, stop=FEW)
    assert faults(problem, answer) == []
    return answer


def test_nobody_to_go() -> None:
    answer = answered(Problem((Client(1, prize=3), Client(2, prize=4)), (), ROAD))
    assert answer.unserved == (Unserved(0, Why.NO_VEHICLE), Unserved(1, Why.NO_VEHICLE))
    assert (answer.routes, answer.value, answer.bound, answer.gap, answer.feasible) == ((), 0.0, 0.0, 0.0, True)


def test_nobody_to_visit() -> None:
    answer = answered(Problem((), (DAY,), ROAD))
    assert (answer.routes, answer.unserved, answer.value) == ((), (), 0.0)


def test_a_vehicle_that_is_counted_zero_times_does_not_go() -> None:
    answer = answered(Problem((Client(1, prize=3),), (Vehicle(count=0),), ROAD))
    assert answer.unserved == (Unserved(0, Why.NO_VEHICLE),)


@pytest.mark.parametrize(
    ("client", "vehicle", "why"),
    [
        (Client(4, prize=9), Vehicle(forbidden=frozenset({0})), Why.NOT_ALLOWED),
        (Client(4, prize=9), Vehicle(only=frozenset()), Why.NOT_ALLOWED),
        (Client(4, prize=9, windows=((0.0, 39.0),)), DAY, Why.WINDOW),
        (Client(4, prize=9, windows=((60.0, 50.0),)), DAY, Why.WINDOW),
        (Client(4, prize=9, windows=((450.0, 500.0),)), DAY, Why.WINDOW),
        (Client(4, prize=9, service_minutes=10), Vehicle(max_minutes=89.0), Why.TOO_LONG),
        (Client(4, prize=9), Vehicle(window=(9.0, 8.0)), Why.WINDOW),
        (Client(4, prize=9, demand=(3,)), Vehicle(capacity=(2,)), Why.TOO_MUCH),
    ],
)  # fmt: skip
def test_each_thing_in_the_way_has_its_name(client: Client, vehicle: Vehicle, why: Why) -> None:
    assert answered(Problem((client,), (vehicle,), ROAD)).unserved == (Unserved(0, why),)


@pytest.mark.parametrize("hole", [math.nan, math.inf, -1.0])
def test_a_hole_in_the_ways_is_a_way_that_nobody_goes(hole: float) -> None:
    # Arrange: nobody comes back from Tanjung; Sekarjaya can be reached, though not from Kemelak.
    ways = ROAD.copy()
    ways[4, :4] = hole
    ways[2, 3] = hole

    # Act
    answer = answered(Problem((Client(2, prize=1), Client(3, prize=1), Client(4, prize=9)), (DAY,), ways))

    # Assert
    assert answer.value == 2
    assert answer.unserved == (Unserved(2, Why.UNREACHABLE),)
    assert [visit.client for visit in answer.routes[0].visits] == [1, 0]


def test_a_hole_in_the_kilometres_is_one_in_the_way() -> None:
    lengths = ROAD.copy()
    lengths[0, 1] = lengths[2:, 1] = math.nan
    answer = answered(Problem((Client(1, prize=1),), (DAY,), ROAD, km=lengths))
    assert answer.unserved == (Unserved(0, Why.UNREACHABLE),)


def test_too_many_kilometres() -> None:
    answer = answered(Problem((Client(1, prize=1), Client(4, prize=9)), (Vehicle(max_km=79.0),), ROAD, km=ROAD))
    assert answer.unserved == (Unserved(1, Why.TOO_LONG),)


def test_ways_that_differ_there_and_back() -> None:
    # The boat to Tanjung goes with the stream in ten minutes and comes back in seventy.
    stream = np.array([[0.0, 10.0], [70.0, 0.0]])
    problem = Problem((Client(1, prize=1),), (Vehicle(max_minutes=80.0),), stream)
    assert answered(problem).routes[0].back_minute == 80.0
    assert answered(Problem((Client(1, prize=1),), (Vehicle(max_minutes=79.0),), stream)).unserved == (
        Unserved(0, Why.TOO_LONG),
    )


def test_what_the_way_costs_more_than_it_is_worth() -> None:
    problem = Problem((Client(4, prize=59), Client(1, prize=30)), (DAY,), ROAD, cost_per_minute=1.0)
    answer = answered(problem)
    assert answer.value == 10
    assert answer.unserved == (Unserved(0, Why.NOT_WORTH),)


def test_two_far_visits_pay_for_one_way_together() -> None:
    answer = answered(Problem((Client(4, prize=50), Client(4, prize=50)), (DAY,), ROAD, cost_per_minute=1.0))
    assert answer.value == 20


def test_of_alternatives_one_is_visited_and_the_other_told() -> None:
    tuesday, wednesday = Client(1, prize=5, group=7), Client(1, prize=6, group=7)
    answer = answered(Problem((tuesday, wednesday), (DAY,), ROAD))
    assert (answer.value, answer.unserved) == (6.0, (Unserved(0, Why.OTHER),))


def test_a_required_client_comes_before_any_prize() -> None:
    problem = Problem((Client(4, required=True), Client(1, prize=10**9)), (Vehicle(max_minutes=80.0),), ROAD)
    answer = answered(problem)
    # The road to Tanjung passes Batumarta, so both are visited; with a stay there, only Tanjung is.
    assert answer.value == 10**9
    longer = Problem(
        (Client(4, required=True), Client(1, prize=10**9, service_minutes=1)), problem.vehicles, ROAD
    )  # fmt: skip
    assert answered(longer).unserved == (Unserved(1, Why.NO_ROOM),)


def test_a_required_client_that_cannot_be_is_told() -> None:
    answer = answered(Problem((Client(4, required=True), Client(1, prize=1)), (Vehicle(max_minutes=30.0),), ROAD))
    assert (answer.feasible, answer.why_not) == (False, (Unserved(0, Why.TOO_LONG),))
    assert answer.value == 1


def test_no_prize_anywhere_still_visits() -> None:
    answer = answered(Problem((Client(1), Client(2)), (DAY,), ROAD))
    assert (len(answer.routes[0].visits), answer.value, answer.bound, answer.gap) == (2, 0.0, 0.0, 0.0)


def test_of_several_windows_the_one_that_fits() -> None:
    problem = Problem((Client(1, prize=1, windows=((0.0, 5.0), (100.0, 120.0))),), (DAY,), ROAD)
    assert answered(problem).routes[0].visits[0].begin_minute == 100.0


def test_who_has_to_wait_leaves_later() -> None:
    route = answered(Problem((Client(1, prize=1, windows=((100.0, 120.0),)),), (DAY,), ROAD)).routes[0]
    assert (route.leave_minute, route.visits[0].arrive_minute, route.back_minute) == (90.0, 100.0, 110.0)


def test_an_officer_leaves_late_enough_to_stay_within_the_hours() -> None:
    # Both windows lie far apart: with a limit of sixty minutes only one can be had.
    clients = (Client(1, prize=1, windows=((100.0, 100.0),)), Client(1, prize=2, windows=((200.0, 200.0),)))
    answer = answered(Problem(clients, (Vehicle(max_minutes=60.0),), ROAD))
    assert (answer.value, answer.unserved) == (2.0, (Unserved(0, Why.NO_ROOM),))


def test_visits_stand_where_the_ways_that_a_vehicle_has_lead() -> None:
    # By road Tanjung is out of reach; by boat it is not.
    boat = np.where(np.eye(5, dtype=bool), 0.0, 15.0)
    problem = Problem(
        (Client(4, prize=1),), (Vehicle(max_minutes=30.0), Vehicle(max_minutes=30.0, profile=1)), [ROAD, boat]
    )
    assert [route.vehicle for route in answered(problem).routes] == [1]


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Client(-1), "place"),
        (lambda: Client(1, prize=-1), "prize"),
        (lambda: Client(1, service_minutes=math.nan), "service_minutes"),
        (lambda: Client(1, windows=((math.nan, 1.0),)), "windows"),
        (lambda: Vehicle(max_minutes=-1.0), "max_minutes"),
        (lambda: Vehicle(max_km=math.nan), "max_km"),
        (lambda: Vehicle(count=-1), "count"),
        (lambda: Problem((), (), np.zeros((2, 3))), "minutes"),
        (lambda: Problem((), (), np.zeros((2, 2)), km=np.zeros((3, 3))), "km"),
        (lambda: Problem((), (Vehicle(max_km=5.0),), np.zeros((2, 2))), "km"),
        (lambda: Problem((), (), np.zeros((2, 2)), cost_per_minute=-1.0), "cost_per_minute"),
        (lambda: StopRule(seconds=1.0), "clock"),
        (lambda: StopRule(iterations=-1), "iterations"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(make, field: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refusal:
        make()
    assert refusal.value.field == field


def test_a_client_beyond_the_matrix_is_refused() -> None:
    with pytest.raises(Refused, match="place of a client is 5; it must lie below 5"):
        Problem((Client(5),), (), ROAD)


def test_a_start_that_names_nobody_is_refused() -> None:
    with pytest.raises(Refused):
        solve(Problem((Client(1),), (DAY,), ROAD), seed=1, stop=FEW, start=((0, (1,)),))
