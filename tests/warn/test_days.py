"""How villages stand: unknown is not calm, and a figure grows old."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from teduh.listen import actions as listen
from teduh.places.models import Area
from teduh.triage import actions as triage
from teduh.triage.rules import IssueKind, Level
from teduh.trust.access import villages_for
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent
from teduh.warn import actions, reads, steps
from teduh.warn.models import VillageDay
from teduh.warn.rules import VillageState
from tests.factories import World

NONE_OPEN = {"latent": 0, "imminent": 0, "actual": 0}


def standing(world: World, village: Area, days_later: int = 0) -> reads.VillageStanding:
    day = world.today + timedelta(days=days_later)
    return reads.days_for(villages=Area.objects.filter(pk=village.pk), day=day)[0]


def visited(world: World, village: Area, *, days_ago: int, visit_id: UUID | None = None) -> None:
    on = world.today - timedelta(days=days_ago)
    actions.note_contact(visit_id=visit_id or uuid4(), village=village, on=on, by=world.wati, at=world.now)


def test_a_village_that_nobody_visited_is_unknown_and_not_calm(world: World) -> None:
    steps.compute_days(at=world.now)

    found = standing(world, world.ujanmas)
    assert (found.state, found.days_since_contact, found.days_since_report) == (VillageState.UNKNOWN, None, None)
    assert found.computed_at == world.now


def test_before_anything_is_computed_nothing_is_known(world: World) -> None:
    found = standing(world, world.ujanmas)

    assert (found.state, found.computed_at) == (VillageState.UNKNOWN, None)


def test_a_recent_visit_without_open_matters_makes_calm_and_time_takes_it_away(world: World) -> None:
    visited(world, world.ujanmas, days_ago=2)
    steps.compute_days(at=world.now)

    assert standing(world, world.ujanmas).state == VillageState.CALM
    assert standing(world, world.ujanmas, days_later=12).state == VillageState.CALM
    assert standing(world, world.ujanmas, days_later=13).state == VillageState.UNKNOWN


def test_a_waiting_report_is_no_calm(world: World) -> None:
    visited(world, world.ujanmas, days_ago=1)
    listen.receive_report(
        text="ada ribut di pasar", channel="web", unit=world.polres, village=world.ujanmas, by=RESIDENT, at=world.now
    )
    steps.compute_days(at=world.now)

    found = standing(world, world.ujanmas)
    assert (found.state, found.reports_14, found.days_since_report) == (VillageState.UNKNOWN, 1, 0)


def test_the_highest_open_level_is_the_state(world: World) -> None:
    for level in (Level.LATENT, Level.IMMINENT):
        issue = triage.open_issue(
            kind=IssueKind.TENSION,
            title=f"Perkara {level}",
            villages=[world.ujanmas],
            unit=world.polres,
            by=world.budi,
            at=world.now - timedelta(hours=2),
        )
        triage.set_level(
            issue=issue, level=level, reason="Terlihat dari laporan.", by=world.budi, at=world.now - timedelta(hours=1)
        )
    steps.compute_days(at=world.now)

    found = standing(world, world.ujanmas)
    assert (found.state, found.open_latent, found.open_imminent, found.open_levels) == ("imminent", 1, 1, 2)
    assert standing(world, world.tanjungan).state == VillageState.UNKNOWN


def test_a_second_run_changes_nothing_and_leaves_no_row(world: World) -> None:
    visited(world, world.ujanmas, days_ago=2)
    steps.compute_days(at=world.now)
    rows, history = VillageDay.objects.count(), AuditEvent.objects.count()

    assert steps.compute_days(at=world.now) == 0

    assert (VillageDay.objects.count(), AuditEvent.objects.count()) == (rows, history)


def test_the_same_visit_counts_once(world: World) -> None:
    visit_id = uuid4()
    visited(world, world.ujanmas, days_ago=2, visit_id=visit_id)
    visited(world, world.ujanmas, days_ago=2, visit_id=visit_id)

    villages = villages_for(world.rahman, on=world.today)
    assert reads.coverage(villages=villages, on=world.today).visited == 1
    assert AuditEvent.objects.filter(action="warn.contact").count() == 1
    assert reads.last_contacts(villages=villages, on=world.today) == {"16.01.08.2018": world.today - timedelta(days=2)}


def test_coverage_counts_villages_of_the_last_fourteen_days_only(world: World) -> None:
    visited(world, world.ujanmas, days_ago=13)
    visited(world, world.tanjungan, days_ago=14)

    found = reads.coverage(villages=villages_for(world.rahman, on=world.today), on=world.today)
    assert (found.visited, found.total, found.days) == (1, 4, 14)


def test_as_many_queries_for_one_village_as_for_all(world: World, django_assert_num_queries: object) -> None:
    steps.compute_days(at=world.now)
    everywhere = list(villages_for(world.hendra, on=world.today).values_list("pk", flat=True))
    for codes in (["16.01.08.2018"], everywhere):
        with django_assert_num_queries(4):  # type: ignore[operator]
            reads.days_for(villages=Area.objects.filter(pk__in=codes), day=world.today)


@pytest.mark.parametrize("path", ["/pantauan/", "/pantauan/?urut=kunjungan", "/pantauan/?kec=16.01.08", "/papan/peta/"])
def test_yusuf_sees_his_villages_and_none_of_the_neighbour_sector(world: World, as_person: object, path: str) -> None:
    steps.compute_days(at=world.now)

    page = as_person(world.yusuf).get(path).content.decode()  # type: ignore[operator]

    assert "Ujanmas" not in page
    assert "Ujanmas" in as_person(world.rahman).get(path).content.decode()  # type: ignore[operator]
