"""What was promised in a village is kept, and the village hears of it."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.places.models import Area
from teduh.respond import actions, reads
from teduh.respond.actions import Promised
from teduh.respond.models import Promise
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.respond.stories import meeting

AsPerson = Callable[[Person], Client]
DUE = date(2024, 10, 12)


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def lamp(world: World) -> Promise:
    """In Ujanmas the village head promised a lamp; it was due on Saturday, and now it is Monday."""
    actions.record_visit(**meeting(world), promises=[Promised("Lampu jalan diperbaiki", "Kepala desa", DUE)])
    return Promise.objects.get()


def kept(world: World, promise: Promise, **changed: Any) -> Promise:
    told = {"kept_on": world.today, "outcome": "Lampu sudah menyala.", "by": world.wati, "at": world.now}
    return actions.keep_promise(promise=promise, **told | changed)


def test_a_promise_is_kept_and_told_back(world: World, lamp: Promise) -> None:
    kept(world, lamp, outcome="Lampu menyala; nomor tukang 0812-3456-7890.")
    actions.tell_back(promise=lamp, on=world.today, by=world.rahman, at=world.now)

    lamp.refresh_from_db()
    assert (lamp.kept_on, lamp.outcome) == (world.today, "Lampu menyala; nomor tukang [telepon].")
    assert lamp.told_back_on == world.today
    rows = AuditEvent.objects.filter(subject_id=str(lamp.pk)).order_by("seq")
    assert [(row.action, row.actor_label) for row in rows] == [
        ("respond.keep_promise", "Wati"),
        ("respond.tell_back", "Rahman"),
    ]
    assert [row.details for row in rows] == ['{"kept_on": "2024-10-14", "late": true}', '{"on": "2024-10-14"}']


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"outcome": "  "}, "outcome"),
        ({"outcome": "a" * 100_000}, "outcome"),
        ({"kept_on": date(2024, 10, 15)}, "kept_on"),
        ({"kept_on": date(2024, 10, 10)}, "kept_on"),
    ],
)
def test_what_cannot_be_is_refused(world: World, lamp: Promise, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        kept(world, lamp, **changed)

    lamp.refresh_from_db()
    assert (refused.value.field, lamp.kept_on) == (field, None)


def test_a_promise_is_kept_once_and_told_only_afterwards(world: World, lamp: Promise) -> None:
    with pytest.raises(Refused):
        actions.tell_back(promise=lamp, on=world.today, by=world.wati, at=world.now)
    kept(world, lamp)
    with pytest.raises(Refused):
        kept(world, lamp, outcome="Lain lagi.")
    actions.tell_back(promise=lamp, on=world.today, by=world.wati, at=world.now)
    with pytest.raises(Refused):
        actions.tell_back(promise=lamp, on=world.today, by=world.wati, at=world.now)

    lamp.refresh_from_db()
    assert (lamp.outcome, lamp.told_back_on) == ("Lampu sudah menyala.", world.today)


def test_only_those_who_work_in_the_village_say_so(world: World, lamp: Promise) -> None:
    for person in (world.yusuf, world.budi, world.rini, world.maya):
        with pytest.raises(NotAllowed):
            kept(world, lamp, by=person)
    lamp.refresh_from_db()
    assert lamp.kept_on is None


def test_others_find_no_promise(world: World, lamp: Promise, as_person: AsPerson) -> None:
    for person in (world.rini, world.yusuf):
        with pytest.raises(NotFound):
            reads.promise(person, lamp.pk, on=world.today)
        assert as_person(person).get(f"/janji/{lamp.pk}/").status_code == 404
        assert "Lampu" not in as_person(person).get("/janji/").content.decode()
    assert as_person(world.yusuf).post(f"/janji/{lamp.pk}/tepati/", {"kept_on": "2024-10-14"}).status_code == 404


def test_the_list_shows_what_is_overdue_first(world: World, lamp: Promise, as_person: AsPerson) -> None:
    owed = [
        Promised("Patroli malam Minggu", "Kapolsek", date(2024, 10, 19)),
        Promised("Jawaban soal pupuk", "Camat", date(2024, 10, 11)),
    ]
    actions.record_visit(**meeting(world) | {"village": world.tanjungan}, promises=owed)

    response = as_person(world.rahman).get("/janji/")

    assert [(promise.text, late) for promise, late in response.context["lines"]] == [
        ("Jawaban soal pupuk", 3),
        ("Lampu jalan diperbaiki", 2),
        ("Patroli malam Minggu", 0),
    ]
    assert "lewat 3 hari" in response.content.decode()


def test_a_promise_walks_from_list_to_list(world: World, lamp: Promise, as_person: AsPerson) -> None:
    wati = as_person(world.wati)

    def shown() -> list[list[Promise]]:
        return [wati.get(f"/janji/?lihat={tab}").context["page"].rows for tab in ("terbuka", "kabarkan", "selesai")]

    assert shown() == [[lamp], [], []]
    wati.post(f"/janji/{lamp.pk}/tepati/", {"kept_on": "2024-10-14", "outcome": "Sudah menyala."})
    assert shown() == [[], [lamp], []]
    wati.post(f"/janji/{lamp.pk}/kabarkan/", {"on": "2024-10-14"})
    assert shown() == [[], [], [lamp]]


def test_a_form_that_is_not_whole_keeps_what_was_typed(world: World, lamp: Promise, as_person: AsPerson) -> None:
    response = as_person(world.wati).post(
        f"/janji/{lamp.pk}/tepati/", {"kept_on": "2099-01-01", "outcome": "Lampu sudah menyala."}
    )

    assert response.status_code == 400
    assert "Tanggal ini belum tiba, atau lebih awal daripada yang mungkin." in unescape(response.content.decode())
    assert "Lampu sudah menyala." in response.content.decode()


def test_open_promises_of_some_villages(world: World, lamp: Promise) -> None:
    ujanmas = Area.objects.filter(pk=world.ujanmas.pk)

    assert list(reads.open_promises(ujanmas)) == [lamp]
    assert list(reads.open_promises(Area.objects.filter(pk=world.tanjungan.pk))) == []
    kept(world, lamp)
    assert list(reads.open_promises(ujanmas)) == []


def test_the_list_costs_the_same_for_one_three_and_a_hundred(world: World, as_person: AsPerson) -> None:
    rahman, costs = as_person(world.rahman), []
    for number in (1, 3, 50):
        owed = [Promised(f"Janji {n}", "Kapolsek", world.today + timedelta(days=n)) for n in range(number)]
        actions.record_visit(**meeting(world), promises=owed)
        with CaptureQueriesContext(connection) as queries:
            assert rahman.get("/janji/").status_code == 200
        costs.append(len(queries))
    assert costs == [costs[0]] * 3
