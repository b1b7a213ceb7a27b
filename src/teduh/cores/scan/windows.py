"""The shapes of windows: circles, along ties, or any connected shape over ties."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.scan.circles import Chains, circles, near_order
from teduh.cores.scan.counts import Counts
from teduh.cores.scan.places import Places
from teduh.cores.scan.settings import Settings
from teduh.cores.scan.ties import MOST_NEAREST, Ties, along, flexible


@dataclass(frozen=True)
class Circles:
    """Every circle round a place, as SaTScan's; places at one distance enter together."""


@dataclass(frozen=True)
class AlongTies:
    """Growing along the ties: the places within a length of the way from a centre, by Dijkstra's shortest ways.

    A market town and the villages of its traders are one window even where others lie between them.
    """

    ties: Ties


@dataclass(frozen=True)
class Flexible:
    """Every connected set of a centre and some of its `nearest` places along the ties (Tango and Takahashi 2005)."""

    ties: Ties
    nearest: int = 10

    def __post_init__(self) -> None:
        if not 1 <= self.nearest <= MOST_NEAREST:
            raise Refused(f"nearest must lie from 1 to {MOST_NEAREST}, not {self.nearest}.", field="nearest")


Windows = Circles | AlongTies | Flexible


def reachable(places: Places, windows: Windows) -> NDArray[np.bool_]:
    """Places that a window can hold: with circles those with coordinates, over ties all."""
    return places.known if isinstance(windows, Circles) else np.ones(len(places), bool)


def centres_of(places: Places, windows: Windows, kept: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Middles of windows, near ones beside each other; of places on one spot the first."""
    index = np.flatnonzero(kept)
    if isinstance(windows, Circles):
        _, first = np.unique(places.points[index], axis=0, return_index=True)
        index = index[np.sort(first)]
        return np.asarray(index[near_order(places.points[index])], np.int64)
    points = np.where(np.isnan(places.points), 0.0, places.points)
    return np.asarray(index[near_order(points[index])], np.int64)


def limits(
    counts: Counts, settings: Settings, weight: NDArray[np.float64], kept: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the limits count, (n, k), and the most of each, (k,)."""
    columns, most = [weight], [settings.max_cases_share * weight.sum()]
    if settings.max_population_share is not None:
        if counts.population is None:
            raise Refused("max_population_share needs the population of each place.", field="max_population_share")
        people = np.where(kept, counts.population, 0.0)
        columns.append(people)
        most.append(settings.max_population_share * people.sum())
    return np.stack(columns, axis=1), np.array(most)


def chains_of(
    places: Places, windows: Windows, settings: Settings, *, kept: NDArray[np.bool_], sites: NDArray[np.int64],
    weights: NDArray[np.float64], most: NDArray[np.float64], centres: NDArray[np.int64],
) -> Chains:  # fmt: skip
    """Chains of these centres, in their order; `sites` are the places that can change a count."""
    if isinstance(windows, Circles):
        radius = places.straight(settings.max_radius_km)
        return circles(places.points, centres, sites, weights, most=most, radius=radius)
    radius = np.inf if settings.max_radius_km is None else settings.max_radius_km
    if isinstance(windows, AlongTies):
        return along(windows.ties, kept, centres, weights, most=most, radius=radius)
    return flexible(windows.ties, kept, centres, weights, most=most, radius=radius, nearest=windows.nearest)


def everything(kept: NDArray[np.bool_]) -> Chains:
    """One window of all places, for purely temporal scans."""
    place = np.flatnonzero(kept).astype(np.int32)
    closes = np.zeros(place.size, bool)
    closes[-1:] = True
    first = np.array([0, place.size], np.int64)
    return Chains(first, place, closes, place[:1] if place.size else np.zeros(1, np.int32))


def nothing() -> Chains:
    """No window at all, where there is no case."""
    return Chains(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, bool), np.zeros(0, np.int32))


def reach(points: NDArray[np.float64], centre: int, place: Any) -> Any:
    """Squared straight distance of a place, or of many, from a centre, by the same sums as the chains."""
    x, y, z = points[centre]
    return (points[place, 0] - x) ** 2 + (points[place, 1] - y) ** 2 + (points[place, 2] - z) ** 2
