"""How rarely chance alone gives a statistic as large."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_EULER = 0.5772156649015329
# Below so many replicates that reach a statistic, their count says little and the Gumbel fit is told instead.
FEW = 10


@dataclass(frozen=True)
class Rarity:
    """Probabilities of a statistic at least as large somewhere, by chance alone.

    Attributes
    ----------
    p_value : float or None
        The one to read: `p_monte_carlo`, or `p_gumbel` where fewer than 10 replicates reached the statistic and it is
        smaller; None without replicates.
    p_monte_carlo : float or None
        (1 + replicates that reach it) / (1 + replicates), or hits / replicates when the replicates stopped early.
    p_gumbel : float or None
        From a Gumbel distribution fitted to the replicates' maxima by their mean and spread (Abrams et al. 2010).
    """

    p_value: float | None
    p_monte_carlo: float | None
    p_gumbel: float | None


def used(maxima: NDArray[np.float64], statistic: float, stop_after: int | None) -> tuple[int, bool]:
    """How many replicates count, and whether they stopped early: at the one that made up `stop_after` hits."""
    if stop_after is not None:
        hits = np.flatnonzero(maxima >= statistic)
        if hits.size >= stop_after:
            return int(hits[stop_after - 1]) + 1, True
    return int(maxima.size), False


def rarity(maxima: NDArray[np.float64], statistic: float, stopped: bool) -> Rarity:
    """Probabilities of a statistic, given the replicates that count."""
    if not maxima.size:
        return Rarity(None, None, None)
    hits = int((maxima >= statistic).sum())
    # Stopped by this very statistic: the last replicate was a hit, so the share itself is exact (Besag, Clifford 1991).
    exact = stopped and maxima[-1] >= statistic and hits < maxima.size + 1
    monte_carlo = hits / maxima.size if exact else (1 + hits) / (1 + maxima.size)
    gumbel = gumbel_tail(maxima, statistic)
    small = gumbel is not None and hits < FEW and gumbel < monte_carlo
    return Rarity(gumbel if small else monte_carlo, monte_carlo, gumbel)


def gumbel_tail(maxima: NDArray[np.float64], statistic: float) -> float | None:
    """Tail of the Gumbel distribution with the mean and the spread of `maxima`; None where they do not vary."""
    if maxima.size < 2:
        return None
    spread = float(np.std(maxima, ddof=1))
    if spread <= 0:
        return None
    scale = spread * math.sqrt(6) / math.pi
    place = float(np.mean(maxima)) - _EULER * scale
    return -math.expm1(-math.exp(-(statistic - place) / scale))


def recurrence_days(p_value: float | None, look_days: float) -> float | None:
    """Days between two chance alarms at least as strong, when somebody looks every `look_days` (Kleinman et al. 2004).

    One look gives such an alarm with probability p, so it takes 1 / p looks on average. This is what repeated looks
    need: a p of 0.05 is an alarm by chance every 20 days.
    """
    if p_value is None:
        return None
    return math.inf if p_value <= 0 else look_days / p_value
