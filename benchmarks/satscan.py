"""SaTScan's input files (.cas .geo .pop .ctl), read as it reads them, so that both can be run on the same data."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.scan import Counts, Places, expected_from_population

UNITS = ("year", "month", "day")


@dataclass(frozen=True)
class Study:
    """A study period: first and last day, and the length of a time unit."""

    start: date
    end: date
    unit: str

    def edges(self) -> list[date]:
        """First day of each time unit, and the day after the last."""
        days, at = [], self.start
        while at <= self.end:
            days.append(at)
            at = _next(at, self.unit)
        return [*days, self.end + timedelta(days=1)]


@dataclass(frozen=True)
class Row:
    """One line of a case, control or population file."""

    place: str
    count: float
    when: str | None
    group: tuple[str, ...]


def case_rows(path: Path, *, dated: bool) -> list[Row]:
    """Lines `id count [date] [covariates …]` of a case or control file."""
    rows = []
    for line, words in _lines(path, 3 if dated else 2):
        when, rest = (words[2], words[3:]) if dated else (None, words[2:])
        rows.append(Row(words[0], _number(words[1], path, line), when, tuple(rest)))
    return rows


def population_rows(path: Path) -> list[Row]:
    """Lines `id date population [covariates …]` of a population file."""
    return [Row(words[0], _number(words[2], path, line), words[1], tuple(words[3:])) for line, words in _lines(path, 3)]


def read_places(path: Path, *, earth: bool) -> tuple[list[str], Places]:
    """Names and places of a coordinates file: `id latitude longitude`, or `id x y`."""
    rows = [(words[0], _number(words[1], path, n), _number(words[2], path, n)) for n, words in _lines(path, 3)]
    names = [row[0] for row in rows]
    if len(set(names)) < len(names):
        raise Refused(f"{path.name}: a place comes twice.")
    first, second = [row[1] for row in rows], [row[2] for row in rows]
    return names, Places.on_earth(first, second) if earth else Places.on_plane(first, second)


def study_of(rows: list[Row], start: str | None, end: str | None) -> Study:
    """The period that was asked for, or else the one from the first to the last case, in the unit of its dates."""
    dates = [row.when for row in rows if row.when]
    if not dates:
        return Study(date(2000, 1, 1), date(2000, 12, 31), "year")
    unit = UNITS[dates[0].replace("-", "/").count("/")]
    first = day_of(start)[0] if start else min(day_of(text)[0] for text in dates)
    last = _last_day(end or max(dates, key=lambda text: day_of(text)[0]))
    return Study(first, last, unit)


def table(rows: list[Row], names: list[str], study: Study) -> NDArray[np.int64]:
    """Cases by place and time unit."""
    place = {name: index for index, name in enumerate(names)}
    edges = [day.toordinal() for day in study.edges()]
    counts = np.zeros((len(names), len(edges) - 1), np.int64)
    for row in rows:
        if row.place not in place:
            raise Refused(f"{row.place} has cases but no coordinates.")
        at = 0 if row.when is None else int(np.searchsorted(edges, day_of(row.when)[0].toordinal(), "right")) - 1
        if not 0 <= at < counts.shape[1]:
            raise Refused(f"{row.when} lies outside the study period.")
        counts[place[row.place], at] += int(row.count)
    return counts


def poisson(cases: list[Row], people: list[Row], names: list[str], study: Study) -> Counts:
    """Cases against what the population and the risks of its groups lead one to expect."""
    place = {name: index for index, name in enumerate(names)}
    days = sorted({_population_day(row.when) for row in people})
    groups = sorted({row.group for row in people})
    count = np.zeros((len(groups), len(names), len(days)))
    for row in people:
        if row.place in place:
            count[groups.index(row.group), place[row.place], days.index(_population_day(row.when))] += row.count
    known = {group: index for index, group in enumerate(groups)}
    of_group = np.zeros(len(groups))
    for row in cases:
        if row.group not in known:
            raise Refused(f"Cases of the group {' '.join(row.group) or '(all)'} have no population.")
        of_group[known[row.group]] += row.count
    edges = [day.toordinal() for day in study.edges()]
    return Counts.poisson(table(cases, names, study), expected_from_population(of_group, count, days, edges))


def day_of(text: str) -> tuple[date, str]:
    """The first day that a date names, and how precise it is; years of two digits lie in 1930 to 2029."""
    parts = [int(part) for part in text.replace("-", "/").split("/")]
    year = parts[0] if parts[0] >= 100 else parts[0] + (1900 if parts[0] >= 30 else 2000)
    return date(year, *[*parts[1:], 1, 1][:2]), UNITS[len(parts) - 1]


def _population_day(text: str | None) -> int:
    """A year stands for its first of July, a month for its fifteenth."""
    day, unit = day_of(text or "2000")
    return {"year": day.replace(month=7), "month": day.replace(day=15), "day": day}[unit].toordinal()


def _last_day(text: str) -> date:
    day, unit = day_of(text)
    if unit == "year":
        return day.replace(month=12, day=31)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if unit == "month" else day


def _next(day: date, unit: str) -> date:
    if unit == "day":
        return day + timedelta(days=1)
    if unit == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date(day.year + 1, 1, 1)


def _lines(path: Path, least: int) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.replace(",", " ").split()
        if not words:
            continue
        if len(words) < least:
            raise Refused(f"{path.name}, line {number}: {least} fields are needed, {len(words)} are there.")
        yield number, words


def _number(word: str, path: Path, line: int) -> float:
    try:
        return float(word)
    except ValueError:
        raise Refused(f"{path.name}, line {line}: {word} is no number.") from None
