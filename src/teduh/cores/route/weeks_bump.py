"""Room for one more visit: which stops of an officer's day would have to give way, and whether that is worth it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Final

from teduh.cores.route.weeks_clock import alone, timed
from teduh.cores.route.weeks_data import Fixed, Officer, Place, Stop, Weeks
from teduh.cores.route.weeks_pairs import meeting
from teduh.cores.route.weeks_pools import has_vehicles
from teduh.cores.route.weeks_week import only_days
from teduh.cores.route.weeks_worth import Horizon, whole

# Points that a plan must be worth more, for each stop that is moved for it.
POINTS_PER_MOVE: Final = 10.0
# Longer days are tried in their present order only: five stops have 120 orders, six have 720.
_LONGEST_TRIED: Final = 5
_MOST_GIVING_WAY: Final = 2


@dataclass(frozen=True)
class Bump:
    """A visit that is wanted more than the stops that give way for it."""

    place: str
    day: int
    officer: str
    away: tuple[Stop, ...]
    points: float

    @property
    def fixed(self) -> Fixed:
        return Fixed(self.place, self.day, self.officer)


def bumps(
    weeks: Weeks,
    stops: Sequence[Stop],
    *,
    most: int,
    firm: Collection[tuple[str, int]],
    only: Collection[str] | None = None,
) -> list[Bump]:
    """The best visits that could still be made if at most `most` stops give way, none of the firm ones.

    Parameters
    ----------
    firm : collection of (place, day)
        Stops that a person pinned.
    only : collection of str, optional
        Places for which room is looked for; all if not given.
    """
    wanted = [place for place in weeks.places if only is None or place.key in only]
    now = _Now(weeks, whole(weeks), list(stops), set(firm))
    found: list[Bump] = []
    while True:
        left = most - sum(len(bump.away) for bump in found)
        taken = {bump.place for bump in found}
        rows = (bump for place in wanted if place.key not in taken for bump in now.ways(place, left))
        best = max(rows, key=lambda bump: (bump.points, -bump.day, bump.officer), default=None)
        if best is None:
            return found
        found.append(best)
        now.make(best)


@dataclass
class _Now:
    """The plan as it would be with the bumps found so far."""

    weeks: Weeks
    horizon: Horizon
    stops: list[Stop]
    firm: set[tuple[str, int]]

    def make(self, bump: Bump) -> None:
        self.stops = [stop for stop in self.stops if stop not in bump.away]
        # Times are counted again by the planner; here the new stop only has to hold its place.
        minutes = self.weeks.place(bump.place).visit_minutes
        self.stops.append(Stop(bump.place, bump.officer, bump.day, 0, minutes, 0))
        self.firm.add((bump.place, bump.day))

    def ways(self, place: Place, most: int) -> Iterator[Bump]:
        """Every day and officer for which the visit brings more than what gives way for it."""
        visited = only_days(self.weeks, self.stops)
        days = visited.get(place.key, ())
        for day in range(self.weeks.first_day, self.weeks.days):
            gain = self.horizon.gain(place, days, day) if day not in days else 0.0
            for who in self._who(place, day) if gain > POINTS_PER_MOVE else ():
                away = self._giving_way(place, who, day, visited)
                if away is not None and len(away[1]) <= most:
                    points = gain - away[0] - POINTS_PER_MOVE * len(away[1])
                    if points > 0:
                        yield Bump(place.key, day, who[0].key, away[1], points)

    def _who(self, place: Place, day: int) -> list[tuple[Officer, ...]]:
        able = [
            officer
            for officer in self.weeks.officers
            if alone(self.weeks, officer, place, day) and has_vehicles(self.weeks, self.stops, [officer.key], day)
        ]
        if place.officers == 1:
            return [(officer,) for officer in able]
        return [pair for pair in combinations(able, 2) if meeting(self.weeks, place, day, pair) is not None]

    def _giving_way(
        self, place: Place, who: tuple[Officer, ...], day: int, visited: dict[str, tuple[int, ...]]
    ) -> tuple[float, tuple[Stop, ...]] | None:
        """The stops worth least that must go for the visit to fit into the day of each who goes; None if it cannot."""
        lost, gone = 0.0, tuple[Stop, ...]()
        for officer in who:
            mine = [stop for stop in self.stops if stop.day == day and officer.key in (stop.officer, stop.companion)]
            options = self._options(place, officer, sorted(mine, key=lambda stop: stop.arrives))
            if not options:
                return None
            scored = [(sum(self._loss(visited, stop) for stop in away), away) for away in options]
            cost, away = min(scored, key=lambda option: (option[0], [stop.place for stop in option[1]]))
            lost, gone = lost + cost, (*gone, *away)
        return lost, gone

    def _options(self, place: Place, officer: Officer, mine: Sequence[Stop]) -> list[tuple[Stop, ...]]:
        """What could give way: nothing where there is room, else one stop, else two."""
        day = mine[0].day if mine else None
        for number in range(min(_MOST_GIVING_WAY, len(mine)) + 1):
            found = [
                away
                for away in combinations(mine, number)
                if all((stop.place, stop.day) not in self.firm and stop.companion is None for stop in away)
                and (day is None or _fits(self.weeks, officer, day, [s for s in mine if s not in away], place))
            ]
            if found:
                return found
        return []

    def _loss(self, visited: dict[str, tuple[int, ...]], stop: Stop) -> float:
        place, days = self.weeks.place(stop.place), visited[stop.place]
        return self.horizon.of(place, days) - self.horizon.of(place, [day for day in days if day != stop.day])


def _fits(weeks: Weeks, officer: Officer, day: int, rest: Sequence[Stop], place: Place) -> bool:
    """Whether the day works with the new visit in some order; a visit for two is the first of the day."""
    first = next((stop for stop in rest if stop.companion is not None), None)
    after = (weeks.place(first.place).point, first.leaves) if first else None
    others = [weeks.place(stop.place) for stop in rest if stop is not first]
    if place.officers == 2:
        begun = timed(weeks, officer, day, [place]) if first is None else None
        if not begun:
            return False
        return timed(weeks, officer, day, others, after=(place.point, begun[0].ends)) is not None
    orders: Iterator[Sequence[Place]] = permutations([*others, place])
    if len(others) + 1 > _LONGEST_TRIED:
        orders = ([*others[:n], place, *others[n:]] for n in range(len(others) + 1))
    return any(timed(weeks, officer, day, order, after=after) is not None for order in orders)
