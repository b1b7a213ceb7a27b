"""Whether a plan keeps the rules, asked without anything that made it: from the stops and the question alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from teduh.cores.route.weeks_data import Officer, Stop, Weeks


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a stop breaks."""

    rule: str
    stop: Stop


def broken(weeks: Weeks, stops: Sequence[Stop]) -> list[Broken]:
    """Every rule that a stop breaks.

    By name: unknown, past, length, closed, forbidden, pair, twice, hours, way, overlap, vehicle.
    """
    places = {place.key: place for place in weeks.places}
    officers = {officer.key: officer for officer in weeks.officers}
    found: list[Broken] = []
    for stop in stops:
        place, who = places.get(stop.place), [key for key in (stop.officer, stop.companion) if key is not None]
        if place is None or any(key not in officers for key in who) or len(set(who)) != len(who):
            found.append(Broken("unknown", stop))
            continue
        if not weeks.first_day <= stop.day < weeks.days:
            found.append(Broken("past", stop))
        if stop.leaves - stop.arrives != place.visit_minutes:
            found.append(Broken("length", stop))
        if not any(o.day == stop.day and o.opens <= stop.arrives and stop.leaves <= o.closes for o in place.openings):
            found.append(Broken("closed", stop))
        if any(stop.place in officers[key].never for key in who):
            found.append(Broken("forbidden", stop))
        if len(who) != place.officers and not (place.officers == 1 and len(who) == 1):
            found.append(Broken("pair", stop))
        if sum((other.place, other.day) == (stop.place, stop.day) for other in stops) > 1:
            found.append(Broken("twice", stop))
    known = [stop for stop in stops if not any(row.stop is stop and row.rule == "unknown" for row in found)]
    for officer in weeks.officers:
        for day in sorted({stop.day for stop in known}):
            mine = [stop for stop in known if stop.day == day and officer.key in (stop.officer, stop.companion)]
            found += _day(weeks, officer, day, sorted(mine, key=lambda stop: stop.arrives))
    return found + _vehicles(weeks, known)


def _vehicles(weeks: Weeks, stops: Sequence[Stop]) -> list[Broken]:
    """On no day more officers out by a mode than it has vehicles to share."""
    modes = {officer.key: officer.mode for officer in weeks.officers}
    found = []
    for pool in weeks.pools:
        for day in {stop.day for stop in stops}:
            mine = [stop for stop in stops if stop.day == day]
            who = {key for stop in mine for key in (stop.officer, stop.companion) if key and modes[key] == pool.mode}
            if len(who) > pool.count:
                found.append(Broken("vehicle", next(stop for stop in mine if {stop.officer, stop.companion} & who)))
    return found


def _day(weeks: Weeks, officer: Officer, day: int, stops: Sequence[Stop]) -> list[Broken]:
    """From the base through the stops and back, in time."""
    if not stops:
        return []
    shifts = [shift for shift in officer.shifts if shift.day == day]
    if not any(shift.starts <= stops[0].arrives and stops[-1].leaves <= shift.ends for shift in shifts):
        return [Broken("hours", stops[0])]
    table, rows = weeks.travel[officer.mode], {place.key: place.point for place in weeks.places}
    shift = next(each for each in shifts if each.starts <= stops[0].arrives and stops[-1].leaves <= each.ends)
    here, now = officer.base if shift.point is None else shift.point, float(shift.starts)
    found = []
    for stop in stops:
        leg = float(table[here, rows[stop.place]]) if here != rows[stop.place] else 0.0
        if not math.isfinite(leg):
            found.append(Broken("way", stop))
        elif now + leg > stop.arrives + 1e-6:
            found.append(Broken("overlap", stop))
        here, now = rows[stop.place], float(stop.leaves)
    leg = float(table[here, officer.base]) if here != officer.base else 0.0
    if not math.isfinite(leg):
        found.append(Broken("way", stops[-1]))
    elif now + leg > shift.ends + 1e-6:
        found.append(Broken("hours", stops[-1]))
    return found


def keeps_rules(weeks: Weeks, stops: Sequence[Stop]) -> bool:
    return not broken(weeks, stops)
