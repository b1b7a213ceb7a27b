"""Budi at the desk: the queue, one report, many at once. What is refused comes back as it was typed."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from teduh.listen.models import Complaint, Note, Report
from teduh.places.keys import new_id
from teduh.triage import actions, reads
from teduh.triage.models import Assessment, Issue, Join
from teduh.triage.rules import IssueKind, Outcome, Priority
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.triage.stories import (
    ANSWER,
    BALLOTS,
    BALLOTS_AGAIN,
    OPINION,
    page,
    rumour,
    rumour_of_rini,
    said,
    said_in_muara_enim,
    triage_rows,
)

AsPerson = Callable[[Person], Client]
THEIRS = "Di Muara Enim ada rahasia Rini tentang surat suara"
ACTIONS = ("tempat", "gabung", "tolak", "isu", "putus", "tulis", "segel")


@pytest.fixture(autouse=True)
def _monday(world: World):
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def budi(world: World, as_person: AsPerson) -> Client:
    return as_person(world.budi)


def at_desk(report: Report, what: str = "") -> str:
    return f"/meja/{report.pk}/{what}/" if what else f"/meja/{report.pk}/"


class TestReport:
    def test_the_words_the_place_and_what_it_is_like(self, world: World, budi: Client):
        issue = rumour(world, said(world))
        report = said(world, f"{BALLOTS_AGAIN} di desa Tanjungan", village=None, at=world.now)

        answer = budi.get(at_desk(report))

        assert answer.status_code == 200
        html = page(answer)
        assert f'value="{issue.pk}"' in html
        assert f'value="{world.tanjungan.pk}" checked' in html
        assert "Kata yang sama:" in html
        quote = re.search(r'<blockquote class="quote">(.*?)</blockquote>', html, re.DOTALL)
        assert quote is not None
        assert re.sub(r"</?mark>", "", quote[1]) == report.text

    def test_every_label_finds_its_own_box(self, world: World, budi: Client):
        for title in (BALLOTS, BALLOTS_AGAIN):
            rumour(world, title=title)
        html = page(budi.get(at_desk(said(world))))

        ids = Counter(re.findall(r'\sid="([^"]+)"', html))

        assert html.count("Mengapa bukan isu ini?") == 2
        assert [one for one, times in ids.items() if times > 1] == []
        assert {one for one in re.findall(r'<label for="([^"]+)"', html) if one not in ids} == set()

    def test_a_report_of_a_neighbour_does_not_exist(self, world: World, budi: Client, as_person: AsPerson):
        theirs = said_in_muara_enim(world, THEIRS)
        yusuf = as_person(world.yusuf)

        for answer in (budi.get(at_desk(theirs)), yusuf.get(at_desk(said(world, THEIRS)))):
            assert answer.status_code == 404
            assert "rahasia Rini" not in page(answer)
        assert budi.get(f"/meja/{new_id()}/").status_code == 404

    @pytest.mark.parametrize("what", ACTIONS)
    def test_nothing_is_done_to_a_report_of_a_neighbour(self, world: World, budi: Client, what: str):
        theirs, hers = said_in_muara_enim(world, THEIRS), rumour_of_rini(world)

        answer = budi.post(
            at_desk(theirs, what),
            {"village": world.ujanmas.pk, "issue": hers.pk, "reason": "bukan ini", "outcome": "not_a_matter"}
            | {"kind": "rumour", "title": "Curian", "priority": "low", "text": "halo pelapor"},
        )

        assert answer.status_code == 404
        assert (Join.objects.count(), Assessment.objects.count(), Note.objects.count()) == (0, 0, 0)
        assert list(Report.objects.all()) == [theirs]
        assert list(Issue.objects.all()) == [hers]

    @pytest.mark.parametrize("what", ACTIONS)
    def test_those_who_do_not_decide_are_turned_away(self, world: World, as_person: AsPerson, what: str):
        report = said(world)

        for person in (world.wati, world.hendra, world.dewi, world.agus, world.lina, world.maya):
            assert as_person(person).post(at_desk(report, what)).status_code == 403
        assert Report.objects.get() == report

    @pytest.mark.parametrize("what", ACTIONS)
    def test_reading_an_address_of_an_action_does_nothing(self, world: World, budi: Client, what: str):
        assert budi.get(at_desk(said(world), what)).status_code == 405


class TestPlace:
    @pytest.mark.parametrize("sent", [{"village": "16.01.08.2017"}, {"typed": "Tanjungan, Pengandonan"}])
    def test_a_place_is_ticked_or_typed(self, world: World, budi: Client, sent: dict[str, str]):
        report = said(world, village=None)

        answer = budi.post(at_desk(report, "tempat"), sent)

        assert (answer.status_code, answer.url) == (302, at_desk(report))
        report.refresh_from_db()
        assert report.village == world.tanjungan
        assert AuditEvent.objects.filter(action="listen.confirm_place").count() == 1

    def test_two_villages_of_one_name_are_offered(self, world: World, budi: Client):
        report = said(world, village=None)

        answer = budi.post(at_desk(report, "tempat"), {"typed": "Gunung Meraksa"})

        assert answer.status_code == 400
        html = page(answer)
        assert "Nama ini belum pasti satu desa." in html
        assert 'value="Gunung Meraksa"' in html
        assert {"16.01.08.2001", "16.01.22.2002"} <= set(re.findall(r'name="village" value="([^"]+)"', html))

    @pytest.mark.parametrize("sent", [{}, {"village": "16.03.11.2001"}, {"village": "16.01"}, {"village": "<b>"}])
    def test_a_foreign_or_missing_place_is_refused(self, world: World, budi: Client, sent: dict[str, str]):
        report = said(world, village=None)

        answer = budi.post(at_desk(report, "tempat"), sent)

        assert (answer.status_code, "Pilih satu desa, atau ketik namanya." in page(answer)) == (400, True)
        report.refresh_from_db()
        assert report.village is None


class TestJoining:
    def test_join_and_take_out_again(self, world: World, budi: Client):
        issue, report = rumour(world), said(world)

        joined = budi.post(at_desk(report, "gabung"), {"issue": issue.pk}, follow=True)
        assert f"Laporan masuk ke isu “{issue.title}”." in page(joined)
        assert reads.issue_of(report) == issue

        out = budi.post(at_desk(report, "tolak"), {"issue": issue.pk, "reason": "Ini pilkades."}, follow=True)
        assert "Dicatat: laporan ini bukan bagian isu itu." in page(out)
        assert list(reads.waiting(world.budi, on=world.today)) == [report]
        assert triage_rows() == ["triage.open", "triage.join", "triage.refuse_join"]

    def test_a_refusal_without_a_reason_comes_back_open_at_its_issue(self, world: World, budi: Client):
        rumour(world, title=BALLOTS_AGAIN)
        issue, report = rumour(world, title=BALLOTS), said(world)

        answer = budi.post(at_desk(report, "tolak"), {"issue": issue.pk, "reason": "x"})

        html = page(answer)
        assert (answer.status_code, html.count("Tuliskan dalam satu kalimat.")) == (400, 1)
        opened = [part for part in html.split("<li>") if "<details open><summary>Bukan isu ini" in part]
        assert [str(issue.pk) in part and 'value="x"' in part for part in opened] == [True]
        assert Join.objects.count() == 0

    def test_an_opinion_is_not_joined(self, world: World, budi: Client):
        issue, report = rumour(world), said(world, OPINION)
        budi.post(at_desk(report, "putus"), {"outcome": "protected_speech", "reason": "Ini kritik."})

        joined = budi.post(at_desk(report, "gabung"), {"issue": issue.pk}, follow=True)
        opened = budi.post(
            at_desk(report, "isu"), {"kind": "tension", "title": "Kritik terhadap bupati", "priority": "high"}
        )

        sentence = "Laporan ini pendapat yang dilindungi. Ia tidak bisa menjadi isu."
        assert [sentence in page(joined), sentence in page(opened), opened.status_code] == [True, True, 400]
        assert list(Issue.objects.all()) == [issue]
        assert Join.objects.count() == 0

    @pytest.mark.parametrize("typed", ["", "bukan-id", "hers", "none"])
    @pytest.mark.parametrize("what", ["gabung", "tolak"])
    def test_an_issue_that_is_not_there_for_budi(self, world: World, budi: Client, what: str, typed: str):
        issue = {"hers": rumour_of_rini(world).pk, "none": new_id()}.get(typed, typed)

        answer = budi.post(at_desk(said(world), what), {"issue": issue, "reason": "bukan ini"})

        assert (answer.status_code, Join.objects.count()) == (404, 0)


class TestNewIssue:
    SENT = {"kind": "rumour", "title": "Kabar surat suara", "summary": "Dari dusun dua.", "priority": "high"}

    def test_sent_twice_it_is_one_issue(self, world: World, budi: Client):
        report, issue_id = said(world), str(new_id())

        answers = [budi.post(at_desk(report, "isu"), {**self.SENT, "issue_id": issue_id}) for _each in range(2)]

        assert [answer.url for answer in answers] == [f"/isu/{issue_id}/"] * 2
        issue = Issue.objects.get()
        assert (issue.kind, issue.title, issue.summary, issue.priority, issue.unit) == (
            IssueKind.RUMOUR,
            "Kabar surat suara",
            "Dari dusun dua.",
            Priority.HIGH,
            world.polres,
        )
        assert (issue.known_at, list(issue.villages.all())) == (report.received_at, [world.ujanmas])
        assert triage_rows() == ["triage.open", "triage.join"]

    @pytest.mark.parametrize("wrong", [{"title": "ab"}, {"title": ""}, {"kind": "politics"}, {"title": "x" * 161}])
    def test_what_is_refused_comes_back(self, world: World, budi: Client, wrong: dict[str, str]):
        issue_id = str(new_id())

        answer = budi.post(at_desk(said(world), "isu"), {**self.SENT, **wrong, "issue_id": issue_id})

        html = page(answer)
        assert (answer.status_code, Issue.objects.count()) == (400, 0)
        assert ("Dari dusun dua." in html, f'name="issue_id" value="{issue_id}"' in html) == (True, True)
        assert "<details open><summary>Buka isu baru" in html


class TestDeciding:
    def test_an_answer_reaches_the_receipt(self, world: World, budi: Client):
        report = said(world)

        answer = budi.post(at_desk(report, "putus"), {"outcome": "answered", "reason": "jelas", "answer": ANSWER})

        assert (answer.status_code, answer.url) == (302, "/meja/")
        assert (Assessment.objects.get().outcome, Note.objects.get().text) == (Outcome.ANSWERED, ANSWER)
        assert triage_rows() == ["triage.answered"]

    @pytest.mark.parametrize(
        "sent", [{"outcome": "answered", "answer": "ya pak"}, {"outcome": "joined"}, {"reason": ""}, {"outcome": ""}]
    )
    def test_what_is_refused_comes_back(self, world: World, budi: Client, sent: dict[str, str]):
        typed = {"outcome": "not_a_matter", "reason": "alasan Budi", "answer": "jawaban Budi", **sent}

        answer = budi.post(at_desk(said(world), "putus"), typed)

        html = page(answer)
        assert (answer.status_code, Assessment.objects.count(), Note.objects.count()) == (400, 0, 0)
        assert (typed["answer"] in html, typed["reason"] in html) == (True, True)
        assert "<details open><summary>Selesaikan tanpa isu" in html

    def test_who_comes_second_reads_that_it_was_decided(self, world: World, budi: Client):
        report = said(world)
        actions.decide(report=report, outcome=Outcome.NOT_A_MATTER, reason="salam", by=world.rahman, at=world.now)

        answer = budi.post(at_desk(report, "putus"), {"outcome": "protected_speech", "reason": "Ini kritik."})

        assert answer.status_code == 400
        assert page(answer).count("Laporan ini sudah diputuskan: Tidak memuat urusan.") == 1


class TestWriting:
    @pytest.mark.parametrize(("ticked", "kind"), [({}, "answer"), ({"question": "on"}, "question")])
    def test_a_line_for_the_reporter(self, world: World, budi: Client, ticked: dict[str, str], kind: str):
        report = said(world)

        answer = budi.post(at_desk(report, "tulis"), {"text": "Di dusun mana, Bu?", **ticked}, follow=True)

        assert "Pelapor bisa membacanya dengan kodenya." in page(answer)
        notes = [(note.report_id, note.text, note.kind) for note in Note.objects.all()]
        assert notes == [(report.pk, "Di dusun mana, Bu?", kind)]

    @pytest.mark.parametrize("text", ["", "x" * 5001])
    def test_what_is_refused_comes_back_open(self, world: World, budi: Client, text: str):
        answer = budi.post(at_desk(said(world), "tulis"), {"text": text})

        html = page(answer)
        assert (answer.status_code, text in html, Note.objects.count()) == (400, True, 0)
        assert "<details open><summary>Bertanya atau menulis" in html


def test_a_sealed_report_leaves_the_unit(world: World, budi: Client):
    report = said(world)

    answer = budi.post(at_desk(report, "segel"), follow=True)

    assert answer.redirect_chain == [("/meja/", 302)]
    assert "Laporan disegel" in page(answer)
    assert BALLOTS not in page(answer)
    assert (Report.objects.count(), Complaint.objects.get().pk) == (0, report.pk)
    assert budi.get(at_desk(report)).status_code == 404
