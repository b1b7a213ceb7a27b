"""A report that accuses a neighbour is handled with care; it is never refused, and nobody is listed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from teduh.cores.errors import NotAllowed, Refused
from teduh.respond import actions as respond
from teduh.respond.rules import ReferralKind
from teduh.triage import actions, burst_adapt, burst_reads, steps
from teduh.triage.models import Caution, CautionRelease, Issue
from teduh.triage.rules import CautionRule, Level
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.triage.stories import ROAD, page, rumour, said, triage_rows

ACCUSED = "Pak Darto itu dukun santet, orang sakit semua gara-gara dia"
SEEN = "Bu Yanti mencuri di warung, saya lihat sendiri jam 9 tadi malam"
AGAIN = ("pak darto main santet lagi, usir saja", "Awas pak Darto dukun santet!!", "keluarga darto tukang santet semua")
CARE = "Menuduh orang tertentu; periksa kepada pihak lain sebelum ditindaklanjuti."
REASON = "Warga sudah berkumpul di rumahnya, petugas harus datang malam ini."
AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Iterator[None]:
    burst_adapt.forget()
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def accusing(world: World) -> Issue:
    """An issue with a report that accuses somebody."""
    report = said(world, ACCUSED)
    steps.caution(at=world.now)
    return rumour(world, report)


def test_an_accusation_without_grounds_asks_for_care(world: World, as_person: AsPerson):
    accused, seen, road = said(world, ACCUSED), said(world, SEEN), said(world, ROAD)

    assert steps.caution(at=world.now) == 1

    row = Caution.objects.get()
    assert (row.report, row.rule) == (accused, CautionRule.NAMES_A_PERSON)
    budi = as_person(world.budi)
    assert [CARE in page(budi.get(f"/meja/{one.pk}/")) for one in (accused, seen, road)] == [True, False, False]
    assert page(budi.get("/meja/")).count("menuduh orang tertentu") == 1


def test_several_who_accuse_the_same_person_are_told_and_counted(world: World):
    reports = [said(world, text, at=world.now - timedelta(days=n)) for n, text in enumerate(AGAIN)]
    said(world, AGAIN[0], village=world.tanjungan)
    said(world, AGAIN[1], at=world.now - timedelta(days=8))
    said(world, "pak karto main santet lagi, usir saja")

    steps.caution(at=world.now)

    rows = Caution.objects.filter(rule=CautionRule.SAME_PERSON_AGAIN)
    assert {(row.report_id, row.alike) for row in rows} == {(report.pk, 3) for report in reports}
    said(world, AGAIN[0])
    steps.caution(at=world.now)
    assert set(rows.values_list("alike", flat=True)) == {4}


def test_a_second_run_notes_nothing_new(world: World):
    said(world, ACCUSED)

    assert (steps.caution(at=world.now), steps.caution(at=world.now)) == (1, 0)
    assert triage_rows() == ["triage.caution"]


def test_nobodys_name_is_kept_outside_the_words_of_the_report(world: World, tmp_path):
    for text in (*AGAIN, ACCUSED):
        said(world, text)
    steps.caution(at=world.now)
    steps.gather(at=world.now)
    copy = tmp_path / "everything.json"
    call_command("dumpdata", "triage", "trust.AuditEvent", output=str(copy), verbosity=0)

    kept = copy.read_text().lower()
    assert "triage.caution" in kept
    assert [word for word in ("darto", "santet", "magic") if word in kept] == []


class TestGate:
    def test_the_level_stays_low_until_somebody_else_was_asked(self, world: World, accusing: Issue):
        raised = {"issue": accusing, "reason": "Warga mulai berkumpul.", "by": world.budi, "at": world.now}
        actions.set_level(level=Level.LATENT, **raised)
        for level in (Level.IMMINENT, Level.ACTUAL):
            with pytest.raises(Refused, match="menuduh orang tertentu"):
                actions.set_level(level=level, **raised)

        actions.add_check(
            issue=accusing, checked_with="Kepala dusun", finding="Tidak benar.", by=world.budi, at=world.now
        )
        actions.set_level(level=Level.IMMINENT, **raised)

        accusing.refresh_from_db()
        assert accusing.level == Level.IMMINENT

    def test_a_referral_waits_too(self, world: World, accusing: Issue):
        asked = {
            "issue": accusing,
            "partner": world.bawaslu,
            "kind": ReferralKind.MONEY_POLITICS,
            "known_on": world.today,
            "reason": "Perlu diperiksa oleh yang berwenang.",
            "by": world.budi,
            "at": world.now,
        }
        with pytest.raises(Refused, match="menuduh orang tertentu"):
            respond.make_referral(**asked)

        actions.release_caution(issue=accusing, reason=REASON, by=world.budi, at=world.now)

        assert respond.make_referral(**asked).issue == accusing

    def test_an_issue_without_accusation_asks_nothing(self, world: World):
        issue = rumour(world, said(world, ROAD))

        assert burst_reads.asks_second_source(issue) is False
        actions.set_level(issue=issue, level=Level.ACTUAL, reason="Terjadi tadi malam.", by=world.budi, at=world.now)
        with pytest.raises(Refused, match="tidak menunggu sumber kedua"):
            actions.release_caution(issue=issue, reason=REASON, by=world.budi, at=world.now)


class TestGoingOnWithoutASecondSource:
    def test_a_named_person_takes_it_upon_them(self, world: World, accusing: Issue, as_person: AsPerson):
        budi = as_person(world.budi)
        before = page(budi.get(f"/isu/{accusing.pk}/"))
        assert CARE in before
        assert "Sebelum tingkatnya naik di atas potensi" in before

        done = budi.post(f"/isu/{accusing.pk}/tanpa-sumber-kedua/", {"reason": REASON})

        assert done.status_code == 302
        row = CautionRelease.objects.get()
        assert (row.by, row.reason) == (world.budi, REASON)
        after = page(budi.get(f"/isu/{accusing.pk}/"))
        assert f"Budi melanjutkan tanpa sumber kedua, 14/10/2024 09.00: {REASON}" in after
        assert "Sebelum tingkatnya naik di atas potensi" not in after
        event = AuditEvent.objects.get(action="triage.release_caution")
        assert event.actor_id == str(world.budi.pk)
        assert "berkumpul" not in event.details

    @pytest.mark.parametrize("reason", ["", "cepat"])
    def test_without_a_reason_it_stays_closed(self, world: World, accusing: Issue, as_person: AsPerson, reason: str):
        answer = as_person(world.budi).post(f"/isu/{accusing.pk}/tanpa-sumber-kedua/", {"reason": reason})

        assert answer.status_code == 400
        assert burst_reads.asks_second_source(accusing) is True

    def test_those_who_set_no_level_release_nothing(self, world: World, accusing: Issue):
        for person in (world.wati, world.rini):
            with pytest.raises(NotAllowed):
                actions.release_caution(issue=accusing, reason=REASON, by=person, at=world.now)
