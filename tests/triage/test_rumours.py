"""A rumour is heard, checked with an office and weighed; who told it is nowhere."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from teduh.cores.errors import NotAllowed, Refused
from teduh.triage import actions, reads
from teduh.triage.models import Check, Sighting, VerdictChange
from teduh.triage.rules import IssueKind, SightingSource, Verdict
from teduh.trust.models import AuditEvent
from tests.factories import World
from tests.triage.stories import BECAUSE, rumour, said, triage_rows

FOUND = "Ketua KPU kabupaten: kotak masih tersegel, tiga saksi melihatnya."
OTHER_KINDS = [kind for kind in IssueKind if kind != IssueKind.RUMOUR]
CONFIRMED = (Verdict.CONFIRMED_TRUE, Verdict.CONFIRMED_FALSE)


def heard(world: World, **more: Any) -> dict[str, Any]:
    return {
        "village": world.tanjungan,
        "heard_on": date(2024, 10, 13),
        "source": SightingSource.WORD_OF_MOUTH,
        "by": world.budi,
        "at": world.now,
        **more,
    }


class TestSighting:
    def test_it_was_heard_in_tanjungan_the_day_before(self, world: World):
        issue = rumour(world)

        seen = actions.add_sighting(issue=issue, **heard(world))

        assert (seen.issue, seen.village, seen.heard_on, seen.source, seen.report) == (
            issue,
            world.tanjungan,
            date(2024, 10, 13),
            SightingSource.WORD_OF_MOUTH,
            None,
        )
        assert list(issue.villages.order_by("name")) == [world.tanjungan, world.ujanmas]
        assert triage_rows() == ["triage.open", "triage.sighting"]
        row = AuditEvent.objects.get(action="triage.sighting")
        assert json.loads(row.details) == {"village": world.tanjungan.pk, "heard_on": "2024-10-13"}

    def test_where_it_was_heard_may_be_unknown(self, world: World):
        issue = rumour(world)

        actions.add_sighting(issue=issue, **heard(world, village=None))

        assert list(issue.villages.all()) == [world.ujanmas]
        assert json.loads(AuditEvent.objects.get(action="triage.sighting").details)["village"] == ""

    def test_sightings_are_told_by_the_day_they_were_heard(self, world: World):
        issue = rumour(world)
        for day in (12, 14, 10):
            actions.add_sighting(issue=issue, **heard(world, heard_on=date(2024, 10, day)))

        assert [seen.heard_on.day for seen in reads.sightings_of(issue)] == [10, 12, 14]

    def test_a_day_that_has_not_come_is_refused_by_the_clock_of_the_district(self, world: World):
        issue = rumour(world)
        # Half past midnight in Baturaja on the 15th; in UTC it is still the 14th.
        at = world.now.replace(hour=17, minute=30)

        actions.add_sighting(issue=issue, **heard(world, heard_on=date(2024, 10, 15), at=at))
        with pytest.raises(Refused) as refused:
            actions.add_sighting(issue=issue, **heard(world, heard_on=date(2024, 10, 16), at=at))

        assert (refused.value.message, refused.value.field) == (
            "Hari ini belum tiba. Pilih hari kabar itu terdengar.",
            "heard_on",
        )
        assert Sighting.objects.count() == 1

    def test_a_foreign_village_is_not_added(self, world: World):
        issue = rumour(world)

        with pytest.raises(NotAllowed):
            actions.add_sighting(issue=issue, **heard(world, village=world.ujan_mas_baru))

        assert list(issue.villages.all()) == [world.ujanmas]
        assert (Sighting.objects.count(), triage_rows()) == (0, ["triage.open"])

    @pytest.mark.parametrize("kind", OTHER_KINDS)
    def test_only_a_rumour_is_heard(self, world: World, kind: IssueKind):
        issue = rumour(world, kind=kind)

        with pytest.raises(Refused, match="Hanya isu berjenis kabar"):
            actions.add_sighting(issue=issue, **heard(world))

        assert Sighting.objects.count() == 0


class TestCheck:
    def test_an_office_was_asked(self, world: World):
        issue = rumour(world)

        check = actions.add_check(
            issue=issue, checked_with=" KPU OKU ", finding=f" {FOUND} ", by=world.budi, at=world.now
        )

        assert (check.issue, check.checked_with, check.finding, check.by) == (issue, "KPU OKU", FOUND, world.budi)
        assert triage_rows() == ["triage.open", "triage.check"]
        row = AuditEvent.objects.get(action="triage.check")
        assert json.loads(row.details) == {"checked_with": "KPU OKU"}

    @pytest.mark.parametrize(
        ("values", "field"),
        [({"checked_with": " x"}, "checked_with"), ({"finding": "aman"}, "finding"), ({"finding": ""}, "finding")],
    )
    def test_both_halves_are_needed(self, world: World, values: dict[str, str], field: str):
        issue = rumour(world)
        given: dict[str, Any] = {"checked_with": "KPU OKU", "finding": FOUND, **values}

        with pytest.raises(Refused) as refused:
            actions.add_check(issue=issue, by=world.budi, at=world.now, **given)

        assert (refused.value.message, refused.value.field) == ("Tuliskan dalam satu kalimat.", field)
        assert (Check.objects.count(), triage_rows()) == (0, ["triage.open"])

    def test_any_kind_of_issue_can_be_checked(self, world: World):
        for kind in OTHER_KINDS:
            actions.add_check(
                issue=rumour(world, kind=kind), checked_with="Bawaslu OKU", finding=FOUND, by=world.budi, at=world.now
            )

        assert Check.objects.count() == len(OTHER_KINDS)


class TestVerdict:
    @pytest.mark.parametrize("verdict", [one for one in Verdict if one not in CONFIRMED])
    def test_seven_grades_need_a_reason_only(self, world: World, verdict: Verdict):
        issue = rumour(world)

        change = actions.give_verdict(issue=issue, verdict=verdict, reason=BECAUSE, by=world.budi, at=world.now)

        issue.refresh_from_db()
        assert (issue.verdict, change.verdict, change.reason, change.by) == (verdict, verdict, BECAUSE, world.budi)
        assert triage_rows() == ["triage.open", "triage.verdict"]
        row = AuditEvent.objects.get(action="triage.verdict")
        assert json.loads(row.details) == {"before": "new", "after": verdict.value}

    @pytest.mark.parametrize("verdict", CONFIRMED)
    def test_confirmed_needs_somebody_who_was_asked_about_this_very_rumour(self, world: World, verdict: Verdict):
        issue, other = rumour(world, said(world)), rumour(world, title="Kabar logistik terlambat")
        actions.add_check(issue=other, checked_with="KPU OKU", finding=FOUND, by=world.budi, at=world.now)
        values = {"issue": issue, "verdict": verdict, "reason": BECAUSE, "by": world.budi, "at": world.now}

        with pytest.raises(Refused, match="Catat dahulu kepada siapa kabar ini diperiksa"):
            actions.give_verdict(**values)
        assert VerdictChange.objects.count() == 0
        actions.add_check(issue=issue, checked_with="Bawaslu OKU", finding=FOUND, by=world.budi, at=world.now)
        actions.give_verdict(**values)

        issue.refresh_from_db()
        assert issue.verdict == verdict

    def test_there_are_nine(self):
        assert len(Verdict) == 9

    def test_the_last_one_counts_and_the_earlier_ones_stay(self, world: World):
        issue = rumour(world)

        for hours, verdict in enumerate((Verdict.UNDER_INVESTIGATION, Verdict.PROBABLY_TRUE, Verdict.PROBABLY_FALSE)):
            at = world.now + timedelta(hours=hours)
            actions.give_verdict(issue=issue, verdict=verdict, reason=BECAUSE, by=world.budi, at=at)

        assert issue.verdict == Verdict.PROBABLY_FALSE
        assert list(issue.verdict_changes.values_list("verdict", flat=True)) == [
            "under_investigation",
            "probably_true",
            "probably_false",
        ]

    def test_a_verdict_needs_a_reason(self, world: World):
        issue = rumour(world)

        with pytest.raises(Refused) as refused:
            actions.give_verdict(
                issue=issue, verdict=Verdict.PROBABLY_FALSE, reason="hoaks", by=world.budi, at=world.now
            )

        assert refused.value.field == "reason"
        issue.refresh_from_db()
        assert (issue.verdict, triage_rows()) == (Verdict.NEW, ["triage.open"])

    @pytest.mark.parametrize("kind", OTHER_KINDS)
    def test_only_a_rumour_is_weighed(self, world: World, kind: IssueKind):
        issue = rumour(world, kind=kind)

        with pytest.raises(Refused, match="Hanya isu berjenis kabar"):
            actions.give_verdict(
                issue=issue, verdict=Verdict.PROBABLY_FALSE, reason=BECAUSE, by=world.budi, at=world.now
            )

        assert VerdictChange.objects.count() == 0


@pytest.mark.parametrize("name", ["rini", "yusuf", "wati", "hendra", "dewi", "agus", "lina", "maya"])
def test_neighbours_and_other_roles_note_nothing(world: World, name: str):
    issue, by = rumour(world), getattr(world, name)

    with pytest.raises(NotAllowed):
        actions.add_sighting(issue=issue, **heard(world, by=by, village=None))
    with pytest.raises(NotAllowed):
        actions.add_check(issue=issue, checked_with="KPU OKU", finding=FOUND, by=by, at=world.now)
    with pytest.raises(NotAllowed):
        actions.give_verdict(issue=issue, verdict=Verdict.PROBABLY_TRUE, reason=BECAUSE, by=by, at=world.now)

    assert triage_rows() == ["triage.open"]


def test_a_closed_rumour_is_left_alone(world: World):
    issue = rumour(world)
    actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now)

    with pytest.raises(Refused):
        actions.add_sighting(issue=issue, **heard(world))
    with pytest.raises(Refused):
        actions.add_check(issue=issue, checked_with="KPU OKU", finding=FOUND, by=world.budi, at=world.now)
    with pytest.raises(Refused):
        actions.give_verdict(issue=issue, verdict=Verdict.PROBABLY_TRUE, reason=BECAUSE, by=world.budi, at=world.now)

    assert triage_rows() == ["triage.open", "triage.close"]
