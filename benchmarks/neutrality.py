"""How often the neutrality gate stops an innocent message, and how often it misses one that must not go out.

Run: python -m benchmarks.neutrality [--file LINES.toml]

Four sets. "made on" are the lines of the tests, on which the rules were made. "hold-out" was written before the rules
and not looked at while they were made; it comes from the same hand and knows the same tricks. "to break it" was written
by somebody who knows the rules, to get past them or to trip them with innocent words; the rules were not mended so that
it passes, and what it shows is in docs/cores/text.md. "everyday" are 500 Indonesian sentences of other people (NusaX,
train, ../shared/data/nusax beside the repository), none of them about an election; left out where absent.

The peer is the list of regular expressions that stood here before (`neutrality_before.toml`). Other labelled lines: a
TOML file with `good = [...]` and `[bad]`, one list for each kind.
"""

import argparse
import csv
import json
import re
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from teduh.cores.text.neutrality import Lists, findings

HERE = Path(__file__).resolve().parent
TUNED = HERE.parent / "tests" / "cores" / "text" / "neutrality_lines.toml"
HOLD_OUT = HERE / "neutrality_holdout.toml"
TO_BREAK = HERE / "neutrality_to_break.toml"
EVERYDAY = HERE.parent / ".." / "shared" / "data" / "nusax" / "parallel_train.csv"
BEFORE = HERE / "neutrality_before.toml"

Finds = Callable[[str], bool]
Lines = dict[str, Any]


def read(path: Path) -> Lines:
    return tomllib.loads(path.read_text("utf-8"))


def everyday() -> Lines:
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        return {"good": [row["indonesian"] for row in csv.DictReader(file)], "bad": {}}


def lists() -> Lists:
    return Lists(**{kind: tuple(words) for kind, words in read(TUNED)["lists"].items()})


def before() -> Finds:
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in read(BEFORE)["patterns"]]
    return lambda text: any(pattern.search(text) for pattern in patterns)


def counts(lines: Lines, finds: Finds) -> dict[str, Any]:
    bad = [(kind, text) for kind, texts in lines["bad"].items() for text in texts]
    missed = [kind for kind, text in bad if not finds(text)]
    return {
        "good": len(lines["good"]),
        "false_alarms": sum(finds(text) for text in lines["good"]),
        "bad": len(bad),
        "missed": len(missed),
        "missed_by_kind": {kind: missed.count(kind) for kind in lines["bad"] if kind in missed},
    }


def milliseconds_a_message(lines: Lines) -> float:
    """One message of 1,500 letters, the longest that officers carry; the best of five."""
    text, own = " ".join(lines["good"])[:1500], lists()
    findings(text, own)
    took = []
    for _round in range(5):
        began = time.perf_counter()
        findings(text, own)
        took.append(time.perf_counter() - began)
    return min(took) * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", type=Path)
    other, own = parser.parse_args().file, lists()
    sets = {"made on": read(TUNED)["lines"], "hold-out": read(HOLD_OUT), "to break it": read(TO_BREAK)}
    if EVERYDAY.exists():
        sets["everyday"] = everyday()
    else:
        print("NusaX is not there; the everyday sentences are left out.")
    sets = {"others": read(other)} if other else sets
    gates: dict[str, Finds] = {"rules": lambda text: bool(findings(text, own)), "before": before()}
    print(f"{'lines':<13}{'gate':<10}{'false alarms':>16}{'missed':>16}")
    table: dict[str, Any] = {}
    for name, lines in sets.items():
        for gate, finds in gates.items():
            row = table.setdefault(name, {})[gate] = counts(lines, finds)
            alarms, missed = f"{row['false_alarms']} of {row['good']}", f"{row['missed']} of {row['bad']}"
            print(f"{name:<13}{gate:<10}{alarms:>16}{missed:>16}  {row['missed_by_kind'] or ''}")
    table["ms_a_message"] = round(milliseconds_a_message(read(TUNED)["lines"]), 1)
    print(f"a message of 1,500 letters: {table['ms_a_message']} ms")
    print(json.dumps(table))


if __name__ == "__main__":
    main()
