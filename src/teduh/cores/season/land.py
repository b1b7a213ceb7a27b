"""The villages of a season: where they lie, to which district they belong, and which ones are near."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from teduh.cores.errors import Refused
from teduh.cores.season.chance import Floats, Ints, Stream, below, exp, key_of, normal, unit
from teduh.cores.season.settings import Settings

# Metres in a degree of a meridian (mean radius 6371.0088 km).
_METRES_PER_DEGREE = 111_195
_SEARCH_EXTRA = 8
_NEAR = 12
_STEP_METRES = 37


@dataclass(frozen=True, slots=True)
class Village:
    """A village as it is listed: `code` in dotted blocks, degrees (WGS 84) or None, residents or None."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None
    population: int | None = None


@dataclass(frozen=True)
class Land:
    """Villages in order of their codes, with what does not depend on a seed.

    Attributes
    ----------
    villages : tuple of Village, (n,)
    keys : int64 (n,)
        Hash of each code.
    district : int64 (n,)
        Index into `district_codes`, not decreasing.
    near : int64 (n, k)
        The 12 nearest villages, nearest first, or all others where there are fewer. Other districts count.
    """

    villages: tuple[Village, ...]
    keys: Ints
    district: Ints
    district_codes: tuple[str, ...]
    first_of_district: Ints
    near: Ints

    @classmethod
    def of(cls, villages: Sequence[Village]) -> "Land":
        """The land of these villages, whatever order they come in.

        Villages without coordinates are put at the middle of their subdistrict (code without its last block), else
        of their district.

        Raises
        ------
        Refused
            When there are fewer than two villages, a code comes twice, or no place is known at all.
        """
        listed = tuple(sorted(villages, key=lambda village: village.code))
        if len(listed) < 2:
            raise Refused("A season needs at least two villages.")
        codes = [village.code for village in listed]
        if len(set(codes)) < len(codes):
            raise Refused("A village code comes twice in the list; each village may be there once.")
        of_village = [".".join(code.split(".")[:2]) for code in codes]
        names = sorted(set(of_village))
        number = {name: index for index, name in enumerate(names)}
        district = np.array([number[name] for name in of_village], dtype=np.int64)
        order = np.argsort(district, kind="stable")
        if not np.array_equal(order, np.arange(len(listed))):
            listed, district = tuple(listed[index] for index in order), district[order]
        keys = np.array([key_of(village.code) for village in listed], dtype=np.int64)
        first = np.searchsorted(district, np.arange(len(names) + 1)).astype(np.int64)
        metres = _metres(listed)
        return cls(listed, keys, district, tuple(names), first, _nearest(metres, min(_NEAR, len(listed) - 1)))

    def __len__(self) -> int:
        return len(self.villages)

    def members(self, district: int) -> Ints:
        """Indices of the villages of a district."""
        return np.arange(self.first_of_district[district], self.first_of_district[district + 1], dtype=np.int64)


def _metres(villages: Sequence[Village]) -> Ints:
    """Whole metres east and north, (n, 2): whole numbers have the same distances on every machine."""
    places = _places(villages)
    middle = math.fsum(north for north, _ in places) / len(places)
    # Cosine of the middle latitude by its series, since a library's cosine may differ in the last bit.
    x = middle * 0.017453292519943295
    cosine = 1 - x * x / 2 * (1 - x * x / 12 * (1 - x * x / 30 * (1 - x * x / 56)))
    metres: list[tuple[int, int]] = []
    crowd: Counter[tuple[int, int]] = Counter()
    for north, east in places:
        spot = math.floor(east * cosine * _METRES_PER_DEGREE + 0.5), math.floor(north * _METRES_PER_DEGREE + 0.5)
        # Villages on one spot stand in a row, since a search among many equal distances may answer anything.
        metres.append((spot[0] + _STEP_METRES * crowd[spot], spot[1]))
        crowd[spot] += 1
    return np.array(metres, dtype=np.int64)


