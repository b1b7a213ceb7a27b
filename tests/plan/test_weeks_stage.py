"""What a week rests on and keeps: hours, days away, rules, ways, the election, what others know."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.models import Area, Jurisdiction, Phase, Posting
from teduh.plan import actions, reads, steps
from teduh.plan.models import Plan, PlanOrder, Stop, VillageRule
from teduh.plan.rules import OrderState, PlanState, StopState, VillageRuleKind, What
from teduh.plan.steps import Whatif
from teduh.respond import actions as respond
from teduh.respond.actions import Met
from teduh.trust.models import AuditEvent, Person
from teduh.warn import steps as warn
from tests.factories import World
from tests.respond.stories import approved_message, meeting

MONDAY = date(2024, 10, 14)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _days(world: World) -> None:
    warn.compute_days(at=world.now)


def made(world: World, weeks: int = 1, monday: date = MONDAY) -> list[Plan]:
    return steps.make_plans(unit=world.pengandonan, week_start=monday, weeks=weeks, by=world.rahman, at=world.now)


def by_rahman(world: World) -> dict[str, Any]:
    return {"by": world.rahman, "at": world.now}


def rule(world: World, kind: VillageRuleKind, **values: Any) -> VillageRule:
    usual = {"unit": world.pengandonan, "village": world.ujanmas, **values}
    return actions.add_village_rule(kind=kind, **usual, **by_rahman(world))


def stops(plan: Plan, village: Area) -> list[Stop]:
    return list(plan.stops.filter(village=village).order_by("day"))


def gaps(plan: Plan) -> dict[str, str]:
    return {row["village"]: row["reason"] for row in plan.left_out}


def second_officer(world: World) -> Person:
    joko = Person(username="joko", name="Joko", role="village_officer", unit=world.pengandonan)
    joko.set_password("x")
    joko.save()
    return joko


def test_a_stop_says_when_what_for_with_whom_and_carries_what_falls_due(world: World) -> None:
    message = approved_message(world)
    due = world.today + timedelta(days=3)
    record = meeting(world) | {
        "people": [Met(role="kepala desa", count=1)],
        "messages": [],
        "promises": [("Lampu jalan diperbaiki", "Kades", due)],
    }
    visit = respond.record_visit(**record)

    (plan,) = made(world)

    stop = stops(plan, world.ujanmas)[0]
    assert stop.arrives is not None
    assert stop.arrives >= 8 * 60
    assert stop.arrives + stop.minutes <= 11 * 60 + 30
    assert stop.promises == [str(visit.promises.get().pk)]
    assert stop.message_id == message.pk
    assert "kepala desa" not in stop.meet
    assert "tokoh agama" in stop.meet


def test_four_weeks_are_four_plans_made_together(world: World) -> None:
    plans = made(world, weeks=4)

    assert [plan.week_start for plan in plans] == [MONDAY + timedelta(weeks=n) for n in range(4)]
    assert {plan.value for plan in plans} == {plans[0].value}
    assert plans[0].value <= plans[0].bound
    assert AuditEvent.objects.filter(action="plan.make").count() == 4


@pytest.mark.parametrize(
    ("weeks", "monday"), [(0, MONDAY), (5, MONDAY), (1, TUESDAY), (1, MONDAY - timedelta(weeks=2))]
)
def test_what_cannot_be_planned_is_refused_before_anything_is_computed(world: World, weeks: int, monday: date) -> None:
    with pytest.raises(Refused):
        made(world, weeks, monday)
    assert not Plan.objects.exists()


def test_an_officer_goes_in_their_own_hours_and_not_when_away(world: World) -> None:
    actions.set_hours(
        person=world.wati,
        hours={2: (13 * 60, 16 * 60)},
        base=world.ujanmas,
        mode="motorcycle",
        usual_hours=False,
        **by_rahman(world),
    )

    (plan,) = made(world)
    assert {stop.day.weekday() for stop in plan.stops.all()} == {2}
    assert all((stop.arrives or 0) >= 13 * 60 for stop in plan.stops.all())

    actions.add_away(person=world.wati, first=MONDAY, last=MONDAY + timedelta(days=6), **by_rahman(world))
    (plan,) = made(world)
    assert not plan.stops.exists()
    assert set(gaps(plan).values()) == {"nobody"}
    assert {"what": "no_hours", "officer": str(world.wati.pk)} in plan.problems


def test_rules_of_a_village_are_kept(world: World) -> None:
    joko = second_officer(world)
    rule(world, VillageRuleKind.TWO_OFFICERS)
    rule(world, VillageRuleKind.NOT_THIS_OFFICER, village=world.tanjungan, officer=world.wati)
    rule(world, VillageRuleKind.CLOSED, village=world.gunung_meraksa, first=MONDAY, last=MONDAY + timedelta(days=6))

    (plan,) = made(world)

    together = stops(plan, world.ujanmas)[0]
    assert {together.officer, together.companion} == {world.wati, joko}
    assert {stop.officer for stop in stops(plan, world.tanjungan)} == {joko}
    assert stops(plan, world.gunung_meraksa) == []
    assert gaps(plan)[world.gunung_meraksa.pk] == "closed"


def test_market_hours_move_a_visit_and_a_river_without_a_boat_says_so(world: World) -> None:
    for weekday in range(5):
        rule(world, VillageRuleKind.BUSY, weekday=weekday, hours=(6 * 60, 9 * 60 + 30))
    rule(world, VillageRuleKind.ONLY_BOAT, village=world.tanjungan)

    (plan,) = made(world)

    assert all((stop.arrives or 0) >= 9 * 60 + 30 for stop in stops(plan, world.ujanmas))
    assert gaps(plan)[world.tanjungan.pk] == "no_way"


def test_an_imported_table_says_how_long_the_way_is_and_where_there_is_none(world: World) -> None:
    areas = {area.pk: area for area in Area.objects.all()}
    base = areas["16.01.08"]
    legs = [(base, world.ujanmas, 200.0), (world.ujanmas, base, 200.0), (base, world.tanjungan, None)]
    actions.import_travel(
        unit=world.pengandonan, mode="motorcycle", source="Diukur Wati", legs=legs, **by_rahman(world)
    )
    actions.set_hours(person=world.wati, hours={}, base=base_village(world), mode="motorcycle", **usual(world))

    (plan,) = made(world)

    assert {"what": "one_way", "n": 1} in plan.problems


def base_village(world: World) -> None:
    return None


def usual(world: World) -> dict[str, Any]:
    return {"usual_hours": True, **by_rahman(world)}


def test_nobody_is_sent_out_on_the_day_of_the_vote_and_nobody_is_called_together_before_it(world: World) -> None:
    Phase.objects.create(operation=world.operation, kind="vote", name="Ulang", starts_on=TUESDAY, ends_on=TUESDAY)
    Phase.objects.create(operation=world.operation, kind="quiet", name="Tenang", starts_on=MONDAY, ends_on=MONDAY)

    (plan,) = made(world)

    assert not plan.stops.filter(day=TUESDAY).exists()
    assert {stop.activity for stop in plan.stops.filter(day=MONDAY)} <= {"visit"}


def test_two_postings_that_contradict_are_named(world: World) -> None:
    joko = second_officer(world)
    Posting.objects.create(person=joko, village=world.ujanmas, valid_from=date(2024, 1, 1))

    (plan,) = made(world)

    assert {"what": "two_posted", "village": world.ujanmas.pk, "n": 2} in plan.problems


def test_who_settles_something_meanwhile_is_not_run_over(world: World) -> None:
    (plan,) = made(world)
    proposal = steps.propose(unit=world.pengandonan, week_start=MONDAY, weeks=1, at=world.now)
    actions.pin_stop(stop=plan.stops.all()[0], pinned=True, **by_rahman(world))

    with pytest.raises(Refused, match="diubah orang lain"):
        actions.keep_drafts(
            unit=world.pengandonan, drafts=proposal.drafts, basis=proposal.question.basis, **by_rahman(world)
        )


def test_what_is_forbidden_stays_out_also_when_the_plan_is_made_anew(world: World) -> None:
    (plan,) = made(world)
    actions.forbid(plan=plan, village=world.ujanmas, **by_rahman(world))

    (again,) = made(world)

    assert stops(again, world.ujanmas) == []
    assert gaps(again)[world.ujanmas.pk] == "closed"


def test_two_stops_change_places_and_times_follow(world: World) -> None:
    (plan,) = made(world)
    first, last = plan.stops.order_by("day", "arrives")[0], plan.stops.order_by("-day", "arrives")[0]
    was = (first.day, last.day)

    actions.swap_stops(stop=first, other=last, **by_rahman(world))
    fits = steps.retime(
        plan=plan, touched=[(first.officer_id, first.day), (last.officer_id, last.day)], **by_rahman(world)
    )

    first.refresh_from_db()
    last.refresh_from_db()
    assert (last.day, first.day) == was
    assert fits
    assert first.arrives is not None
    with pytest.raises(Refused, match="dua kunjungan yang berbeda"):
        actions.swap_stops(stop=first, other=first, **by_rahman(world))


def test_a_day_that_is_too_full_says_so_and_is_kept(world: World) -> None:
    (plan,) = made(world)
    for stop in plan.stops.all():
        if stop.day != MONDAY:
            actions.move_stop(stop=stop, day=MONDAY, **by_rahman(world))

    assert not steps.retime(plan=plan, touched=[(world.wati.pk, MONDAY)], **by_rahman(world))
    assert plan.stops.filter(day=MONDAY).count() == plan.stops.count()


def test_if_the_officer_is_ill_the_difference_is_shown_first_and_kept_when_it_is_accepted(world: World) -> None:
    joko = second_officer(world)
    (plan,) = made(world)
    actions.approve_plan(plan=plan, **by_rahman(world))
    plan = reads.plan_of_id(world.rahman, plan.pk)
    away = Whatif(What.AWAY, MONDAY, MONDAY + timedelta(days=6), officer=world.wati)
    before = set(plan.stops.values_list("pk", flat=True))

    changed = steps.changed_plan(plan=plan, whatif=away, at=world.now)
    assert set(Stop.objects.filter(officer=world.wati).values_list("pk", flat=True)) <= before
    assert not AuditEvent.objects.filter(action="plan.change").exists()
    with pytest.raises(Refused, match="Lihat lagi"):
        steps.keep_changed(plan=plan, whatif=away, digest="something else", **by_rahman(world))
    steps.keep_changed(plan=plan, whatif=away, digest=changed.digest, **by_rahman(world))

    assert {pair.before.officer for pair in changed.fallen} == {world.wati}
    assert {stop.officer for stop in plan.stops.filter(state=StopState.PLANNED)} == {joko}
    assert reads.away_in([world.wati], first=MONDAY, last=MONDAY).exists()
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED


def test_an_alarm_brings_a_visit_and_moves_a_fifth_at_most(world: World) -> None:
    (plan,) = made(world)
    actions.remove_stop(stop=stops(plan, world.tanjungan)[0], **by_rahman(world))
    plan = reads.plan_of_id(world.rahman, plan.pk)
    alarm = Whatif(What.ALARM, MONDAY, MONDAY + timedelta(days=6), village=world.tanjungan)

    changed = steps.changed_plan(plan=plan, whatif=alarm, at=world.now)

    assert {stop.village_id for stop in changed.added} == {world.tanjungan.pk}
    assert changed.added[0].reasons[0] == {"why": "pressing", "value": 1}
    assert changed.moved_share <= 0.2


def test_a_cut_road_becomes_a_rule_that_ends_by_itself(world: World) -> None:
    (plan,) = made(world)
    plan = reads.plan_of_id(world.rahman, plan.pk)
    cut = Whatif(What.CUT, MONDAY, MONDAY + timedelta(days=6), village=world.ujanmas)
    changed = steps.changed_plan(plan=plan, whatif=cut, at=world.now)

    steps.keep_changed(plan=plan, whatif=cut, digest=changed.digest, **by_rahman(world))

    assert stops(plan, world.ujanmas) == []
    assert VillageRule.objects.get(village=world.ujanmas).last == MONDAY + timedelta(days=6)


def test_two_sectors_see_that_they_go_to_the_same_village_on_the_same_day(world: World) -> None:
    # Polsek Baturaja Timur helps out in Ujanmas for a time.
    Jurisdiction.objects.create(unit=world.baturaja, area=world.ujanmas, valid_from=date(2024, 1, 1))
    (ours,) = made(world)
    theirs = Plan.objects.create(unit=world.baturaja, week_start=MONDAY, made_at=world.now)
    day = stops(ours, world.ujanmas)[0].day
    Stop.objects.create(plan=theirs, village=world.ujanmas, day=day, position=1, officer=world.yusuf, score=1)

    assert [(row.village, row.day, row.other_unit) for row in reads.clashes(ours)] == [
        (world.ujanmas, day, world.baturaja)
    ]
    assert [row.other_unit for row in reads.clashes(theirs)] == [world.pengandonan]
    Stop.objects.filter(plan=theirs).update(day=day + timedelta(days=1))
    assert reads.clashes(ours) == []


def test_a_district_gets_all_of_its_sectors_at_once_and_a_refusal_stops_nobody(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.order_drafts(unit=world.polres, week_start=MONDAY, weeks=1, by=world.rahman, at=world.now)
    actions.order_drafts(unit=world.polres, week_start=MONDAY, weeks=2, by=world.hendra, at=world.now)
    with pytest.raises(Refused, match="sedang dibuat"):
        actions.order_drafts(unit=world.polres, week_start=MONDAY, weeks=2, by=world.hendra, at=world.now)

    assert steps.make_ordered(at=world.now) == 2
    assert steps.make_ordered(at=world.now) == 0

    order = PlanOrder.objects.get()
    assert order.state == OrderState.DONE
    assert {row["unit"]: row["refused"] for row in order.told} == {
        "polsek-pengandonan": "",
        "polsek-baturaja-timur": "",
    }
    assert Plan.objects.filter(state=PlanState.DRAFT).count() == 4


def test_the_district_sets_the_limit_and_sectors_plan_by_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.change_policy(unit=world.polres, values={"limit_days": 21}, by=world.rahman, at=world.now)
    actions.change_policy(
        unit=world.polres, values={"limit_days": 21, "visit_minutes": 45}, by=world.hendra, at=world.now
    )

    (plan,) = made(world)

    assert reads.policy_of(world.pengandonan)[0].limit_days == 21
    assert {stop.minutes for stop in plan.stops.all()} == {45}


def test_the_plan_beside_what_happened(world: World) -> None:
    (plan,) = made(world)
    approved = plan.stops.order_by("day")
    done, skipped = approved[0], approved[1]
    respond.record_visit(
        **meeting(world) | {"village": done.village, "stop_id": done.pk, "promises": [], "messages": []}
    )
    actions.skip_stop(stop=skipped, reason="Jembatan putus.", by=world.wati, at=world.now)
    plan = reads.plan_of_id(world.rahman, plan.pk)

    result = reads.compare(world.rahman, plan, on=MONDAY + timedelta(days=7))

    assert [row.stop for row in result.done] == [done]
    assert [row.stop.skip_reason for row in result.skipped] == ["Jembatan putus."]
    assert len(result.open_) == plan.stops.count() - 2
    assert result.planned == plan.stops.count()


@time_machine.travel("2024-10-14T09:00:00+07:00", tick=False)
def test_the_calendar_holds_place_time_and_activity_and_nobody(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    made(world)

    answer = as_person(world.wati).get("/rencana/kalender/")

    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert text.count("BEGIN:VEVENT") == Stop.objects.filter(officer=world.wati).count()
    assert "Ujanmas\\, Pengandonan" in text
    assert "Wati" not in text
    assert "Rahman" not in text


@time_machine.travel("2024-10-14T09:00:00+07:00", tick=False)
def test_an_officer_sees_the_day_with_a_warning_when_another_goes_there_too(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    (plan,) = made(world)
    stop = plan.stops.filter(officer=world.wati, day=MONDAY)[0]
    theirs = Plan.objects.create(unit=world.baturaja, week_start=MONDAY, made_at=world.now)
    Stop.objects.create(plan=theirs, village=stop.village, day=MONDAY, position=1, officer=world.yusuf, score=1)

    page = as_person(world.wati).get("/rencana/hari/").content.decode()

    assert stop.village.name in page
    assert "Polsek Baturaja Timur" in page
    assert "Yusuf" not in page


@time_machine.travel("2024-10-14T09:00:00+07:00", tick=False)
def test_a_week_costs_the_same_queries_with_one_stop_and_with_many(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    (plan,) = made(world)
    chief = as_person(world.rahman)
    chief.get("/rencana/")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert chief.get("/rencana/").status_code == 200
        return len(caught)

    many = queries()
    plan.stops.exclude(pk=plan.stops.all()[0].pk).delete()
    assert queries() == many


@time_machine.travel("2024-10-14T09:00:00+07:00", tick=False)
def test_what_if_goes_through_the_screens(world: World, as_person: Callable[[Person], Client]) -> None:
    second_officer(world)
    (plan,) = made(world)
    chief = as_person(world.rahman)
    asked = {"what": "away", "officer": str(world.wati.pk), "first": "2024-10-14", "last": "2024-10-20"}

    half = chief.post(f"/rencana/{plan.pk}/ubah/", {**asked, "officer": ""})
    shown = chief.post(f"/rencana/{plan.pk}/ubah/", asked)
    digest = shown.content.decode().split('name="digest" value="')[1].split('"')[0]
    kept = chief.post(f"/rencana/{plan.pk}/ubah/", {**asked, "digest": digest})

    assert half.status_code == 400
    assert "Pilih petugasnya" in half.content.decode()
    assert "Terima perubahan ini" in shown.content.decode()
    assert kept.status_code == 302
    assert not plan.stops.filter(officer=world.wati, state="planned").exists()


@time_machine.travel("2024-10-14T09:00:00+07:00", tick=False)
def test_hours_rules_and_ways_go_through_the_screens(world: World, as_person: Callable[[Person], Client]) -> None:
    chief = as_person(world.rahman)

    hours = chief.post(
        f"/rencana/aturan/petugas/{world.wati.pk}/",
        {"mode": "boat", "base": world.ujanmas.pk, "starts-1": "13:00", "ends-1": "16:00"},
    )
    wrong = chief.post(
        f"/rencana/aturan/petugas/{world.wati.pk}/", {"mode": "boat", "starts-1": "13:00", "ends-1": "12:00"}
    )
    kept = chief.post("/rencana/aturan/desa/", {"village": world.ujanmas.pk, "kind": "two_officers"})
    half = chief.post("/rencana/aturan/desa/", {"village": world.ujanmas.pk, "kind": "busy", "starts": "07:00"})

    assert (hours.status_code, wrong.status_code, kept.status_code, half.status_code) == (302, 400, 302, 400)
    assert reads.hours_of([world.wati]) == {world.wati.pk: {1: (13 * 60, 16 * 60)}}
    assert "jam selesainya" in half.content.decode()
    assert VillageRule.objects.get().kind == VillageRuleKind.TWO_OFFICERS
