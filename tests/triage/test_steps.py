"""The machine offers joins in the background; a person's word always stands above it."""

from datetime import timedelta

import pytest

from teduh.triage import actions, reads, steps
from teduh.triage.models import Join
from teduh.triage.rules import JoinState, Outcome
from tests.factories import World
from tests.triage.stories import (
    BALLOTS,
    BALLOTS_AGAIN,
    BECAUSE,
    OPINION,
    ROAD,
    rumour,
    rumour_of_rini,
    said,
    said_in_muara_enim,
    triage_rows,
)


def test_a_report_much_like_an_issue_gets_a_suggestion_with_its_reasons(world: World):
    issue, alike, unlike = rumour(world, said(world)), said(world, BALLOTS_AGAIN), said(world, ROAD)

    offered = steps.suggest(at=world.now)

    assert offered == 1
    join = Join.objects.get(state=JoinState.SUGGESTED)
    assert (join.report, join.issue, join.by, join.at) == (alike, issue, None, world.now)
    assert (join.why["same_place"], "gudang" in join.why["words"]) == (True, True)
    assert set(reads.waiting(world.budi, on=world.today)) == {alike, unlike}
    assert triage_rows() == ["triage.open", "triage.join", "triage.suggest"]


def test_a_second_run_offers_nothing_new(world: World):
    rumour(world, said(world))
    said(world, BALLOTS_AGAIN)

    assert (steps.suggest(at=world.now), steps.suggest(at=world.now + timedelta(minutes=1))) == (1, 0)
    assert Join.objects.filter(state=JoinState.SUGGESTED).count() == 1
    assert triage_rows().count("triage.suggest") == 1


def test_what_a_person_refused_stays_refused(world: World):
    issue, report = rumour(world, said(world)), said(world, BALLOTS_AGAIN)
    steps.suggest(at=world.now)
    actions.refuse_join(report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now)

    assert steps.suggest(at=world.now) == 0
    assert list(Join.objects.filter(report=report).values_list("state", flat=True)) == [JoinState.REFUSED]


def test_what_was_decided_is_not_touched(world: World):
    rumour(world, said(world))
    for outcome, text in ((Outcome.PROTECTED_SPEECH, OPINION), (Outcome.NOT_A_MATTER, BALLOTS_AGAIN)):
        report = said(world, text)
        actions.decide(report=report, outcome=outcome, reason="Sudah jelas.", by=world.budi, at=world.now)

    assert steps.suggest(at=world.now) == 0


def test_closed_issues_and_those_of_a_neighbour_are_not_offered(world: World):
    closed = rumour(world, said(world, with_receipt=False))
    actions.close_issue(issue=closed, reason=BECAUSE, by=world.budi, at=world.now)
    hers = rumour_of_rini(world, said_in_muara_enim(world))
    said(world, BALLOTS_AGAIN)
    theirs = said_in_muara_enim(world, BALLOTS_AGAIN)

    assert steps.suggest(at=world.now) == 1
    join = Join.objects.get(state=JoinState.SUGGESTED)
    assert (join.report, join.issue) == (theirs, hers)


def test_the_issue_that_is_most_alike_is_offered(world: World):
    rumour(world, said(world, "surat suara kurang di gudang"), title="Kabar surat suara kurang")
    fitting = rumour(world, said(world, BALLOTS))
    report = said(world, BALLOTS)

    steps.suggest(at=world.now)

    assert list(Join.objects.filter(report=report).values_list("issue", flat=True)) == [fitting.pk]


def test_a_flood_of_other_matters_does_not_hold_up_a_new_report(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(steps, "AT_MOST", 3)
    issue = rumour(world, said(world))
    for minutes in range(5):
        said(world, f"{ROAD} {minutes}", at=world.now - timedelta(hours=9, minutes=minutes))
    report = said(world, BALLOTS_AGAIN)

    steps.suggest(at=world.now)

    assert list(Join.objects.filter(state=JoinState.SUGGESTED).values_list("report", "issue")) == [
        (report.pk, issue.pk)
    ]


def test_one_run_takes_so_many_and_the_next_goes_on(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(steps, "AT_MOST", 2)
    rumour(world, said(world))
    for _each in range(5):
        said(world, BALLOTS_AGAIN)

    assert [steps.suggest(at=world.now) for _run in range(4)] == [2, 2, 1, 0]


def test_with_nothing_waiting_nothing_is_offered(world: World):
    rumour(world, said(world, BALLOTS))

    assert steps.suggest(at=world.now) == 0
