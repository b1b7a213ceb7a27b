"""Small problems for the tests, hand-made and drawn."""

import math

import numpy as np
from hypothesis import strategies as st

from teduh.cores.route import Client, Problem, StopRule, Vehicle

# Places on one road, ten minutes apart: the sector office at 0, then Batumarta, Kemelak, Sekarjaya, Tanjung.
ROAD = np.abs(np.subtract.outer(np.arange(5), np.arange(5))) * 10.0
FEW = StopRule(iterations=120)


@st.composite
def problems(draw: st.DrawFn, *, costly: bool | None = None) -> Problem:
    """Up to nine clients and four vehicles with rules of every sort, ways with holes and not symmetric."""
    places = draw(st.integers(2, 7))
    number = st.integers(0, 60)
    ways = np.array(draw(st.lists(number, min_size=places**2, max_size=places**2)), np.float64).reshape(places, places)
    for _ in range(draw(st.integers(0, 3))):
        row, column = draw(st.integers(0, places - 1)), draw(st.integers(0, places - 1))
        ways[row, column] = draw(st.sampled_from([math.nan, math.inf, -1.0]))
    clients = tuple(draw(st.lists(_clients(places), max_size=9)))
    vehicles = tuple(draw(st.lists(_vehicles(places, len(clients)), max_size=4)))
    rate = 0.0 if costly is False else draw(st.sampled_from([0.0, 0.25])) if costly is None else 0.25
    return Problem(clients, vehicles, ways, km=ways / 2, cost_per_km=rate)


@st.composite
def _clients(draw: st.DrawFn, places: int) -> Client:
    windows = [
        (float(opens), float(opens + long))
        for opens, long in draw(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 120)), max_size=2))
    ]
    return Client(
        draw(st.integers(0, places - 1)),
        prize=draw(st.integers(0, 40)),
        service_minutes=draw(st.integers(0, 60)) / 2,
        windows=tuple(windows),
        required=draw(st.integers(0, 5)) == 0,
        group=draw(st.sampled_from([None, None, 1, 2])),
        demand=(draw(st.integers(0, 4)),),
    )


@st.composite
def _vehicles(draw: st.DrawFn, places: int, clients: int) -> Vehicle:
    opens = draw(st.integers(0, 120))
    some = st.frozensets(st.integers(0, clients - 1)) if clients else st.just(frozenset())
    return Vehicle(
        start=draw(st.integers(0, places - 1)),
        end=draw(st.integers(0, places - 1)),
        window=(float(opens), float(opens + draw(st.integers(0, 400)))),
        max_minutes=draw(st.sampled_from([math.inf, 90.0, 200.0])),
        max_km=draw(st.sampled_from([math.inf, 60.0])),
        capacity=draw(st.sampled_from([(), (5,)])),
        only=draw(st.one_of(st.none(), some)),
        forbidden=draw(some),
        count=draw(st.integers(0, 2)),
    )
