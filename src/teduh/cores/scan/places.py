"""Where the places lie."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teduh.cores.errors import Refused
from teduh.cores.geo import EARTH_RADIUS_KM


@dataclass(frozen=True)
class Places:
    """Places on the earth or on a plane.

    Attributes
    ----------
    points : float64 (n, 3)
        On the earth points of the unit sphere, whose straight distances order like great-circle distances; on a plane
        x, y and 0. A row of NaN is a place that nobody knows.
    earth : bool
        Whether distances are on the earth.
    """

    points: NDArray[np.float64]
    earth: bool

    @classmethod
    def on_earth(cls, latitude: ArrayLike, longitude: ArrayLike) -> "Places":
        """Places by degrees (WGS 84), NaN where unknown.

        Raises
        ------
        Refused
            When the lists differ in length, or a degree lies outside its range.
        """
        lat, lng = _pair(latitude, longitude)
        known = ~np.isnan(lat)
        if not (np.all(np.abs(lat[known]) <= 90) and np.all(np.abs(lng[known]) <= 180)):
            raise Refused("A latitude lies from -90 to 90 and a longitude from -180 to 180.")
        north, east = np.radians(lat), np.radians(lng)
        return cls(np.c_[np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], True)

    @classmethod
    def on_plane(cls, x: ArrayLike, y: ArrayLike) -> "Places":
        """Places by coordinates of a plane, in kilometres where a radius is to mean kilometres; NaN where unknown.

        Raises
        ------
        Refused
            When the lists differ in length, or a number is infinite.
        """
        across, up = _pair(x, y)
        return cls(np.c_[across, up, np.where(np.isnan(across), np.nan, 0.0)], False)

    def __len__(self) -> int:
        return len(self.points)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which places have coordinates, (n,)."""
        return np.asarray(~np.isnan(self.points[:, 0]))

    def straight(self, radius_km: float | None) -> float:
        """A radius in the unit of `points`; infinite for none."""
        if radius_km is None:
            return math.inf
        if not self.earth:
            return radius_km
        return 2 * math.sin(min(radius_km / (2 * EARTH_RADIUS_KM), math.pi / 2))

    def km(self, straight: float) -> float:
        """A straight distance of `points` in kilometres along the ground."""
        return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, straight / 2)) if self.earth else straight


def _pair(first: ArrayLike, second: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    one, two = (np.array(values, dtype=np.float64).reshape(-1) for values in (first, second))
    if one.size != two.size:
        raise Refused("Each place needs both coordinates, or NaN for both.")
    if np.any(np.isinf(one) | np.isinf(two)):
        raise Refused("A coordinate must be a finite number, or NaN where it is unknown.")
    unknown = np.isnan(one) | np.isnan(two)
    one[unknown] = two[unknown] = np.nan
    return one, two
