"""How to scan: every limit with its range."""

from dataclasses import dataclass, fields
from typing import Final, Literal

from teduh.cores.errors import Refused

When = Literal["prospective", "retrospective"]
Extent = Literal["space-time", "space", "time"]
Rates = Literal["high", "low", "both"]
Secondary = Literal["apart", "centres_apart", "all"]


@dataclass(frozen=True)
class Settings:
    """How to scan. The defaults are SaTScan's.

    Attributes
    ----------
    when : "prospective" or "retrospective"
        Prospective windows end with the last time unit: what is going on now. Retrospective ones end anywhere.
    extent : "space-time", "space" or "time"
        Windows over places and times, over places for the whole time, or over times for all places.
    rates : "high", "low" or "both"
        Look for more cases than expected, for fewer (silence), or for either.
    max_cases_share : float
        Share of all cases that the places of a window may hold over the whole time: counted cases with the
        permutation, expected ones with Poisson, cases and controls with Bernoulli.
    max_population_share : float or None
        Share of the residents that the places of a window may hold; needs `Counts.population`.
    max_radius_km : float or None
        Largest radius: as the crow flies with circles, along the ties with windows over ties.
    min_duration, max_duration : int
        Length of a window in time units; None stands for half of the time, rounded down.
    min_cases : int
        Least cases of a window with high rates.
    replicates : int
        Monte Carlo replicates; 0 for none.
    stop_after : int or None
        Stop the replicates once so many of them reached the statistic of the first cluster (Besag and Clifford 1991).
    looks : int
        Prospective: how many looks, this one included, the p-values answer for together; the replicates then count
        windows that end with any of the last `looks` time units. 1 answers for this look alone.
    look_days : float
        Days from one look to the next; a recurrence interval is `look_days` / p.
    secondary : "apart", "centres_apart" or "all"
        Which further clusters are told: those that share no place with a stronger one, those whose centre lies in no
        stronger one and that hold the centre of none, or the best of every centre.
    most_clusters : int
        How many clusters are told.

    Raises
    ------
    Refused
        When a value lies outside its range.
    """

    when: When = "retrospective"
    extent: Extent = "space-time"
    rates: Rates = "high"
    max_cases_share: float = 0.5
    max_population_share: float | None = None
    max_radius_km: float | None = None
    min_duration: int = 1
    max_duration: int | None = None
    min_cases: int = 2
    replicates: int = 999
    stop_after: int | None = None
    looks: int = 1
    look_days: float = 1.0
    secondary: Secondary = "apart"
    most_clusters: int = 20

    def __post_init__(self) -> None:
        for name, words in WORDS.items():
            if getattr(self, name) not in words:
                raise Refused(f"{name} must be one of {', '.join(words)}.", field=name)
        for field in fields(self):
            if field.name in RANGES:
                self._check(field.name)
        if self.max_duration is not None and self.max_duration < self.min_duration:
            raise Refused("max_duration must not be shorter than min_duration.", field="max_duration")
        if self.looks > 1 and self.when != "prospective":
            raise Refused("looks above 1 belong to prospective scans.", field="looks")
        if self.extent == "space" and self.when == "prospective":
            raise Refused("A purely spatial scan is retrospective.", field="when")

    def _check(self, name: str) -> None:
        low, high, whole, may_be_none = RANGES[name]
        value = getattr(self, name)
        if value is None and may_be_none:
            return
        kind = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kind) or not low <= value <= high:
            raise Refused(
                f"{name} must lie from {low:g} to {high:g}{' as a whole number' if whole else ''}, not {value}.",
                field=name,
            )


WORDS: Final = {
    "when": ("prospective", "retrospective"),
    "extent": ("space-time", "space", "time"),
    "rates": ("high", "low", "both"),
    "secondary": ("apart", "centres_apart", "all"),
}
# Name: least, most, whole number, may be None.
RANGES: Final[dict[str, tuple[float, float, bool, bool]]] = {
    "max_cases_share": (1e-6, 1, False, False),
    "max_population_share": (1e-6, 1, False, True),
    "max_radius_km": (0, 20_100, False, True),
    "min_duration": (1, 100_000, True, False),
    "max_duration": (1, 100_000, True, True),
    "min_cases": (1, 1_000_000, True, False),
    "replicates": (0, 1_000_000, True, False),
    "stop_after": (1, 1_000_000, True, True),
    "looks": (1, 10_000, True, False),
    "look_days": (1e-6, 100_000, False, False),
    "most_clusters": (1, 100_000, True, False),
}
