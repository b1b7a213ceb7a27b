"""The neutrality gate before the public: what is held, who may let it through, and when that holds no more."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import reads as listen
from teduh.respond import actions, gate, reads
from teduh.respond.models import Clarification, Message
from teduh.respond.reads.clarifications import TEXTS
from teduh.respond.releases import NeutralityRelease
from teduh.setup import actions as setup
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.respond.clarified import ENGLISH, asked, ballots, draft

AsPerson = Callable[[Person], Client]
REASON = "Melati di sini nama desa di Lubuk Batang."


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def lists(world: World) -> None:
    """Lina, the administrator, keeps one name out of what goes out."""
    setup.set_words(operation=world.operation, words={"name": ["Melati"]}, by=world.lina, at=world.now)


def write(world: World, text: str = "Ronda malam di Melati dimulai pukul 20.00.", **more: Any) -> Message:
    said = {"title": "Ronda malam", "text": text, "by": world.rahman, "at": world.now}
    return actions.write_message(**said | more)


def where(row: Message | Clarification, world: World) -> dict[str, Any]:
    (stop,) = gate.stops(row, on=world.today)
    return {
        "digest": gate.digest(row),
        "part": stop.part.name,
        "start": stop.held.start,
        "rule": stop.held.rule,
    }


def release(world: World, row: Message, **more: Any) -> NeutralityRelease:
    said = {"message": row, **where(row, world), "reason": REASON, "by": world.dewi, "at": world.now}
    return actions.release_in_message(**said | more)


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.usefixtures("lists")
class TestAMessage:
    def test_what_may_be_a_false_alarm_is_kept_and_held(self, world: World) -> None:
        row = write(world)

        with pytest.raises(Refused) as refused:
            actions.approve_message(message=row, by=world.dewi, at=world.now)

        assert refused.value.message.startswith("“Melati”: Kata ini ada di daftar nama")
        assert list(reads.approved_messages()) == []

    def test_a_second_person_lets_it_through_with_a_reason(self, world: World) -> None:
        row = write(world)

        made = release(world, row)

        assert (made.words, made.released_by, made.written_by, made.reason) == (
            "Melati",
            world.dewi,
            world.rahman,
            REASON,
        )
        assert gate.still_held(row, on=world.today) == []
        actions.approve_message(message=row, by=world.hendra, at=world.now)
        assert list(reads.approved_messages()) == [row]
        event = AuditEvent.objects.get(action="respond.release_words")
        assert (event.actor_label, event.subject_id) == ("Dewi", str(row.pk))
        # The audit chain is kept for good; the words that were typed are not for it.
        assert "Melati" not in str(event.details)

    def test_the_writer_does_not_release_their_own_words(self, world: World) -> None:
        row = write(world, by=world.dewi)

        with pytest.raises(NotAllowed):
            release(world, row)
        with pytest.raises(IntegrityError), transaction.atomic():
            NeutralityRelease.objects.create(
                unit=row.unit,
                message=row,
                **where(row, world),
                words="Melati",
                written_by=world.dewi,
                released_by=world.dewi,
                released_at=world.now,
                reason=REASON,
            )
        assert NeutralityRelease.objects.count() == 0

    def test_only_those_who_approve_release(self, world: World) -> None:
        row = write(world)

        for person in (world.wati, world.budi, world.yusuf, world.agus, world.lina, world.maya):
            with pytest.raises(NotAllowed):
                release(world, row, by=person)
        stranger = Person.objects.create(
            username="humas-muara", name="Tono", role="public_relations", unit=world.muara_enim
        )
        with pytest.raises(NotFound):
            release(world, row, by=stranger)

    @pytest.mark.parametrize("reason", ["", "   ", "Boleh.", "x" * 301])
    def test_a_release_needs_a_reason(self, world: World, reason: str) -> None:
        row = write(world)

        with pytest.raises(Refused) as refused:
            release(world, row, reason=reason)

        assert refused.value.field == "reason"
        assert NeutralityRelease.objects.count() == 0

    def test_a_new_version_needs_a_release_of_its_own(self, world: World) -> None:
        row = write(world)
        release(world, row)

        second = write(world, text="Ronda malam di Melati dimulai pukul 21.00.", key=row.key)

        assert [stop.held.words for stop in gate.still_held(second, on=world.today)] == ["Melati"]

    def test_a_release_of_other_words_lets_nothing_through(self, world: World) -> None:
        row = write(world)
        Message.objects.filter(pk=row.pk).update(text="Ronda. Malam ini Melati datang.")

        with pytest.raises(Refused) as refused:
            release(world, row, digest=gate.digest(row))

        assert "berubah sejak Anda membacanya" in refused.value.message

    def test_a_release_is_made_once_and_only_of_what_is_held(self, world: World) -> None:
        row = write(world)
        place = where(row, world)
        release(world, row)

        for other in ({}, {"start": 0}, {"rule": "loose_number"}, {"part": "title"}):
            with pytest.raises(Refused):
                actions.release_in_message(message=row, **place | other, reason=REASON, by=world.hendra, at=world.now)
        assert NeutralityRelease.objects.count() == 1

    def test_a_word_that_came_onto_the_list_later_is_held_as_well(self, world: World) -> None:
        row = write(world, text="Ronda malam bersama di lapangan.")
        words = {"slogan": ["ronda malam bersama"]}
        setup.set_words(operation=world.operation, words=words, by=world.lina, at=world.now)

        with pytest.raises(Refused) as refused:
            actions.approve_message(message=row, by=world.dewi, at=world.now)

        assert refused.value.message.startswith("“Ronda malam bersama”")


def test_a_message_in_use_says_when_the_list_has_outgrown_it(world: World, as_person: AsPerson) -> None:
    row = actions.approve_message(message=write(world, text="Ronda malam bersama."), by=world.dewi, at=world.now)
    words = {"slogan": ["ronda malam bersama"]}
    setup.set_words(operation=world.operation, words=words, by=world.lina, at=world.now)

    page = text_of(as_person(world.hendra).get(f"/pesan/{row.pk}/"))

    assert "kata yang dijaga bertambah sesudah disetujui" in page
    assert "/lepas/" not in page
    assert "kata yang dijaga" not in text_of(as_person(world.wati).get(f"/pesan/{row.pk}/"))


@pytest.mark.parametrize(
    "text",
    [
        # Golden flow 5: a message with the number of a candidate.
        "Rabu nanti coblos nomor 2 ya Bapak Ibu.",
        # February 2024 (domain.md §1.7).
        "Mohon Bapak Rektor berkenan membuat video apresiasi atas kinerja Presiden.",
        "Penyebar hoaks akan ditangkap.",
        "Foto bersama dengan salam dua jari.",
    ],
)
def test_what_can_never_go_out_is_not_even_kept(world: World, text: str) -> None:
    with pytest.raises(Refused):
        write(world, text=text)

    assert (Message.objects.count(), NeutralityRelease.objects.count()) == (0, 0)


def test_what_can_never_go_out_is_released_by_nobody(world: World) -> None:
    row = write(world, text="Ronda malam.")
    # Written past the actions, as by a fault: the gate still holds it at the approval.
    Message.objects.filter(pk=row.pk).update(text="Coblos nomor 2.")
    row.refresh_from_db()

    with pytest.raises(Refused) as refused:
        release(world, row)
    with pytest.raises(Refused):
        actions.approve_message(message=row, by=world.dewi, at=world.now)

    assert "tidak bisa dilepas oleh siapa pun" in refused.value.message


@pytest.mark.usefixtures("lists")
class TestAClarification:
    def test_every_text_that_the_public_reads_is_checked(self, world: World) -> None:
        sources = [{"name": "Kades Melati", "said": "Melati aman.", "on": "2024-10-13"}]
        texts = {name: f"Kabar Melati. {text}" for name, text in ENGLISH.items()}
        row = draft(world, title="Melati aman", why="Warga Melati sudah ditanya.", sources=sources, **texts)

        held = [(stop.part.name, stop.held.words) for stop in gate.still_held(row, on=world.today)]

        parts = ("title", "why", "title_en", "fact_en", "myth_en", "why_en", "source_1_name", "source_1_said")
        assert held == [(part, "Melati") for part in parts]

    def test_released_words_reach_the_public_page_and_the_receipt(self, world: World) -> None:
        received = asked(world)
        row = draft(world, ballots(world, received.report), title="Surat suara di Melati masih tersegel")
        said = {**where(row, world), "reason": REASON, "by": world.hendra, "at": world.now}
        actions.release_in_clarification(clarification=row, **said)

        row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)
        row = actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)

        assert row.state == "published"
        assert received.receipt is not None
        talk = listen.talk_at(received.receipt)
        assert talk is not None
        assert "Surat suara di Melati masih tersegel" in talk.lines[-1].text

    def test_any_edit_voids_every_release(self, world: World) -> None:
        row = draft(world, title="Surat suara di Melati masih tersegel")
        said = {**where(row, world), "reason": REASON, "by": world.hendra, "at": world.now}
        actions.release_in_clarification(clarification=row, **said)
        assert gate.still_held(row, on=world.today) == []

        texts = {name: getattr(row, name) for name in TEXTS} | {"why": "Gambar itu dari simulasi tahun lalu."}
        row = actions.edit_clarification(
            clarification=row, texts=texts, sources=row.sources, by=world.dewi, at=world.now
        )

        assert [stop.held.words for stop in gate.still_held(row, on=world.today)] == ["Melati"]
        with pytest.raises(Refused):
            actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)

    def test_whoever_writes_it_since_is_no_second_person(self, world: World) -> None:
        row = draft(world, title="Surat suara di Melati masih tersegel", by=world.budi)
        said = {**where(row, world), "reason": REASON, "by": world.dewi, "at": world.now}
        actions.release_in_clarification(clarification=row, **said)

        texts = {name: getattr(row, name) for name in TEXTS}
        row = actions.edit_clarification(
            clarification=row, texts=texts, sources=row.sources, by=world.dewi, at=world.now
        )

        assert [stop.held.words for stop in gate.still_held(row, on=world.today)] == ["Melati"]

    def test_a_list_that_grew_since_the_approval_stops_the_publication(self, world: World) -> None:
        row = draft(world)
        row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)
        setup.set_words(operation=world.operation, words={"slogan": ["masih tersegel"]}, by=world.lina, at=world.now)

        with pytest.raises(Refused):
            actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)

        row.refresh_from_db()
        assert row.state == "approved"


@pytest.mark.usefixtures("lists")
class TestOnTheScreen:
    def test_the_writer_sees_the_words_marked_in_what_they_typed(self, world: World, as_person: AsPerson) -> None:
        typed = {"title": "Ronda", "text": "Warga Melati, Rabu nanti c0bl0s nomor 2 ya.", "text_en": ""}

        answer = as_person(world.rahman).post("/pesan/baru/", typed)

        assert answer.status_code == 400
        page = text_of(answer)
        assert "Warga <mark>Melati</mark>, Rabu nanti <mark>c0bl0s nomor 2</mark> ya." in page
        assert "“c0bl0s nomor 2”: Kalimat ini mengajak memilih" in page
        assert "Warga Melati, Rabu nanti c0bl0s nomor 2 ya.</textarea>" in page
        assert Message.objects.count() == 0

    def test_the_second_person_releases_and_approves(self, world: World, as_person: AsPerson) -> None:
        row = write(world)
        dewi = as_person(world.dewi)

        seen = text_of(dewi.get(f"/pesan/{row.pk}/"))
        assert "Ronda malam di <mark>Melati</mark> dimulai" in seen
        assert f"/pesan/{row.pk}/setujui/" not in seen
        short = dewi.post(f"/pesan/{row.pk}/lepas/", where(row, world) | {"reason": "Boleh."})
        assert short.status_code == 400
        assert 'value="Boleh."' in text_of(short)
        done = dewi.post(f"/pesan/{row.pk}/lepas/", where(row, world) | {"reason": REASON}, follow=True)
        page = text_of(done)

        assert f"Dilepas oleh Dewi, 14/10/2024 09.00: {REASON}" in page
        assert f"/pesan/{row.pk}/setujui/" in page

    def test_the_writer_is_offered_no_release(self, world: World, as_person: AsPerson) -> None:
        row = write(world, by=world.dewi)

        page = text_of(as_person(world.dewi).get(f"/pesan/{row.pk}/"))

        assert "<mark>Melati</mark>" in page
        assert "/lepas/" not in page

    def test_a_text_that_changed_meanwhile_is_said(self, world: World, as_person: AsPerson) -> None:
        row = write(world)
        place = where(row, world) | {"reason": REASON, "digest": "0" * 64}

        answer = as_person(world.dewi).post(f"/pesan/{row.pk}/lepas/", place, follow=True)

        assert "berubah sejak Anda membacanya" in text_of(answer)
        assert NeutralityRelease.objects.count() == 0

    def test_the_approver_of_a_clarification_releases_there(self, world: World, as_person: AsPerson) -> None:
        row = draft(world, title="Surat suara di Melati masih tersegel")
        hendra = as_person(world.hendra)
        assert "/setujui/" not in text_of(hendra.get(f"/klarifikasi/{row.pk}/"))

        place = where(row, world) | {"reason": REASON}
        page = text_of(hendra.post(f"/klarifikasi/{row.pk}/lepas/", place, follow=True))

        assert "Dilepas oleh Hendra" in page
        assert "/setujui/" in page

    def test_the_auditor_reads_every_release_of_their_own_units(self, world: World, as_person: AsPerson) -> None:
        release(world, write(world))
        stranger = Person.objects.create(username="auditor-muara", name="Tia", role="auditor", unit=world.muara_enim)

        page = text_of(as_person(world.agus).get("/audit/pelepasan/"))

        for words in ("<mark>Melati</mark>", "pesan “Ronda malam”, versi 1", REASON, "Rahman", "Dewi"):
            assert words in page
        assert REASON not in text_of(as_person(stranger).get("/audit/pelepasan/"))
        assert as_person(world.dewi).get("/audit/pelepasan/").status_code == 403
