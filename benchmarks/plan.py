"""`python -m benchmarks.plan [--part …] [--json]`: plans for a district, a province, the country, and seasons.

Villages are real (the example district is part of Teduh; the country is ../shared/data/regions/wilayah.csv); officers,
risks and rules are invented from a seed. Every plan is checked by `cores.route.weeks_check`, which shares no code with
the planner. Peers fill a duty sheet under the same rules and hours: by calendar (longest unvisited first) and by the
nearest village. The last line is one JSON object.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Final

from benchmarks.plan_fanout import Run, Task, cluster, processes
from benchmarks.plan_peers import covered, nearest_first, round_robin
from benchmarks.plan_season import EFFECTS, compare, row_of
from benchmarks.plan_world import NATIONAL, Village, by_sector, oku, sector_weeks, villages_of
from benchmarks.season import oku as season_villages
from teduh.cores.route.weeks import Stop, Weeks, late_in, plan_weeks
from teduh.cores.route.weeks_change import replan
from teduh.cores.route.weeks_check import broken
from teduh.cores.route.weeks_even import loads
from teduh.cores.season import Land

PARTS: Final = ("oku", "change", "province", "nation", "season")
FIRST_ITERATIONS: Final = 20
GOOD_ITERATIONS: Final = 1500
WEEK_ITERATIONS: Final = 300
PROVINCE: Final = "16"
COUNTRY_SECTORS, COUNTRY_VILLAGES = 7_285, 83_762


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plan")
    parser.add_argument("--part", choices=PARTS, action="append", help="only these; all if not given")
    parser.add_argument("--seed", type=int, default=7, help="of the invented world")
    parser.add_argument("--seasons", type=int, default=30)
    parser.add_argument("--effects", type=float, nargs="*", default=list(EFFECTS))
    parser.add_argument("--sectors", type=int, default=120, help="of the country, measured for its scaling")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--dask", metavar="ADDRESS", help="province and nation on a Dask cluster")
    parser.add_argument("--json", action="store_true", help="only the JSON line")
    options = parser.parse_args(given)
    figures: dict[str, Any] = {}
    for part in options.part or PARTS:
        if part in ("province", "nation") and not NATIONAL.exists():
            _say(options, "The national table is not beside this checkout (../shared/data/regions/wilayah.csv).")
            continue
        figures |= globals()[f"_{part}"](options)
    sys.stdout.write(f"{json.dumps(figures)}\n")
    return 0


def _say(options: argparse.Namespace, line: str) -> None:
    if not options.json:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _pool(options: argparse.Namespace) -> AbstractContextManager[Run]:
    return cluster(options.dask) if options.dask else processes(options.cores)


def _oku(options: argparse.Namespace) -> dict[str, Any]:
    """157 villages, 60 officers, 4 weeks, all rules."""
    questions = [sector_weeks(villages, seed=options.seed, weeks=4) for _, villages in by_sector(oku())]
    with _pool(options) as run:
        run([Task(questions[0], 1, 1)] * options.cores)  # the processes are warm
        first, first_s = _timed(run, questions, FIRST_ITERATIONS)
        good, good_s = _timed(run, questions, GOOD_ITERATIONS)
    rows = {
        "first plan": (first, first_s),
        "good plan": (good, good_s),
        "round-robin": ([round_robin(each) for each in questions], 0.0),
        "nearest first": ([nearest_first(each) for each in questions], 0.0),
    }
    table = {name: _judged(questions, stops, seconds) for name, (stops, seconds) in rows.items()}
    officers = sum(len(each.officers) for each in questions)
    hours = sum(s.ends - s.starts for each in questions for o in each.officers for s in o.shifts) / 60
    _say(options, f"OKU: {len(oku())} villages, {officers} officers, {hours:.0f} officer hours in 4 weeks, all rules")
    _say(
        options,
        f"{'':<16}{'seconds':>9}{'stops':>7}{'risk covered':>14}{'rules broken':>14}{'days too late':>15}{'uneven':>9}",
    )
    for name, row in table.items():
        _say(
            options,
            f"{name:<16}{row['s']:>9.1f}{row['stops']:>7}{100 * row['covered']:>12.1f} %"
            f"{row['broken']:>14}{row['late']:>15}{row['uneven']:>9.2f}",
        )
    _say(options, "uneven: how far the shares of officers' hours lie from the mean of their sector, in means")
    gain = table["good plan"]["covered"] / table["round-robin"]["covered"] - 1
    first_gain = table["first plan"]["covered"] / table["round-robin"]["covered"] - 1
    _say(
        options, f"more risk covered than by round-robin: first plan {first_gain:.1%}, good plan {gain:.1%} (≥ 25 %)\n"
    )
    return {
        "oku_officers": officers,
        "oku_first_s": round(first_s, 2),
        "oku_good_s": round(good_s, 2),
        "oku_gain": round(gain, 4),
        "oku_first_gain": round(first_gain, 4),
        "oku_broken": table["good plan"]["broken"],
        "oku_uneven": round(table["good plan"]["uneven"], 3),
        "oku_round_robin_uneven": round(table["round-robin"]["uneven"], 3),
        "oku_late_days": table["good plan"]["late"],
        "oku_round_robin_late_days": table["round-robin"]["late"],
    }


def _timed(run: Run, questions: Sequence[Weeks], iterations: int) -> tuple[list[tuple[Stop, ...]], float]:
    start = time.perf_counter()
    answers = run([Task(each, 1, iterations) for each in questions])
    return [answer.stops for answer in answers], time.perf_counter() - start


def _uneven(weeks: Weeks, stops: Sequence[Stop]) -> float:
    """The standard deviation of what share of their hours officers give, in means."""
    shares = loads(weeks, stops).values()
    return statistics.pstdev(shares) / statistics.fmean(shares) if any(shares) else 0.0


def _judged(questions: Sequence[Weeks], plans: Sequence[Sequence[Stop]], seconds: float) -> dict[str, Any]:
    reached = [covered(weeks, stops) for weeks, stops in zip(questions, plans, strict=True)]
    return {
        "s": seconds,
        "stops": sum(map(len, plans)),
        "covered": sum(found for found, _ in reached) / sum(total for _, total in reached),
        "broken": sum(len(broken(weeks, stops)) for weeks, stops in zip(questions, plans, strict=True)),
        "uneven": statistics.fmean(_uneven(weeks, stops) for weeks, stops in zip(questions, plans, strict=True)),
        "late": sum(sum(late_in(weeks, stops).values()) for weeks, stops in zip(questions, plans, strict=True)),
    }


def _change(options: argparse.Namespace) -> dict[str, Any]:
    """One officer ill, one road cut, one alarm, in each sector of OKU; the week is planned anew."""
    seconds, shares, bad = [], [], 0
    for _, villages in by_sector(oku()):
        weeks = sector_weeks(villages, seed=options.seed, weeks=1)
        before = plan_weeks(weeks, seed=1, iterations=WEEK_ITERATIONS).stops
        for changed, pressing in _changes(weeks, before):
            start = time.perf_counter()
            answer = replan(changed, before, seed=1, pressing=pressing)
            seconds.append(time.perf_counter() - start)
            shares.append(answer.moved_share)
            bad += len(broken(changed, answer.plan.stops))
    _say(
        options,
        f"changes: {len(seconds)}; longest {max(seconds):.2f} s (≤ 3), mean {sum(seconds) / len(seconds):.2f} s",
    )
    _say(options, f"most of the other stops moved {max(shares):.1%} (≤ 20 %), rules broken {bad}\n")
    return {
        "change_max_s": round(max(seconds), 2),
        "change_max_moved": round(max(shares), 4),
        "change_broken": bad,
    }


def _changes(weeks: Weeks, before: Sequence[Stop]) -> list[tuple[Weeks, list[str]]]:
    ill, cut = before[0].officer, before[-1].place
    calm = min((place for place in weeks.places), key=lambda place: (place.daily, place.key)).key
    officers = tuple(replace(each, shifts=()) if each.key == ill else each for each in weeks.officers)
    closed = tuple(replace(each, openings=()) if each.key == cut else each for each in weeks.places)
    alarm = tuple(replace(each, urgent=250.0, daily=12.0) if each.key == calm else each for each in weeks.places)
    return [
        (replace(weeks, officers=officers), []),
        (replace(weeks, places=closed), []),
        (replace(weeks, places=alarm), [calm]),
    ]


def _province(options: argparse.Namespace) -> dict[str, Any]:
    """Every sector of Sumatera Selatan, one week."""
    villages = villages_of(PROVINCE)
    sectors = [rows for _, rows in by_sector(villages)]
    seconds, bad = _week(options, sectors)
    _say(
        options,
        f"province: {len(sectors)} sectors, {len(villages)} villages, one week: {seconds:.0f} s on "
        f"{options.dask or f'{options.cores} cores'} (≤ 600), rules broken {bad}\n",
    )
    return {"province_s": round(seconds, 1), "province_sectors": len(sectors), "province_broken": bad}


def _nation(options: argparse.Namespace) -> dict[str, Any]:
    """Measured on every n-th sector of the country, then reckoned up."""
    sectors = [rows for _, rows in by_sector(villages_of(""))]
    chosen = sectors[:: max(1, len(sectors) // options.sectors)]
    count = sum(map(len, chosen))
    seconds, bad = _week(options, chosen)
    whole = seconds / count * COUNTRY_VILLAGES
    _say(options, f"nation: {len(sectors)} sectors in the table; measured {len(chosen)} of them ({count} villages)")
    _say(
        options,
        f"  {seconds:.0f} s on {options.cores} cores = {1000 * seconds / count:.0f} ms a village; times "
        f"{COUNTRY_VILLAGES:,} villages = {whole:,.0f} s = {whole / 3600:.1f} h on {options.cores} cores, "
        f"{whole * options.cores / 64 / 60:.0f} min on 64 (sectors do not touch each other)\n",
    )
    return {
        "nation_sample_sectors": len(chosen),
        "nation_ms_per_village": round(1000 * seconds / count, 1),
        "nation_hours_here": round(whole / 3600, 2),
        "nation_broken": bad,
    }


def _week(options: argparse.Namespace, sectors: Sequence[Sequence[Village]]) -> tuple[float, int]:
    questions = [sector_weeks(rows, seed=options.seed, weeks=1) for rows in sectors]
    with _pool(options) as run:
        start = time.perf_counter()
        answers = run([Task(each, 1, WEEK_ITERATIONS) for each in questions])
        seconds = time.perf_counter() - start
    bad = sum(len(broken(weeks, answer.stops)) for weeks, answer in zip(questions, answers, strict=True))
    return seconds, bad


def _season(options: argparse.Namespace) -> dict[str, Any]:
    """Seasons of OKU under the planner's points and under round-robin, with the same minutes of officers."""
    land = Land.of(list(season_villages()))
    seeds = range(1000, 1000 + options.seasons)
    _say(
        options,
        f"seasons: {options.seasons}, mean tension-days; less than round-robin with 95 % interval (≥ 30 % at 0.3)",
    )
    _say(options, f"{'effect':>8}{'nobody':>12}{'round-robin':>14}{'planner':>12}{'less':>14}")
    figures: dict[str, Any] = {}
    for effect in options.effects:
        found = compare(land, seeds, effect)
        low, high = found.interval()
        _say(options, row_of(found))
        figures[f"season_less_at_{effect:g}"] = [round(found.less, 4), round(low, 4), round(high, 4)]
    _say(options, "")
    return figures


if __name__ == "__main__":
    sys.exit(main())
