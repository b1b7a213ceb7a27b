"""The pages of alarms: what each person reads there, and the way through them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.listen import actions as listen
from teduh.trust.actors import RESIDENT
from teduh.trust.models import Person
from teduh.warn import reads
from teduh.warn.models import Alarm, AlarmPolicy, Gap, VulnerabilityTable
from teduh.warn.reads.scorecard import Line, wilson
from teduh.warn.words import once_in
from tests.factories import World
from tests.factories.district import an_alarm

AsPerson = Callable[[Person], Client]
SECRET = "parang-di-kebun-rahasia"


@pytest.fixture(autouse=True)
def _that_monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def alarm(world: World) -> Alarm:
    received = listen.receive_report(
        text=f"ribut di kebun, {SECRET}",
        channel="web",
        unit=world.polres,
        village=world.ujanmas,
        by=RESIDENT,
        at=world.now - timedelta(hours=1),
    )
    return an_alarm(world, reports=(received.id,))


def page(answer: object) -> str:
    assert answer.status_code == 200  # type: ignore[attr-defined]
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_the_chief_reads_what_stands_out_and_how_rare_it_is(world: World, alarm: Alarm, as_person: AsPerson) -> None:
    text = page(as_person(world.rahman).get(f"/peringatan/{alarm.pk}/"))

    assert "6 laporan tentang ketegangan atau kejadian" in text
    assert "Pola sekuat ini muncul karena kebetulan sekali dalam 2,7 tahun" in text
    assert SECRET in text
    assert f'href="/papan/desa/{world.ujanmas.code}/"' in text


def test_a_village_officer_sees_the_alarm_of_the_own_village_but_no_words_and_no_buttons(
    world: World, alarm: Alarm, as_person: AsPerson
) -> None:
    text = page(as_person(world.wati).get(f"/peringatan/{alarm.pk}/"))

    assert SECRET not in text
    assert "1 laporan. Isinya dibaca petugas meja dan pimpinan." in text
    assert "Saya sudah melihat" not in text


@pytest.mark.parametrize("stranger", ["yusuf", "rini"])
def test_others_find_neither_the_page_nor_the_row(
    world: World, alarm: Alarm, as_person: AsPerson, stranger: str
) -> None:
    browser = as_person(getattr(world, stranger))

    assert browser.get(f"/peringatan/{alarm.pk}/").status_code == 404
    assert str(alarm.pk) not in page(browser.get("/peringatan/"))
    assert browser.post(f"/peringatan/{alarm.pk}/lihat/").status_code == 404


def test_through_the_pages_from_seen_to_scored(world: World, alarm: Alarm, as_person: AsPerson) -> None:
    browser = as_person(world.rahman)
    assert "belum dilihat" in page(browser.get("/peringatan/"))

    browser.post(f"/peringatan/{alarm.pk}/lihat/")
    refused = browser.post(f"/peringatan/{alarm.pk}/putuskan/", {"decision": "set_aside", "reason": ""})
    browser.post(f"/peringatan/{alarm.pk}/putuskan/", {"decision": "visit", "reason": "Wati ke sana."})
    browser.post(f"/peringatan/{alarm.pk}/nilai/", {"score": "hit", "reason": "Memang hampir berkelahi."})

    alarm.refresh_from_db()
    assert refused.status_code == 400
    assert (alarm.acknowledged_by, alarm.decision, alarm.decided_by) == (world.rahman, "visit", world.rahman)
    assert (alarm.score, alarm.scored_by) == ("hit", world.rahman)
    assert "Memang hampir berkelahi." in page(browser.get(f"/peringatan/{alarm.pk}/"))


def test_the_monday_page_shows_what_waits_and_not_what_was_decided(
    world: World, alarm: Alarm, as_person: AsPerson
) -> None:
    browser = as_person(world.rahman)
    assert f"/peringatan/{alarm.pk}/" in page(browser.get("/papan/"))

    browser.post(f"/peringatan/{alarm.pk}/putuskan/", {"decision": "visit", "reason": "Wati ke sana."})

    assert f"/peringatan/{alarm.pk}/" not in page(browser.get("/papan/"))


def test_looking_now_says_what_it_rested_on(world: World, as_person: AsPerson) -> None:
    browser = as_person(world.budi)
    assert "Belum pernah dihitung." in page(browser.get("/peringatan/"))

    text = page(browser.post("/peringatan/hitung/", follow=True))

    assert "Sebelum 14 hari, belum dapat dikatakan apa yang biasa." in text
    assert "belum pernah melapor" in text


def test_only_the_district_chief_changes_the_policy_and_says_why(world: World, as_person: AsPerson) -> None:
    values = {
        "recurrence_days": "30",
        "silence_recurrence_days": "90",
        "longest_days": "7",
        "most_places": "4",
        "kinds": ["tension"],
        "reason": "Terlalu banyak alarm kosong.",
    }
    as_person(world.rahman).post("/peringatan/cara/", values)
    assert AlarmPolicy.objects.count() == 0
    assert as_person(world.hendra).post("/peringatan/cara/", values | {"reason": ""}).status_code == 400

    as_person(world.hendra).post("/peringatan/cara/", values)

    setup = reads.policy_of(world.polres)
    assert (setup.version, setup.watch["recurrence_days"], setup.kinds) == (1, 30.0, ("tension",))
    assert "Terlalu banyak alarm kosong." in page(as_person(world.budi).get("/peringatan/cara/"))


def test_days_without_a_way_to_report_are_noted_in_ones_own_area_only(world: World, as_person: AsPerson) -> None:
    values = {"first": "2024-10-01", "last": "2024-10-03", "reason": "Banjir"}
    browser = as_person(world.rahman)

    browser.post("/peringatan/tanpa-laporan/", values | {"area": world.kemalaraja.code})
    assert Gap.objects.count() == 0
    browser.post("/peringatan/tanpa-laporan/", values | {"area": "16.01.08"})

    assert Gap.objects.get().area_id == "16.01.08"


def test_the_table_of_vulnerability_keeps_its_versions_and_tells_its_age(world: World, as_person: AsPerson) -> None:
    browser = as_person(world.hendra)
    values = {"shape": "ipkp", "source": "Rapat Binmas", "as_of": "2024-05-23", "reason": "Tabel pertama"}

    browser.post("/kerawanan/ubah/", values | {"area-16.01.08": "72"})
    browser.post(
        "/kerawanan/ubah/",
        values | {"area-16.01.08": "30", "village": world.ujanmas.code, "village_score": "55", "reason": "Ujanmas"},
    )

    old, new = VulnerabilityTable.objects.order_by("version")
    assert [(row.area_id, row.score) for row in old.rows.all()] == [("16.01.08", 72.0)]
    assert [(row.area_id, row.score) for row in new.rows.all()] == [("16.01.08", 30.0), (world.ujanmas.code, 55.0)]
    text = page(as_person(world.rahman).get("/kerawanan/"))
    assert "144 hari lalu" in text
    assert as_person(world.rahman).get("/kerawanan/ubah/").status_code == 403


def test_a_village_tells_its_prior_and_what_moves_it(world: World, alarm: Alarm, as_person: AsPerson) -> None:
    as_person(world.hendra).post(
        "/kerawanan/ubah/",
        {"shape": "ikp", "source": "Rapat", "as_of": "2024-05-23", "reason": "Pertama", "area-16.01.08": "72"},
    )

    outlook = reads.outlook(world.ujanmas, unit=world.polres, day=world.today)
    elsewhere = reads.outlook(world.kemalaraja, unit=world.polres, day=world.today)

    assert (outlook.prior, outlook.prior_score, outlook.prior_as_of) == ("very", 72.0, date(2024, 5, 23))
    assert [driver.sentence for driver in outlook.drivers if driver.up and driver.as_of] == ["ada peringatan di sini"]
    # The prior makes no level by itself.
    assert outlook.standing.state == "unknown"
    assert elsewhere.prior is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (7.4, "sekali dalam 7 hari"),
        (30, "sekali dalam 4 minggu"),
        (200, "sekali dalam 7 bulan"),
        (986, "sekali dalam 2,7 tahun"),
        (3_600, "sekali dalam 9,9 tahun"),
        (1e9, "lebih jarang dari sekali dalam 10 tahun"),
    ],
)
def test_how_rare_in_words(days: float, words: str) -> None:
    assert once_in(days) == words


def test_a_share_is_told_only_with_enough_behind_it_and_with_its_interval() -> None:
    few = Line("ours", hits=2, late=0, false_alarms=2, misses=0, waiting=0, median_lead=3)
    more = Line("ours", hits=8, late=1, false_alarms=1, misses=0, waiting=0, median_lead=3)

    assert (few.enough, more.enough, more.share, more.between) == (False, True, 80, (49, 94))
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_list_costs_the_same_with_one_alarm_and_with_many(world: World, alarm: Alarm, as_person: AsPerson) -> None:
    browser = as_person(world.rahman)
    browser.get("/peringatan/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/peringatan/")
    for more in range(1, 9):
        an_alarm(world, days_ago=more)

    with CaptureQueriesContext(connection) as many:
        text = page(browser.get("/peringatan/"))

    assert text.count("hampir tidak ada") == 9
    assert len(many) == len(one)


def test_the_map_names_what_waits_in_ones_own_area(world: World, alarm: Alarm, as_person: AsPerson) -> None:
    assert f"/peringatan/{alarm.pk}/" in page(as_person(world.rahman).get("/papan/peta/"))
    assert f"/peringatan/{alarm.pk}/" not in page(as_person(world.yusuf).get("/papan/peta/"))
