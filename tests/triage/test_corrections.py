"""What Budi sets right afterwards: a suggestion, a place, the villages of an issue, the road of a hearing."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen.models import Report
from teduh.places.models import Area
from teduh.triage import actions, reads, steps
from teduh.triage.models import Issue, IssueVillage, Join, Sighting
from teduh.triage.rules import IssueKind, JoinState, SightingSource
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.triage.stories import (
    BALLOTS_AGAIN,
    BECAUSE,
    page,
    queries,
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


def suggested(world: World) -> tuple[Issue, Report]:
    issue, report = rumour(world, said(world)), said(world, BALLOTS_AGAIN)
    assert steps.suggest(at=world.now) == 1
    return issue, report


def villages_of(issue: Issue) -> list[str]:
    return sorted(IssueVillage.objects.filter(issue=issue).values_list("village__name", flat=True))


class TestSuggestionsOnTheIssue:
    def test_a_suggestion_shows_its_reasons_and_is_confirmed_with_them(self, world: World, budi: Client):
        issue, report = suggested(world)
        html = page(budi.get(f"/isu/{issue.pk}/"))
        assert ("Kata yang sama:" in html, "Desa yang sama." in html, "Selisih 0 hari." in html) == (True, True, True)

        answer = budi.post(f"/isu/{issue.pk}/usul/{report.pk}/benar/")

        assert (answer.status_code, answer.url) == (302, f"/isu/{issue.pk}/")
        join = Join.objects.get(report=report)
        assert (join.state, join.by, join.why["same_place"]) == (JoinState.CONFIRMED, world.budi, True)

    def test_it_is_refused_with_a_reason(self, world: World, budi: Client):
        issue, report = suggested(world)

        answer = budi.post(f"/isu/{issue.pk}/usul/{report.pk}/tolak/", {"reason": "Ini tentang pilkades."})

        assert (answer.status_code, answer.url) == (302, f"/isu/{issue.pk}/")
        join = Join.objects.get(report=report)
        assert (join.state, join.why["refused"]) == (JoinState.REFUSED, "Ini tentang pilkades.")
        assert triage_rows() == ["triage.open", "triage.join", "triage.suggest", "triage.refuse_join"]

    def test_a_refusal_without_a_reason_comes_back_open(self, world: World, budi: Client):
        issue, report = suggested(world)

        answer = budi.post(f"/isu/{issue.pk}/usul/{report.pk}/tolak/", {"reason": "x"})

        html = page(answer)
        assert (answer.status_code, 'value="x"' in html) == (400, True)
        assert html.count("<details open><summary>Bukan isu ini") == 1
        assert Join.objects.get(report=report).state == JoinState.SUGGESTED

    @pytest.mark.parametrize("what", ["benar", "tolak"])
    def test_nobody_reaches_over_the_fence(self, world: World, budi: Client, as_person: AsPerson, what: str):
        (issue, report), hers, theirs = suggested(world), rumour_of_rini(world), said_in_muara_enim(world)
        rows = triage_rows()

        for client, address in (
            (budi, f"/isu/{hers.pk}/usul/{report.pk}/{what}/"),
            (budi, f"/isu/{issue.pk}/usul/{theirs.pk}/{what}/"),
            (as_person(world.yusuf), f"/isu/{issue.pk}/usul/{report.pk}/{what}/"),
        ):
            assert client.post(address, {"reason": "bukan ini"}).status_code == 404
        for person in (world.wati, world.hendra, world.dewi, world.agus, world.lina, world.maya):
            address = f"/isu/{issue.pk}/usul/{report.pk}/{what}/"
            assert as_person(person).post(address, {"reason": "bukan ini"}).status_code == 403
        assert triage_rows() == rows


def test_the_reasons_on_the_page_are_kept_when_the_desk_joins(world: World, budi: Client):
    issue, report = rumour(world, said(world)), said(world, BALLOTS_AGAIN)

    budi.post(f"/meja/{report.pk}/gabung/", {"issue": issue.pk})

    join = Join.objects.get(report=report)
    assert (join.why["same_place"], "suara" in join.why["words"]) == (True, True)


class TestPlace:
    def test_what_the_issue_noted_from_the_report_follows_its_place(self, world: World, budi: Client):
        report = said(world, village=None)
        issue = rumour(world, report, villages=[])
        assert (villages_of(issue), Sighting.objects.get().village) == ([], None)

        answer = budi.post(f"/meja/{report.pk}/tempat/", {"village": world.tanjungan.pk})

        assert answer.status_code == 302
        assert (villages_of(issue), Sighting.objects.get().village) == (["Tanjungan"], world.tanjungan)
        assert triage_rows() == ["triage.open", "triage.join", "triage.place"]
        assert AuditEvent.objects.filter(action="listen.confirm_place").count() == 1

    def test_of_a_closed_issue_it_stays(self, world: World):
        report = said(world, with_receipt=False)
        issue = rumour(world, report)
        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now)

        with pytest.raises(Refused):
            actions.confirm_place(report=report, village=world.tanjungan, by=world.budi, at=world.now)

        report.refresh_from_db()
        assert (report.village, villages_of(issue)) == (world.ujanmas, ["Ujanmas"])

    def test_rini_places_nothing_of_oku(self, world: World):
        report = said(world)

        with pytest.raises((NotAllowed, NotFound)):
            actions.confirm_place(report=report, village=world.ujan_mas_baru, by=world.rini, at=world.now)

        report.refresh_from_db()
        assert report.village == world.ujanmas


class TestVillages:
    def test_one_is_dropped_and_one_is_added_by_its_name(self, world: World, budi: Client):
        issue = rumour(world, villages=[world.ujanmas, world.kemalaraja])

        answer = budi.post(f"/isu/{issue.pk}/desa/", {"villages": [world.ujanmas.pk], "typed": "tanjungan"})

        assert (answer.status_code, answer.url) == (302, f"/isu/{issue.pk}/")
        assert villages_of(issue) == ["Tanjungan", "Ujanmas"]
        assert triage_rows() == ["triage.open", "triage.villages"]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("gunung meraksa", "Gunung Meraksa, Pengandonan"),
            ("Negeri Entah Berantah", "Nama ini belum pasti satu desa."),
            ("Ujan Mas Baru", "Nama ini belum pasti satu desa."),
        ],
    )
    def test_a_name_that_is_not_certain_comes_back(self, world: World, budi: Client, typed: str, sentence: str):
        issue = rumour(world)

        answer = budi.post(f"/isu/{issue.pk}/desa/", {"villages": [world.ujanmas.pk], "typed": typed})

        html = page(answer)
        assert (answer.status_code, f'value="{typed}"' in html, sentence in html) == (400, True, True)
        assert villages_of(issue) == ["Ujanmas"]

    def test_one_at_least_stays(self, world: World, budi: Client):
        issue = rumour(world)

        answer = budi.post(f"/isu/{issue.pk}/desa/", {})

        assert (answer.status_code, "Pilih sedikitnya satu desa." in page(answer)) == (400, True)
        assert (villages_of(issue), triage_rows()) == (["Ujanmas"], ["triage.open"])

    def test_rahman_leaves_the_villages_of_yusuf_alone(self, world: World, as_person: AsPerson):
        issue = rumour(world, villages=[world.ujanmas, world.kemalaraja])
        rahman = as_person(world.rahman)
        assert f'value="{world.kemalaraja.pk}"' not in page(rahman.get(f"/isu/{issue.pk}/"))

        rahman.post(f"/isu/{issue.pk}/desa/", {"villages": [world.ujanmas.pk], "typed": "Tanjungan"})
        assert villages_of(issue) == ["Kemalaraja", "Tanjungan", "Ujanmas"]

        gone = rahman.post(f"/isu/{issue.pk}/desa/", {})
        assert (gone.status_code, gone.url, villages_of(issue)) == (302, "/isu/", ["Kemalaraja"])

    @pytest.mark.parametrize("wrong", ["drops", "adds"])
    def test_the_action_itself_keeps_to_the_ground(self, world: World, wrong: str):
        issue = rumour(world, villages=[world.ujanmas, world.kemalaraja])
        wanted: dict[str, list[Area]] = {
            "drops": [world.ujanmas],
            "adds": [world.ujanmas, world.kemalaraja, world.ujan_mas_baru],
        }

        with pytest.raises(NotAllowed):
            actions.set_villages(issue=issue, villages=wanted[wrong], by=world.rahman, at=world.now)

        assert villages_of(issue) == ["Kemalaraja", "Ujanmas"]

    def test_nobody_else(self, world: World, as_person: AsPerson):
        issue = rumour(world)
        for person in (world.wati, world.hendra, world.dewi, world.agus, world.lina, world.maya):
            assert as_person(person).post(f"/isu/{issue.pk}/desa/", {"typed": "Tanjungan"}).status_code == 403
        for person in (world.rini, world.yusuf):
            assert as_person(person).post(f"/isu/{issue.pk}/desa/", {"typed": "Tanjungan"}).status_code == 404
        assert villages_of(issue) == ["Ujanmas"]


class TestRoad:
    def test_what_was_guessed_is_set_right(self, world: World, budi: Client):
        issue = rumour(world, said(world))
        seen = Sighting.objects.get()
        assert seen.source == SightingSource.OTHER

        answer = budi.post(f"/isu/{issue.pk}/terdengar/{seen.pk}/", {"source": "whatsapp_group"})

        assert (answer.status_code, answer.url) == (302, f"/isu/{issue.pk}/")
        seen.refresh_from_db()
        assert (seen.source, seen.village) == (SightingSource.WHATSAPP_GROUP, world.ujanmas)
        assert triage_rows() == ["triage.open", "triage.join", "triage.correct_sighting"]

    def test_another_word_is_no_road(self, world: World, budi: Client):
        issue = rumour(world, said(world))
        seen = Sighting.objects.get()

        assert budi.post(f"/isu/{issue.pk}/terdengar/{seen.pk}/", {"source": "Bu Sari"}).status_code == 400
        seen.refresh_from_db()
        assert seen.source == SightingSource.OTHER

    def test_only_in_its_own_issue_and_on_own_ground(self, world: World, budi: Client, as_person: AsPerson):
        issue, other = rumour(world, said(world)), rumour(world)
        seen = Sighting.objects.get()
        mine, sent = f"/isu/{issue.pk}/terdengar/{seen.pk}/", {"source": "leaflet"}

        assert budi.post(f"/isu/{other.pk}/terdengar/{seen.pk}/", sent).status_code == 404
        for person in (world.rini, world.yusuf):
            assert as_person(person).post(mine, sent).status_code == 404
        for person in (world.wati, world.hendra, world.dewi, world.agus, world.lina, world.maya):
            assert as_person(person).post(mine, sent).status_code == 403
        seen.refresh_from_db()
        assert seen.source == SightingSource.OTHER

    def test_of_a_closed_rumour_it_stays(self, world: World):
        issue = rumour(world, said(world, with_receipt=False))
        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now)

        with pytest.raises(Refused):
            actions.correct_sighting(
                sighting=Sighting.objects.get(), source=SightingSource.LEAFLET, by=world.budi, at=world.now
            )


class TestTimeline:
    def heard(self, world: World, issue: Issue, day: date, village: Area | None) -> None:
        actions.add_sighting(
            issue=issue, village=village, heard_on=day, source=SightingSource.OTHER, by=world.budi, at=world.now
        )

    def test_silent_days_stand_between(self, world: World, budi: Client):
        issue = rumour(world)
        self.heard(world, issue, date(2024, 10, 10), world.ujanmas)
        self.heard(world, issue, date(2024, 10, 12), world.tanjungan)
        self.heard(world, issue, date(2024, 10, 12), world.ujanmas)
        self.heard(world, issue, date(2024, 10, 12), None)

        days = reads.heard_by_day(reads.sightings_of(issue))

        assert [(one.day.day, one.times, one.villages) for one in days] == [
            (10, 1, ("Ujanmas",)),
            (11, 0, ()),
            (12, 3, ("Tanjungan", "Ujanmas")),
        ]
        bars = re.findall(r'<progress max="(\d+)" value="(\d+)"', page(budi.get(f"/isu/{issue.pk}/")))
        assert bars == [("3", "1"), ("3", "0"), ("3", "3")]

    def test_over_a_long_stretch_only_the_days_it_was_heard(self, world: World):
        issue = rumour(world)
        self.heard(world, issue, date(2024, 9, 1), world.ujanmas)
        self.heard(world, issue, date(2024, 10, 12), world.ujanmas)

        days = reads.heard_by_day(reads.sightings_of(issue))

        assert [one.day for one in days] == [date(2024, 9, 1), date(2024, 10, 12)]

    def test_nothing_was_heard(self, world: World):
        assert reads.heard_by_day(reads.sightings_of(rumour(world))) == []

    def test_queries_do_not_grow_with_it(self, world: World, budi: Client):
        issue, counted = rumour(world), []
        for more in (1, 2, 97):
            for _each in range(more):
                self.heard(world, issue, date(2024, 10, 10), world.ujanmas)
            counted.append(queries(budi, f"/isu/{issue.pk}/"))

        assert counted == [counted[0]] * 3


def test_too_many_words_are_refused_and_not_cut(world: World):
    issue = rumour(world)

    for refused in (
        lambda: rumour(world, title="x" * 161),
        lambda: actions.add_check(
            issue=issue, checked_with="x" * 161, finding="Masih tersegel.", by=world.budi, at=world.now
        ),
        lambda: actions.close_issue(issue=issue, reason="x" * 401, by=world.budi, at=world.now),
    ):
        with pytest.raises(Refused, match="Terlalu panjang"):
            refused()
    assert triage_rows() == ["triage.open"]


def test_a_village_of_a_tension_can_be_mended_too(world: World):
    issue = rumour(world, kind=IssueKind.TENSION)

    actions.set_villages(issue=issue, villages=[world.tanjungan], by=world.budi, at=world.now)

    assert villages_of(issue) == ["Tanjungan"]


def test_a_report_of_yusuf_is_placed_by_yusuf(world: World):
    report = said_in_baturaja(world)

    with pytest.raises((NotAllowed, NotFound)):
        actions.confirm_place(report=report, village=world.ujanmas, by=world.rahman, at=world.now)
    report.refresh_from_db()
    assert report.village == world.kemalaraja


def test_a_joined_report_that_turns_out_to_be_about_police_leaves_the_issue_too(world: World, budi: Client):
    report = said(world)
    issue = rumour(world, report)
    assert f"/meja/{report.pk}/segel/" in page(budi.get(f"/meja/{report.pk}/"))

    assert budi.post(f"/meja/{report.pk}/segel/").status_code == 302

    assert (Report.objects.count(), Join.objects.count(), Sighting.objects.get().report) == (0, 0, None)
    assert report.text not in page(budi.get(f"/isu/{issue.pk}/"))
