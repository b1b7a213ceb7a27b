"""The officer's day says whom to ask for: offices that agreed, of this village and of the roles that are missing."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from teduh.places.models import Area
from teduh.plan import steps
from teduh.trust import figures
from teduh.trust.models import Person
from teduh.trust.rules import ConsentHow, FigureRole
from tests.factories import World

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def agreed(world: World, village: Area, office: str) -> None:
    figures.note_figure(
        village=village,
        role=FigureRole.YOUTH,
        office=office,
        how=ConsentHow.SPOKEN,
        agreed_on=world.today,
        by=world.wati,
        at=world.now,
    )


def test_whom_to_ask_for(world: World, as_person: AsPerson) -> None:
    (plan,) = steps.make_plans(unit=world.pengandonan, week_start=world.today, weeks=1, by=world.rahman, at=world.now)
    stop = plan.stops.filter(officer=world.wati, day=world.today)[0]
    villages = (world.ujanmas, world.tanjungan, world.gunung_meraksa)
    for village in villages:
        agreed(world, village, f"Ketua karang taruna {village.name}")

    page = unescape(as_person(world.wati).get("/rencana/hari/").content.decode())

    assert f"tokoh pemuda (Ketua karang taruna {stop.village.name})" in page
    that_day = set(plan.stops.filter(officer=world.wati, day=world.today).values_list("village__name", flat=True))
    elsewhere = {village.name for village in villages} - that_day
    assert all(f"Ketua karang taruna {name})" not in page for name in elsewhere)


def test_in_the_readers_language(world: World, as_person: AsPerson) -> None:
    (plan,) = steps.make_plans(unit=world.pengandonan, week_start=world.today, weeks=1, by=world.rahman, at=world.now)
    stop = plan.stops.filter(officer=world.wati, day=world.today)[0]
    assert "tokoh pemuda" in stop.meet

    officer = as_person(world.wati)
    # A request leaves its language behind; the next test speaks Indonesian again.
    with translation.override("id"):
        officer.post("/bahasa/", {"language": "en", "next": "/rencana/hari/"})
        page = unescape(officer.get("/rencana/hari/").content.decode())

    assert "youth leaders" in page
    assert "tokoh pemuda" not in page
