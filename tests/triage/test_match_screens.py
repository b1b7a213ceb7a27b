"""The desk sees why a report may belong to an issue, refuses, takes back, and finds claims that others have checked."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from teduh.listen.models import Report
from teduh.triage import actions, steps
from teduh.triage.factchecks import Claim
from teduh.triage.models import Burst, Join
from teduh.triage.registry import FactCheck, FactCheckRefusal
from teduh.triage.rules import JoinState
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.triage.stories import (
    BALLOTS,
    BALLOTS_AGAIN,
    BECAUSE,
    OPINION,
    page,
    queries,
    rumour,
    said,
    said_in_muara_enim,
    triage_rows,
)

AsPerson = Callable[[Person], Client]
OTHER_MATTER = "Itu gudang di kabupaten lain."
BAD = {
    "empty": " ",
    "one emoji": "🔥",
    "a hundred thousand letters": "surat suara dicoblos di gudang " * 3_300,
    "mixed scripts": "surat suara выборы 選挙 sudah dicoblos",
    "zero width": "su\u200brat\u200d su\ufeffara sudah dicoblos",
    "right to left": "\u202esurat suara\u202c \u200fsudah dicoblos",
    "stop words only": "yang di ke dari dan ini itu pak",
}


@pytest.fixture(autouse=True)
def _monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def budi(world: World, as_person: AsPerson) -> Client:
    return as_person(world.budi)


def at_desk(report: Report, *more: object) -> str:
    return f"/meja/{report.pk}/" + "".join(f"{part}/" for part in more)


def middle_burst(report: Report) -> Burst:
    return Burst.objects.get(members__report=report)


def checked(world: World, claim: str = BALLOTS, *, days: int = 30) -> FactCheck:
    on = world.today - timedelta(days=days)
    row = Claim(claim, "", "Salah", "Mafindo", "https://example.org/1", on, "id")
    actions.import_factchecks(claims=[row], file_name="mafindo.csv", by=SYSTEM, at=world.now)
    return FactCheck.objects.get(claim=claim)


class TestWhy:
    def test_each_issue_says_how_sure_and_why(self, world: World, budi: Client):
        rumour(world, said(world, at=world.now - timedelta(days=3)))
        report = said(world, BALLOTS_AGAIN)

        html = page(budi.get(at_desk(report)))

        assert "Hampir pasti sama (97%)" in html
        assert "Kata yang sama: surat, suara, gudang, kecamatan, dicoblos." in html
        assert "Desa yang sama." in html
        assert "Selisih 2 hari." in html

    def test_a_conflict_is_told_from_both_sides_and_nothing_is_suggested(self, world: World, budi: Client):
        rumour(world, said(world, "surat suara di TPS 3 sudah dicoblos 50 lembar"), title="Kabar dari warga")
        report = said(world, "surat suara di TPS 5 sudah dicoblos 50 lembar")

        html = page(budi.get(at_desk(report)))

        assert "nomor TPS berbeda (di sini “tps 5”, di sana “tps 3”)" in html
        assert "Kecil kemungkinannya sama (" in html
        assert steps.suggest(at=world.now) == 0

    def test_what_is_kept_of_a_conflict_tells_this_reports_side_alone(self, world: World, budi: Client):
        issue = rumour(world, said(world, "surat suara di TPS 3 sudah dicoblos 50 lembar"), title="Kabar dari warga")
        report = said(world, "surat suara di TPS 5 sudah dicoblos 50 lembar")

        budi.post(at_desk(report, "gabung"), {"issue": str(issue.pk)})

        join = Join.objects.get(report=report)
        assert (join.state, join.why["conflicts"]) == (JoinState.CONFIRMED, [{"kind": "station", "here": "tps 5"}])
        assert (join.conflicts, join.sureness, join.suggested_at) == (1, join.why["sure"], None)

    def test_one_closed_lately_is_shown_as_answered_and_takes_no_report(self, world: World, budi: Client):
        issue = rumour(world, said(world, with_receipt=False))
        actions.close_issue(issue=issue, reason=BECAUSE, by=world.budi, at=world.now)
        report = said(world, BALLOTS_AGAIN)

        html = page(budi.get(at_desk(report)))

        assert "sudah dijawab" in html
        assert "Isu ini sudah ditutup." in html
        assert f'action="{at_desk(report, "gabung")}"' not in html
        assert steps.suggest(at=world.now) == 0

    def test_what_was_kept_before_the_core_is_still_told(self, world: World, budi: Client):
        issue, report = rumour(world), said(world, OPINION)
        old = {"score": 0.61, "words": ["gudang"], "same_place": True, "days_apart": 0, "conflicts": ["negation"]}
        actions.suggest_join(report=report, issue=issue, why=old, at=world.now)

        html = page(budi.get(f"/isu/{issue.pk}/"))

        assert "Mirip 61%. Kata yang sama: gudang." in html
        assert "hanya satu yang memakai “tidak” atau “belum”." in html


class TestRefusing:
    def test_a_refused_issue_stays_away_says_why_and_can_come_back(self, world: World, budi: Client):
        issue, report = rumour(world, said(world)), said(world, BALLOTS_AGAIN)
        steps.suggest(at=world.now)

        budi.post(at_desk(report, "tolak"), {"issue": str(issue.pk), "reason": "Gudang yang lain."})
        refused = page(budi.get(at_desk(report)))
        again = steps.suggest(at=world.now)
        done = budi.post(at_desk(report, "tolak", "batal"), {"issue": str(issue.pk)}, follow=True)

        assert "1 isu ditolak untuk laporan ini" in refused
        assert "Gudang yang lain." in refused
        assert ("Hampir pasti" in refused, again) == (False, 0)
        assert "Penolakan dibatalkan" in page(done)
        assert "Hampir pasti" in page(done)
        assert Join.objects.get(report=report).state == JoinState.SUGGESTED

    def test_the_next_best_issue_is_suggested_once_the_best_is_refused(self, world: World):
        best, report = rumour(world, title=BALLOTS_AGAIN), said(world, BALLOTS_AGAIN)
        second = rumour(world, title=BALLOTS)
        steps.suggest(at=world.now)

        actions.refuse_join(report=report, issue=best, reason="Yang lain.", by=world.budi, at=world.now)
        steps.suggest(at=world.now)

        states = dict(Join.objects.filter(report=report).values_list("issue", "state"))
        assert states == {best.pk: JoinState.REFUSED, second.pk: JoinState.SUGGESTED}

    def test_taking_back_what_was_never_refused_is_told_calmly(self, world: World, budi: Client):
        issue, report = rumour(world), said(world)

        done = budi.post(at_desk(report, "tolak", "batal"), {"issue": str(issue.pk)}, follow=True)

        assert "tidak sedang ditolak" in page(done)

    def test_a_refusal_of_an_issue_one_may_not_open_is_not_shown(self, world: World, as_person: AsPerson):
        report = said(world)
        elsewhere = rumour(world, villages=[world.kemalaraja], title="Kabar dari Kemalaraja")
        actions.refuse_join(report=report, issue=elsewhere, reason="Bukan.", by=world.budi, at=world.now)

        assert "Kabar dari Kemalaraja" not in page(as_person(world.rahman).get(at_desk(report)))


class TestChecked:
    def test_it_stands_beside_the_report_and_the_issue_with_source_and_day(self, world: World, budi: Client):
        checked(world)
        report, issue = said(world, BALLOTS_AGAIN), rumour(world, title=BALLOTS)

        for address in (at_desk(report), f"/isu/{issue.pk}/"):
            html = page(budi.get(address))
            assert "Sudah diperiksa pihak lain" in html
            assert "Mafindo, 14 September 2024" in html
            assert 'href="https://example.org/1"' in html
            assert "mungkin sudah usang" not in html

    def test_an_old_finding_says_so(self, world: World, budi: Client):
        checked(world, days=400)

        assert "mungkin sudah usang" in page(budi.get(at_desk(said(world, BALLOTS_AGAIN))))

    def test_refused_for_one_report_it_stays_for_the_others_and_can_come_back(self, world: World, budi: Client):
        claim, report, other = checked(world), said(world, BALLOTS_AGAIN), said(world, BALLOTS_AGAIN)

        budi.post(at_desk(report, "cek-fakta", claim.pk, "bukan"), {"reason": OTHER_MATTER})
        here, there = page(budi.get(at_desk(report))), page(budi.get(at_desk(other)))
        refusal = FactCheckRefusal.objects.get()
        back = page(budi.post(f"/cek-fakta/penolakan/{refusal.pk}/batal/", follow=True))

        assert (refusal.factcheck, refusal.report, refusal.issue, refusal.by) == (claim, report, None, world.budi)
        assert ("1 dinyatakan soal lain" in here, OTHER_MATTER in here, "Ini soal lain" in here) == (True, True, False)
        assert "Ini soal lain" in there
        assert ("Ini soal lain" in back, FactCheckRefusal.objects.count()) == (True, 0)
        assert [row for row in triage_rows() if "factcheck" in row] == [
            "triage.import_factchecks",
            "triage.refuse_factcheck",
            "triage.withdraw_factcheck_refusal",
        ]

    def test_refused_for_an_issue(self, world: World, budi: Client):
        claim, issue = checked(world), rumour(world, title=BALLOTS)

        done = budi.post(f"/isu/{issue.pk}/cek-fakta/{claim.pk}/bukan/", {"reason": OTHER_MATTER}, follow=True)

        assert "Dicatat: cek fakta itu tentang soal lain." in page(done)
        assert "1 dinyatakan soal lain" in page(done)
        row = AuditEvent.objects.get(action="triage.refuse_factcheck")
        assert (row.subject_id, str(claim.pk) in row.details, OTHER_MATTER in row.details) == (
            str(issue.pk),
            True,
            False,
        )

    def test_without_a_reason_nothing_is_refused_and_the_form_says_so(self, world: World, budi: Client):
        claim, report = checked(world), said(world, BALLOTS_AGAIN)

        answer = budi.post(at_desk(report, "cek-fakta", claim.pk, "bukan"), {"reason": ""})

        assert (answer.status_code, FactCheckRefusal.objects.count()) == (400, 0)
        assert f'id="{claim.pk}_reason"' in page(answer)

    def test_the_neighbour_refuses_nothing_and_takes_nothing_back(self, world: World, as_person: AsPerson):
        claim, report = checked(world), said(world, BALLOTS_AGAIN)
        actions.refuse_factcheck(factcheck=claim, report=report, reason=OTHER_MATTER, by=world.budi, at=world.now)
        refusal = FactCheckRefusal.objects.get()
        rini = as_person(world.rini)

        answers = [
            rini.post(at_desk(report, "cek-fakta", claim.pk, "bukan"), {"reason": OTHER_MATTER}),
            rini.post(f"/cek-fakta/penolakan/{refusal.pk}/batal/"),
        ]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert OTHER_MATTER not in "".join(page(answer) for answer in answers)
        assert list(FactCheckRefusal.objects.all()) == [refusal]
        assert "Ini soal lain" in page(rini.get(at_desk(said_in_muara_enim(world, BALLOTS_AGAIN))))

    def test_queries_do_not_grow_with_the_registry(self, world: World, budi: Client):
        report, counted = said(world, BALLOTS_AGAIN), []
        checked(world)
        budi.get(at_desk(report))
        for number in (1, 30):
            for n in range(number):
                checked(world, f"{BALLOTS} {number} {n}")
            budi.get(at_desk(report))
            counted.append(queries(budi, at_desk(report)))

        assert counted[0] == counted[1]


class TestBadInput:
    @pytest.mark.parametrize("kind", BAD)
    def test_the_desk_opens_it_and_the_step_goes_on(self, world: World, budi: Client, kind: str):
        """What the door would not let in can still come from an import; it breaks nothing."""
        checked(world)
        rumour(world, said(world))
        strange = said(world, "belum")
        strange.text = BAD[kind]
        strange.save()
        fitting = said(world, BALLOTS_AGAIN)

        steps.suggest(at=world.now)

        assert Join.objects.filter(report=fitting, state=JoinState.SUGGESTED).exists()
        assert budi.get(at_desk(strange)).status_code == 200

    @pytest.mark.parametrize("kind", ["empty", "one emoji", "stop words only"])
    def test_what_says_nothing_is_like_nothing(self, world: World, budi: Client, kind: str):
        rumour(world, title="🔥 yang di ke dari pak")
        report = said(world, "belum")
        report.text = BAD[kind]
        report.save()

        assert "Tidak ada isu yang mirip." in page(budi.get(at_desk(report)))

    def test_of_a_flood_of_copies_one_is_compared_and_suggested(self, world: World):
        rumour(world, said(world))
        flood = [said(world, BALLOTS_AGAIN, at=world.now - timedelta(minutes=n)) for n in range(30)]
        steps.gather(at=world.now)

        assert [steps.suggest(at=world.now) for _run in range(2)] == [1, 0]
        join = Join.objects.get(state=JoinState.SUGGESTED)
        assert join.report in flood

    def test_a_copy_that_was_taken_out_is_suggested_by_itself(self, world: World):
        rumour(world, said(world))
        for n in range(30):
            said(world, BALLOTS_AGAIN, at=world.now - timedelta(minutes=n))
        steps.gather(at=world.now)
        steps.suggest(at=world.now)
        middle = Join.objects.get(state=JoinState.SUGGESTED).report
        burst = middle_burst(middle)
        other = burst.members.exclude(report=middle).first().report
        actions.take_out(burst=burst, report=other, by=world.budi, at=world.now)

        assert steps.suggest(at=world.now) == 1
        assert Join.objects.filter(report=other, state=JoinState.SUGGESTED).exists()

    def test_the_burst_comes_with_its_suggestion_ready(self, world: World, budi: Client):
        issue = rumour(world, said(world))
        for n in range(30):
            said(world, BALLOTS_AGAIN, at=world.now - timedelta(minutes=n))
        steps.gather(at=world.now)
        steps.suggest(at=world.now)
        burst = middle_burst(Join.objects.get(state=JoinState.SUGGESTED).report)

        html = page(budi.get(f"/meja/naskah/{burst.pk}/"))

        assert f'<option value="{issue.pk}" selected>' in html
        assert "Diusulkan mesin:" in html
        assert f"diusulkan masuk: {issue.title}" in page(budi.get("/meja/"))
