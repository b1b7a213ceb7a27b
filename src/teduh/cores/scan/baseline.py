"""Expected counts from a population that was counted now and then, and from the risk of its groups."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teduh.cores.errors import Refused


def expected_from_population(
    cases_of_group: ArrayLike, population: ArrayLike, counted_on: ArrayLike, edges: ArrayLike
) -> NDArray[np.float64]:
    """Expected cases by indirect standardisation, as SaTScan computes them.

    Between two counts the population is taken to change in a straight line, before the first and after the last to
    stay as it was. The risk of a group (age and sex, for instance) is its cases over its people-days in the whole
    region and time; a place expects the sum over its groups of risk times people-days.

    Parameters
    ----------
    cases_of_group : (g,)
        Cases of each group, everywhere and over the whole time.
    population : (g, n, d)
        People of each group in each of n places on each of d days of counting.
    counted_on : (d,)
        The days of counting as numbers, rising.
    edges : (t + 1,)
        First days of the t time units and the day after the last, as numbers, rising.

    Returns
    -------
    float64 (n, t)
        Expected cases; they add up to the cases of the groups that have people.

    Raises
    ------
    Refused
        When shapes do not fit, days do not rise, or a group has cases and no people.
    """
    cases = np.asarray(cases_of_group, np.float64)
    people = np.asarray(population, np.float64)
    counted, bounds = np.asarray(counted_on, np.float64), np.asarray(edges, np.float64)
    if people.ndim != 3 or cases.shape != people.shape[:1] or counted.shape != people.shape[2:]:
        raise Refused("population must have one number for each group, place and day of counting.", field="population")
    if np.any(np.diff(counted) <= 0) or np.any(np.diff(bounds) <= 0) or bounds.size < 2:
        raise Refused("Days must rise.", field="edges")
    days = _days(counted, bounds)
    person_days = people @ days.T
    of_group = person_days.sum(axis=(1, 2))
    if np.any((cases > 0) & (of_group <= 0)):
        raise Refused("A group has cases but no people.", field="population")
    risk = np.divide(cases, of_group, out=np.zeros_like(cases), where=of_group > 0)
    return np.asarray(np.einsum("g,gnt->nt", risk, person_days))


def _days(counted: NDArray[np.float64], bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Days that each count stands for in each time unit, (t, d): integrals of the straight lines between counts."""
    weights = np.zeros((bounds.size - 1, counted.size))
    for unit in range(bounds.size - 1):
        start, stop = bounds[unit], bounds[unit + 1]
        inner = counted[(counted > start) & (counted < stop)]
        corners = np.concatenate([[start], inner, [stop]])
        for day in range(counted.size):
            height = np.interp(corners, counted, np.eye(counted.size)[day])
            weights[unit, day] = float(((height[1:] + height[:-1]) / 2 * np.diff(corners)).sum())
    return weights
