"""Distances on the earth."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

# Mean radius of the earth (IUGG), in kilometres.
EARTH_RADIUS_KM: Final = 6371.0088


def distance_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine formula)."""
    lat1, lat2 = radians(latitude), radians(to_latitude)
    half_lat, half_lng = (lat2 - lat1) / 2, radians(to_longitude - longitude) / 2
    inner = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lng) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(inner)))
