"""How often each place usually speaks, so that a talkative village is no alarm and a quiet one no calm."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teduh.cores.errors import Refused

DAYS_OF_WEEK = 7
# A weekday counts as usual until it has been seen about this often.
_WEEKS_OF_DOUBT = 4.0


@dataclass(frozen=True)
class Usual:
    """What a place is expected to send on a day.

    Attributes
    ----------
    rate : float64 (n,)
        Reports a day, shrunk towards the mean of all places the more, the less has been seen of a place.
    weekday : float64 (7,)
        Times the rate, by day modulo 7; their mean is 1.
    mean : float
        Reports a day of a place nobody knows anything about.
    spread : float
        Variance of the true rates between places, (reports a day)²; 0 where chance explains all differences.
    """

    rate: NDArray[np.float64]
    weekday: NDArray[np.float64]
    mean: float
    spread: float

    def expected(self, first: int, count: int) -> NDArray[np.float64]:
        """Expected reports of each place on `count` days from day `first`, (n, count)."""
        days = (first + np.arange(count)) % DAYS_OF_WEEK
        return np.asarray(self.rate[:, None] * self.weekday[days][None, :])


def usual(reports: ArrayLike, *, missing: ArrayLike | None = None, first: int = 0) -> Usual:
    """Estimates what is usual from counts of the past.

    Empirical Bayes with a gamma prior whose mean and variance come from all places by moments (Marshall 1991): a place
    with many days keeps its own rate, one with few borrows from the others. Days on which a place could not report are
    no days without reports; they are left out.

    Parameters
    ----------
    reports : (n, t)
        Reports of each place and day, oldest first.
    missing : (n, t) of bool, optional
        Where nobody could report.
    first : int
        Number of the first day, for the rhythm of the week.

    Raises
    ------
    Refused
        When shapes differ, a count is below 0, or nothing could be counted at all.

    References
    ----------
    Marshall, Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics 40 (1991).
    Clayton, Kaldor, Empirical Bayes estimates of age-standardized relative risks, Biometrics 43 (1987).
    """
    counts = np.asarray(reports, dtype=np.float64)
    if counts.ndim != 2 or np.any(counts < 0) or not np.all(np.isfinite(counts)):
        raise Refused("reports must be a table of places and days with counts of at least 0.", field="reports")
    seen = np.ones(counts.shape, bool) if missing is None else ~np.asarray(missing, dtype=bool)
    if seen.shape != counts.shape:
        raise Refused("missing must have one value for each place and day, as reports have.", field="missing")
    counts = np.where(seen, counts, 0.0)
    days, sums = seen.sum(axis=1).astype(np.float64), counts.sum(axis=1)
    if days.sum() == 0:
        raise Refused("There is not one day on which somebody could report.", field="missing")
    mean = float(sums.sum() / days.sum())
    own = np.divide(sums, days, out=np.full(len(sums), mean), where=days > 0)
    scatter = float((days * (own - mean) ** 2).sum() / days.sum())
    spread = max(0.0, scatter - mean / float(days.mean()))
    trust = np.divide(spread * days, spread * days + mean, out=np.zeros(len(days)), where=spread * days + mean > 0)
    return Usual(mean + trust * (own - mean), _weekday(counts, seen, first), mean, spread)


def _weekday(counts: NDArray[np.float64], seen: NDArray[np.bool_], first: int) -> NDArray[np.float64]:
    """Times the usual, by day of the week; near 1 until enough weeks have gone by."""
    day = (first + np.arange(counts.shape[1])) % DAYS_OF_WEEK
    places = seen.sum(axis=0).astype(np.float64)
    daily = np.divide(counts.sum(axis=0), places, out=np.zeros(len(day)), where=places > 0)
    known = places > 0
    overall = float(daily[known].mean()) if known.any() else 0.0
    if overall <= 0:
        return np.ones(DAYS_OF_WEEK)
    factors = np.ones(DAYS_OF_WEEK)
    for weekday in range(DAYS_OF_WEEK):
        here = daily[known & (day == weekday)]
        factors[weekday] = (here.sum() / overall + _WEEKS_OF_DOUBT) / (len(here) + _WEEKS_OF_DOUBT)
    return np.asarray(factors / factors.mean())
