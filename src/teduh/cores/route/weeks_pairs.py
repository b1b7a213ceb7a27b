"""Visits that two officers make together: the first stop of both on that day, then each goes on alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from teduh.cores.route.weeks_clock import begins_at, begins_from, shift_on
from teduh.cores.route.weeks_data import Officer, Place, Weeks


@dataclass(frozen=True, slots=True)
class Appointment:
    """Two officers are in a place from `begins` to `ends`."""

    place: Place
    day: int
    begins: int
    ends: int
    officers: tuple[str, str]


def meeting(weeks: Weeks, place: Place, day: int, pair: tuple[Officer, Officer]) -> Appointment | None:
    """The earliest time at which both can be there and each still gets back; None where there is none."""
    shifts = [shift_on(officer, day) for officer in pair]
    if any(shift is None for shift in shifts) or any(place.key in officer.never for officer in pair):
        return None
    there = max(
        shift.starts + weeks.minutes(officer.mode, begins_from(officer, shift), place.point)
        for officer, shift in zip(pair, shifts, strict=True)
        if shift is not None
    )
    begins = begins_at(place, day, there) if there < float("inf") else None
    if begins is None:
        return None
    ends = begins + place.visit_minutes
    back = all(
        ends + weeks.minutes(officer.mode, place.point, officer.base) <= shift.ends
        for officer, shift in zip(pair, shifts, strict=True)
        if shift is not None
    )
    return Appointment(place, day, begins, ends, (pair[0].key, pair[1].key)) if back else None


def meetings(
    weeks: Weeks, place: Place, days: Sequence[int], taken: Mapping[tuple[str, int], object], *, leader: str | None
) -> list[Appointment]:
    """Every way in which two officers, neither of whom meets somebody else that day, can go there.

    The own officer comes first of the two, else the one whose key comes first. With a `leader` only pairs with them.
    """
    found = []
    for day in days:
        free = [officer for officer in weeks.officers if (officer.key, day) not in taken]
        free.sort(key=lambda officer: (place.key not in officer.looks_after, officer.key))
        for pair in combinations(free, 2):
            keys = (pair[0].key, pair[1].key)
            if leader is not None and leader not in keys:
                continue
            ordered = pair if leader in (None, keys[0]) else (pair[1], pair[0])
            appointment = meeting(weeks, place, day, ordered)
            if appointment is not None:
                found.append(appointment)
    return found
