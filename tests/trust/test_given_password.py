"""The first password of Siti was typed by Lina, who knows it: it opens nothing but the page where Siti changes it."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh.setup import actions as setup
from teduh.trust.actors import SYSTEM
from teduh.trust.models import Person
from teduh.trust.rules import Role
from tests.factories import World

GIVEN, OWN = "dari-bu-lina-2024", "punya-siti-sendiri"


@pytest.fixture
def siti(world: World, settings: Settings) -> Person:
    settings.SECOND_FACTOR = "optional"
    return setup.add_person(
        username="siti",
        name="Siti",
        role=Role.DESK_OFFICER,
        unit=world.polres,
        password=GIVEN,
        by=world.lina,
        at=world.now,
    )


def signed_in(password: str) -> Client:
    browser = Client()
    browser.post(reverse("sign_in"), {"username": "siti", "password": password})
    return browser


def test_it_opens_only_the_account_until_she_has_her_own(siti: Person, world: World) -> None:
    with time_machine.travel(world.now, tick=False):
        browser = signed_in(GIVEN)

        closed = browser.get(reverse("desk"))
        api = browser.get("/api/v1/issues")
        told = browser.get(reverse("account")).content.decode()
        same = browser.post(reverse("account"), {"current": GIVEN, "new": GIVEN})
        changed = browser.post(reverse("account"), {"current": GIVEN, "new": OWN})

        assert (closed.status_code, closed.headers["Location"]) == (302, reverse("account"))
        assert api.status_code == 401
        assert "Pilih kata sandi Anda sendiri" in told
        assert (same.status_code, changed.status_code) == (400, 302)
        assert browser.get(reverse("desk")).status_code == 200
        assert signed_in(OWN).get(reverse("desk")).status_code == 200


def test_a_password_that_somebody_resets_must_be_changed_again(siti: Person, world: World) -> None:
    Person.objects.filter(pk=siti.pk).update(password_was_given=False)

    setup.set_password(person=siti, password=GIVEN, by=world.lina, at=world.now)

    siti.refresh_from_db()
    assert siti.password_was_given


def test_the_command_line_and_one_s_own_hand_give_no_such_password(world: World) -> None:
    setup.set_password(person=world.budi, password=OWN, by=SYSTEM, at=world.now)
    setup.set_password(person=world.rahman, password=OWN, by=world.rahman, at=world.now)

    assert not Person.objects.filter(password_was_given=True).exists()
