"""Order messages: one person writes, another approves, and nothing partisan goes out."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.respond import actions, reads
from teduh.respond.models import Message
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.respond.stories import approved_message

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def write(world: World, **changed: Any) -> Message:
    said = {"title": "Tanya dulu", "text": "Tanyakan dulu kabar yang belum jelas.", "by": world.rahman, "at": world.now}
    return actions.write_message(**said | changed)


def test_a_message_waits_for_a_second_person(world: World) -> None:
    message = write(world, phases=["campaign", "quiet"])

    assert (message.key, message.version, message.unit) == ("tanya-dulu", 1, world.pengandonan)
    assert list(reads.approved_messages()) == []
    actions.approve_message(message=message, by=world.dewi, at=world.now)
    assert list(reads.approved_messages()) == [message]
    rows = AuditEvent.objects.filter(subject_id=str(message.pk)).order_by("seq")
    assert [(row.action, row.actor_label) for row in rows] == [
        ("respond.write_message", "Rahman"),
        ("respond.approve_message", "Dewi"),
    ]


def test_nobody_approves_their_own_message(world: World) -> None:
    message = write(world, by=world.dewi)

    with pytest.raises(NotAllowed):
        actions.approve_message(message=message, by=world.dewi, at=world.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(approved_by=world.dewi, approved_at=world.now)
    assert list(reads.approved_messages()) == []


def test_who_may_write_and_approve(world: World) -> None:
    message = write(world)

    for person in (world.wati, world.budi, world.hendra, world.maya):
        with pytest.raises(NotAllowed):
            write(world, by=person)
    for person in (world.wati, world.budi, world.rahman):
        with pytest.raises(NotAllowed):
            actions.approve_message(message=message, by=person, at=world.now)
    with pytest.raises(NotAllowed):
        actions.withdraw_message(message=message, reason="Keliru.", by=world.wati, at=world.now)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"text": "Ayo coblos nomor 1."}, "text", "“coblos nomor 1”"),
        ({"title": "Nomor urut 2 menang"}, "title", "“Nomor urut 2”"),
        ({"text": "Kirim ucapan terima kasih kepada Presiden."}, "text", "“Kirim ucapan terima kasih kepada Presiden”"),
        ({"text": "Penyebar hoaks akan ditangkap."}, "text", "“akan ditangkap”"),
        ({"text_en": "They will be arrested."}, "text_en", "“will be arrested”"),
        ({"text": " "}, "text", "Bagian ini perlu diisi."),
        ({"text": "a" * 100_000}, "text", "Terlalu panjang."),
        ({"phases": ["pesta"]}, "phases", "Pilih tahapan dari daftar."),
    ],
)
def test_what_must_not_be_said_is_refused_and_explained(
    world: World, changed: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        write(world, **changed)

    assert refused.value.field == field
    assert refused.value.message.startswith(words)
    assert (Message.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_new_version_takes_the_place_of_the_old_one_only_when_approved(world: World) -> None:
    first = approved_message(world)

    second = write(world, key=first.key, title=first.title, text="Mari jaga kerukunan. Satu desa, satu keluarga.")
    assert (second.version, list(reads.approved_messages())) == (2, [first])
    actions.approve_message(message=second, by=world.dewi, at=world.now)

    assert list(reads.approved_messages()) == [second]
    assert [(row.version, row.withdrawn_at) for row in reads.versions_of(world.dewi, first.key)] == [
        (2, None),
        (1, world.now),
    ]


def test_two_messages_of_one_title_keep_apart(world: World) -> None:
    assert [write(world).key for _n in range(3)] == ["tanya-dulu", "tanya-dulu-2", "tanya-dulu-3"]


def test_a_withdrawn_message_is_carried_no_more(world: World) -> None:
    message = approved_message(world)

    actions.withdraw_message(message=message, reason="Ada kata yang keliru.", by=world.rahman, at=world.now)

    assert list(reads.approved_messages(world.pengandonan)) == []
    with pytest.raises(Refused):
        actions.approve_message(message=message, by=world.hendra, at=world.now)
    with pytest.raises(Refused):
        actions.withdraw_message(message=message, reason="Lagi.", by=world.dewi, at=world.now)


def test_a_district_shares_its_messages_and_another_does_not_see_them(world: World) -> None:
    message = approved_message(world)

    for unit in (world.pengandonan, world.baturaja, world.polres):
        assert list(reads.approved_messages(unit)) == [message]
    assert list(reads.approved_messages(world.muara_enim)) == []
    with pytest.raises(NotFound):
        reads.message(world.rini, message.pk)


def test_a_key_of_another_district_is_not_continued(world: World) -> None:
    message = approved_message(world)
    Message.objects.filter(pk=message.pk).update(unit=world.muara_enim)

    with pytest.raises(NotFound):
        write(world, key=message.key)

    assert Message.objects.count() == 1


def test_messages_that_suit_the_phase_come_first(world: World) -> None:
    for title, phases in (("Air bersih", []), ("Masa tenang", ["quiet"]), ("Kampanye damai", ["campaign"])):
        actions.approve_message(message=write(world, title=title, phases=phases), by=world.dewi, at=world.now)

    found = reads.messages_for_visit(world.pengandonan, on=world.today)

    assert [message.title for message in found] == ["Kampanye damai", "Air bersih", "Masa tenang"]


def test_the_way_of_a_message_through_the_pages(world: World, as_person: AsPerson) -> None:
    said = {"title": "Tanya dulu", "text": "Tanyakan dulu kabar yang belum jelas.", "phases": ["campaign"]}
    rahman, dewi = as_person(world.rahman), as_person(world.dewi)

    written = rahman.post("/pesan/baru/", said)
    page = written.url
    approved = dewi.post(f"{page}setujui/")
    revised = rahman.post(f"{page}ubah/", said | {"text": "Tanyakan dulu, baru bagikan."})
    withdrawn = dewi.post(f"{page}tarik/", {"reason": "Diganti."})

    first, second = Message.objects.order_by("version")
    assert [response.status_code for response in (written, approved, revised, withdrawn)] == [302] * 4
    assert page == f"/pesan/{first.pk}/"
    assert (first.approved_by, first.withdrawn_at) == (world.dewi, world.now)
    assert (second.text, second.approved_at) == ("Tanyakan dulu, baru bagikan.", None)


def test_the_page_explains_each_phrase_and_keeps_the_text(world: World, as_person: AsPerson) -> None:
    said = {"title": "Ajakan", "text": "Coblos nomor 1 atau akan ditangkap."}

    response = as_person(world.dewi).post("/pesan/baru/", said)

    assert response.status_code == 400
    assert [error.split(":")[0] for error in response.context["form"].errors["text"]] == [
        "“Coblos nomor 1”",
        "“akan ditangkap”",
    ]
    assert "Coblos nomor 1 atau akan ditangkap." in unescape(response.content.decode())
    assert Message.objects.count() == 0


def test_drafts_are_seen_only_by_those_who_write_or_approve(world: World, as_person: AsPerson) -> None:
    draft = write(world, title="Draf rahasia")

    for person in (world.wati, world.budi, world.agus, world.maya, world.rini):
        client = as_person(person)
        assert client.get(f"/pesan/{draft.pk}/").status_code == 404
        assert "Draf rahasia" not in client.get("/pesan/?lihat=menunggu").content.decode()
    for person in (world.rahman, world.dewi, world.hendra):
        assert "Draf rahasia" in as_person(person).get("/pesan/?lihat=menunggu").content.decode()


def test_the_writer_is_told_that_somebody_else_approves(world: World, as_person: AsPerson) -> None:
    draft = write(world, by=world.dewi)

    page = as_person(world.dewi).get(f"/pesan/{draft.pk}/").content.decode()

    assert "Anda yang menulis pesan ini, jadi orang lain yang harus menyetujuinya." in page
    assert "setujui/" not in page
    assert as_person(world.dewi).post(f"/pesan/{draft.pk}/setujui/").status_code == 403


def test_the_library_costs_the_same_for_one_three_and_a_hundred(world: World, as_person: AsPerson) -> None:
    dewi, costs = as_person(world.dewi), []
    for number in (1, 3, 100):
        while Message.objects.count() < number:
            at = world.now + timedelta(minutes=Message.objects.count())
            actions.approve_message(message=write(world, at=at), by=world.dewi, at=at)
        with CaptureQueriesContext(connection) as queries:
            assert dewi.get("/pesan/").status_code == 200
        costs.append(len(queries))
    assert costs == [costs[0]] * 3
