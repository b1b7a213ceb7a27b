"""How good the alarms were: ours, and the simple ways on the same reports, by the same rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import median
from typing import Final

from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.triage import reads as triage
from teduh.triage.rules import Level
from teduh.warn import adapt
from teduh.warn.models import Alarm, Miss
from teduh.warn.reads.alarms import known_for
from teduh.warn.reads.tables import policy_of
from teduh.warn.rules import ENOUGH_SCORED, LEAST_DAYS, AlarmKind, Score

# So many days back the scorecard counts.
SCORECARD_DAYS: Final = 112
RISEN: Final = (Level.IMMINENT, Level.ACTUAL)
_Z: Final = 1.959964


@dataclass(frozen=True)
class Line:
    """One policy: what became of its alarms. Shares are told only from `ENOUGH_SCORED` scored alarms on."""

    policy: str
    hits: int
    late: int
    false_alarms: int
    misses: int
    waiting: int
    median_lead: float | None

    @property
    def scored(self) -> int:
        return self.hits + self.late + self.false_alarms

    @property
    def enough(self) -> bool:
        return self.scored >= ENOUGH_SCORED

    @property
    def share(self) -> int:
        """Per cent of the scored alarms that were right in time."""
        return round(100 * self.hits / self.scored) if self.scored else 0

    @property
    def between(self) -> tuple[int, int]:
        """The same with its uncertainty: 95 % after Wilson (1927)."""
        low, high = wilson(self.hits, self.scored)
        return round(100 * low), round(100 * high)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share; everything is possible where nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    share, more = hits / of, _Z * _Z / of
    middle = (share + more / 2) / (1 + more)
    half = _Z * sqrt(share * (1 - share) / of + more / (4 * of)) / (1 + more)
    return max(0.0, middle - half), min(1.0, middle + half)


def scorecard(unit: Unit, *, on: date) -> list[Line]:
    """Ours first, then the simple ways as they would have done on the same signals."""
    since = on - timedelta(days=SCORECARD_DAYS - 1)
    table = known_for(unit, day=on, kinds=policy_of(unit).kinds)
    if table.days < LEAST_DAYS:
        return [_ours(unit, since)]
    villages = places.villages_of_unit(unit, on=on)
    rises = [(row.villages, row.on) for row in triage.rises(villages=villages, first=since, last=on, levels=RISEN)]
    simple = adapt.simple_tallies(table, rises, first=max(since, table.first + timedelta(days=LEAST_DAYS)))
    return [
        _ours(unit, since),
        *(
            Line(name, one.hits, one.late, one.false_alarms, one.misses, 0, median(one.leads) if one.leads else None)
            for name, one in simple.items()
        ),
    ]


def _ours(unit: Unit, since: date) -> Line:
    alarms = list(Alarm.objects.filter(unit=unit, kind=AlarmKind.UNUSUAL, first_seen_on__gte=since))
    scores = [alarm.final_score for alarm in alarms]
    leads = [alarm.lead_days for alarm in alarms if alarm.lead_days is not None and alarm.lead_days >= 1]
    return Line(
        policy="ours",
        hits=scores.count(Score.HIT),
        late=scores.count(Score.LATE),
        false_alarms=scores.count(Score.FALSE_ALARM),
        misses=Miss.objects.filter(unit=unit, on__gte=since).count(),
        waiting=scores.count(""),
        median_lead=median(leads) if leads else None,
    )
