"""Budi decides about what Sari and Joko said: join it, refuse it, answer it, or leave an opinion alone."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from teduh.cores.errors import NotAllowed, Refused
from teduh.listen.models import Note
from teduh.triage import actions, reads
from teduh.triage.models import Assessment, Issue, IssueVillage, Join, Sighting
from teduh.triage.rules import IssueKind, JoinState, Outcome, SightingSource
from teduh.trust import audit
from teduh.trust.models import AuditEvent
from tests.factories import World
from tests.triage.stories import (
    ANSWER,
    BALLOTS,
    BALLOTS_AGAIN,
    OPINION,
    ROAD,
    rumour,
    rumour_of_rini,
    said,
    said_in_baturaja,
    said_in_muara_enim,
    triage_rows,
)

PROTECTED = "Laporan ini pendapat yang dilindungi. Ia tidak bisa menjadi isu."
# What the machine saw when it suggested a join.
WHY = {"sure": 0.61, "like": 0.7, "words": ["gudang"], "conflicts": [{"kind": "number", "here": "50"}]}


class TestJoining:
    def test_a_confirmed_report_belongs_to_the_issue_and_waits_no_more(self, world: World):
        issue, report = rumour(world), said(world)

        join = actions.join_report(report=report, issue=issue, by=world.budi, at=world.now, why={"score": 0.8})

        assert (join.report, join.issue, join.state, join.by, join.at) == (
            report,
            issue,
            JoinState.CONFIRMED,
            world.budi,
            world.now,
        )
        assert join.why == {"score": 0.8}
        assert Assessment.objects.get(report=report).outcome == Outcome.JOINED
        assert list(reads.waiting(world.budi, on=world.today)) == []
        assert reads.issue_of(report) == issue

    def test_one_audit_row_tells_of_it_without_the_words_of_the_report(self, world: World):
        issue, report = rumour(world), said(world)

        actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)

        assert triage_rows() == ["triage.open", "triage.join"]
        row = AuditEvent.objects.get(action="triage.join")
        assert (row.actor_label, row.subject_id, row.unit_id) == ("Budi", str(issue.pk), str(world.polres.pk))
        assert json.loads(row.details) == {"report": str(report.pk)}
        assert list(audit.verify()) == []

    def test_the_same_join_twice_is_one_join(self, world: World):
        issue, report = rumour(world), said(world)

        first = actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)
        again = actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)

        assert (again.pk, Join.objects.count(), Assessment.objects.count(), Sighting.objects.count()) == (
            first.pk,
            1,
            1,
            1,
        )

    def test_the_village_of_the_report_becomes_one_of_the_issue(self, world: World):
        issue = rumour(world)

        for village in (world.tanjungan, world.tanjungan, None):
            actions.join_report(report=said(world, village=village), issue=issue, by=world.budi, at=world.now)

        assert list(issue.villages.order_by("name")) == [world.tanjungan, world.ujanmas]

    def test_a_report_belongs_to_one_issue_only(self, world: World):
        report = said(world)
        first, second = rumour(world, report), rumour(world, title="Kabar logistik terlambat")

        with pytest.raises(Refused) as refused:
            actions.join_report(report=report, issue=second, by=world.budi, at=world.now)

        assert refused.value.message == "Laporan ini sudah masuk ke isu lain."
        assert list(Join.objects.values_list("issue", "state")) == [(first.pk, JoinState.CONFIRMED)]
        with pytest.raises(IntegrityError), transaction.atomic():
            Join.objects.create(report=report, issue=second, state=JoinState.CONFIRMED, by=world.budi, at=world.now)

    def test_the_database_lets_no_machine_confirm(self, world: World):
        with pytest.raises(IntegrityError), transaction.atomic():
            Join.objects.create(report=said(world), issue=rumour(world), state=JoinState.CONFIRMED, at=world.now)

    def test_a_suggestion_for_another_issue_is_kept_as_not_chosen(self, world: World):
        report, issue, other = said(world), rumour(world), rumour(world, title="Kabar logistik terlambat")
        for offered in (issue, other):
            actions.suggest_join(report=report, issue=offered, why=WHY, at=world.now)

        actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)

        states = dict(Join.objects.values_list("issue", "state"))
        assert states == {issue.pk: JoinState.CONFIRMED, other.pk: JoinState.PASSED}

    def test_undone_it_waits_again_with_what_had_been_suggested_beside_it(self, world: World):
        report, issue, other = said(world), rumour(world), rumour(world, title="Kabar logistik terlambat")
        actions.suggest_join(report=report, issue=other, why=WHY, at=world.now)
        actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)

        actions.refuse_join(report=report, issue=issue, reason="Salah pencet.", by=world.budi, at=world.now)

        back = Join.objects.get(issue=other)
        assert (back.state, back.by, back.why, back.sureness) == (JoinState.SUGGESTED, None, WHY, 0.61)
        assert list(reads.waiting(world.budi, on=world.today)) == [report]

    def test_a_closed_issue_takes_no_report(self, world: World):
        issue, report = rumour(world), said(world)
        actions.close_issue(issue=issue, reason="Tidak ada yang bertanya.", by=world.budi, at=world.now)

        with pytest.raises(Refused) as refused:
            actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)

        assert refused.value.message == "Isu ini sudah ditutup. Buka lagi dahulu bila ada kabar baru."
        assert reads.assessment_of(report) is None


class TestHearing:
    def test_a_joined_report_of_a_rumour_is_one_hearing_of_it(self, world: World):
        report = said(world, channel="whatsapp", happened_on=date(2024, 10, 12))

        issue = rumour(world, report)

        seen = Sighting.objects.get()
        assert (seen.issue, seen.report, seen.village, seen.heard_on, seen.source) == (
            issue,
            report,
            world.ujanmas,
            date(2024, 10, 12),
            SightingSource.WHATSAPP_GROUP,
        )

    def test_without_a_day_it_was_heard_when_it_came_by_the_clock_of_the_district(self, world: World):
        # Half past midnight in Baturaja on the 13th; in UTC it is still the 12th.
        late = said(world, at=world.now.replace(day=12, hour=17, minute=30))

        rumour(world, late)

        assert Sighting.objects.get().heard_on == date(2024, 10, 13)
        assert Sighting.objects.get().source == SightingSource.OTHER

    def test_only_a_rumour_is_heard(self, world: World):
        rumour(world, said(world, ROAD), kind=IssueKind.SERVICE_MATTER, title="Jembatan gantung rusak")

        assert Sighting.objects.count() == 0


class TestScope:
    def test_rini_joins_nothing_of_oku(self, world: World):
        issue, report = rumour(world), said(world)

        with pytest.raises(NotAllowed) as refused:
            actions.join_report(report=report, issue=issue, by=world.rini, at=world.now)

        assert str(refused.value) == "Laporan ini di luar wilayah tugas Anda."
        assert Join.objects.count() == 0

    def test_budi_joins_no_report_of_rini_and_to_no_issue_of_hers(self, world: World):
        theirs, hers = said_in_muara_enim(world), rumour_of_rini(world)

        for report, issue in ((theirs, rumour(world)), (said(world), hers)):
            with pytest.raises(NotAllowed):
                actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)

        assert Join.objects.count() == 0

    def test_a_sector_chief_decides_in_his_sector_only(self, world: World):
        issue, here = rumour(world, villages=[world.kemalaraja]), said_in_baturaja(world)

        with pytest.raises(NotAllowed):
            actions.join_report(report=said(world), issue=issue, by=world.yusuf, at=world.now)
        with pytest.raises(NotAllowed):
            actions.join_report(report=said(world, village=None), issue=issue, by=world.yusuf, at=world.now)
        actions.join_report(report=here, issue=issue, by=world.yusuf, at=world.now)

        assert list(reads.reports_of(issue)) == [here]

    @pytest.mark.parametrize("name", ["wati", "hendra", "dewi", "agus", "lina", "maya"])
    def test_other_roles_decide_nothing(self, world: World, name: str):
        issue, report, person = rumour(world), said(world), getattr(world, name)

        with pytest.raises(NotAllowed):
            actions.join_report(report=report, issue=issue, by=person, at=world.now)
        with pytest.raises(NotAllowed):
            actions.refuse_join(report=report, issue=issue, reason="bukan ini", by=person, at=world.now)
        with pytest.raises(NotAllowed):
            actions.decide(
                report=report, outcome=Outcome.NOT_A_MATTER, reason="tidak ada urusan", by=person, at=world.now
            )

        assert (Join.objects.count(), Assessment.objects.count()) == (0, 0)
        assert triage_rows() == ["triage.open"]


class TestSuggesting:
    def test_a_suggestion_is_nobodys_decision(self, world: World):
        issue, report = rumour(world), said(world)

        join = actions.suggest_join(report=report, issue=issue, why=WHY, at=world.now)

        assert join is not None
        assert (join.state, join.by, join.why) == (JoinState.SUGGESTED, None, WHY)
        assert (join.suggested_at, join.sureness, join.likeness, join.conflicts) == (world.now, 0.61, 0.7, 1)
        assert list(reads.waiting(world.budi, on=world.today)) == [report]
        assert list(reads.reports_of(issue)) == []
        row = AuditEvent.objects.get(action="triage.suggest")
        assert (row.actor_kind, json.loads(row.details)) == ("system", {"report": str(report.pk), "sure": 0.61})

    @pytest.mark.parametrize("before", [JoinState.SUGGESTED, JoinState.CONFIRMED, JoinState.REFUSED])
    def test_what_is_known_of_the_pair_stays_as_it_is(self, world: World, before: JoinState):
        issue, report = rumour(world), said(world)
        by = None if before == JoinState.SUGGESTED else world.budi
        Join.objects.create(report=report, issue=issue, state=before, by=by, at=world.now)

        assert actions.suggest_join(report=report, issue=issue, why={"score": 0.9}, at=world.now) is None

        assert list(Join.objects.values_list("state", "why")) == [(before, {})]
        assert triage_rows() == ["triage.open"]


class TestRefusing:
    def test_a_refused_join_returns_the_report_to_the_queue(self, world: World):
        report, other = said(world), said(world, BALLOTS_AGAIN)
        issue = rumour(world, report, other)

        later = world.now + timedelta(minutes=5)
        join = actions.refuse_join(
            report=report, issue=issue, reason=" Ini tentang pilkades. ", by=world.budi, at=later
        )

        assert (join.state, join.by, join.at, join.why) == (
            JoinState.REFUSED,
            world.budi,
            later,
            {"refused": "Ini tentang pilkades."},
        )
        assert list(reads.waiting(world.budi, on=world.today)) == [report]
        assert list(reads.reports_of(issue)) == [other]
        assert list(Sighting.objects.values_list("report", flat=True)) == [other.pk]
        assert triage_rows() == ["triage.open", "triage.join", "triage.join", "triage.refuse_join"]
        row = AuditEvent.objects.get(action="triage.refuse_join")
        assert json.loads(row.details) == {"report": str(report.pk), "was_confirmed": True}

    def test_a_refused_suggestion_keeps_the_reasons_of_the_machine(self, world: World):
        issue, report = rumour(world), said(world)
        actions.suggest_join(report=report, issue=issue, why=WHY, at=world.now)

        join = actions.refuse_join(
            report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now, why=WHY | {"sure": 0.2}
        )

        assert join.why == WHY | {"refused": "Desa lain."}
        assert (join.suggested_at, join.sureness, join.likeness, join.conflicts) == (world.now, 0.61, 0.7, 1)
        assert list(reads.waiting(world.budi, on=world.today)) == [report]

    def test_what_only_stood_in_the_list_keeps_the_figures_of_the_page(self, world: World):
        issue, report = rumour(world), said(world)

        actions.refuse_join(report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now, why=WHY)

        join = Join.objects.get()
        assert (join.state, join.suggested_at, join.sureness) == (JoinState.REFUSED, None, 0.61)

    def test_a_refused_suggestion_can_be_one_again(self, world: World):
        issue, report = rumour(world), said(world)
        actions.suggest_join(report=report, issue=issue, why=WHY, at=world.now)
        actions.refuse_join(report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now)

        actions.withdraw_refusal(report=report, issue=issue, by=world.budi, at=world.now)

        join = Join.objects.get()
        assert (join.state, join.by, join.why, join.sureness) == (JoinState.SUGGESTED, None, WHY, 0.61)
        assert triage_rows()[-2:] == ["triage.refuse_join", "triage.withdraw_refusal"]

    def test_a_withdrawn_refusal_of_what_was_never_suggested_leaves_nothing(self, world: World):
        issue, report = rumour(world), said(world)
        actions.refuse_join(report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now)

        actions.withdraw_refusal(report=report, issue=issue, by=world.budi, at=world.now)

        assert not Join.objects.exists()

    def test_what_was_not_refused_cannot_be_withdrawn_and_nobody_else_may(self, world: World):
        issue, report = rumour(world), said(world)
        with pytest.raises(Refused, match="tidak sedang ditolak"):
            actions.withdraw_refusal(report=report, issue=issue, by=world.budi, at=world.now)
        actions.refuse_join(report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now)

        for person in (world.rini, world.yusuf, world.wati):
            with pytest.raises(NotAllowed):
                actions.withdraw_refusal(report=report, issue=issue, by=person, at=world.now)
        assert Join.objects.get().state == JoinState.REFUSED

    def test_a_refusal_of_a_report_that_was_decided_otherwise_stays(self, world: World):
        issue, report = rumour(world), said(world)
        actions.refuse_join(report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now)
        actions.decide(report=report, outcome=Outcome.NOT_A_MATTER, reason="salam", by=world.budi, at=world.now)

        with pytest.raises(Refused, match="sudah diputuskan"):
            actions.withdraw_refusal(report=report, issue=issue, by=world.budi, at=world.now)

    def test_a_refusal_elsewhere_leaves_the_confirmed_join(self, world: World):
        report = said(world)
        issue, other = rumour(world, report), rumour(world, title="Kabar logistik terlambat")

        actions.refuse_join(report=report, issue=other, reason="Bukan yang ini.", by=world.budi, at=world.now)

        assert reads.issue_of(report) == issue
        assert list(reads.waiting(world.budi, on=world.today)) == []

    def test_a_person_may_change_their_mind(self, world: World):
        issue, report = rumour(world), said(world)
        actions.refuse_join(report=report, issue=issue, reason="Desa lain.", by=world.budi, at=world.now)

        actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)

        assert reads.issue_of(report) == issue

    def test_a_refusal_needs_a_reason(self, world: World):
        report = said(world)
        issue = rumour(world, report)

        with pytest.raises(Refused) as refused:
            actions.refuse_join(report=report, issue=issue, reason="  x ", by=world.budi, at=world.now)

        assert (refused.value.message, refused.value.field) == ("Tuliskan dalam satu kalimat.", "reason")
        assert reads.issue_of(report) == issue


class TestDeciding:
    @pytest.mark.parametrize(
        ("outcome", "answer", "told"),
        [
            (Outcome.ANSWERED, ANSWER, [ANSWER]),
            (Outcome.NOT_A_MATTER, "", []),
            (Outcome.PROTECTED_SPEECH, "", []),
            (Outcome.NOT_A_MATTER, "Terima kasih, pesan Anda kami baca.", ["Terima kasih, pesan Anda kami baca."]),
        ],
    )
    def test_a_decision_ends_the_waiting(self, world: World, outcome: Outcome, answer: str, told: list[str]):
        report, issue = said(world), rumour(world)
        actions.suggest_join(report=report, issue=issue, why={"score": 0.5}, at=world.now)

        made = actions.decide(
            report=report, outcome=outcome, reason=" Sudah jelas. ", answer=answer, by=world.budi, at=world.now
        )

        assert (made.report, made.outcome, made.reason, made.by) == (report, outcome, "Sudah jelas.", world.budi)
        assert [note.text for note in Note.objects.all()] == told
        passed = Join.objects.get()
        assert (passed.state, passed.why, passed.by) == (JoinState.PASSED, {}, world.budi)
        assert list(reads.waiting(world.budi, on=world.today)) == []
        assert triage_rows() == ["triage.open", "triage.suggest", f"triage.{outcome}"]
        row = AuditEvent.objects.get(action=f"triage.{outcome}")
        assert (row.subject_id, json.loads(row.details)) == (str(report.pk), {"answered": bool(told)})

    @pytest.mark.parametrize("answer", ["", "   ", "ya pak"])
    def test_answered_needs_an_answer(self, world: World, answer: str):
        report = said(world)

        with pytest.raises(Refused) as refused:
            actions.decide(
                report=report, outcome=Outcome.ANSWERED, reason="jelas", answer=answer, by=world.budi, at=world.now
            )

        assert refused.value.field == "answer"
        assert (Assessment.objects.count(), Note.objects.count()) == (0, 0)

    def test_a_decision_needs_a_reason_and_an_issue_when_it_joins(self, world: World):
        report = said(world)

        with pytest.raises(Refused) as no_reason:
            actions.decide(report=report, outcome=Outcome.NOT_A_MATTER, reason="", by=world.budi, at=world.now)
        with pytest.raises(Refused) as no_issue:
            actions.decide(report=report, outcome=Outcome.JOINED, reason="masuk isu", by=world.budi, at=world.now)

        assert no_reason.value.field == "reason"
        assert no_issue.value.message == "Pilih isunya untuk menggabungkan laporan."
        assert triage_rows() == []

    def test_a_decision_stands(self, world: World):
        report, issue = said(world), rumour(world)
        actions.decide(report=report, outcome=Outcome.NOT_A_MATTER, reason="coba-coba", by=world.budi, at=world.now)

        with pytest.raises(Refused) as again:
            actions.decide(report=report, outcome=Outcome.NOT_A_MATTER, reason="lagi", by=world.budi, at=world.now)
        with pytest.raises(Refused) as joined:
            actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)

        assert again.value.message == joined.value.message == "Laporan ini sudah diputuskan: Tidak memuat urusan."

    def test_a_decision_about_another_district_is_not_budis(self, world: World):
        with pytest.raises(NotAllowed):
            actions.decide(
                report=said_in_muara_enim(world),
                outcome=Outcome.NOT_A_MATTER,
                reason="bukan urusan",
                by=world.budi,
                at=world.now,
            )
        assert Assessment.objects.count() == 0


class TestProtectedSpeech:
    def test_an_opinion_never_becomes_an_issue(self, world: World):
        report, issue = said(world, OPINION), rumour(world)
        actions.decide(
            report=report, outcome=Outcome.PROTECTED_SPEECH, reason="Ini kritik.", by=world.budi, at=world.now
        )

        with pytest.raises(Refused) as joined:
            actions.join_report(report=report, issue=issue, by=world.budi, at=world.now)
        with pytest.raises(Refused) as opened:
            rumour(world, said(world, BALLOTS), report, title="Kritik terhadap bupati", villages=[world.tanjungan])
        with pytest.raises(Refused) as decided:
            actions.decide(report=report, outcome=Outcome.NOT_A_MATTER, reason="lain", by=world.budi, at=world.now)

        assert [joined.value.message, opened.value.message, decided.value.message] == [PROTECTED] * 3
        # The issue that would have been opened is gone whole, with the join of the other report.
        assert list(Issue.objects.all()) == [issue]
        assert (Join.objects.count(), Sighting.objects.count(), IssueVillage.objects.count()) == (0, 0, 1)
        assert triage_rows() == ["triage.open", "triage.protected_speech"]

    def test_refusing_a_join_does_not_free_it(self, world: World):
        report, issue = said(world, OPINION), rumour(world)
        actions.decide(
            report=report, outcome=Outcome.PROTECTED_SPEECH, reason="Ini kritik.", by=world.budi, at=world.now
        )

        actions.refuse_join(report=report, issue=issue, reason="Ini pendapat.", by=world.budi, at=world.now)

        assert Assessment.objects.get(report=report).outcome == Outcome.PROTECTED_SPEECH
        assert list(reads.waiting(world.budi, on=world.today)) == []

    def test_the_machine_offers_no_issue_for_an_opinion(self, world: World):
        report, issue = said(world, OPINION), rumour(world)
        actions.decide(
            report=report, outcome=Outcome.PROTECTED_SPEECH, reason="Ini kritik.", by=world.budi, at=world.now
        )

        assert actions.suggest_join(report=report, issue=issue, why={"score": 0.9}, at=world.now) is None
        assert Join.objects.count() == 0
