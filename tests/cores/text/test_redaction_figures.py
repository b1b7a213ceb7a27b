"""The figures that issue 3 asks of redaction hold on the committed lines, and the scorer counts what leaks."""

import json
import sys
from functools import cache
from pathlib import Path

import pytest

from benchmarks.redaction import lines as generator
from benchmarks.redaction.__main__ import REQUIRED, figures, main
from benchmarks.redaction.score import KINDS, BadLine, Tally, is_covered, kind_of, read_lines, score


@cache
def tallies(half: str | None) -> dict[str, Tally]:
    return score(line for line in read_lines(generator.FILE) if half in (None, line["half"]))


@pytest.mark.parametrize("half", [None, "seen", "held"])
@pytest.mark.parametrize("kind", KINDS)
def test_recall_and_precision_hold_on_the_committed_lines(kind: str, half: str | None) -> None:
    tally, (recall, precision) = tallies(half)[kind], REQUIRED[kind]

    assert tally.labelled >= 100, "too few to say anything"
    assert tally.recall is not None
    assert tally.recall >= recall, tally.missed[:3]
    assert tally.precision is not None
    assert tally.precision >= precision, tally.wrong[:3]


def test_the_generator_gives_the_committed_bytes(tmp_path: Path) -> None:
    generator.write(tmp_path / "lines.jsonl")

    assert (tmp_path / "lines.jsonl").read_bytes() == generator.FILE.read_bytes()


def test_another_seed_gives_other_lines() -> None:
    assert list(generator.lines(20, seed=1)) != list(generator.lines(20, seed=2))


def test_the_halves_share_no_sentence_and_no_name() -> None:
    wording = generator.wording()
    seen, held = wording["seen"], wording["held"]

    assert seen.keys() == held.keys()
    for group in seen.keys() - {"hosts"}:
        words = [
            value.split("|" if "|" in value else None) if isinstance(value, str) else value
            for value in (seen[group], held[group])
        ]
        assert set(words[0]).isdisjoint(words[1]), group


def test_many_lines_hold_nothing_personal() -> None:
    lines = list(read_lines(generator.FILE))

    assert len(lines) == 4_000
    assert sum(not line["spans"] for line in lines) >= 1_400


def test_a_span_that_is_partly_visible_is_a_miss_and_a_title_may_stay() -> None:
    text = "kata Pak Budi Santoso"

    assert is_covered(text, 5, 21, "name", [(9, 21, "name")])
    assert is_covered(text, 9, 21, "name", [(9, 13, "name"), (14, 21, "name")])
    assert not is_covered(text, 9, 21, "name", [(9, 13, "name")])
    assert not is_covered(text, 5, 21, "name", [])
    assert not is_covered("Pak", 0, 3, "name", [])


def test_the_kind_must_be_right_and_either_kind_is_told_apart() -> None:
    line = {"text": "kk 1601", "spans": [(3, 7, "kk")]}
    result = score([line], lambda text: [(3, 7, "nik")])

    assert (result["kk"].recall, result["nik"].precision) == (0.0, 0.0)
    assert (result["nik or kk"].recall, result["nik or kk"].precision) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("titled_name", "name"),
        ("person", "name"),
        ("house_number", "house"),
        ("address", "house"),
        ("account", "handle"),
        ("username", "handle"),
        ("licence_plate", "plate"),
        ("telephone", "phone"),
        ("E-Mail", "email"),
        ("family card", "kk"),
        ("NIK", "nik"),
        ("plates", "plate"),
        ("passport", "passport"),
    ],
)
def test_kinds_may_be_spelled_in_other_ways(written: str, kind: str) -> None:
    assert kind_of(written) == kind


def test_other_lines_are_scored_and_the_last_line_is_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"text": "hub 081234567890 ya", "spans": [[4, 16, "telephone"]]},
        {"text": "pak budi datang", "spans": [{"start": 4, "end": 8, "label": "person"}]},
        {"text": "plat hitam", "spans": [[0, 4, "licence_plate"]]},
        {"text": "tidak ada apa-apa"},
    ]
    path = tmp_path / "other.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["redaction", "--file", str(path)])

    assert main() == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "phone": {"recall": 1.0, "precision": 1.0},
        "plate": {"recall": 0.0, "precision": None},
        "name": {"recall": 1.0, "precision": 1.0},
    }


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2: this is not JSON."),
        ("[1]", 'line 2: expected {"text": "…", "spans": [[start, end, kind], …]}.'),
        ('{"text": "a", "spans": 3}', "line 2: spans must be a list."),
        ('{"text": "a", "spans": [[0, 1]]}', "line 2: a span is [start, end, kind]."),
        (
            '{"text": "a", "spans": [["0", 1, "nik"]]}',
            "line 2: a span is [start, end, kind], with whole numbers and a word.",
        ),
        (
            '{"text": "a", "spans": [[0, 2, "nik"]]}',
            "line 2: the span 0 to 2 does not lie in the text of 1 characters.",
        ),
    ],
)
def test_a_bad_line_gets_one_clear_sentence(
    line: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "a"}\n' + line + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["redaction", "--file", str(path)])

    assert main() == 1
    assert capsys.readouterr().err == f"{path}, {sentence}\n"


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadLine, match="cannot be read: No such file or directory"):
        list(read_lines(tmp_path / "none.jsonl"))


def test_a_kind_without_lines_is_left_out() -> None:
    assert figures(score([{"text": "halo", "spans": []}])) == {}
