"""Times of an officer's day: in which order stops can be made, when each begins, and whether all rules hold."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from teduh.cores.route.weeks_data import Officer, Place, Shift, Weeks


@dataclass(frozen=True, slots=True)
class Timed:
    """One stop with its times, in minutes of the day."""

    place: Place
    begins: int
    ends: int


def shift_on(officer: Officer, day: int) -> Shift | None:
    """The officer's shift of a day; where the day holds several, the longest."""
    mine = [shift for shift in officer.shifts if shift.day == day and shift.ends > shift.starts]
    return max(mine, key=lambda shift: (shift.ends - shift.starts, -shift.starts), default=None)


def begins_from(officer: Officer, shift: Shift) -> int:
    """The point where a shift begins."""
    return officer.base if shift.point is None else shift.point


def begins_at(place: Place, day: int, earliest: float) -> int | None:
    """The first minute at or after `earliest` at which a visit can begin and still end while the place is open."""
    fits = [
        max(math.ceil(earliest), opening.opens)
        for opening in place.openings
        if opening.day == day and max(earliest, opening.opens) + place.visit_minutes <= opening.closes
    ]
    return min(fits, default=None)


def timed(
    weeks: Weeks, officer: Officer, day: int, places: Sequence[Place], *, after: tuple[int, int] | None = None
) -> list[Timed] | None:
    """The stops in this order with their times; None where one of them, or the way back, does not fit.

    Parameters
    ----------
    after : (point, minute), optional
        The officer is at this point at this minute, after a visit with another officer.
    """
    shift = shift_on(officer, day)
    if shift is None:
        return None
    here, now = after or (begins_from(officer, shift), shift.starts)
    done: list[Timed] = []
    for place in places:
        earliest = now + weeks.minutes(officer.mode, here, place.point)
        begins = begins_at(place, day, earliest) if math.isfinite(earliest) else None
        if begins is None:
            return None
        here, now = place.point, begins + place.visit_minutes
        done.append(Timed(place, begins, now))
    return done if now + weeks.minutes(officer.mode, here, officer.base) <= shift.ends else None


def alone(weeks: Weeks, officer: Officer, place: Place, day: int) -> bool:
    """Whether this officer could go there on that day if nothing else were planned."""
    return place.key not in officer.never and timed(weeks, officer, day, (place,)) is not None
