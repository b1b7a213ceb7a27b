"""The watch itself: it sees a write without a row, also when another transaction of the request left one."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh.trust import audit
from teduh.trust.actors import SYSTEM
from teduh.trust.models import Device, Person
from tests.factories import World
from tests.guards.writes import watched


def rename(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(name="Budi S.")


def leave_a_row(world: World) -> None:
    audit.record(by=SYSTEM, at=world.now, action="people.change", subject=("person", world.budi.pk))


def test_a_write_beside_its_row_is_right(world: World) -> None:
    with watched() as watch, transaction.atomic():
        rename(world.budi)
        leave_a_row(world)

    assert watch.silent == []


def test_a_write_without_a_row_is_seen(world: World) -> None:
    with watched() as watch, transaction.atomic():
        rename(world.budi)

    assert watch.silent == ["trust_person"]


def test_a_row_of_another_transaction_does_not_count(world: World) -> None:
    with watched() as watch:
        with transaction.atomic():
            rename(world.budi)
        with transaction.atomic():
            leave_a_row(world)

    assert watch.silent == ["trust_person"]


def test_an_inner_block_may_leave_the_row_to_the_outer_one(world: World) -> None:
    with watched() as watch, transaction.atomic():
        with transaction.atomic():
            rename(world.budi)
        leave_a_row(world)

    assert watch.silent == []


def test_a_row_that_was_taken_back_does_not_count(world: World) -> None:
    with watched() as watch, transaction.atomic():
        rename(world.budi)
        try:
            with transaction.atomic():
                leave_a_row(world)
                raise ValueError
        except ValueError:
            pass

    assert watch.silent == ["trust_person"]


def test_a_write_that_was_taken_back_needs_no_row(world: World) -> None:
    with watched() as watch:
        try:
            with transaction.atomic():
                rename(world.budi)
                raise ValueError
        except ValueError:
            pass

    assert watch.silent == []


def test_a_write_outside_any_transaction_is_seen(world: World) -> None:
    with watched() as watch:
        rename(world.budi)

    assert watch.silent == ["trust_person"]


def test_that_a_browser_was_used_needs_no_row_and_its_end_does(world: World) -> None:
    device = Device.objects.create(person=world.budi, label="x", signed_in_at=world.now, seen_at=world.now)

    with watched() as watch:
        Device.objects.filter(pk=device.pk).update(seen_at=world.now)
        Device.objects.filter(pk=device.pk).update(ended_at=world.now)

    assert watch.silent == ["trust_device"]


def test_a_page_that_leaves_no_row_fails_its_test(
    world: World, as_person: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.RECEIVING_UNIT = "polres-oku"
    budi = as_person(world.budi)
    monkeypatch.setattr(audit, "record", lambda **_told: 0)

    with pytest.raises(AssertionError, match=r"wrote without an audit row: .*listen_report"):
        budi.post(reverse("report_enter"), {"text": "ado wong bagi amplop", "channel": "officer"})
