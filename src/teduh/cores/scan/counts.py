"""What was counted, and what of it can be scanned."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teduh.cores.errors import Refused

Model = Literal["poisson", "permutation", "bernoulli"]
_WHOLE_DAY_SHARE = 0.5


@dataclass(frozen=True)
class Counts:
    """Cases by place and time, with what they are measured against; use `poisson`, `permutation` or `bernoulli`.

    Attributes
    ----------
    model : str
    cases : int64 (n, t)
        Cases of each place in each time unit; times are of equal length and in order.
    expected : float64 (n, t) or None
        Poisson: expected cases, or anything in proportion to them; 0 or NaN where there is no baseline.
    controls : int64 (n, t) or None
        Bernoulli: those who could have been cases and were not.
    population : float64 (n,) or None
        Residents, for `Settings.max_population_share`.
    missing : bool (n, t) or None
        Where nothing could be counted, which is not the same as 0.
    """

    model: Model
    cases: NDArray[np.int64]
    expected: NDArray[np.float64] | None = None
    controls: NDArray[np.int64] | None = None
    population: NDArray[np.float64] | None = None
    missing: NDArray[np.bool_] | None = None

    @classmethod
    def poisson(
        cls, cases: ArrayLike, expected: ArrayLike, *, population: ArrayLike | None = None,
        missing: ArrayLike | None = None,
    ) -> "Counts":  # fmt: skip
        """Cases against expected counts, which are scaled to add up to the cases.

        Raises
        ------
        Refused
            When shapes differ, a count is below 0 or no whole number, or an expected count is below 0 or infinite.
        """
        counted = _whole(cases, "cases")
        wanted = _table(np.asarray(expected, dtype=np.float64), counted.shape, "expected")
        if np.any(wanted < 0) or np.any(np.isinf(wanted)):
            raise Refused("Expected counts must be finite and not below 0.", field="expected")
        return cls("poisson", counted, expected=wanted, **_more(counted, population, missing))

    @classmethod
    def permutation(
        cls, cases: ArrayLike, *, population: ArrayLike | None = None, missing: ArrayLike | None = None
    ) -> "Counts":
        """Cases alone: each place and each time is its own baseline (Kulldorff et al. 2005)."""
        counted = _whole(cases, "cases")
        return cls("permutation", counted, **_more(counted, population, missing))

    @classmethod
    def bernoulli(
        cls, cases: ArrayLike, controls: ArrayLike, *, population: ArrayLike | None = None,
        missing: ArrayLike | None = None,
    ) -> "Counts":  # fmt: skip
        """Cases against controls, for instance urgent reports against all others."""
        counted, others = _whole(cases, "cases"), _whole(controls, "controls")
        _table(others, counted.shape, "controls")
        return cls("bernoulli", counted, controls=others, **_more(counted, population, missing))

    def __len__(self) -> int:
        return len(self.cases)


@dataclass(frozen=True)
class LeftOut:
    """What could not be scanned, and why; indices are those of the places.

    Attributes
    ----------
    no_coordinates : tuple of int
        Places without coordinates that no tie reaches either: they can lie in no window.
    no_baseline : tuple of int
        Poisson: places where nothing is expected, so that no case there can be judged.
    missing_places : tuple of int
        Permutation: places left out because something is missing on a day that others have.
    missing_times : tuple of int
        Permutation: times left out because half of the places or more miss them.
    missing_cells : int
        Cells of places and times at which nothing could be counted.
    without_cases : int
        Permutation: places taken along that never had a case; their silence cannot be told from calm.
    cases : int
        Cases that were not scanned for one of these reasons.
    """

    no_coordinates: tuple[int, ...] = ()
    no_baseline: tuple[int, ...] = ()
    missing_places: tuple[int, ...] = ()
    missing_times: tuple[int, ...] = ()
    missing_cells: int = 0
    without_cases: int = 0
    cases: int = 0


@dataclass(frozen=True)
class Scanned:
    """What is scanned: as `Counts`, with everything that cannot be judged set to 0.

    Attributes
    ----------
    base : float64 (n, t) or None
        Poisson: expected counts that add up to the cases. Bernoulli: cases and controls together.
    kept : bool (n,)
        Places that can lie in a window.
    weight : float64 (n,)
        What `Settings.max_cases_share` counts.
    """

    cases: NDArray[np.int64]
    base: NDArray[np.float64] | None
    kept: NDArray[np.bool_]
    weight: NDArray[np.float64]
    left_out: LeftOut


def scannable(counts: Counts, reachable: NDArray[np.bool_]) -> Scanned:
    """Takes out what cannot be judged, and says so.

    Poisson and Bernoulli take out single cells: what is missing is neither expected nor counted. The permutation
    compares each place with all days and each day with all places, so a hole would look like calm; it takes out
    days that half of the places or more miss, then places that still miss something.
    """
    missing = counts.missing if counts.missing is not None else np.zeros(counts.cases.shape, bool)
    cells = int(missing.sum())
    kept, told = reachable.copy(), dict[str, Any](missing_cells=cells)
    told["no_coordinates"] = _indices(~reachable)
    cases, base = counts.cases, None
    if counts.model == "permutation":
        times = missing.mean(axis=0) >= _WHOLE_DAY_SHARE if len(cases) else np.zeros(0, bool)
        holes = (missing & ~times).any(axis=1)
        kept &= ~holes
        told |= {"missing_times": _indices(times), "missing_places": _indices(holes & reachable)}
        usable = kept[:, None] & ~times[None, :]
        cases = np.where(usable, cases, 0)
        told["without_cases"] = int((kept & (cases.sum(axis=1) == 0)).sum())
        weight = cases.sum(axis=1).astype(np.float64)
    elif counts.expected is not None:
        expected = np.nan_to_num(counts.expected)
        nothing = (np.where(missing, 0.0, expected).sum(axis=1) <= 0) & reachable
        kept &= ~nothing
        told["no_baseline"] = _indices(nothing)
        usable = kept[:, None] & ~missing & (expected > 0)
        cases = np.where(usable, cases, 0)
        expected = np.where(usable, expected, 0.0)
        base = expected * (cases.sum() / expected.sum()) if expected.sum() > 0 else expected
        weight = base.sum(axis=1)
    else:
        usable = kept[:, None] & ~missing
        cases = np.where(usable, cases, 0)
        base = np.where(usable, counts.cases + _given(counts.controls), 0).astype(np.float64)
        weight = base.sum(axis=1)
    told["cases"] = int(counts.cases.sum() - cases.sum())
    return Scanned(cases, base, kept, weight, LeftOut(**told))


def _given(table: NDArray[np.int64] | None) -> NDArray[np.int64]:
    if table is None:
        raise Refused("The Bernoulli model needs controls.", field="controls")
    return table


def _indices(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(index) for index in np.flatnonzero(mask))


def _whole(values: ArrayLike, name: str) -> NDArray[np.int64]:
    table = np.asarray(values)
    if table.ndim == 1:
        table = table[:, None]
    if table.ndim != 2 or table.shape[1] == 0:
        raise Refused(f"{name} must be a table of places and times.", field=name)
    whole = table.astype(np.int64) if np.all(np.isfinite(table)) else None
    if whole is None or np.any(whole != table) or np.any(whole < 0):
        raise Refused(f"{name} must be whole numbers of at least 0.", field=name)
    return whole


def _table(values: NDArray[Any], shape: tuple[int, ...], name: str) -> NDArray[Any]:
    table = values[:, None] if values.ndim == 1 else values
    if table.shape != shape:
        raise Refused(f"{name} must have one number for each place and time, as cases have.", field=name)
    return table


def _more(cases: NDArray[np.int64], population: ArrayLike | None, missing: ArrayLike | None) -> dict[str, Any]:
    people = None if population is None else np.asarray(population, dtype=np.float64)
    if people is not None and (people.shape != (len(cases),) or not np.all(np.isfinite(people)) or np.any(people < 0)):
        raise Refused("population must have one number of at least 0 for each place.", field="population")
    holes = None if missing is None else _table(np.asarray(missing, dtype=bool), cases.shape, "missing")
    return {"population": people, "missing": holes}
