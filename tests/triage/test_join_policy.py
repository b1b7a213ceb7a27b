"""The chief sets from which sureness on the machine suggests, sees what it would mean, and adopts a curve or not."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import NotAllowed, Refused
from teduh.triage import actions, join_reads, match_reads, steps
from teduh.triage.models import Join, JoinPolicy
from teduh.triage.rules import JoinState
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.triage.stories import BALLOTS_AGAIN, page, queries, rumour, rumour_of_rini, said, said_in_muara_enim

AsPerson = Callable[[Person], Client]
BECAUSE = "Terlalu banyak usulan keliru minggu ini."


@pytest.fixture(autouse=True)
def _monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


def decided(
    world: World, like: float, state: JoinState, *, conflicts: int = 0, minute: int = 0, issue: Any = None
) -> Join:
    """Budi decided on a pair of which the machine had found this."""
    return Join.objects.create(
        report=said(world),
        issue=issue or rumour(world),
        state=state,
        likeness=like,
        conflicts=conflicts,
        sureness=match_reads.Policy().curve.at(like, conflicts),
        by=world.budi,
        at=world.now + timedelta(minutes=minute),
    )


def a_district_that_knows_better(world: World) -> None:
    """Here even rather unlike texts are joined: the curve that Teduh brings is too strict."""
    for n in range(12):
        decided(world, 0.45 + n / 100, JoinState.CONFIRMED)
        decided(world, 0.20 + n / 100, JoinState.REFUSED)


class TestThreshold:
    def test_until_somebody_sets_it_a_half_counts(self, world: World):
        policy = match_reads.policy_of(world.pengandonan)

        assert (policy.version, policy.threshold, policy.decisions) == (0, 0.5, 0)

    def test_the_chief_sets_it_for_the_whole_district_with_a_reason(self, world: World):
        for share in (0.9, 0.8):
            actions.set_threshold(unit=world.polres, threshold=share, reason=BECAUSE, by=world.hendra, at=world.now)

        policy = match_reads.policy_of(world.pengandonan)
        assert (policy.version, policy.threshold) == (2, 0.8)
        assert list(JoinPolicy.objects.values_list("version", "threshold", "reason", "by")) == [
            (2, 0.8, BECAUSE, world.hendra.pk),
            (1, 0.9, BECAUSE, world.hendra.pk),
        ]
        row = AuditEvent.objects.filter(action="triage.set_threshold").latest("seq")
        assert json.loads(row.details)["threshold"] == 0.8
        assert match_reads.policy_of(world.muara_enim).version == 0

    @pytest.mark.parametrize("share", [0, 0.04, 0.995, 1, 50])
    def test_all_or_nothing_is_no_threshold(self, world: World, share: float):
        with pytest.raises(Refused, match="5%"):
            actions.set_threshold(unit=world.polres, threshold=share, reason=BECAUSE, by=world.hendra, at=world.now)

    def test_nobody_else_sets_it(self, world: World):
        for person in (
            world.budi,
            world.rahman,
            world.wati,
            world.dewi,
            world.agus,
            world.lina,
            world.maya,
            world.rini,
        ):
            with pytest.raises(NotAllowed):
                actions.set_threshold(unit=world.polres, threshold=0.8, reason=BECAUSE, by=person, at=world.now)
        with pytest.raises(NotAllowed):
            actions.set_threshold(unit=world.muara_enim, threshold=0.8, reason=BECAUSE, by=world.hendra, at=world.now)
        assert not JoinPolicy.objects.exists()

    def test_what_is_under_it_is_offered_in_the_list_and_not_suggested(self, world: World):
        issue, report = rumour(world, said(world)), said(world, BALLOTS_AGAIN)
        actions.set_threshold(unit=world.polres, threshold=0.99, reason=BECAUSE, by=world.hendra, at=world.now)
        offered = steps.suggest(at=world.now)
        (found,) = match_reads.candidates(report, at=world.now)
        actions.set_threshold(unit=world.polres, threshold=0.9, reason=BECAUSE, by=world.hendra, at=world.now)

        assert (offered, found.issue, 0.9 < found.sure < 0.99) == (0, issue, True)
        assert steps.suggest(at=world.now) == 1


class TestErrorTable:
    def test_what_each_threshold_would_have_done(self, world: World):
        for like, conflicts, state in (
            (0.9, 0, JoinState.CONFIRMED),  # sure 0.98
            (0.6, 0, JoinState.CONFIRMED),  # 0.60
            (0.9, 1, JoinState.REFUSED),  # 0.02
            (0.7, 0, JoinState.REFUSED),  # 0.83
            (0.65, 0, JoinState.PASSED),  # 0.73
        ):
            decided(world, like, state, conflicts=conflicts)

        report = join_reads.report_of(world.polres)

        assert (report.decisions, report.confirmed, report.refused, report.is_enough) == (5, 2, 3, False)
        assert [(row.at, row.joined, row.wrong, row.missed) for row in report.rows] == [
            (0.3, 4, 2, 0),
            (0.5, 4, 2, 0),
            (0.7, 3, 2, 1),
            (0.8, 2, 1, 1),
            (0.9, 1, 0, 1),
            (0.95, 1, 0, 1),
        ]

    def test_a_flood_decided_at_once_is_one_decision(self, world: World):
        issue = rumour(world)
        for n in range(7):
            decided(world, (80 + n) / 100, JoinState.CONFIRMED, issue=issue)
        decided(world, 0.9, JoinState.CONFIRMED, issue=issue, minute=1)

        found = join_reads.decided(world.polres)

        assert [(one.likeness, one.confirmed) for one in found] == [(0.83, True), (0.9, True)]

    def test_the_machine_without_an_opinion_and_the_neighbour_do_not_count(self, world: World):
        rumour(world, said(world))  # joined by hand, no figures
        actions.suggest_join(report=said(world), issue=rumour(world), why={"sure": 0.9, "like": 0.8}, at=world.now)
        hers = rumour_of_rini(world)
        Join.objects.create(
            report=said_in_muara_enim(world),
            issue=hers,
            state="confirmed",
            likeness=0.9,
            conflicts=0,
            by=world.rini,
            at=world.now,
        )

        assert (join_reads.decided(world.polres), len(join_reads.decided(world.muara_enim))) == ([], 1)

    def test_figures_stay_when_the_words_go(self, world: World):
        join = decided(world, 0.9, JoinState.CONFIRMED)
        Join.objects.filter(pk=join.pk).update(why={})

        assert len(join_reads.decided(world.polres)) == 1


class TestCurve:
    def test_too_few_decisions_propose_nothing(self, world: World):
        for n in range(9):
            decided(world, 0.5 + n / 100, JoinState.CONFIRMED)
            decided(world, 0.2, JoinState.REFUSED, minute=n)

        assert join_reads.proposal(world.polres) is None

    def test_a_proposal_changes_nothing_until_somebody_adopts_it(self, world: World):
        a_district_that_knows_better(world)

        proposal = join_reads.proposal(world.polres)

        assert proposal is not None
        assert (proposal.decisions, proposal.now.joined, proposal.now.missed) == (24, 0, 12)
        assert (proposal.then.joined >= 10, proposal.then.wrong) == (True, 0)
        assert match_reads.policy_of(world.polres).curve == match_reads.Policy().curve

    def test_adopted_it_counts_and_is_on_record_and_can_be_dropped_again(self, world: World):
        a_district_that_knows_better(world)
        proposal = join_reads.proposal(world.polres)
        assert proposal is not None

        values = {"unit": world.polres, "reason": BECAUSE, "by": world.hendra, "at": world.now}
        actions.adopt_curve(fingerprint=proposal.fingerprint, **values)
        adopted = match_reads.policy_of(world.polres)
        missed = [row.missed for row in join_reads.report_of(world.polres).rows if row.at == 0.5]
        actions.drop_curve(**values)

        assert (adopted.decisions, adopted.threshold, adopted.curve) == (24, 0.5, proposal.curve)
        assert missed == [proposal.then.missed]
        assert match_reads.policy_of(world.polres).curve == match_reads.Policy().curve
        rows = AuditEvent.objects.filter(action__contains="curve").order_by("seq")
        assert [row.action for row in rows] == ["triage.adopt_curve", "triage.drop_curve"]

    def test_what_was_not_shown_is_not_adopted(self, world: World):
        a_district_that_knows_better(world)
        shown = join_reads.proposal(world.polres)
        assert shown is not None
        decided(world, 0.95, JoinState.REFUSED, minute=3)

        with pytest.raises(Refused, match="sudah berubah"):
            actions.adopt_curve(
                unit=world.polres, fingerprint=shown.fingerprint, reason=BECAUSE, by=world.hendra, at=world.now
            )
        with pytest.raises(Refused, match="sudah dipakai"):
            actions.drop_curve(unit=world.polres, reason=BECAUSE, by=world.hendra, at=world.now)


class TestPage:
    def test_everybody_who_reads_reports_sees_it_and_the_chief_alone_the_form(self, world: World, as_person: AsPerson):
        for person in (world.budi, world.rahman, world.hendra):
            html = page(as_person(person).get("/meja/usulan/"))
            assert "masih terlalu sedikit untuk tahu" in html
            assert ("Simpan ambang" in html) == (person == world.hendra)
        assert as_person(world.wati).get("/meja/usulan/").status_code == 403

    def test_it_shows_the_table_and_the_proposal(self, world: World, as_person: AsPerson):
        a_district_that_knows_better(world)

        html = page(as_person(world.hendra).get("/meja/usulan/"))

        assert "24 keputusan: 12 digabungkan, 12 tidak" in html
        assert "terlalu sedikit" not in html
        assert "Hitungan ini disesuaikan dengan 24 keputusan" in html

    def test_the_chief_changes_it_and_a_slip_keeps_what_was_typed(self, world: World, as_person: AsPerson):
        hendra = as_person(world.hendra)

        slip = hendra.post("/meja/usulan/ambang/", {"percent": "120", "reason": BECAUSE})
        done = hendra.post("/meja/usulan/ambang/", {"percent": "85", "reason": BECAUSE}, follow=True)

        assert (slip.status_code, f'value="{BECAUSE}"' in page(slip)) == (400, True)
        assert "Ambang tersimpan" in page(done)
        assert match_reads.policy_of(world.polres).threshold == 0.85
        assert f"Versi 1, ambang 85%: {BECAUSE}" in page(done)

    def test_the_chief_adopts_what_the_page_showed(self, world: World, as_person: AsPerson):
        a_district_that_knows_better(world)
        hendra, proposal = as_person(world.hendra), join_reads.proposal(world.polres)
        assert proposal is not None

        stale = hendra.post("/meja/usulan/kurva/", {"fingerprint": "0" * 16, "reason": BECAUSE})
        done = hendra.post("/meja/usulan/kurva/", {"fingerprint": proposal.fingerprint, "reason": BECAUSE}, follow=True)
        dropped = hendra.post("/meja/usulan/kurva/bawaan/", {"reason": BECAUSE}, follow=True)

        assert (stale.status_code, "sudah berubah" in page(stale)) == (400, True)
        assert "dari 24 keputusan satuan sendiri" in page(done)
        assert "bawaan Teduh" in page(dropped)

    def test_queries_do_not_grow_with_the_decisions(self, world: World, as_person: AsPerson):
        hendra, counted = as_person(world.hendra), []
        for _each in range(2):
            a_district_that_knows_better(world)
            counted.append(queries(hendra, "/meja/usulan/"))

        assert counted[0] == counted[1]
