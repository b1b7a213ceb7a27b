"""Community figures: an office with consent, never a name; read on the own ground, and gone when consent is."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.models import Area
from teduh.respond.rules import MET_ROLES
from teduh.rights.actions import purging
from teduh.trust import figures
from teduh.trust.models import AuditEvent, CommunityFigure, Person
from teduh.trust.rules import ConsentHow, FigureEnd, FigureRole
from tests.factories import World

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def noted(world: World, **more: Any) -> CommunityFigure:
    """Wati asked the head of the youth group of Ujanmas, who agreed."""
    told = {
        "village": world.ujanmas,
        "role": FigureRole.YOUTH,
        "office": "Ketua karang taruna",
        "how": ConsentHow.SPOKEN,
        "agreed_on": world.today,
        "by": world.wati,
        "at": world.now,
    }
    return figures.note_figure(**(told | more))


def offices(village: Area) -> list[str]:
    return [row.office for row in figures.in_villages(Area.objects.filter(pk=village.pk))]


def test_the_roles_are_the_ones_that_visits_count() -> None:
    assert set(FigureRole.values) == set(MET_ROLES) - {"warga"}


def test_an_office_is_noted_once_and_the_later_consent_counts(world: World) -> None:
    noted(world, agreed_on=world.today - timedelta(days=90))
    noted(world, office=" ketua  Karang Taruna ", how=ConsentHow.WRITTEN, by=world.rahman)

    row = CommunityFigure.objects.get()
    assert (row.office, row.how, row.agreed_on, row.noted_by) == (
        "ketua Karang Taruna",
        ConsentHow.WRITTEN,
        world.today,
        world.rahman,
    )
    told = AuditEvent.objects.filter(action="trust.note_figure")
    assert told.count() == 2
    assert all("karang" not in str(row.details).lower() for row in told)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"office": "x"}, "office"), ({"office": "Ketua RT 0812-3456-789"}, "office"), ({"office": "j" * 81}, "office")],
)
def test_what_is_no_office_is_refused(world: World, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        noted(world, **change)

    assert refused.value.field == field
    assert CommunityFigure.objects.count() == 0


def test_consent_lies_never_ahead(world: World) -> None:
    with pytest.raises(Refused):
        noted(world, agreed_on=world.today + timedelta(days=1))


def test_only_who_visits_writes_and_only_on_the_own_ground(world: World) -> None:
    for person in (world.budi, world.dewi, world.agus, world.lina):
        with pytest.raises(NotAllowed):
            noted(world, by=person)
    with pytest.raises(NotAllowed):
        noted(world, village=world.kemalaraja)


def test_who_withdraws_is_gone_and_history_does_not_say_who_it_was(world: World) -> None:
    row = noted(world)

    figures.end_figure(figure=row, why=FigureEnd.WITHDRAWN, by=world.wati, at=world.now)

    assert offices(world.ujanmas) == []
    told = AuditEvent.objects.get(action="trust.end_figure")
    assert FigureEnd.WITHDRAWN in str(told.details)
    assert "karang" not in str(told.details).lower()


def test_a_consent_that_is_two_years_old_ends_by_itself(world: World) -> None:
    old = noted(world)
    CommunityFigure.objects.filter(pk=old.pk).update(noted_at=world.now - timedelta(days=731))
    noted(world, office="Ketua BPD", role=FigureRole.VILLAGE_STAFF)

    purging.purge(at=world.now)

    assert offices(world.ujanmas) == ["Ketua BPD"]


def test_the_page_lists_adds_and_removes(world: World, as_person: AsPerson) -> None:
    officer = as_person(world.wati)
    address = f"/papan/desa/{world.ujanmas.pk}/tokoh/"

    told = {"role": "tokoh adat", "office": "Ketua adat", "how": "spoken", "agreed_on": "2024-10-14"}
    page = unescape(officer.post(address, told, follow=True).content.decode())
    assert "Ketua adat" in page
    assert "Ketua adat" in unescape(officer.get(f"/papan/desa/{world.ujanmas.pk}/").content.decode())

    row = CommunityFigure.objects.get()
    kept = unescape(officer.post(f"{address}{row.pk}/hapus/", {}, follow=True).content.decode())
    assert "Belum ada yang diubah." in kept
    officer.post(f"{address}{row.pk}/hapus/", {"why": "left_office"})
    assert offices(world.ujanmas) == []


def test_a_refused_form_keeps_what_was_typed(world: World, as_person: AsPerson) -> None:
    answer = as_person(world.wati).post(
        f"/papan/desa/{world.ujanmas.pk}/tokoh/",
        {"role": "tokoh adat", "office": "Ketua adat", "how": "spoken", "agreed_on": "besok"},
    )

    assert answer.status_code == 400
    assert 'value="Ketua adat"' in answer.content.decode()


def test_the_neighbour_sees_nothing(world: World, as_person: AsPerson) -> None:
    noted(world)

    for person in (world.rini, world.maya):
        assert as_person(person).get(f"/papan/desa/{world.ujanmas.pk}/tokoh/").status_code in (403, 404)
    assert "Ketua karang taruna" not in as_person(world.agus).get(f"/papan/desa/{world.ujanmas.pk}/").content.decode()
