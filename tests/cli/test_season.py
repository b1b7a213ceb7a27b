"""`teduh season make`: what it writes, what it refuses, and that it loses nothing."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teduh.cli.root import cli, gather
from tests.factories import World

gather()
QUICK = ("--set", "days=6", "--set", "flashpoint_days=2,3", "--set", "silence_days=2,3", "--set", "rumours=2")
FILES = ["README.md", "answers.csv", "days.csv", "reports.csv", "truth.json", "villages.csv"]


def make(*words: str) -> Result:
    return CliRunner().invoke(cli, ["season", "make", *words])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_season_of_oku_is_written_with_its_truth(tmp_path: Path) -> None:
    folder = tmp_path / "musim"
    done = make("--seed", "7", "--out", str(folder), *QUICK)
    reports, answers, days = (rows(folder / f"{name}.csv") for name in ("reports", "answers", "days"))
    truth = json.loads((folder / "truth.json").read_text())

    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"{len(reports)} reports of 157 villages and 6 days are in {folder}")
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert (len(days), len(rows(folder / "villages.csv"))) == (157 * 6, 157)
    assert [int(row["number"]) for row in reports] == list(range(1, len(reports) + 1))
    assert len(truth["flashpoints"]) == 12
    assert [row["number"] for row in answers] == [row["number"] for row in reports]
    assert {row["issue"] for row in answers if row["source"] == "flood"} <= {
        flood["issue"] for flood in truth["floods"]
    }
    assert "| flashpoints | 12 | given difficulty" in (folder / "README.md").read_text()


def test_an_earlier_season_is_not_written_over_without_force(tmp_path: Path) -> None:
    note = tmp_path / "catatan.txt"
    note.write_text("jangan hilang")

    refused = make("--seed", "7", "--out", str(tmp_path), *QUICK)
    before = sorted(path.name for path in tmp_path.iterdir())
    forced = make("--seed", "7", "--out", str(tmp_path), "--force", *QUICK)

    assert (refused.exit_code, before) == (1, ["catatan.txt"])
    assert refused.output.endswith("is not empty. Choose another folder, or add --force to write over it.\n")
    assert forced.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FILES, "catatan.txt"])
    assert note.read_text() == "jangan hilang"


def test_villages_come_from_a_table_with_their_population(tmp_path: Path) -> None:
    table = tmp_path / "desa.csv"
    lines = [f"1.1.1.{2000 + i},Desa {i},desa_kelurahan,,1.1.1,-4.{i:02d},104.1,{700 + i}" for i in range(20)]
    table.write_text("\n".join(["kode,nama,tingkat,jenis,induk,lat,lng,population", *lines]))

    done = make("--seed", "7", "--out", str(tmp_path / "out"), "--villages", str(table), *QUICK)

    assert done.exit_code == 0, done.output
    assert [row["sim_population"] for row in rows(tmp_path / "out" / "villages.csv")][:2] == ["700", "701"]


def test_villages_come_from_the_database(world: World, tmp_path: Path) -> None:
    done = make("--seed", "7", "--out", str(tmp_path / "out"), "--from-database", *QUICK)

    assert done.exit_code == 0, done.output
    assert "16.01.08.2018" in {row["code"] for row in rows(tmp_path / "out" / "villages.csv")}


def test_a_season_is_taken_in_like_any_other_table_and_only_once(world: World, tmp_path: Path) -> None:
    make("--seed", "7", "--out", str(tmp_path / "out"), *QUICK)
    file = tmp_path / "out" / "reports.csv"
    words = ["import", "reports", str(file), "--map", "season", "--unit", "polres-oku"]

    first, second = (CliRunner().invoke(cli, words) for _ in range(2))
    count = len(rows(file))

    assert f"{count} rows: {count} added, 0 were here already, 0 refused" in first.output
    assert f"{count} rows: 0 added, {count} were here already, 0 refused" in second.output
    assert "source" not in rows(file)[0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "visit_effect=5"), "visit_effect must lie from 0 to 1, not 5.0."),
        (("--set", "flashpoints=many"), "flashpoints cannot be 'many'; its default is 12."),
        (("--set", "flashpoint_days=3"), "flashpoint_days cannot be '3'; its default is (3, 10)."),
        (("--set", "first_day=27/8"), "first_day cannot be '27/8'; its default is 2024-08-27."),
        (("--set", "flashpoint=3"), "--set takes NAME=VALUE with one of: first_day, days,"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_one_sentence(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = make("--seed", "7", "--out", str(tmp_path / "out"), *words)

    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {sentence}")
    assert not (tmp_path / "out").exists()


def test_a_table_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "desa.csv"
    table.write_text("code,name,level,kind,parent,lat,lng,population\n1.1.1.1,A,village,,1.1.1,-4,104,banyak\n")

    done = make("--seed", "7", "--out", str(tmp_path / "out"), "--villages", str(table))

    assert (done.exit_code, done.output) == (1, "Error: Line 2: population must be a whole number, not 'banyak'.\n")
