"""What lies on the phone: the officer's own villages, words that may be said aloud, and nothing more."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teduh.field import reads
from teduh.listen import actions as listen
from teduh.places.keys import new_id
from teduh.places.models import Posting
from teduh.plan import actions as plan
from teduh.plan import steps as planning
from teduh.respond import actions as respond
from teduh.triage import actions as triage
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind, Verdict
from teduh.trust.actors import RESIDENT
from teduh.trust.models import Person
from tests.factories import World
from tests.factories.district import (
    ALARM,
    COMPLAINT,
    COMPLAINT_CONTACT,
    CONTACT,
    FIGURE,
    REFERRAL,
    RELEASE,
    REPORT,
    REQUEST,
    TALK,
    WORD,
    make_district,
)
from tests.field.handset import Handset, handset, told
from tests.respond.stories import approved_message

AsPerson = Callable[[Person], Client]
VILLAGES = ("16.01.08.2001", "16.01.08.2017", "16.01.08.2018")


def opened(world: World, kind: IssueKind, title: str, **more: object) -> Issue:
    given = {"unit": world.polres, "villages": [world.ujanmas], "reports": [], "by": world.budi, "at": world.now}
    return triage.open_issue(kind=kind, title=title, **(given | more))  # type: ignore[arg-type]


def said_of(phone: Handset, issue: Issue) -> str:
    (line,) = [one for one in phone.papers()["village/16.01.08.2018"]["issues"] if one["id"] == str(issue.pk)]
    return str(line["words"])


class TestWhat:
    def test_are_the_papers_of_the_officers_villages(self, world: World, wati: Handset) -> None:
        papers = wati.papers()

        assert set(papers) == {
            *(f"village/{code}" for code in VILLAGES),
            *("officer", "today", "stops", "visits", "messages", "clarifications", "words"),
        }
        assert papers["village/16.01.08.2018"] == {
            "code": "16.01.08.2018",
            "name": "Ujanmas",
            "subdistrict": "Pengandonan",
            "latitude": -4.11744,
            "longitude": 103.95519,
            "state": "unknown",
            "days_since_contact": None,
            "as_of": None,
            "issues": [],
            "promises": [],
            "visits": [],
            "tried": [],
            "figures": [],
        }
        assert papers["officer"]["colleagues"] == [{"id": str(world.rahman.pk), "name": "Rahman"}]
        assert papers["officer"]["operation"] == {"name": "Mantap Praja Musi 2024", "phases": ["Kampanye"]}

    def test_hold_nothing_that_the_officer_must_not_carry(
        self, world: World, as_person: AsPerson, wati: Handset, rahman: Handset
    ) -> None:
        district = make_district(world)
        elsewhere = opened(world, IssueKind.RUMOUR, "Kabar di Kemalaraja", villages=[world.kemalaraja])
        said = {"channel": "web", "by": RESIDENT, "at": world.now, "village": world.kemalaraja}
        listen.receive_report(text="laporan-kemalaraja", **said)  # type: ignore[arg-type]

        of_wati, of_rahman = (json.dumps(phone.papers()) for phone in (wati, rahman))

        never = (REPORT, TALK, COMPLAINT, CONTACT, COMPLAINT_CONTACT, REFERRAL, RELEASE, WORD, REQUEST, ALARM)
        for papers in (of_wati, of_rahman):
            found = (*never, "laporan-kemalaraja", elsewhere.title, str(elsewhere.pk), "Kemalaraja")
            assert [words for words in found if words in papers] == []
            assert FIGURE in papers
            # The issue itself is there: what is missing above is kept out and not merely absent.
            assert str(district.ids["issue"]) in papers

    def test_tell_where_to_go_what_was_promised_and_what_was_done(self, world: World, wati: Handset) -> None:
        message = approved_message(world)
        week = planning.make_plan(unit=world.pengandonan, week_start=world.today, by=world.rahman, at=world.now)
        week.stops.all().delete()
        stop = plan.add_stop(
            plan=week, village=world.ujanmas, day=world.today, officer=world.wati, by=world.rahman, at=world.now
        )
        wati.send_one("visit.record", told(world, messages=[str(message.pk)]))

        papers = wati.papers()

        (line,) = papers["stops"]
        assert (line["id"], line["village"], line["state"]) == (str(stop.pk), world.ujanmas.code, "planned")
        assert line["reason"].startswith("Diminta pimpinan")
        (visit,) = papers["village/16.01.08.2018"]["visits"]
        assert (visit["people"], visit["messages"], visit["situation"]) == (24, [message.title], "Aman.")
        (promise,) = papers["village/16.01.08.2018"]["promises"]
        assert (promise["text"], promise["due_on"], promise["late"]) == ("Lampu jalan diperbaiki", "2024-10-20", False)
        assert [one["kind"] for one in papers["today"]["things"]] == ["stop", "promise"]
        assert [one["title"] for one in papers["messages"]] == [message.title]

    def test_come_in_the_language_asked_for(self, wati: Handset) -> None:
        assert wati.papers()["words"]["roles"][0]["label"] == "Warga"
        assert wati.papers(**{"Accept-Language": "en"})["words"]["roles"][0]["label"] == "Residents"

    def test_ask_the_database_as_often_for_one_village_as_for_many(self, world: World) -> None:
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                reads.papers_for(world.rahman, at=timezone.now())
            return len(queries)

        first = asked()
        for n in range(5):
            world.ujanmas.pk, world.ujanmas.name = f"16.01.08.3{n:03}", f"Desa {n}"
            world.ujanmas.path = f"16/16.01/16.01.08/16.01.08.3{n:03}/"
            world.ujanmas.save(force_insert=True)

        assert asked() == first

    def test_and_as_often_for_one_issue_visit_and_promise_as_for_many(self, world: World, wati: Handset) -> None:
        counts = []
        for n in (1, 4):
            for k in range(n):
                report = listen.receive_report(
                    text=f"warga bertanya soal jalan {n}{k}", channel="web", by=RESIDENT, at=world.now
                ).report
                opened(world, IssueKind.RUMOUR, f"Kabar jalan rusak {n}{k}", reports=[report])
                wati.send_one("visit.record", told(world))
            with CaptureQueriesContext(connection) as queries:
                reads.papers_for(world.wati, at=timezone.now())
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestSaidAloud:
    def test_the_fact_instead_of_the_rumour(self, world: World, wati: Handset) -> None:
        issue = opened(world, IssueKind.RUMOUR, "Kabar surat suara dicoblos")
        triage.add_check(issue=issue, checked_with="KPU OKU", finding="Segel utuh.", by=world.budi, at=world.now)
        triage.give_verdict(
            issue=issue, verdict=Verdict.CONFIRMED_FALSE, reason="KPU melihat segel.", by=world.budi, at=world.now
        )
        fact = respond.write_clarification(
            issue=issue,
            title="Surat suara masih tersegel",
            fact="Semua kotak masih tersegel.",
            sources=[{"name": "KPU OKU", "said": "Segel utuh.", "on": "2024-10-13"}],
            by=world.dewi,
            at=world.now,
        )
        before = said_of(wati, issue)
        respond.approve_clarification(clarification=fact, by=world.hendra, at=world.now)
        respond.publish_clarification(clarification=fact, by=world.dewi, at=world.now)

        assert before == "Kabar surat suara dicoblos"
        assert said_of(wati, issue) == "Surat suara masih tersegel"
        (paper,) = wati.papers()["clarifications"]
        assert (paper["slug"], paper["address"]) == (fact.slug, f"/fakta/{fact.slug}/")

    @pytest.mark.parametrize("kind", [IssueKind.TENSION, IssueKind.INCIDENT, IssueKind.ELECTION_OFFENCE])
    def test_only_the_kind_where_a_title_may_accuse(self, world: World, wati: Handset, kind: IssueKind) -> None:
        issue = opened(world, kind, "Kades membagi uang")

        assert said_of(wati, issue) == f"{kind.label}, belum ada keterangan resmi"

    @pytest.mark.parametrize(
        "title",
        ["Kabar paslon nomor 2 curang", "Kabar dari 0812-3456-7890", "Kabar tentang Bapak Slamet Riyadi"],
    )
    def test_only_the_kind_where_a_number_or_a_name_stands_in_it(self, world: World, wati: Handset, title: str) -> None:
        issue = opened(world, IssueKind.RUMOUR, title)

        assert said_of(wati, issue) == "Kabar (isu), belum ada keterangan resmi"

    def test_only_the_kind_where_a_residents_own_words_stand_in_it(self, world: World, wati: Handset) -> None:
        words = "surat suara di gudang kecamatan sudah dicoblos semua malam tadi"
        report = listen.receive_report(
            text=words, channel="web", by=RESIDENT, at=world.now, village=world.ujanmas
        ).report
        assert report is not None
        issue = opened(world, IssueKind.RUMOUR, words.capitalize(), reports=[report])

        assert said_of(wati, issue) == "Kabar (isu), belum ada keterangan resmi"


class TestCursor:
    def test_brings_only_what_changed(self, world: World, wati: Handset) -> None:
        first = wati.pull()
        second = wati.pull(first["cursor"])
        wati.send_one("visit.record", told(world))
        third = wati.pull(second["cursor"])

        assert (first["whole"], second["whole"], second["docs"], second["drop"]) == (True, False, [], [])
        assert {doc["key"] for doc in third["docs"]} == {"village/16.01.08.2018", "today", "visits"}
        assert first["keep_until"] == "2024-10-17T09:00:00+07:00"

    def test_an_answer_that_was_lost_comes_again(self, world: World, wati: Handset) -> None:
        first = wati.pull()
        wati.send_one("visit.record", told(world))

        lost, again = wati.pull(first["cursor"]), wati.pull(first["cursor"])

        assert (lost["docs"], lost["cursor"]) == (again["docs"], again["cursor"])

    @pytest.mark.parametrize("cursor", ["x", "eJw", "", "9" * 200_000, "eJyLjgUAARUAuQ=="])
    def test_that_is_none_of_ours_gives_everything(self, wati: Handset, cursor: str) -> None:
        assert wati.pull(cursor)["whole"] is True

    def test_of_somebody_else_gives_everything_of_ones_own(self, wati: Handset, rahman: Handset) -> None:
        assert rahman.pull(wati.pull()["cursor"])["whole"] is True


class TestHandover:
    def test_moves_the_file_to_the_successor_and_off_the_leavers_phone(
        self, world: World, wati: Handset, as_person: AsPerson, that_monday: time_machine.Traveller
    ) -> None:
        wati.send_one("visit.record", told(world))
        cursor = wati.pull()["cursor"]
        tono = Person.objects.create(username="tono", name="Tono", role="village_officer", unit=world.pengandonan)
        Posting.objects.filter(person=world.wati, village=world.ujanmas).update(valid_to=world.today)
        Posting.objects.create(person=tono, village=world.ujanmas, valid_from=world.today + timedelta(days=1))
        that_monday.shift(timedelta(days=1))

        after = wati.pull(cursor)
        papers = handset(tono, as_person).papers()

        assert after["drop"] == ["village/16.01.08.2018"]
        assert "village/16.01.08.2018" not in wati.papers()
        assert [key for key in papers if key.startswith("village/")] == ["village/16.01.08.2018"]
        assert [one["text"] for one in papers["village/16.01.08.2018"]["promises"]] == ["Lampu jalan diperbaiki"]
        assert [one["situation"] for one in papers["village/16.01.08.2018"]["visits"]] == ["Aman."]

    def test_leaves_the_leavers_phone_without_a_word_of_the_village(
        self, world: World, wati: Handset, that_monday: time_machine.Traveller
    ) -> None:
        wati.send_one("visit.record", told(world, situation=f"kata-{new_id()}"))
        Posting.objects.filter(person=world.wati).update(valid_to=world.today)
        that_monday.shift(timedelta(days=1))

        papers = wati.papers()

        assert [key for key in papers if key.startswith("village/")] == []
        assert (papers["visits"], papers["stops"], papers["today"]["things"]) == ([], [], [])
        assert "Ujanmas" not in json.dumps(papers)
        assert papers["officer"]["name"] == "Wati"
        assert date.fromisoformat(papers["today"]["day"]) == world.today + timedelta(days=1)
