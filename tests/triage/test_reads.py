"""What the desk asks: who waits, which issues there are, how tense it is where, what a report is like."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teduh.cores.errors import NotFound
from teduh.places.keys import new_id
from teduh.places.models import Area
from teduh.triage import actions, reads
from teduh.triage.models import Issue
from teduh.triage.reads import LevelCounts
from teduh.triage.rules import IssueKind, JoinState, Level, Outcome
from tests.factories import World
from tests.triage.stories import (
    ANSWER,
    BALLOTS,
    BALLOTS_AGAIN,
    BECAUSE,
    ROAD,
    rumour,
    rumour_of_rini,
    said,
    said_in_baturaja,
    said_in_muara_enim,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
VILLAGES = Area.objects.filter(level="village")


def set_level(issue: Issue, level: Level, world: World, after: timedelta = timedelta(0)) -> None:
    actions.set_level(
        issue=issue, level=level, reason="Dua kelompok saling menantang.", by=world.budi, at=world.now + after
    )


class TestWaiting:
    def test_emergencies_come_first_and_then_the_oldest(self, world: World):
        young = said(world, ROAD, at=world.now - HOUR)
        old = said(world, BALLOTS, at=world.now - 9 * HOUR)
        fire = said(world, "tolong ada kebakaran rumah warga sekarang", at=world.now)
        decided = said(world, "terima kasih", at=world.now - 20 * HOUR)
        actions.decide(report=decided, outcome=Outcome.NOT_A_MATTER, reason="salam", by=world.budi, at=world.now)

        assert fire.emergency is True
        assert list(reads.waiting(world.budi, on=world.today)) == [fire, old, young]

    def test_each_sees_the_reports_of_their_own_ground(self, world: World):
        here, unplaced = said(world, at=world.now - 3 * HOUR), said(world, village=None, at=world.now - 2 * HOUR)
        baturaja, theirs = said_in_baturaja(world), said_in_muara_enim(world)

        def sees(person: object) -> list[object]:
            return list(reads.waiting(person, on=world.today))  # type: ignore[arg-type]

        assert sees(world.budi) == [here, unplaced, baturaja]
        assert sees(world.rahman) == [here]
        assert sees(world.yusuf) == [baturaja]
        assert sees(world.rini) == [theirs]
        assert sees(world.maya) == []
        assert set(reads.all_waiting()) == {here, unplaced, baturaja, theirs}

    def test_the_wall_in_three_numbers(self, world: World):
        said(world, "tolong ada kebakaran rumah warga sekarang", at=world.now)
        oldest = said(world, village=None, at=world.now - 9 * HOUR)
        said_in_muara_enim(world)

        figures = reads.queue_figures(world.budi, at=world.now)

        assert (figures.count, figures.oldest_received_at, figures.unplaced) == (2, oldest.received_at, 1)

    def test_an_empty_queue_has_no_oldest(self, world: World):
        said_in_muara_enim(world)

        assert reads.queue_figures(world.budi, at=world.now) == reads.QueueFigures(0, None, 0)

    def test_villages_where_somebody_waits(self, world: World):
        said(world)
        said(world, village=world.tanjungan, at=world.now + DAY)
        rumour(world, said_in_baturaja(world), villages=[])
        said(world, village=None)

        assert reads.villages_waiting(villages=VILLAGES, on=world.today) == {world.ujanmas.pk}
        assert reads.villages_waiting(villages=VILLAGES, on=world.today + DAY) == {
            world.ujanmas.pk,
            world.tanjungan.pk,
        }


class TestScope:
    def test_each_sees_issues_of_their_unit_or_their_villages(self, world: World):
        ujanmas = rumour(world)
        kemalaraja = rumour(world, villages=[world.kemalaraja], title="Kabar logistik terlambat")
        nowhere = rumour(world, villages=[], title="Kabar tanpa tempat")
        hers = rumour_of_rini(world)

        seen = {
            person.username: set(reads.issues_for(person, on=world.today))
            for person in (*world.people, world.yusuf, world.rini)
        }

        assert seen == {
            "budi": {ujanmas, kemalaraja, nowhere},
            "hendra": {ujanmas, kemalaraja, nowhere},
            "dewi": {ujanmas, kemalaraja, nowhere},
            "agus": {ujanmas, kemalaraja, nowhere},
            "lina": {ujanmas, kemalaraja, nowhere},
            "ratna": {ujanmas, kemalaraja, nowhere},
            "rahman": {ujanmas},
            "wati": {ujanmas},
            "yusuf": {kemalaraja},
            "maya": set(),
            "rini": {hers},
        }

    def test_an_issue_of_somebody_else_does_not_exist(self, world: World):
        hers = rumour_of_rini(world)
        sentences = []

        for pk in (hers.pk, new_id()):
            with pytest.raises(NotFound) as missing:
                reads.issue(world.budi, pk, on=world.today)
            sentences.append(str(missing.value))

        assert sentences == ["Isu ini tidak ada, atau tidak di wilayah tugas Anda."] * 2
        assert reads.issue(world.rini, hers.pk, on=world.today) == hers
        assert reads.issue_by_id(hers.pk) == hers

    def test_only_confirmed_reports_are_counted(self, world: World):
        issue = rumour(world, said(world), said(world, BALLOTS_AGAIN, village=world.tanjungan))
        actions.suggest_join(report=said(world), issue=issue, why={}, at=world.now)
        actions.refuse_join(report=said(world), issue=issue, reason="lain hal", by=world.budi, at=world.now)

        found = reads.issue(world.budi, issue.pk, on=world.today)

        assert found.reports_count == 2
        assert [join.state for join in reads.joins_of(issue)].count(JoinState.CONFIRMED) == 2
        assert reads.joins_of(issue, JoinState.SUGGESTED, JoinState.REFUSED).count() == 2

    def test_queries_do_not_grow_with_the_issues(self, world: World):
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                for issue in reads.issues_for(world.budi, on=world.today):
                    _ = (issue.unit.name, issue.assigned_to, [village.name for village in issue.villages.all()])
            return len(caught)

        counted = []
        for more in (1, 2, 97):
            for _each in range(more):
                rumour(world, villages=[world.ujanmas, world.tanjungan])
            counted.append(queries())

        assert counted == [counted[0]] * 3


class TestLevelsByVillage:
    def test_an_issue_counts_in_each_village_it_touches(self, world: World):
        both = rumour(world, villages=[world.ujanmas, world.tanjungan])
        set_level(both, Level.IMMINENT, world)
        for _each in range(2):
            set_level(rumour(world), Level.LATENT, world)
        rumour(world, villages=[world.gunung_meraksa])

        assert reads.open_levels_by_village(villages=VILLAGES, on=world.today) == {
            world.ujanmas.pk: LevelCounts(latent=2, imminent=1),
            world.tanjungan.pk: LevelCounts(imminent=1),
        }

    def test_a_day_is_told_as_it_ended(self, world: World):
        issue = rumour(world)
        set_level(issue, Level.LATENT, world, HOUR)
        set_level(issue, Level.ACTUAL, world, 2 * HOUR)
        set_level(issue, Level.IMMINENT, world, DAY)
        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now + 3 * DAY)

        def on(day: int) -> dict[str, LevelCounts]:
            return reads.open_levels_by_village(villages=VILLAGES, on=date(2024, 10, day))

        there = world.ujanmas.pk
        assert [on(day) for day in (13, 14, 15, 16, 17)] == [
            {},
            {there: LevelCounts(actual=1)},
            {there: LevelCounts(imminent=1)},
            {there: LevelCounts(imminent=1)},
            {},
        ]

    def test_the_day_ends_by_the_clock_of_the_district(self, world: World):
        # Half past midnight in Baturaja on the 15th; in UTC it is still the 14th.
        issue = rumour(world, at=world.now.replace(hour=17, minute=30))
        set_level(issue, Level.LATENT, world, timedelta(hours=15, minutes=45))

        assert reads.open_levels_by_village(villages=VILLAGES, on=date(2024, 10, 14)) == {}
        assert reads.open_levels_by_village(villages=VILLAGES, on=date(2024, 10, 15)) == {
            world.ujanmas.pk: LevelCounts(latent=1)
        }

    def test_only_the_villages_asked_about(self, world: World):
        set_level(rumour(world), Level.LATENT, world)

        asked = Area.objects.filter(pk=world.ujan_mas_baru.pk)

        assert reads.open_levels_by_village(villages=asked, on=world.today) == {}


class TestCandidates:
    def test_an_issue_that_is_alike_is_offered_with_its_reasons(self, world: World):
        issue = rumour(world, said(world, BALLOTS))
        rumour(world, said(world, ROAD), kind=IssueKind.SERVICE_MATTER, title="Jembatan gantung rusak")
        report = said(world, BALLOTS_AGAIN, at=world.now + HOUR)

        (found,) = reads.candidates(report, at=world.now)

        assert (found.issue, found.state, found.why["same_place"], found.why["days_apart"]) == (issue, "", True, 0)
        assert {"suara", "gudang"} <= set(found.why["words"])
        assert found.why["sure"] == round(found.sure, 4)

    def test_a_suggested_one_says_so_and_a_refused_one_is_not_offered_again(self, world: World):
        issue, report = rumour(world, said(world)), said(world, BALLOTS_AGAIN)
        actions.suggest_join(report=report, issue=issue, why={}, at=world.now)
        states = [one.state for one in reads.candidates(report, at=world.now)]

        actions.refuse_join(report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now)

        assert (states, reads.candidates(report, at=world.now)) == (["suggested"], [])

    def test_refused_ones_do_not_crowd_out_the_rest(self, world: World):
        report = said(world, BALLOTS)
        refused = [rumour(world, title=BALLOTS) for _each in range(5)]
        fitting = rumour(world, title=BALLOTS_AGAIN)
        for issue in refused:
            actions.refuse_join(report=report, issue=issue, reason="Bukan ini.", by=world.budi, at=world.now)

        assert [found.issue for found in reads.candidates(report, at=world.now)] == [fitting]

    def test_an_issue_of_another_district_is_not_offered(self, world: World):
        rumour_of_rini(world, said_in_muara_enim(world, BALLOTS_AGAIN))

        assert reads.candidates(said(world, BALLOTS_AGAIN), at=world.now) == []

    def test_an_issue_of_a_sector_of_the_district_is(self, world: World):
        theirs = actions.open_issue(
            kind=IssueKind.RUMOUR,
            title=BALLOTS,
            unit=world.baturaja,
            villages=[world.kemalaraja],
            by=world.yusuf,
            at=world.now,
        )

        assert [one.issue for one in reads.candidates(said(world, BALLOTS_AGAIN), at=world.now)] == [theirs]

    def test_one_closed_lately_is_told_as_answered_and_one_closed_long_ago_not_at_all(self, world: World):
        lately, long_ago = (rumour(world, said(world, with_receipt=False), title=BALLOTS) for _each in range(2))
        actions.close_issue(issue=long_ago, reason=BECAUSE, by=world.budi, at=world.now - 46 * DAY)
        actions.close_issue(issue=lately, reason=BECAUSE, by=world.budi, at=world.now - 10 * DAY)

        (found,) = reads.candidates(said(world, BALLOTS_AGAIN), at=world.now)

        assert (found.issue, found.issue.closed_at) == (lately, world.now - 10 * DAY)

    def test_an_old_open_issue_is_found_by_its_title_and_not_by_words_of_long_ago(self, world: World):
        old = rumour(world, said(world, ROAD, at=world.now - 60 * DAY), title=BALLOTS, at=world.now - 60 * DAY)

        assert [one.issue for one in reads.candidates(said(world, BALLOTS_AGAIN), at=world.now)] == [old]
        assert reads.candidates(said(world, ROAD), at=world.now) == []


class TestOnceAnswered:
    def test_who_is_still_to_be_told(self, world: World):
        sari, joko = said(world), said(world, BALLOTS_AGAIN)
        issue = rumour(world, sari, said(world, with_receipt=False))
        before = list(reads.unanswered_reporters(issue))
        actions.answer_reporters(issue=issue, text=ANSWER, by=world.budi, at=world.now)
        after = list(reads.unanswered_reporters(issue))
        actions.join_report(report=joko, issue=issue, by=world.budi, at=world.now + HOUR)

        assert (before, after, list(reads.unanswered_reporters(issue))) == ([sari], [], [joko])
        assert reads.told_count(issue) == 2

    def test_villages_without_an_answer(self, world: World):
        answered = rumour(world, villages=[world.tanjungan])
        actions.answer_reporters(issue=answered, text=ANSWER, by=world.budi, at=world.now)
        rumour(world)
        rumour(world)

        assert reads.villages_unanswered(villages=VILLAGES) == [world.ujanmas.pk, world.ujanmas.pk]
        assert reads.answered_issues([issue.pk for issue in Issue.objects.all()]) == {answered.pk}


def test_what_became_of_reports(world: World):
    joined, left, waits = said(world), said(world, ROAD), said(world, BALLOTS_AGAIN)
    issue = rumour(world, joined)
    actions.decide(report=left, outcome=Outcome.NOT_A_MATTER, reason="coba-coba", by=world.budi, at=world.now)
    actions.suggest_join(report=waits, issue=issue, why={}, at=world.now)
    asked = [joined.pk, left.pk, waits.pk]

    assert reads.outcomes_of(asked) == {joined.pk: "joined", left.pk: "not_a_matter"}
    assert reads.confirmed_issues_of(asked) == {joined.pk: issue.pk}
    assert {report: join.issue for report, join in reads.suggested_joins(asked).items()} == {waits.pk: issue}
    assert (reads.issue_of(joined), reads.issue_of(waits), reads.assessment_of(waits)) == (issue, None, None)


def test_the_first_signal_is_the_first_report_or_the_knowledge_of_the_unit(world: World):
    quiet, later = rumour(world), rumour(world, known_at=world.now - 2 * HOUR)
    actions.join_report(report=said(world, at=world.now - 5 * HOUR), issue=later, by=world.budi, at=world.now)

    assert reads.first_signal(quiet) == world.now
    assert reads.first_signal(later) == world.now - 5 * HOUR
    assert [(one.issue_id, one.villages) for one in reads.signals_of([quiet.pk])] == [
        (quiet.pk, frozenset({world.ujanmas.pk}))
    ]


def test_issues_are_counted_once_by_kind_in_a_stretch(world: World):
    rumour(world, villages=[world.ujanmas, world.tanjungan])
    rumour(world, kind=IssueKind.QUESTION, at=world.now + DAY)
    rumour(world, kind=IssueKind.TENSION, at=world.now + 2 * DAY)
    rumour_of_rini(world)
    oku = Area.objects.filter(level="village", path__startswith="16/16.01/")

    assert reads.counts_in(oku, "kind", world.now, world.now + 2 * DAY) == {"rumour": 1, "question": 1}


def test_open_issues_of_a_village(world: World):
    open_one, closed = rumour(world), rumour(world)
    rumour(world, villages=[world.tanjungan])
    actions.close_issue(issue=closed, reason=BECAUSE, by=world.budi, at=world.now)

    assert list(reads.open_issues_in(world.ujanmas)) == [open_one]


@pytest.mark.parametrize(
    ("typed", "is_one"), [("", False), ("x" * 36, False), ("1", False), ("01920000-0000-7000-8000-000000000001", True)]
)
def test_what_can_be_an_id(typed: str, is_one: bool):
    assert reads.is_id(typed) is is_one
