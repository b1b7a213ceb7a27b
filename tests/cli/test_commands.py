"""The command line: what it prints, what it hands back, and how it ends."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teduh.cli.root import cli, gather
from teduh.listen.models import Report
from teduh.places.models import Area
from teduh.trust.models import AuditEvent, Person
from tests.factories import World

gather()
AREAS = "kode,nama,tingkat,jenis,induk,lat,lng\n16,Sumatera Selatan,provinsi,,,-3.2,104.1\n17,,provinsi,,,1,2\n"
REPORTS = (
    "Serial,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE,APPROVED,VERIFIED\n"
    "1,Road,05/07/2010 17:26,x,cut,c,18,-72,Y,N\n2,,05/07/2010 17:26,x,,c,18,-72,Y,N\n"
)


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, list(words), input=typed)


def test_help_lists_the_commands() -> None:
    words = run("--help").output
    for command in (
        "audit",
        "check",
        "demo",
        "import",
        "match",
        "migrate",
        "people",
        "pipeline",
        "places",
        "season",
        "serve",
        "work",
    ):
        assert f"  {command} " in words


@pytest.mark.django_db
def test_good_areas_are_taken_and_bad_ones_come_back_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text(AREAS)

    result = run("import", "areas", str(file))

    assert (result.exit_code, Area.objects.count()) == (0, 1)
    assert "1 areas taken" in result.output
    back = (tmp_path / "areas.refused.csv").read_text(encoding="utf-8-sig")
    assert back.splitlines()[1].endswith("code or name is empty")


@pytest.mark.django_db
def test_a_file_that_is_no_table_ends_with_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text("kode,nama\n1,x\n")

    result = run("import", "areas", str(file))

    assert result.exit_code == 1
    assert result.output.splitlines()[-1].startswith("Error: The column level (level / tingkat) is missing.")
    assert "Traceback" not in result.output


def test_reports_come_in_once(world: World, tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    file.write_text(REPORTS)
    words = ("import", "reports", str(file), "--map", "ushahidi", "--unit", "polres-oku")

    first, second = run(*words), run(*words)

    assert "2 rows: 1 added, 0 were here already, 1 refused" in first.output
    assert "2 rows: 0 added, 1 were here already, 1 refused" in second.output
    assert Report.objects.count() == 1


def test_somebody_is_added_and_gets_a_new_password(world: World) -> None:
    added = run(
        *("people", "add", "siti", "--name", "Siti", "--role", "desk_officer", "--unit", "polres-oku"),
        typed="pohon-besar-rindang\npohon-besar-rindang\n",
    )
    weak = run("people", "password", "siti", typed="1234567890\n1234567890\n")
    nobody = run("people", "password", "joko", typed="pohon-besar-rindang\npohon-besar-rindang\n")

    assert "Siti can sign in as siti." in added.output
    assert Person.objects.get(username="siti").check_password("pohon-besar-rindang")
    assert (weak.exit_code, nobody.exit_code) == (1, 1)
    assert "Nobody signs in as 'joko'." in nobody.output


def test_places_are_found_by_typed_name(world: World) -> None:
    assert "16.01.08.2018" in run("places", "find", "ujan", "mas").output
    assert "polsek-pengandonan" in run("places", "units").output


def test_a_touched_history_is_named_and_ends_with_one(world: World) -> None:
    run("people", "password", "budi", typed="pohon-besar-rindang\npohon-besar-rindang\n")
    whole = run("audit", "verify")
    AuditEvent.objects.update(details='{"changed": 1}')
    broken = run("audit", "verify")

    assert (whole.exit_code, broken.exit_code) == (0, 1)
    assert "History is whole: 1 rows" in whole.output
    assert "Row 1: was changed after it was written." in broken.output
