"""What is answered already: offered to whoever types it, shown at the desk, refused there, and never kept."""

import logging
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import NotAllowed, NotFound
from teduh.listen import actions as listen
from teduh.respond import actions, reads
from teduh.respond.answers import AnswerRefusal
from teduh.respond.models import Clarification
from teduh.respond.rules import NoAnswer
from teduh.respond.screens import answers as screen
from teduh.triage.registry import FactCheck
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.respond.clarified import ENGLISH, TEXTS, asked, ballots, draft, published

AsPerson = Callable[[Person], Client]
TYPED = "katanya srt suara udh dicoblos duluan pak, bnr gak, byk yg nerima pesannya"
SAME = "ada pesan mengatakan surat suara sudah dicoblos, apa benar?"


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    screen.ASKED.forget()
    screen.ALL_ASKED.forget()
    with time_machine.travel(world.now, tick=False):
        yield


def offered(client: Client, text: str, **more: str) -> list[dict[str, str]]:
    answer = client.post("/lapor/jawaban/", {"text": text, **more}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    found: list[dict[str, str]] = answer.json()["answers"]
    return found


def test_the_answer_is_offered_while_it_is_typed(world: World, client: Client) -> None:
    row = published(world)

    assert offered(client, SAME) == [
        {
            "title": TEXTS["title"],
            "lang": "id",
            "status": "Terbukti tidak benar",
            "source": "Polres OKU, 14 Oktober 2024",
            "address": f"/fakta/{row.slug}/",
        }
    ]


def test_in_everyday_spelling_too(world: World, client: Client) -> None:
    published(world)

    assert [one["title"] for one in offered(client, TYPED)] == [TEXTS["title"]]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "😀",
        "dan yang di ke dari itu ini apa saja ya pak bu",
        "jalan ke kebun rusak parah setelah hujan, truk tidak bisa lewat",
        "a" * 100_000,
        "\u200b\u202e\u2066 \x00 " * 50,
        "سلام مرحبا كيف حالك اليوم يا صديقي",
    ],
)
def test_what_is_like_nothing_gets_no_offer(world: World, client: Client, typed: str) -> None:
    published(world)

    assert offered(client, typed) == []


def test_a_fact_that_denies_the_rumour_is_its_answer_and_no_contradiction(world: World, client: Client) -> None:
    published(world, myth="", title="Surat suara tidak dicoblos di gudang", fact="Tidak ada surat suara yang dicoblos.")

    assert len(offered(client, "katanya surat suara dicoblos di gudang")) == 1


def test_another_polling_station_is_another_story(world: World, client: Client) -> None:
    told = "Kabar bahwa surat suara di TPS 3 sudah dicoblos tidak benar."
    published(world, myth="Pesan berkata surat suara di TPS 3 sudah dicoblos.", title=told, fact=told)

    there = "pesan berkata surat suara di TPS {} sudah dicoblos"

    assert len(offered(client, there.format(3))) == 1
    assert offered(client, there.format(7)) == []


@pytest.mark.parametrize(
    "typed",
    [
        "tolong, rumah kami dibakar karena kabar surat suara sudah dicoblos",
        "polisi memukul anak saya di pos gara-gara kabar surat suara sudah dicoblos",
    ],
)
def test_danger_and_complaints_are_met_with_no_official_sentence(world: World, client: Client, typed: str) -> None:
    published(world)

    assert offered(client, typed) == []


def test_a_ticked_complaint_is_not_read(world: World, client: Client) -> None:
    published(world)

    assert offered(client, SAME, about_police="on") == []


def test_what_others_have_checked_is_offered_behind_our_own(world: World, client: Client) -> None:
    row = published(world)
    FactCheck.objects.create(
        source="MAFINDO",
        address="https://example.org/surat-suara",
        claim="Pesan berantai mengatakan surat suara sudah dicoblos sebelum hari pemungutan",
        rating="Salah",
        checked_on=world.today - timedelta(days=30),
        digest="a" * 64,
        taken_at=world.now,
    )

    found = offered(client, SAME)

    assert [one["address"] for one in found] == [f"/fakta/{row.slug}/", "https://example.org/surat-suara"]
    assert (found[1]["source"], found[1]["status"]) == ("MAFINDO, 14 September 2024", "Salah")


def test_drafts_are_nobodys_answer_and_a_withdrawn_fact_is_none_any_more(world: World, client: Client) -> None:
    row = draft(world)
    assert offered(client, SAME) == []
    row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)
    row = actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)
    assert len(offered(client, SAME)) == 1

    reason = "KPU memperbaiki tanggalnya; tulisan baru menyusul."
    actions.withdraw_clarification(clarification=row, reason=reason, by=world.hendra, at=world.now)

    assert offered(client, SAME) == []


def test_a_reader_of_english_gets_the_english_twin(world: World, client: Client) -> None:
    published(world, **ENGLISH)

    answer = client.post(
        "/lapor/jawaban/", {"text": SAME}, headers={"accept": "application/json", "accept-language": "en"}
    )

    assert [one["title"] for one in answer.json()["answers"]] == [ENGLISH["title_en"]]


