"""Published answers of SaTScan and of the data's own brute force, and ours beside them (../shared/data)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.satscan import Row, Study, day_of, poisson, table
from teduh.cores.scan import Cluster, Counts, Places, Settings, scan

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "scan-statistics"


@dataclass(frozen=True)
class Answer:
    """A known cluster: its places by name in order of distance, or their number, first and last time unit, figures."""

    what: str
    places: tuple[str, ...] | int
    first: str
    cases: int
    expected: float
    statistic: float
    times: tuple[int, int] | None = None


@dataclass(frozen=True)
class Case:
    """One analysis and its answers, strong first."""

    name: str
    names: list[str]
    counts: Counts
    places: Places
    settings: Settings
    answers: tuple[Answer, ...]

    def clusters(self, *, seed: int = 1, threads: int = 1, replicates: int = 999) -> tuple[Cluster, ...]:
        """What our scan finds."""
        asked = replace(self.settings, replicates=replicates)
        return scan(self.counts, self.places, asked, seed=seed, threads=threads).clusters

    def meets(self, clusters: tuple[Cluster, ...]) -> list[bool]:
        """Whether each answer is met: the places, the time, the cases, and the statistic to six decimals."""
        return [
            len(clusters) > index and _met(answer, clusters[index], self.names)
            for index, answer in enumerate(self.answers)
        ]


def _met(answer: Answer, cluster: Cluster, names: list[str]) -> bool:
    places = tuple(names[place] for place in cluster.places)
    same_places = len(places) == answer.places if isinstance(answer.places, int) else places == answer.places
    return (
        same_places
        and places[0] == answer.first
        and (answer.times is None or (cluster.first, cluster.last) == answer.times)
        and cluster.cases == answer.cases
        and round(cluster.statistic, 6) == answer.statistic
        and abs(cluster.expected - answer.expected) <= 0.005001
    )


def cases() -> Iterator[Case]:
    """Every analysis with a known answer."""
    yield new_mexico()
    yield from new_york_city()
    yield from new_york()


def new_mexico() -> Case:
    """SaTScan 10.3 with its own nm.prm: space-time Poisson by age and sex, half the population, half the time."""
    folder = DATA / "nm-brain-cancer"
    names, places = _places(folder / "coordinates.csv", "county")
    found = [
        Row(row["county"], float(row["cases"]), row["year"], (row["age_group"], row["sex"]))
        for row in _rows(folder / "cases.csv")
    ]
    people = [
        Row(row["county"], float(row["population"]), row["year2"], (row["age_group"], row["sex"]))
        for row in _rows(folder / "population.csv")
    ]
    study = Study(day_of("1973")[0], day_of("1991/12/31")[0], "year")
    main = "Torrance Bernalillo Valencia SantaFe Guadelupe Socorro Sandoval SanMiguel LosAlamos".split()
    answers = (
        Answer("SaTScan 10.3", tuple(main), "Torrance", 236, 176.22, 10.979758, (12, 16)),
        Answer("SaTScan 10.3", ("Chaves",), "Chaves", 16, 6.03, 5.684828),
        Answer("SaTScan 10.3", ("Curry", "Roosevelt"), "Curry", 13, 5.37, 3.884186),
    )
    return Case("NM brain cancer", names, poisson(found, people, names, study), places, Settings(), answers)


def new_york_city() -> Iterator[Case]:
    """Fever in 2001, space-time permutation, circles up to 3 km, up to 7 days."""
    folder = DATA / "nyc-fever"
    names, places = _places(folder / "coordinates.csv", "zip")
    study = Study(day_of("2001/11/1")[0], day_of("2001/11/24")[0], "day")
    found = [Row(row["zip"], float(row["cases"]), row["date"], ()) for row in _rows(folder / "cases.csv")]
    counts = Counts.permutation(table(found, names, study))
    now = "11418 11415 11419 11435 11416 11421 11451 11375 11417".split()
    then = "10454 10455 10451 10035 10037 10030 10029 10456".split()
    answers = (
        ("prospective", Answer("brute force", tuple(now), "11418", 4, 0.670103, 3.845418, (21, 23))),
        ("retrospective", Answer("brute force", tuple(then), "10454", 5, 0.396907, 8.119521, (7, 7))),
    )
    for when, answer in answers:
        settings = Settings(when=when, max_radius_km=3, max_duration=7)  # type: ignore[arg-type]
        yield Case(f"NYC fever, {when}", names, counts, places, settings, (answer,))


def new_york() -> Iterator[Case]:
    """Leukemia, purely spatial Poisson: SaTScan 9.6's printouts on degrees as a plane, and on the earth."""
    rows = list(_rows(DATA / "ny-leukemia" / "tracts.csv"))
    names = [row["location_id"] for row in rows]
    counts = Counts.poisson(_column(rows, "cases_floor"), _column(rows, "population"))
    north, east = _column(rows, "latitude"), _column(rows, "longitude")
    plane, earth = Places.on_plane(east, north), Places.on_earth(north, east)
    small = "49 48 50 47 1 15 51 2 13 14 3 35 16 52 36 37 12 11 5 17 10 4 6 38 18 9".split()
    east_side = tuple("89 88 87 84 90 86 92 85".split())
    printed = "SaTScan 9.6"
    settings = Settings(extent="space")
    half = (
        Answer(printed, 28, "52", 100, 58.28, 14.083511),
        Answer(printed, east_side, "89", 38, 17.79, 9.019716),
        Answer(printed, 33, "112", 64, 40.85, 6.11414),
        Answer(printed, ("62", "64", "67", "65"), "62", 25, 12.82, 4.651839),
        Answer(printed, ("266", "281", "267", "265"), "266", 12, 5.14, 3.363518),
        Answer(printed, ("166", "159", "167"), "166", 11, 4.61, 3.209485),
    )
    yield Case("NY leukemia, plane, 50 %", names, counts, plane, settings, half)
    tenth = (
        Answer(printed, tuple(small), "49", 85, 49.71, 11.577255),
        half[1],
        half[2],
        half[3],
        Answer(printed, tuple("46 45 41 54 44 43 53".split()), "46", 28, 15.54, 4.169203),
        half[4],
        half[5],
    )
    limited = Settings(extent="space", max_cases_share=0.1)
    yield Case("NY leukemia, plane, 10 %", names, counts, plane, limited, tenth)
    degrees = (
        Answer(printed, 31, "52", 106, 62.13, 14.780276),
        Answer(printed, 9, "88", 42, 21.24, 8.287056),
    )
    yield Case("NY leukemia, earth, 50 %", names, counts, earth, settings, degrees)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _places(path: Path, key: str) -> tuple[list[str], Places]:
    rows = list(_rows(path))
    return [row[key] for row in rows], Places.on_earth(_column(rows, "lat"), _column(rows, "lng"))


def _column(rows: list[dict[str, str]], name: str) -> NDArray[np.float64]:
    return np.array([float(row[name]) for row in rows])
