"""Vehicles that officers share: who is out on a day, and who stays at home where there are too few."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from teduh.cores.route.weeks_data import Pool, Stop, Weeks


def out(weeks: Weeks, pool: Pool, stops: Iterable[Stop], day: int) -> set[str]:
    """The officers who need a vehicle of this pool on that day."""
    mine = {officer.key for officer in weeks.officers if officer.mode == pool.mode}
    return mine & {who for stop in stops if stop.day == day for who in (stop.officer, stop.companion) if who}


def has_vehicles(weeks: Weeks, stops: Sequence[Stop], officers: Iterable[str], day: int) -> bool:
    """Whether these officers, too, could be out on that day."""
    more = set(officers)
    modes = {officer.key: officer.mode for officer in weeks.officers}
    return all(
        len(out(weeks, pool, stops, day) | {who for who in more if modes[who] == pool.mode}) <= pool.count
        for pool in weeks.pools
    )


def without(weeks: Weeks, stops: Sequence[Stop], points: Callable[[Stop], float]) -> list[tuple[str, int]]:
    """Of each day on which more are out than there are vehicles, those whose visits are worth least: they stay."""
    found: list[tuple[str, int]] = []
    for pool in weeks.pools:
        for day in sorted({stop.day for stop in stops}):
            who = out(weeks, pool, stops, day)
            worth = {
                key: sum(points(stop) for stop in stops if stop.day == day and key in (stop.officer, stop.companion))
                for key in who
            }
            ranked = sorted(who, key=lambda key: (-worth[key], key))
            found += [(key, day) for key in ranked[pool.count :]]
    return found


def at_home(weeks: Weeks, who: Iterable[tuple[str, int]]) -> Weeks:
    """The same question without the shifts of these officers on these days."""
    gone = set(who)
    officers = tuple(
        replace(each, shifts=tuple(shift for shift in each.shifts if (each.key, shift.day) not in gone))
        for each in weeks.officers
    )
    return replace(weeks, officers=officers)
