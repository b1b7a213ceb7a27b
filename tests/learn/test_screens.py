"""The pages /hasil/ and /anev/ as people open them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.learn.models import SituationReport
from teduh.respond import actions as respond
from teduh.trust.models import Person
from tests.factories import World
from tests.learn.stories import said, week
from tests.respond.stories import BEGAN, meeting

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def text_of(answer: HttpResponse) -> str:
    """What a reader sees of the page, on one line."""
    main = unescape(answer.content.decode()).split("<main", 1)[1].split("</main>", 1)[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_funnel_with_its_base_its_age_and_its_table(world: World, as_person: AsPerson) -> None:
    week(world)

    seen = text_of(as_person(world.budi).get("/hasil/?hari=7"))

    for part in (
        "7 laporan diterima dari 8 Oktober 2024 sampai 14 Oktober 2024. Dihitung hari ini pukul 09.00.",
        "Ditindaklanjuti 4 dari 7",
        "Dijawab 2 dari 7 29%",
        "6 dari 7 pelapor menunggu jawaban dan memegang kode untuk membacanya.",
        "angka ini bukan bukti sebab-akibat",
        "24 jam, nilai tengah",
        "1 dari 3 isu sudah dikunjungi desanya",
        "2 isu belum ada kunjungan",
        "8 Okt – 14 Okt 3 1 2 24 jam",
    ):
        assert part in seen


def test_a_quiet_week_is_not_called_calm(world: World, as_person: AsPerson) -> None:
    seen = text_of(as_person(world.budi).get("/hasil/?hari=7"))

    assert "Belum ada laporan dalam hari-hari ini. Itu bukan tanda bahwa keadaan tenang." in seen


@pytest.mark.parametrize("typed", ["", "0", "-7", "9999999999", "tujuh", "²"])
def test_a_window_that_does_not_exist_is_the_usual_one(world: World, as_person: AsPerson, typed: str) -> None:
    answer = as_person(world.budi).get("/hasil/", {"hari": typed})

    assert "dari 17 September 2024 sampai 14 Oktober 2024" in text_of(answer)


def test_no_word_of_a_report_stands_on_the_page(world: World, as_person: AsPerson) -> None:
    week(world)

    seen = text_of(as_person(world.agus).get("/hasil/?hari=7"))

    assert "7 laporan diterima" in seen
    for secret in ("kebun", "amplop", "solar", "Ujanmas", "pasar malam", "Muara Enim"):
        assert secret not in seen


def test_on_monday_the_anev_opens_the_week_that_is_over(world: World, as_person: AsPerson) -> None:
    respond.record_visit(**meeting(world))

    seen = text_of(as_person(world.rahman).get("/anev/"))

    assert "Anev mingguan 7 Okt – 13 Okt 2024" in seen
    assert "Desa dikunjungi 1 dari 4 0 dari 4" in seen
    assert "Kegiatan (upaya) Tatap muka 1" in seen
    assert "Belum dikunjungi minggu ini 3 desa: Gunung Meraksa, Pengandonan, Tanjungan" in seen
    assert "masih berjalan" not in seen
    with time_machine.travel(world.now + timedelta(days=1), tick=False):
        tuesday = text_of(as_person(world.rahman).get("/anev/"))
    assert "Anev mingguan 14 Okt – 20 Okt 2024" in tuesday
    assert "Minggu ini masih berjalan; angkanya sampai 15 Oktober 2024." in tuesday


def test_the_chief_saves_remarks_and_prints_what_was_saved(world: World, as_person: AsPerson) -> None:
    respond.record_visit(**meeting(world))
    rahman = as_person(world.rahman)

    answer = rahman.post("/anev/?pekan=2024-10-07", {"remarks": "Perlu satu petugas lagi."}, follow=True)
    later = BEGAN + timedelta(hours=3)
    respond.record_visit(**{**meeting(world), "started_at": later, "ended_at": later + timedelta(minutes=20)})

    seen = text_of(answer)
    assert "Anev tersimpan." in seen
    assert "Terakhir disimpan oleh Rahman, 14/10/2024 09.00." in seen
    assert "*Catatan:* Perlu satu petugas lagi." in seen
    paper = text_of(rahman.get("/anev/cetak/?pekan=2024-10-07"))
    assert "Kegiatan (upaya) Tatap muka 1" in paper
    assert "Catatan pimpinan Perlu satu petugas lagi. Rahman 14 Oktober 2024" in paper
    assert "Kegiatan (upaya) Tatap muka 2" in text_of(rahman.get("/anev/?pekan=2024-10-07"))


def test_remarks_that_are_too_long_are_kept_and_answered(world: World, as_person: AsPerson) -> None:
    long = "Perlu petugas. " * 400

    answer = as_person(world.rahman).post("/anev/?pekan=2024-10-07", {"remarks": long})

    assert answer.status_code == 400
    assert long.strip() in unescape(answer.content.decode())
    assert "Singkatkan sampai 4.000 huruf." in text_of(answer)
    assert SituationReport.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "besok", "0001-01-01", "9999-12-31", "2024-13-01"])
def test_a_week_that_cannot_be_is_answered_with_one_that_can(world: World, as_person: AsPerson, typed: str) -> None:
    answer = as_person(world.rahman).get("/anev/", {"pekan": typed})

    week_shown = "14 Okt – 20 Okt 2024" if typed == "9999-12-31" else "7 Okt – 13 Okt 2024"
    assert f"Anev mingguan {week_shown}" in text_of(answer)


def test_another_units_week_is_not_found(world: World, as_person: AsPerson) -> None:
    said(world, "ribut", village=world.kemalaraja)

    keys = ("polres-oku", "polsek-baturaja-timur", "polres-muara-enim", "bawaslu-oku", "tidak-ada")
    answers = [as_person(world.rahman).get("/anev/", {"unit": key}).status_code for key in keys]
    papers = [as_person(world.rahman).get("/anev/cetak/", {"unit": key}).status_code for key in keys]

    assert (answers, papers) == ([404] * 5, [404] * 5)
    assert as_person(world.hendra).get("/anev/", {"unit": "polsek-baturaja-timur"}).status_code == 200
    assert as_person(world.rahman).post("/anev/?unit=polres-oku", {"remarks": "x"}).status_code == 404


def test_both_pages_cost_the_same_for_1_3_and_100_visits(world: World, as_person: AsPerson) -> None:
    rahman = as_person(world.rahman)

    def queries() -> tuple[int, int]:
        found = []
        for address in ("/hasil/?hari=7", "/anev/?pekan=2024-10-07"):
            with CaptureQueriesContext(connection) as asked_for:
                rahman.get(address)
            found.append(len(asked_for))
        return found[0], found[1]

    counts = []
    for total, before in ((1, 0), (3, 1), (100, 3)):
        for number in range(before, total):
            at = BEGAN + timedelta(minutes=number)
            respond.record_visit(**{**meeting(world), "started_at": at, "ended_at": at + timedelta(minutes=5)})
            said(world, f"ribut ke-{number}")
        counts.append(queries())
    assert counts == [counts[0]] * 3
