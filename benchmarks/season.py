"""`python -m benchmarks.season`: how long a simulated season takes, for a district and for the whole country.

The country is ../shared/data/regions/wilayah.csv; where it is absent only the district is measured. The last line is
one JSON object.
"""

import csv
import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

from teduh.cores.season import Land, Season, Settings, Village, message, pages, round_robin, simulate

NATIONAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "regions" / "wilayah.csv"
NATION_DAYS = Settings(first_day=date(2024, 9, 18), days=90)
SEEDS = range(1000, 1010)


def main() -> int:
    figures = district()
    if NATIONAL.exists():
        figures |= nation()
    else:
        sys.stdout.write("The national table is not beside this checkout (../shared/data/regions/wilayah.csv).\n")
    report(figures)
    return 0


def oku() -> Iterator[Village]:
    text = files("teduh.places").joinpath("presets/oku_areas.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["level"] == "village":
            yield Village(row["code"], row["name"], float(row["lat"]), float(row["lng"]))


def district() -> dict[str, float]:
    land = Land.of(list(oku()))
    times, daily, with_visits = [], [], []
    for seed in SEEDS:
        start = time.perf_counter()
        result = simulate(land, seed=seed)
        times.append(time.perf_counter() - start)
        daily.append(len(result.reports) / result.settings.days)
        visited = simulate(land, seed=seed, policy=round_robin)
        with_visits.append(1 - visited.outcome.tension_days / result.outcome.tension_days)
    start = time.perf_counter()
    written = sum(len(content) for _, content in pages(result))
    write_s = time.perf_counter() - start
    return {
        "oku_s": round(statistics.median(times), 3),
        "oku_write_s": round(write_s, 3),
        "oku_mb": round(written / 1e6, 2),
        "reports_per_day": round(statistics.mean(daily), 2),
        "round_robin_less_tension": round(statistics.mean(with_visits), 3),
    }


def nation() -> dict[str, float]:
    with NATIONAL.open(encoding="utf-8", newline="") as file:
        listed = [
            Village(row["kode"], row["nama"], _degrees(row["lat"]), _degrees(row["lng"]))
            for row in csv.DictReader(file)
            if row["tingkat"] == "desa_kelurahan"
        ]
    start = time.perf_counter()
    season = Season(listed, seed=7, settings=NATION_DAYS)
    while not season.finished:
        season.step()
    result = season.result()
    nation_s = time.perf_counter() - start
    start = time.perf_counter()
    for row in range(0, len(result.reports), max(1, len(result.reports) // 2000)):
        message(result, row)
    texts_s = time.perf_counter() - start
    return {
        "villages": len(listed),
        "nation_reports": len(result.reports),
        "nation_flashpoints": len(result.planting.flashpoints),
        "nation_s": round(nation_s, 1),
        "nation_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "texts_per_s": round(2000 / texts_s),
    }


def _degrees(typed: str) -> float | None:
    return float(typed) if typed else None


def report(figures: dict[str, float]) -> None:
    lines = (
        ("oku_s", "season of OKU (157 villages, 112 days), median s", ""),
        ("oku_write_s", "… written as files with every text, s", ""),
        ("oku_mb", "… size of the files, MB", ""),
        ("reports_per_day", "reports a day", "30"),
        ("round_robin_less_tension", "tension-days less under plain round-robin visits", "assumed effect"),
        ("villages", "villages of the country", "83,762"),
        ("nation_reports", "reports in 90 days", ""),
        ("nation_flashpoints", "flashpoints", ""),
        ("nation_s", "season of the country, s", "at most 300"),
        ("nation_gb", "memory, GB", ""),
        ("texts_per_s", "texts written a second", ""),
    )
    for key, what, asked in lines:
        if key in figures:
            sys.stdout.write(f"{what:<52}{figures[key]:>12,}   {asked}\n")
    sys.stdout.write(f"{json.dumps(figures)}\n")


if __name__ == "__main__":
    sys.exit(main())
