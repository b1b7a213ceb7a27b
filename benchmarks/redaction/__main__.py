"""`python -m benchmarks.redaction`: how much of what is personal is found, kind by kind.

A labelled span counts as found when a found span of its kind covers all its letters and digits; a found span is right
when it overlaps a labelled one of its kind. A title or cue ("Pak", "ig") at the start of a label may stay visible.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.redaction.lines import FILE, HALVES
from benchmarks.redaction.score import KINDS, BadLine, Tally, read_lines, score

# The lines that issue 3 draws, recall and precision.
REQUIRED = {kind: (0.99, 0.98) if kind in ("nik", "kk", "phone", "email") else (0.90, 0.90) for kind in KINDS}
EXAMPLES = 12


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, help='labelled lines: {"text": …, "spans": [[start, end, kind], …]}')
    parser.add_argument("--half", choices=HALVES, help="only this half of the committed lines")
    parser.add_argument("--show", choices=KINDS, action="append", help="print what was missed and what was wrong")
    asked = parser.parse_args()
    try:
        lines = list(read_lines(asked.file or FILE))
    except BadLine as problem:
        print(problem, file=sys.stderr)
        return 1
    if not lines:
        print(f"{asked.file or FILE} holds no lines.", file=sys.stderr)
        return 1
    if asked.half:
        lines = [line for line in lines if line.get("half") == asked.half]
    tallies = score(lines)
    _print_table(lines, tallies)
    if not asked.file and not asked.half:
        for half in HALVES:
            print(f"\nOnly the half “{half}”")
            of_half = [line for line in lines if line["half"] == half]
            _print_table(of_half, score(of_half))
    for kind in asked.show or ():
        _print_examples(kind, tallies[kind])
    print(json.dumps(figures(tallies)))
    return 0


def figures(tallies: dict[str, Tally]) -> dict[str, dict[str, float | None]]:
    """Recall and precision of each kind that the lines hold."""
    return {
        kind: {"recall": _rounded(tally.recall), "precision": _rounded(tally.precision)}
        for kind, tally in tallies.items()
        if kind in KINDS and tally.labelled
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _print_table(lines: list[dict[str, Any]], tallies: dict[str, Tally]) -> None:
    bare = sum(not line["spans"] for line in lines)
    print(f"{len(lines):,} lines, {bare:,} of them without anything personal")
    print(
        f"{'kind':<28}{'lines':>7}{'spans':>7}{'recall':>9}{'precision':>11}{'F1':>8}{'missed':>8}{'wrong':>7}{'required':>14}"
    )
    for kind, tally in tallies.items():
        required = "{:.2f} / {:.2f}".format(*REQUIRED[kind]) if kind in REQUIRED else ""
        name = "nik or kk, either kind" if kind == "nik or kk" else kind
        print(
            f"{name:<28}{tally.lines:>7}{tally.labelled:>7}{_share(tally.recall):>9}{_share(tally.precision):>11}"
            f"{_share(tally.f1):>8}{tally.labelled - tally.covered:>8}{tally.found - tally.right:>7}{required:>14}"
        )


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.4f}"


def _print_examples(kind: str, tally: Tally) -> None:
    for what, examples in (("missed", tally.missed), ("wrong", tally.wrong)):
        print(f"\n{kind}, {what}:")
        for words, text in examples[:EXAMPLES]:
            print(f"  {words!r} in {text!r}")


if __name__ == "__main__":
    sys.exit(main())
