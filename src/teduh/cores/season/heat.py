"""How hot each village is: flashpoints, the fear behind a silence, and rumours, less what visits relieve."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.season.chance import Floats, Ints, exp
from teduh.cores.season.plant import Flashpoint, Silence
from teduh.cores.season.settings import Settings

# Heat at which a village counts as latent (PG), imminent (AG); actual (GN) is an event. Assumption.
LATENT_HEAT: Final = 0.25
IMMINENT_HEAT: Final = 0.5
# Tension that the phase adds on the day of the vote. Assumption.
PHASE_TENSION: Final = 0.15
# After an incident heat falls by three tenths a day and is gone after a week. Assumption.
_FADES: Final = 0.7
_GONE_AFTER: Final = 7
_LONGEST_VISIT_MINUTES: Final = 120.0
_MOST_GAIN: Final = 0.95


class Relief:
    """What visits leave behind in each village, from 0 to 1; it halves in `relief_half_life_days`."""

    def __init__(self, villages: int, settings: Settings) -> None:
        self._effect = settings.visit_effect
        self._keeps = float(exp(np.array([-0.6931471805599453 / settings.relief_half_life_days]))[0])
        self.now: Floats = np.zeros(villages)

    def step(self, minutes: Ints) -> None:
        """A night goes, then the visits of the day: two hours in one village are the most that counts."""
        hours = np.minimum(minutes, _LONGEST_VISIT_MINUTES) / 60.0
        gain = np.minimum(self._effect * hours, _MOST_GAIN)
        kept = self.now * self._keeps
        self.now = kept + (1.0 - kept) * gain


@dataclass(frozen=True)
class Day:
    """The heat of a day before rumours, (n,), and the villages where an incident is going on, (n,)."""

    heat: Floats
    incident: NDArray[np.bool_]


class Fires:
    """The flashpoints and silences of a season and what has become of them."""

    def __init__(self, villages: int, flashpoints: Sequence[Flashpoint], silences: Sequence[Silence]) -> None:
        self._count = villages
        self._flashpoints = tuple(flashpoints)
        self.happened: NDArray[np.bool_] = np.zeros(len(flashpoints), dtype=np.bool_)
        pairs = [(index, village) for index, flash in enumerate(flashpoints) for village in flash.villages]
        self._flash = np.array([pair[0] for pair in pairs], dtype=np.int64)
        self._village = np.array([pair[1] for pair in pairs], dtype=np.int64)
        self._latent = np.array([flash.latent for flash in flashpoints], dtype=np.int64)
        self._imminent = np.array([flash.imminent for flash in flashpoints], dtype=np.int64)
        self._actual = np.array([flash.actual for flash in flashpoints], dtype=np.int64)
        self._silences = tuple(silences)
        fade = [1.0]
        for _ in range(_GONE_AFTER):
            fade.append(fade[-1] * _FADES)
        self._fade = np.array([*fade, 0.0])

    def step(self, day: int, relief: Floats) -> Day:
        """Decide what becomes actual today, and tell the heat of each village."""
        for index in np.flatnonzero(self._actual == day):
            flash = self._flashpoints[index]
            felt = sum(float(relief[village]) for village in flash.villages) / len(flash.villages)
            self.happened[index] = felt < flash.resistance
        heat = np.zeros(self._count)
        heat[self._village] = self._ramp(day)[self._flash]
        for silence in self._silences:
            if silence.first <= day <= silence.last:
                heat[silence.village] = max(float(heat[silence.village]), silence.fear)
        incident = np.zeros(self._count, dtype=np.bool_)
        burning = self.happened & (self._actual <= day) & (day <= self._actual + 1)
        incident[self._village[burning[self._flash]]] = True
        return Day(heat, incident)

    def _ramp(self, day: int) -> Floats:
        """Heat of each flashpoint if nobody came: a quarter when latent, a half when imminent, 1 when actual."""
        rising = LATENT_HEAT + (IMMINENT_HEAT - LATENT_HEAT) * (day - self._latent) / np.maximum(
            1, self._imminent - self._latent
        )
        near = IMMINENT_HEAT + (1.0 - IMMINENT_HEAT) * (day - self._imminent) / (self._actual - self._imminent)
        since = np.clip(day - self._actual - self.happened, 0, _GONE_AFTER + 1)
        after = np.where(self.happened, 1.0, IMMINENT_HEAT) * self._fade[since]
        heat = np.where(day < self._imminent, rising, np.where(day < self._actual, near, after))
        return np.where(day < self._latent, 0.0, heat)


def levels(heat: Floats, flash_heat: Floats, incident: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """0 none, 1 latent (PG), 2 imminent (AG), 3 actual (GN), (n,); only a flashpoint makes a village imminent."""
    level = np.where(heat >= LATENT_HEAT, 1, 0)
    level = np.where(flash_heat >= IMMINENT_HEAT, 2, level)
    return np.where(incident, 3, level).astype(np.uint8)
