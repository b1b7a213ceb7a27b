"""A national table of areas comes in: good rows are taken, bad rows come back with the reason."""

from pathlib import Path

import pytest

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads
from teduh.places.models import Area
from teduh.places.tables import read_table
from teduh.setup import actions
from teduh.setup.importing import read_areas
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent
from tests.factories import World
from tests.factories.world import NOW

NATIONAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "regions" / "wilayah.csv"
SMALL = """kode,nama,tingkat,jenis,induk,lat,lng
16.01.08.2018,Ujanmas,desa_kelurahan,desa,16.01.08,-4.117440,103.955188
16,Sumatera Selatan,provinsi,,,-3.2,104.1
16.01,Kabupaten Ogan Komering Ulu,kabupaten_kota,kabupaten,16,-4.05,104.05
16.01.08,Pengandonan,kecamatan,,16.01,,
"""


def take(text: str) -> actions.ImportResult:
    return actions.import_areas(table=read_table(text.encode()), by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_children_may_stand_before_their_parents() -> None:
    result = take(SMALL)

    assert (result.taken, result.without_coordinates, result.rejects.rows) == (4, 1, [])
    village = Area.objects.get(pk="16.01.08.2018")
    assert village.path == "16/16.01/16.01.08/16.01.08.2018/"
    assert [event.action for event in AuditEvent.objects.all()] == ["places.import_areas"]


@pytest.mark.django_db
def test_a_second_run_changes_names_and_adds_nothing() -> None:
    take(SMALL)
    take(SMALL.replace("Ujanmas", "Ujan Mas"))

    assert Area.objects.count() == 4
    assert Area.objects.get(pk="16.01.08.2018").name == "Ujan Mas"


@pytest.mark.django_db
def test_bad_rows_come_back_with_the_reason_and_good_rows_stay(tmp_path: Path) -> None:
    result = take(
        SMALL
        + "16.01.08.2019,,desa_kelurahan,desa,16.01.08,1,2\n"
        + "16.01.08.2020,Lost,desa_kelurahan,desa,16.99.99,1,2\n"
        + "16.01.08.2021,Nowhere,desa_kelurahan,desa,16.01.08,95,200\n"
        + "16.01.08.2022,Half,desa_kelurahan,desa,16.01.08,1,\n"
        + "16.01.08.2023,Odd,galaxy,desa,16.01.08,1,2\n"
        + "16.01.08.2018,Twice,desa_kelurahan,desa,16.01.08,1,2\n"
        + "16.01.08.2024,too,few\n"
        + "16.01.08.2025,Child,desa_kelurahan,desa,16.01.08.2020,1,2\n"
    )

    assert result.taken == 4
    assert [reason for _row, reason in result.rejects.rows] == [
        "code or name is empty",
        "the coordinates lie outside the earth",
        "one coordinate is given and the other is missing",
        "level 'galaxy' is not known; use one of country, province, regency, subdistrict, village",
        "code 16.01.08.2018 stands in the file twice; the first one was taken",
        "3 columns instead of 7",
        "parent '16.99.99' is neither in the file nor known",
        "parent '16.01.08.2020' is neither in the file nor known",
    ]
    result.rejects.write(tmp_path / "back.csv")
    lines = (tmp_path / "back.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].endswith("line,reason")
    assert len(lines) == 9


@pytest.mark.django_db
def test_parents_that_run_in_a_circle_are_refused() -> None:
    result = take("code,name,level,parent\na,A,regency,b\nb,B,regency,a\nc,C,province,\n")

    assert result.taken == 1
    assert [row.cells["code"] for row, _reason in result.rejects.rows] == ["a", "b"]


def test_a_missing_column_is_named_and_the_present_ones_too() -> None:
    with pytest.raises(Refused, match=r"The column level \(level / tingkat\) is missing\. The file has: kode, nama\."):
        read_areas(read_table(b"kode,nama\n1,x\n")).__next__()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a CSV table"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_table(content)


@pytest.mark.django_db
def test_a_table_in_another_encoding_and_delimiter_is_read() -> None:
    text = "code;name;level\n1;Café résumé déjà vu à la crème brûlée;province\n"

    result = actions.import_areas(table=read_table(text.encode("cp1252")), by=SYSTEM, at=NOW)

    assert result.taken == 1
    assert Area.objects.get().name == "Café résumé déjà vu à la crème brûlée"


def test_budi_at_the_desk_may_not_change_the_map(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.import_areas(table=read_table(SMALL.encode()), by=world.budi, at=NOW)
    assert not Area.objects.filter(name="Tanjung Pura").exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_national_table_comes_in_whole() -> None:
    if not NATIONAL.exists():
        pytest.skip("the national table of areas is not beside this checkout (../shared/data/regions)")

    result = actions.import_areas(table=read_table(NATIONAL.read_bytes()), by=SYSTEM, at=NOW)

    assert (result.taken, result.rejects.rows) == (91_599, [])
    assert reads.area_figures()["village"] == 83_762
    found = reads.name_index().resolve("Ujan Mas", within=frozenset({"16.01.08.2018", "16.01.08.2019"}))
    assert found.certain == "16.01.08.2018"
