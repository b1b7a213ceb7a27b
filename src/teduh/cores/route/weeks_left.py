"""Why a place has no stop in a week, and what would make it so."""

import math
from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Final

from teduh.cores.route.weeks_clock import alone, shift_on
from teduh.cores.route.weeks_data import LeftOut, Officer, Place, Stop, Weeks
from teduh.cores.route.weeks_pairs import meeting
from teduh.cores.route.weeks_week import Round

# In the order in which they are looked for: the first that holds is the reason.
NOBODY: Final = "nobody"  # no officer has a shift in the week
CLOSED: Final = "closed"  # the place is open on no day of the week
NO_WAY: Final = "no_way"  # no officer who may go there has a way
NOT_ALLOWED: Final = "not_allowed"  # somebody could go, and nobody may
TWO_NEEDED: Final = "two_needed"  # one officer alone could; two at once cannot
TOO_SHORT: Final = "too_short"  # there and back is longer than every shift, or than the hours people have
NOT_YET: Final = "not_yet"  # it was visited lately and a visit would bring less than the way there costs
NO_VEHICLE: Final = "no_vehicle"  # others had all the vehicles by which somebody could go
FULL: Final = "full"  # others were worth more for the hours there are


def left_out(round_: Round, stops: Sequence[Stop], *, stayed: Collection[tuple[str, int]] = ()) -> list[LeftOut]:
    """Every place without a stop in the week, by key; `stayed` are officers who had no vehicle on a day."""
    planned = {stop.place for stop in stops}
    rows = [place for place in round_.weeks.places if place.key not in planned]
    return [_why(round_, place, stayed) for place in sorted(rows, key=lambda place: place.key)]


def _why(round_: Round, place: Place, stayed: Collection[tuple[str, int]]) -> LeftOut:
    weeks, days = round_.weeks, round_.days
    on_duty = [officer for officer in weeks.officers if any(shift_on(officer, day) for day in days)]
    allowed = [officer for officer in on_duty if place.key not in officer.never]
    ways = [officer for officer in allowed if math.isfinite(_there_and_back(weeks, officer, place))]
    if not on_duty:
        return LeftOut(place.key, round_.week, NOBODY)
    if not any(opening.day in days for opening in place.openings):
        return LeftOut(place.key, round_.week, CLOSED)
    if not allowed:
        return LeftOut(place.key, round_.week, NOT_ALLOWED)
    if not ways:
        return LeftOut(place.key, round_.week, NO_WAY)
    if not any(alone(weeks, officer, place, day) for officer in ways for day in days):
        return LeftOut(place.key, round_.week, TOO_SHORT, _lacking(round_, ways, place))
    if place.officers == 2 and not _two(round_, ways, place):
        return LeftOut(place.key, round_.week, TWO_NEEDED)
    visited = tuple(round_.visited.get(place.key, ()))
    gains = [round_.horizon.gain(place, visited, day) for day in days]
    least = min(weeks.worth.minute * _there_and_back(weeks, officer, place) for officer in ways)
    if max(gains) <= least:
        return LeftOut(place.key, round_.week, NOT_YET)
    going = [(officer, day) for officer in ways for day in days if (officer.key, day) not in stayed]
    if sum(alone(weeks, officer, place, day) for officer, day in going) < place.officers:
        return LeftOut(place.key, round_.week, NO_VEHICLE)
    return LeftOut(place.key, round_.week, FULL, place.visit_minutes)


def _there_and_back(weeks: Weeks, officer: Officer, place: Place) -> float:
    there = weeks.minutes(officer.mode, officer.base, place.point)
    return there + weeks.minutes(officer.mode, place.point, officer.base)


def _two(round_: Round, officers: Sequence[Officer], place: Place) -> bool:
    pairs = combinations(officers, 2)
    return any(meeting(round_.weeks, place, day, pair) is not None for pair in pairs for day in round_.days)


def _lacking(round_: Round, officers: Sequence[Officer], place: Place) -> int | None:
    """Minutes by which the longest shift is too short; None where the hours of the people are what does not fit."""
    longest = max(
        shift.ends - shift.starts - _there_and_back(round_.weeks, officer, place) - place.visit_minutes
        for officer in officers
        for day in round_.days
        if (shift := shift_on(officer, day)) is not None
    )
    return math.ceil(-longest) if longest < 0 else None
