"""`python -m benchmarks.match --data DIR [--json]`: how well the matching core finds the checked claim behind a post.

DIR holds a collection in the layout of CLEF CheckThat! (task "verified claim retrieval"): `verified_claims.tsv` with
`vclaim_id`, `vclaim` and `title` (other columns are left aside), and for each split `NAME_queries.tsv` and
`NAME_qrels.tsv`. Without --data it is ../shared/data/claim-matching-clef2020 beside the repository. Nothing is learned
from the collection but how rare its words are; the queries that have judgements are asked one by one.

The table has the official measure, MAP@5, precision of the first answer, and the mean reciprocal rank (of 100), for
ours and for peers in the same run. The last line is one JSON object: the figures of the split `test` where there is
one, else of all queries, and each split below `splits`. `--json` prints that line alone. `--peers all` adds the slower
peers.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import match_peers
from benchmarks.match_collection import Collection, Split, read
from teduh.cores.match import MatchIndex

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "claim-matching-clef2020"
DEPTH = 100
QUICK = ("bm25", "bm25+runs")

Ranking = list[int]
Find = Callable[[str], Ranking]
Figures = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true", help="print the JSON object alone")
    parser.add_argument("--peers", choices=("quick", "all"), default="quick")
    parser.add_argument("--splits", help="only these, by commas: train,dev")
    asked = parser.parse_args()
    if not (asked.data / "verified_claims.tsv").exists():
        print(f"There is no verified_claims.tsv in {asked.data}.", file=sys.stderr)
        return 1
    collection = read(asked.data, asked.splits.split(",") if asked.splits else None)
    if not collection.splits:
        print(f"There are no *_queries.tsv with *_qrels.tsv in {asked.data}.", file=sys.stderr)
        return 1
    names = QUICK if asked.peers == "quick" else (*QUICK, *match_peers.PEERS)
    table = {name: rows for name in ("ours", *names) if (rows := contender(name, collection))}
    if not asked.json:
        show(collection, table)
    print(json.dumps(summary(collection, table)))
    return 0


def contender(name: str, collection: Collection) -> dict[str, Figures]:
    """The figures of one contender on each split and on all; empty where its library is not installed."""
    start = time.perf_counter()
    try:
        find = ours(collection.claims) if name == "ours" else _peer(name, collection.claims)
    except ImportError:
        return {}
    build_s = time.perf_counter() - start
    rows = {}
    every: list[Ranking] = []
    wanted: list[frozenset[int]] = []
    start = time.perf_counter()
    for split in collection.splits:
        rankings = [find(text) for text in split.queries]
        rows[split.name] = figures(rankings, split.relevant)
        every += rankings
        wanted += split.relevant
    spent = time.perf_counter() - start
    rows["all"] = figures(every, wanted)
    rows["all"] |= {"build_s": round(build_s, 2), "query_ms": round(spent / max(len(every), 1) * 1000, 2)}
    return rows


def ours(claims: Sequence[str]) -> Find:
    # Keys in the order of the file, so that equal claims come as they stand there, as with every peer.
    index = MatchIndex.build((f"{at:09d}", claim) for at, claim in enumerate(claims))
    return lambda text: [int(key) for found in index.find(text, count=DEPTH) for key in found.keys][:DEPTH]


def _peer(name: str, claims: Sequence[str]) -> Find:
    peer = match_peers.PLAIN[name]() if name in match_peers.PLAIN else match_peers.PEERS[name]()
    peer.count = DEPTH
    peer.build(claims)
    return peer.find


def figures(rankings: Sequence[Ranking], relevant: Sequence[frozenset[int]]) -> Figures:
    pairs = list(zip(rankings, relevant, strict=True))
    return {
        "map@5": _mean([precision(ranking, right, 5) for ranking, right in pairs]),
        "p@1": _mean([float(bool(ranking) and ranking[0] in right) for ranking, right in pairs]),
        "mrr": _mean([reciprocal(ranking, right) for ranking, right in pairs]),
        "queries": len(pairs),
    }


def precision(ranking: Ranking, right: frozenset[int], depth: int) -> float:
    """Average precision of the first `depth` answers."""
    found, total = 0, 0.0
    for place, answer in enumerate(ranking[:depth], start=1):
        if answer in right:
            found += 1
            total += found / place
    return total / min(len(right), depth)


def reciprocal(ranking: Ranking, right: frozenset[int]) -> float:
    return next((1 / place for place, answer in enumerate(ranking, start=1) if answer in right), 0.0)


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def summary(collection: Collection, table: dict[str, dict[str, Figures]]) -> dict[str, object]:
    names = [split.name for split in collection.splits]
    chosen = "test" if "test" in names else names[0] if len(names) == 1 else "all"
    head: dict[str, object] = {name: rows[chosen] for name, rows in table.items()}
    return head | {"split": chosen, "splits": {name: {who: table[who][name] for who in table} for name in names}}


def show(collection: Collection, table: dict[str, dict[str, Figures]]) -> None:
    splits: list[Split | str] = [*collection.splits, "all"]
    print(f"{len(collection.claims):,d} claims")
    print(f"{'split':8s}{'queries':>8s}  {'contender':14s}{'MAP@5':>8s}{'P@1':>8s}{'MRR':>8s}")
    for split in splits:
        name = split if isinstance(split, str) else split.name
        for who, rows in table.items():
            row = rows[name]
            print(f"{name:8s}{row['queries']:>8.0f}  {who:14s}{row['map@5']:>8.3f}{row['p@1']:>8.3f}{row['mrr']:>8.3f}")
    for who, rows in table.items():
        print(f"{who}: built in {rows['all']['build_s']} s, {rows['all']['query_ms']} ms a query")


if __name__ == "__main__":
    sys.exit(main())
