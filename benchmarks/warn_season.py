"""What a district's desk has on each day of a simulated season, and how alarms are judged by its truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.season import oku
from teduh.cores.scan import Places, Watch, ears_c2, exceedance, fixed_threshold, silent, unusual
from teduh.cores.season import KINDS, Land, Result, simulate
from teduh.cores.season.catalogue import catalogue

# No policy may speak before two weeks have been seen; the fortnights of the false-alarm rate begin there, too.
FIRST_DAY: Final = 14
# An alarm belongs to the one before while no more days than these lie between them in one of its villages.
EPISODE_DAYS: Final = 14
# An alarm so many days after a flashpoint became actual still tells of it (and finds it too late).
AFTER_DAYS: Final = 3
# Copies of one text in so many villages within so many days are one flood, and count as one signal.
FLOOD_VILLAGES: Final = 6
FLOOD_DAYS: Final = 2
MISSED: Final = -99
TENSION: Final = KINDS.index("tension")

Table = NDArray[np.int64]
Alarm = tuple[int, frozenset[int], float]


@dataclass(frozen=True)
class Flashpoint:
    villages: frozenset[int]
    latent: int
    actual: int


@dataclass(frozen=True)
class Known:
    """A season as its desk knows it, and its truth; counts are (villages, days)."""

    signals: Table
    reports: Table
    flashpoints: tuple[Flashpoint, ...]
    silences: tuple[tuple[int, int, int], ...]

    @property
    def fortnights(self) -> float:
        return (self.signals.shape[1] - FIRST_DAY) / 14


@dataclass(frozen=True)
class Judged:
    """`leads`: days from the first alarm that touches a flashpoint to the day it became actual, else `MISSED`."""

    leads: tuple[int, ...]
    false_alarms: int


def land() -> tuple[Land, Places]:
    """The villages of OKU, as a season and as a scan take them."""
    villages = Land.of(list(oku()))
    latitude, longitude = np.array([(row.latitude, row.longitude) for row in villages.villages], dtype=float).T
    return villages, Places.on_earth(latitude, longitude)


def known(villages: Land, seed: int, *, desk_error: float) -> Known:
    """One season without visits; the desk judges this share of its matters by drawing a kind at random."""
    result = simulate(villages, seed=seed)
    reports, kinds = result.reports, catalogue().kind[result.reports.topic].copy()
    flood = _floods(result)
    first_of_flood = np.flatnonzero((flood >= 0) & (flood == np.arange(len(flood))))
    counted = (flood < 0) | np.isin(np.arange(len(flood)), first_of_flood)
    rng = np.random.default_rng(seed)
    wrong = rng.random(len(kinds)) < desk_error
    kinds[wrong] = rng.integers(0, len(KINDS), int(wrong.sum()))
    shape = (len(villages), result.settings.days)
    every, signals = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    np.add.at(every, (reports.village[counted], reports.day[counted]), 1)
    watched = counted & (kinds == TENSION)
    np.add.at(signals, (reports.village[watched], reports.day[watched]), 1)
    return Known(
        signals,
        every,
        tuple(Flashpoint(frozenset(one.villages), one.latent, one.actual) for one in result.planting.flashpoints),
        tuple((one.village, one.first, one.last) for one in result.planting.silences),
    )


def _floods(result: Result) -> Table:
    """For each report of a flood the row of its first report, else -1. Only texts are looked at, not the truth."""
    reports = result.reports
    flood = np.full(len(reports), -1, np.int64)
    texts, inverse = np.unique(reports.origin_hash, return_inverse=True)
    for text in np.flatnonzero(np.bincount(inverse, minlength=len(texts)) >= FLOOD_VILLAGES):
        rows = np.flatnonzero(inverse == text)
        rows = rows[reports.day[rows] < reports.day[rows[0]] + FLOOD_DAYS]
        if len(np.unique(reports.village[rows])) >= FLOOD_VILLAGES:
            flood[rows] = rows[0]
    return flood


def scan_alarms(season: Known, places: Places, watch: Watch) -> list[Alarm]:
    """What the daily look finds, with its recurrence interval as the score."""
    found: list[Alarm] = []
    for day in range(FIRST_DAY, season.signals.shape[1]):
        until = slice(0, day + 1)
        clusters = unusual(season.signals[:, until], season.reports[:, until], places, watch, seed=day)
        found += [(day, frozenset(one.places), float(one.recurrence_days or 0)) for one in clusters]
    return found


def village_alarms(score: NDArray[np.float64]) -> list[Alarm]:
    """Alarms of a policy that scores each village alone."""
    days = range(FIRST_DAY, score.shape[1])
    return [(day, frozenset((int(v),)), float(score[v, day])) for day in days for v in np.flatnonzero(score[:, day])]


def simple_alarms(season: Known) -> dict[str, list[Alarm]]:
    return {
        "threshold": village_alarms(fixed_threshold(season.signals)),
        "ears_c2": village_alarms(np.maximum(ears_c2(season.signals), 0.0)),
        "poisson": village_alarms(exceedance(season.signals)),
    }


def judge(season: Known, alarms: Iterable[Alarm], at_least: float) -> Judged:
    """Which flashpoints were found in time, and how many new alarms met neither a flashpoint nor a silence."""
    last: dict[int, int] = {}
    hits: dict[int, int] = {}
    false_alarms = 0
    for day, villages, score in sorted(alarms, key=lambda alarm: (alarm[0], -alarm[2])):
        if score < at_least:
            continue
        new = all(day - last.get(village, MISSED) > EPISODE_DAYS for village in villages)
        last.update(dict.fromkeys(villages, day))
        touched = [
            number
            for number, one in enumerate(season.flashpoints)
            if one.latent <= day <= one.actual + AFTER_DAYS and villages & one.villages
        ]
        for number in touched:
            hits.setdefault(number, day)
        in_silence = any(village in villages and first <= day <= end for village, first, end in season.silences)
        false_alarms += new and not touched and not in_silence
    leads = (one.actual - hits[n] if n in hits else MISSED for n, one in enumerate(season.flashpoints))
    return Judged(tuple(leads), false_alarms)


def judge_silences(season: Known, places: Places, watch: Watch) -> tuple[list[int], int]:
    """Days from the beginning of each silence to its first alarm (`MISSED` without), and false silence alarms."""
    heard: dict[int, int] = {}
    last: dict[int, int] = {}
    false_alarms = 0
    for day in range(2 * watch.silence_days, season.reports.shape[1]):
        for cluster in silent(season.reports[:, : day + 1], places, watch, seed=day):
            village = cluster.places[0]
            mine = [first for where, first, end in season.silences if where == village and first <= day <= end + 2]
            if mine:
                heard.setdefault(village, day - mine[0])
            elif day - last.get(village, MISSED) > EPISODE_DAYS:
                false_alarms += 1
            last[village] = day
    return [heard.get(village, MISSED) for village, _, _ in season.silences], false_alarms
