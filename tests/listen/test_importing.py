"""An export of another system comes in with nothing lost, and a second run adds nothing."""

from pathlib import Path
from typing import Any

import pytest

from teduh.cores.errors import Refused
from teduh.listen import importing
from teduh.listen.models import Complaint, ImportRun, Report
from teduh.places.tables import read_table
from teduh.trust.actors import SYSTEM
from tests.factories import World
from tests.factories.world import NOW

HAITI = Path(__file__).resolve().parents[3] / "shared" / "data" / "reports-ushahidi-haiti-2010" / "reports.csv"
HEADER = "Serial,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE,APPROVED,VERIFIED\n"


def take(rows: str, unit_key: str = "polres-oku") -> importing.Outcome:
    mapping = importing.read_mapping("ushahidi")
    table = read_table((HEADER + rows).encode(), needs=mapping.needed_columns())
    return importing.import_reports(
        table=table, mapping=mapping, file_name="reports.csv", unit_key=unit_key, by=SYSTEM, at=NOW
    )


def test_a_row_becomes_a_report_with_every_column_kept(world: World) -> None:
    outcome = take(
        '7,Road cut,05/07/2010 17:26,"Jacmel, Haiti",The bridge is gone.,"3. Infrastructure, ",18.23,-72.53,YES,NO\n'
    )

    report = Report.objects.get()
    assert (outcome.summary.rows, outcome.summary.added, outcome.summary.refused) == (1, 1, 0)
    assert report.text == "Road cut\nThe bridge is gone."
    assert (report.external_id, report.place_text, report.latitude, report.flags) == ("7", "Jacmel, Haiti", 18.23, [])
    assert report.extra == {"CATEGORY": "3. Infrastructure,", "APPROVED": "YES", "VERIFIED": "NO"}
    assert report.received_at.isoformat() == "2010-07-05T17:26:00+00:00"
    assert report.receipt_digest is None


def test_a_second_run_adds_nothing(world: World) -> None:
    rows = "1,a,05/07/2010 17:26,x,first,c,18,-72,Y,N\n2,b,05/07/2010 17:26,x,second,c,18,-72,Y,N\n"
    take(rows)

    again = take(rows).summary

    assert (again.rows, again.added, again.already) == (2, 0, 2)
    assert Report.objects.count() == 2
    assert ImportRun.objects.count() == 2


def test_repeats_wrong_places_and_wrong_days_are_flagged_and_kept(world: World) -> None:
    take(
        "1,Help,05/07/2010 17:26,x,Water is gone,c,18,-72,Y,N\n"
        "2,help,05/07/2010 18:00,x,water  is GONE,c,18,-72,Y,N\n"
        "3,Odd,05/07/2010 17:26,x,Zero,c,0,0,Y,N\n"
        "4,Far,05/07/2010 17:26,x,Outside,c,123,-72,Y,N\n"
        "5,None,yesterday,x,Undated,c,,,Y,N\n"
        "6,Late,01/01/2099 00:00,x,Tomorrow's news,c,18,-72,Y,N\n"
    )

    flags = dict(Report.objects.values_list("external_id", "flags"))
    assert flags == {
        "1": [],
        "2": ["repeat_of:1"],
        "3": ["wrong_coordinates"],
        "4": ["wrong_coordinates"],
        "5": ["no_date", "no_coordinates"],
        "6": ["future_date"],
    }
    assert Report.objects.get(external_id="4").extra["LATITUDE"] == "123"


def test_rows_that_cannot_be_taken_come_back_with_the_reason(world: World) -> None:
    outcome = take(
        "1,,05/07/2010 17:26,x,,c,18,-72,Y,N\n2,a,too,few\n3,a,05/07/2010 17:26,x,t,c,18,-72,Y,N\n3,b,,x,u,c,,,Y,N\n"
    )

    assert [reason for _row, reason in outcome.rejects.rows] == [
        "the text is empty",
        "4 columns instead of 10",
        "number 3 stands in the file twice; the first one was taken",
    ]
    assert outcome.summary.added == 1


def test_a_complaint_about_police_goes_the_sealed_way_also_from_a_file(world: World) -> None:
    row = "1,,05/07/2010 17:26,x,oknum polisi minta uang ke pedagang,c,18,-72,Y,N\n"
    outcome = take(row)
    again = take(row)

    assert (outcome.summary.added, again.summary.already) == (1, 1)
    assert Report.objects.count() == 0
    assert Complaint.objects.get().receiver == world.kompolnas


def test_a_mapping_or_a_unit_that_does_not_exist_is_told(world: World, tmp_path: Path, settings: Any) -> None:
    settings.RECEIVING_UNIT = ""
    with pytest.raises(Refused, match="There is no mapping 'nothing'"):
        importing.read_mapping("nothing")
    (tmp_path / "bad.toml").write_text("source = 'x'")
    with pytest.raises(Refused, match=r"needs `source` and `columns.text`"):
        importing.read_mapping(str(tmp_path / "bad.toml"))
    # Two districts here, so nobody guesses which one receives.
    with pytest.raises(Refused, match="Which unit receives"):
        take("1,a,05/07/2010 17:26,x,t,c,18,-72,Y,N\n", unit_key="")


@pytest.mark.slow
def test_the_real_export_of_haiti_is_accounted_for_to_the_last_row(world: World) -> None:
    if not HAITI.exists():
        pytest.skip("the Haiti reports are not beside this checkout (../shared/data/reports-ushahidi-haiti-2010)")
    mapping = importing.read_mapping("ushahidi")
    table = read_table(HAITI.read_bytes(), needs=mapping.needed_columns())
    run = {
        "table": table,
        "mapping": mapping,
        "file_name": "reports.csv",
        "unit_key": "polres-oku",
        "by": SYSTEM,
        "at": NOW,
    }

    first = importing.import_reports(**run)  # type: ignore[arg-type]
    second = importing.import_reports(**run)  # type: ignore[arg-type]

    assert first.summary.rows == 3_593
    assert first.summary.added + first.summary.refused == 3_593
    assert (second.summary.added, second.summary.already) == (0, first.summary.added)
    assert first.flags["far_coordinates"] > 0
    assert first.flags["repeat_of"] > 0
