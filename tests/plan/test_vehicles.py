"""Vehicles that a sector's officers share."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from teduh.cores.errors import NotAllowed, Refused
from teduh.plan import actions, reads, steps
from teduh.plan.models import SharedVehicles
from teduh.trust.models import AuditEvent, Person
from teduh.warn import steps as warn
from tests.factories import World

MONDAY = date(2024, 10, 14)


@pytest.fixture(autouse=True)
def _days(world: World) -> None:
    warn.compute_days(at=world.now)


@pytest.fixture
def joko(world: World) -> Person:
    return Person.objects.create(username="joko", name="Joko", role="village_officer", unit=world.pengandonan)


@pytest.mark.usefixtures("joko")
def test_with_one_motorcycle_one_officer_is_out_on_a_day(world: World) -> None:
    actions.share_vehicles(unit=world.pengandonan, counts={"motorcycle": 1}, by=world.rahman, at=world.now)

    (plan,) = steps.make_plans(unit=world.pengandonan, week_start=MONDAY, weeks=1, by=world.rahman, at=world.now)

    out: dict[date, set[Person | None]] = {}
    for stop in plan.stops.all():
        out.setdefault(stop.day, set()).add(stop.officer)
    assert {len(who) for who in out.values()} == {1}


@pytest.mark.usefixtures("joko")
def test_without_a_vehicle_nobody_goes_and_the_page_says_why(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    actions.share_vehicles(unit=world.pengandonan, counts={"motorcycle": 0}, by=world.rahman, at=world.now)
    (plan,) = steps.make_plans(unit=world.pengandonan, week_start=MONDAY, weeks=1, by=world.rahman, at=world.now)

    page = as_person(world.rahman).get(f"/rencana/?pekan={MONDAY}").content.decode()

    assert not plan.stops.exists()
    assert {row["reason"] for row in plan.left_out} == {"no_vehicle"}
    assert "kendaraan bersama tidak cukup" in page
    assert "kendaraan bersama sedang dipakai petugas lain" in page


def test_the_chief_sets_them_on_the_page_and_an_empty_field_gives_everybody_their_own(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    chief = as_person(world.rahman)
    sent = {"unit": world.pengandonan.key, "motorcycle": "2", "car": "", "boat": "0"}

    assert chief.post("/rencana/aturan/kendaraan/", sent).status_code == 302
    assert reads.shared_vehicles(world.pengandonan) == {"motorcycle": 2, "boat": 0}
    assert 'value="2"' in chief.get("/rencana/aturan/").content.decode()

    assert chief.post("/rencana/aturan/kendaraan/", sent | {"motorcycle": "", "boat": ""}).status_code == 302
    assert reads.shared_vehicles(world.pengandonan) == {}
    assert AuditEvent.objects.filter(action="plan.share_vehicles").count() == 2


def test_what_cannot_be_is_refused_and_what_was_stays(world: World, as_person: Callable[[Person], Client]) -> None:
    actions.share_vehicles(unit=world.pengandonan, counts={"car": 1}, by=world.rahman, at=world.now)
    answer = as_person(world.rahman).post(
        "/rencana/aturan/kendaraan/", {"unit": world.pengandonan.key, "motorcycle": "-1"}
    )

    assert answer.status_code == 400
    assert reads.shared_vehicles(world.pengandonan) == {"car": 1}
    with pytest.raises(Refused, match="0 sampai 99"):
        actions.share_vehicles(unit=world.pengandonan, counts={"car": 100}, by=world.rahman, at=world.now)
    with pytest.raises(NotAllowed):
        actions.share_vehicles(unit=world.baturaja, counts={"car": 2}, by=world.rahman, at=world.now)
    assert SharedVehicles.objects.count() == 1


def test_who_changed_the_vehicles_meanwhile_is_not_run_over(world: World) -> None:
    proposal = steps.propose(unit=world.pengandonan, week_start=MONDAY + timedelta(days=7), weeks=1, at=world.now)
    actions.share_vehicles(unit=world.pengandonan, counts={"motorcycle": 1}, by=world.rahman, at=world.now)

    with pytest.raises(Refused):
        steps.keep(proposal, by=world.rahman, at=world.now)
