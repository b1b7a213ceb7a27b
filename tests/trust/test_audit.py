"""History: each write leaves a row, and a row that was touched is found."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from teduh.trust import audit
from teduh.trust.actors import RESIDENT, SYSTEM
from teduh.trust.models import AuditEvent, AuditHead
from tests.factories import World
from tests.factories.world import NOW


def write_three(world: World) -> None:
    with transaction.atomic():
        audit.record(by=SYSTEM, at=NOW, action="test.first", subject=("thing", "1"))
        audit.record(by=world.budi, at=NOW, action="test.second", subject=("thing", "2"), details={"a": "é"})
        audit.record(by=RESIDENT, at=NOW, action="test.third", subject=("thing", "3"))


def test_a_whole_history_has_no_breaks(world: World) -> None:
    write_three(world)

    assert list(audit.verify()) == []
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", "actor_label")) == [
        (1, "teduh"),
        (2, "Budi"),
        (3, "resident"),
    ]


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (
            lambda: AuditEvent.objects.filter(seq=2).update(details="{}"),
            [audit.Break(2, "was changed after it was written")],
        ),
        (lambda: AuditEvent.objects.filter(seq=2).delete(), [audit.Break(2, "rows 2 to 2 are missing")]),
        (
            lambda: AuditEvent.objects.filter(seq=3).delete(),
            [audit.Break(3, "rows at the end of the chain are missing")],
        ),
    ],
    ids=["edited", "removed", "cut off"],
)
def test_a_touched_history_is_found(world: World, tamper: object, expected: list[audit.Break]) -> None:
    write_three(world)

    tamper()  # type: ignore[operator]

    assert list(audit.verify()) == expected


def test_two_rows_that_changed_places_are_found(world: World) -> None:
    write_three(world)

    AuditEvent.objects.filter(seq=2).update(seq=99)
    AuditEvent.objects.filter(seq=3).update(seq=2)
    AuditEvent.objects.filter(seq=99).update(seq=3)

    assert {place.seq for place in audit.verify()} == {2, 3}


@pytest.mark.django_db(transaction=True)
def test_a_row_outside_a_transaction_is_refused() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(by=SYSTEM, at=NOW, action="test", subject=("thing", "1"))


def test_a_write_that_fails_leaves_no_row(world: World) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 (the row and the failure are one write)
        audit.record(by=SYSTEM, at=NOW, action="test", subject=("thing", "1"))
        raise ZeroDivisionError

    assert audit.length() == 0
    assert list(AuditHead.objects.annotate(n=F("seq")).values_list("n", flat=True)) in ([], [0])
