"""The truth that is planted before a season begins: flashpoints, floods, silences, and where rumours are born."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teduh.cores.season.chance import Bits, Floats, Ints, Stream, below, bits, pick, poisson, unit
from teduh.cores.season.land import Land, People
from teduh.cores.season.settings import Settings

# A flashpoint needs room: one for every eight villages at most.
_VILLAGES_PER_FLASHPOINT = 8
_BASELINE_DAYS = 28


@dataclass(frozen=True, slots=True)
class Flashpoint:
    """Trouble that builds up in tied villages; days count from the first day of the season (0).

    `resistance` is the mean relief in its villages, on the day it would become actual, that averts it.
    """

    issue: int
    district: int
    villages: tuple[int, ...]
    latent: int
    imminent: int
    actual: int
    resistance: float


@dataclass(frozen=True, slots=True)
class Flood:
    """Many copies of one text that mean nothing."""

    issue: int
    district: int
    first: int
    days: int
    messages: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A village that stops reporting, from `first` to `last` day, while it is tense (`fear`)."""

    village: int
    first: int
    last: int
    fear: float


@dataclass(frozen=True, slots=True)
class Rumour:
    """Where and when a rumour is born, and how catching it is beside the others (1)."""

    issue: int
    district: int
    village: int
    born: int
    strength: float


@dataclass(frozen=True)
class Planned:
    """Reports about planted issues that do not hang on the course of the season, (n,) each, in order of `day`."""

    day: Ints
    minute: Ints
    village: Ints
    issue: Ints
    copy: NDArray[np.bool_]
    after: NDArray[np.bool_]
    key: Bits


@dataclass(frozen=True)
class Planting:
    """Everything planted, over all districts; issues are numbered flashpoints, floods, rumours."""

    flashpoints: tuple[Flashpoint, ...]
    floods: tuple[Flood, ...]
    rumours: tuple[Rumour, ...]
    silences: tuple[Silence, ...]
    planned: Planned

    @property
    def issues(self) -> int:
        return len(self.flashpoints) + len(self.floods) + len(self.rumours)


def plant(land: Land, people: People, seed: int, settings: Settings) -> Planting:
    """Plant a season: the same seed, land and settings give the same truth."""
    flashpoints: list[Flashpoint] = []
    for district in range(len(land.district_codes)):
        flashpoints += _flashpoints(land, people, seed, settings, district=district, first_issue=len(flashpoints))
    burning = frozenset(village for flash in flashpoints for village in flash.villages)
    silences = [
        silence
        for district in range(len(land.district_codes))
        for silence in _silences(land, people, seed, settings, district=district, burning=burning)
    ]
    floods, rumours = _floods_and_rumours(land, people, seed, settings, first_issue=len(flashpoints))
    parts = [_flashpoint_reports(flash, land, people, seed, settings) for flash in flashpoints]
    silent = frozenset(silence.village for silence in silences)
    parts += [_flood_reports(flood, land, people, seed, silent) for flood in floods]
    return Planting(tuple(flashpoints), tuple(floods), tuple(rumours), tuple(silences), _joined(parts))


def _warm_days(settings: Settings, last: int) -> Floats:
    """Running totals that make warm days more likely, for days 0 to `last`."""
    return np.cumsum(np.array([1.0 + settings.phase(day)[1] for day in range(last + 1)]))


def _shuffled(members: Ints, keys: Ints, seed: int, stream: Stream) -> Iterator[int]:
    order = np.lexsort((members, bits(seed, stream, keys[members])))
    return iter(members[order].tolist())


