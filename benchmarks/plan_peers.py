"""How a duty sheet is filled without a planner, under the same rules and hours, and how plans are compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from teduh.cores.route.weeks import Officer, Place, Stop, Weeks
from teduh.cores.route.weeks_clock import shift_on, timed
from teduh.cores.route.weeks_pairs import Appointment, meetings

# A village counts as covered for so many days after somebody was there.
COVERED_DAYS: Final = 7

Rank = Callable[[Place, int], tuple[float, ...]]


@dataclass
class Sheet:
    """A duty sheet while it is being filled."""

    weeks: Weeks
    last: dict[str, int] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)

    def since(self, place: Place, day: int) -> int:
        if place.key in self.last:
            return day - self.last[place.key]
        return day + (place.days_since if place.days_since is not None else 10**6)


def round_robin(weeks: Weeks) -> list[Stop]:
    """Who is on duty goes where nobody has been for longest, and adds what still fits, again the longest first."""
    return _filled(weeks, lambda sheet, day: lambda place, _here: (-sheet.since(place, day), hash_free(place.key)))


def nearest_first(weeks: Weeks) -> list[Stop]:
    """Who is on duty goes to the nearest village of those visited least often so far, and on from there."""

    def rank_of(sheet: Sheet, day: int) -> Rank:
        return lambda place, here: (
            sheet.times.get(place.key, 0),
            min(weeks.minutes(mode, here, place.point) for mode in range(len(weeks.travel))),
            hash_free(place.key),
        )

    return _filled(weeks, rank_of)


def hash_free(key: str) -> float:
    """A number for a key, so that ranks are numbers; the same in every process."""
    return float(int.from_bytes(key.encode()[-6:], "big"))


def _filled(weeks: Weeks, rank_of: Callable[[Sheet, int], Rank]) -> list[Stop]:
    sheet = Sheet(weeks)
    for day in range(weeks.first_day, weeks.days):
        met = _pairs(sheet, day)
        for officer in weeks.officers:
            if shift_on(officer, day) is not None:
                _fill_day(sheet, officer, day, met.get(officer.key), rank_of(sheet, day))
    return sheet.stops


def _pairs(sheet: Sheet, day: int) -> dict[str, Appointment]:
    """Where two must go, the first two who can; only when it is among the longest unvisited."""
    met: dict[str, Appointment] = {}
    twos = [place for place in sheet.weeks.places if place.officers == 2 and sheet.since(place, day) >= COVERED_DAYS]
    for place in sorted(twos, key=lambda place: (-sheet.since(place, day), place.key)):
        taken = {(who, day): one for who, one in met.items()}
        options = meetings(sheet.weeks, place, [day], taken, leader=None)
        if options:
            one = options[0]
            met |= dict.fromkeys(one.officers, one)
            sheet.last[place.key] = day
            sheet.times[place.key] = sheet.times.get(place.key, 0) + 1
            sheet.stops.append(Stop(place.key, one.officers[0], day, one.begins, one.ends, 1, one.officers[1]))
    return met


def _fill_day(sheet: Sheet, officer: Officer, day: int, met: Appointment | None, rank: Rank) -> None:
    weeks, chosen = sheet.weeks, list[Place]()
    after = (met.place.point, met.ends) if met else None
    open_ones = [place for place in weeks.places if place.officers == 1 and place.key not in officer.never]
    while True:
        here = chosen[-1].point if chosen else after[0] if after else officer.base
        free = [place for place in open_ones if place not in chosen and sheet.last.get(place.key) != day]
        fits = (
            place
            for place in sorted(free, key=lambda place: rank(place, here))
            if timed(weeks, officer, day, [*chosen, place], after=after) is not None
        )
        found = next(fits, None)
        if found is None:
            break
        chosen.append(found)
    for number, each in enumerate(timed(weeks, officer, day, chosen, after=after) or (), start=1 + bool(met)):
        sheet.stops.append(Stop(each.place.key, officer.key, day, each.begins, each.ends, number))
        sheet.last[each.place.key] = day
        sheet.times[each.place.key] = sheet.times.get(each.place.key, 0) + 1


def covered(weeks: Weeks, stops: Sequence[Stop]) -> tuple[float, float]:
    """Risk-weighted village-days on which somebody had been there in the last week, and all risk-weighted days."""
    found = total = 0.0
    for place in weeks.places:
        days = [stop.day for stop in stops if stop.place == place.key]
        before = [] if place.days_since is None else [-place.days_since]
        reached = sum(any(0 <= day - one < COVERED_DAYS for one in [*before, *days]) for day in range(weeks.days))
        found += place.daily * reached
        total += place.daily * weeks.days
    return found, total
