"""Somebody comes without a code; the data protection officer records it, and the clock runs."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import reads as listen_reads
from teduh.rights import actions, reads
from teduh.rights.models import Request
from teduh.rights.rules import Right, clock_of
from teduh.trust.models import AuditEvent, Person, VaultEntry
from tests.factories import World
from tests.rights.stories import NUMBER, SAID, complained, in_clear, report_of, sent, talk_of

ASKED = "Saya disebut dalam laporan; saya ingin tahu apa isinya."
VERIFIED = "Datang sendiri, dikenal kepala desa Ujanmas."
ANSWER = actions.Answer("granted", "Ia memang disebut.", "Namanya disamarkan.", "Nama Anda sudah kami hapus.")


@pytest.fixture(autouse=True)
def _that_monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


def asked(world: World, by: Person | None = None, **more: Any) -> Request:
    values = {"right": "access", "asker": "named", "asked": ASKED, "verified": VERIFIED, "at": world.now}
    return actions.open_request(by=by or world.ratna, **(values | more))


def test_the_clock_runs_from_when_it_was_received(world: World) -> None:
    yesterday = world.now - timedelta(days=1)

    made = asked(world, received_at=yesterday)

    assert made.due_at == yesterday + timedelta(hours=72)
    assert (made.is_late(made.due_at), made.is_late(made.due_at + timedelta(seconds=1))) == (False, True)


def test_a_unit_may_be_quicker_than_the_law(world: World, settings: Settings) -> None:
    settings.RIGHTS_HOURS = 24

    assert {right: clock_of(right) for right in Right} == dict.fromkeys(Right, timedelta(hours=24))


def test_what_is_late_stands_on_top_and_says_so(world: World, as_person: Callable[[Person], Client]) -> None:
    fresh, late = asked(world), asked(world, received_at=world.now - timedelta(days=4))

    page = as_person(world.ratna).get("/permintaan-data/").content.decode()

    assert list(reads.open_requests_for(world.ratna)) == [late, fresh]
    assert "1 permintaan lewat waktunya." in page
    assert page.index(str(late.pk)) < page.index(str(fresh.pk))
    assert "lewat 24 jam" in page


def test_words_lie_encrypted_and_the_contact_in_the_vault(world: World) -> None:
    made = asked(world, contact=NUMBER)

    row = Request.objects.filter(pk=made.pk).values().get()
    assert [word for word in (ASKED, VERIFIED, NUMBER) if word in str(row)] == []
    assert (VaultEntry.objects.get().kind, VaultEntry.objects.get().text) == ("rights_contact", NUMBER)
    told = "".join(AuditEvent.objects.values_list("details", flat=True))
    assert [word for word in (ASKED, VERIFIED, NUMBER) if word in told] == []


def test_a_decision_is_signed_and_final(world: World) -> None:
    made = asked(world)

    row = actions.decide_request(request=made, answer=ANSWER, by=world.ratna, at=world.now)

    assert (row.decision, row.decided_by, row.answer) == ("granted", world.ratna, ANSWER.answer)
    with pytest.raises(Refused, match="sudah diputuskan"):
        actions.decide_request(request=made, answer=ANSWER, by=world.ratna, at=world.now)


def test_what_is_granted_about_a_report_is_done_in_the_same_moment(world: World) -> None:
    received = sent(world)
    withdraw = asked(world, right="withdraw", asker="reporter", about_id=received.id)
    actions.decide_request(request=withdraw, answer=ANSWER, by=world.ratna, at=world.now)
    assert VaultEntry.objects.count() == 0
    assert talk_of(received).lines[-1].text == ANSWER.answer

    erase = asked(world, right="erase", asker="reporter", about_id=received.id)
    actions.decide_request(request=erase, answer=ANSWER, by=world.ratna, at=world.now)

    assert SAID not in in_clear()
    assert listen_reads.talk_at(received.receipt or "") is None


def test_what_is_held_cannot_be_erased_by_a_decision(world: World) -> None:
    received = sent(world)
    made = asked(world, right="erase", about_id=received.id)
    actions.place_hold(
        scope="report", subject_id=received.id, reason="Surat penyidik nomor 12.", by=world.ratna, at=world.now
    )

    with pytest.raises(Refused, match="Akhiri dulu penahanannya"):
        actions.decide_request(request=made, answer=ANSWER, by=world.ratna, at=world.now)

    assert Request.objects.get().decision == "open"
    assert report_of(received).text.endswith(SAID)


@pytest.mark.parametrize("name", ["budi", "wati", "rahman", "hendra", "dewi", "agus", "lina", "rini"])
def test_who_may_not_record_or_decide(world: World, name: str) -> None:
    made, person = asked(world), getattr(world, name)

    with pytest.raises(NotAllowed):
        asked(world, by=person)
    with pytest.raises(NotAllowed):
        actions.decide_request(request=made, answer=ANSWER, by=person, at=world.now)


def test_a_complaint_is_out_of_the_units_reach(world: World) -> None:
    received = complained(world)

    with pytest.raises(NotAllowed):
        asked(world, right="erase", about_id=received.id)
    made = asked(world, by=world.maya, right="erase", asker="reporter", about_id=received.id)

    assert list(reads.open_requests_for(world.ratna)) == []
    assert list(reads.open_requests_for(world.maya)) == [made]


def test_the_neighbour_neither_sees_nor_decides(world: World) -> None:
    made = asked(world)
    sinta = Person.objects.create(username="sinta", name="Sinta", role="data_protection", unit=world.muara_enim)

    assert list(reads.open_requests_for(sinta)) == []
    with pytest.raises(NotFound):
        actions.decide_request(request=made, answer=ANSWER, by=sinta, at=world.now)
    with pytest.raises(NotAllowed):
        asked(world, by=sinta, right="erase", about_id=sent(world).id)


def test_a_report_that_went_to_the_outside_body_is_left_alone(world: World) -> None:
    from teduh.listen import actions as listen  # noqa: PLC0415

    received = sent(world)
    made = asked(world, right="erase", about_id=received.id)
    listen.seal_report(report=report_of(received), by=world.budi, at=world.now)

    actions.decide_request(request=made, answer=ANSWER, by=world.ratna, at=world.now)

    assert talk_of(received).text.endswith(SAID)
    assert [line.text for line in talk_of(received).lines if line.text == ANSWER.answer] == []


class TestContact:
    PURPOSE = "Menyampaikan jawaban lewat telepon."

    def test_two_people_open_it_for_an_hour(self, world: World, as_person: Callable[[Person], Client]) -> None:
        made = asked(world, contact=NUMBER)
        ratna, hendra, url = as_person(world.ratna), as_person(world.hendra), f"/permintaan-data/{made.pk}/"
        ratna.post(f"{url}kontak/", {"purpose": self.PURPOSE})
        opening = reads.openings_of(made.pk).get()
        assert ratna.post(f"{url}kontak/{opening.pk}/setuju/").status_code == 403
        assert ratna.post(f"{url}kontak/{opening.pk}/baca/").status_code == 403

        hendra.post(f"{url}kontak/{opening.pk}/setuju/")
        read = ratna.post(f"{url}kontak/{opening.pk}/baca/").content.decode()

        assert NUMBER in read
        assert NUMBER not in ratna.get(url).content.decode()
        assert NUMBER not in hendra.get(url).content.decode()
        told = AuditEvent.objects.filter(action__startswith="vault.").order_by("seq").values_list("action", flat=True)
        assert list(told) == ["vault.seal", "vault.request", "vault.approve", "vault.read"]

    def test_it_goes_at_its_time(self, world: World) -> None:
        asked(world, contact=NUMBER)

        actions.purge(at=world.now + timedelta(days=181))

        assert VaultEntry.objects.count() == 0


def test_a_year_after_the_decision_the_words_go(world: World) -> None:
    made = asked(world, about_id=sent(world).id)
    actions.decide_request(request=made, answer=ANSWER, by=world.ratna, at=world.now)

    actions.purge(at=world.now + timedelta(days=366))

    made.refresh_from_db()
    assert (made.asked, made.verified, made.reason, made.answer, made.about_id) == ("", "", "", "", None)
    assert (made.right, made.decision, made.decided_by) == ("access", "granted", world.ratna)


def test_the_whole_way_through_the_pages(world: World, as_person: Callable[[Person], Client]) -> None:
    ratna = as_person(world.ratna)
    form = {
        "right": "access",
        "asker": "figure",
        "asked": ASKED,
        "verified": VERIFIED,
        "received_at": "2024-10-14T08:00",
    }

    made = ratna.post("/permintaan-data/baru/", form)["Location"]
    short = ratna.post(f"{made}putuskan/", {"decision": "granted", "reason": "ya", "answer": "Ini salinannya."})
    ratna.post(f"{made}putuskan/", {"decision": "granted", "reason": "Ia berhak.", "answer": "Ini salinannya."})

    assert (short.status_code, ">\nya</textarea>" in short.content.decode()) == (400, True)
    assert "Ini salinannya." in ratna.get(made).content.decode()
    assert "dikabulkan" in ratna.get("/permintaan-data/?keadaan=selesai").content.decode()
    assert "Putuskan" not in as_person(world.hendra).get(made).content.decode()
