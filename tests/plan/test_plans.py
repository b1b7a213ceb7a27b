"""A week is proposed, changed, approved, walked, and never touches another unit's."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.plan import actions, reads
from teduh.plan import steps as planning
from teduh.plan.models import Plan
from teduh.plan.rules import PlanState, StopState
from teduh.trust.models import AuditEvent, Person
from teduh.warn import steps
from tests.factories import World

MONDAY = date(2024, 10, 14)


@pytest.fixture
def plan(world: World) -> Plan:
    steps.compute_days(at=world.now)
    return planning.make_plan(unit=world.pengandonan, week_start=MONDAY, by=world.rahman, at=world.now)


def villages(plan: Plan) -> list[str]:
    return sorted(plan.stops.values_list("village__name", flat=True))


def test_every_village_of_the_sector_is_planned_or_named_as_left_out(plan: Plan, world: World) -> None:
    assert villages(plan) == ["Gunung Meraksa", "Pengandonan", "Tanjungan", "Ujanmas"]
    assert plan.left_out == []
    assert {stop.officer for stop in plan.stops.all()} == {world.wati}
    assert {reason["why"] for stop in plan.stops.all() for reason in stop.reasons} >= {"never"}
    assert AuditEvent.objects.filter(action="plan.make").count() == 1


def test_a_new_proposal_keeps_what_a_person_fixed(plan: Plan, world: World) -> None:
    stop = plan.stops.get(village=world.ujanmas)
    actions.move_stop(stop=stop, day=MONDAY + timedelta(days=4), by=world.rahman, at=world.now)

    planning.make_plan(unit=world.pengandonan, week_start=MONDAY, by=world.rahman, at=world.now)

    kept = plan.stops.get(village=world.ujanmas)
    assert (kept.pk, kept.day, kept.pinned) == (stop.pk, MONDAY + timedelta(days=4), True)
    assert len(villages(plan)) == 4


def test_an_approved_plan_is_not_made_anew(plan: Plan, world: World) -> None:
    actions.approve_plan(plan=plan, by=world.rahman, at=world.now)

    with pytest.raises(Refused, match="sudah disetujui"):
        planning.make_plan(unit=world.pengandonan, week_start=MONDAY, by=world.rahman, at=world.now)
    plan.refresh_from_db()
    assert (plan.state, plan.approved_by) == (PlanState.APPROVED, world.rahman)


@pytest.mark.parametrize("who", ["yusuf", "rini", "wati", "budi"])
def test_nobody_else_changes_or_approves_the_plan(plan: Plan, world: World, who: str) -> None:
    person: Person = getattr(world, who)
    stop = plan.stops.get(village=world.ujanmas)

    with pytest.raises(NotAllowed):
        actions.approve_plan(plan=plan, by=person, at=world.now)
    with pytest.raises(NotAllowed):
        actions.remove_stop(stop=stop, by=person, at=world.now)
    with pytest.raises(NotAllowed):
        planning.make_plan(unit=world.pengandonan, week_start=MONDAY, by=person, at=world.now)


def test_a_neighbour_finds_no_plan_at_all(plan: Plan, world: World) -> None:
    assert reads.plan_of(world.yusuf, unit=world.pengandonan, week_start=MONDAY) is None
    with pytest.raises(NotFound):
        reads.stop(world.yusuf, plan.stops.all()[0].pk)
    assert reads.plan_of(world.hendra, unit=world.pengandonan, week_start=MONDAY) == plan


def test_a_village_elsewhere_a_day_elsewhere_and_a_stranger_are_refused(plan: Plan, world: World) -> None:
    stop = plan.stops.get(village=world.ujanmas)
    with pytest.raises(Refused, match="di luar wilayah kerja"):
        actions.add_stop(plan=plan, village=world.kemalaraja, day=MONDAY, officer=None, by=world.rahman, at=world.now)
    with pytest.raises(Refused, match="minggu rencana ini"):
        actions.move_stop(stop=stop, day=MONDAY + timedelta(days=7), by=world.rahman, at=world.now)
    with pytest.raises(Refused, match="bukan dari satuan"):
        actions.set_officer(stop=stop, officer=world.yusuf, by=world.rahman, at=world.now)


def test_what_was_removed_is_named_as_left_out(plan: Plan, world: World) -> None:
    actions.remove_stop(stop=plan.stops.get(village=world.ujanmas), by=world.rahman, at=world.now)

    plan.refresh_from_db()
    assert plan.left_out == [{"village": "16.01.08.2018", "reason": "removed", "minutes": None}]
    assert "Ujanmas" not in villages(plan)


def test_a_visit_marks_its_stop_and_a_skip_needs_a_reason(plan: Plan, world: World) -> None:
    done, skipped = plan.stops.get(village=world.ujanmas), plan.stops.get(village=world.tanjungan)
    visit_id = uuid4()

    actions.note_visit(stop_id=done.pk, visit_id=visit_id, by=world.wati, at=world.now)
    actions.note_visit(stop_id=done.pk, visit_id=visit_id, by=world.wati, at=world.now)
    actions.note_visit(stop_id=uuid4(), visit_id=uuid4(), by=world.wati, at=world.now)
    with pytest.raises(Refused):
        actions.skip_stop(stop=skipped, reason="  ", by=world.wati, at=world.now)
    actions.skip_stop(stop=skipped, reason="Jembatan putus.", by=world.wati, at=world.now)

    done.refresh_from_db()
    assert (done.state, done.visit_id) == (StopState.DONE, visit_id)
    assert (skipped.state, skipped.skip_reason) == (StopState.SKIPPED, "Jembatan putus.")
    assert AuditEvent.objects.filter(action="plan.visited").count() == 1


@time_machine.travel("2024-10-14T09:00:00+07:00", tick=False)
def test_the_chief_sees_reasons_and_buttons_and_the_officer_only_her_stops(
    plan: Plan, world: World, as_person: Callable[[Person], Client]
) -> None:
    chief = as_person(world.rahman).get("/rencana/").content.decode()
    officer = as_person(world.wati).get("/rencana/").content.decode()

    assert "Belum pernah tercatat dikunjungi" in chief
    assert "Setujui rencana" in chief
    assert "Setujui rencana" not in officer
    assert "Ujanmas" in officer
    assert "Ujanmas" not in as_person(world.yusuf).get("/rencana/").content.decode()
    assert as_person(world.yusuf).get("/rencana/?unit=polsek-pengandonan").status_code == 404


@time_machine.travel("2024-10-14T09:00:00+07:00", tick=False)
def test_the_whole_week_goes_through_the_screens(
    plan: Plan, world: World, as_person: Callable[[Person], Client]
) -> None:
    chief = as_person(world.rahman)
    stop = plan.stops.get(village=world.ujanmas)

    moved = chief.post(
        f"/rencana/desa/{stop.pk}/",
        {f"{stop.pk}-day": "2024-10-18", f"{stop.pk}-officer": str(world.rahman.pk), f"{stop.pk}-pinned": "on"},
    )
    approved = chief.post(f"/rencana/{plan.pk}/setujui/")

    stop.refresh_from_db()
    plan.refresh_from_db()
    assert (moved.status_code, approved.status_code) == (302, 302)
    assert (stop.day, stop.officer, stop.pinned) == (date(2024, 10, 18), world.rahman, True)
    assert plan.state == PlanState.APPROVED
    assert "Ujanmas" in chief.get("/rencana/cetak/").content.decode()
