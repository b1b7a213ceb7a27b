"""The daily look: what is unusual today, and who has gone quiet, measured against what each place usually sends."""

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teduh.cores.errors import Refused
from teduh.cores.scan.counts import Counts
from teduh.cores.scan.places import Places
from teduh.cores.scan.result import Cluster
from teduh.cores.scan.scan import scan
from teduh.cores.scan.settings import Settings
from teduh.cores.scan.usual import Usual, usual
from teduh.cores.scan.windows import Windows

# A day counts for a silence with so many reports at most: after a loud day the usual ones would look silent.
_LOUD_DAY: Final = 2


@dataclass(frozen=True)
class Watch:
    """How the daily look is done.

    Attributes
    ----------
    back_days : int
        Days that are scanned, today the last.
    longest_days, most_places : int
        Longest window, and how many places it holds at most.
    recurrence_days : float
        An alarm is a pattern that chance alone shows at most once in so many days.
    settled_days : int
        So many of the last days do not count towards what is usual, lest trouble that builds up becomes usual.
    silence_days : int
        Longest silence that is looked for.
    silence_recurrence_days : float
        As `recurrence_days`, for silences.
    replicates, stop_after : int
        Monte Carlo replicates, and after how many that reach the strongest window they stop.

    Raises
    ------
    Refused
        When a value lies outside its range.
    """

    back_days: int = 28
    longest_days: int = 7
    most_places: int = 4
    recurrence_days: float = 7.0
    settled_days: int = 7
    silence_days: int = 21
    silence_recurrence_days: float = 60.0
    replicates: int = 999
    stop_after: int = 50

    def __post_init__(self) -> None:
        for field in fields(self):
            low, high = RANGES[field.name]
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                raise Refused(f"{field.name} must lie from {low:g} to {high:g}, not {value}.", field=field.name)
        if self.longest_days > self.back_days:
            raise Refused("longest_days must not be more than back_days.", field="longest_days")


RANGES: Final[dict[str, tuple[float, float]]] = {
    "back_days": (7, 366),
    "longest_days": (1, 90),
    "most_places": (1, 50),
    "recurrence_days": (1, 36_500),
    "settled_days": (0, 60),
    "silence_days": (3, 90),
    "silence_recurrence_days": (1, 36_500),
    "replicates": (99, 99_999),
    "stop_after": (10, 99_999),
}


def usual_before(reports: ArrayLike, watch: Watch, *, missing: ArrayLike | None = None, first: int = 0) -> Usual:
    """What is usual, from all days but the last `settled_days`; from the first day where there are no others."""
    counts = np.asarray(reports)
    stop = max(1, counts.shape[1] - watch.settled_days)
    holes = None if missing is None else np.asarray(missing)[:, :stop]
    return usual(counts[:, :stop], missing=holes, first=first)


def unusual(
    signals: ArrayLike,
    reports: ArrayLike,
    places: Places,
    watch: Watch,
    *,
    seed: int,
    missing: ArrayLike | None = None,
    windows: Windows | None = None,
    first: int = 0,
) -> list[Cluster]:
    """Windows that end today and hold more signals than the places' share of all reports explains.

    Parameters
    ----------
    signals : (n, t)
        What is watched (reports of tension, say), of each place and day; the last day is today.
    reports : (n, t)
        All reports, which tell how readily each place speaks. A village that sends a tenth of everything is expected to
        send a tenth of the signals.
    missing : (n, t) of bool, optional
        Where nobody could report.
    windows : Windows, optional
        Circles unless told otherwise.
    first : int
        Number of the first day, for the rhythm of the week.

    Returns
    -------
    list of Cluster
        Those rarer than `recurrence_days`, strong ones first, sharing no place. `first` and `last` of a cluster count
        from the first of the days given.
    """
    counts = _whole(signals)
    known = usual_before(reports, watch, missing=missing, first=first)
    start = max(0, counts.shape[1] - watch.back_days)
    days = counts.shape[1] - start
    settings = Settings(
        when="prospective",
        max_cases_share=1.0,
        max_population_share=_share(watch.most_places, len(counts)),
        max_duration=min(watch.longest_days, days),
        replicates=watch.replicates,
        stop_after=watch.stop_after,
    )
    table = Counts.poisson(
        counts[:, start:],
        known.expected(first + start, days),
        population=np.ones(len(counts)),
        missing=None if missing is None else np.asarray(missing)[:, start:],
    )
    if counts[:, start:].sum() < settings.min_cases:
        return []
    found = scan(table, places, settings, seed=seed, windows=windows).clusters
    return [_moved(one, start) for one in found if (one.recurrence_days or 0.0) >= watch.recurrence_days]


def silent(
    reports: ArrayLike,
    places: Places,
    watch: Watch,
    *,
    seed: int,
    missing: ArrayLike | None = None,
    first: int = 0,
) -> list[Cluster]:
    """Single places that have sent fewer reports than usual, up to today; one that never spoke is not found."""
    counts = np.minimum(_whole(reports), _LOUD_DAY)
    stop = max(1, counts.shape[1] - watch.silence_days)
    holes = None if missing is None else np.asarray(missing)
    known = usual(counts[:, :stop], missing=None if holes is None else holes[:, :stop], first=first)
    start = max(0, counts.shape[1] - watch.silence_days)
    days = counts.shape[1] - start
    settings = Settings(
        when="prospective",
        rates="low",
        max_cases_share=1.0,
        max_population_share=_share(1, len(counts)),
        min_duration=min(3, days),
        max_duration=days,
        replicates=watch.replicates,
        stop_after=watch.stop_after,
    )
    table = Counts.poisson(
        counts[:, start:],
        known.expected(first + start, days),
        population=np.ones(len(counts)),
        missing=None if holes is None else holes[:, start:],
    )
    if stop < watch.silence_days or not counts[:, start:].sum():
        return []
    found = scan(table, places, settings, seed=seed).clusters
    return [_moved(one, start) for one in found if (one.recurrence_days or 0.0) >= watch.silence_recurrence_days]


def _share(most: int, places: int) -> float:
    """The share of the places that `most` of them are, and no more of them."""
    return min(1.0, (most + 0.5) / max(1, places))


def _moved(cluster: Cluster, by: int) -> Cluster:
    return replace(cluster, first=cluster.first + by, last=cluster.last + by)


def _whole(table: ArrayLike) -> NDArray[np.int64]:
    counts = np.asarray(table)
    if counts.ndim != 2 or counts.shape[1] == 0 or np.any(counts < 0):
        raise Refused("Counts must be a table of places and days, each at least 0.", field="signals")
    return counts.astype(np.int64)
