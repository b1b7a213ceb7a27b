"""`python -m benchmarks.offers [--json]`: the right fact offered while its rumour is typed, and no wrong one.

From the hoaxes of ../shared/data/hoax-turnbackhoax-2024 twelve shelves of 60 are drawn. The fact is known by one
sentence, its title; what a resident types is the quoted message itself, told again at the level `ordinary` of
`benchmarks.match_retelling`, at most 250 letters. "found": of the messages whose fact is on the shelf, the share that
is offered it; "wrong": of 90 other messages for each shelf, the share that is offered anything. Compared are the
likeness of the product, the sureness by which two reports are joined, and the plain score of the index.
"""

import argparse
import csv
import json
import random
import re
import sys
from collections.abc import Callable

from benchmarks.match_retelling import LEVELS, retell
from benchmarks.match_retold import HOAXES
from teduh.cores.match import Evidence, MatchIndex, Sureness, compare, containment

SEED = 5
SHELVES, FACTS, OTHERS = 12, 60, 90
LETTERS, LOOKED_AT = 250, 8
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
Offer = tuple[Evidence, float, bool]
WAYS: dict[str, Callable[[Offer], float]] = {
    "ours: larger share": lambda one: 0.0 if one[0].conflicts else containment(one[0]),
    "sureness of joining": lambda one: Sureness().of(one[0]),
    "score of the index": lambda one: 0.0 if one[0].conflicts else one[1],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the JSON object alone")
    asked = parser.parse_args()
    if not HOAXES.exists():
        print("The hoaxes are not beside this checkout (../shared/data/hoax-turnbackhoax-2024).", file=sys.stderr)
        return 1
    rng = random.Random(SEED)
    told = pairs()
    rng.shuffle(told)
    right, wrong = list[list[Offer]](), list[list[Offer]]()
    for at in range(SHELVES):
        drawn = told[at * (FACTS + OTHERS) : (at + 1) * (FACTS + OTHERS)]
        index = MatchIndex.build((str(number), title) for number, (title, _said) in enumerate(drawn[:FACTS]))
        for number, (_title, said) in enumerate(drawn):
            found = offers(retell(said[:LETTERS], LEVELS["ordinary"], rng), index, drawn, number)
            (right if number < FACTS else wrong).append(found)
    table = {
        name: {at: (_share(right, way, at, mine=True), _share(wrong, way, at, mine=False)) for at in THRESHOLDS}
        for name, way in WAYS.items()
    }
    if not asked.json:
        print(f"{len(right)} messages with their fact on the shelf, {len(wrong)} without: found / wrong")
        print(f"{'offered from':22}" + "".join(f"{at:>15}" for at in THRESHOLDS))
        for name, row in table.items():
            print(f"{name:22}" + "".join(f"{found:>8.3f}/{false:.3f}" for found, false in row.values()))
    print(json.dumps({name: {str(at): pair for at, pair in row.items()} for name, row in table.items()}))
    return 0


def pairs() -> list[tuple[str, str]]:
    """A short title without its first word of genre, and the message as quoted."""
    found = []
    with HOAXES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            title = re.sub(r"^(Video|Foto|Gambar|Artikel)\s+", "", row["judul"]).strip(" “”\"'")
            said = row["narasi"].split("= = =")[0].strip(" “”\"'")
            if 20 <= len(title) <= 160 and len(said) >= 30:
                found.append((title, said))
    return found


def offers(typed: str, index: MatchIndex, drawn: list[tuple[str, str]], number: int) -> list[Offer]:
    return [
        (compare(typed, drawn[int(key)][0]), one.score, int(key) == number)
        for one in index.find(typed, count=LOOKED_AT)
        for key in one.keys
    ]


def _share(rows: list[list[Offer]], way: Callable[[Offer], float], at: float, *, mine: bool) -> float:
    hits = sum(any(way(one) >= at and (one[2] or not mine) for one in row) for row in rows)
    return round(hits / len(rows), 3)


if __name__ == "__main__":
    raise SystemExit(main())