def test_nothing_of_what_was_typed_is_kept_or_logged(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    published(world)
    before = AuditEvent.objects.count()

    with caplog.at_level(logging.DEBUG):
        offered(client, SAME + " kata Pak Rahmat RT 9")

    assert AuditEvent.objects.count() == before
    assert "Rahmat" not in caplog.text


def test_without_script_a_page_carries_the_words_back_into_the_report(world: World, client: Client) -> None:
    published(world)
    typed = {"text": SAME, "place": "Ujanmas", "when": "tadi malam", "contact": "0812-3456-7890"}

    page = unescape(client.post("/lapor/jawaban/", typed).content.decode())
    back = unescape(client.post("/lapor/", {**typed, "kept": "1"}).content.decode())

    assert TEXTS["title"] in page
    for words in typed.values():
        assert f'value="{words}"' in page
        assert words in back
    assert reads.published().count() == 1
    assert "Apa yang terjadi di sekitar Anda?" in back


def test_a_crowd_of_questions_costs_the_offer_and_nothing_else(world: World, client: Client) -> None:
    published(world)
    size = int(screen.ASKED.size)

    answers = [len(offered(client, SAME)) for _ in range(size + 1)]

    assert answers == [1] * size + [0]


def test_the_desk_sees_facts_of_other_districts_and_refuses_one(world: World, as_person: AsPerson) -> None:
    row, joko = published(world), asked(world).report
    desk = as_person(world.budi)
    at_desk = f"/meja/laporan/{joko.pk}/fakta/"

    assert TEXTS["title"] in unescape(desk.get(at_desk).content.decode())
    answer = desk.post(f"{at_desk}tolak/", {"fact": row.pk, "why": NoAnswer.OUTDATED}, follow=True)

    assert "Fakta ini tidak ditawarkan lagi untuk laporan ini." in unescape(answer.content.decode())
    assert desk.get(at_desk, headers={"accept": "application/json"}).json() == {"answers": []}
    refusal = AnswerRefusal.objects.get()
    assert (refusal.why, refusal.by) == (NoAnswer.OUTDATED, world.budi)
    told = AuditEvent.objects.filter(action="respond.refuse_answer").get()
    assert told.subject_id == str(joko.pk)
    assert reads.doubts_about(row) == {"Faktanya sudah usang": 1}
    # The desk of the fact sees the doubt; the public goes on being offered what is published.
    page = unescape(as_person(world.hendra).get(f"/klarifikasi/{row.pk}/").content.decode())
    assert "ditolak sebagai jawaban" in page


def test_a_refusal_can_be_taken_back(world: World, as_person: AsPerson) -> None:
    row, joko = published(world), asked(world).report
    actions.refuse_answer(report=joko, clarification=row, why=NoAnswer.OTHER_MATTER, by=world.budi, at=world.now)

    as_person(world.budi).post(f"/meja/laporan/{joko.pk}/fakta/tawarkan/", {"fact": row.pk})

    assert [one.refused for one in reads.answers_for_report(joko)] == [None]
    assert AuditEvent.objects.filter(action="respond.offer_answer_again").count() == 1


def test_a_reason_that_was_not_chosen_changes_nothing(world: World, as_person: AsPerson) -> None:
    row, joko = published(world), asked(world).report

    answer = as_person(world.budi).post(f"/meja/laporan/{joko.pk}/fakta/tolak/", {"fact": row.pk}, follow=True)

    assert "Pilih alasannya. Belum ada yang diubah." in unescape(answer.content.decode())
    assert AnswerRefusal.objects.count() == 0


def test_only_the_desk_refuses_and_only_on_its_own_ground(world: World) -> None:
    row, joko = published(world), asked(world).report
    refuse: dict[str, Any] = {
        "report": joko,
        "clarification": row,
        "why": NoAnswer.WRONG,
        "at": world.now,
    }

    with pytest.raises(NotAllowed):
        actions.refuse_answer(by=world.ratna, **refuse)
    elsewhere = listen.receive_report(
        text=SAME, unit=world.polres, village=world.ujanmas, channel="web", by=RESIDENT, at=world.now
    ).report
    elsewhere.unit, elsewhere.village = world.muara_enim, world.ujan_mas_baru
    elsewhere.save(update_fields=("unit", "village"))
    with pytest.raises(NotFound):
        actions.refuse_answer(by=world.budi, **refuse | {"report": elsewhere})
    assert AnswerRefusal.objects.count() == 0


def test_a_conflict_is_shown_at_the_desk(world: World, as_person: AsPerson) -> None:
    published(world, myth="Pesan berkata surat suara di TPS 3 sudah dicoblos.")
    joko = listen.receive_report(
        text="pesan berkata surat suara di TPS 7 sudah dicoblos",
        unit=world.polres,
        village=world.ujanmas,
        channel="web",
        by=RESIDENT,
        at=world.now,
    ).report

    page = unescape(as_person(world.budi).get(f"/meja/laporan/{joko.pk}/fakta/").content.decode())

    assert "Nomor TPS berbeda (di sini “tps 7”, di sana “tps 3”)." in page


def test_words_that_are_gone_are_matched_with_nothing(world: World) -> None:
    published(world)
    joko = asked(world, at=world.now - timedelta(days=1)).report
    assert len(reads.answers_for_report(joko)) == 1
    joko.restricted_at = world.now

    assert reads.answers_for_report(joko) == []


def test_a_fact_that_was_published_twice_is_found_as_two(world: World, client: Client) -> None:
    first, second = published(world), published(world, ballots(world, title="Kabar lain"))

    assert {one["address"] for one in offered(client, SAME)} == {f"/fakta/{row.slug}/" for row in (first, second)}
    assert Clarification.objects.count() == 2
