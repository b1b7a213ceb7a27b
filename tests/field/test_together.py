"""Acts that come in one body: what happens to one of them happens to no other, also where they share a transaction."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection, transaction

from teduh.field.actions import acts
from teduh.field.models import Receipt, WaitingFile
from teduh.listen.models import Report
from teduh.places.keys import new_id
from teduh.respond.models import Visit
from teduh.respond.visitfiles import VisitFile
from teduh.trust.models import AuditEvent
from tests.factories import World
from tests.field.handset import Handset, picture, told


def outcomes(answers: list[dict[str, Any]]) -> list[str]:
    return [str(answer["outcome"]) for answer in answers]


def visit(world: World, phone: Handset, **changes: Any) -> dict[str, Any]:
    return phone.act("visit.record", told(world, **changes))


def test_a_visit_its_photos_and_a_missing_one_come_in_one_body(world: World, wati: Handset) -> None:
    first, second = new_id(), new_id()
    for photo in (first, second):
        wati.put(photo, picture())
    body = told(world)
    photos = [wati.act("visit.photo", {"visit": body["visit"], "file": str(pk)}) for pk in (first, new_id(), second)]

    answers = wati.send(wati.act("visit.record", body), *photos)

    assert outcomes(answers) == ["accepted", "accepted", "later", "accepted"]
    assert set(VisitFile.objects.values_list("pk", flat=True)) == {first, second}
    assert not WaitingFile.objects.filter(used_at=None).exists()


def test_more_than_share_a_transaction_come_in_their_order(world: World, wati: Handset) -> None:
    sent = [visit(world, wati) for _ in range(acts.TOGETHER + 3)]
    sent.insert(4, visit(world, wati, village=world.kemalaraja.code))

    answers = wati.send(*sent)

    assert [answer["id"] for answer in answers] == [act["id"] for act in sent]
    assert outcomes(answers) == ["accepted"] * 4 + ["refused"] + ["accepted"] * (acts.TOGETHER - 1)
    assert Visit.objects.count() == Receipt.objects.count() == acts.TOGETHER + 3
    assert AuditEvent.objects.filter(action="field.take").count() == acts.TOGETHER + 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL no two acts share a transaction")
def test_where_the_transaction_of_several_fails_each_is_taken_by_itself(
    world: World, wati: Handset, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failed = transaction.atomic, []

    class Failing:
        """The disk is full for a moment, when several acts are to be made fast."""

        def __enter__(self) -> None:
            self.inner = real()
            self.inner.__enter__()

        def __exit__(self, *_raised: object) -> None:
            failed.append(Receipt.objects.count())
            transaction.set_rollback(True)
            self.inner.__exit__(None, None, None)
            raise OperationalError("database or disk is full")

    monkeypatch.setattr(acts, "transaction", SimpleNamespace(atomic=Failing))
    sent = [visit(world, wati), visit(world, wati)]

    answers = wati.send(*sent)

    assert outcomes(answers) == ["accepted", "accepted"]
    assert failed == [2]
    assert Visit.objects.count() == Receipt.objects.count() == 2


def test_what_was_stored_before_is_known_among_what_is_new(world: World, wati: Handset) -> None:
    old, new = visit(world, wati), visit(world, wati)
    wati.send(old)

    answers = wati.send(new, old, new)

    assert outcomes(answers) == ["accepted", "known", "known"]
    assert (Visit.objects.count(), Report.objects.count()) == (2, 0)


@time_machine.travel("2024-10-14T09:00:00+07:00", tick=False)
def test_nothing_at_all_is_answered_with_nothing(wati: Handset) -> None:
    assert wati.send() == []
