"""Distances that can be checked by hand."""

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.geo import EARTH_RADIUS_KM, distance_km, in_bounds

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


def test_one_degree_to_the_south_is_a_360th_of_the_circumference() -> None:
    assert distance_km(-4, 104, -5, 104) == pytest.approx(2 * pi * EARTH_RADIUS_KM / 360)
    assert distance_km(-4, 104, -5, 104) == pytest.approx(111.195, abs=0.001)


def test_pole_to_equator_is_a_quarter_and_to_the_other_side_a_half() -> None:
    assert distance_km(90, 0, 0, 77) == pytest.approx(pi / 2 * EARTH_RADIUS_KM)
    assert distance_km(0, 0, 0, 180) == pytest.approx(pi * EARTH_RADIUS_KM)


def test_on_the_60th_parallel_a_small_step_east_is_half_as_long() -> None:
    assert distance_km(60, 0, 60, 0.01) == pytest.approx(distance_km(0, 0, 0, 0.01) / 2, rel=1e-6)


def test_arrays_give_the_table_of_all_distances() -> None:
    latitudes, longitudes = np.array([-4.0, -5.0]), np.array([104.0, 104.0])

    table = distance_km(latitudes[:, None], longitudes[:, None], latitudes, longitudes)

    one = distance_km(-4, 104, -5, 104)
    assert np.allclose(table, [[0, one], [one, 0]])
    assert isinstance(one, float)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_way_back_is_as_long(lat1: float, lng1: float, lat2: float, lng2: float) -> None:
    there = distance_km(lat1, lng1, lat2, lng2)

    assert there == pytest.approx(distance_km(lat2, lng2, lat1, lng1), abs=1e-6)
    assert 0 <= there <= pi * EARTH_RADIUS_KM + 1e-6
    assert distance_km(lat1, lng1, lat1, lng1) == 0


def test_a_box_holds_its_edges_and_may_cross_the_date_line() -> None:
    oku = {"south": -4.9, "west": 103.6, "north": -3.6, "east": 104.6}

    assert [
        in_bounds(-4.1, 104.1, **oku),
        in_bounds(-4.9, 103.6, **oku),
        in_bounds(-4.1, 105, **oku),
        in_bounds(-5, 104, **oku),
    ] == [True, True, False, False]
    assert [in_bounds(0, lng, south=-1, west=179, north=1, east=-179) for lng in (179.5, -179.5, 0)] == [
        True,
        True,
        False,
    ]
