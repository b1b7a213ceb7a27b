"""`python -m benchmarks.scan`: speed and exactness of the scan statistics; the last line is one JSON object.

Without arguments: the known answers, then the two inputs of the speed comparison. `province_s` and `nation_s` are
seconds of processor time, as SaTScan's figures are; `…_clock_s` are those on the clock, of a machine that others may
share. `--case FILE --geo FILE --model …` reads SaTScan's files instead and prints the clusters; `--write FOLDER` writes
the two inputs as SaTScan's files. SaTScan's figures were given to the project: 10.3.2, C++ -O3, on a machine like ours.
"""

import argparse
import json
import resource
import sys
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import satscan, scan_reference
from teduh.cores.errors import TeduhError
from teduh.cores.scan import Counts, Places, Result, Settings, scan

FIRST_DAY = date(2024, 9, 1)


@dataclass(frozen=True)
class Input:
    """Settlements of 80 villages on a plane, log-normal weights, uniform times, one injected cluster."""

    name: str
    villages: int
    cases: int
    share: float
    days: int = 90
    satscan: str = ""

    def settings(self, replicates: int) -> Settings:
        return Settings(when="prospective", max_cases_share=self.share, max_duration=14, replicates=replicates)

    def build(self, seed: int = 2024) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Coordinates in kilometres (n, 2), and cases by village and day (n, days)."""
        rng = np.random.default_rng(seed)
        settlements = -(-self.villages // 80)
        side = 300.0 * np.sqrt(self.villages / 3258)
        middles = rng.uniform(0, side, (settlements, 2))
        where = np.repeat(np.arange(settlements), 80)[: self.villages]
        points = middles[where] + rng.normal(0, 6, (self.villages, 2))
        weights = rng.lognormal(0, 1, self.villages)
        injected = 12
        village = rng.choice(self.villages, self.cases - injected, p=weights / weights.sum())
        day = rng.integers(0, self.days, self.cases - injected)
        near = np.argsort(((points - points[0]) ** 2).sum(axis=1))[:6]
        village = np.concatenate([village, rng.choice(near, injected)])
        day = np.concatenate([day, self.days - 1 - rng.integers(0, 5, injected)])
        counts = np.zeros((self.villages, self.days), np.int64)
        np.add.at(counts, (village, day), 1)
        return points, counts


PROVINCE = Input("province", 3_258, 3_030, 0.10, satscan="3.5 s processor time")
NATION = Input("nation", 83_731, 60_600, 0.01, satscan="27 min processor time")


def measure(given: Input, replicates: int, threads: int) -> tuple[Result, float, float]:
    """The result, seconds on the clock, and seconds of processor time of all threads."""
    points, cases = given.build()
    wall, processor = time.perf_counter(), time.process_time()
    result = scan(
        Counts.permutation(cases), Places.on_plane(points[:, 0], points[:, 1]), given.settings(replicates), seed=7,
        threads=threads,
    )  # fmt: skip
    return result, time.perf_counter() - wall, time.process_time() - processor


def exactness(threads: int) -> bool | None:
    """Prints each known answer beside ours; None where the data are absent."""
    if not scan_reference.DATA.exists():
        _say("The known answers are not beside this checkout (../shared/data/scan-statistics).")
        return None
    met = []
    for case in scan_reference.cases():
        clusters = case.clusters(threads=threads)
        for answer, cluster, same in zip(case.answers, clusters, case.meets(clusters), strict=False):
            met.append(same)
            _say(
                f"{case.name:<26}{answer.what:<14}{answer.statistic:>12.6f}{cluster.statistic:>12.6f}"
                f"{cluster.cases:>6}{cluster.expected:>10.2f}{cluster.p_monte_carlo:>8.3f}   "
                f"{'same' if same else 'NOT THE SAME'}"
            )
        met += [False] * max(0, len(case.answers) - len(clusters))
    return all(met)


def warm_up() -> float:
    """Seconds of a first small scan in a new process; most of it is compiling, where nothing is kept on disk yet."""
    start = time.perf_counter()
    measure(replace(PROVINCE, villages=160, cases=150), 9, 1)
    return round(time.perf_counter() - start, 2)


def speed(replicates: int, threads: int, *, nation: bool) -> dict[str, float]:
    """Processor seconds (`…_s`) and seconds on the clock (`…_clock_s`) of the two inputs; warm."""
    figures: dict[str, float] = {}
    for given in (PROVINCE, NATION) if nation else (PROVINCE,):
        result, clock, processor = measure(given, replicates, threads)
        first = result.clusters[0]
        _say(
            f"{given.name:<10}{given.villages:>8,} villages {given.cases:>7,} cases {replicates} replicates: "
            f"processor {processor:6.2f} s, clock {clock:6.2f} s (SaTScan: {given.satscan}); "
            f"first cluster {first.cases} against {first.expected:.2f}, {first.statistic:.6f}, p {first.p_monte_carlo}"
        )
        figures |= {f"{given.name}_s": round(processor, 2), f"{given.name}_clock_s": round(clock, 2)}
    if nation:
        figures["nation_gb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)
    return figures


def from_files(options: argparse.Namespace) -> Result:
    """A scan of SaTScan's files, printed cluster by cluster."""
    dated = options.analysis != "space"
    names, places = satscan.read_places(options.geo, earth=options.coordinates == "latlong")
    rows = satscan.case_rows(options.case, dated=dated)
    study = satscan.study_of(rows, options.start, options.end)
    if options.model == "poisson":
        if options.pop is None:
            raise SystemExit("The Poisson model needs --pop FILE.")
        counts = satscan.poisson(rows, satscan.population_rows(options.pop), names, study)
    elif options.model == "bernoulli":
        if options.ctl is None:
            raise SystemExit("The Bernoulli model needs --ctl FILE.")
        controls = satscan.table(satscan.case_rows(options.ctl, dated=dated), names, study)
        counts = Counts.bernoulli(satscan.table(rows, names, study), controls)
    else:
        counts = Counts.permutation(satscan.table(rows, names, study))
    settings = Settings(
        when="prospective" if options.analysis == "prospective" else "retrospective",
        extent=options.analysis if options.analysis in ("space", "time") else "space-time", rates=options.rates,
        max_cases_share=options.max_share, max_radius_km=options.max_radius, max_duration=options.max_duration,
        replicates=options.replicates,
    )  # fmt: skip
    result = scan(counts, places, settings, seed=options.seed, threads=options.threads)
    days = study.edges()
    for number, cluster in enumerate(result.clusters, 1):
        last = days[cluster.last + 1] - timedelta(days=1)
        p = "-" if cluster.p_value is None else f"{cluster.p_value:.6g}"
        _say(
            f"{number}. {', '.join(names[place] for place in cluster.places)}\n   {days[cluster.first]} to {last}, "
            f"{cluster.rates}: {cluster.cases} cases, expected {cluster.expected:.2f}, "
            f"LLR {cluster.statistic:.6f}, p {p}"
        )
    return result