def _flashpoints(
    land: Land, people: People, seed: int, settings: Settings, *, district: int, first_issue: int
) -> Iterator[Flashpoint]:
    members = land.members(district)
    most = min(settings.flashpoints, len(members) // _VILLAGES_PER_FLASHPOINT)
    starts, used = _shuffled(members, land.keys, seed, Stream.FLASH_PLACE), set[int]()
    low, high = settings.flashpoint_days
    for number in range(most):
        start = next((village for village in starts if village not in used), None)
        key = land.keys[members[0]]
        luck = unit(seed, Stream.FLASH_SHAPE, key, number, np.arange(5))
        length = low + int(luck[0] * (high - low + 1))
        if start is None or settings.days <= length:
            return
        latent = int(pick(_warm_days(settings, settings.days - 1 - length), luck[1:2])[0])
        shortest, longest = settings.flashpoint_villages
        size = shortest + int(luck[2] * (longest - shortest + 1))
        villages = _grown(start, size, land, people, used=used, seed=seed)
        used.update(villages)
        near_end = max(1, int(length * (0.2 + 0.3 * luck[3])))
        yield Flashpoint(
            issue=first_issue + number,
            district=district,
            villages=tuple(sorted(villages)),
            latent=latent,
            imminent=latent + length - near_end,
            actual=latent + length,
            resistance=0.25 + 0.35 * float(luck[4]),
        )


def _grown(start: int, size: int, land: Land, people: People, *, used: set[int], seed: int) -> list[int]:
    """The start and tied villages of the same district, one tie at a time."""
    villages = [start]
    while len(villages) < size:
        tied = np.unique(np.concatenate([people.tied(village) for village in villages]))
        free = [
            int(village)
            for village in tied
            if land.district[village] == land.district[start] and village not in used and village not in villages
        ]
        if not free:
            break
        chosen = below(len(free), seed, Stream.FLASH_PLACE, land.keys[start], len(villages))
        villages.append(free[int(chosen[0])])
    return villages


def _silences(
    land: Land, people: People, seed: int, settings: Settings, *, district: int, burning: frozenset[int]
) -> Iterator[Silence]:
    """Villages that report often enough for a silence to be heard: the upper quarter of their district."""
    members = land.members(district)
    loud = members[np.argsort(-people.share[members], kind="stable")][: max(1, len(members) // 4)]
    free = np.array([village for village in loud.tolist() if village not in burning], dtype=np.int64)
    if not free.size:
        return
    low, high = settings.silence_days
    for village, _ in zip(_shuffled(free, land.keys, seed, Stream.SILENCE), range(settings.silences), strict=False):
        luck = unit(seed, Stream.SILENCE, land.keys[village], np.arange(1, 4))
        length = min(low + int(luck[0] * (high - low + 1)), settings.days)
        earliest = min(_BASELINE_DAYS, settings.days - length)
        first = earliest + int(luck[1] * (settings.days - length - earliest + 1))
        yield Silence(village, first, first + length - 1, 0.3 + 0.15 * float(luck[2]))


def _floods_and_rumours(
    land: Land, people: People, seed: int, settings: Settings, *, first_issue: int
) -> tuple[list[Flood], list[Rumour]]:
    floods: list[Flood] = []
    rumours: list[Rumour] = []
    warm = _warm_days(settings, settings.days - 1)
    for district in range(len(land.district_codes)):
        key = land.keys[land.first_of_district[district]]
        for number in range(settings.floods):
            luck = unit(seed, Stream.FLOOD, key, number, np.arange(3))
            messages, days = _between(settings.flood_messages, luck[0]), _between(settings.flood_days, luck[1])
            days = min(days, settings.days)
            first = int(luck[2] * (settings.days - days + 1))
            floods.append(Flood(first_issue + len(floods), district, first, days, messages))
    for district in range(len(land.district_codes)):
        members = land.members(district)
        key, crowd = land.keys[members[0]], np.cumsum(people.population[members].astype(np.float64))
        for number in range(settings.rumours):
            luck = unit(seed, Stream.RUMOUR, key, number, np.arange(3))
            village = int(members[pick(crowd, luck[:1])[0]])
            born = int(pick(warm, luck[1:2])[0])
            issue = first_issue + len(floods) + len(rumours)
            rumours.append(Rumour(issue, district, village, born, 0.75 + 0.5 * float(luck[2])))
    return floods, rumours


def _between(bounds: tuple[int, int], luck: float) -> int:
    return bounds[0] + int(luck * (bounds[1] - bounds[0] + 1))


def _flashpoint_reports(flash: Flashpoint, land: Land, people: People, seed: int, settings: Settings) -> Planned:
    key = land.keys[flash.villages[0]]
    luck = unit(seed, Stream.FLASH_REPORT, key, flash.latent, np.arange(2))
    means = np.array([settings.reports_before, settings.reports_after])
    before, after = (int(count) for count in poisson(means, luck))
    number = np.arange(before + after)
    draw = [unit(seed, Stream.FLASH_REPORT, key, flash.latent, 10 + number, part) for part in range(3)]
    length = flash.actual - flash.latent
    # The square root makes reports denser towards the end: talk grows with the trouble.
    early = flash.latent + np.floor(np.sqrt(draw[0]) * length).astype(np.int64)
    late = flash.actual + (draw[0] >= 0.6)
    day = np.where(number < before, np.minimum(early, flash.actual - 1), late).astype(np.int64)
    minute = minutes(bits(seed, Stream.MINUTE, key, flash.latent, number))
    villages = np.array(flash.villages, dtype=np.int64)
    village = villages[pick(np.cumsum(people.share[villages]), draw[1])]
    order = np.lexsort((number, minute, day))
    # The first telling cannot be a copy; the rest make up for it, so that the share holds over all of them.
    place = np.empty(len(number), dtype=np.int64)
    place[order] = number
    chance = np.where(
        number < before,
        settings.copy_share * before / max(1, before - 1),
        settings.copy_share,
    )
    copy = (draw[2] < chance) & (place > 0)
    report = bits(seed, Stream.FLASH_REPORT, key, flash.latent, 10 + number, 9)
    issue = np.full(len(number), flash.issue, dtype=np.int64)
    chosen = (day < settings.days)[order]
    order = order[chosen]
    return Planned(
        day[order], minute[order], village[order], issue[order], copy[order], (number >= before)[order], report[order]
    )


def _flood_reports(flood: Flood, land: Land, people: People, seed: int, silent: frozenset[int]) -> Planned:
    members = land.members(flood.district)
    members = members[~np.isin(members, sorted(silent))] if len(members) > len(silent) else members
    key = land.keys[land.first_of_district[flood.district]]
    number = np.arange(flood.messages)
    draw = [unit(seed, Stream.FLOOD_REPORT, key, flood.issue, number, part) for part in range(2)]
    # Copies pour in at first and thin out.
    day = flood.first + np.floor(draw[0] * draw[0] * flood.days).astype(np.int64)
    minute = minutes(bits(seed, Stream.MINUTE, key, flood.issue, number))
    village = members[pick(np.cumsum(people.share[members]), draw[1])]
    order = np.lexsort((number, minute, day))
    copy = np.ones(len(number), dtype=bool)
    copy[0] = False
    return Planned(
        day[order],
        minute[order],
        village[order],
        np.full(len(number), flood.issue, dtype=np.int64),
        copy,
        np.zeros(len(number), dtype=bool),
        bits(seed, Stream.FLOOD_REPORT, key, flood.issue, number, 9)[order],
    )


# How many of a hundred reports come in each hour: few at night, most after the evening prayer. Assumption.
_HOURS = (1, 1, 0, 0, 1, 3, 5, 6, 5, 5, 4, 4, 4, 4, 4, 4, 5, 5, 6, 10, 10, 8, 4, 1)
_BY_HUNDRED = np.repeat(np.arange(24), _HOURS)


def minutes(chance: Bits) -> Ints:
    """Minutes of the day, 0 to 1439."""
    hour = _BY_HUNDRED[((chance >> np.uint64(34)).astype(np.int64) * len(_BY_HUNDRED)) >> 30]
    minute = ((chance & np.uint64(0xFFFFFFFF)).astype(np.int64) * 60) >> 32
    return np.asarray(hour * 60 + minute, dtype=np.int64)


def _joined(parts: Sequence[Planned]) -> Planned:
    if not parts:
        none, no = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
        return Planned(none, none, none, none, no, no, np.zeros(0, dtype=np.uint64))
    day = np.concatenate([part.day for part in parts])
    order = np.argsort(day, kind="stable")
    return Planned(
        day[order],
        np.concatenate([part.minute for part in parts])[order],
        np.concatenate([part.village for part in parts])[order],
        np.concatenate([part.issue for part in parts])[order],
        np.concatenate([part.copy for part in parts])[order],
        np.concatenate([part.after for part in parts])[order],
        np.concatenate([part.key for part in parts])[order],
    )
