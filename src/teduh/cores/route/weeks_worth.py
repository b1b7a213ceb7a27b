"""What visits on given days are worth, and the most that any plan could be worth.

A place is worth `daily` points on a day on which somebody came, and half of that `half_life_days` later; while
something is going on there, a visit brings `urgent` points, less for each day it waits and for each visit after the
first.
Each day beyond its limit costs more than all of that can bring.
"""

import heapq
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from teduh.cores.route.weeks_clock import alone, begins_from, shift_on
from teduh.cores.route.weeks_data import WEEK, Place, Stop, Weeks, Worth

# No bound needs more visits to one place in a week than these.
_MOST_PER_WEEK: Final = 2


class Horizon:
    """Counts what a place is worth up to a day: `late` days until `ends`, freshness for `tail_days` longer."""

    def __init__(self, worth: Worth, *, first: int, ends: int, late_ends: int | None = None) -> None:
        self._worth = worth
        self._first, self._ends = first, ends
        self._late_ends = ends if late_ends is None else late_ends
        self._counted = ends + worth.tail_days
        self._keeps = 0.5 ** (1.0 / worth.half_life_days)

    def of(self, place: Place, days: Sequence[int]) -> float:
        """Points of a place that is visited on these days, in order; less than nothing where it waits too long."""
        total = self._between(place, place.days_since, 0, days[0] if days else self._counted)
        for number, day in enumerate(days):
            until = days[number + 1] if number + 1 < len(days) else self._counted
            total += self._between(place, 0, day, until)
            waited = max(0, day - self._first)
            total += place.urgent * self._worth.again**number * self._worth.waits**waited
        return total

    def gain(self, place: Place, days: Sequence[int], day: int) -> float:
        """What one more visit on that day brings."""
        return self.of(place, sorted((*days, day))) - self.of(place, days)

    def late_days(self, place: Place, days: Sequence[int]) -> int:
        """Days, up to the end, on which it waits beyond its limit."""
        starts = (0, *days)
        ends = (*days, self._late_ends)
        ages = (starting_age(place, self._first), *(0 for _ in days))
        return sum(self._late(place, age, start, end) for age, start, end in zip(ages, starts, ends, strict=True))

    def _between(self, place: Place, age: int | None, start: int, end: int) -> float:
        """From the day `start`, on which its last visit is `age` days old, to the day before `end`."""
        fresh = 0.0
        if age is not None and end > start:
            fresh = self._keeps**age * (1.0 - self._keeps ** (end - start)) / (1.0 - self._keeps)
        counted = starting_age(place, self._first) if age is None else age
        late = self._late(place, counted, start, min(end, self._late_ends))
        return place.daily * fresh - self._worth.late * late

    def _late(self, place: Place, age: int, start: int, end: int) -> int:
        within = max(0, place.limit_days - age + 1)
        return max(0, end - start - within)


def starting_age(place: Place, first_day: int) -> int:
    """Days since its last visit on day 0. Where nobody ever came, its turn is in the first seven days of the plan."""
    if place.days_since is not None:
        return place.days_since
    return place.limit_days - (WEEK - 1) - first_day


def whole(weeks: Weeks) -> Horizon:
    """The horizon over which a plan as a whole is valued."""
    return Horizon(weeks.worth, first=weeks.first_day, ends=weeks.days)


def value(weeks: Weeks, stops: Sequence[Stop]) -> float:
    """Points of these stops over those of doing nothing, less the minutes on the road."""
    horizon = whole(weeks)
    total = -weeks.worth.minute * road_minutes(weeks, stops)
    days: dict[str, list[int]] = {}
    looked_after = {officer.key: officer.looks_after for officer in weeks.officers}
    for stop in stops:
        days.setdefault(stop.place, []).append(stop.day)
        own = any(stop.place in looked_after[who] for who in (stop.officer, stop.companion) if who is not None)
        total += weeks.worth.own * own
    for key, visited in days.items():
        place = weeks.place(key)
        total += horizon.of(place, sorted(visited)) - horizon.of(place, ())
    return total


def road_minutes(weeks: Weeks, stops: Sequence[Stop]) -> float:
    """Minutes between stops and to and from the base, of everybody who goes."""
    legs = 0.0
    for officer in weeks.officers:
        for day in range(weeks.days):
            mine = sorted(
                (stop for stop in stops if stop.day == day and officer.key in (stop.officer, stop.companion)),
                key=lambda stop: stop.arrives,
            )
            shift = shift_on(officer, day)
            begins = begins_from(officer, shift) if shift else officer.base
            points = [begins, *(weeks.place(stop.place).point for stop in mine), officer.base]
            if mine:
                legs += sum(weeks.minutes(officer.mode, a, b) for a, b in pairwise(points))
    return legs


