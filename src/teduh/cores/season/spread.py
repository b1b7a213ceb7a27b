"""Rumours as epidemics: inside a village from those who forward, and between villages along the ties.

For each rumour and each village that it has reached, whole numbers of residents are counted: those it can still reach,
those who forward it, and those who heard it. A day goes: some forwarders stop; the others tell people in their village
and, less often, in tied villages; hearers believe and forward with a chance that visits and clarifications lower.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teduh.cores.season.chance import Floats, Ints, Stream, bits, poisson, rounded, unit, units
from teduh.cores.season.land import Land, People
from teduh.cores.season.plant import Rumour
from teduh.cores.season.settings import Settings

# Forwarders at birth, and the weight of one tie to a near village.
_FIRST_FORWARDERS = 6
_TIE_UNIT = 4.0
# Most of a village's rumour heat: all whom rumours can reach forward one.
HEAT = 0.45


@dataclass(frozen=True)
class Heard:
    """What rumours brought on one day: how many reports of which rumour from which village, (n,) each."""

    rumour: Ints
    village: Ints
    reports: Ints


class Spread:
    """The running rumours of a season. Keys are rumour times number of villages plus village, in order."""

    def __init__(self, land: Land, people: People, rumours: Sequence[Rumour], seed: int, settings: Settings) -> None:
        self._land, self._people, self._seed, self._settings = land, people, seed, settings
        self._count = len(land)
        self._strength = np.array([rumour.strength for rumour in rumours], dtype=np.float64)
        self._village = np.array([rumour.village for rumour in rumours], dtype=np.int64)
        self._born = np.array([rumour.born for rumour in rumours], dtype=np.int64)
        self._reachable = np.maximum(np.floor(people.population * settings.reach), 10.0).astype(np.int64)
        self._key = np.zeros(0, dtype=np.int64)
        self._open = np.zeros(0, dtype=np.int64)
        self._forward = np.zeros(0, dtype=np.int64)
        self._heard = np.zeros(len(rumours), dtype=np.int64)
        self._clarified = np.zeros(0, dtype=np.int64)

    @property
    def heard(self) -> Ints:
        """Residents who have heard each rumour so far, in all villages, (number of rumours,)."""
        return self._heard.copy()

    def clarify(self, rumour: int, villages: Ints) -> None:
        """From now on this rumour is explained in these villages."""
        self._clarified = np.union1d(self._clarified, rumour * self._count + villages)

    def heat(self) -> Floats:
        """Share of the reachable residents of each village who forward a rumour, times `HEAT`, at most `HEAT`, (n,)."""
        village = self._key % self._count
        total = np.bincount(village, weights=self._forward.astype(np.float64), minlength=self._count)
        return np.asarray(np.minimum(HEAT * self._people.openness * total / self._reachable, HEAT), dtype=np.float64)

    def step(self, day: int, relief: Floats, warmth: float) -> Heard:
        """One day; `relief` is the share of belief that visits take away, (n,)."""
        self._give_birth(day)
        if not self._key.size:
            none = np.zeros(0, dtype=np.int64)
            return Heard(none, none, none)
        told = self._reach(self._told_along_ties())
        rumour, village = self._key // self._count, self._key % self._count
        luck = units(bits(self._seed, Stream.SPREAD, day, rumour, self._land.keys[village]), 4)
        settings = self._settings
        still_open = (self._open / self._reachable[village]).astype(np.float64)
        contacts = settings.contacts * (1.0 + 0.5 * warmth) * self._strength[rumour]
        inside = rounded(self._forward * contacts * still_open, luck[0])
        arrived = rounded(told * (settings.tie_contacts / _TIE_UNIT) * still_open, luck[1])
        hears = np.minimum(self._open, inside + arrived)
        believed = settings.belief * (1.0 - settings.clarification_effect * np.isin(self._key, self._clarified))
        believe = np.minimum(hears, rounded(hears * believed * (1.0 - relief[village]), luck[2]))
        stopped = np.minimum(self._forward, rounded(self._forward * settings.stop, luck[3]))
        self._open -= hears
        self._forward += believe - stopped
        self._heard += np.bincount(rumour, weights=hears.astype(np.float64), minlength=len(self._heard)).astype(
            np.int64
        )
        reports = self._reports(day, rumour, village, hears)
        self._bury()
        return reports

    def _give_birth(self, day: int) -> None:
        born = np.flatnonzero(self._born == day)
        key = born * self._count + self._village[born]
        self._insert(key)
        self._forward[np.searchsorted(self._key, key)] = _FIRST_FORWARDERS

    def _insert(self, key: Ints) -> None:
        """Add pairs that are not there yet, keeping the order."""
        fresh = np.setdiff1d(key, self._key)
        if not fresh.size:
            return
        place = np.searchsorted(self._key, fresh)
        self._key = np.insert(self._key, place, fresh)
        self._open = np.insert(self._open, place, self._reachable[fresh % self._count])
        self._forward = np.insert(self._forward, place, 0)

    def _told_along_ties(self) -> tuple[Ints, Ints]:
        """Pairs that are told of a rumour from tied villages, and the weighted number of those who tell."""
        active = np.flatnonzero(self._forward > 0)
        village = self._key[active] % self._count
        first, many = self._people.tie_first[village], self._people.tie_first[village + 1]
        many = many - first
        source = np.repeat(active, many)
        offset = np.arange(len(source)) - np.repeat(np.cumsum(many) - many, many)
        tie = np.repeat(first, many) + offset
        key = self._key[source] // self._count * self._count + self._people.tie_to[tie]
        weight = self._forward[source] * self._people.tie_weight[tie]
        targets, place = np.unique(key, return_inverse=True)
        # Sums of whole numbers below 2**53 are exact in any order.
        return targets, np.bincount(place, weights=weight.astype(np.float64), minlength=len(targets)).astype(np.int64)

    def _reach(self, told: tuple[Ints, Ints]) -> Ints:
        """Open the villages that may hear today; returns the telling weight of every pair."""
        self._insert(told[0])
        weight = np.zeros(len(self._key), dtype=np.int64)
        weight[np.searchsorted(self._key, told[0])] = told[1]
        return weight

    def _reports(self, day: int, rumour: Ints, village: Ints, hears: Ints) -> Heard:
        mean = np.minimum(hears * self._settings.rumour_report * self._people.propensity[village], 400.0)
        some = np.flatnonzero(mean > 0)
        rumour, village = rumour[some], village[some]
        luck = unit(self._seed, Stream.RUMOUR_REPORT, day, rumour, self._land.keys[village])
        count = poisson(mean[some], luck)
        sent = np.flatnonzero(count)
        return Heard(rumour[sent], village[sent], count[sent])

    def _bury(self) -> None:
        """Forget rumours that nobody forwards any more, and villages that heard nothing."""
        rumour, village = self._key // self._count, self._key % self._count
        alive = np.bincount(rumour, weights=self._forward.astype(np.float64), minlength=len(self._heard)) > 0
        keep = alive[rumour] & (self._open < self._reachable[village])
        keep |= self._forward > 0
        self._key, self._open, self._forward = self._key[keep], self._open[keep], self._forward[keep]
