"""A hundred and fifty copies and one who was there: Budi sees one row, reads the one, and sets the rest aside."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.learn import reads as learn
from teduh.listen.models import Report
from teduh.triage import actions, burst_adapt, burst_reads, reads, steps
from teduh.triage.models import Assessment, Burst, BurstMember, Issue, Sighting
from teduh.triage.rules import MemberState, Outcome
from teduh.trust.models import AuditEvent, Person
from teduh.warn import steps as warn
from teduh.warn.models import VillageDay
from tests.factories import World
from tests.factories.district import picture
from tests.triage.stories import ROAD, page, queries, rumour, said, said_in_baturaja, said_in_muara_enim, triage_rows

FLOOD = (
    "SEBARKAN!! Balai desa mau dibakar orang seberang besok malam, semua warga harus kumpul bawa alat sebelum telat!!"
)
SEEN = FLOOD + " Saya lihat sendiri jam 9 tadi malam tiga orang bawa jeriken di belakang balai."
WAYS = (FLOOD, FLOOD.lower(), "Dapat terusan: " + FLOOD, FLOOD.replace("!!", ""), FLOOD + " Mohon dicek pak")
AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Iterator[None]:
    burst_adapt.forget()
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def budi(world: World, as_person: AsPerson) -> Client:
    return as_person(world.budi)


def flood(world: World, count: int, **more: Any) -> list[Report]:
    """Copies, a minute apart, the last an hour ago."""
    start = world.now - timedelta(hours=1, minutes=count)
    return [said(world, WAYS[n % 5], at=start + timedelta(minutes=n), **more) for n in range(count)]


def gathered(world: World) -> Burst:
    steps.gather(at=world.now)
    return Burst.objects.get()


def rows_of(client: Client, address: str = "/meja/") -> list[str]:
    """The reports that stand on the desk by themselves."""
    return re.findall(r'name="laporan" value="([^"]+)"', page(client.get(address)))


def decide(client: Client, burst: Burst, action: str, **more: Any) -> Any:
    return client.post(f"/meja/naskah/{burst.pk}/putus/", {"action": action, **more})


SET_ASIDE = {"outcome": "not_a_matter", "reason": "Pesan berantai yang sama, tanpa keterangan baru."}


def test_the_one_who_was_there_is_not_lost_among_a_hundred_and_fifty_copies(world: World, budi: Client):
    flood(world, 75)
    true = said(world, SEEN, at=world.now - timedelta(minutes=100))
    flood(world, 75)
    burst = gathered(world)

    desk = page(budi.get("/meja/"))
    assert "151 laporan hampir sama dalam 2 jam" in desk
    assert "1 perlu dibaca sendiri" in desk
    assert rows_of(budi) == [str(true.pk)]

    done = decide(budi, burst, "decide", **SET_ASIDE)

    assert (done.status_code, done.url) == (302, "/meja/")
    assert Assessment.objects.filter(outcome=Outcome.NOT_A_MATTER).count() == 150
    assert list(reads.waiting(world.budi, on=world.today)) == [true]
    assert "1 laporan yang berbeda masih menunggu dibaca." in page(budi.get("/meja/"))


def test_one_is_set_aside_with_the_others_only_when_it_was_ticked(world: World, budi: Client):
    flood(world, 6)
    true = said(world, SEEN)
    burst = gathered(world)

    decide(budi, burst, "decide", juga=[str(true.pk)], **SET_ASIDE)

    assert Assessment.objects.count() == 7
    assert triage_rows().count("triage.decide_burst") == 1
    assert set(BurstMember.objects.values_list("state", "by")) == {(MemberState.CONFIRMED, world.budi.pk)}


@pytest.mark.parametrize(
    ("text", "more", "own"),
    [
        (SEEN, {}, ["eyewitness", "time", "place", "words"]),
        (FLOOD, {"photos": True}, ["photo"]),
        (FLOOD, {"when_text": "tadi subuh"}, ["time"]),
        (FLOOD, {"village": "tanjungan"}, ["place"]),
        (FLOOD + " Bapak saya penjaganya, kuncinya hilang dari kemarin dan jendelanya terbuka", {}, ["time", "words"]),
    ],
    ids=["who was there", "a photo", "a time beside it", "another village", "a longer tale"],
)
def test_what_a_report_tells_of_its_own_makes_it_stand_out(
    world: World, settings: Any, tmp_path: Any, text: str, more: dict[str, Any], own: list[str]
):
    settings.MEDIA_ROOT = tmp_path
    flood(world, 12)
    given = dict(more)
    if given.pop("photos", False):
        given["photos"] = [picture()]
    if "village" in given:
        given["village"] = world.tanjungan
    report = said(world, text, **given)

    steps.gather(at=world.now)

    rows = dict(BurstMember.objects.filter(stands_out=True).values_list("report", "own"))
    assert rows == {report.pk: own}


def test_copies_from_many_villages_are_no_detail_each(world: World):
    places = (world.ujanmas, world.tanjungan, world.gunung_meraksa, world.kemalaraja)
    for n in range(12):
        said(world, FLOOD, village=places[n % 4])

    steps.gather(at=world.now)

    assert BurstMember.objects.filter(stands_out=True).count() == 0


def test_late_copies_join_the_burst_that_was_decided_and_are_told_as_such(world: World, budi: Client):
    flood(world, 6)
    burst = gathered(world)
    decide(budi, burst, "decide", **SET_ASIDE)
    late = [said(world, FLOOD, at=world.now) for _ in range(2)]

    assert gathered(world) == burst

    assert set(reads.waiting(world.budi, on=world.today)) == set(late)
    assert "6 laporan dari naskah ini sudah diputuskan sebelumnya." in page(budi.get(f"/meja/naskah/{burst.pk}/"))


def test_a_second_run_changes_nothing(world: World):
    flood(world, 6)

    assert (steps.gather(at=world.now), steps.gather(at=world.now + timedelta(minutes=1))) == (1, 0)
    # Another worker, which remembers nothing, changes nothing either.
    burst_adapt.forget()
    assert steps.gather(at=world.now + timedelta(minutes=2)) == 0
    assert triage_rows() == ["triage.gather"]


def test_few_old_and_foreign_reports_make_no_burst(world: World):
    flood(world, 4)
    said_in_muara_enim(world, FLOOD)
    for _ in range(6):
        said(world, FLOOD, at=world.now - timedelta(days=4))

    assert steps.gather(at=world.now) == 0


class TestTakingOut:
    def test_what_budi_takes_out_waits_by_itself_for_good(self, world: World, budi: Client):
        reports = flood(world, 8)
        burst = gathered(world)

        done = budi.post(f"/meja/naskah/{burst.pk}/keluarkan/", {"laporan": reports[2].pk})

        assert (done.status_code, done.url) == (302, f"/meja/naskah/{burst.pk}/")
        assert rows_of(budi) == [str(reports[2].pk)]
        steps.gather(at=world.now + timedelta(minutes=5))
        assert BurstMember.objects.get(report=reports[2]).state == MemberState.TAKEN_OUT
        event = AuditEvent.objects.get(action="triage.take_out")
        assert (event.actor_id, event.subject_id) == (str(world.budi.pk), str(burst.pk))

    def test_twice_or_a_strange_one_is_told_calmly(self, world: World, budi: Client):
        flood(world, 6)
        burst, other = gathered(world), said(world, ROAD)

        answer = budi.post(f"/meja/naskah/{burst.pk}/keluarkan/", {"laporan": other.pk})
        nothing = budi.post(f"/meja/naskah/{burst.pk}/keluarkan/", {"laporan": "x"})

        assert (answer.status_code, nothing.status_code) == (400, 404)
        assert BurstMember.objects.filter(state=MemberState.TAKEN_OUT).count() == 0


class TestDeciding:
    def test_all_into_an_open_issue(self, world: World, budi: Client):
        issue, reports = rumour(world), flood(world, 6)

        decide(budi, gathered(world), "join", issue=issue.pk)

        assert set(reads.reports_of(issue)) == set(reports)

    def test_one_issue_with_every_copy_as_a_sighting_and_one_source(self, world: World, budi: Client):
        reports = flood(world, 6)
        opened = decide(budi, gathered(world), "open", kind="rumour", title="Kabar balai desa", priority="high")

        issue = Issue.objects.get()
        assert opened.status_code == 302
        assert Sighting.objects.filter(issue=issue).count() == 6
        assert burst_reads.sources([report.pk for report in reports]) == 1
        assert "6 laporan <small>1 sumber naskah</small>" in page(budi.get(f"/isu/{issue.pk}/"))

    def test_without_a_reason_nothing_changes_and_nothing_typed_is_lost(self, world: World, budi: Client):
        flood(world, 6)
        true, burst = said(world, SEEN), gathered(world)

        answer = decide(budi, burst, "decide", outcome="not_a_matter", reason="", juga=[str(true.pk)])

        assert answer.status_code == 400
        assert f'name="juga" value="{true.pk}" checked' in page(answer)
        assert Assessment.objects.count() == 0
        assert decide(budi, burst, "dance").url == f"/meja/naskah/{burst.pk}/"

    def test_a_refusal_in_the_middle_undoes_everything(self, world: World, budi: Client):
        issue, reports = rumour(world), flood(world, 6)
        burst = gathered(world)
        actions.answer_reporters(issue=issue, text="Sudah diperiksa dan dijawab.", by=world.budi, at=world.now)
        actions.close_issue(issue=issue, reason="Sudah selesai.", by=world.budi, at=world.now)

        with pytest.raises(Exception, match="sudah ditutup"):
            actions.decide_burst(
                burst=burst,
                reports=reports,
                also=(),
                doing=lambda chosen: (
                    [actions.join_report(report=one, issue=issue, by=world.budi, at=world.now) for one in chosen]
                    and None
                ),
                by=world.budi,
                at=world.now,
            )

        assert (Assessment.objects.count(), BurstMember.objects.filter(state=MemberState.CONFIRMED).count()) == (0, 0)

    def test_nothing_but_reports_that_stand_out_needs_a_tick(self, world: World, budi: Client):
        flood(world, 6)
        true, burst = said(world, SEEN), gathered(world)
        decide(budi, burst, "decide", **SET_ASIDE)

        answer = decide(budi, burst, "decide", **SET_ASIDE)

        assert answer.status_code == 400
        assert "Beri tanda pada laporan yang ikut diputuskan." in page(answer)
        assert Assessment.objects.filter(report=true).count() == 0


class TestScreens:
    def test_the_desk_counts_a_burst_once_and_filters_it(self, world: World, budi: Client):
        flood(world, 9)
        alone = said(world, ROAD)
        gathered(world)

        figures = reads.queue_figures(world.budi, at=world.now)
        assert (figures.count, figures.copies, figures.signals) == (10, 8, 2)
        html = page(budi.get("/meja/"))
        assert "10 laporan; yang hampir sama dihitung satu naskah" in html
        assert rows_of(budi) == [str(alone.pk)]
        assert rows_of(budi, "/meja/?saring=beramai-ramai") == []
        assert "9 laporan hampir sama" in page(budi.get("/meja/?saring=beramai-ramai"))
        assert "9 laporan hampir sama" not in page(budi.get("/meja/?saring=darurat"))

    def test_what_differs_comes_first_and_is_marked(self, world: World, budi: Client):
        flood(world, 6)
        true = said(world, SEEN)
        burst = gathered(world)

        html = page(budi.get(f"/meja/naskah/{burst.pk}/"))

        assert html.index("Perlu dibaca sendiri") < html.index(str(true.pk)) < html.index("6 laporan lainnya")
        assert "<mark>lihat</mark>" in html
        assert "melihat sendiri" in html
        assert "Hampir sama dengan laporan lain, tetapi ada yang hanya diceritakan di sini" in page(
            budi.get(f"/meja/{true.pk}/")
        )

    def test_queries_do_not_grow(self, world: World, budi: Client):
        flood(world, 6)
        burst = gathered(world)
        few = (queries(budi, "/meja/"), queries(budi, f"/meja/naskah/{burst.pk}/"))
        flood(world, 60)
        for n in range(6):
            said(world, f"Air di sumur dusun empat keruh sekali sejak minggu lalu dan berbau karat {'x' * n}")
        steps.gather(at=world.now)

        assert (queries(budi, "/meja/"), queries(budi, f"/meja/naskah/{burst.pk}/")) == few

    def test_a_chief_sees_only_the_copies_of_his_own_villages(self, world: World, as_person: AsPerson):
        flood(world, 4)
        theirs = [said_in_baturaja(world, FLOOD + f" Kemalaraja-rahasia {n}") for n in range(3)]
        burst = gathered(world)
        rahman = as_person(world.rahman)

        html = page(rahman.get(f"/meja/naskah/{burst.pk}/"))
        assert "4 laporan hampir sama" in html
        assert [word for word in ("Kemalaraja", *(str(one.pk) for one in theirs)) if word in html] == []
        decide(rahman, burst, "decide", **SET_ASIDE)
        assert Assessment.objects.count() == 4

    def test_the_neighbour_and_those_who_do_not_decide_see_nothing(self, world: World, as_person: AsPerson):
        flood(world, 6)
        address = f"/meja/naskah/{gathered(world).pk}/"

        assert as_person(world.rini).get(address).status_code == 404
        assert as_person(world.wati).get(address).status_code == 403

    def test_a_single_copy_in_ones_own_villages_stands_by_itself(self, world: World, as_person: AsPerson):
        mine = said(world, FLOOD)
        for _ in range(5):
            said_in_baturaja(world, FLOOD)
        gathered(world)

        assert rows_of(as_person(world.rahman)) == [str(mine.pk)]


def test_a_flood_does_not_make_a_village_look_fuller_of_reports(world: World):
    flood(world, 12)
    said(world, ROAD)
    said(world, SEEN)
    gathered(world)

    warn.compute_days(at=world.now)

    # One text that was copied, the road, and the one who was there.
    assert VillageDay.objects.get(village=world.ujanmas, day=world.today).reports == 3


def test_the_funnel_tells_how_many_sources_the_reports_are(world: World, budi: Client):
    flood(world, 12)
    said(world, ROAD)
    gathered(world)

    funnel = learn.funnel(world.budi, first=world.today, last=world.today)

    assert (funnel.received, funnel.sources) == (13, 2)
    assert "13 laporan itu berasal dari 2 sumber" in page(budi.get("/hasil/"))
