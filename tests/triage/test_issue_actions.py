"""An issue runs from its opening to its end, against a clock, and never ends before those who asked were answered."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from teduh.cores.errors import NotAllowed, Refused
from teduh.listen.models import Note
from teduh.places.keys import new_id
from teduh.triage import actions, reads
from teduh.triage.models import Issue, IssueVillage, Join, LevelChange
from teduh.triage.rules import IssueKind, Level, Priority, Verdict
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.triage.stories import (
    ANSWER,
    BALLOTS,
    BALLOTS_AGAIN,
    BECAUSE,
    rumour,
    rumour_of_rini,
    said,
    said_in_baturaja,
    said_in_muara_enim,
    triage_rows,
)

HOUR = timedelta(hours=1)
SEEN = "Dua kelompok saling menantang di pasar."


def message_of(call: Callable[..., Any], **values: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        call(**values)
    return refused.value.message, refused.value.field


class TestOpening:
    def test_an_issue_is_opened_from_its_reports(self, world: World):
        first, second = said(world, at=world.now - 5 * HOUR), said(world, BALLOTS_AGAIN, village=world.tanjungan)

        issue = rumour(world, second, first, title=" Kabar surat suara ", summary=" Dari dua dusun. ")

        assert (issue.unit, issue.kind, issue.title, issue.summary) == (
            world.polres,
            IssueKind.RUMOUR,
            "Kabar surat suara",
            "Dari dua dusun.",
        )
        assert (issue.opened_by, issue.opened_at, issue.known_at) == (world.budi, world.now, world.now - 5 * HOUR)
        assert (issue.level, issue.verdict, issue.answered_at) == (Level.NONE, Verdict.NEW, None)
        assert list(reads.reports_of(issue)) == [first, second]
        assert list(issue.villages.order_by("name")) == [world.tanjungan, world.ujanmas]
        assert triage_rows() == ["triage.open", "triage.join", "triage.join"]
        assert json.loads(AuditEvent.objects.get(action="triage.open").details) == {
            "kind": "rumour",
            "priority": "medium",
            "villages": [world.ujanmas.pk],
        }

    def test_a_village_named_twice_is_touched_once(self, world: World):
        issue = rumour(world, villages=[world.ujanmas, world.ujanmas])

        assert list(IssueVillage.objects.values_list("issue", "village")) == [(issue.pk, world.ujanmas.pk)]

    def test_the_same_id_again_is_the_same_issue(self, world: World):
        report, issue_id = said(world), new_id()

        first = rumour(world, report, issue_id=issue_id)
        again = rumour(world, report, issue_id=issue_id, title="Judul lain")

        assert (first.pk, again, again.title) == (issue_id, first, "Kabar surat suara sudah dicoblos")
        assert (Issue.objects.count(), Join.objects.count()) == (1, 1)
        assert triage_rows() == ["triage.open", "triage.join"]

    def test_a_title_is_needed(self, world: World):
        with pytest.raises(Refused) as refused:
            rumour(world, title="  a ")

        assert refused.value.field == "title"
        assert Issue.objects.count() == 0

    def test_nobody_opens_an_issue_on_foreign_ground(self, world: World):
        foreign = [
            {"by": world.rini},
            {"by": world.rini, "villages": [world.ujan_mas_baru]},
            {"villages": [world.ujanmas, world.ujan_mas_baru]},
            {"by": world.yusuf},
        ]
        for values in foreign:
            with pytest.raises(NotAllowed):
                rumour(world, **values)
        with pytest.raises(NotAllowed):
            rumour(world, said_in_muara_enim(world))

        assert (Issue.objects.count(), triage_rows()) == (0, [])

    def test_a_sector_chief_opens_one_for_the_district_in_his_own_village(self, world: World):
        issue = rumour(world, said_in_baturaja(world), villages=[world.kemalaraja], by=world.yusuf)

        assert (issue.unit, issue.opened_by) == (world.polres, world.yusuf)

    @pytest.mark.parametrize("name", ["wati", "hendra", "dewi", "agus", "lina", "maya"])
    def test_other_roles_open_none(self, world: World, name: str):
        with pytest.raises(NotAllowed):
            rumour(world, by=getattr(world, name))

        assert Issue.objects.count() == 0


class TestClock:
    @pytest.mark.parametrize(
        ("priority", "runs"), [(Priority.HIGH, 12 * HOUR), (Priority.MEDIUM, 48 * HOUR), (Priority.LOW, None)]
    )
    def test_the_clock_of_a_priority_runs_from_the_opening(self, world: World, priority: Priority, runs: Any):
        issue = rumour(world, said(world, at=world.now - 30 * HOUR), priority=priority)

        assert issue.due_at == (world.now + runs if runs else None)

    @pytest.mark.parametrize("priority", list(Priority))
    def test_an_election_offence_has_seven_days_since_it_was_known(self, world: World, priority: Priority):
        reported = said(world, at=world.now - 3 * 24 * HOUR)

        issue = rumour(world, reported, kind=IssueKind.ELECTION_OFFENCE, priority=priority)

        assert issue.due_at == world.now + 4 * 24 * HOUR

    def test_the_unit_may_have_known_before_any_report(self, world: World):
        known = world.now - 50 * HOUR

        issue = rumour(world, said(world), kind=IssueKind.ELECTION_OFFENCE, known_at=known)

        assert (issue.known_at, issue.due_at) == (known, known + 7 * 24 * HOUR)

    def test_another_priority_sets_the_clock_anew_from_the_opening(self, world: World):
        issue = rumour(world)

        actions.set_priority(issue=issue, priority=Priority.HIGH, by=world.budi, at=world.now + 6 * HOUR)

        issue.refresh_from_db()
        assert (issue.priority, issue.due_at) == (Priority.HIGH, world.now + 12 * HOUR)
        assert triage_rows() == ["triage.open", "triage.priority"]
        row = AuditEvent.objects.get(action="triage.priority")
        assert json.loads(row.details) == {"before": "medium", "after": "high"}

    def test_the_seven_days_do_not_move_with_the_priority(self, world: World):
        issue = rumour(world, kind=IssueKind.ELECTION_OFFENCE)

        actions.set_priority(issue=issue, priority=Priority.LOW, by=world.budi, at=world.now + HOUR)

        assert issue.due_at == world.now + 7 * 24 * HOUR


class TestLevel:
    def test_a_level_stands_with_its_reason_and_factors(self, world: World):
        issue = rumour(world)

        change = actions.set_level(
            issue=issue,
            level=Level.IMMINENT,
            reason=f" {SEEN} ",
            factors=["supporting_mass", "friction_source"],
            by=world.hendra,
            at=world.now,
        )

        issue.refresh_from_db()
        assert (issue.level, change.level, change.reason) == (Level.IMMINENT, Level.IMMINENT, SEEN)
        assert (change.factors, change.by, change.at) == (
            ["friction_source", "supporting_mass"],
            world.hendra,
            world.now,
        )
        assert triage_rows() == ["triage.open", "triage.level"]
        row = AuditEvent.objects.get(action="triage.level")
        assert json.loads(row.details) == {
            "before": "none",
            "after": "imminent",
            "factors": ["friction_source", "supporting_mass"],
        }

    def test_every_step_is_kept(self, world: World):
        issue = rumour(world)

        for hours, level in enumerate((Level.LATENT, Level.ACTUAL, Level.LATENT)):
            at = world.now + hours * HOUR
            actions.set_level(issue=issue, level=level, reason=SEEN, by=world.budi, at=at)

        assert list(issue.level_changes.values_list("level", flat=True)) == ["latent", "actual", "latent"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [({"reason": "gawat"}, "reason"), ({"reason": ""}, "reason"), ({"factors": ["golongan"]}, "factors")],
    )
    def test_a_level_without_a_reason_or_with_a_made_up_factor_is_refused(
        self, world: World, values: dict[str, Any], field: str
    ):
        issue = rumour(world)
        given = {"issue": issue, "level": Level.LATENT, "reason": SEEN, "by": world.budi, "at": world.now}

        assert message_of(actions.set_level, **(given | values))[1] == field

        issue.refresh_from_db()
        assert (issue.level, LevelChange.objects.count(), triage_rows()) == (Level.NONE, 0, ["triage.open"])

    def test_the_database_keeps_no_level_without_a_reason(self, world: World):
        with pytest.raises(IntegrityError), transaction.atomic():
            LevelChange.objects.create(issue=rumour(world), level=Level.LATENT, reason="", by=world.budi, at=world.now)

    @pytest.mark.parametrize("name", ["wati", "dewi", "agus", "lina", "maya", "rini", "yusuf"])
    def test_roles_without_it_and_neighbours_set_no_level(self, world: World, name: str):
        issue, by = rumour(world), getattr(world, name)

        with pytest.raises(NotAllowed):
            actions.set_level(issue=issue, level=Level.ACTUAL, reason=SEEN, by=by, at=world.now)

        assert LevelChange.objects.count() == 0


class TestAssigning:
    @pytest.mark.parametrize("name", ["budi", "wati", "rahman", "yusuf", "hendra"])
    def test_officers_and_chiefs_of_the_unit_take_care_of_it(self, world: World, name: str):
        issue, person = rumour(world), getattr(world, name)

        actions.assign(issue=issue, to=person, by=world.budi, at=world.now)

        issue.refresh_from_db()
        assert issue.assigned_to == person
        assert triage_rows() == ["triage.open", "triage.assign"]
        assert json.loads(AuditEvent.objects.get(action="triage.assign").details) == {"to": str(person.pk)}

    @pytest.mark.parametrize("name", ["rini", "maya", "agus", "lina", "dewi"])
    def test_others_do_not(self, world: World, name: str):
        issue = rumour(world)

        refusal = message_of(actions.assign, issue=issue, to=getattr(world, name), by=world.budi, at=world.now)

        assert refusal == ("Orang ini bukan dari satuan Anda.", "to")
        issue.refresh_from_db()
        assert (issue.assigned_to, triage_rows()) == (None, ["triage.open"])

    def test_a_sector_chief_gives_it_to_his_own_people_only(self, world: World):
        issue = rumour(world)

        assert message_of(actions.assign, issue=issue, to=world.yusuf, by=world.rahman, at=world.now)[1] == "to"
        assert message_of(actions.assign, issue=issue, to=world.budi, by=world.rahman, at=world.now)[1] == "to"
        actions.assign(issue=issue, to=world.wati, by=world.rahman, at=world.now)

        assert issue.assigned_to == world.wati

    def test_somebody_who_has_left_is_not_given_an_issue_and_nobody_may_be(self, world: World):
        issue = rumour(world)
        actions.assign(issue=issue, to=world.wati, by=world.budi, at=world.now)
        Person.objects.filter(pk=world.rahman.pk).update(is_active=False)

        assert message_of(actions.assign, issue=issue, to=world.rahman, by=world.budi, at=world.now)[1] == "to"
        actions.assign(issue=issue, to=None, by=world.budi, at=world.now)

        assert issue.assigned_to is None


class TestAnswering:
    def test_those_who_hold_a_receipt_are_told(self, world: World):
        sari, joko = said(world), said(world, BALLOTS_AGAIN, village=world.tanjungan)
        no_receipt, no_wish = said(world, with_receipt=False), said(world, wants_answer=False)
        said(world, "kabar lain tentang harga gabah")
        issue = rumour(world, sari, joko, no_receipt, no_wish)

        told = actions.answer_reporters(issue=issue, text=f" {ANSWER} ", by=world.budi, at=world.now, link="/fakta/a/")

        assert told == 2
        notes = [(note.report_id, note.text, note.link) for note in Note.objects.all()]
        assert sorted(notes) == sorted([(sari.pk, ANSWER, "/fakta/a/"), (joko.pk, ANSWER, "/fakta/a/")])
        issue.refresh_from_db()
        assert issue.answered_at == world.now
        assert triage_rows()[-1] == "triage.answer"
        row = AuditEvent.objects.get(action="triage.answer")
        assert json.loads(row.details) == {"told": 2, "link": "/fakta/a/"}

    def test_an_answer_is_a_sentence(self, world: World):
        issue = rumour(world, said(world))

        assert message_of(actions.answer_reporters, issue=issue, text="ok pak", by=world.budi, at=world.now) == (
            "Tuliskan dalam satu kalimat.",
            "text",
        )
        assert (issue.answered_at, Note.objects.count()) == (None, 0)

    @pytest.mark.parametrize("name", ["rini", "yusuf", "wati", "agus", "lina", "maya"])
    def test_neighbours_and_other_roles_answer_nobody(self, world: World, name: str):
        issue, empty, by = rumour(world, said(world)), rumour(world, title="Kabar tanpa pelapor"), getattr(world, name)

        for one in (issue, empty):
            with pytest.raises(NotAllowed):
                actions.answer_reporters(issue=one, text=ANSWER, by=by, at=world.now)

        assert (Note.objects.count(), Issue.objects.filter(answered_at__isnull=False).count()) == (0, 0)


class TestEnding:
    def test_an_issue_ends_after_the_answer(self, world: World):
        issue = rumour(world, said(world))
        closing = {"issue": issue, "reason": f" {BECAUSE} ", "by": world.budi, "at": world.now + HOUR}

        assert message_of(actions.close_issue, **closing) == (
            "Jawab dahulu para pelapor; sesudah itu isu bisa ditutup.",
            None,
        )
        actions.answer_reporters(issue=issue, text=ANSWER, by=world.budi, at=world.now)
        actions.close_issue(**closing)

        issue.refresh_from_db()
        assert (issue.answered_at, issue.closed_at) == (world.now, world.now + HOUR)
        assert (issue.closed_by, issue.closing_reason) == (world.budi, BECAUSE)
        assert triage_rows() == ["triage.open", "triage.join", "triage.answer", "triage.close"]

    def test_who_came_after_the_answer_must_be_answered_too(self, world: World):
        issue = rumour(world, said(world))
        actions.answer_reporters(issue=issue, text=ANSWER, by=world.budi, at=world.now)
        actions.join_report(report=said(world, BALLOTS_AGAIN), issue=issue, by=world.budi, at=world.now + HOUR)

        assert message_of(actions.close_issue, issue=issue, reason=BECAUSE, by=world.budi, at=world.now + 2 * HOUR) == (
            "Jawab dahulu para pelapor; sesudah itu isu bisa ditutup.",
            None,
        )
        actions.answer_reporters(issue=issue, text=ANSWER, by=world.budi, at=world.now + 2 * HOUR)
        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now + 2 * HOUR)

        assert issue.closed_at == world.now + 2 * HOUR

    def test_without_anybody_to_tell_it_may_end_at_once(self, world: World):
        issue = rumour(world, said(world, with_receipt=False))

        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now)

        assert (issue.answered_at, issue.closed_at) == (world.now, world.now)

    def test_an_end_needs_a_reason_and_comes_once(self, world: World):
        issue = rumour(world)
        values = {"issue": issue, "by": world.budi, "at": world.now}

        assert message_of(actions.close_issue, reason="selesai", **values)[1] == "reason"
        # What was refused must not look closed to the page that shows it again.
        assert (issue.closed_at, issue.closed_by) == (None, None)
        actions.close_issue(reason=BECAUSE, **values)
        assert message_of(actions.close_issue, reason=BECAUSE, **values)[0].startswith("Isu ini sudah ditutup.")

        assert triage_rows() == ["triage.open", "triage.close"]

    def test_the_database_closes_nothing_unanswered(self, world: World):
        issue = rumour(world, said(world))

        with pytest.raises(IntegrityError), transaction.atomic():
            Issue.objects.filter(pk=issue.pk).update(closed_at=world.now, closed_by=world.budi, closing_reason=BECAUSE)

    def test_a_closed_issue_is_changed_by_nothing(self, world: World):
        issue = rumour(world)
        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now)
        values = {"issue": issue, "by": world.budi, "at": world.now}

        refusals = [
            message_of(actions.set_level, level=Level.ACTUAL, reason=SEEN, **values),
            message_of(actions.set_priority, priority=Priority.HIGH, **values),
            message_of(actions.assign, to=world.wati, **values),
        ]

        assert refusals == [("Isu ini sudah ditutup. Buka lagi dahulu bila ada kabar baru.", None)] * 3
        assert triage_rows() == ["triage.open", "triage.close"]

    def test_a_matter_that_comes_up_again_is_opened_again(self, world: World):
        issue = rumour(world)
        again = {"issue": issue, "reason": "Kabar yang sama terdengar lagi.", "by": world.budi, "at": world.now}

        assert message_of(actions.reopen_issue, **again) == ("Isu ini masih terbuka.", None)
        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now)
        assert message_of(actions.reopen_issue, **(again | {"reason": "lagi"}))[1] == "reason"
        actions.reopen_issue(**again)

        issue.refresh_from_db()
        assert (issue.closed_at, issue.closed_by, issue.closing_reason) == (None, None, "")
        assert triage_rows() == ["triage.open", "triage.close", "triage.reopen"]
        row = AuditEvent.objects.get(action="triage.reopen")
        assert json.loads(row.details) == {"reason": "Kabar yang sama terdengar lagi."}

    def test_budi_ends_nothing_of_rini(self, world: World):
        hers = rumour_of_rini(world, said_in_muara_enim(world, BALLOTS))

        for call in (actions.close_issue, actions.reopen_issue):
            with pytest.raises(NotAllowed) as refused:
                call(issue=hers, reason=BECAUSE, by=world.budi, at=world.now)
            assert str(refused.value) == "Isu ini di luar wilayah tugas Anda."

        hers.refresh_from_db()
        assert hers.closed_at is None
