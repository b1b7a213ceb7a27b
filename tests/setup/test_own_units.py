"""Lina looks after Polres OKU and what stands under it; the outside body and the neighbour are not hers."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from teduh.cores.errors import NotAllowed
from teduh.places.models import Jurisdiction, Unit
from teduh.places.rules import UnitKind
from teduh.setup import actions
from teduh.trust import factors
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent, Person
from teduh.trust.rules import Role
from tests.factories import World

DAY = date(2024, 10, 14)
SECRET = "teduh-sekali-2024"


def test_she_adds_people_to_her_own_units(world: World) -> None:
    siti = actions.add_person(
        username="siti",
        name="Siti",
        role=Role.VILLAGE_OFFICER,
        unit=world.pengandonan,
        password=SECRET,
        by=world.lina,
        at=world.now,
    )

    assert (siti.unit, AuditEvent.objects.get(action="people.add").unit_id) == (
        world.pengandonan,
        str(world.pengandonan.pk),
    )


@pytest.mark.parametrize(("unit", "role"), [("kompolnas", Role.OVERSEER), ("muara_enim", Role.DESK_OFFICER)])
def test_she_cannot_put_somebody_where_complaints_or_another_district_are_read(
    world: World, unit: str, role: Role
) -> None:
    with pytest.raises(NotAllowed):
        actions.add_person(
            username="siti",
            name="Siti",
            role=role,
            unit=getattr(world, unit),
            password=SECRET,
            by=world.lina,
            at=world.now,
        )

    assert not Person.objects.filter(username="siti").exists()


@pytest.mark.parametrize("name", ["maya", "rini"])
def test_she_cannot_take_over_an_account_outside(world: World, name: str) -> None:
    theirs: Person = getattr(world, name)
    before = theirs.password

    with pytest.raises(NotAllowed):
        actions.set_password(person=theirs, password=SECRET, by=world.lina, at=world.now)
    with pytest.raises(NotAllowed):
        factors.reset(person=theirs, by=world.lina, at=world.now)
    with pytest.raises(NotAllowed):
        actions.change_person(
            person=theirs,
            name="Maya",
            rank="",
            role=Role.DESK_OFFICER,
            unit=world.polres,
            is_active=True,
            by=world.lina,
            at=world.now,
        )

    theirs.refresh_from_db()
    assert (theirs.password, theirs.unit_id) == (before, getattr(world, name).unit_id)


def test_her_list_names_nobody_outside(world: World, as_person: Callable[[Person], Client]) -> None:
    shown = as_person(world.lina).get(reverse("people")).content.decode()

    assert "Budi" in shown
    assert "Maya" not in shown
    assert "Rini" not in shown


def test_no_outside_body_is_made_or_changed_by_the_unit_it_watches(world: World) -> None:
    tries = (
        {"key": "dewan-sendiri", "kind": UnitKind.OVERSIGHT, "parent": world.polres},
        {"key": "kompolnas", "kind": UnitKind.OVERSIGHT, "parent": world.polres},
        {"key": "polsek-pengandonan", "kind": UnitKind.OVERSIGHT, "parent": world.polres},
        {"key": "polres-lain", "kind": UnitKind.DISTRICT, "parent": None},
    )
    for values in tries:
        with pytest.raises(NotAllowed):
            actions.save_unit(name="Dewan", by=world.lina, at=world.now, **values)  # type: ignore[arg-type]

    assert list(Unit.objects.filter(kind="oversight").values_list("key", "parent")) == [("kompolnas", None)]
    assert not Unit.objects.filter(key="polres-lain").exists()


def test_a_partner_and_a_new_sector_are_hers_to_add(world: World) -> None:
    told = {"by": world.lina, "at": world.now}
    actions.save_unit(key="kpu-oku", name="KPU OKU", kind=UnitKind.PARTNER, **told)  # type: ignore[arg-type]
    actions.save_unit(
        key="polsek-lengkiti",
        name="Polsek Lengkiti",
        kind=UnitKind.SECTOR,
        parent=world.polres,
        **told,  # type: ignore[arg-type]
    )

    assert Unit.objects.filter(key__in=("kpu-oku", "polsek-lengkiti")).count() == 2


def test_no_unit_takes_villages_of_another_district(world: World) -> None:
    theirs = Jurisdiction.objects.get(unit=world.muara_enim).area

    with pytest.raises(NotAllowed):
        actions.add_jurisdiction(unit=world.polres, area=theirs, valid_from=DAY, by=world.lina, at=world.now)

    assert list(Jurisdiction.objects.filter(area=theirs).values_list("unit__key", flat=True)) == ["polres-muara-enim"]


def test_the_server_sets_up_what_no_administrator_may(world: World) -> None:
    rahmi = actions.add_person(
        username="rahmi",
        name="Rahmi",
        role=Role.OVERSEER,
        unit=world.kompolnas,
        password=SECRET,
        by=SYSTEM,
        at=world.now,
    )

    assert rahmi.role == Role.OVERSEER
