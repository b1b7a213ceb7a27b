"""Load: nobody gives much more of their hours than the others, where that costs the villages next to nothing.

A finished plan is taken, and single visits go from who carries more than the mean to who carries less, within their
week, as long as what is won in evenness is worth more than what the visit loses (`Worth.even`).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from teduh.cores.route.weeks_clock import Timed, begins_from, shift_on, timed
from teduh.cores.route.weeks_data import FEWEST_DAYS_APART, WEEK, Officer, Place, Stop, Weeks
from teduh.cores.route.weeks_pools import has_vehicles
from teduh.cores.route.weeks_week import only_days
from teduh.cores.route.weeks_worth import Horizon, whole

# Less than this is not worth another look.
_LEAST_POINTS: Final = 0.05

Key = tuple[str, int]


def loads(weeks: Weeks, stops: Sequence[Stop]) -> dict[str, float]:
    """Of each officer with hours, the share of them spent away from the base, from leaving to being back."""
    return _Loads.of(weeks, stops).shares()


def evened(weeks: Weeks, stops: Sequence[Stop], *, firm: Collection[Key]) -> list[Stop]:
    """The same visits, more evenly shared; `firm` (place and day) stay where a person put them."""
    now = _Loads.of(weeks, stops)
    # Each move brings the plan nearer to even; twice as many as there are stops are never needed.
    for _ in range(2 * len(stops)):
        best = max(now.moves(firm), key=lambda move: (move.points, move.stop.place, move.officer), default=None)
        if best is None or best.points < _LEAST_POINTS:
            break
        now = now.after(best)
    return now.stops()


@dataclass(frozen=True)
class _Day:
    """What an officer does on a day: perhaps a visit with another officer first, then visits alone, in order."""

    officer: Officer
    day: int
    together: Stop | None
    places: tuple[Place, ...]

    def timed(self, weeks: Weeks, places: Sequence[Place]) -> list[Timed] | None:
        after = (weeks.place(self.together.place).point, self.together.leaves) if self.together else None
        return timed(weeks, self.officer, self.day, places, after=after)

    def minutes(self, weeks: Weeks) -> float:
        """Minutes away as it is now."""
        return self.away(weeks, self.timed(weeks, self.places) or ())

    def away(self, weeks: Weeks, done: Sequence[Timed]) -> float:
        """Minutes from leaving to being back."""
        points = [each.place.point for each in done]
        if self.together is not None:
            points.insert(0, weeks.place(self.together.place).point)
        shift = shift_on(self.officer, self.day)
        if not points or shift is None:
            return 0.0
        begins = self.together.arrives if self.together else done[0].begins
        ends = done[-1].ends if done else self.together.leaves if self.together else 0
        there = weeks.minutes(self.officer.mode, begins_from(self.officer, shift), points[0])
        return ends + weeks.minutes(self.officer.mode, points[-1], self.officer.base) - begins + there


@dataclass(frozen=True)
class _Move:
    """A visit that goes to another officer, on the same day or another of the week, and what the plan wins by it."""

    stop: Stop
    officer: str
    day: int
    places: tuple[Place, ...]
    points: float


@dataclass(frozen=True)
class _Loads:
    weeks: Weeks
    horizon: Horizon
    days: dict[Key, _Day]
    minutes: dict[Key, float]
    hours: dict[str, int]

    @classmethod
    def of(cls, weeks: Weeks, stops: Sequence[Stop]) -> "_Loads":
        days: dict[Key, _Day] = {}
        for officer in weeks.officers:
            for day in sorted(
                {shift.day for shift in officer.shifts if shift.day in range(weeks.first_day, weeks.days)}
            ):
                mine = sorted(
                    (stop for stop in stops if stop.day == day and officer.key in (stop.officer, stop.companion)),
                    key=lambda stop: stop.arrives,
                )
                together = next((stop for stop in mine if stop.companion is not None), None)
                alone = tuple(weeks.place(stop.place) for stop in mine if stop.companion is None)
                days[officer.key, day] = _Day(officer, day, together, alone)
        hours = dict.fromkeys((officer.key for officer in weeks.officers), 0)
        for each in days.values():
            shift = shift_on(each.officer, each.day)
            hours[each.officer.key] += shift.ends - shift.starts if shift else 0
        minutes = {key: day.minutes(weeks) for key, day in days.items()}
        return cls(weeks, whole(weeks), days, minutes, {key: worked for key, worked in hours.items() if worked})

    def shares(self) -> dict[str, float]:
        spent = dict.fromkeys(self.hours, 0.0)
        for (officer, _day), minutes in self.minutes.items():
            if officer in spent:
                spent[officer] += minutes
        return {officer: minutes / self.hours[officer] for officer, minutes in spent.items()}

    def moves(self, firm: Collection[Key]) -> Iterator[_Move]:
        """Every visit of somebody above the mean that somebody below it could make in the same week."""
        shares = self.shares()
        mean = sum(shares.values()) / len(shares) if shares else 0.0
        stops = self.stops()
        visited = only_days(self.weeks, stops)
        light = [key for key in self.days if shares.get(key[0], mean) < mean]
        for stop in stops:
            if stop.companion is None and (stop.place, stop.day) not in firm and shares[stop.officer] > mean:
                others = [each for each in stops if each != stop]
                for key in light:
                    same_week = key[1] // WEEK == stop.day // WEEK
                    if same_week and has_vehicles(self.weeks, others, [key[0]], key[1]):
                        yield from self._move(stop, self.days[key], shares, visited[stop.place])

    def _move(self, stop: Stop, other: _Day, shares: dict[str, float], visited: tuple[int, ...]) -> Iterator[_Move]:
        place = self.weeks.place(stop.place)
        rest = [day for day in visited if day != stop.day]
        too_near = any(abs(day - other.day) < FEWEST_DAYS_APART for day in rest)
        if place.key in other.officer.never or too_near or other.officer.key == stop.officer:
            return
        here = self.days[stop.officer, stop.day]
        left = here.timed(self.weeks, [each for each in here.places if each.key != place.key])
        more = self._best(other, place)
        if left is None or more is None:
            return
        saved = self.minutes[stop.officer, stop.day] - here.away(self.weeks, left)
        added = other.away(self.weeks, more) - self.minutes[other.officer.key, other.day]
        points = self._worth(stop, other, visited, sorted((*rest, other.day)))
        points += self.weeks.worth.minute * (saved - added)
        points += self.weeks.worth.even * self._evener(shares, (stop.officer, -saved), (other.officer.key, added))
        yield _Move(stop, other.officer.key, other.day, tuple(each.place for each in more), points)

    def _best(self, day: _Day, place: Place) -> list[Timed] | None:
        """Of that day with one more visit, the order that keeps the officer away for the shortest time."""
        orders = ([*day.places[:n], place, *day.places[n:]] for n in range(len(day.places) + 1))
        fits = [done for order in orders if (done := day.timed(self.weeks, order)) is not None]
        return min(fits, key=lambda done: day.away(self.weeks, done), default=None)

    def _worth(self, stop: Stop, other: _Day, before: Sequence[int], after: Sequence[int]) -> float:
        """Points for the village: the day it is visited, and whether its own officer comes."""
        place, officer = self.weeks.place(stop.place), self.days[stop.officer, stop.day].officer
        own = (place.key in other.officer.looks_after) - (place.key in officer.looks_after)
        moved = self.horizon.of(place, after) - self.horizon.of(place, before)
        return moved + self.weeks.worth.own * own

    def _evener(self, shares: dict[str, float], *changes: tuple[str, float]) -> float:
        """By how much the squares of the deviations from the mean share, in means, fall."""
        new = dict(shares)
        for officer, minutes in changes:
            new[officer] += minutes / self.hours[officer]
        return _uneven(shares) - _uneven(new)

    def after(self, move: _Move) -> "_Loads":
        key, target = (move.stop.officer, move.stop.day), (move.officer, move.day)
        here, other = self.days[key], self.days[target]
        fewer = tuple(place for place in here.places if place.key != move.stop.place)
        days = {
            **self.days,
            key: _Day(here.officer, here.day, here.together, fewer),
            target: _Day(other.officer, other.day, other.together, move.places),
        }
        minutes = dict(self.minutes)
        for changed in (key, target):
            minutes[changed] = days[changed].minutes(self.weeks)
        return _Loads(self.weeks, self.horizon, days, minutes, self.hours)

    def stops(self) -> list[Stop]:
        """As a plan has them: by day, officer and order."""
        found: list[Stop] = []
        for (officer, day), mine in self.days.items():
            order = 1
            if mine.together is not None:
                found += [mine.together] if mine.together.officer == officer else []
                order += 1
            for number, each in enumerate(mine.timed(self.weeks, mine.places) or (), start=order):
                found.append(Stop(each.place.key, officer, day, each.begins, each.ends, number))
        return sorted(found, key=lambda stop: (stop.day, stop.officer, stop.order))


def _uneven(shares: dict[str, float]) -> float:
    mean = sum(shares.values()) / len(shares)
    return sum((share / mean - 1.0) ** 2 for share in shares.values()) if mean > 0 else 0.0