def _places(villages: Sequence[Village]) -> list[tuple[float, float]]:
    """Latitude and longitude of each; unknown ones stand in the middle of their subdistrict, else of their district."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for village in villages:
        if village.latitude is None or village.longitude is None:
            continue
        if not (-90 <= village.latitude <= 90 and -180 <= village.longitude <= 180):
            raise Refused(f"{village.code}: a latitude lies from -90 to 90 and a longitude from -180 to 180.")
        for depth in (3, 2, 0):
            groups.setdefault(_block(village.code, depth), []).append((village.latitude, village.longitude))
    if not groups:
        raise Refused("No village has coordinates; at least one is needed.")
    middles = {
        name: (math.fsum(p[0] for p in points) / len(points), math.fsum(p[1] for p in points) / len(points))
        for name, points in groups.items()
    }
    return [
        (village.latitude, village.longitude)
        if village.latitude is not None and village.longitude is not None
        else next(middles[name] for depth in (3, 2, 0) if (name := _block(village.code, depth)) in middles)
        for village in villages
    ]


def _block(code: str, depth: int) -> str:
    return ".".join(code.split(".")[:depth])


def _nearest(metres: Ints, count: int) -> Ints:
    """The nearest `count` others of each point; equal distances go to the smaller index."""
    wanted = min(count + 1 + _SEARCH_EXTRA, len(metres))
    _, found = cKDTree(metres.astype(np.float64)).query(metres.astype(np.float64), k=wanted)
    found = np.asarray(found, dtype=np.int64).reshape(len(metres), wanted)
    gap = metres[found] - metres[:, None, :]
    squared = (gap * gap).sum(axis=2)
    squared[found == np.arange(len(metres))[:, None]] = np.iinfo(np.int64).max
    order = np.lexsort((found, squared), axis=1)[:, :count]
    return np.take_along_axis(found, order, axis=1)


@dataclass(frozen=True)
class People:
    """What one seed gives the villages of a land.

    Attributes
    ----------
    population : int64 (n,)
        Residents, as listed or simulated.
    propensity : float64 (n,)
        Readiness to report, log-normal; the median is 1.
    share : float64 (n,)
        Population times propensity, as a share of the district's sum.
    calm : float64 (n,)
        Tension of the village on an ordinary day, 0.02 to 0.12.
    openness : float64 (n,)
        How strongly rumours heat the village, 0.7 to 1.3.
    tie_to, tie_weight : int64 (m,)
        Tied villages, in `tie_first[v]` up to `tie_first[v + 1]`; weight 4 for near ones, 2 for kin.
    """

    population: Ints
    propensity: Floats
    share: Floats
    calm: Floats
    openness: Floats
    tie_first: Ints
    tie_to: Ints
    tie_weight: Ints

    @classmethod
    def of(cls, land: Land, seed: int, settings: Settings) -> "People":
        keys = land.keys
        spread = exp(settings.size_sigma * normal(unit(seed, Stream.SIZE, keys)))
        centre = settings.mean_population / math.sqrt(
            float(exp(np.array([settings.size_sigma * settings.size_sigma]))[0])
        )
        population = np.floor(np.clip(spread * centre, 60.0, 60_000.0)).astype(np.int64)
        listed = np.array([village.population or 0 for village in land.villages], dtype=np.int64)
        population = np.where(listed > 0, listed, population)
        propensity = exp(settings.propensity_sigma * normal(unit(seed, Stream.PROPENSITY, keys)))
        weight = population * propensity
        sums = np.array(
            [math.fsum(weight[land.members(district)].tolist()) for district in range(len(land.district_codes))]
        )
        calm = 0.02 + 0.1 * unit(seed, Stream.CALM, keys)
        openness = 0.7 + 0.6 * unit(seed, Stream.OPENNESS, keys)
        first, to, strength = _ties(land, seed, settings)
        return cls(population, propensity, weight / sums[land.district], calm, openness, first, to, strength)

    def tied(self, village: int) -> Ints:
        """The villages tied to this one."""
        return self.tie_to[self.tie_first[village] : self.tie_first[village + 1]]


def _ties(land: Land, seed: int, settings: Settings) -> tuple[Ints, Ints, Ints]:
    """Ties both ways: to the nearest villages, and of kin to any village of the district."""
    count = len(land)
    near = land.near[:, : settings.near_ties]
    start = np.repeat(np.arange(count, dtype=np.int64), near.shape[1])
    pairs = [(start, near.reshape(-1), 4)]
    first, last = land.first_of_district[land.district], land.first_of_district[land.district + 1]
    for number in range(settings.kin_ties):
        kin = first + below(last - first, seed, Stream.KIN, land.keys, number)
        pairs.append((np.arange(count, dtype=np.int64), kin, 2))
    found = np.concatenate([np.concatenate((a * count + b, b * count + a)) for a, b, _ in pairs])
    weight = np.concatenate([np.full(2 * len(a), strength, dtype=np.int64) for a, _, strength in pairs])
    # The strongest kind of tie between two villages counts, once.
    order = np.lexsort((-weight, found))
    found, weight = found[order], weight[order]
    keep = np.ones(len(found), dtype=bool)
    keep[1:] = found[1:] != found[:-1]
    keep &= found // count != found % count
    found, weight = found[keep], weight[keep]
    return np.searchsorted(found, np.arange(count + 1) * count).astype(np.int64), found % count, weight
