"""How well and how fast typed village names are found among all villages of Indonesia.

Run: python -m benchmarks.placenames
Data: ../shared/data/regions/wilayah.csv beside the repository (Kemendagri codes, 83,762 villages).

Each of 2,000 seeded queries is a real village name as it is, with other spaces and capitals, with one typing mistake,
or cut short. It is searched in the whole country, where another village of the same name counts as found because the
query cannot tell them apart, and within its own regency, where only the right code counts. As a peer in the same run,
RapidFuzz's own search (`process.extract`, `fuzz.ratio`) goes through the same names without an index.
"""

import csv
import json
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from teduh.cores.text.namekeys import name_key, words_of
from teduh.cores.text.names import NameIndex, PlaceName

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "regions" / "wilayah.csv"
SEED = 20241127
PER_KIND = 500
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Row = dict[str, float | int | str]


def villages() -> list[PlaceName]:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["kode"]: row["nama"] for row in rows}
    return [
        PlaceName(row["kode"], row["nama"], names[row["induk"]]) for row in rows if row["tingkat"] == "desa_kelurahan"
    ]


def as_it_is(name: str, rng: random.Random) -> str:
    return name


def other_spaces(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) > 1:
        name = rng.choice(("", "-", "  ")).join(words)
    elif len(name) > 5:
        cut = rng.randint(2, len(name) - 2)
        name = f"{name[:cut]} {name[cut:]}"
    return rng.choice((name.lower(), name.upper()))


def one_mistake(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name))
    letter = rng.choice(LETTERS)
    return rng.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        )
    )


def cut_short(name: str, rng: random.Random) -> str:
    return name[: max(4, round(len(name) * rng.uniform(0.5, 0.9)))]


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "exact": as_it_is,
    "spacing": other_spaces,
    "one typo": one_mistake,
    "prefix": cut_short,
}


def key(name: str) -> str:
    return name_key(words_of(name))


def measure(
    kind: str, place: str, asked: list[tuple[str, PlaceName]], find: Callable[[str, PlaceName], list[bool]]
) -> Row:
    """Run the queries; `find` says for each candidate, best first, whether it is right."""
    times, first, five = [], 0, 0
    for typed, village in asked:
        start = time.perf_counter()
        right = find(typed, village)
        times.append((time.perf_counter() - start) * 1000)
        first += right[:1] == [True]
        five += True in right[:5]
    times.sort()
    return {
        "kind": kind,
        "where": place,
        "queries": len(asked),
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "found_at_1": round(first / len(asked), 3),
        "found_at_5": round(five / len(asked), 3),
    }


def run(index: NameIndex, places: list[PlaceName]) -> list[Row]:
    rng = random.Random(SEED)
    long_enough = [place for place in places if len(place.name) >= 4]
    plain = [place.name.lower() for place in places]
    rows = []
    for kind, change in KINDS.items():
        asked = [(change(village.name, rng), village) for village in rng.sample(long_enough, PER_KIND)]

        def country(typed: str, village: PlaceName) -> list[bool]:
            return [key(found.name) == key(village.name) for found in index.search(typed)]

        def regency(typed: str, village: PlaceName) -> list[bool]:
            return [found.code == village.code for found in index.search(typed, within={village.code[:5]})]

        def peer(typed: str, village: PlaceName) -> list[bool]:
            found = process.extract(typed.lower(), plain, scorer=fuzz.ratio, limit=8)
            return [key(name) == key(village.name) for name, _, _ in found]

        rows.append(measure(kind, "country", asked, country))
        rows.append(measure(kind, "own regency", asked, regency))
        rows.append(measure(kind, "rapidfuzz alone", asked, peer))
    return rows


def main() -> int:
    if not DATA.exists():
        print(f"The list of villages is not there: expected {DATA.resolve()}. Nothing was measured.")
        return 1
    places = villages()
    start = time.perf_counter()
    index = NameIndex.build(places)
    build = round(time.perf_counter() - start, 2)
    # Measuring memory slows the build down, so it is a build of its own.
    tracemalloc.start()
    second = NameIndex.build(places)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del second
    rows = run(index, places)
    print(f"{len(places):,} villages, index built in {build} s, {memory:.0f} MB beside the names")
    print(f"{PER_KIND * len(KINDS):,} queries, seed {SEED}\n")
    print(f"{'kind':<10}{'where':<17}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'found@1':>9}{'found@5':>9}")
    for row in rows:
        print(
            f"{row['kind']:<10}{row['where']:<17}{row['queries']:>8}{row['median_ms']:>11}{row['p95_ms']:>9}"
            f"{row['found_at_1']:>9.1%}{row['found_at_5']:>9.1%}"
        )
    print(json.dumps({"villages": len(places), "build_s": build, "index_mb": round(memory), "rows": rows}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