def bound(weeks: Weeks) -> float:
    """Points that no plan can exceed: every visit at its best moment, by the shortest leg, until all hours are used.

    For each place the best value of 1, 2, … visits is found by dynamic programming over its open days; of these steps
    the best are taken by points for each minute, the last one in part (a fractional knapsack).
    """
    hours = sum(shift.ends - shift.starts for officer in weeks.officers for shift in officer.shifts)
    steps: list[tuple[float, float, float]] = []
    for place in weeks.places:
        minutes = _fewest_minutes(weeks, place)
        if math.isfinite(minutes):
            for points in _steps(weeks, place):
                heapq.heappush(steps, (-points / minutes, points, minutes))
    total, left = 0.0, float(hours)
    while steps and left > 0:
        _rate, points, minutes = heapq.heappop(steps)
        taken = min(1.0, left / minutes)
        total += points * taken
        left -= minutes * taken
    return total


def _fewest_minutes(weeks: Weeks, place: Place) -> float:
    """What a visit costs at least: the visit itself and the shortest way there, for each who goes."""
    legs = [math.inf]
    for table in {officer.mode: weeks.travel[officer.mode] for officer in weeks.officers}.values():
        column = np.delete(table[:, place.point], place.point)
        column = column[np.isfinite(column)]
        legs.append(float(column.min()) if column.size else math.inf)
    # A place may be somebody's own base, or where their day begins: no way at all.
    begins = {shift.point for officer in weeks.officers for shift in officer.shifts}
    bases = {officer.base for officer in weeks.officers}
    shortest = 0.0 if place.point in begins | bases else min(legs)
    return place.officers * (place.visit_minutes + shortest)


def _steps(weeks: Weeks, place: Place) -> list[float]:
    """What the first, second … visit brings at most; each no more than the one before it."""
    days = days_possible(weeks, place)
    if not days:
        return []
    horizon = whole(weeks)
    nothing = horizon.of(place, ())
    most = _MOST_PER_WEEK * weeks.weeks
    own = weeks.worth.own * any(place.key in officer.looks_after for officer in weeks.officers)
    best = [0.0]
    # best_until[i]: the most that a given number of visits brings when the last of them is on days[i].
    single = {(a, b): _stretch(horizon, place, a, b) for a in (None, *days) for b in (*days, None)}
    until = [single[None, day] for day in days]
    for number in range(1, most + 1):
        told = [
            value + place.urgent * weeks.worth.again ** (number - 1) * _waited(weeks, day)
            for value, day in zip(until, days, strict=True)
        ]
        best.append(max(value + single[day, None] for value, day in zip(told, days, strict=True)) - nothing)
        until = [
            max((told[i] + single[days[i], day] for i in range(index)), default=-math.inf)
            for index, day in enumerate(days)
        ]
        if not any(math.isfinite(value) for value in until):
            break
    with_own = [points + own * number for number, points in enumerate(best)]
    return [step for step in _hull_steps(with_own) if step > 0]


def days_possible(weeks: Weeks, place: Place) -> list[int]:
    """Days on which as many officers as it needs could go there, each if nothing else were planned."""
    days = sorted({opening.day for opening in place.openings if weeks.first_day <= opening.day < weeks.days})
    able = {day: sum(alone(weeks, officer, place, day) for officer in weeks.officers) for day in days}
    return [day for day in days if able[day] >= place.officers]


def _waited(weeks: Weeks, day: int) -> float:
    return weeks.worth.waits ** max(0, day - weeks.first_day)


def _stretch(horizon: Horizon, place: Place, start: int | None, end: int | None) -> float:
    age = place.days_since if start is None else 0
    return horizon._between(place, age, start or 0, horizon._counted if end is None else end)


def _hull_steps(best: Sequence[float]) -> list[float]:
    """Steps of the smallest concave line over the values: its slopes fall, so the greedy knapsack is a bound."""
    corners = [(0, best[0])]
    for number in range(1, len(best)):
        corners.append((number, best[number]))
        while len(corners) > 2:
            (x0, y0), (x1, y1), (x2, y2) = corners[-3:]
            if (y1 - y0) * (x2 - x1) >= (y2 - y1) * (x1 - x0):
                break
            del corners[-2]
    steps: list[float] = []
    for (x0, y0), (x1, y1) in pairwise(corners):
        steps += [(y1 - y0) / (x1 - x0)] * (x1 - x0)
    return steps
