"""The table of docs/asvs.md names only files and tests that are there, and each row has a state that it explains."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| \d", line)]
NAMED = re.findall(r"`((?:src|tests|docs|frontend)/[^`: ]*)(?:::(\w+))?`", PAGE)
STATES = {"met", "partly", "open", "n/a", "operator"}


def test_every_file_and_every_test_it_names_is_there() -> None:
    wrong = []
    for path, name in NAMED:
        file = ROOT / path
        if not file.exists() or (name and not re.search(rf"^\s*(def|class) {name}\b", file.read_text("utf-8"), re.M)):
            wrong.append(f"{path}::{name}" if name else path)
    assert wrong == []
    assert len(NAMED) > 100


def test_every_row_has_a_state_and_what_is_met_says_by_what() -> None:
    assert [row[0] for row in ROWS if len(row) < 3 or row[2].strip(" |") not in STATES] == []
    assert [row[0] for row in ROWS if row[2] in ("met", "partly", "open", "operator") and len(row) < 4] == []


def test_every_chapter_is_there() -> None:
    assert re.findall(r"^## V(\d+) ", PAGE, re.M) == [str(number) for number in range(1, 18)]


def test_a_test_that_is_not_there_would_be_seen() -> None:
    assert not (ROOT / "tests/guards/test_nothing.py").exists()
    assert ("tests/guards/test_walk.py", "") in NAMED
