"""A day that has begun: officers stand where their last stop was, and what has begun is not touched."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from teduh.places.models import Posting
from teduh.plan import actions, reads, steps
from teduh.plan.models import Plan
from teduh.plan.rules import StopState, What
from teduh.plan.steps import Whatif
from teduh.plan.steps.question import question
from teduh.trust.models import Person
from teduh.warn import steps as warn
from tests.factories import World

MONDAY = date(2024, 10, 14)
OVER = 9 * 60 + 30


@pytest.fixture(autouse=True)
def _days(world: World) -> None:
    warn.compute_days(at=world.now)


def approved(world: World) -> Plan:
    """Monday has one stop of Wati's, from half past eight to half past nine, and one that begins at half past ten."""
    (plan,) = steps.make_plans(unit=world.pengandonan, week_start=MONDAY, weeks=1, by=world.rahman, at=world.now)
    for number, stop in enumerate(plan.stops.order_by("village")[:2], start=1):
        stop.day, stop.officer, stop.companion, stop.position = MONDAY, world.wati, None, number
        stop.arrives = OVER - 60 if number == 1 else OVER + 60
        stop.save()
    plan.stops.filter(pk__in=[stop.pk for stop in plan.stops.order_by("village")[2:]]).delete()
    actions.approve_plan(plan=plan, by=world.rahman, at=world.now)
    return reads.plan_of_id(world.rahman, plan.pk)


def on_monday(world: World, minute: int) -> datetime:
    return world.now.replace(year=2024, month=10, day=14, hour=0, minute=0) + timedelta(minutes=minute - 7 * 60)


@pytest.mark.parametrize(("state", "free"), [(StopState.PLANNED, OVER), (StopState.DONE, OVER - 10)])
def test_who_has_begun_a_stop_goes_on_from_there_when_it_is_over(world: World, state: StopState, free: int) -> None:
    plan = approved(world)
    first = plan.stops.order_by("arrives")[0]
    plan.stops.filter(pk=first.pk).update(state=state)

    asked = question(world.pengandonan, monday=MONDAY, weeks=1, at=on_monday(world, OVER - 10))

    wati = asked.core.officer(str(world.wati.pk))
    shift = next(shift for shift in wati.shifts if shift.day == 0)
    assert (shift.point, shift.starts) == (asked.core.place(first.village_id).point, free)
    assert {shift.point for shift in wati.shifts if shift.day > 0} == {None}
    assert [stop.pk for stop in asked.started] == [first.pk]


def test_before_the_first_stop_the_day_begins_at_the_base(world: World) -> None:
    approved(world)

    asked = question(world.pengandonan, monday=MONDAY, weeks=1, at=on_monday(world, OVER - 70))

    assert {shift.point for officer in asked.core.officers for shift in officer.shifts} == {None}
    assert asked.started == ()


def test_an_alarm_at_noon_leaves_alone_what_has_begun_and_looks_for_the_rest_of_the_day(world: World) -> None:
    plan = approved(world)
    first, second = plan.stops.order_by("arrives")
    plan.stops.filter(pk=second.pk).update(day=MONDAY + timedelta(days=1))
    plan = reads.plan_of_id(world.rahman, plan.pk)
    alarm = Whatif(What.ALARM, MONDAY, MONDAY, village=world.tanjungan)
    assert world.tanjungan not in (first.village, second.village)

    changed = steps.changed_plan(plan=plan, whatif=alarm, at=on_monday(world, OVER - 30))

    assert first.pk not in {pair.before.pk for pair in (*changed.moved, *changed.fallen)}
    assert changed.kept == 1
    assert {stop.village_id for stop in changed.added} == {world.tanjungan.pk}
    today = [stop for stop in changed.added if stop.day == MONDAY]
    assert [stop.officer_id for stop in today] == [world.wati.pk]
    assert (today[0].arrives or 0) > OVER


@time_machine.travel("2024-10-14T08:00:00+07:00", tick=False)
def test_a_draft_offers_to_record_in_ones_own_villages_only(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    plan = approved(world)
    own, other = plan.stops.order_by("arrives")
    Posting.objects.filter(village=other.village).delete()
    day = as_person(world.wati)
    assert day.get("/rencana/hari/").content.decode().count("/kunjungan/baru/?stop=") == 2

    Plan.objects.filter(pk=plan.pk).update(state="draft", approved_by=None, approved_at=None)

    page = day.get("/rencana/hari/").content.decode()

    assert f"/kunjungan/baru/?stop={own.pk}" in page
    assert f"/kunjungan/baru/?stop={other.pk}" not in page
