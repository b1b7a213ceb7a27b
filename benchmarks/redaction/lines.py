"""`python -m benchmarks.redaction.lines`: write the labelled lines anew, the same bytes for the same seed.

The sentences and names are in wording.toml, the spellings of numbers in spellings.py. Nothing here is taken from the
finder, so a line can hold what the finder does not know. Every line belongs to one half of the wording: "seen" is the
half on which the finder was tuned, "held" the half that was written at the same time and only measured.
"""

import argparse
import json
import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.redaction.spellings import FILLERS, SLOTS

FOLDER = Path(__file__).parent
FILE = FOLDER / "lines.jsonl"
SEED = 20241127
LINES = 4_000

HALVES = ("seen", "held")
# Of a hundred lines, so many are made from the sentences of each group.
SHARES = {
    "none": 40, "name": 14, "phone": 8, "nik": 7, "kk": 5, "nik_and_kk": 2, "email": 5, "plate": 6, "handle": 6,
    "house": 5, "phone_words": 1, "mixed": 1,
}  # fmt: skip
STYLES = {"as it is": 40, "small": 25, "small, bare": 17, "typing mistake": 12, "capitals": 6}
_SLOT = re.compile(r"\{(\w+)\}")
_LONG_WORD = re.compile(r"[a-z]{6,}")

Line = dict[str, Any]


def lines(count: int = LINES, seed: int = SEED) -> Iterator[Line]:
    """Labelled lines: text, spans (start, end, kind) and the half of the wording they were made from."""
    rng = random.Random(seed)
    halves = wording()
    groups, weights = list(SHARES), list(SHARES.values())
    for number in range(count):
        half = HALVES[number % 2]
        group = rng.choices(groups, weights)[0]
        yield {**_line(rng, halves[half], rng.choice(halves[half][group])), "half": half}


def wording() -> dict[str, dict[str, Any]]:
    """The two halves of sentences and names."""
    return tomllib.loads((FOLDER / "wording.toml").read_text(encoding="utf-8"))


def write(path: Path, count: int = LINES, seed: int = SEED) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines(count, seed))
    path.write_text(text, encoding="utf-8", newline="\n")


def _line(rng: random.Random, half: dict[str, Any], sentence: str) -> Line:
    style = rng.choices(list(STYLES), list(STYLES.values()))[0]
    mistake_due = style == "typing mistake"
    text, spans = "", []
    for at, piece in enumerate(_SLOT.split(sentence)):
        if at % 2 == 0:
            if mistake_due and (mistaken := _with_mistake(rng, piece)) != piece:
                piece, mistake_due = mistaken, False
            text += re.sub(r"[.,!?](?!\d)", "", piece) if style == "small, bare" else piece
        elif piece in FILLERS:
            text += FILLERS[piece](rng, half)
        else:
            for part, kind in SLOTS[piece](rng, half):
                if kind:
                    spans.append([len(text), len(text) + len(part), kind])
                text += part
    if style.startswith("small"):
        text = text.lower()
    elif style == "capitals":
        text = text.upper()
    return {"text": text, "spans": spans}


def _with_mistake(rng: random.Random, piece: str) -> str:
    """One long word with a letter left out, doubled or swapped with its neighbour."""
    words = list(_LONG_WORD.finditer(piece))
    if not words:
        return piece
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 1)
    changed = rng.choice((piece[at + 1] + piece[at], piece[at + 1], piece[at] * 2 + piece[at + 1]))
    return piece[:at] + changed + piece[at + 2 :]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--to", type=Path, default=FILE, help="where to write (default: the committed file)")
    asked = parser.parse_args()
    write(asked.to, asked.lines, asked.seed)
    print(f"{asked.lines:,} lines with seed {asked.seed} in {asked.to}")


if __name__ == "__main__":
    main()
