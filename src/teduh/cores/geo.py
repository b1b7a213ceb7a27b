"""Distances on the earth and boxes around places; latitudes and longitudes are degrees (WGS 84)."""

from typing import Final, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Mean radius of the earth (IUGG), in kilometres.
EARTH_RADIUS_KM: Final = 6371.0088


@overload
def distance_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float: ...
@overload
def distance_km(
    latitude: ArrayLike, longitude: ArrayLike, to_latitude: ArrayLike, to_longitude: ArrayLike
) -> NDArray[np.float64]: ...
def distance_km(
    latitude: ArrayLike, longitude: ArrayLike, to_latitude: ArrayLike, to_longitude: ArrayLike
) -> float | NDArray[np.float64]:
    """Great-circle distance in kilometres (haversine formula), of two points or, with arrays, of many at once.

    Arrays follow NumPy's broadcasting: shapes (n, 1) and (m,) give the table of all n times m distances.
    """
    lat1, lng1, lat2, lng2 = (np.radians(value) for value in (latitude, longitude, to_latitude, to_longitude))
    inner = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lng2 - lng1) / 2) ** 2
    distance = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(inner, 0.0, 1.0)))
    return float(distance) if np.ndim(distance) == 0 else np.asarray(distance, dtype=np.float64)


def in_bounds(latitude: float, longitude: float, *, south: float, west: float, north: float, east: float) -> bool:
    """Whether a point lies in the box, its edges included. A box with `west` > `east` crosses the 180th meridian."""
    if west <= east:
        return south <= latitude <= north and west <= longitude <= east
    return south <= latitude <= north and (longitude >= west or longitude <= east)
