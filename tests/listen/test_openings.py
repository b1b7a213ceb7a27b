"""Sari left her number. Nobody reads it alone, and she is told who may."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import actions, reads
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent, Person, VaultOpening
from tests.factories import World

pytestmark = pytest.mark.usefixtures("oku_receives")

NUMBER = "0812-0000-7788"
PURPOSE = "Sari terancam; petugas harus menjemputnya malam ini."
TOLD = (
    "Kontak yang Anda titipkan boleh dibaca selama satu jam oleh Petugas meja (Polres OKU), dengan persetujuan "
    f"Kapolres (Polres OKU). Alasannya: {PURPOSE} Bila Anda keberatan, tulislah di sini."
)


@pytest.fixture
def that_monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


def sent(world: World, **more: object) -> actions.Received:
    return actions.receive_report(
        text="ada yang mengancam kami di lorong",
        channel="web",
        by=RESIDENT,
        at=world.now,
        village=world.ujanmas,
        contact=NUMBER,
        **more,  # type: ignore[arg-type]
    )


def asked(world: World) -> VaultOpening:
    return actions.ask_to_open(matter_id=sent(world).id, purpose=PURPOSE, by=world.budi, at=world.now)


def test_two_people_open_it_and_sari_reads_who_and_why(world: World):
    received = sent(world)
    opening = actions.ask_to_open(matter_id=received.id, purpose=PURPOSE, by=world.budi, at=world.now)
    actions.approve_opening(opening=opening, by=world.hendra, at=world.now)

    assert actions.read_contact(opening=opening, by=world.budi, at=world.now + timedelta(minutes=59)) == NUMBER
    with pytest.raises(NotAllowed):
        actions.read_contact(opening=opening, by=world.budi, at=world.now + timedelta(minutes=61))
    talk = reads.talk_at(received.receipt or "")
    assert talk is not None
    assert [(line.kind, line.text) for line in talk.lines] == [("notice", TOLD)]
    told = AuditEvent.objects.filter(action__startswith="vault.").order_by("seq").values_list("action", flat=True)
    assert list(told) == ["vault.seal", "vault.request", "vault.approve", "vault.read"]
    assert NUMBER not in "".join(AuditEvent.objects.values_list("details", flat=True))


def test_a_refusal_says_why_and_nothing_opens(world: World):
    opening = asked(world)

    actions.decline_opening(opening=opening, reason="Tanyakan dulu lewat kodenya.", by=world.hendra, at=world.now)

    with pytest.raises(NotAllowed):
        actions.read_contact(opening=opening, by=world.budi, at=world.now)
    with pytest.raises(Refused, match="sudah diputuskan"):
        actions.approve_opening(opening=opening, by=world.hendra, at=world.now)
    again = actions.ask_to_open(matter_id=opening.entry.subject_id, purpose=PURPOSE, by=world.budi, at=world.now)
    assert again.pk != opening.pk


def test_asking_twice_is_one_request(world: World):
    opening = asked(world)

    again = actions.ask_to_open(matter_id=opening.entry.subject_id, purpose=PURPOSE, by=world.budi, at=world.now)

    assert again == opening


@pytest.mark.parametrize("name", ["rini", "wati", "dewi", "agus", "lina", "maya", "yusuf"])
def test_who_may_not_read_the_report_cannot_ask_or_agree(world: World, name: str):
    opening, person = asked(world), getattr(world, name)

    for act in (
        lambda: actions.ask_to_open(matter_id=opening.entry.subject_id, purpose=PURPOSE, by=person, at=world.now),
        lambda: actions.approve_opening(opening=opening, by=person, at=world.now),
        lambda: actions.decline_opening(opening=opening, reason="tidak perlu dibuka", by=person, at=world.now),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            act()
    opening.refresh_from_db()
    assert opening.waits


def test_a_contact_that_has_run_out_cannot_be_asked_for(world: World):
    received = sent(world)

    with pytest.raises(NotFound, match="Tidak ada kontak"):
        actions.ask_to_open(matter_id=received.id, purpose=PURPOSE, by=world.budi, at=world.now + timedelta(days=181))


def test_sealing_a_report_shuts_the_opening_and_only_the_outside_body_can_ask(world: World):
    opening = asked(world)
    actions.approve_opening(opening=opening, by=world.hendra, at=world.now)
    report = reads.report_by_id(opening.entry.subject_id)
    assert report is not None
    actions.seal_report(report=report, by=world.budi, at=world.now)
    opening.refresh_from_db()

    for person in (world.budi, world.rahman, world.hendra):
        with pytest.raises(NotFound):
            actions.ask_to_open(matter_id=opening.entry.subject_id, purpose=PURPOSE, by=person, at=world.now)
    with pytest.raises(NotFound):
        actions.read_contact(opening=opening, by=world.budi, at=world.now)
    assert list(reads.openings_for(world.budi, on=world.today)) == []
    maya_asks = actions.ask_to_open(matter_id=opening.entry.subject_id, purpose=PURPOSE, by=world.maya, at=world.now)
    with pytest.raises(NotAllowed, match="Orang lain"):
        actions.approve_opening(opening=maya_asks, by=world.maya, at=world.now)


def test_the_outside_body_opens_with_two_of_its_own(world: World):
    received = sent(world, about_police=True)
    nia = Person.objects.create(username="nia", name="Nia", role="overseer", unit=world.kompolnas)
    opening = actions.ask_to_open(matter_id=received.id, purpose=PURPOSE, by=world.maya, at=world.now)

    actions.approve_opening(opening=opening, by=nia, at=world.now)

    assert actions.read_contact(opening=opening, by=world.maya, at=world.now) == NUMBER
    talk = reads.talk_at(received.receipt or "")
    assert talk is not None
    assert "Pengawas luar (Kompolnas)" in talk.lines[-1].text


@pytest.mark.usefixtures("that_monday")
class TestScreens:
    def test_the_whole_way_through_the_pages(self, world: World, as_person: Callable[[Person], Client]):
        received, budi, hendra = sent(world), as_person(world.budi), as_person(world.hendra)
        assert f"/kontak/minta/{received.id}/" in budi.get(f"/meja/{received.id}/").content.decode()

        asked_page = budi.post(f"/kontak/minta/{received.id}/", {"purpose": PURPOSE})
        url = asked_page["Location"]
        assert b"Setujui" not in budi.get(url).content
        hendra.post(f"{url}setuju/")
        before = budi.get(url).content.decode()
        read = budi.post(f"{url}baca/").content.decode()

        assert NUMBER not in before
        assert NUMBER in read
        assert NUMBER not in budi.get(url).content.decode()
        assert NUMBER not in hendra.get(url).content.decode()
        assert NUMBER not in budi.get("/kontak/").content.decode()
        assert hendra.post(f"{url}baca/").status_code == 403

    def test_a_purpose_that_is_too_short_keeps_what_was_typed(
        self, world: World, as_person: Callable[[Person], Client]
    ):
        answer = as_person(world.budi).post(f"/kontak/minta/{sent(world).id}/", {"purpose": "perlu"})

        assert answer.status_code == 400
        assert "paling sedikit 20 huruf" in answer.content.decode()
        assert ">\nperlu</textarea>" in answer.content.decode()

    def test_the_auditor_sees_that_and_why_but_neither_words_nor_number(
        self, world: World, as_person: Callable[[Person], Client]
    ):
        opening = asked(world)
        actions.approve_opening(opening=opening, by=world.hendra, at=world.now)

        listed = as_person(world.agus).get("/kontak/").content.decode()
        shown = as_person(world.agus).get(f"/kontak/{opening.pk}/").content.decode()

        assert PURPOSE in shown
        assert str(opening.pk) in listed
        for secret in (NUMBER, "mengancam kami", str(opening.entry.subject_id)):
            assert secret not in listed + shown
