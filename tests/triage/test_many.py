"""Many at once: Budi is shown what he chose and asked; then all of it is done, or none."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.listen.models import Report
from teduh.places.keys import new_id
from teduh.triage import actions, reads
from teduh.triage.models import Assessment, Issue, Join
from teduh.triage.rules import IssueKind, JoinState, Outcome, Priority
from teduh.trust.models import Person
from tests.factories import World
from tests.triage.stories import (
    BALLOTS_AGAIN,
    BECAUSE,
    OPINION,
    ROAD,
    page,
    rumour,
    rumour_of_rini,
    said,
    said_in_baturaja,
    said_in_muara_enim,
    triage_rows,
)

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World):
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def budi(world: World, as_person: AsPerson) -> Client:
    return as_person(world.budi)


def send(client: Client, *reports: Report, **more: Any) -> Any:
    return client.post("/meja/banyak/", {"laporan": [report.pk for report in reports], **more})


def give(client: Client, *issues: Issue, **more: Any) -> Any:
    return client.post("/isu/banyak/", {"isu": [issue.pk for issue in issues], **more})


class TestReports:
    def test_first_it_asks_and_then_joins_them_all(self, world: World, budi: Client):
        issue, first, second = rumour(world), said(world), said(world, BALLOTS_AGAIN)

        asked = send(budi, first, second)
        assert (asked.status_code, Join.objects.count()) == (200, 0)
        assert Counter(re.findall(r'name="laporan" value="([^"]+)"', page(asked))) == {
            str(first.pk): 3,
            str(second.pk): 3,
        }

        done = send(budi, first, second, action="join", issue=issue.pk)
        assert (done.status_code, done.url) == (302, "/meja/")
        assert set(reads.reports_of(issue)) == {first, second}
        assert triage_rows() == ["triage.open", "triage.join", "triage.join"]

    def test_one_new_issue_from_all_of_them_given_to_wati(self, world: World, budi: Client):
        reports = [said(world), said(world, BALLOTS_AGAIN, village=world.tanjungan), said(world, village=None)]
        typed = {"kind": "rumour", "title": "Kabar surat suara", "priority": "high", "issue_id": str(new_id())}

        done = send(budi, *reports, action="open", to=world.wati.pk, **typed)

        assert (done.status_code, done.url) == (302, "/meja/")
        issue = Issue.objects.get()
        assert (str(issue.pk), issue.kind, issue.priority) == (typed["issue_id"], IssueKind.RUMOUR, Priority.HIGH)
        assert (issue.assigned_to, issue.known_at) == (world.wati, reports[0].received_at)
        assert set(reads.reports_of(issue)) == set(reports)
        assert set(issue.villages.all()) == {world.ujanmas, world.tanjungan}
        assert triage_rows() == ["triage.open", *["triage.join"] * 3, "triage.assign"]

    def test_one_decision_for_all(self, world: World, budi: Client):
        reports = [said(world, f"{OPINION} {n}") for n in range(3)]

        send(budi, *reports, action="decide", outcome="protected_speech", reason="Ini kritik.")

        decided = list(Assessment.objects.values_list("outcome", "reason"))
        assert decided == [(Outcome.PROTECTED_SPEECH, "Ini kritik.")] * 3
        assert triage_rows() == ["triage.protected_speech"] * 3

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ({"action": "join"}, ""),
            ({"action": "join", "issue": "hers"}, ""),
            ({"action": "decide", "reason": "alasan Budi"}, "alasan Budi"),
            ({"action": "decide", "outcome": "not_a_matter"}, ""),
            ({"action": "decide", "outcome": "answered", "reason": "alasan Budi"}, "alasan Budi"),
            ({"action": "open", "kind": "rumour", "priority": "low", "title": "ab"}, 'value="ab"'),
            ({"action": "open", "kind": "politics", "priority": "low", "title": "Judul Budi"}, "Judul Budi"),
            (
                {"action": "open", "kind": "rumour", "priority": "low", "title": "Judul Budi", "to": "rini"},
                "Judul Budi",
            ),
            ({"action": "hapus"}, "Belum ada yang diubah."),
        ],
    )
    def test_all_or_none(self, world: World, budi: Client, sent: dict[str, str], kept: str):
        hers, reports = rumour_of_rini(world), [said(world), said(world, ROAD)]
        typed = {**sent}
        if "issue" in sent:
            typed["issue"] = str(hers.pk)
        if "to" in sent:
            typed["to"] = str(world.rini.pk)

        answer = send(budi, *reports, **typed)

        html = page(answer)
        summary = re.findall(r'<div class="errors"[^>]*>.*?<ul>(.*?)</ul>', html, re.DOTALL)
        assert (answer.status_code, [part.count("<li>") for part in summary]) == (400, [1])
        assert (kept in html, hers.title in html, "Rini" in html) == (True, False, False)
        assert (Join.objects.count(), Assessment.objects.count(), triage_rows()) == (0, 0, ["triage.open"])

    def test_an_opinion_among_them_stops_the_others(self, world: World, budi: Client, monkeypatch: pytest.MonkeyPatch):
        """Somebody decides on the second report while Budi reads the page that asks him."""
        issue, first, second = rumour(world), said(world), said(world, OPINION)
        join = actions.join_report

        def decided_meanwhile(**values: Any) -> Join:
            if values["report"] == second:
                actions.decide(
                    report=second, outcome=Outcome.PROTECTED_SPEECH, reason="kritik", by=world.rahman, at=world.now
                )
            return join(**values)

        monkeypatch.setattr(actions, "join_report", decided_meanwhile)

        answer = send(budi, first, second, action="join", issue=issue.pk)

        assert "Laporan ini pendapat yang dilindungi. Ia tidak bisa menjadi isu." in page(answer)
        assert (answer.status_code, Join.objects.count(), Assessment.objects.count()) == (400, 0, 0)

    def test_reports_of_a_neighbour_and_decided_ones_are_left_out(self, world: World, budi: Client):
        ours, theirs, issue = said(world), said_in_muara_enim(world), rumour(world)
        send(budi, ours, theirs, action="join", issue=issue.pk)

        assert list(Join.objects.values_list("report", "state")) == [(ours.pk, JoinState.CONFIRMED)]
        for sent in ({"laporan": [ours.pk, theirs.pk]}, {"laporan": ["bukan-id"]}, {}):
            answer = budi.post("/meja/banyak/", sent, follow=True)
            assert "Pilih dahulu laporan yang dimaksud." in page(answer)

    def test_every_label_finds_its_own_box(self, world: World, budi: Client):
        html = page(send(budi, said(world)))

        ids = Counter(re.findall(r'\sid="([^"]+)"', html))

        assert [one for one, times in ids.items() if times > 1] == []
        assert {one for one in re.findall(r'<label for="([^"]+)"', html) if one not in ids} == set()

    def test_only_the_desk(self, world: World, as_person: AsPerson):
        report = said(world)
        for person in (world.wati, world.hendra, world.dewi, world.agus, world.lina, world.maya):
            assert send(as_person(person), report, action="decide").status_code == 403
        assert Assessment.objects.count() == 0


class TestIssues:
    def test_first_it_asks_and_then_gives_them_all_to_wati(self, world: World, budi: Client):
        issues = [rumour(world, title="Kabar satu"), rumour(world, title="Kabar dua")]

        asked = give(budi, *issues)
        assert (asked.status_code, triage_rows()) == (200, ["triage.open"] * 2)
        assert set(re.findall(r'name="isu" value="([^"]+)"', page(asked))) == {str(issue.pk) for issue in issues}

        done = give(budi, *issues, action="assign", to=world.wati.pk)
        assert (done.status_code, done.url) == (302, "/isu/")
        assert list(Issue.objects.values_list("assigned_to", flat=True)) == [world.wati.pk] * 2
        assert triage_rows() == ["triage.open"] * 2 + ["triage.assign"] * 2

        give(budi, *issues, action="assign", to="")
        assert list(Issue.objects.values_list("assigned_to", flat=True)) == [None] * 2

    def test_nobody_of_another_unit(self, world: World, budi: Client):
        answer = give(budi, rumour(world), action="assign", to=world.rini.pk)

        assert (answer.status_code, "Rini" in page(answer), triage_rows()) == (400, False, ["triage.open"])

    def test_foreign_and_closed_ones_are_left_out(self, world: World, budi: Client):
        hers, closed = rumour_of_rini(world), rumour(world)
        actions.close_issue(issue=closed, reason=BECAUSE, by=world.budi, at=world.now)
        rows = triage_rows()

        answer = budi.post("/isu/banyak/", {"isu": [hers.pk, closed.pk, "x"], "action": "assign"}, follow=True)

        assert "Pilih dahulu isu yang dimaksud." in page(answer)
        assert (hers.title in page(answer), triage_rows()) == (False, rows)

    def test_only_those_who_decide(self, world: World, as_person: AsPerson):
        issue = rumour(world)
        for person in (world.wati, world.hendra, world.dewi, world.agus, world.lina, world.maya):
            client = as_person(person)
            assert give(client, issue, action="assign", to=world.wati.pk).status_code == 403
            assert "/isu/banyak/" not in page(client.get("/isu/"))
        assert Issue.objects.get().assigned_to is None


def test_reports_of_two_units_are_opened_apart(world: World, budi: Client):
    here, there = said(world), said_in_baturaja(world)
    Report.objects.filter(pk=there.pk).update(unit=world.baturaja)

    answer = send(budi, here, there, action="open", kind="rumour", title="Kabar surat suara", priority="low")

    assert "Laporan ini diterima satuan yang berbeda. Buka isunya satu per satu." in page(answer)
    assert (answer.status_code, Issue.objects.count()) == (400, 0)
