"""The queue that Budi begins his day with: who waits, since when, and what the words suggest."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from teduh.listen.models import Report
from teduh.triage import actions, adapt, steps
from teduh.triage.models import Join
from teduh.triage.rules import IssueKind, Outcome
from teduh.triage.screens import desk
from teduh.trust.models import Person
from tests.factories import World
from tests.triage.stories import (
    BALLOTS,
    BALLOTS_AGAIN,
    ROAD,
    page,
    queries,
    rumour,
    said,
    said_in_baturaja,
    said_in_muara_enim,
)

AsPerson = Callable[[Person], Client]
THEIRS = "Di Muara Enim ada rahasia Rini tentang surat suara"


@pytest.fixture(autouse=True)
def _monday(world: World):
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def budi(world: World, as_person: AsPerson) -> Client:
    return as_person(world.budi)


def at_desk(report: Report, what: str = "") -> str:
    return f"/meja/{report.pk}/{what}/" if what else f"/meja/{report.pk}/"


class TestQueue:
    def test_it_shows_who_waits_and_nothing_of_a_neighbour(self, world: World, budi: Client):
        here, unplaced = said(world, at=world.now - timedelta(hours=5)), said(world, ROAD, village=None)
        said_in_muara_enim(world, THEIRS)
        decided = said(world, "terima kasih pak")
        actions.decide(report=decided, outcome=Outcome.NOT_A_MATTER, reason="salam", by=world.budi, at=world.now)

        html = page(budi.get("/meja/"))

        assert re.findall(r'name="laporan" value="([^"]+)"', html) == [str(here.pk), str(unplaced.pk)]
        assert "rahasia Rini" not in html
        assert re.findall(r"<strong>(\d+)</strong>", html) == ["2", "1"]

    def test_a_sector_chief_sees_his_sector(self, world: World, as_person: AsPerson):
        said(world)
        here = said_in_baturaja(world, ROAD)

        html = page(as_person(world.yusuf).get("/meja/"))

        assert re.findall(r'name="laporan" value="([^"]+)"', html) == [str(here.pk)]

    @pytest.mark.parametrize(
        ("chosen", "texts"),
        [
            ("semua", ["tolong ada kebakaran rumah warga sekarang", BALLOTS, ROAD]),
            ("darurat", ["tolong ada kebakaran rumah warga sekarang"]),
            ("tanpa-tempat", [ROAD]),
            ("bertempat", ["tolong ada kebakaran rumah warga sekarang", BALLOTS]),
            ("apa saja", ["tolong ada kebakaran rumah warga sekarang", BALLOTS, ROAD]),
        ],
    )
    def test_filters(self, world: World, budi: Client, chosen: str, texts: list[str]):
        said(world, "tolong ada kebakaran rumah warga sekarang")
        said(world, BALLOTS, at=world.now - timedelta(hours=3))
        said(world, ROAD, village=None)

        answer = budi.get("/meja/", {"saring": chosen})

        assert [line["report"].text for line in answer.context["lines"]] == texts

    def test_one_kind_of_hint(self, world: World, budi: Client):
        said(world, ROAD)
        kinds = {text: adapt.likely_kind(adapt.hints_of(text)) for text in (BALLOTS, ROAD)}
        assert kinds == {BALLOTS: IssueKind.RUMOUR, ROAD: IssueKind.SERVICE_MATTER}
        said(world, BALLOTS)
        said(world, BALLOTS, village=None)

        asked_for = ("petunjuk=rumour", "petunjuk=rumour&saring=bertempat", "petunjuk=incident", "petunjuk=politics")
        seen = {
            asked: [line["report"].text for line in budi.get(f"/meja/?{asked}").context["lines"]] for asked in asked_for
        }

        assert seen == {
            "petunjuk=rumour": [BALLOTS, BALLOTS],
            "petunjuk=rumour&saring=bertempat": [BALLOTS],
            "petunjuk=incident": [],
            "petunjuk=politics": [ROAD, BALLOTS, BALLOTS],
        }
        assert "Tidak ada laporan dengan saringan ini." in page(budi.get("/meja/?petunjuk=incident"))

    def test_beyond_so_many_it_says_where_it_looked(self, world: World, budi: Client, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(desk, "LOOKED_THROUGH", 1)
        said(world, BALLOTS, at=world.now - timedelta(hours=3))
        said(world, BALLOTS)

        answer = budi.get("/meja/?petunjuk=rumour")

        assert len(answer.context["lines"]) == 1
        assert "Petunjuk dicari di 1 laporan yang paling lama menunggu." in page(answer)

    def test_a_hint_stands_with_the_words_that_triggered_it(self, world: World, budi: Client):
        report = said(world, "x" * 300 + " tolong ada kebakaran rumah warga sekarang")

        for address in ("/meja/", at_desk(report)):
            assert "kata darurat “kebakaran" in re.sub(r"<[^>]+>", "", page(budi.get(address)))

    def test_the_suggested_issue_stands_beside_the_report(self, world: World, budi: Client):
        rumour(world, said(world))
        said(world, BALLOTS_AGAIN)
        steps.suggest(at=world.now)

        sure = round(100 * Join.objects.get(state="suggested").sureness)
        assert 90 <= sure < 100
        told = f"diusulkan masuk: Kabar surat suara sudah dicoblos ({sure}%)"
        assert told in re.sub(r"<[^>]+>", "", page(budi.get("/meja/")))

    def test_a_text_is_shown_as_text(self, world: World, budi: Client):
        report = said(world, "<script>alert(1)</script> tolong ada kebakaran <b>sekarang")

        for address in ("/meja/", at_desk(report)):
            html = budi.get(address).content.decode()
            assert "<script>alert" not in html
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html

    def test_an_empty_queue_says_so(self, world: World, budi: Client):
        said_in_muara_enim(world, THEIRS)

        assert "Tidak ada laporan yang menunggu. Semua sudah diputuskan." in page(budi.get("/meja/"))

    def test_queries_do_not_grow_with_the_queue(self, world: World, budi: Client):
        rumour(world, said(world))
        counted = []
        for more in (1, 2, 97):
            for _each in range(more):
                said(world, BALLOTS_AGAIN)
            steps.suggest(at=world.now)
            counted.append(queries(budi, "/meja/"))

        assert counted == [counted[0]] * 3
