"""The slowest way to scan: every window by itself, with sets, loops and the formulas of the papers."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from teduh.cores.scan import Counts, Settings


@dataclass(frozen=True)
class Window:
    places: frozenset[int]
    first: int
    last: int
    cases: int
    expected: float
    statistic: float


def circles(points: list[tuple[float, float]]) -> list[frozenset[int]]:
    """Every circle round a place, as the set of places in it."""
    zones = set()
    for x, y in points:
        distances = [(px - x) ** 2 + (py - y) ** 2 for px, py in points]
        for radius in distances:
            zones.add(frozenset(i for i, d in enumerate(distances) if d <= radius))
    return sorted(zones, key=lambda zone: (len(zone), sorted(zone)))


def times(total: int, settings: Settings) -> Iterator[tuple[int, int]]:
    """First and last time unit of every window."""
    if settings.extent == "space":
        yield 0, total - 1
        return
    longest = settings.max_duration or max(total // 2, settings.min_duration)
    for first in range(total):
        for last in range(first, total):
            fits = settings.min_duration <= last - first + 1 <= longest
            if fits and (settings.when == "retrospective" or last == total - 1):
                yield first, last


def llr(parts: list[tuple[float, float]]) -> float:
    return sum(count * math.log(count / expected) for count, expected in parts if count > 0)


def windows(counts: Counts, zones: list[frozenset[int]], settings: Settings) -> Iterator[Window]:
    """Every window that has more (or fewer) cases than expected, as the settings ask."""
    cases = counts.cases
    total = int(cases.sum())
    if total == 0:
        return
    if settings.extent == "time":
        zones = [frozenset(range(len(cases)))]
    for zone in zones:
        rows = sorted(zone)
        share = {
            "permutation": cases[rows].sum() / max(1, total),
            "poisson": 0 if counts.expected is None else counts.expected[rows].sum() / counts.expected.sum(),
            "bernoulli": 0
            if counts.controls is None
            else (cases + counts.controls)[rows].sum() / (cases + counts.controls).sum(),
        }[counts.model]
        if settings.extent != "time" and share > settings.max_cases_share + 1e-9:
            continue
        for first, last in times(cases.shape[1], settings):
            window = _window(counts, rows, first, last, total)
            if window is not None and _wanted(window, settings):
                yield window


def _window(counts: Counts, rows: list[int], first: int, last: int, total: int) -> Window | None:
    when = slice(first, last + 1)
    inside = int(counts.cases[rows, when].sum())
    if counts.model == "bernoulli":
        assert counts.controls is not None
        everybody = counts.cases + counts.controls
        people, all_people = int(everybody[rows, when].sum()), int(everybody.sum())
        if not 0 < people < all_people:
            return None
        rate = total / all_people
        statistic = llr(
            [
                (inside, people * rate),
                (people - inside, people * (1 - rate)),
                (total - inside, (all_people - people) * rate),
                (all_people - people - total + inside, (all_people - people) * (1 - rate)),
            ]
        )
        return Window(frozenset(rows), first, last, inside, people * rate, statistic)
    if counts.model == "poisson":
        assert counts.expected is not None
        expected = float(counts.expected[rows, when].sum() * total / counts.expected.sum())
    else:
        expected = float(counts.cases[rows].sum() * counts.cases[:, when].sum() / total)
    if not 0 < expected < total - 1e-9:
        return None
    statistic = llr([(inside, expected), (total - inside, total - expected)])
    return Window(frozenset(rows), first, last, inside, expected, statistic)


def _wanted(window: Window, settings: Settings) -> bool:
    if window.cases > window.expected + 1e-9:
        return settings.rates in ("high", "both") and window.cases >= settings.min_cases
    return settings.rates in ("low", "both") and window.cases < window.expected - 1e-9


def strongest(counts: Counts, zones: list[frozenset[int]], settings: Settings) -> Window | None:
    return max(windows(counts, zones, settings), key=lambda window: window.statistic, default=None)


def random_table(seed: int, places: int, times: int, mean: float) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, (places, times))
