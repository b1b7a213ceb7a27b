"""Budi and the issues: the list, one issue with all that is done to it, and one decision for many reports."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.listen.models import Note
from teduh.places.keys import new_id
from teduh.triage import actions, steps
from teduh.triage.models import Check, Issue, LevelChange, Sighting, VerdictChange
from teduh.triage.rules import IssueKind, Level, Priority, Verdict
from teduh.trust.models import Person
from tests.factories import World
from tests.triage.stories import (
    ANSWER,
    BALLOTS,
    BALLOTS_AGAIN,
    BECAUSE,
    page,
    queries,
    rumour,
    rumour_of_rini,
    said,
    triage_rows,
)

AsPerson = Callable[[Person], Client]
THEIRS = "Kabar surat suara di Muara Enim"
ACTIONS = ("tingkat", "urusan", "jawab", "tutup", "buka", "terdengar", "periksa", "penilaian")
SENT: dict[str, dict[str, Any]] = {
    "tingkat": {"level": "latent", "reason": "Dua kelompok saling menantang."},
    "urusan": {"priority": "high", "to": ""},
    "jawab": {"text": ANSWER},
    "tutup": {"reason": BECAUSE},
    "buka": {"reason": BECAUSE},
    "terdengar": {"village": "16.01.08.2017", "heard_on": "2024-10-13", "source": "leaflet"},
    "periksa": {"checked_with": "KPU OKU", "finding": "Kotak masih tersegel."},
    "penilaian": {"verdict": "probably_false", "reason": BECAUSE},
}


@pytest.fixture(autouse=True)
def _monday(world: World):
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def budi(world: World, as_person: AsPerson) -> Client:
    return as_person(world.budi)


def at_issue(issue: Issue, what: str = "") -> str:
    return f"/isu/{issue.pk}/{what}/" if what else f"/isu/{issue.pk}/"


class TestList:
    def titles(self, client: Client, **asked: str) -> list[str]:
        return [issue.title for issue in client.get("/isu/", asked).context["page"].rows]

    def test_open_and_closed_and_nothing_of_a_neighbour(self, world: World, budi: Client):
        rumour(world, title="Kabar satu", at=world.now - timedelta(hours=2))
        rumour(world, title="Kabar dua")
        closed = rumour(world, title="Kabar lama")
        actions.close_issue(issue=closed, reason=BECAUSE, by=world.budi, at=world.now)
        rumour_of_rini(world)

        assert self.titles(budi) == ["Kabar dua", "Kabar satu"]
        assert self.titles(budi, keadaan="ditutup") == ["Kabar lama"]
        assert THEIRS not in page(budi.get("/isu/")) + page(budi.get("/isu/?keadaan=ditutup"))

    def test_filters(self, world: World, budi: Client):
        tense = rumour(world, title="Pasar ribut", kind=IssueKind.TENSION)
        rumour(world, title="Kabar satu")
        actions.set_level(issue=tense, level=Level.ACTUAL, reason="Dua kelompok bentrok.", by=world.budi, at=world.now)

        assert self.titles(budi, jenis="tension") == ["Pasar ribut"]
        assert self.titles(budi, jenis="rumour", tingkat="actual") == []
        assert self.titles(budi, tingkat="actual") == ["Pasar ribut"]
        assert sorted(self.titles(budi, jenis="apa", tingkat="saja")) == ["Kabar satu", "Pasar ribut"]

    def test_only_mine(self, world: World, budi: Client, as_person: AsPerson):
        mine = rumour(world, title="Kabar satu")
        rumour(world, title="Kabar dua")
        actions.assign(issue=mine, to=world.wati, by=world.budi, at=world.now)

        assert self.titles(as_person(world.wati), untuk="saya") == ["Kabar satu"]
        assert self.titles(budi, untuk="saya") == []

    def test_who_sees_the_list(self, world: World, as_person: AsPerson):
        rumour(world, title="Kabar satu")
        rumour_of_rini(world)

        seen = {
            person.username: self.titles(as_person(person))
            for person in (world.wati, world.rahman, world.yusuf, world.hendra, world.dewi, world.rini)
        }

        ours = {name: ["Kabar satu"] for name in ("wati", "rahman", "hendra", "dewi")}
        assert seen == {**ours, "yusuf": [], "rini": [THEIRS]}
        for person in (world.agus, world.lina, world.maya):
            assert as_person(person).get("/isu/").status_code == 403

    def test_an_empty_list_says_so(self, world: World, budi: Client):
        rumour_of_rini(world)

        assert "Tidak ada isu dengan saringan ini." in page(budi.get("/isu/"))

    def test_queries_do_not_grow_with_the_list(self, world: World, budi: Client):
        counted = []
        for more in (1, 2, 97):
            for _each in range(more):
                issue = rumour(world, said(world), villages=[world.ujanmas, world.tanjungan])
                actions.assign(issue=issue, to=world.wati, by=world.budi, at=world.now)
            counted.append(queries(budi, "/isu/"))

        assert counted == [counted[0]] * 3


class TestIssue:
    def test_all_that_belongs_to_it_stands_on_its_page(self, world: World, budi: Client):
        issue = rumour(world, said(world), summary="Dari dusun dua.")
        said(world, BALLOTS_AGAIN)
        steps.suggest(at=world.now)
        for what in ("tingkat", "terdengar", "periksa", "penilaian"):
            budi.post(at_issue(issue, what), SENT[what])

        html = page(budi.get(at_issue(issue)))

        for words in (BALLOTS, BALLOTS_AGAIN, "Dari dusun dua.", "Dua kelompok", "Selebaran", "KPU OKU", BECAUSE):
            assert words in html
        assert "Mungkin tidak benar" in html

    def test_every_label_finds_its_own_box(self, world: World, budi: Client):
        html = page(budi.get(at_issue(rumour(world))))

        ids = Counter(re.findall(r'\sid="([^"]+)"', html))

        assert [one for one, times in ids.items() if times > 1] == []
        assert {one for one in re.findall(r'<label for="([^"]+)"', html) if one not in ids} == set()

    def test_a_village_officer_reads_the_matter_and_not_the_words_of_reporters(self, world: World, as_person: AsPerson):
        issue = rumour(world, said(world, f"{BALLOTS} kata Bu Sari"))

        html = page(as_person(world.wati).get(at_issue(issue)))

        assert (issue.title in html, "Bu Sari" in html, "<form" in html.split("</header>")[-1]) == (True, False, False)

    def test_an_issue_of_a_neighbour_does_not_exist(self, world: World, budi: Client, as_person: AsPerson):
        hers, ours = rumour_of_rini(world), rumour(world)

        for answer in (budi.get(at_issue(hers)), as_person(world.yusuf).get(at_issue(ours))):
            assert answer.status_code == 404
            assert (hers.title in page(answer), ours.title in page(answer)) == (False, False)
        assert budi.get(f"/isu/{new_id()}/").status_code == 404

    def test_queries_do_not_grow_with_its_reports(self, world: World, budi: Client):
        issue, counted = rumour(world), []
        for more in (1, 2, 97):
            for _each in range(more):
                actions.join_report(report=said(world), issue=issue, by=world.budi, at=world.now)
                actions.suggest_join(report=said(world), issue=issue, why={}, at=world.now)
            counted.append(queries(budi, at_issue(issue)))

        assert counted == [counted[0]] * 3


class TestChanges:
    @pytest.mark.parametrize(
        ("what", "row"),
        [
            ("tingkat", "triage.level"),
            ("urusan", "triage.priority"),
            ("jawab", "triage.answer"),
            ("tutup", "triage.close"),
            ("terdengar", "triage.sighting"),
            ("periksa", "triage.check"),
            ("penilaian", "triage.verdict"),
        ],
    )
    def test_each_leaves_one_row_and_returns_to_the_issue(self, world: World, budi: Client, what: str, row: str):
        issue = rumour(world)

        answer = budi.post(at_issue(issue, what), SENT[what])

        assert (answer.status_code, answer.url) == (302, at_issue(issue))
        assert triage_rows() == ["triage.open", row]

    @pytest.mark.parametrize("what", ACTIONS)
    def test_nobody_else_does_it(self, world: World, budi: Client, as_person: AsPerson, what: str):
        hers, ours = rumour_of_rini(world), rumour(world)
        rows = triage_rows()

        assert budi.post(at_issue(hers, what), SENT[what]).status_code == 404
        assert as_person(world.yusuf).post(at_issue(ours, what), SENT[what]).status_code == 404
        for person in (world.wati, world.dewi, world.agus, world.lina, world.maya):
            assert as_person(person).post(at_issue(ours, what), SENT[what]).status_code == 403
        assert budi.get(at_issue(ours, what)).status_code == 405
        assert triage_rows() == rows

    def test_the_district_chief_sets_a_level_and_decides_nothing_else(self, world: World, as_person: AsPerson):
        issue, hendra = rumour(world), as_person(world.hendra)

        answers = {what: hendra.post(at_issue(issue, what), SENT[what]).status_code for what in ACTIONS}

        assert answers == {**dict.fromkeys(ACTIONS, 403), "tingkat": 302}

    @pytest.mark.parametrize(
        ("what", "wrong"),
        [
            ("tingkat", {"reason": "gawat"}),
            ("tingkat", {"level": "none", "reason": "belum tahu pasti"}),
            ("tingkat", {"factors": ["golongan"], "reason": "Dua kelompok bentrok."}),
            ("urusan", {"priority": "sekali"}),
            ("jawab", {"text": "ok pak"}),
            ("tutup", {"reason": "selesai"}),
            ("terdengar", {"heard_on": "2024-10-15"}),
            ("terdengar", {"village": "16.03.11.2001"}),
            ("periksa", {"finding": "aman"}),
            ("penilaian", {"reason": "hoaks"}),
            ("penilaian", {"verdict": "confirmed_false", "reason": "Kotak masih tersegel semua."}),
        ],
    )
    def test_what_is_refused_comes_back(self, world: World, budi: Client, what: str, wrong: dict[str, Any]):
        issue = rumour(world)
        typed = {**SENT[what], **wrong}

        answer = budi.post(at_issue(issue, what), typed)

        html = page(answer)
        assert answer.status_code == 400
        assert len(re.findall("<details open>", html)) == 1
        summary = re.findall(r'<div class="errors"[^>]*>.*?<ul>(.*?)</ul>', html, re.DOTALL)
        assert [part.count("<li>") for part in summary] == [1]
        for name in ("reason", "text", "finding", "checked_with"):
            assert typed.get(name, "") in html
        assert triage_rows() == ["triage.open"]

    def test_closing_before_the_answer_says_what_to_do_first(self, world: World, budi: Client):
        issue = rumour(world, said(world))

        answer = budi.post(at_issue(issue, "tutup"), SENT["tutup"])

        html = page(answer)
        assert (answer.status_code, BECAUSE in html) == (400, True)
        assert html.count("Jawab dahulu para pelapor; sesudah itu isu bisa ditutup.") == 1

    @pytest.mark.parametrize("what", ["tingkat", "tutup", "terdengar", "periksa", "penilaian"])
    def test_a_closed_issue_says_why_nothing_was_saved(self, world: World, budi: Client, what: str):
        issue = rumour(world)
        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now)

        answer = budi.post(at_issue(issue, what), SENT[what])

        assert answer.status_code == 400
        assert "Isu ini sudah ditutup. Buka lagi dahulu bila ada kabar baru." in page(answer)
        assert triage_rows() == ["triage.open", "triage.close"]

    def test_from_the_answer_to_the_end_and_back(self, world: World, budi: Client):
        issue = rumour(world, said(world), said(world, with_receipt=False))

        assert "1 pelapor bisa membacanya." in page(budi.post(at_issue(issue, "jawab"), SENT["jawab"], follow=True))
        closed = page(budi.post(at_issue(issue, "tutup"), SENT["tutup"], follow=True))
        assert ("Isu ditutup." in closed, f": {BECAUSE}" in closed, "Buka lagi" in closed) == (True, True, True)
        assert budi.post(at_issue(issue, "buka"), {"reason": "lagi"}).status_code == 400
        assert "Isu dibuka lagi." in page(budi.post(at_issue(issue, "buka"), SENT["buka"], follow=True))

        issue.refresh_from_db()
        assert (issue.closed_at, Note.objects.get().text) == (None, ANSWER)
        assert budi.post(at_issue(issue, "buka"), SENT["buka"]).status_code == 400

    def test_handling_gives_it_to_somebody_of_the_unit_only(self, world: World, budi: Client):
        issue = rumour(world)

        refused = budi.post(at_issue(issue, "urusan"), {"priority": "medium", "to": world.rini.pk})
        assert (refused.status_code, "Rini" in page(refused)) == (400, False)
        budi.post(at_issue(issue, "urusan"), {"priority": "high", "to": world.wati.pk})

        issue.refresh_from_db()
        assert (issue.assigned_to, issue.priority) == (world.wati, Priority.HIGH)
        assert triage_rows() == ["triage.open", "triage.priority", "triage.assign"]
        budi.post(at_issue(issue, "urusan"), {"priority": "high", "to": world.wati.pk})
        assert len(triage_rows()) == 3

    def test_what_was_sent_is_kept(self, world: World, budi: Client):
        issue = rumour(world)
        for what in ("tingkat", "terdengar", "periksa", "penilaian"):
            budi.post(at_issue(issue, what), {**SENT[what], "factors": ["provocation"]})

        assert (LevelChange.objects.get().factors, LevelChange.objects.get().at) == (["provocation"], world.now)
        assert (Sighting.objects.get().village, Sighting.objects.get().source) == (world.tanjungan, "leaflet")
        assert (Check.objects.get().checked_with, VerdictChange.objects.get().verdict) == (
            "KPU OKU",
            Verdict.PROBABLY_FALSE,
        )
