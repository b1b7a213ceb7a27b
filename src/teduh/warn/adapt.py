"""Reports to the counts that the scan takes, and what it found to plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from teduh.cores.scan import (
    Cluster,
    Places,
    Watch,
    ears_c2,
    exceedance,
    fixed_threshold,
    silent,
    unusual,
)
from teduh.cores.text.normalise import normalise
from teduh.warn.rules import (
    EPISODE_DAYS,
    FLOOD_DAYS,
    FLOOD_VILLAGES,
    LATE_DAYS,
    LEAST_DAYS,
    SCORE_DAYS,
    AlarmKind,
)

# From these scores on a simple policy speaks: chosen on simulated seasons (BUDGET in benchmarks/warn.py), where each
# then cried wolf at most once in 14 days.
SIMPLE_LIMITS = {"threshold": 3.0, "ears_c2": 5.563, "poisson": 7.26}

# Rarer than this nothing is told: an approximated tail says no more there than "never".
LEAST_P = 1e-9


@dataclass(frozen=True)
class Spot:
    """A village as the scan sees it."""

    code: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Signal:
    """A report that counts as a signal; `text` only serves to find copies."""

    report: UUID
    village: str
    day: date
    text: str = ""


@dataclass(frozen=True)
class Finding:
    """What stood out on a day."""

    kind: AlarmKind
    villages: tuple[str, ...]
    first: date
    last: date
    observed: int
    expected: float
    relative_risk: float | None
    p_value: float
    recurrence_days: float
    statistic: float
    reports: tuple[UUID, ...]


@dataclass(frozen=True)
class Known:
    """All that one look rests on: counts are (villages, days), the last day is today."""

    spots: tuple[Spot, ...]
    first: date
    reports: NDArray[np.int64]
    signals: NDArray[np.int64]
    missing: NDArray[np.bool_]
    rows: tuple[Signal, ...]

    @property
    def days(self) -> int:
        return int(self.reports.shape[1])

    @property
    def never_spoke(self) -> int:
        return int((self.reports.sum(axis=1) == 0).sum())

    @property
    def without_coordinates(self) -> int:
        return sum(spot.latitude is None for spot in self.spots)

    def until(self, day: date) -> "Known":
        """The same, as it was known at the end of an earlier day."""
        stop = (day - self.first).days + 1
        rows = tuple(row for row in self.rows if row.day <= day)
        return Known(
            self.spots, self.first, self.reports[:, :stop], self.signals[:, :stop], self.missing[:, :stop], rows
        )


def known(
    spots: Sequence[Spot],
    *,
    first: date,
    last: date,
    reports: Mapping[tuple[str, date], int],
    signals: Iterable[Signal],
    gaps: Iterable[tuple[frozenset[str], date, date]],
) -> Known:
    """Counts by village and day; one flood of copies is one signal."""
    rows, days = {spot.code: number for number, spot in enumerate(spots)}, (last - first).days + 1
    every, counted = np.zeros((len(spots), days), np.int64), np.zeros((len(spots), days), np.int64)
    for (village, day), number in reports.items():
        if village in rows and first <= day <= last:
            every[rows[village], (day - first).days] += number
    kept = tuple(one for one in without_floods(signals) if one.village in rows and first <= one.day <= last)
    for one in kept:
        counted[rows[one.village], (one.day - first).days] += 1
    missing = np.zeros((len(spots), days), bool)
    for villages, start, end in gaps:
        here = [rows[code] for code in villages if code in rows]
        missing[here, max(0, (start - first).days) : max(0, (end - first).days + 1)] = True
    return Known(tuple(spots), first, every, counted, missing, kept)


def without_floods(signals: Iterable[Signal]) -> list[Signal]:
    """Signals in order of days; of one text from many villages within two days only the first stays."""
    ordered = sorted(signals, key=lambda one: (one.day, str(one.report)))
    alike: dict[str, list[Signal]] = {}
    for one in ordered:
        alike.setdefault(normalise(one.text).text if one.text else str(one.report), []).append(one)
    dropped: set[UUID] = set()
    for copies in alike.values():
        flood = [one for one in copies if (one.day - copies[0].day).days < FLOOD_DAYS]
        if len({one.village for one in flood}) >= FLOOD_VILLAGES:
            dropped.update(one.report for one in flood[1:])
    return [one for one in ordered if one.report not in dropped]


def watch_of(values: Mapping[str, Any]) -> Watch:
    """The parameters of a policy; what it does not name is the default. Refuses what lies outside its range."""
    return Watch(**values)


def watch_values(watch: Watch) -> dict[str, Any]:
    return asdict(watch)


def findings(table: Known, watch: Watch) -> list[Finding]:
    """What stands out today. The same table and parameters give the same answer."""
    if table.days < LEAST_DAYS or not len(table.spots):
        return []
    latitude = [np.nan if spot.latitude is None else spot.latitude for spot in table.spots]
    longitude = [np.nan if spot.longitude is None else spot.longitude for spot in table.spots]
    places = Places.on_earth(np.array(latitude, dtype=float), np.array(longitude, dtype=float))
    today = table.first + timedelta(days=table.days - 1)
    how: dict[str, Any] = {
        "seed": today.toordinal(),
        "missing": table.missing,
        "first": table.first.weekday(),
    }
    found = [
        _finding(AlarmKind.UNUSUAL, cluster, table)
        for cluster in unusual(table.signals, table.reports, places, watch, **how)
    ]
    if table.days >= 2 * watch.silence_days:
        found += [_finding(AlarmKind.SILENCE, one, table) for one in silent(table.reports, places, watch, **how)]
    return found


def _finding(kind: AlarmKind, cluster: Cluster, table: Known) -> Finding:
    villages = tuple(sorted(table.spots[place].code for place in cluster.places))
    first, last = table.first + timedelta(days=cluster.first), table.first + timedelta(days=cluster.last)
    behind = tuple(row.report for row in table.rows if row.village in villages and first <= row.day <= last)
    risk, p = cluster.relative_risk, 1.0 if cluster.p_value is None else max(cluster.p_value, LEAST_P)
    return Finding(
        kind=kind,
        villages=villages,
        first=first,
        last=last,
        observed=cluster.cases,
        expected=round(cluster.expected, 3),
        relative_risk=None if risk is None or not np.isfinite(risk) else round(risk, 3),
        p_value=p,
        recurrence_days=round(1 / p, 1),
        statistic=round(cluster.statistic, 6),
        reports=behind if kind == AlarmKind.UNUSUAL else (),
    )


@dataclass(frozen=True)
class Tally:
    """How a policy did: alarms that were right, late or wrong; matters it missed; days of lead of the right ones."""

    hits: int
    late: int
    false_alarms: int
    misses: int
    leads: tuple[int, ...]

    @property
    def scored(self) -> int:
        return self.hits + self.late + self.false_alarms


def simple_tallies(table: Known, rises: Sequence[tuple[frozenset[str], date]], *, first: date) -> dict[str, Tally]:
    """The simple policies on the same signals, judged by the same rule; `rises` are villages and day of each matter."""
    scores = {
        "threshold": fixed_threshold(table.signals),
        "ears_c2": ears_c2(table.signals),
        "poisson": exceedance(table.signals),
    }
    return {name: _tally(table, score >= SIMPLE_LIMITS[name], rises, first) for name, score in scores.items()}


def _tally(table: Known, above: NDArray[np.bool_], rises: Sequence[tuple[frozenset[str], date]], first: date) -> Tally:
    last_day = table.first + timedelta(days=table.days - 1)
    episodes: list[tuple[str, date]] = []
    for row, spot in enumerate(table.spots):
        before: date | None = None
        for number in np.flatnonzero(above[row]):
            day = table.first + timedelta(days=int(number))
            if day >= first and (before is None or (day - before).days > EPISODE_DAYS):
                episodes.append((spot.code, day))
            before = day
    outcomes = [lead_of(day, [rise for villages, rise in rises if village in villages]) for village, day in episodes]
    judged = [
        lead for (_, day), lead in zip(episodes, outcomes, strict=True)
        if lead is not None or (last_day - day).days > SCORE_DAYS
    ]  # fmt: skip
    leads = tuple(lead for lead in judged if lead is not None and lead >= 1)
    caught = [
        any(village in villages and 0 <= (rise - day).days <= SCORE_DAYS for village, day in episodes)
        for villages, rise in rises
        if rise >= first
    ]
    late = sum(lead is not None and lead < 1 for lead in judged)
    return Tally(len(leads), late, sum(lead is None for lead in judged), caught.count(False), leads)


def lead_of(day: date, rises: Iterable[date]) -> int | None:
    """Days from an alarm to the first matter it can have told of; below 1 it came too late; None without one."""
    leads = sorted((rise - day).days for rise in rises)
    fitting = [lead for lead in leads if -LATE_DAYS <= lead <= SCORE_DAYS]
    early = [lead for lead in fitting if lead >= 1]
    return early[0] if early else (fitting[-1] if fitting else None)
