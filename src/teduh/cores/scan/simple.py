"""Simple ways to raise an alarm, place by place: what the scan is measured against, and what a district may have used.

Each takes counts of places and days, oldest first, and gives a score for each place and day that looks only backwards;
an alarm is a score of at least some threshold.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import poisson

from teduh.cores.errors import Refused

C2_BASELINE: Final = 7
C2_GAP: Final = 2
# A place that was silent for a week has no spread to divide by.
C2_LEAST_SPREAD: Final = 0.2


def fixed_threshold(reports: ArrayLike, *, days: int = 7) -> NDArray[np.float64]:
    """Reports of the last `days` days."""
    counts = _table(reports, days)
    return _window(counts, days)


def ears_c2(reports: ArrayLike) -> NDArray[np.float64]:
    """Today against the seven days that end two days ago, in standard deviations (EARS C2, Hutwagner et al. 2003).

    0 on the first nine days and on days without reports.
    """
    counts = _table(reports, C2_BASELINE)
    score = np.zeros(counts.shape)
    for day in range(C2_BASELINE + C2_GAP, counts.shape[1]):
        past = counts[:, day - C2_BASELINE - C2_GAP : day - C2_GAP]
        spread = np.maximum(past.std(axis=1, ddof=1), C2_LEAST_SPREAD)
        score[:, day] = np.where(counts[:, day] > 0, (counts[:, day] - past.mean(axis=1)) / spread, 0.0)
    return score


def exceedance(reports: ArrayLike, *, days: int = 7, baseline_days: int = 28) -> NDArray[np.float64]:
    """How unlikely the reports of the last `days` days are under Poisson with the place's own earlier mean: -ln p.

    The mean is that of the `baseline_days` before, with a tenth of a report added, so that one report from a silent
    place is not endlessly unlikely. 0 until twice `days` have gone by.
    """
    counts = _table(reports, days)
    if baseline_days < 1:
        raise Refused("baseline_days must be at least 1.", field="baseline_days")
    recent, score = _window(counts, days), np.zeros(counts.shape)
    for day in range(2 * days, counts.shape[1]):
        past = counts[:, max(0, day - days - baseline_days + 1) : day - days + 1]
        mean = (past.sum(axis=1) + 0.1) / (past.shape[1] + 1) * days
        score[:, day] = np.where(recent[:, day] > 0, -poisson.logsf(recent[:, day] - 1, mean), 0.0)
    return score


def _window(counts: NDArray[np.float64], days: int) -> NDArray[np.float64]:
    running = np.cumsum(np.pad(counts, ((0, 0), (days, 0))), axis=1)
    return np.asarray(running[:, days:] - running[:, :-days])


def _table(reports: ArrayLike, days: int) -> NDArray[np.float64]:
    counts = np.asarray(reports, dtype=np.float64)
    if counts.ndim != 2 or np.any(counts < 0) or not np.all(np.isfinite(counts)):
        raise Refused("reports must be a table of places and days with counts of at least 0.", field="reports")
    if days < 1:
        raise Refused("days must be at least 1.", field="days")
    return counts
