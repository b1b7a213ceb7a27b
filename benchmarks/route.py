"""Routes against published optima and best known values, plain PyVRP and OR-tools.

python -m benchmarks.route --data ../shared/data/routing-toptw --kind toptw
python -m benchmarks.route --data ../shared/data/routing-pcvrptw --kind pcvrptw --only R1_10_1,RC2_10_1 --peers

Every solution, ours and the peers', is verified against the file alone before its score counts. The last line is JSON.
"""

import argparse
import fnmatch
import json
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.route_files import Instance, read_folder
from benchmarks.route_peers import by_ortools, by_pyvrp
from teduh.cores.route import Answer, StopRule, faults, ready, solve

SECONDS = {"toptw": 60.0, "top": 60.0, "pcvrptw": 120.0}


@dataclass
class Row:
    """What one instance came to."""

    instance: Instance
    score: float
    used_seconds: float
    processor_seconds: float
    iterations: int
    peers: dict[str, float] = field(default_factory=dict)


def main() -> None:
    """Read, solve, verify, print."""
    args = _arguments().parse_args()
    instances = [
        instance for instance in read_folder(args.data, args.kind, args.paths)
        if not args.only or any(fnmatch.fnmatch(instance.name, name) for name in args.only.split(","))
    ][args.skip :: args.every]  # fmt: skip
    if not instances:
        raise SystemExit(f"No instance of the layout {args.kind} in {args.data}.")
    seconds = SECONDS[args.kind] if args.seconds is None else args.seconds
    # One instance after the other with two searches each, or as many instances at once as there are processes.
    side_by_side = not args.processor and (args.together or args.kind == "pcvrptw")
    console = Console(stderr=True)
    # On a new machine the loops are compiled first; that is no part of any instance's seconds.
    ready()
    with (
        ProcessPoolExecutor(args.processes, initializer=ready) as pool,
        Progress(console=console, disable=args.json) as bar,
    ):
        done = bar.add_task(args.kind, total=len(instances))
        rows = []
        if side_by_side:
            work: Iterable[Row] = (_one(i, seconds, args, pool) for i in instances)
        else:
            work = pool.map(_alone, instances, [seconds] * len(instances), [args] * len(instances))
        for row in work:
            rows.append(row)
            bar.advance(done)
            if not args.json:
                console.print(_line(row))
    if not args.json:
        _print(rows, args, seconds, side_by_side)
    print(json.dumps(_summary(rows, args, seconds)))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.route", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with instances/ and a reference table")
    parser.add_argument("--kind", choices=sorted(SECONDS), required=True)
    parser.add_argument("--seconds", type=float, help="for each instance; 60, of pcvrptw 120")
    parser.add_argument("--paths", type=int, default=1, help="toptw: number of paths m")
    parser.add_argument("--only", help="names with commas; * stands for anything")
    parser.add_argument("--every", type=int, default=1, help="only each so-manieth instance")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many first")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--together", action="store_true", help="all processes on one instance, as pcvrptw always")
    parser.add_argument(
        "--processor", action="store_true", help="count seconds of the processor, one search each: for a busy machine"
    )
    parser.add_argument(
        "--peers", action="store_true", help="plain PyVRP, and OR-tools where fair, for the same seconds"
    )
    parser.add_argument("--json", action="store_true", help="nothing but the last line")
    return parser


def _alone(instance: Instance, seconds: float, args: argparse.Namespace) -> Row:
    """One instance on one process."""
    return _one(instance, seconds, args, None)


def _one(instance: Instance, seconds: float, args: argparse.Namespace, pool: ProcessPoolExecutor | None) -> Row:
    problem = instance.problem()
    begun, worked = time.monotonic(), time.process_time()
    # What is left over is for telling the answer.
    stop = StopRule(seconds=seconds * 0.98, clock=time.process_time if args.processor else time.monotonic)
    if pool is None:
        answer = solve(problem, seed=args.seed, stop=stop)
    else:
        answer = solve(problem, seed=args.seed, stop=stop, searches=args.processes, run=pool.map)
    used, processor = time.monotonic() - begun, time.process_time() - worked
    broken = faults(problem, answer)
    if broken:
        raise SystemExit(f"{instance.name}: {' '.join(broken)}")
    row = Row(instance, instance.score(_routes(instance, answer)), used, processor, answer.iterations)
    if args.peers:
        row.peers["PyVRP"] = instance.score(by_pyvrp(instance, seconds, args.seed))
        row.peers["OR-tools"] = instance.score(by_ortools(instance, seconds))
    return row


def _routes(instance: Instance, answer: Answer) -> list[list[int]]:
    return [[instance.place(visit.client) for visit in route.visits] for route in answer.routes]


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.2f} %"


def _line(row: Row) -> str:
    gap = row.instance.gap(row.score)
    return f"{row.instance.name} {row.score:.0f} {_percent(gap)} {row.used_seconds:.1f} s"


def _print(rows: list[Row], args: argparse.Namespace, seconds: float, side_by_side: bool) -> None:
    how = f"{args.processes} searches on each" if side_by_side else f"{args.processes} instances at once, 1 search each"
    kind = "s of the processor" if args.processor else "s"
    table = Table(title=f"{args.kind}, {seconds:g} {kind}, {how}, seed {args.seed}")
    peers = list(rows[0].peers)
    for name in ("instance", "ours", "reference", "gap", *(f"{n}{end}" for n in peers for end in ("", " gap")), "s"):
        table.add_column(name, justify="left" if name == "instance" else "right")
    for row in rows:
        scores = [cell for peer in peers for cell in (
            f"{row.peers[peer]:.0f}", _percent(row.instance.gap(row.peers[peer]))
        )]  # fmt: skip
        reference = row.instance.reference
        table.add_row(
            row.instance.name, f"{row.score:.0f}", "–" if reference is None else f"{reference:.0f}",
            _percent(row.instance.gap(row.score)), *scores, f"{row.used_seconds:.1f}",
        )  # fmt: skip
    Console(width=140).print(table)
    beaten = [row for row in rows if (row.instance.gap(row.score) or 0) < 0]
    equal = [row for row in rows if row.instance.gap(row.score) == 0]
    print(f"Equal to the reference: {len(equal)}; better: {len(beaten)}; without reference: "
          f"{sum(row.instance.reference is None for row in rows)}.")  # fmt: skip


def _summary(rows: list[Row], args: argparse.Namespace, seconds: float) -> dict[str, Any]:
    """Gaps as fractions, over the instances that have a reference."""

    def over(gaps: list[float]) -> dict[str, float | None]:
        return {"mean_gap": sum(gaps) / len(gaps) if gaps else None, "max_gap": max(gaps) if gaps else None}

    known = [row for row in rows if row.instance.reference]
    peers = {
        name: over([row.instance.gap(row.peers[name]) or 0.0 for row in known])
        for name in (rows[0].peers if rows else ())
    }
    return {
        "kind": args.kind, **over([row.instance.gap(row.score) or 0.0 for row in known]), "instances": len(rows),
        "with_reference": len(known), "seconds": seconds, "processor": args.processor,
        "most_seconds_used": max(row.used_seconds for row in rows),
        "processes": args.processes, "seed": args.seed, **({"peers": peers} if peers else {}),
        "scores": {row.instance.name: row.score for row in rows},
    }  # fmt: skip


if __name__ == "__main__":
    main()
