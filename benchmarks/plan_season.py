"""What the planner's points are worth in simulated seasons, beside round-robin with the same officer hours.

The season knows neither roads nor single officers: a district has so many minutes a day. So the planner's choice is
made by its points alone (`plan.scoring`, `cores.route.weeks_worth`), each morning anew, from what a desk was told.
"""

import math
import random
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from teduh.cores.geo import distance_km
from teduh.cores.route.weeks import Place, Worth
from teduh.cores.route.weeks_worth import Horizon
from teduh.cores.season import KINDS, Land, Orders, Seen, Settings, round_robin, simulate
from teduh.plan.policy import Policy
from teduh.plan.scoring import Need, score

TENSION: Final = tuple(KINDS.index(name) for name in ("tension", "incident"))
RUMOUR: Final = KINDS.index("rumour")
# An issue stays open for so many days after its last report, as a desk would keep it.
OPEN_DAYS: Final = 5
# From so many reports on, a chief would call it imminent.
IMMINENT_REPORTS: Final = 2
NEIGHBOURS: Final = 1
VISIT_MINUTES: Final = 60
MOST_VISITS_A_DAY: Final = 2
LOOKAHEAD_DAYS: Final = 7
# Share of the urgent points that one more visit within a week brings: what is left of heat halves slowly.
AGAIN: Final = 0.7
EFFECTS: Final = (0.0, 0.1, 0.2, 0.3, 0.45, 0.6)


@dataclass(frozen=True)
class Compared:
    """Tension-days under both policies, season by season."""

    effect: float
    planned: tuple[float, ...]
    calendar: tuple[float, ...]
    nobody: tuple[float, ...]

    @property
    def less(self) -> float:
        """The share by which the planner leaves fewer tension-days than round-robin, over all seasons."""
        return 1.0 - math.fsum(self.planned) / math.fsum(self.calendar)

    def interval(self, draws: int = 4000) -> tuple[float, float]:
        """95 % by the bootstrap over seasons, pairs kept together."""
        rng = random.Random(7)
        pairs = list(zip(self.planned, self.calendar, strict=True))
        found = []
        for _ in range(draws):
            chosen = [pairs[rng.randrange(len(pairs))] for _ in pairs]
            found.append(1.0 - math.fsum(p for p, _ in chosen) / math.fsum(c for _, c in chosen))
        found.sort()
        return found[int(0.025 * draws)], found[int(0.975 * draws) - 1]


class Planner:
    """A policy: visits where they bring the most points, from what has been told."""

    def __init__(self, land: Land, policy: Policy | None = None) -> None:
        self._policy = policy or Policy(limit_days=60)
        self._near = _nearest(land)
        self._visits: dict[int, list[int]] = defaultdict(list)
        # By matter: kind, and by village the days on which it was told there.
        self._matters: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._kinds: dict[int, int] = {}

    def __call__(self, seen: Seen) -> Orders:
        self._read(seen)
        minutes = int(seen.minutes[0])
        needs = self._needs(seen)
        horizon = Horizon(Worth(tail_days=0), first=seen.day, ends=seen.day + LOOKAHEAD_DAYS)
        gains = {village: self._gain(horizon, needs[village], village, seen.day, 0) for village in needs}
        chosen: dict[int, int] = defaultdict(int)
        while minutes >= VISIT_MINUTES:
            village = max(gains, key=lambda each: (gains[each], -each))
            if gains[village] <= 0:
                break
            chosen[village] += 1
            minutes -= VISIT_MINUTES
            gains[village] = self._gain(horizon, needs[village], village, seen.day, chosen[village])
        for village in chosen:
            self._visits[village].append(seen.day)
        return Orders.of((village, VISIT_MINUTES * number) for village, number in chosen.items())

    def _read(self, seen: Seen) -> None:
        if not seen.told:
            return
        told = seen.told[-1]
        for day, village, kind, matter in zip(
            told.day.tolist(), told.village.tolist(), told.kind.tolist(), told.matter.tolist(), strict=True
        ):
            if matter:
                self._kinds[matter] = kind
                self._matters[matter][village].append(day)

    def _needs(self, seen: Seen) -> dict[int, Need]:
        """What a desk would know of each village this morning."""
        imminent: dict[int, int] = defaultdict(int)
        latent: dict[int, int] = defaultdict(int)
        unanswered: dict[int, int] = defaultdict(int)
        for matter, places in self._matters.items():
            days = [day for told in places.values() for day in told]
            if seen.day - max(days) > OPEN_DAYS:
                continue
            if self._kinds[matter] in TENSION:
                serious = len(days) >= IMMINENT_REPORTS
                for village in places:
                    (imminent if serious else latent)[village] += 1
                    for near in self._near[village][: NEIGHBOURS if serious else 0]:
                        latent[near] += near not in places
            elif self._kinds[matter] == RUMOUR:
                for village in places:
                    unanswered[village] += 1
        return {
            village: Need(
                code=str(village),
                imminent=imminent[village],
                latent=latent[village],
                alarms=imminent[village],
                unanswered=unanswered[village],
                days_since_visit=seen.day - self._visits[village][-1] if self._visits[village] else None,
            )
            for village in range(len(seen.last_visit))
        }

    def _gain(self, horizon: Horizon, need: Need, village: int, day: int, already: int) -> float:
        if already >= MOST_VISITS_A_DAY:
            return -1.0
        points = score(need, self._policy)
        place = Place(need.code, 0, points.daily, points.urgent, need.days_since_visit, 3650)
        # A second hour on the same day brings what one more visit brings.
        recent = [seen for seen in self._visits[village] if day - seen <= LOOKAHEAD_DAYS]
        earlier = len(recent) + already
        fresh = horizon.gain(place, (), day) - place.urgent if not already else 0.0
        return fresh + place.urgent * AGAIN**earlier


def _nearest(land: Land) -> list[list[int]]:
    lat, lng = np.array([(v.latitude or 0.0, v.longitude or 0.0) for v in land.villages], dtype=float).T
    km = distance_km(lat[:, None], lng[:, None], lat[None, :], lng[None, :])
    order = np.argsort(np.asarray(km), axis=1, kind="stable")
    return [[int(other) for other in row if other != village] for village, row in enumerate(order)]


def compare(land: Land, seeds: Sequence[int], effect: float) -> Compared:
    """The same seasons under both policies, and under nobody."""
    settings = Settings(visit_effect=effect)

    def tension(**values: object) -> float:
        return simulate(land, settings=settings, **values).outcome.tension_days  # type: ignore[arg-type]

    planned = tuple(tension(seed=seed, policy=Planner(land)) for seed in seeds)
    calendar = tuple(tension(seed=seed, policy=round_robin) for seed in seeds)
    return Compared(effect, planned, calendar, tuple(tension(seed=seed) for seed in seeds))


def row_of(found: Compared) -> str:
    low, high = found.interval()
    return (
        f"{found.effect:>8.2f}{statistics.mean(found.nobody):>12.0f}{statistics.mean(found.calendar):>14.0f}"
        f"{statistics.mean(found.planned):>12.0f}{100 * found.less:>12.1f} %   ({100 * low:.1f} to {100 * high:.1f} %)"
    )
