"""A district to plan for: real villages, invented officers, risks and rules, all of it from a seed."""

import csv
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.geo import distance_km
from teduh.cores.route.weeks import Officer, Opening, Place, Shift, Weeks, Worth

NATIONAL: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "regions" / "wilayah.csv"
# 60 officers for the 157 villages of OKU.
OFFICERS_PER_VILLAGE: Final = 60 / 157
LIMIT_DAYS: Final = 30
WINDING: Final = 1.35
KM_PER_HOUR: Final = 30.0
# An officer has this for visits of the cooling system on one day of the week, beside all other duties.
SHIFT: Final = (8 * 60, 10 * 60 + 30)
# People are at home or at the hall in these hours; on Friday only before prayers.
MORNING, AFTERNOON, FRIDAY = (8 * 60, 11 * 60 + 30), (13 * 60, 17 * 60), (8 * 60, 11 * 60)
WORTH: Final = Worth()


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    latitude: float
    longitude: float

    @property
    def sector(self) -> str:
        return ".".join(self.code.split(".")[:3])


def oku() -> list[Village]:
    text = files("teduh.places").joinpath("presets/oku_areas.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return [
        Village(row["code"], row["name"], float(row["lat"]), float(row["lng"]))
        for row in rows
        if row["level"] == "village"
    ]


def villages_of(prefix: str) -> list[Village]:
    """The villages of the national table under a code ("16" is Sumatera Selatan, "" is the country).

    A village without coordinates gets those of its subdistrict, else of its regency.
    """
    spots: dict[str, tuple[float, float]] = {}
    found = []
    with NATIONAL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["kode"]
            if not code.startswith(prefix):
                continue
            if row["lat"]:
                spots[code] = (float(row["lat"]), float(row["lng"]))
            if row["tingkat"] == "desa_kelurahan":
                parts = code.split(".")
                above = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
                spot = next((spots[each] for each in above if each in spots), None)
                if spot is not None:
                    found.append(Village(code, row["nama"], *spot))
    return found


def by_sector(villages: Sequence[Village]) -> Iterator[tuple[str, list[Village]]]:
    for sector, group in groupby(sorted(villages, key=lambda each: each.code), key=lambda each: each.sector):
        yield sector, list(group)


def sector_weeks(villages: Sequence[Village], *, seed: int, weeks: int, officers: int | None = None) -> Weeks:
    """One sector with all rules: hours, own villages, market and prayer, closed days, visits for two, a boat."""
    rng = random.Random(f"{seed}/{villages[0].sector}")
    count = officers or max(1, round(len(villages) * OFFICERS_PER_VILLAGE))
    travel = _travel(villages, rng)
    places = tuple(_place(number, village, rng, weeks) for number, village in enumerate(villages))
    staff = tuple(_officer(number, count, villages, rng, weeks) for number in range(count))
    # Two go together only where there are enough officers for some to share a duty day.
    if count < 4:
        places = tuple(Place(**{**_values(place), "officers": 1}) for place in places)
    return Weeks(
        places=places,
        officers=staff,
        travel=travel,
        weeks=weeks,
        twice=frozenset(place.key for place in places if place.urgent > 0),
        worth=WORTH,
    )


def _values(place: Place) -> dict[str, object]:
    return {name: getattr(place, name) for name in place.__slots__}


def _travel(villages: Sequence[Village], rng: random.Random) -> tuple[NDArray[np.float64], ...]:
    """By motorcycle, and by the sector's boat for the one village that has no road; the last point is the polsek."""
    lat = np.array([each.latitude for each in villages])
    lng = np.array([each.longitude for each in villages])
    lat, lng = np.append(lat, lat.mean()), np.append(lng, lng.mean())
    km = distance_km(lat[:, None], lng[:, None], lat[None, :], lng[None, :])
    # Five minutes for the helmet and the greeting at the gate; uphill takes longer, so tables are not symmetric.
    road = np.round(np.asarray(km) * WINDING / KM_PER_HOUR * 60 + 5)
    slope = np.array([[rng.choice((0, 0, 1, 2)) for _ in lat] for _ in lat])
    road = road + slope
    np.fill_diagonal(road, 0)
    boat = road + 15
    np.fill_diagonal(boat, 0)
    far = _far(villages)
    if far is not None:
        road[far, :], road[:, far] = np.nan, np.nan
        road[far, far] = 0
    return road, boat


def _far(villages: Sequence[Village]) -> int | None:
    """The village of a larger sector that lies farthest from its middle: it has a river and no road."""
    if len(villages) <= 8:
        return None
    lat, lng = np.mean([each.latitude for each in villages]), np.mean([each.longitude for each in villages])
    away = [distance_km(each.latitude, each.longitude, float(lat), float(lng)) for each in villages]
    return int(np.argmax(away))


def _place(number: int, village: Village, rng: random.Random, weeks: int) -> Place:
    risk = math.exp(rng.gauss(0.0, 1.0))
    urgent = rng.choices((0.0, 40.0, 120.0), (0.86, 0.1, 0.04))[0]
    market = rng.randrange(7)
    closed = {rng.randrange(7 * weeks)} if rng.random() < 0.15 else set()
    openings = []
    for day in range(7 * weeks):
        weekday = day % 7
        if day in closed or weekday == 6:
            continue
        hours = [FRIDAY] if weekday == 4 else [MORNING, AFTERNOON]
        if weekday == market:
            # Early in the morning everybody is at the market.
            hours = [(max(opens, 9 * 60), closes) for opens, closes in hours]
        openings += [Opening(day, *each) for each in hours]
    return Place(
        key=village.code,
        point=number,
        daily=round(risk * {0.0: 1, 40.0: 3, 120.0: 6}[urgent], 3),
        urgent=urgent,
        days_since=rng.randrange(LIMIT_DAYS - 7),
        limit_days=LIMIT_DAYS,
        visit_minutes=rng.choice((45, 60, 60)),
        officers=2 if urgent > 100 and rng.random() < 0.5 else 1,
        openings=tuple(openings),
    )


def _officer(number: int, count: int, villages: Sequence[Village], rng: random.Random, weeks: int) -> Officer:
    """Lives in one of the own villages and starts there; the sector has two duty days, and each officer one of them."""
    own = [place for place in range(len(villages)) if place * count // len(villages) == number]
    far = _far(villages)
    duty = random.Random(f"duty/{villages[0].sector}").sample(range(5), 2)[number % 2]
    # Once in eight weeks everybody is away for a week: leave, illness, a course. Not all at once.
    away = 1 + number % 7
    shifts = tuple(Shift(7 * week + duty, *SHIFT) for week in range(weeks) if week != away)
    return Officer(
        key=f"{villages[0].sector}/{number}",
        base=far if far in own else own[len(own) // 2],
        shifts=shifts,
        mode=int(far in own),
        looks_after=frozenset(villages[place].code for place in own),
        # Nobody is sent to the village of the own in-laws: family there would have to take sides.
        never=frozenset({rng.choice(villages).code} - {villages[place].code for place in own}),
    )
