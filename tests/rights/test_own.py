"""Sari holds a code and nothing else: she sees, corrects, withdraws, objects and erases, and nobody asks her name."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import Refused
from teduh.listen import actions as listen
from teduh.listen import reads as listen_reads
from teduh.listen.models import Complaint, Note
from teduh.rights import actions
from teduh.rights.models import Request
from teduh.triage import actions as triage
from teduh.triage import match_reads
from teduh.triage import reads as triage_reads
from teduh.triage import steps as triage_steps
from teduh.triage.models import Join, Sighting
from teduh.triage.rules import Outcome
from teduh.trust.models import AuditEvent, Person, VaultEntry
from tests.factories import World
from tests.rights.stories import (
    COMPLAINED,
    NUMBER,
    PLACE,
    SAID,
    TALKED,
    complained,
    in_clear,
    joined,
    report_of,
    sent,
    talk_of,
)


@pytest.fixture(autouse=True)
def _that_monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


def opened(code: str | None) -> Client:
    """A browser in which somebody entered the code."""
    client = Client()
    client.post("/kode/", {"code": code or ""})
    return client


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks: Callable[..., Any]) -> Iterator[None]:
    with django_capture_on_commit_callbacks(execute=True):
        yield


OWN = ("salinan/", "salinan.json", "betulkan/", "kontak/", "keberatan/", "hapus/")


def test_without_a_code_everything_leads_to_the_code(client: Client) -> None:
    assert "Masukkan kode" in client.get("/hak-data/").content.decode()
    for page in OWN:
        for answer in (client.get(f"/hak-data/{page}"), client.post(f"/hak-data/{page}")):
            assert answer.status_code == 405 or answer.headers["Location"] == "/kode/", page


def test_another_code_opens_only_its_own(world: World) -> None:
    sent(world)
    joko = opened(sent(world, text="laporan Joko", contact="", photos=()).receipt)

    page = joko.get("/hak-data/salinan/").content.decode()

    assert "laporan Joko" in page
    assert SAID not in page


class TestSee:
    def test_the_copy_holds_all_but_the_contact(self, world: World) -> None:
        received = sent(world)
        sari = opened(received.receipt)

        page = sari.get("/hak-data/salinan/").content.decode()
        copy = json.loads(sari.get("/hak-data/salinan.json").content)

        assert (copy["text"], copy["talk"][0]["text"]) == (talk_of(received).text, f"tambahan {TALKED}")
        assert copy["contact"] == {"kept": True, "until": "2025-04-12T09:00+07:00"}
        assert copy["kept_until"] == "2025-10-14T09:00+07:00"
        assert "pasal 20 ayat 2 huruf e" in copy["basis"]
        for found in (page, json.dumps(copy)):
            assert SAID in found
            assert NUMBER not in found

    def test_the_receipt_says_until_when(self, world: World) -> None:
        page = opened(sent(world).receipt).get("/kode/isi/").content.decode()

        assert "Kata-kata ini dihapus paling lambat 14 Oktober 2025." in page


class TestCorrect:
    def test_the_first_words_stay_and_the_correction_stands_beside_them(
        self, world: World, as_person: Callable[[Person], Client]
    ) -> None:
        received = sent(world)

        opened(received.receipt).post("/hak-data/betulkan/", {"text": "Bukan dicoblos, hanya difoto."})

        assert [line.kind for line in talk_of(received).lines] == ["addition", "correction"]
        page = as_person(world.budi).get(f"/meja/{received.id}/").content.decode()
        assert SAID in page
        assert "Pembetulan dari pelapor" in page
        assert "hanya difoto" in page

    def test_nothing_written_is_refused(self, world: World) -> None:
        answer = opened(sent(world).receipt).post("/hak-data/betulkan/", {"text": " "})

        assert answer.status_code == 400


class TestWithdraw:
    def test_the_contact_is_gone_at_once_and_an_open_request_with_it(
        self, world: World, as_person: Callable[[Person], Client]
    ) -> None:
        received = sent(world)
        purpose = "Sari terancam; petugas harus menjemputnya."
        opening = listen.ask_to_open(matter_id=received.id, purpose=purpose, by=world.budi, at=world.now)
        listen.approve_opening(opening=opening, by=world.hendra, at=world.now)

        opened(received.receipt).post("/hak-data/kontak/")

        assert VaultEntry.objects.count() == 0
        assert as_person(world.budi).post(f"/kontak/{opening.pk}/baca/").status_code == 404
        assert talk_of(received).text.endswith(SAID)
        assert NUMBER not in in_clear()

    def test_it_is_gone_under_a_hold_too(self, world: World) -> None:
        received = sent(world)
        actions.place_hold(
            scope="report", subject_id=received.id, reason="Surat penyidik nomor 12.", by=world.ratna, at=world.now
        )

        opened(received.receipt).post("/hak-data/kontak/")

        assert VaultEntry.objects.count() == 0


class TestErase:
    @pytest.mark.usefixtures("on_commit")
    def test_everything_goes_now_and_a_count_stays(self, world: World) -> None:
        received = sent(world)
        issue = joined(world, report_of(received))
        sari = opened(received.receipt)

        answer = sari.post("/hak-data/hapus/", {"sure": "on"}, follow=True)

        assert "Sudah dihapus." in answer.content.decode()
        assert in_clear() & {SAID, PLACE, TALKED, NUMBER} == set()
        assert listen_reads.talk_at(received.receipt or "") is None
        assert (Sighting.objects.filter(issue=issue).count(), Join.objects.get().why) == (1, {})
        assert sari.get("/hak-data/salinan/").status_code == 302

    def test_the_file_goes_with_it(
        self, world: World, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        received = sent(world)
        assert len(list(tmp_path.glob("*.sealed"))) == 1

        with django_capture_on_commit_callbacks(execute=True):
            actions.erase_own(talk=talk_of(received), at=world.now)

        assert list(tmp_path.glob("*.sealed")) == []

    def test_it_must_be_meant(self, world: World) -> None:
        received = sent(world)

        answer = opened(received.receipt).post("/hak-data/hapus/", {})

        assert answer.status_code == 400
        assert talk_of(received).text.endswith(SAID)

    def test_the_audit_chain_holds_that_and_no_word(self, world: World) -> None:
        received = sent(world)

        actions.erase_own(talk=talk_of(received), at=world.now)

        rows = AuditEvent.objects.filter(subject_id=str(received.id)).order_by("seq")
        assert [row.action for row in rows] == ["listen.receive", "listen.add", "listen.erase", "triage.forget"]
        assert {row.actor_label for row in rows} == {"resident"}
        told = "".join(AuditEvent.objects.values_list("details", flat=True))
        assert [word for word in (SAID, TALKED, NUMBER) if word in told] == []

    def test_under_a_hold_the_words_stay_and_somebody_must_decide(self, world: World) -> None:
        received = sent(world)
        actions.place_hold(
            scope="report", subject_id=received.id, reason="Surat penyidik nomor 12.", by=world.ratna, at=world.now
        )

        answer = opened(received.receipt).post("/hak-data/hapus/", {"sure": "on"}, follow=True).content.decode()

        assert "ada penahanan hukum atasnya" in answer
        assert talk_of(received).text.endswith(SAID)
        assert VaultEntry.objects.count() == 0
        asked = Request.objects.get()
        assert (asked.right, asked.decision, asked.unit, asked.opened_by) == ("erase", "open", world.polres, None)

    def test_a_complaint_leaves_nothing(self, world: World) -> None:
        received = complained(world)

        opened(received.receipt).post("/hak-data/hapus/", {"sure": "on"})

        assert (Complaint.objects.count(), VaultEntry.objects.count()) == (0, 0)
        assert COMPLAINED not in in_clear()
        event = AuditEvent.objects.get(action="listen.erase")
        assert event.unit_id == str(world.kompolnas.pk)


class TestObject:
    def test_from_then_on_it_is_not_used(self, world: World, as_person: Callable[[Person], Client]) -> None:
        received = sent(world)
        report = report_of(received)
        issue = joined(world, report_of(sent(world)))

        opened(received.receipt).post("/hak-data/keberatan/", {"asked": "Saya takut ada yang tahu."})

        report.refresh_from_db()
        asked = Request.objects.get()
        assert (asked.right, asked.about_id, asked.due_at) == ("object", report.pk, world.now + timedelta(hours=72))
        assert list(triage_reads.waiting(world.budi, on=world.today)) == []
        assert triage_steps.suggest(at=world.now) == 0
        with pytest.raises(Refused, match="keberatan"):
            triage.join_report(report=report, issue=issue, by=world.budi, at=world.now)
        with pytest.raises(Refused, match="keberatan"):
            triage.decide(report=report, outcome=Outcome.NOT_A_MATTER, reason="tidak ada", by=world.budi, at=world.now)
        with pytest.raises(Refused, match="keberatan"):
            listen.ask_to_open(matter_id=report.pk, purpose="Menjemputnya malam ini.", by=world.budi, at=world.now)
        page = as_person(world.budi).get(f"/meja/{report.pk}/").content.decode()
        assert [word for word in (SAID, PLACE, TALKED) if word in page] == []
        assert as_person(world.budi).get(f"/foto/{report.photos.get().pk}/").status_code == 404

    def test_a_joined_report_is_no_longer_quoted(self, world: World, as_person: Callable[[Person], Client]) -> None:
        received = sent(world)
        issue = joined(world, report_of(received))

        def compared() -> list[str]:
            with match_reads.ground(world.polres, at=world.now) as ground:
                return [text for texts in ground.index.nearest(SAID).values() for text in texts]

        assert any(SAID in text for text in compared())

        actions.object_own(talk=talk_of(received), asked="Saya takut ada yang tahu.", at=world.now)

        assert not any(SAID in text for text in compared())
        assert SAID not in as_person(world.budi).get(f"/isu/{issue.pk}/").content.decode()

    def test_refused_it_may_be_used_again_and_sari_reads_why(self, world: World) -> None:
        received = sent(world)
        asked = actions.object_own(talk=talk_of(received), asked="Saya takut ada yang tahu.", at=world.now)
        answer = actions.Answer(
            decision="refused", reason="Tidak ada nama di laporan.", done="", answer="Laporan Anda tidak memuat nama."
        )

        actions.decide_request(request=asked, answer=answer, by=world.ratna, at=world.now)

        assert report_of(received).restricted_at is None
        assert talk_of(received).lines[-1].text == "Laporan Anda tidak memuat nama."

    def test_granted_it_goes(self, world: World) -> None:
        received = sent(world)
        asked = actions.object_own(talk=talk_of(received), asked="Saya takut ada yang tahu.", at=world.now)
        answer = actions.Answer(decision="granted", reason="Desanya kecil.", done="", answer="Sudah kami hapus.")

        actions.decide_request(request=asked, answer=answer, by=world.ratna, at=world.now)

        assert in_clear() & {SAID, PLACE, TALKED, NUMBER} == set()
        assert Note.objects.filter(kind="notice").count() == 1

    def test_about_a_complaint_the_outside_body_decides(self, world: World) -> None:
        received = complained(world)

        asked = actions.object_own(talk=talk_of(received), asked="Saya takut ada yang tahu.", at=world.now)

        assert asked.unit == world.kompolnas
        complaint = Complaint.objects.get()
        with pytest.raises(Refused):
            listen.hand_back(complaint=complaint, reason="Bukan tentang polisi.", by=world.maya, at=world.now)


def test_what_was_erased_meanwhile_can_still_be_decided(world: World) -> None:
    received = sent(world)
    asked = actions.object_own(talk=talk_of(received), asked="Saya takut ada yang tahu.", at=world.now)
    other_browser = opened(received.receipt)
    actions.erase_own(talk=talk_of(received), at=world.now)
    answer = actions.Answer("refused", "Sudah dihapus pelapor.", "", "Laporan Anda sudah tidak ada.")

    row = actions.decide_request(request=asked, answer=answer, by=world.ratna, at=world.now)

    assert row.decision == "refused"
    assert other_browser.get("/kode/isi/").headers["Location"] == "/kode/"
    assert other_browser.post("/kode/isi/", {"text": "tambahan"}).headers["Location"] == "/kode/"


def test_asking_twice_is_one_request(world: World) -> None:
    talk = talk_of(sent(world))

    first = actions.object_own(talk=talk, asked="Saya takut ada yang tahu.", at=world.now)
    second = actions.object_own(talk=talk, asked="Saya takut ada yang tahu.", at=world.now)

    assert first == second