def write(folder: Path) -> None:
    """The two inputs as SaTScan reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for given in (PROVINCE, NATION):
        points, cases = given.build()
        geo = "".join(f"v{n} {x:.6f} {y:.6f}\n" for n, (x, y) in enumerate(points))
        (folder / f"{given.name}.geo").write_text(geo, encoding="utf-8")
        lines = (
            f"v{n} {cases[n, day]} {FIRST_DAY + timedelta(days=int(day)):%Y/%m/%d}\n"
            for n, day in zip(*np.nonzero(cases), strict=True)
        )
        (folder / f"{given.name}.cas").write_text("".join(lines), encoding="utf-8")
        _say(f"{given.name}: {FIRST_DAY} to {FIRST_DAY + timedelta(days=given.days - 1)}, cartesian")


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    if options.write:
        write(options.write)
        return 0
    if options.case:
        try:
            from_files(options)
        except TeduhError as refusal:
            raise SystemExit(refusal.message) from None
        return 0
    figures = {"first_scan_s": warm_up()}
    exact = exactness(options.threads)
    figures |= speed(options.replicates, options.threads, nation=not options.no_nation)
    _say(json.dumps(figures | {"exact": None if exact is None else int(exact)}))
    return 0 if exact in (None, True) else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scan", description=__doc__)
    for name in ("case", "geo", "pop", "ctl", "write"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--model", choices=("poisson", "permutation", "bernoulli"), default="permutation")
    parser.add_argument("--analysis", choices=("space", "time", "retrospective", "prospective"), default="prospective")
    parser.add_argument("--coordinates", choices=("latlong", "cartesian"), default="latlong")
    parser.add_argument("--rates", choices=("high", "low", "both"), default="high")
    parser.add_argument("--start", help="first day, month or year; else that of the first case")
    parser.add_argument("--end", help="last day, month or year; else that of the last case")
    parser.add_argument("--max-share", type=float, default=0.5, help="of all cases (or expected ones)")
    parser.add_argument("--max-radius", type=float, help="kilometres, or the unit of cartesian coordinates")
    parser.add_argument("--max-duration", type=int, help="time units")
    parser.add_argument("--replicates", type=int, default=999)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-nation", action="store_true", help="leave the large input out")
    options = parser.parse_args(arguments)
    if options.case and not options.geo:
        parser.error("--case needs --geo")
    return options


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
