"""The page on which an officer tells of a visit, and the pages that show it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.places.keys import new_id
from teduh.respond import actions, reads, texts
from teduh.respond.actions import Asked, Promised
from teduh.respond.models import Concern, Promise, Visit
from teduh.trust.models import Person
from tests.factories import World
from tests.respond.stories import BEGAN, approved_message, meeting
from tests.respond.test_visits import open_issue, planned_stop

AsPerson = Callable[[Person], Client]
VISITS, NEW = "/kunjungan/", "/kunjungan/baru/"


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def form(world: World, **changed: Any) -> dict[str, Any]:
    """The page as Wati fills it in on her phone, with five empty pairs of question and answer."""
    counts = {"others": 2, "questions": 5, "concerns": 2, "promises": 2}
    management = {f"{name}-{key}": n for name, total in counts.items() for key, n in _management(total).items()}
    return {
        **management,
        "visit_id": str(new_id()),
        "activity": "face_to_face_meeting",
        "village": "16.01.08.2018",
        "day": "2024-10-11",
        "start": "13:30",
        "minutes": "90",
        "place_detail": "Balai desa",
        "officers": [str(world.wati.pk), str(world.rahman.pk)],
        "people-role0": "24",
        "people-role1": "6",
        "situation": "Tertib.",
        **changed,
    }


def _management(total: int) -> dict[str, int]:
    return {"TOTAL_FORMS": total, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 60}


def content(response: Any) -> str:
    return unescape(response.content.decode())


def test_wati_records_the_meeting_on_one_page(world: World, as_person: AsPerson) -> None:
    issue, message = open_issue(world), approved_message(world)
    told = form(
        world,
        messages=[str(message.pk)],
        **{
            "others-0-role": "ketua karang taruna",
            "others-0-count": "1",
            "questions-0-question": "Ke mana melapor?",
            "questions-0-answer": "Ke halaman Teduh atau 110.",
            "questions-3-question": "Siapa yang menjaga TPS?",
            "concerns-1-text": "Kabar pindah pilih.",
            "concerns-1-issue": str(issue.pk),
            "promises-0-text": "Patroli malam",
            "promises-0-owner": "Kapolsek",
            "promises-0-due_on": "19/10/2024",
        },
    )

    response = as_person(world.wati).post(NEW, told)

    visit = Visit.objects.get()
    assert (response.status_code, response.url) == (302, f"/kunjungan/{visit.pk}/")
    assert (str(visit.pk), visit.started_at, visit.ended_at) == (told["visit_id"], BEGAN, BEGAN + timedelta(minutes=90))
    assert visit.people == [
        {"role": "warga", "count": 24},
        {"role": "tokoh masyarakat", "count": 6},
        {"role": "ketua karang taruna", "count": 1},
    ]
    assert [row.question for row in visit.questions.all()] == ["Ke mana melapor?", "Siapa yang menjaga TPS?"]
    assert [(row.text, row.issue) for row in Concern.objects.all()] == [("Kabar pindah pilih.", issue)]
    assert [(row.text, row.owner, str(row.due_on)) for row in Promise.objects.all()] == [
        ("Patroli malam", "Kapolsek", "2024-10-19")
    ]
    assert sorted(person.name for person in visit.officers.all()) == ["Rahman", "Wati"]
    assert list(visit.messages.all()) == [message]


def test_the_same_page_sent_twice_shows_the_one_visit(world: World, as_person: AsPerson) -> None:
    wati, told = as_person(world.wati), form(world)

    first, second = wati.post(NEW, told), wati.post(NEW, told)

    assert (second.status_code, second.url) == (302, first.url)
    assert Visit.objects.count() == 1


def test_going_back_and_changing_it_shows_the_kept_visit_and_loses_nothing(world: World, as_person: AsPerson) -> None:
    wati, told = as_person(world.wati), form(world)
    wati.post(NEW, told)

    response = wati.post(NEW, told | {"situation": "Tertib sampai selesai."})

    assert response.status_code == 400
    assert "Kunjungan ini sudah tersimpan dengan isi yang lain." in content(response)
    assert f'href="/kunjungan/{told["visit_id"]}/"' in content(response)
    assert "Tertib sampai selesai." in content(response)
    assert f'value="{told["visit_id"]}"' not in content(response)
    assert [visit.situation for visit in Visit.objects.all()] == ["Tertib."]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"activity": ""}, "Pilih salah satu kegiatan."),
        ({"village": ""}, "Pilih desanya."),
        ({"village": "16.01.14.1001"}, "Pilihan ini tidak ada lagi. Pilih dari daftar."),
        ({"day": "31/02/2024"}, "Tanggal ini tidak terbaca. Tulis seperti 14/10/2024."),
        ({"day": "2099-01-01"}, "Waktu ini belum tiba. Periksa tanggal dan jamnya."),
        ({"start": "jam satu"}, "Jam ini tidak terbaca. Tulis seperti 13.30."),
        ({"minutes": "lama"}, "Tulis lamanya dengan angka, misalnya 60."),
        ({"officers": []}, "Pilih paling sedikit satu petugas."),
        ({"people-role0": "banyak"}, "Tulis jumlahnya dengan angka."),
        ({"others-0-role": "ketua RT"}, "Tulis jumlahnya."),
        ({"questions-1-answer": "Sudah dijawab."}, "Tulis juga pertanyaannya."),
        ({"promises-0-text": "Lampu jalan"}, "Tulis siapa yang menepati."),
        (
            {"promises-0-text": "Lampu", "promises-0-owner": "Kades", "promises-0-due_on": "2024-10-01"},
            "Batas waktu janji lebih awal daripada kunjungannya.",
        ),
        ({"situation": "a" * 5_000}, "Tulisan ini terlalu panjang. Ringkaslah sampai 4.000 huruf."),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(
    world: World, as_person: AsPerson, changed: dict[str, Any], sentence: str
) -> None:
    told = form(world, **{"questions-0-question": "Ke mana melapor?", "people-role2": "3", **changed})

    response = as_person(world.wati).post(NEW, told)

    assert response.status_code == 400
    assert sentence in content(response)
    assert "Ke mana melapor?" in content(response)
    assert 'name="people-role2" value="3"' in content(response)
    assert f'value="{told["visit_id"]}"' in content(response)
    assert Visit.objects.count() == 0


def test_more_lines_keep_everything_and_judge_nothing_yet(world: World, as_person: AsPerson) -> None:
    told = form(world, activity="", more="questions", **{"questions-4-question": "Yang kelima?", "people-role0": "dua"})

    response = as_person(world.wati).post(NEW, told)

    assert response.status_code == 200
    assert "Belum tersimpan" not in content(response)
    assert "Pilih salah satu kegiatan." not in content(response)
    assert 'name="questions-9-question"' in content(response)
    assert 'name="questions-10-question"' not in content(response)
    assert "Yang kelima?" in content(response)
    assert 'name="people-role0" value="dua"' in content(response)
    assert f'value="{told["visit_id"]}"' in content(response)
    assert Visit.objects.count() == 0


def test_lines_that_were_added_are_recorded(world: World, as_person: AsPerson) -> None:
    more = {"questions-TOTAL_FORMS": 10, "questions-INITIAL_FORMS": 5, "questions-9-question": "Yang kesepuluh?"}

    as_person(world.wati).post(NEW, form(world, **more))

    assert [row.question for row in Visit.objects.get().questions.all()] == ["Yang kesepuluh?"]


def test_the_page_knows_what_can_be_known(world: World, as_person: AsPerson) -> None:
    response = as_person(world.wati).get(NEW)

    page = response.context["visit_page"].visit
    assert (str(page["day"].value()), str(page["start"].value())) == ("2024-10-14", "08:00:00")
    assert page["officers"].value() == [str(world.wati.pk)]
    assert [code for code, _name in page.fields["village"].choices] == [
        "16.01.08.2001",
        "16.01.08.2017",
        "16.01.08.2018",
    ]
    assert "Kemalaraja" not in content(response)


def test_a_planned_stop_fills_in_what_it_knows_and_is_done_afterwards(world: World, as_person: AsPerson) -> None:
    stop, wati = planned_stop(world), as_person(world.wati)

    page = wati.get(f"{NEW}?stop={stop.pk}").context["visit_page"].visit
    wati.post(NEW, form(world, stop_id=str(stop.pk)))

    assert (page["village"].value(), str(page["day"].value())) == ("16.01.08.2018", "2024-10-11")
    stop.refresh_from_db()
    assert stop.visit_id == Visit.objects.get().pk


def test_a_stop_is_left_open_when_another_village_was_visited(world: World, as_person: AsPerson) -> None:
    stop = planned_stop(world)

    as_person(world.wati).post(NEW, form(world, stop_id=str(stop.pk), village="16.01.08.2017"))

    stop.refresh_from_db()
    assert (Visit.objects.get().stop_id, stop.visit_id) == (None, None)


def test_a_stop_of_somebody_else_does_not_exist(world: World, as_person: AsPerson) -> None:
    stop = planned_stop(world)

    assert as_person(world.yusuf).get(f"{NEW}?stop={stop.pk}").status_code == 404
    assert as_person(world.wati).get(f"{NEW}?stop=bukan-kode").status_code == 404


def test_the_page_of_a_visit_gives_the_text_to_copy(world: World, as_person: AsPerson) -> None:
    visit = actions.record_visit(**meeting(world), situation="Aman di Ujanmas.")
    text = texts.whatsapp_text(reads.visit(world.wati, visit.pk, on=world.today))

    page = as_person(world.rahman).get(f"/kunjungan/{visit.pk}/")
    plain = as_person(world.rahman).get(f"/kunjungan/{visit.pk}/teks.txt")
    paper = as_person(world.rahman).get(f"/kunjungan/{visit.pk}/cetak/")

    assert text in content(page)
    assert (plain.headers["Content-Type"], plain.content.decode()) == ("text/plain; charset=utf-8", text)
    assert "Aman di Ujanmas." in content(paper)


def test_words_that_should_not_go_out_are_pointed_at(world: World, as_person: AsPerson) -> None:
    asked = [Asked("Apakah nomor urut 2 curang?", "Kami tidak menilai calon.")]
    visit = actions.record_visit(**meeting(world), questions=asked)

    page = as_person(world.wati).get(f"/kunjungan/{visit.pk}/")

    assert [finding.words for finding in page.context["findings"]] == ["nomor urut 2"]


@pytest.mark.parametrize("path", ["", "teks.txt", "cetak/"])
def test_another_sector_and_another_district_find_nothing(world: World, as_person: AsPerson, path: str) -> None:
    visit = actions.record_visit(**meeting(world), situation="Rahasia Ujanmas.")

    for person in (world.rini, world.yusuf):
        response = as_person(person).get(f"/kunjungan/{visit.pk}/{path}")
        assert response.status_code == 404
        assert "Rahasia" not in content(response)
        assert "Ujanmas" not in content(as_person(person).get(VISITS))


def test_who_may_not_record_gets_no_page(world: World, as_person: AsPerson) -> None:
    assert as_person(world.budi).get(NEW).status_code == 403
    assert as_person(world.dewi).get(VISITS).status_code == 403
    assert Client().get(NEW).url == "/masuk/?next=/kunjungan/baru/"


def recorded(world: World, days_ago: int, **changed: Any) -> Visit:
    began = BEGAN - timedelta(days=days_ago)
    told = meeting(world) | {"started_at": began, "ended_at": began + timedelta(hours=1)}
    return actions.record_visit(**told | changed)


def test_the_list_is_narrowed_by_week_village_and_officer(world: World, as_person: AsPerson) -> None:
    friday = recorded(world, 0)
    week_before = recorded(world, 7, village=world.tanjungan)
    alone = recorded(world, 14, officers=[world.wati])
    rahman = as_person(world.rahman)

    def shown(query: str) -> list[Visit]:
        return rahman.get(f"{VISITS}?{query}").context["page"].rows

    assert shown("") == [friday, week_before, alone]
    assert shown("pekan=2024-10-08") == [friday]
    assert shown("pekan=06/10/2024") == [week_before]
    assert shown("desa=16.01.08.2018") == [friday, alone]
    assert shown(f"petugas={world.rahman.pk}") == [friday, week_before]
    assert shown("pekan=kapan&desa=16.03.11.2001&petugas=x") == [friday, week_before, alone]


def test_the_list_and_the_page_cost_the_same_for_one_three_and_a_hundred(world: World, as_person: AsPerson) -> None:
    rahman, message = as_person(world.rahman), approved_message(world)
    told = {"messages": [message], "questions": [Asked("Apa?", "Itu.")], "promises": []}
    costs = []
    for number in (1, 3, 100):
        while Visit.objects.count() < number:
            recorded(world, Visit.objects.count(), **told)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert rahman.get(VISITS).status_code == 200
        costs.append(len(queries))
    assert costs == [costs[0]] * 3


def test_a_page_costs_the_same_for_one_line_and_for_many(world: World, as_person: AsPerson) -> None:
    costs = []
    for number in (1, 3, 50):
        rows = [Asked(f"Pertanyaan {n}?") for n in range(number)]
        owed = [Promised(f"Janji {n}", "Kapolsek", world.today) for n in range(number)]
        visit = actions.record_visit(**meeting(world), questions=rows, promises=owed)
        with CaptureQueriesContext(connection) as queries:
            as_person(world.rahman).get(f"/kunjungan/{visit.pk}/")
        costs.append(len(queries))
    assert costs == [costs[0]] * 3


def test_the_empty_page_costs_the_same_for_one_issue_and_for_many(world: World, as_person: AsPerson) -> None:
    costs = []
    for number in (1, 3, 30):
        for n in range(number):
            open_issue(world, f"Isu {number} {n}")
        with CaptureQueriesContext(connection) as queries:
            as_person(world.wati).get(NEW)
        costs.append(len(queries))
    assert costs == [costs[0]] * 3


def test_the_moment_of_a_visit_is_the_clock_on_the_wall(world: World, as_person: AsPerson) -> None:
    as_person(world.wati).post(NEW, form(world, day="2024-10-14", start="00.15", minutes="30"))

    assert Visit.objects.get().started_at == datetime(2024, 10, 13, 17, 15, tzinfo=UTC)
