"""The funnel and the time from signal to visit, counted by hand first."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teduh.learn import reads
from teduh.learn.reads import SignalToVisit
from teduh.respond import actions as respond
from teduh.trust.models import Person
from tests.factories import World
from tests.learn.stories import HEARD, matter, said, week
from tests.respond.clarified import published
from tests.respond.stories import BEGAN, meeting

FIRST, LAST = date(2024, 10, 8), date(2024, 10, 14)


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def steps(person: Person) -> tuple[int, ...]:
    found = reads.funnel(person, first=FIRST, last=LAST)
    return (found.received, found.placed, found.assessed, found.acted_on, found.answered)


def test_the_week_counted_by_hand(world: World) -> None:
    week(world)

    found = reads.funnel(world.budi, first=FIRST, last=LAST)

    assert (found.received, found.placed, found.assessed, found.acted_on, found.answered) == (7, 6, 6, 4, 2)
    assert found.answerable == 6
    assert [(str(step.label), step.count, step.base, step.percent) for step in found.steps] == [
        ("Diterima", 7, 7, 100),
        ("Tempatnya pasti", 6, 7, 86),
        ("Diputuskan", 6, 7, 86),
        ("Ditindaklanjuti", 4, 7, 57),
        ("Dijawab", 2, 7, 29),
    ]


def test_each_person_counts_their_own_jurisdiction(world: World) -> None:
    week(world)

    # Who may count but not read counts what the desk counts.
    assert steps(world.hendra) == steps(world.dewi) == steps(world.agus) == steps(world.budi) == (7, 6, 6, 4, 2)
    assert steps(world.rahman) == (5, 5, 5, 4, 2)
    assert steps(world.yusuf) == (1, 1, 1, 0, 0)
    assert steps(world.rini) == (1, 1, 0, 0, 0)
    assert steps(world.wati) == steps(world.lina) == steps(world.maya) == (0, 0, 0, 0, 0)


def test_an_empty_week_has_no_shares(world: World) -> None:
    found = reads.funnel(world.budi, first=FIRST, last=LAST)

    assert [(step.count, step.share, step.percent) for step in found.steps] == [(0, None, None)] * 5


def test_a_visit_before_the_signal_is_no_action(world: World) -> None:
    respond.record_visit(**meeting(world))
    matter(world, said(world, "ribut lagi sore ini", at=BEGAN + timedelta(minutes=1)))

    assert steps(world.budi) == (1, 1, 1, 0, 0)


def test_a_published_clarification_is_an_action_and_a_draft_is_none(world: World) -> None:
    issue = matter(world, said(world, "benarkah TPS dipindah"), kind="question", title="TPS dipindah")
    referred = matter(world, said(world, "lampu jalan mati"), title="Lampu")
    respond.make_referral(
        issue=referred,
        partner=world.bawaslu,
        kind="other",
        known_on=world.today,
        reason="Wewenang mereka.",
        by=world.budi,
        at=world.now,
    )
    respond.write_clarification(
        issue=issue, title="TPS tetap", fact="TPS tetap di tempat semula.", by=world.dewi, at=world.now
    )
    assert steps(world.budi) == (2, 2, 2, 0, 0)

    published(world, issue, myth="", why="")

    assert steps(world.budi) == (2, 2, 2, 1, 1)


def test_hours_from_the_signal_to_the_visit(world: World) -> None:
    week(world)

    found = reads.signal_to_visit(world.budi, first=FIRST, last=LAST)

    # Ujanmas was visited a day after it was heard of; Tanjungan and Kemalaraja were not.
    assert (found.hours, found.not_yet, found.issues, found.median_hours, found.quartiles) == (
        (24.0,),
        2,
        3,
        24.0,
        None,
    )
    yusuf = reads.signal_to_visit(world.yusuf, first=FIRST, last=LAST)
    assert (yusuf.hours, yusuf.not_yet, yusuf.median_hours) == ((), 1, None)
    rini = reads.signal_to_visit(world.rini, first=FIRST, last=LAST)
    assert (rini.hours, rini.not_yet) == ((), 0)


def test_the_first_visit_after_the_signal_counts_and_none_before(world: World) -> None:
    respond.record_visit(**meeting(world))
    matter(world, said(world, "ribut lagi", at=BEGAN + timedelta(hours=2)))
    for hours in (30, 10):
        later = BEGAN + timedelta(hours=2 + hours)
        visit = {**meeting(world), "started_at": later, "ended_at": later + timedelta(minutes=30)}
        respond.record_visit(**visit)

    assert reads.signal_to_visit(world.budi, first=FIRST, last=LAST).hours == (10.0,)


def test_a_visit_between_two_signals_answers_only_the_earlier_one(world: World) -> None:
    matter(world, said(world, "ribut pagi", at=HEARD), title="Ribut pagi")
    respond.record_visit(**meeting(world))
    matter(world, said(world, "ribut lagi", at=BEGAN + timedelta(hours=5)), title="Ribut lagi")

    found = reads.signal_to_visit(world.budi, first=FIRST, last=LAST)

    assert (found.hours, found.not_yet) == ((24.0,), 1)
    assert steps(world.budi) == (2, 2, 2, 1, 0)


def test_median_and_quartiles_of_five_visited_issues() -> None:
    waits = SignalToVisit(FIRST, LAST, hours=(2.0, 4.0, 6.0, 8.0, 100.0), not_yet=3)

    assert (waits.median_hours, waits.quartiles, waits.issues) == (6.0, (4.0, 8.0), 8)


def test_three_visited_issues_are_too_few_for_quartiles() -> None:
    waits = SignalToVisit(FIRST, LAST, hours=(2.0, 4.0, 6.0), not_yet=0)

    assert (waits.median_hours, waits.quartiles) == (4.0, None)


def test_periods_of_seven_days_end_on_the_last_day_and_hold_every_issue_once(world: World) -> None:
    moments = [
        datetime(2024, 10, 4, 16, 59, tzinfo=UTC),  # Friday 23.59 WIB: the period from 1 to 7 October
        datetime(2024, 10, 7, 16, 59, tzinfo=UTC),  # Monday 23.59 WIB: its last minute
        datetime(2024, 10, 7, 17, 0, tzinfo=UTC),  # Tuesday 00.00 WIB: the next period
        HEARD,
    ]
    for number, moment in enumerate(moments):
        matter(world, said(world, f"ribut ke-{number}", at=moment), title=f"Ribut {number}")
    respond.record_visit(**meeting(world))

    found = reads.signal_to_visit_by_week(world.budi, first=date(2024, 9, 30), last=LAST)

    assert [(each.first.isoformat(), each.last.isoformat(), each.hours, each.not_yet) for each in found] == [
        ("2024-09-30", "2024-09-30", (), 0),
        ("2024-10-01", "2024-10-07", (85.5, 157.5), 0),
        ("2024-10-08", "2024-10-14", (24.0, 85.5), 0),
    ]


def test_the_queries_are_the_same_for_1_3_and_100_reports(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            reads.funnel(world.budi, first=FIRST, last=LAST)
            reads.signal_to_visit(world.budi, first=FIRST, last=LAST)
            reads.signal_to_visit_by_week(world.budi, first=FIRST, last=LAST)
        return len(asked_for)

    respond.record_visit(**meeting(world))
    counts = []
    for total, before in ((1, 0), (3, 1), (100, 3)):
        for number in range(before, total):
            matter(world, said(world, f"ribut ke-{number}"), title=f"Ribut {number}")
        counts.append(queries())
    assert counts == [counts[0]] * 3
