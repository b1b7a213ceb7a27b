"""What a plan of weeks is made from, and what it is: plain values, days counted from a Monday (0), minutes of a day."""

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused

WEEK: Final = 7
DAY_MINUTES: Final = 1440
# A visit that is asked for without a day of its own must not come sooner than this after the one before.
FEWEST_DAYS_APART: Final = 2


@dataclass(frozen=True, slots=True)
class Opening:
    """Within these minutes of a day a visit may go on: it begins at `opens` or later and is over at `closes`."""

    day: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Shift:
    """An officer is free for visits from `starts` to `ends`, the way there and back included.

    It begins at `point`, or at the officer's base where none is given: somebody who is on the road already begins
    where they are. It always ends at the base.
    """

    day: int
    starts: int
    ends: int
    point: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A village and what a visit to it is worth.

    Attributes
    ----------
    key : str
        Names it; no two alike.
    point : int
        Its row in the travel tables.
    daily : float
        Points for a day on which it was visited that day; less on the days after (`Worth.half_life_days`).
    urgent : float
        Points for a visit today because something is going on; less for each day it waits.
    days_since : int or None
        Days from its last visit to day 0 (less than 0 where it was later); None where nobody ever came.
    limit_days : int
        It should not wait longer than this.
    visit_minutes : int
        How long a visit takes.
    officers : int
        1, or 2 where nobody goes alone.
    openings : tuple of Opening
        A day without one is closed.
    """

    key: str
    point: int
    daily: float
    urgent: float = 0.0
    days_since: int | None = None
    limit_days: int = 30
    visit_minutes: int = 60
    officers: int = 1
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who can go.

    Attributes
    ----------
    base : int
        Point where each shift begins and ends.
    mode : int
        Which travel table counts for this officer (motorcycle, car, boat …).
    looks_after : frozenset of str
        Places that are this officer's own; they go first to the own officer.
    never : frozenset of str
        Places this officer is not sent to.
    """

    key: str
    base: int
    shifts: tuple[Shift, ...]
    mode: int = 0
    looks_after: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pool:
    """Vehicles that officers share: on one day at most `count` of the officers who travel by this mode are out."""

    mode: int
    count: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """A stop that a person wants: this place on this day, by this officer (None: whoever can)."""

    place: str
    day: int
    officer: str | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """How the value of a plan is counted.

    Attributes
    ----------
    half_life_days : float
        A visit counts half after so many days.
    waits : float
        What is left of an urgent visit's points for each day it waits.
    again : float
        Share of the urgent points that one more visit brings.
    late : float
        Points lost for each day a place waits beyond its limit: far more than anything else can bring.
    own : float
        Points when the own officer comes.
    minute : float
        Points lost for each minute on the road.
    even : float
        Points for sharing the work more evenly. Each officer's share of their hours is set beside the mean share; what
        the squares of the deviations, in means, fall by is worth so much. At 5, a visit from who makes five to who
        makes one, where all have the same hours and make three on the mean, is worth 3.3: a little more than `own`.
    tail_days : int
        Days after the last week that still count, so that the last days of a plan are not worthless.
    """

    half_life_days: float = 14.0
    waits: float = 0.9
    again: float = 0.5
    late: float = 1000.0
    own: float = 3.0
    minute: float = 0.05
    even: float = 5.0
    tail_days: int = 14

    def __post_init__(self) -> None:
        for name, low, high in (
            ("half_life_days", 0.5, 365),
            ("waits", 0.0, 1.0),
            ("again", 0.0, 1.0),
            ("late", 0, 1e5),
            ("own", 0, 1000),
            ("minute", 0, 10),
            ("even", 0, 10_000),
            ("tail_days", 0, 90),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise Refused(f"{name} must lie from {low:g} to {high:g}, not {value}.", field=name)


@dataclass(frozen=True)
class Weeks:
    """The whole question.

    Attributes
    ----------
    travel : tuple of float64 (points, points)
        Minutes from row to column, one table for each mode; NaN or infinity where there is no way. A table need not
        be symmetric.
    first_day : int
        Nothing is planned before it: today, in a week that has begun.
    twice : frozenset of str
        Places that get a second visit within a week where it is worth it.
    pools : tuple of Pool
        Of modes whose vehicles are shared; of the others everybody has their own.

    Raises
    ------
    Refused
        For values that cannot be meant; a village that cannot be reached is no mistake, the plan says so.
    """

    places: tuple[Place, ...]
    officers: tuple[Officer, ...]
    travel: tuple[NDArray[np.float64], ...]
    weeks: int = 1
    first_day: int = 0
    fixed: tuple[Fixed, ...] = ()
    twice: frozenset[str] = frozenset()
    pools: tuple[Pool, ...] = ()
    worth: Worth = field(default_factory=Worth)

    def __post_init__(self) -> None:
        if not 1 <= self.weeks <= 8:
            raise Refused(f"A plan covers 1 to 8 weeks, not {self.weeks}.", field="weeks")
        if not 0 <= self.first_day < self.days:
            raise Refused(f"first_day must lie from 0 to {self.days - 1}, not {self.first_day}.", field="first_day")
        _check_keys("place", [place.key for place in self.places])
        _check_keys("officer", [officer.key for officer in self.officers])
        _check_keys("pool", [str(pool.mode) for pool in self.pools])
        if any(pool.count < 0 for pool in self.pools):
            raise Refused("A number of vehicles is 0 or more.", field="pools")
        points = _check_travel(self.travel)
        for place in self.places:
            _check_place(place, points)
        for officer in self.officers:
            if not (0 <= officer.base < points and 0 <= officer.mode < len(self.travel)):
                raise Refused(f"The base or mode of {officer.key} is not in the travel tables.", field="officers")
            if any(shift.point is not None and not 0 <= shift.point < points for shift in officer.shifts):
                raise Refused(f"A shift of {officer.key} begins outside the travel tables.", field="officers")

    @property
    def days(self) -> int:
        return WEEK * self.weeks

    def place(self, key: str) -> Place:
        return next(place for place in self.places if place.key == key)

    def officer(self, key: str) -> Officer:
        return next(officer for officer in self.officers if officer.key == key)

    def minutes(self, mode: int, start: int, end: int) -> float:
        """Minutes of one leg; infinite where there is no way."""
        if start == end:
            return 0.0
        value = float(self.travel[mode][start, end])
        return value if math.isfinite(value) else math.inf


@dataclass(frozen=True, slots=True)
class Stop:
    """An officer is in a place from `arrives` to `leaves`; `order` counts the officer's stops of that day from 1.

    `companion` is the second officer where two go.
    """

    place: str
    officer: str
    day: int
    arrives: int
    leaves: int
    order: int
    companion: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a place has no stop in a week, and what would make it so: minutes lacking, where they can be told."""

    place: str
    week: int
    why: str
    lacking_minutes: int | None = None


@dataclass(frozen=True)
class WeeksPlan:
    """Attributes
    ----------
    stops : tuple of Stop
        By day, officer and order.
    left_out : tuple of LeftOut
        Every place without a stop in a week, each with its reason.
    value, bound : float
        Points of the plan, and points that no plan can exceed.
    late : dict of str to int
        Places that wait beyond their limit within these weeks, with the days over it.
    not_kept : tuple of (Fixed, str)
        What a person wanted and could not be, with the reason.
    no_vehicle : tuple of (str, int)
        Officers who stayed at home on a day because others had all the vehicles of their mode.
    """

    stops: tuple[Stop, ...]
    left_out: tuple[LeftOut, ...]
    value: float
    bound: float
    late: dict[str, int]
    not_kept: tuple[tuple[Fixed, str], ...] = ()
    no_vehicle: tuple[tuple[str, int], ...] = ()

    @property
    def gap(self) -> float:
        """How far the value may lie below the best, as a share of the bound; 0 where there is nothing to win."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0

    def at(self, place: str) -> tuple[Stop, ...]:
        return tuple(stop for stop in self.stops if stop.place == place)


def _check_keys(what: str, keys: list[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if not key or key in seen:
            raise Refused(f"Each {what} needs a key of its own; {key!r} is there twice or empty.", field=f"{what}s")
        seen.add(key)


def _check_travel(travel: tuple[NDArray[np.float64], ...]) -> int:
    if not travel:
        raise Refused("At least one travel table is needed.", field="travel")
    size = travel[0].shape[0] if travel[0].ndim == 2 else -1
    for table in travel:
        if table.shape != (size, size):
            raise Refused("Travel tables must be square and of one size.", field="travel")
        if np.any(table < 0):
            raise Refused("Travel minutes must be 0 or more; use NaN where there is no way.", field="travel")
    return size


def _check_place(place: Place, points: int) -> None:
    if not 0 <= place.point < points:
        raise Refused(f"The point of {place.key} is not in the travel tables.", field="places")
    if not (math.isfinite(place.daily) and place.daily >= 0 and math.isfinite(place.urgent) and place.urgent >= 0):
        raise Refused(f"The points of {place.key} must be 0 or more.", field="places")
    if not 1 <= place.visit_minutes <= 600 or not 1 <= place.limit_days <= 3650:
        raise Refused(f"{place.key}: a visit takes 1 to 600 minutes and a limit has 1 to 3650 days.", field="places")
    if place.officers not in (1, 2):
        raise Refused(f"{place.key}: one officer goes, or two.", field="places")
