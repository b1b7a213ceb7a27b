"""What a season came to, and everything that is true about it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teduh.cores.season.land import Land, People
from teduh.cores.season.plant import Planting
from teduh.cores.season.settings import Settings
from teduh.cores.season.table import Reports


@dataclass(frozen=True)
class Outcome:
    """What a season came to.

    Attributes
    ----------
    tension_days : float
        Heat over the ordinary (1 is an incident going on), summed over villages and days; visits can lower only this.
    latent_days, imminent_days, actual_days : int
        Village-days at each level.
    incidents : int
        Flashpoints that became actual within the season.
    heard : int
        Residents who heard a rumour, each rumour counted.
    visit_minutes : int
        Minutes ordered: effort, not effect.
    """

    tension_days: float
    latent_days: int
    imminent_days: int
    actual_days: int
    incidents: int
    heard: int
    visit_minutes: int


@dataclass(frozen=True)
class Result:
    """A whole season.

    Attributes
    ----------
    reports : Reports
        All reports, in order of time.
    tension : float32 (days, n)
        True latent tension of each day and village: calm of the village, warmth of the phase, and heat.
    level : uint8 (days, n)
        True level: 0 none, 1 latent (PG), 2 imminent (AG), 3 actual (GN).
    happened : bool (flashpoints,)
        Which flashpoints became actual; without visits all of them, on their day.
    visited : int64 (days, n)
        Minutes of visits.
    """

    land: Land
    people: People
    settings: Settings
    seed: int
    planting: Planting
    reports: Reports
    tension: NDArray[np.float32]
    level: NDArray[np.uint8]
    happened: NDArray[np.bool_]
    visited: NDArray[np.int32]
    outcome: Outcome
