"""Who sees which villages."""

from datetime import timedelta

import pytest

from teduh.cores.errors import NotAllowed
from teduh.places.models import Jurisdiction, Posting
from teduh.trust import access
from teduh.trust.models import Person
from teduh.trust.rules import ROLE_PERMISSIONS, Permission, Role
from tests.factories import World


def codes(person: Person, world: World) -> list[str]:
    return sorted(access.villages_for(person, on=world.today).values_list("code", flat=True))


def test_each_sees_their_own_villages_and_no_others(world: World) -> None:
    pengandonan = ["16.01.08.2001", "16.01.08.2015", "16.01.08.2017", "16.01.08.2018"]

    assert codes(world.wati, world) == ["16.01.08.2001", "16.01.08.2017", "16.01.08.2018"]
    assert codes(world.rahman, world) == pengandonan
    assert codes(world.yusuf, world) == ["16.01.14.1004", "16.01.14.1005"]
    assert codes(world.hendra, world) == [*pengandonan, "16.01.14.1004", "16.01.14.1005", "16.01.22.2002"]
    assert codes(world.rini, world) == ["16.03.11.2001"]
    assert codes(world.maya, world) == []


def test_a_posting_that_ended_shows_nothing_any_more(world: World) -> None:
    Posting.objects.filter(village=world.ujanmas).update(valid_to=world.today - timedelta(days=1))

    assert codes(world.wati, world) == ["16.01.08.2001", "16.01.08.2017"]


def test_the_last_day_still_counts(world: World) -> None:
    Jurisdiction.objects.filter(unit=world.pengandonan).update(valid_to=world.today)

    assert len(codes(world.rahman, world)) == 4


def test_a_polsek_may_act_in_two_subdistricts(world: World) -> None:
    Jurisdiction.objects.create(unit=world.pengandonan, area=world.kemalaraja.parent, valid_from=world.today)

    assert "16.01.14.1004" in codes(world.rahman, world)


def test_a_village_elsewhere_is_refused(world: World) -> None:
    access.require_village(world.rahman, world.ujanmas, on=world.today)
    with pytest.raises(NotAllowed):
        access.require_village(world.rahman, world.kemalaraja, on=world.today)


def test_every_role_is_told_what_it_may_and_only_the_overseer_reads_complaints() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    readers = [role for role, permissions in ROLE_PERMISSIONS.items() if Permission.COMPLAINT_READ in permissions]
    assert readers == [Role.OVERSEER]


def test_somebody_whose_access_ended_may_do_nothing(world: World) -> None:
    world.budi.is_active = False

    assert not access.may(world.budi, Permission.REPORT_READ)
