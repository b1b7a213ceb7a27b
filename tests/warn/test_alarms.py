"""An alarm: raised from reports, given to a named person, acknowledged, decided, visited, scored."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import actions as listen
from teduh.listen.models import Report
from teduh.places.models import Area
from teduh.plan import steps as plan
from teduh.triage import actions as triage
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind, Level, Outcome
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent
from teduh.warn import actions, reads, steps
from teduh.warn.adapt import Signal, lead_of, without_floods
from teduh.warn.models import Alarm, AlarmDay, Look, Miss
from teduh.warn.rules import AlarmKind, Decision, Score
from tests.factories import World
from tests.factories.district import an_alarm

SECRET = "rahasia-kebun-lama"


def say(world: World, village: Area, *, days_ago: int, text: str = "lampu jalan mati", hours: int = 0) -> Report:
    received = listen.receive_report(
        text=text,
        channel="web",
        unit=world.polres,
        village=village,
        by=RESIDENT,
        at=world.now - timedelta(days=days_ago, hours=hours),
    )
    assert received.report is not None
    return received.report


def ordinary_weeks(world: World) -> None:
    """Eight weeks in which every village says something once a week."""
    for week in range(1, 9):
        for number, village in enumerate((world.ujanmas, world.tanjungan, world.gunung_meraksa, world.kemalaraja)):
            say(world, village, days_ago=7 * week + number)


def tension(world: World, village: Area, *, days_ago: tuple[int, ...], kind: str = IssueKind.TENSION) -> Issue:
    """Each report tells of its own; the desk joins all of them into one issue."""
    rows = [
        say(world, village, days_ago=day, text=f"kebun nomor {n} ribut lagi, {SECRET}", hours=n)
        for n, day in enumerate(days_ago)
    ]
    issue = triage.open_issue(
        kind=IssueKind(kind),
        title="Batas kebun",
        unit=world.polres,
        villages=[village],
        reports=[rows[0]],
        by=world.budi,
        at=world.now,
    )
    for row in rows[1:]:
        triage.join_report(report=row, issue=issue, by=world.budi, at=world.now)
    return issue


@pytest.fixture
def alarm(world: World) -> Alarm:
    ordinary_weeks(world)
    tension(world, world.ujanmas, days_ago=(2, 2, 1, 1, 0, 0))
    steps.look(at=world.now)
    return Alarm.objects.get()


def test_many_reports_of_tension_from_one_village_raise_one_alarm_for_its_chief(world: World, alarm: Alarm) -> None:
    told = alarm.days.get()

    assert (alarm.kind, alarm.unit, alarm.assigned_to) == (AlarmKind.UNUSUAL, world.polres, world.rahman)
    assert [area.code for area in alarm.villages.all()] == [world.ujanmas.code]
    assert (told.observed, told.window_last, len(told.reports)) == (6, world.today, 6)
    assert told.observed > 3 * told.expected
    assert told.recurrence_days >= 7
    assert told.p_value == pytest.approx(1 / told.recurrence_days, rel=0.01)
    assert AuditEvent.objects.filter(action="warn.raise_alarm", subject_id=str(alarm.pk)).count() == 1


def test_looking_again_changes_nothing_and_the_pipeline_looks_once_an_hour(world: World, alarm: Alarm) -> None:
    assert steps.look_at(unit=world.polres, by=world.rahman, at=world.now) == 0
    rows = AuditEvent.objects.count()
    assert steps.look(at=world.now + timedelta(minutes=59)) == 0

    assert (Alarm.objects.count(), AlarmDay.objects.count(), AuditEvent.objects.count()) == (1, 1, rows)
    assert Look.objects.get(unit=world.polres).signals == 6


def test_the_next_day_it_is_the_same_alarm_and_what_changed_is_told(world: World, alarm: Alarm) -> None:
    issue = Issue.objects.get()
    tomorrow = world.now + timedelta(days=1)
    received = listen.receive_report(
        text="ribut lagi di kebun", channel="web", unit=world.polres, village=world.ujanmas, by=RESIDENT, at=tomorrow
    )
    assert received.report is not None
    triage.join_report(report=received.report, issue=issue, by=world.budi, at=tomorrow)

    steps.look(at=tomorrow)

    found = reads.alarm(world.rahman, alarm.pk, on=world.today + timedelta(days=1))
    change = reads.what_changed(found)
    assert (found.first_seen_on, found.last_seen_on) == (world.today, world.today + timedelta(days=1))
    assert change is not None
    assert (change.since, change.more_reports, change.came, change.went) == (world.today, 1, (), ())


@pytest.mark.parametrize("kind", [IssueKind.RUMOUR, IssueKind.SERVICE_MATTER, IssueKind.QUESTION])
def test_other_matters_are_no_signal(world: World, kind: IssueKind) -> None:
    ordinary_weeks(world)
    tension(world, world.ujanmas, days_ago=(2, 2, 1, 1, 0, 0), kind=kind)

    steps.look(at=world.now)

    assert Alarm.objects.count() == 0
    assert Look.objects.get(unit=world.polres).signals == 0


def test_criticism_never_counts_even_where_the_machine_suggested_an_issue(world: World) -> None:
    issue = tension(world, world.ujanmas, days_ago=(0,))
    row = say(world, world.ujanmas, days_ago=0, text="polisi lamban sekali")
    triage.suggest_join(report=row, issue=issue, why={"score": 60, "words": [], "place": "same"}, at=world.now)
    steps.look_at(unit=world.polres, by=world.rahman, at=world.now)
    assert Look.objects.get(unit=world.polres).signals == 2

    triage.decide(
        report=row, outcome=Outcome.PROTECTED_SPEECH, reason="Kritik kepada polisi.", by=world.budi, at=world.now
    )
    steps.look_at(unit=world.polres, by=world.rahman, at=world.now)

    assert Look.objects.get(unit=world.polres).signals == 1


def test_reports_whose_writers_object_are_no_signal(world: World) -> None:
    ordinary_weeks(world)
    issue = tension(world, world.ujanmas, days_ago=(3, 2, 2, 1, 0))
    joined = issue.joins.values("report")
    Report.objects.filter(pk__in=joined).update(restricted_at=world.now)

    steps.look(at=world.now)

    assert Alarm.objects.count() == 0
    assert Look.objects.get(unit=world.polres).signals == 0


def test_a_village_that_usually_speaks_and_stops_is_a_silence(world: World) -> None:
    for day in range(14, 70):
        say(world, world.kemalaraja, days_ago=day)
        say(world, world.ujanmas, days_ago=day)
    for day in range(14):
        say(world, world.ujanmas, days_ago=day)

    steps.look(at=world.now)

    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.villages.get(), alarm.assigned_to) == (AlarmKind.SILENCE, world.kemalaraja, world.yusuf)
    assert alarm.days.get().reports == []


def test_days_on_which_nobody_could_report_make_no_silence(world: World) -> None:
    for day in range(14, 70):
        say(world, world.kemalaraja, days_ago=day)
        say(world, world.ujanmas, days_ago=day)
    for day in range(14):
        say(world, world.ujanmas, days_ago=day)
    actions.note_gap(
        area=world.kemalaraja,
        first=world.today - timedelta(days=13),
        last=world.today,
        reason="Jaringan putus",
        by=world.yusuf,
        at=world.now,
    )

    steps.look(at=world.now)

    assert Alarm.objects.count() == 0
    assert Look.objects.get(unit=world.polres).village_days_missing == 14


def test_acknowledged_decided_visited_and_scored(world: World, alarm: Alarm) -> None:
    actions.acknowledge(alarm=alarm, by=world.rahman, at=world.now)
    actions.decide(alarm=alarm, decision=Decision.VISIT, reason="Wati ke sana.", by=world.rahman, at=world.now)
    visit = uuid4()
    actions.note_contact(visit_id=visit, village=world.tanjungan, on=world.today, by=world.wati, at=world.now)
    alarm.refresh_from_db()
    assert alarm.visit_id is None
    actions.note_contact(visit_id=visit, village=world.ujanmas, on=world.today, by=world.wati, at=world.now)
    alarm.refresh_from_db()
    # The first note of this id was for another village; the visit is known by its id once.
    assert alarm.visit_id is None
    second = uuid4()
    actions.note_contact(visit_id=second, village=world.ujanmas, on=world.today, by=world.wati, at=world.now)
    alarm.refresh_from_db()
    assert alarm.visit_id == second

    actions.confirm_score(
        alarm=alarm, score=Score.HIT, reason="Dua keluarga hampir berkelahi.", by=world.rahman, at=world.now
    )
    alarm.refresh_from_db()
    assert (alarm.final_score, alarm.rule_score) == (Score.HIT, "")


def rise(world: World, *, days: int, level: Level = Level.ACTUAL) -> Issue:
    at = world.now + timedelta(days=days)
    issue = triage.open_issue(
        kind=IssueKind.INCIDENT, title="Berkelahi", unit=world.polres, villages=[world.ujanmas], by=world.budi, at=at
    )
    triage.set_level(issue=issue, level=level, reason="Sudah terjadi.", by=world.budi, at=at)
    return issue


def test_an_issue_that_becomes_actual_soon_after_makes_a_hit_with_its_lead(world: World, alarm: Alarm) -> None:
    issue = rise(world, days=4)

    steps.score(at=world.now + timedelta(days=5))

    alarm.refresh_from_db()
    assert (alarm.rule_score, alarm.lead_days, alarm.issue) == (Score.HIT, 4, issue)
    assert Miss.objects.count() == 0


def test_two_weeks_without_anything_make_a_false_alarm_and_a_person_may_know_better(world: World, alarm: Alarm) -> None:
    assert steps.score(at=world.now + timedelta(days=14)) == 0
    assert steps.score(at=world.now + timedelta(days=15)) == 1
    alarm.refresh_from_db()
    assert alarm.final_score == Score.FALSE_ALARM

    at = world.now + timedelta(days=16)
    actions.decide(alarm=alarm, decision=Decision.SET_ASIDE, reason="Sudah damai.", by=world.rahman, at=at)
    actions.confirm_score(alarm=alarm, score=Score.HIT, reason="Didamaikan sebelum pecah.", by=world.rahman, at=at)

    alarm.refresh_from_db()
    assert (alarm.final_score, alarm.rule_score) == (Score.HIT, Score.FALSE_ALARM)


def test_an_issue_of_the_same_day_makes_it_late(world: World, alarm: Alarm) -> None:
    rise(world, days=0)

    assert steps.score(at=world.now + timedelta(days=1)) == 0
    assert steps.score(at=world.now + timedelta(days=15)) == 1

    alarm.refresh_from_db()
    assert (alarm.rule_score, alarm.lead_days) == (Score.LATE, 0)


def test_what_becomes_actual_without_an_alarm_is_a_miss_said_once(world: World) -> None:
    steps.look(at=world.now)
    issue = rise(world, days=3)
    later = world.now + timedelta(days=4)

    assert [steps.score(at=later), steps.score(at=later)] == [1, 0]

    assert Miss.objects.get().issue == issue


def test_a_chief_of_another_sector_and_another_district_decide_nothing(world: World, alarm: Alarm) -> None:
    for stranger in (world.yusuf, world.rini):
        with pytest.raises(NotAllowed):
            actions.acknowledge(alarm=alarm, by=stranger, at=world.now)
        with pytest.raises(NotFound):
            reads.alarm(stranger, alarm.pk, on=world.today)
    with pytest.raises(NotAllowed):
        actions.acknowledge(alarm=alarm, by=world.wati, at=world.now)
    alarm.refresh_from_db()
    assert alarm.acknowledged_at is None


def test_setting_aside_needs_a_reason(world: World, alarm: Alarm) -> None:
    with pytest.raises(Refused) as refused:
        actions.decide(alarm=alarm, decision=Decision.SET_ASIDE, reason="  ", by=world.rahman, at=world.now)

    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    "values",
    [
        {"decision": Decision.VISIT},
        {"acknowledged_at": datetime.fromisoformat("2024-10-14T09:00:00+07:00")},
        {"score": Score.HIT},
        {"visit_id": uuid4()},
        {"last_seen_on": date(2024, 1, 1)},
    ],
)
def test_the_database_keeps_no_half_alarm(alarm: Alarm, values: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.filter(pk=alarm.pk).update(**values)


def test_who_may_not_read_reports_sees_only_how_many_there_are(world: World, alarm: Alarm) -> None:
    found = reads.alarm(world.wati, alarm.pk, on=world.today)

    assert reads.reports_behind(world.wati, found, on=world.today) == ([], 6)
    assert len(reads.reports_behind(world.rahman, found, on=world.today)[0]) == 6


def test_an_alarm_that_nobody_visited_asks_for_a_visit_in_the_plan(world: World, alarm: Alarm) -> None:
    villages = Area.objects.filter(pk__in=[world.ujanmas.pk, world.tanjungan.pk])
    assert reads.alarms_unvisited(villages, on=world.today) == {world.ujanmas.pk: 1}
    monday = world.today
    week = plan.make_plan(unit=world.pengandonan, week_start=monday, by=world.rahman, at=world.now)
    first = week.stops.filter(village=world.ujanmas).order_by("day").first()
    assert first is not None
    assert (first.day, first.reasons[0]) == (monday, {"why": "alarm", "value": 1})

    actions.decide(alarm=alarm, decision=Decision.VISIT, reason="Wati ke sana.", by=world.rahman, at=world.now)
    assert reads.alarms_unvisited(villages, on=world.today) == {world.ujanmas.pk: 1}
    actions.note_contact(visit_id=uuid4(), village=world.ujanmas, on=world.today, by=world.wati, at=world.now)

    assert reads.alarms_unvisited(villages, on=world.today) == {}


def test_one_text_from_six_villages_within_two_days_is_one_signal_and_from_five_it_is_five() -> None:
    def copies(villages: int, days: int = 1) -> list[Signal]:
        start = date(2024, 10, 1)
        return [
            Signal(uuid4(), f"v{n}", start + timedelta(days=n % days), "AWAS!! kebun mau dibakar, sebarkan")
            for n in range(villages)
        ]

    other = Signal(uuid4(), "v1", date(2024, 10, 2), "ribut di kebun")

    assert len(without_floods([*copies(5), other])) == 6
    assert len(without_floods([*copies(6), other])) == 2
    assert len(without_floods(copies(9, days=2))) == 1
    # Six villages, but over three weeks: people tell it again.
    assert len(without_floods(copies(6, days=6))) == 6


@pytest.mark.parametrize(
    ("days", "lead"), [((4,), 4), ((-1, 6), 6), ((0,), 0), ((-3,), -3), ((-4,), None), ((15,), None), ((), None)]
)
def test_the_lead_of_an_alarm(days: tuple[int, ...], lead: int | None) -> None:
    alarm_day = date(2024, 10, 14)

    assert lead_of(alarm_day, [alarm_day + timedelta(days=n) for n in days]) == lead


def test_two_looks_at_the_same_moment_raise_one_alarm(world: World) -> None:
    first, second = an_alarm(world), an_alarm(world)

    assert first.pk == second.pk
    assert AuditEvent.objects.filter(action="warn.raise_alarm").count() == 1
