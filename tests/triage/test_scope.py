"""An issue may reach over several sectors; each person still reads only the reports of their own ground."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from teduh.triage import actions, reads, steps
from teduh.trust.models import Person
from tests.factories import World
from tests.triage.stories import BALLOTS, BALLOTS_AGAIN, page, rumour, said, said_in_baturaja

AsPerson = Callable[[Person], Client]
SECRET = f"{BALLOTS}, begitu kata tetangga Bu Sari di Kemalaraja"


@pytest.fixture(autouse=True)
def _monday(world: World):
    with time_machine.travel(world.now, tick=False):
        yield


class TestIssuePage:
    def test_a_sector_chief_reads_the_reports_of_his_sector_and_counts_the_others(
        self, world: World, as_person: AsPerson
    ):
        issue = rumour(world, said(world, BALLOTS), said_in_baturaja(world, SECRET))

        html = page(as_person(world.rahman).get(f"/isu/{issue.pk}/"))
        whole = page(as_person(world.budi).get(f"/isu/{issue.pk}/"))

        assert (BALLOTS in html, "Bu Sari" in html) == (True, False)
        assert "1 laporan lain dari luar wilayah Anda." in html
        assert ("Bu Sari" in whole, "dari luar wilayah Anda" in whole) == (True, False)

    def test_suggestions_from_elsewhere_are_not_shown_either(self, world: World, as_person: AsPerson):
        issue = rumour(world, said(world, BALLOTS))
        said_in_baturaja(world, SECRET)
        said(world, BALLOTS_AGAIN)
        assert steps.suggest(at=world.now) == 2

        html = page(as_person(world.rahman).get(f"/isu/{issue.pk}/"))

        assert (BALLOTS_AGAIN in html, "Bu Sari" in html) == (True, False)


class TestDesk:
    def test_no_issue_of_another_sector_is_offered(self, world: World, as_person: AsPerson):
        elsewhere = rumour(world, said_in_baturaja(world), villages=[world.kemalaraja], title="Kabar dari Kemalaraja")
        report = said(world, BALLOTS_AGAIN)
        steps.suggest(at=world.now)
        rahman, budi = as_person(world.rahman), as_person(world.budi)

        for address in ("/meja/", f"/meja/{report.pk}/"):
            assert elsewhere.title not in page(rahman.get(address))
            assert elsewhere.title in page(budi.get(address))

    def test_candidates_are_looked_for_among_the_issues_one_sees(self, world: World):
        here = rumour(world, said(world))
        elsewhere = rumour(world, said_in_baturaja(world), villages=[world.kemalaraja])
        report = said(world, BALLOTS_AGAIN)

        seen = reads.candidates(report, at=world.now, among=reads.issues_for(world.rahman, on=world.today))

        assert [found.issue for found in seen] == [here]
        assert {found.issue for found in reads.candidates(report, at=world.now)} == {here, elsewhere}


def test_the_district_chief_reads_a_report_and_is_offered_no_decision(world: World, as_person: AsPerson):
    waiting, joined = said(world), said(world, BALLOTS_AGAIN)
    actions.join_report(report=joined, issue=rumour(world), by=world.budi, at=world.now)
    hendra = as_person(world.hendra)

    for report in (waiting, joined):
        html = page(hendra.get(f"/meja/{report.pk}/"))
        assert report.text in html.replace("<mark>", "").replace("</mark>", "")
        offered = ("/tempat/", "/gabung/", "/tolak/", "/putus/", "/segel/", "/tulis/")
        assert [word for word in offered if word in html] == []
        assert 'href="/meja/"' not in html.split("<main")[-1]
