"""`python -m benchmarks.match_scale`: time and memory of matching among a million texts, with peers in the same run.

Each of 1,000 seeded queries is one of the texts with a fifth of its words gone, a tenth mistyped and two parts swapped; it
counts as found when its text is among the five answers. `growth` is the median query time among 1,000,000 texts over
that among 100,000. Peers run in processes of their own, so that `rss_gb` of each is its own. The last line is one JSON
object. `--count N` runs a smaller collection, `--only NAME` a single contender (ours, tantivy, bm25s, rensa).
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks import match_peers
from benchmarks.match_texts import messages, retold
from teduh.cores.match import MatchIndex

SEED = 20240918
QUERIES = 1_000
INSERTS = 5_000
PEERS = ("tantivy", "bm25s", "rensa")

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
    print(f"{'':10s}{'texts':>10s}{'median ms':>11s}{'p95 ms':>9s}{'found@5':>9s}{'build s':>9s}{'RSS GB':>8s}{'insert ms':>11s}")
    small = show("ours", asked.count // 10)
    large = show("ours", asked.count)
    for name in PEERS:
        show(name, asked.count)
    keys = ("median_ms", "p95_ms", "rss_gb", "build_s", "insert_ms", "found_at_5")
    growth = round(large["median_ms"] / small["median_ms"], 2)
    print(json.dumps({key: large[key] for key in keys} | {"growth": growth, "texts": asked.count}))
    return 0


def show(name: str, count: int) -> dict[str, float]:
    """One contender in a fresh process, and its row of the table."""
    command = [sys.executable, "-m", "benchmarks.match_scale", "--only", name, "--count", str(count)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 our own module
    if run.returncode:
        print(f"{name:10s}{count:>10,d}  did not run: {run.stderr.strip().splitlines()[-1:]}")
        return {}
    row: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    print(
        f"{name:10s}{count:>10,d}{row['median_ms']:>11.2f}{row['p95_ms']:>9.2f}{row['found_at_5']:>9.3f}"
        f"{row['build_s']:>9.1f}{row['rss_gb']:>8.2f}{row.get('insert_ms', float('nan')):>11.3f}",
        flush=True,
    )
    return row


def ours(count: int) -> dict[str, float]:
    MatchIndex.build([("warm", "kata pertama supaya kode tersusun")]).find("kata pertama")
    start = time.perf_counter()
    index = MatchIndex.build((f"{at:07d}", text) for at, text in enumerate(messages(count, SEED)))
    build_s = time.perf_counter() - start
    figures = ask(count, lambda text: [int(found.keys[0]) for found in index.find(text)])
    more = list(messages(INSERTS, SEED + 1))
    start = time.perf_counter()
    for at, text in enumerate(more):
        index.add(f"new {at}", text)
    insert_ms = (time.perf_counter() - start) / INSERTS * 1000
    return figures | {"build_s": round(build_s, 1), "rss_gb": rss_gb(), "insert_ms": round(insert_ms, 3)}


def peer(name: str, count: int) -> dict[str, float]:
    contender = match_peers.PEERS[name]()
    start = time.perf_counter()
    contender.build(messages(count, SEED))
    build_s = time.perf_counter() - start
    return ask(count, contender.find) | {"build_s": round(build_s, 1), "rss_gb": rss_gb()}


def ask(count: int, find: Find) -> dict[str, float]:
    """Median and 95th percentile over the queries after twenty to warm up, and how many were found."""
    rng = random.Random(SEED)
    places = set(rng.sample(range(count), min(QUERIES, count)))
    asked = [(at, retold(text, rng)) for at, text in enumerate(messages(count, SEED)) if at in places]
    for _, text in asked[:20]:
        find(text)
    times, found = [], 0
    for at, text in asked:
        start = time.perf_counter()
        answers = find(text)
        times.append((time.perf_counter() - start) * 1000)
        found += at in answers
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 3),
        "p95_ms": round(times[int(len(times) * 0.95)], 3),
        "found_at_5": round(found / len(asked), 3),
    }


def rss_gb() -> float:
    """The most memory this process ever held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 3)


if __name__ == "__main__":
    sys.exit(main())
