"""The words that an operation keeps out of what goes out: a list of words, and of nothing else."""

import json
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads
from teduh.places.models import Operation, OperationWord
from teduh.places.rules import WordKind
from teduh.setup import actions
from teduh.trust import neutrality
from teduh.trust.models import AuditEvent, Person
from tests.factories import World

AsPerson = Callable[[Person], Client]
WORDS = {"name": ["Suryadi Pratama", "Melati"], "colour": ["ungu"], "allowed": ["Desa Melati"]}


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def keep(world: World, words: dict[str, list[str]] | None = None, **more: Any) -> None:
    said: dict[str, Any] = {"operation": world.operation, "words": WORDS if words is None else words}
    actions.set_words(**said | {"by": world.lina, "at": world.now} | more)


def words_in(text: str, world: World, **more: Any) -> list[str]:
    return [one.words for one in neutrality.held(text, **{"unit": world.pengandonan, "on": world.today} | more)]


def test_a_list_takes_the_place_of_the_one_before(world: World) -> None:
    keep(world)
    keep(world, {"name": ["  Anggrek   Bulan ", "anggrek bulan", ""], "slogan": ["Gaspol"]})

    assert reads.words_of(world.operation) == {"name": ["Anggrek   Bulan".replace("   ", " ")], "slogan": ["Gaspol"]}


def test_the_record_links_no_word_to_another_or_to_anybody() -> None:
    assert {field.name for field in OperationWord._meta.get_fields()} == {"id", "operation", "kind", "text"}


def test_not_even_the_order_of_typing_pairs_a_name_with_a_number(world: World) -> None:
    keep(world, {"name": ["Zainal Abidin", "Anggrek"], "number": ["sikok", "duo"]})

    stored = OperationWord.objects.order_by("id").values_list("text", flat=True)

    assert list(stored) == ["Anggrek", "Zainal Abidin", "duo", "sikok"]


def test_the_audit_row_counts_and_holds_no_word(world: World) -> None:
    keep(world)
    keep(world, {"name": ["Melati"]})

    first, second = AuditEvent.objects.filter(action="places.set_words").order_by("seq")
    told, then = json.loads(first.details), json.loads(second.details)
    assert (told["before"], told["after"]) == ({}, {"name": 2, "colour": 1, "allowed": 1})
    assert then["before_digest"] == told["after_digest"] != then["after_digest"]
    assert "Melati" not in first.details + second.details


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("name", "x" * 61, "terlalu panjang"),
        ("number", "02", "tidak punya huruf"),
        ("slogan", "✌️", "tidak punya huruf"),
        ("allowed", "Melati", "hanya satu kata"),
        ("name", "\n".join(f"nama ke {n}" for n in range(101)), "Paling banyak 100 baris"),
    ],
)
def test_what_the_gate_cannot_use_is_refused_and_nothing_changes(
    world: World, kind: str, typed: str, words: str
) -> None:
    keep(world)

    with pytest.raises(Refused) as refused:
        keep(world, {kind: typed.splitlines()})

    assert (refused.value.field, words in refused.value.message) == (kind, True)
    assert reads.words_of(world.operation)["colour"] == ["ungu"]


def test_only_administrator_and_public_relations_keep_the_lists(world: World) -> None:
    for person in (world.budi, world.wati, world.rahman, world.hendra, world.agus, world.maya):
        with pytest.raises(NotAllowed):
            keep(world, by=person)
    keep(world, by=world.dewi)


class TestInForce:
    def test_the_district_and_its_sectors_are_held_to_it_and_a_neighbour_is_not(self, world: World) -> None:
        keep(world)

        assert words_in("Bu Melati datang.", world) == ["Melati"]
        assert words_in("Bu Melati datang.", world, unit=world.polres) == ["Melati"]
        assert words_in("Bu Melati datang.", world, unit=world.muara_enim) == []
        assert words_in("Desa Melati aman.", world) == []

    def test_it_holds_while_the_operation_runs(self, world: World) -> None:
        keep(world)
        last = world.operation.ends_on

        assert words_in("Bu Melati datang.", world, on=last) == ["Melati"]
        assert words_in("Bu Melati datang.", world, on=last + timedelta(days=1)) == []

    def test_two_operations_at_once_add_up(self, world: World) -> None:
        keep(world)
        other = Operation.objects.create(
            name="Pilgub",
            unit=world.polres,
            contest="contested",
            candidate_pairs=3,
            starts_on=world.today,
            ends_on=world.today,
        )
        keep(world, {"name": ["Anggrek"]}, operation=other)

        assert words_in("Melati dan Anggrek.", world) == ["Melati", "Anggrek"]

    def test_a_list_goes_with_its_operation(self, world: World) -> None:
        keep(world)

        world.operation.delete()

        assert OperationWord.objects.count() == 0

    def test_without_a_list_the_general_rules_hold(self, world: World) -> None:
        assert words_in("Coblos nomor 1.", world) == ["Coblos nomor 1"]


class TestOnTheScreen:
    def address(self, world: World) -> str:
        return f"/atur/operasi/{world.operation.pk}/kata/"

    def test_public_relations_keeps_the_lists(self, world: World, as_person: AsPerson) -> None:
        dewi = as_person(world.dewi)
        assert dewi.get("/atur/kata/").headers["Location"] == self.address(world)

        typed = {"name": "Suryadi Pratama\r\nMelati", "colour": "ungu"}
        page = unescape(dewi.post(self.address(world), typed, follow=True).content.decode())

        assert "Daftar tersimpan dan langsung berlaku." in page
        assert "Melati\nSuryadi Pratama</textarea>" in page
        assert set(reads.words_of(world.operation)) == {WordKind.NAME, WordKind.COLOUR}

    def test_a_refusal_keeps_what_was_typed(self, world: World, as_person: AsPerson) -> None:
        answer = as_person(world.lina).post(self.address(world), {"name": "Anggrek", "allowed": "Melati"})

        page = unescape(answer.content.decode())
        assert (answer.status_code, OperationWord.objects.count()) == (400, 0)
        assert "hanya satu kata" in page
        assert "Anggrek</textarea>" in page

    def test_another_district_neither_reads_nor_changes_it(self, world: World, as_person: AsPerson) -> None:
        keep(world)
        tono = Person.objects.create(
            username="humas-muara", name="Tono", role="public_relations", unit=world.muara_enim
        )
        browser = as_person(tono)

        for answer in (browser.get(self.address(world)), browser.post(self.address(world), {"name": "Anggrek"})):
            assert answer.status_code == 404
            assert "Melati" not in answer.content.decode()
        assert browser.get("/atur/kata/").status_code == 404
        assert "Melati" in reads.words_of(world.operation)["name"]
