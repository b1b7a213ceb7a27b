"""Tables as files: for a purpose, on record, marked, harmless to open, and with nobody in them."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from teduh.cores.errors import NotAllowed, Refused
from teduh.learn import actions
from teduh.learn.exports import Sheet
from teduh.learn.rules import EXPORT_NEEDS, ExportTable
from teduh.learn.sheets import Stamp, csv_bytes, safe, xlsx_file
from teduh.listen import actions as listen
from teduh.triage import actions as triage
from teduh.triage.rules import IssueKind
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.learn.stories import matter, said

AsPerson = Callable[[Person], Client]
PURPOSE = "Bahan rapat koordinasi hari Senin."


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def asked(**changed: Any) -> dict[str, Any]:
    return {
        "table": "issues",
        "kind": "csv",
        "first": date(2024, 10, 1),
        "last": date(2024, 10, 14),
        "purpose": PURPOSE,
    } | changed


def taken(by: Person, world: World, **changed: Any) -> list[list[str]]:
    """The lines of the CSV."""
    out = actions.export(**asked(**changed), by=by, at=world.now)
    text = b"".join(csv_bytes(out.sheet, out.stamp)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def two_matters(world: World) -> None:
    for village, title in ((world.ujanmas, "Ribut batas kebun"), (world.kemalaraja, "Antre solar")):
        report = listen.receive_report(
            text="rahasia-laporan di rumah Pak Joko RT 2",
            contact="0812-3456-7890",
            latitude=-4.11744,
            longitude=103.95519,
            unit=world.polres,
            village=village,
            channel="web",
            by=RESIDENT,
            at=world.now - timedelta(days=1),
        ).report
        assert report is not None
        triage.open_issue(
            kind=IssueKind.TENSION,
            title=title,
            unit=world.polres,
            villages=[village],
            reports=[report],
            by=world.budi,
            at=world.now,
        )


def test_the_file_says_who_when_why_and_marks_each_row(world: World) -> None:
    two_matters(world)

    lines = taken(world.budi, world)

    row = AuditEvent.objects.latest("seq")
    assert lines[0] == [f"Ekspor nomor {row.seq}: Daftar isu, 2024-10-01 sampai 2024-10-14"]
    assert lines[1] == ["Diambil oleh Budi, Petugas meja, Polres OKU, 2024-10-14 09.00 WIB"]
    assert lines[2] == [f"Tujuan: {PURPOSE}"]
    assert lines[4][-1] == "tanda"
    marks = [line[-1] for line in lines[5:7]]
    assert [mark.rsplit(".", 1)[0] for mark in marks] == [f"E{row.seq}.1", f"E{row.seq}.2"]
    assert len({mark.rsplit(".", 1)[1] for mark in marks}) == 2
    assert lines[7] == [f"Akhir ekspor {row.seq}: 2 baris."]


def test_one_audit_row_says_what_left(world: World) -> None:
    two_matters(world)
    before = AuditEvent.objects.count()

    taken(world.budi, world)

    row = AuditEvent.objects.latest("seq")
    assert AuditEvent.objects.count() == before + 1
    assert (row.action, row.actor_label, row.subject_kind, row.subject_id) == (
        "learn.export",
        "Budi",
        "export",
        "issues",
    )
    assert row.details == (
        f'{{"first": "2024-10-01", "kind": "csv", "last": "2024-10-14", "purpose": "{PURPOSE}", "rows": 2}}'
    )


@pytest.mark.parametrize("table", ExportTable.values)
def test_no_table_holds_a_reporter_their_words_or_their_place(world: World, table: str) -> None:
    two_matters(world)
    listen.receive_report(
        text="oknum polisi rahasia-aduan",
        about_police=True,
        unit=world.polres,
        channel="web",
        by=RESIDENT,
        at=world.now,
    )
    by = world.agus if table == ExportTable.AUDIT else world.hendra

    text = "\n".join(",".join(line) for line in taken(by, world, table=table))

    assert len(text.splitlines()) > 6
    for secret in ("rahasia", "Joko", "RT 2", "3456-7890", "34567890", "4.117", "103.95"):
        assert secret not in text


def test_each_sees_their_own_jurisdiction(world: World) -> None:
    two_matters(world)

    def titles(by: Person) -> list[str]:
        return [line[2] for line in taken(by, world)[5:-1]]

    assert titles(world.hendra) == ["Ribut batas kebun", "Antre solar"]
    assert titles(world.rahman) == ["Ribut batas kebun"]
    assert titles(world.rini) == []


@pytest.mark.parametrize(
    ("who", "table"),
    [
        ("wati", "issues"),
        ("dewi", "funnel"),
        ("lina", "audit"),
        ("maya", "issues"),
        ("budi", "audit"),
        ("agus", "issues"),
        ("agus", "weeks"),
    ],
)
def test_who_may_take_which_table(world: World, who: str, table: str) -> None:
    rows = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        actions.export(**asked(table=table), by=getattr(world, who), at=world.now)

    assert AuditEvent.objects.count() == rows
    assert set(EXPORT_NEEDS) == set(ExportTable.values)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"purpose": "rapat"}, "purpose"),
        ({"purpose": "a" * 301}, "purpose"),
        ({"last": date(2024, 9, 30)}, "last"),
        ({"first": date(2023, 10, 14)}, "first"),
        ({"table": "reports"}, "table"),
        ({"kind": "pdf"}, "table"),
    ],
)
def test_what_is_refused(world: World, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.export(**asked(**changed), by=world.budi, at=world.now)

    assert refused.value.field == field
    assert not AuditEvent.objects.filter(action="learn.export").exists()


def test_reports_of_one_village_hide_where_they_are_few(world: World) -> None:
    for _n in range(8):
        said(world, "ribut", village=world.ujanmas)
    for _n in range(6):
        said(world, "ribut", village=world.tanjungan)
    said(world, "ribut", village=world.kemalaraja)

    lines = taken(world.hendra, world, table="weeks", first=date(2024, 10, 7), last=date(2024, 10, 13))

    by_village = {line[3]: line[4] for line in lines[5:-1] if line[1:3] != ["", "Lubuk Batang"]}
    # One report in Kemalaraja is not 15 less 14: Tanjungan hides with it.
    assert by_village == {
        "Gunung Meraksa": "0",
        "Pengandonan": "0",
        "Tanjungan": "tersembunyi",
        "Ujanmas": "8",
        "Kemalaraja": "tersembunyi",
        "Sukaraya": "0",
    }
    sectors = {line[3]: line[1] for line in lines[5:-1]}
    assert (sectors["Ujanmas"], sectors["Kemalaraja"]) == ("Polsek Pengandonan", "Polsek Baturaja Timur")


def test_only_whole_weeks_are_counted(world: World) -> None:
    lines = taken(world.hendra, world, table="weeks", first=date(2024, 10, 1), last=date(2024, 10, 14))

    assert {line[0] for line in lines[5:-1]} == {"2024-10-07"}


def test_few_reports_of_an_issue_are_not_counted_out(world: World, settings: Settings) -> None:
    matter(world, *(said(world, "ribut batas kebun lagi") for _n in range(5)), title="Lima")
    two_matters(world)

    lines = taken(world.budi, world)

    assert {line[2]: line[9] for line in lines[5:-1]} == {
        "Lima": "5",
        "Ribut batas kebun": "di bawah 5",
        "Antre solar": "di bawah 5",
    }


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+62", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "−1", "\n=cmd|' /C calc'!A0"],
)
def test_a_cell_that_a_table_program_would_run_is_made_harmless(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_ordinary_cells_stay_as_they_are() -> None:
    assert [safe(cell) for cell in ("Ujanmas", "2024-10-14", "a=b", -3, "")] == ["Ujanmas", "2024-10-14", "a=b", -3, ""]


def stamp(world: World) -> Stamp:
    return Stamp(number=7, person=world.budi, at=world.now, purpose="=HYPERLINK(1)", about="Daftar isu")


def test_a_workbook_holds_text_as_text_and_the_stamp_on_its_own_sheet(world: World) -> None:
    rows = iter([("=1+1", 5, "https://contoh.example"), ("biasa", -2, "x" * 40_000)])

    with xlsx_file(Sheet(("a", "b", "c"), 2, rows), stamp(world)) as file:
        written = file.read()

    with ZipFile(BytesIO(written)) as book:
        sheets = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2)]
    assert "<f>" not in sheets[1]
    assert "hyperlink" not in sheets[1]
    assert "=1+1" in sheets[1]
    assert "<v>5</v>" in sheets[1]
    assert "[dipotong]" in sheets[1]
    assert "E7.1." in sheets[1]
    assert "Akhir ekspor 7: 2 baris." in sheets[0]


def test_the_purpose_in_the_first_lines_is_harmless_too(world: World) -> None:
    text = b"".join(csv_bytes(Sheet(("a",), 0, iter(())), stamp(world))).decode("utf-8-sig")

    assert [line[:1] for line in text.splitlines() if line[:1] in "=+-@"] == []


def test_a_long_table_comes_in_pieces_and_whole(world: World) -> None:
    rows = (("x", n) for n in range(20_000))

    pieces = list(csv_bytes(Sheet(("a", "b"), 20_000, rows), stamp(world)))

    assert len(pieces) == 41
    assert max(len(piece) for piece in pieces) < 20_000
    assert b"".join(pieces).endswith(b"Akhir ekspor 7: 20000 baris.\r\n")


def test_budi_downloads_it_after_a_fresh_proof(world: World, as_person: AsPerson) -> None:
    two_matters(world)
    budi = as_person(world.budi)
    typed = {**asked(), "first": "2024-10-01", "last": "2024-10-14"}

    page = unescape(budi.get("/ekspor/").content.decode())
    answer = budi.post("/ekspor/", typed)

    assert "Jejak audit" not in page.split('name="table"', 1)[1].split("</fieldset>", 1)[0]
    number = AuditEvent.objects.latest("seq").seq
    assert answer.headers["Content-Disposition"] == f'attachment; filename="teduh-issues-E{number}.csv"'
    assert "Ketegangan" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    with time_machine.travel(world.now + timedelta(minutes=11), tick=False):
        late = budi.post("/ekspor/", typed)
    assert (late.status_code, late.headers["Location"].split("?")[0]) == (302, "/masuk/lagi/")


def test_a_refusal_keeps_what_was_typed(world: World, as_person: AsPerson) -> None:
    typed = {**asked(purpose="rapat"), "first": "2024-10-01", "last": "2024-10-14"}

    answer = as_person(world.budi).post("/ekspor/", typed)

    seen = unescape(answer.content.decode())
    assert answer.status_code == 400
    assert "Tuliskan dalam satu kalimat untuk apa berkas ini diambil." in seen
    assert 'value="rapat"' in seen


def test_a_workbook_is_sent_as_such(world: World, as_person: AsPerson) -> None:
    typed = {**asked(kind="xlsx", table="funnel"), "first": "2024-10-01", "last": "2024-10-14"}

    answer = as_person(world.rahman).post("/ekspor/", typed)

    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    answer.close()
