"""A week of stops from ranked villages and the officers who can go. Plain values in, plain values out.

Thin on purpose: the most pressing village first, given to the officer who looks after it, else to the officer of
the same unit with the most room; each day in nearest-first order. (Optimisation comes with its own core.)
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from teduh.plan.scoring import Scored

# Stops that one officer can make on each day from Monday; Friday is short because of prayers.
STOPS_BY_WEEKDAY: Final = (2, 2, 2, 2, 1, 0, 0)

Distance = Callable[[str, str], float]


@dataclass(frozen=True)
class Officer:
    """Somebody who can go; `villages` are the codes this officer looks after."""

    id: str
    villages: frozenset[str]


@dataclass(frozen=True)
class PlannedStop:
    village: str
    officer: str
    day: date
    position: int
    score: Scored


@dataclass(frozen=True)
class LeftOut:
    """A village that was weighed and not chosen; `why` is "full" or "nobody"."""

    village: str
    why: str
    score: Scored


@dataclass
class _Week:
    free: dict[str, list[int]]
    stops: dict[tuple[str, date], list[Scored]] = field(default_factory=dict)


def plan_week(
    ranked: list[Scored],
    officers: list[Officer],
    *,
    first_day: date,
    week_start: date,
    pinned: frozenset[str] = frozenset(),
    taken: dict[tuple[str, date], int] | None = None,
    distance: Distance,
) -> tuple[list[PlannedStop], list[LeftOut]]:
    """Give each village a day and an officer while there is room, from the most pressing down.

    Parameters
    ----------
    ranked : villages, most pressing first.
    first_day : no stop is planned before it (today, in a week that has begun).
    pinned : villages that already have a stop which must stay; they are passed over.
    taken : stops already made or pinned, by officer and day; they use up room.
    distance : kilometres between two villages by code.
    """
    week = _Week({officer.id: _room(officer.id, first_day, week_start, taken or {}) for officer in officers})
    left_out = []
    for scored in ranked:
        if scored.code in pinned:
            continue
        officer = _officer_for(scored.code, officers, week)
        if officer is None:
            left_out.append(LeftOut(scored.code, "full" if officers else "nobody", scored))
            continue
        weekday = next(n for n, free in enumerate(week.free[officer]) if free)
        week.free[officer][weekday] -= 1
        week.stops.setdefault((officer, week_start + timedelta(days=weekday)), []).append(scored)
    return _in_order(week, taken or {}, distance), left_out


def _room(officer: str, first_day: date, week_start: date, taken: dict[tuple[str, date], int]) -> list[int]:
    days = [week_start + timedelta(days=n) for n in range(7)]
    return [
        max(STOPS_BY_WEEKDAY[n] - taken.get((officer, day), 0), 0) if day >= first_day else 0
        for n, day in enumerate(days)
    ]


def _officer_for(village: str, officers: list[Officer], week: _Week) -> str | None:
    own = [officer.id for officer in officers if village in officer.villages and any(week.free[officer.id])]
    if own:
        return own[0]
    if any(village in officer.villages for officer in officers):
        return None
    others = [officer.id for officer in officers if any(week.free[officer.id])]
    return max(others, key=lambda officer: (sum(week.free[officer]), officer), default=None)


def _in_order(week: _Week, taken: dict[tuple[str, date], int], distance: Distance) -> list[PlannedStop]:
    """Nearest first within each day, from the most pressing village of that day."""
    found = []
    for (officer, day), scored in sorted(week.stops.items(), key=lambda item: (item[0][1], item[0][0])):
        waiting = list(scored)
        here = waiting.pop(0)
        order = [here]
        while waiting:
            here = min(waiting, key=lambda other: (distance(order[-1].code, other.code), other.code))
            waiting.remove(here)
            order.append(here)
        start = taken.get((officer, day), 0)
        found += [
            PlannedStop(stop.code, officer, day, start + position, stop) for position, stop in enumerate(order, start=1)
        ]
    return found
