"""How many requests, and how many there were."""

import json
import os
from collections import Counter
from pathlib import Path

FULL = os.environ.get("TEDUH_FUZZ") == "full"
COUNTS = os.environ.get("TEDUH_FUZZ_COUNTS", "")
SEED = os.environ.get("TEDUH_FUZZ_SEED", "")
LEAST = 20_000

sent: Counter[str] = Counter()


def examples(few: int, many: int) -> int:
    return many if FULL else few


def write_counts() -> None:
    """Each process of the run leaves what it sent in a folder; the run adds them up."""
    if COUNTS and sent:
        Path(COUNTS, f"{os.getpid()}.json").write_text(json.dumps(sent), encoding="utf-8")


def read_counts(folder: Path) -> Counter[str]:
    total: Counter[str] = Counter()
    for path in folder.glob("*.json"):
        total.update(json.loads(path.read_text(encoding="utf-8")))
    return total
