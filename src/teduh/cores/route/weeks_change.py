"""What if: an officer is ill, a road is cut, an alarm comes at noon. The rest is touched as little as possible.

First everything that is still possible stays, and what fell out, with what is new, is fitted into the time that is
left. Then, where a visit is wanted far more than the stops in its way, those give way, a fifth of all at most; that is
taken only where it brings more than each move costs the people who had already been told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Final

from teduh.cores.route.weeks import plan_of, plan_weeks
from teduh.cores.route.weeks_bump import POINTS_PER_MOVE, bumps
from teduh.cores.route.weeks_clock import timed
from teduh.cores.route.weeks_data import Fixed, Place, Stop, Weeks, WeeksPlan
from teduh.cores.route.weeks_pairs import meeting
from teduh.cores.route.weeks_worth import whole

MOST_MOVED: Final = 0.2
# Most of the plan stands; what is left to choose is little.
CHANGE_ITERATIONS: Final = 100
# Who was told a time and is visited more than an hour from it, was told wrong.
_SAME_TIME_MINUTES: Final = 60


@dataclass(frozen=True)
class Replanned:
    """A changed plan beside the one before.

    Attributes
    ----------
    kept : tuple of Stop
        Stops that stay on their day, with their officer, within an hour of their time.
    moved : tuple of (Stop, Stop or None)
        Stops that were still possible and are elsewhere now, or nowhere.
    fallen : tuple of (Stop, Stop or None)
        Stops that were possible no longer, and where each place is visited instead.
    added : tuple of Stop
        Stops of places that had none.
    """

    plan: WeeksPlan
    kept: tuple[Stop, ...]
    moved: tuple[tuple[Stop, Stop | None], ...]
    fallen: tuple[tuple[Stop, Stop | None], ...]
    added: tuple[Stop, ...]

    @property
    def moved_share(self) -> float:
        """Of the stops that could have stayed, the share that moved."""
        others = len(self.kept) + len(self.moved)
        return len(self.moved) / others if others else 0.0


def replan(
    weeks: Weeks,
    before: Sequence[Stop],
    *,
    seed: int,
    iterations: int = CHANGE_ITERATIONS,
    most_moved: float = MOST_MOVED,
    fixed: Collection[Fixed] = (),
    pressing: Collection[str] = (),
) -> Replanned:
    """The plan for the question as it is now, as near to the one before as it can be.

    Parameters
    ----------
    weeks : Weeks
        As things are now: without the shifts of who is ill, without the openings of who cannot be reached, with
        `first_day` today. `weeks.fixed` is not read.
    before : sequence of Stop
        Planned stops that have not happened yet; an arrival below 0 stands for a time that nobody was told.
    fixed : collection of Fixed
        What a person pinned: never moved while it is possible.
    pressing : collection of str
        Places where something has come up. Only for them, and for places whose stop fell out, is room looked for:
        nobody gets more to do because somebody else is ill.
    """
    possible = still_possible(weeks, before)
    wanting = {*pressing, *(stop.place for stop in before if stop not in possible)}
    search = _Search(weeks, _at_their_times(weeks, possible), seed, iterations, frozenset(wanting))
    pinned = _fixed(possible)
    wanted = (*pinned, *_new(fixed, pinned))
    best = _told(weeks, before, possible, search.plan(wanted, possible))
    firm = {(each.place, each.day) for each in fixed}
    found = bumps(search.told, best.plan.stops, most=floor(most_moved * len(possible)), firm=firm, only=wanting)
    if found:
        away = {(stop.place, stop.day) for bump in found for stop in bump.away}
        kept = [each for each in _fixed(best.plan.stops) if (each.place, each.day) not in away]
        wider = (*kept, *_new([bump.fixed for bump in found], kept))
        second = _told(weeks, before, possible, search.plan(wider, best.plan.stops))
        gain = second.plan.value - best.plan.value
        moves = len(second.moved) - len(best.moved)
        if second.moved_share <= most_moved and gain > POINTS_PER_MOVE * moves:
            best = second
    return best


def _at_their_times(weeks: Weeks, stops: Sequence[Stop]) -> Weeks:
    """Villages that were told a time are open on that day only about that time."""
    times = {(stop.place, stop.day): stop for stop in stops if stop.arrives >= 0}

    def near(place: Place) -> Place:
        found = []
        for opening in place.openings:
            stop = times.get((place.key, opening.day))
            early = stop.arrives - _SAME_TIME_MINUTES if stop else opening.opens
            late = stop.arrives + place.visit_minutes + _SAME_TIME_MINUTES if stop else opening.closes
            found.append(replace(opening, opens=max(opening.opens, early), closes=min(opening.closes, late)))
        return replace(place, openings=tuple(each for each in found if each.closes > each.opens))

    return replace(weeks, places=tuple(near(place) for place in weeks.places))


@dataclass(frozen=True)
class _Search:
    """The question, the same with times that were told, and how long to look."""

    weeks: Weeks
    told: Weeks
    seed: int
    iterations: int
    wanting: frozenset[str]

    def plan(self, wanted: Sequence[Fixed], start: Sequence[Stop]) -> WeeksPlan:
        """A plan that keeps what is wanted and looks for room only for those who want it."""
        there = {each.place for each in wanted} | self.wanting
        places = tuple(place if place.key in there else replace(place, openings=()) for place in self.told.places)
        narrow = replace(self.told, fixed=tuple(wanted), places=places)
        found = plan_weeks(narrow, seed=self.seed, iterations=self.iterations, start=start, mends=0)
        return plan_of(self.weeks, found.stops, not_kept=found.not_kept)


def still_possible(weeks: Weeks, before: Sequence[Stop]) -> list[Stop]:
    """The stops that could stay exactly as they are; of a day that has become too short, those worth most."""
    found: list[Stop] = []
    known = {place.key for place in weeks.places}
    staff = {officer.key: officer for officer in weeks.officers}
    rows = [stop for stop in before if stop.place in known and stop.officer in staff and stop.day >= weeks.first_day]
    for (key, day), mine in _by_officer_day(rows).items():
        officer, together = staff[key], [stop for stop in mine if stop.companion is not None]
        for stop in together:
            other = staff.get(stop.companion or "")
            if other is not None and meeting(weeks, weeks.place(stop.place), day, (officer, other)) is not None:
                found.append(stop)
        alone = [
            stop for stop in mine if stop.companion is None and stop.place not in officer.never and _one(weeks, stop)
        ]
        after = next(((weeks.place(stop.place).point, stop.leaves) for stop in together if stop in found), None)
        while alone and timed(weeks, officer, day, [weeks.place(stop.place) for stop in alone], after=after) is None:
            alone.remove(min(alone, key=lambda stop: (_points(weeks, stop), stop.place)))
        found += alone
    return found


def _one(weeks: Weeks, stop: Stop) -> bool:
    return weeks.place(stop.place).officers == 1


def _by_officer_day(stops: Sequence[Stop]) -> dict[tuple[str, int], list[Stop]]:
    found: dict[tuple[str, int], list[Stop]] = {}
    for stop in sorted(stops, key=lambda stop: (stop.day, stop.officer, stop.arrives)):
        found.setdefault((stop.officer, stop.day), []).append(stop)
    return found


def _fixed(stops: Sequence[Stop]) -> tuple[Fixed, ...]:
    return tuple(Fixed(stop.place, stop.day, stop.officer) for stop in stops)


def _new(fixed: Collection[Fixed], pinned: Sequence[Fixed]) -> tuple[Fixed, ...]:
    """What a person wants and no stop stands for yet."""
    there = {(each.place, each.day) for each in pinned}
    return tuple(each for each in fixed if (each.place, each.day) not in there)


def _points(weeks: Weeks, stop: Stop) -> float:
    return whole(weeks).gain(weeks.place(stop.place), (), stop.day)


def _told(weeks: Weeks, before: Sequence[Stop], possible: Sequence[Stop], plan: WeeksPlan) -> Replanned:
    """What became of each stop."""
    now = {(stop.place, stop.day, stop.officer): stop for stop in plan.stops}
    kept: list[Stop] = []
    moved: list[tuple[Stop, Stop | None]] = []
    fallen: list[tuple[Stop, Stop | None]] = []
    for stop in before:
        same = now.get((stop.place, stop.day, stop.officer))
        if same is not None and (stop.arrives < 0 or abs(same.arrives - stop.arrives) <= _SAME_TIME_MINUTES):
            kept.append(stop)
            continue
        elsewhere = _instead(stop, before, plan.stops)
        (moved if stop in possible else fallen).append((stop, elsewhere))
    had = {(stop.place, stop.day) for stop in before}
    instead = {(other.place, other.day) for _stop, other in (*moved, *fallen) if other is not None}
    added = [each for each in plan.stops if (each.place, each.day) not in had | instead]
    return Replanned(plan, tuple(kept), tuple(moved), tuple(fallen), tuple(added))


def _instead(stop: Stop, before: Sequence[Stop], now: Sequence[Stop]) -> Stop | None:
    """The nearest stop of the same place that did not exist before."""
    old = {(each.place, each.day, each.officer) for each in before}
    fresh = [each for each in now if each.place == stop.place and (each.place, each.day, each.officer) not in old]
    same = [each for each in now if (each.place, each.day, each.officer) == (stop.place, stop.day, stop.officer)]
    return min((*same, *fresh), key=lambda each: (abs(each.day - stop.day), each.arrives), default=None)
