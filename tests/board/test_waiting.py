"""The Monday page tells each person what waits for their yes or no, and nobody what they did themselves."""

from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh.board.waiting import waiting_for
from teduh.listen import actions as listen
from teduh.respond import actions as respond
from teduh.respond.rules import ReferralKind
from teduh.trust.models import Person
from tests.factories import World
from tests.factories.district import PURPOSE, District, make_district


@pytest.fixture(autouse=True)
def _that_monday(world: World, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT = tmp_path, "polres-oku"
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def district(world: World, _that_monday: None) -> District:
    return make_district(world)


def told(world: World, person: Person) -> dict[str, int]:
    return {one.url_name: one.count for one in waiting_for(person, at=world.now, today=world.today)}


def test_the_second_person_is_told_and_the_first_is_not(world: World, district: District) -> None:
    before = told(world, world.hendra)
    row = respond.make_referral(
        issue=district.ids["issue_object"],
        partner=world.bawaslu,
        kind=ReferralKind.OTHER,
        known_on=world.today,
        reason="Perlu diperiksa lembaga yang berwenang.",
        by=world.budi,
        at=world.now,
    )
    respond.prepare_disclosure(
        referral=row, incomplete_reason="Unsur lain kami susulkan besok.", by=world.budi, at=world.now
    )

    assert told(world, world.hendra).get("referrals", 0) == before.get("referrals", 0) + 1
    assert told(world, world.hendra)["openings"] == 1
    assert "openings" not in told(world, world.budi)
    assert told(world, world.rini) == {}


def test_a_decided_request_waits_no_more(world: World, district: District) -> None:
    opening = listen.ask_to_open(matter_id=district.ids["report"], purpose=PURPOSE, by=world.budi, at=world.now)
    listen.approve_opening(opening=opening, by=world.hendra, at=world.now)

    assert "openings" not in told(world, world.hendra)


def test_a_page_with_nothing_says_so(world: World, as_person: Callable[[Person], Client]) -> None:
    shown = unescape(as_person(world.agus).get(reverse("monday")).content.decode())

    assert "Tidak ada yang menunggu Anda sekarang." in shown
