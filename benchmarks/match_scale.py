"""`python -m benchmarks.match_scale`: time and memory of matching among a million texts, with peers in the same run.

Each of 1,000 seeded queries is one of the texts with a fifth of its words gone, a tenth mistyped and two parts swapped;
it counts as found when its text is among the five answers. `growth` is the median query time among 1,000,000 texts over
that among 100,000. Beside the time on the clock stands computing time (`cpu`), which other work on the machine
lengthens less. Peers run in processes of their own, so that `rss_gb` of each is its own. The last line is one JSON
object. `--count N` runs a smaller collection, `--only NAME` a single contender (ours or any peer).
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks import match_peers
from benchmarks.match_texts import messages, retold
from teduh.cores.match import MatchIndex

SEED = 20240918
QUERIES = 1_000
INSERTS = 5_000
COLUMNS = (
    "median_ms", "p95_ms", "median_cpu_ms", "p95_cpu_ms", "found_at_5", "build_s", "build_cpu_s", "rss_gb", "insert_ms"
)  # fmt: skip
PEERS = tuple(match_peers.PEERS)
IN_TURN = ("tantivy", "bm25s", "rensa")

Find = Callable[[str], list[int]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("ours", *PEERS))
    asked = parser.parse_args()
    if asked.only:
        figures = ours(asked.count) if asked.only == "ours" else peer(asked.only, asked.count)
        print(json.dumps(figures))
        return 0
    print(f"{'':10s}{'texts':>10s}" + "".join(f"{name:>14s}" for name in COLUMNS))
    small = show("ours", asked.count // 10)
    large = show("ours", asked.count)
    for name in IN_TURN:
        show(name, asked.count)
    growth = {
        "growth": round(large["median_ms"] / small["median_ms"], 2),
        "growth_cpu": round(large["median_cpu_ms"] / small["median_cpu_ms"], 2),
    }
    print(json.dumps(large | growth | {"texts": asked.count}))
    return 0


def show(name: str, count: int) -> dict[str, float]:
    """One contender in a fresh process, and its row of the table."""
    command = [sys.executable, "-m", "benchmarks.match_scale", "--only", name, "--count", str(count)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 our own module
    if run.returncode:
        print(f"{name:10s}{count:>10,d}  did not run: {run.stderr.strip().splitlines()[-1:]}")
        return {}
    row: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    print(f"{name:10s}{count:>10,d}" + "".join(f"{row.get(column, '-'):>14}" for column in COLUMNS), flush=True)
    return row


class Sample:
    """The stream of texts, and on its way the queries: text `at` told again, for places drawn beforehand."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._rng = random.Random(SEED)
        self._places = set(self._rng.sample(range(count), min(QUERIES, count)))
        self.queries: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[str]:
        for at, text in enumerate(messages(self._count, SEED)):
            if at in self._places:
                self.queries.append((at, retold(text, self._rng)))
            yield text


def ours(count: int) -> dict[str, float]:
    warm = MatchIndex.build([("warm", "kata pertama supaya kode tersusun")])
    warm.add("warmer", "kata kedua")
    warm.find("kata pertama")
    sample = Sample(count)
    start, cpu = time.perf_counter(), time.process_time()
    index = MatchIndex.build((f"{at:07d}", text) for at, text in enumerate(sample))
    build_s, build_cpu_s = time.perf_counter() - start, time.process_time() - cpu
    figures = ask(sample.queries, lambda text: [int(found.keys[0]) for found in index.find(text)])
    more = list(messages(INSERTS, SEED + 1))
    start, cpu = time.perf_counter(), time.process_time()
    for at, text in enumerate(more):
        index.add(f"new {at}", text)
    insert_ms, insert_cpu_ms = (
        (time.perf_counter() - start) / INSERTS * 1000,
        (time.process_time() - cpu) / INSERTS * 1000,
    )
    return figures | {
        "build_s": round(build_s, 1),
        "build_cpu_s": round(build_cpu_s, 1),
        "rss_gb": rss_gb(),
        "insert_ms": round(insert_ms, 3),
        "insert_cpu_ms": round(insert_cpu_ms, 3),
    }


def peer(name: str, count: int) -> dict[str, float]:
    contender = match_peers.PEERS[name]()
    sample = Sample(count)
    start, cpu = time.perf_counter(), time.process_time()
    contender.build(sample)
    spent = {"build_s": time.perf_counter() - start, "build_cpu_s": time.process_time() - cpu}
    figures = ask(sample.queries, contender.find)
    return figures | {name: round(value, 1) for name, value in spent.items()} | {"rss_gb": rss_gb()}


def ask(queries: list[tuple[int, str]], find: Find) -> dict[str, float]:
    """Median and 95th percentile of time and computing time, after twenty queries to warm up, and the share found."""
    for _, text in queries[:20]:
        find(text)
    times, cpus, found = [], [], 0
    for at, text in queries:
        start, cpu = time.perf_counter(), time.process_time()
        answers = find(text)
        cpus.append((time.process_time() - cpu) * 1000)
        times.append((time.perf_counter() - start) * 1000)
        found += at in answers
    last = int(len(times) * 0.95)
    return {
        "median_ms": round(statistics.median(times), 3),
        "p95_ms": round(sorted(times)[last], 3),
        "median_cpu_ms": round(statistics.median(cpus), 3),
        "p95_cpu_ms": round(sorted(cpus)[last], 3),
        "found_at_5": round(found / len(queries), 3),
    }


def rss_gb() -> float:
    """The most memory this process ever held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 3)


if __name__ == "__main__":
    sys.exit(main())
