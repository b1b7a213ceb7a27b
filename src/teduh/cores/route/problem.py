"""What is asked: who could be visited, who could go, and how long the ways are."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teduh.cores.errors import Refused

# Prizes are whole numbers, so that sums are exact; half of what a float holds exactly.
MOST_PRIZE = 10**9


@dataclass(frozen=True)
class Client:
    """One visit that could be made.

    Attributes
    ----------
    place : int
        Row of the matrices.
    prize : int
        What the visit is worth, 0 to 1,000,000,000.
    service_minutes : float
        How long the visit takes.
    windows : tuple of (open_minute, close_minute)
        The visit begins within one of these; empty stands for any time. Minutes run on one axis over the whole problem:
        a week of days is told by windows and vehicles on minute 0 to 1440, 1440 to 2880, and so on.
    required : bool
        Must be visited: comes before any prize. An answer that cannot is not `feasible` and says why.
    group : int or None
        Clients with the same number are alternatives, of which at most one is visited (one village on several days).
        With `required` clients in it, one of the group must be visited.
    demand : tuple of int
        What the visit takes from each capacity.
    """

    place: int
    prize: int = 0
    service_minutes: float = 0.0
    windows: tuple[tuple[float, float], ...] = ()
    required: bool = False
    group: int | None = None
    demand: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.place < 0:
            raise Refused("place must not be negative.", field="place")
        if not 0 <= self.prize <= MOST_PRIZE:
            raise Refused(f"prize must lie from 0 to {MOST_PRIZE}, not {self.prize}.", field="prize")
        if not (math.isfinite(self.service_minutes) and self.service_minutes >= 0):
            raise Refused(f"service_minutes must be 0 or more, not {self.service_minutes}.", field="service_minutes")
        for opens, closes in self.windows:
            if math.isnan(opens) or math.isnan(closes):
                raise Refused("A window needs two numbers.", field="windows")
        if any(amount < 0 for amount in self.demand):
            raise Refused("demand must not be negative.", field="demand")


@dataclass(frozen=True)
class Vehicle:
    """Who goes: an officer on one day, or `count` of the same kind.

    Attributes
    ----------
    start, end : int
        Places (rows of the matrices) where the way begins and ends.
    window : (open_minute, close_minute)
        Leaves not before, is back not after.
    max_minutes : float
        Longest time from leaving to being back; leaving late, to wait less, is counted for the traveller.
    max_km : float
        Longest way; needs `Problem.km`.
    capacity : tuple of int
        What each demand may add up to; empty for no limit.
    only : frozenset of int or None
        Clients (positions in `Problem.clients`) that this vehicle may visit; None for all.
    forbidden : frozenset of int
        Clients that it may not visit.
    count : int
        How many there are.
    profile : int
        Which matrices it travels by (motorbike, boat).
    """

    start: int = 0
    end: int = 0
    window: tuple[float, float] = (0.0, math.inf)
    max_minutes: float = math.inf
    max_km: float = math.inf
    capacity: tuple[int, ...] = ()
    only: frozenset[int] | None = None
    forbidden: frozenset[int] = frozenset()
    count: int = 1
    profile: int = 0

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < 0:
            raise Refused("start and end must not be negative.", field="start")
        if self.count < 0:
            raise Refused("count must not be negative.", field="count")
        for name in ("max_minutes", "max_km"):
            if not getattr(self, name) >= 0:
                raise Refused(f"{name} must be 0 or more.", field=name)
        if math.isnan(self.window[0]) or math.isnan(self.window[1]):
            raise Refused("A window needs two numbers.", field="window")
        if any(amount < 0 for amount in self.capacity):
            raise Refused("capacity must not be negative.", field="capacity")


@dataclass(frozen=True)
class Problem:
    """Clients, vehicles, and the ways between the places.

    Attributes
    ----------
    clients, vehicles : tuple
    minutes : float64 (places, places), or one of these for each profile
        Travel time from row to column; need not be symmetric. A value that is not a number, infinite or negative is a
        hole: nobody can go that way. The diagonal is taken as 0.
    km : as `minutes`, or None
        Length of the ways, for `max_km` and `cost_per_km`. A hole here is a hole in the way, too.
    cost_per_km, cost_per_minute : float
        What travelling takes from the value. With both 0 prizes alone count, and of equal prizes the shorter way.
    """

    clients: tuple[Client, ...]
    vehicles: tuple[Vehicle, ...]
    minutes: ArrayLike
    km: ArrayLike | None = None
    cost_per_km: float = 0.0
    cost_per_minute: float = 0.0
    ways: tuple[NDArray[np.float64], ...] = field(init=False, repr=False)
    lengths: tuple[NDArray[np.float64], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "clients", tuple(self.clients))
        object.__setattr__(self, "vehicles", tuple(self.vehicles))
        for name in ("cost_per_km", "cost_per_minute"):
            if not (math.isfinite(getattr(self, name)) and getattr(self, name) >= 0):
                raise Refused(f"{name} must be 0 or more.", field=name)
        ways = _matrices(self.minutes, "minutes")
        lengths = ways if self.km is None else _matrices(self.km, "km")
        if {matrix.shape for matrix in ways + lengths} != {ways[0].shape} or len(ways) != len(lengths):
            raise Refused("minutes and km must have the same shape.", field="km")
        if self.km is None and (self.cost_per_km or any(vehicle.max_km < math.inf for vehicle in self.vehicles)):
            raise Refused("max_km and cost_per_km need the matrix km.", field="km")
        holes = tuple(np.isfinite(way) & np.isfinite(length) for way, length in zip(ways, lengths, strict=True))
        object.__setattr__(self, "ways", _holed(ways, holes))
        object.__setattr__(self, "lengths", _holed(lengths, holes))
        self._check_positions(len(ways[0]), len(ways))

    def _check_positions(self, places: int, profiles: int) -> None:
        _below(places, (client.place for client in self.clients), "place of a client")
        _below(places, (vehicle.start for vehicle in self.vehicles), "start of a vehicle")
        _below(places, (vehicle.end for vehicle in self.vehicles), "end of a vehicle")
        _below(profiles, (vehicle.profile for vehicle in self.vehicles), "profile of a vehicle")
        for vehicle in self.vehicles:
            _below(len(self.clients), (vehicle.only or frozenset()) | vehicle.forbidden, "client of a vehicle")


def _below(limit: int, values: Iterable[int], what: str) -> None:
    for value in values:
        if not 0 <= value < limit:
            raise Refused(f"The {what} is {value}; it must lie below {limit}.")


def _matrices(given: ArrayLike, name: str) -> tuple[NDArray[np.float64], ...]:
    """One square float matrix for each profile, holes as infinity."""
    array = np.array(given, dtype=np.float64)
    if array.ndim == 2:
        array = array[None]
    if array.ndim != 3 or array.shape[1] != array.shape[2]:
        raise Refused(f"{name} must be a square matrix, or one for each profile.", field=name)
    array[~(array >= 0)] = math.inf
    for matrix in array:
        np.fill_diagonal(matrix, 0.0)
    return tuple(array)


def _holed(
    matrices: tuple[NDArray[np.float64], ...], whole: tuple[NDArray[np.bool_], ...]
) -> tuple[NDArray[np.float64], ...]:
    return tuple(np.where(keep, matrix, math.inf) for matrix, keep in zip(matrices, whole, strict=True))
