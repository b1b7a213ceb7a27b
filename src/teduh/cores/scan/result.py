"""What a scan found."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teduh.cores.scan.counts import LeftOut


@dataclass(frozen=True)
class Cluster:
    """A window with more or fewer cases than expected.

    Attributes
    ----------
    places : tuple of int
        Indices of its places, by distance from the centre where there is one.
    centre : int
    radius_km : float or None
        To its farthest place; None where the window is no circle.
    first, last : int
        First and last time unit, both inside.
    rates : "high" or "low"
    cases : int
    expected : float
    relative_risk : float or None
        (c/m) / ((C-c)/(C-m)) against everything outside; infinite where all cases are inside, None where nothing is
        expected outside.
    statistic : float
        Log likelihood ratio.
    p_value, p_monte_carlo, p_gumbel : float or None
        See `Rarity`; a further cluster is measured against the largest statistics of the replicates, too.
    recurrence_days : float or None
        Prospective: so long it takes until chance alone shows one as strong.
    without_history : int
        Permutation: places with cases in the window and none outside of it; the alarm rests on them more than on
        places whose usual is known.
    """

    places: tuple[int, ...]
    centre: int
    radius_km: float | None
    first: int
    last: int
    rates: str
    cases: int
    expected: float
    relative_risk: float | None
    statistic: float
    p_value: float | None
    p_monte_carlo: float | None
    p_gumbel: float | None
    recurrence_days: float | None
    without_history: int


@dataclass(frozen=True)
class Result:
    """Clusters from strong to weak, and what they were measured against.

    Attributes
    ----------
    maxima : float64 (replicates that count,)
        Largest statistics of the replicates, by number.
    stopped : bool
        Whether enough replicates reached the first cluster before all were run.
    total : int
        Cases that were scanned.
    """

    clusters: tuple[Cluster, ...]
    maxima: NDArray[np.float64]
    stopped: bool
    total: int
    left_out: LeftOut

    def critical(self, p: float) -> float | None:
        """The statistic from which the Monte Carlo p-value is at most `p`; None where the replicates are too few."""
        ordered = np.sort(self.maxima)[::-1]
        rank = int(p * (ordered.size + 1) + 1e-9)
        return float(np.nextafter(ordered[rank - 1], np.inf)) if 1 <= rank <= ordered.size else None
