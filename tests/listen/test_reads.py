"""Who sees which report, and figures by village and day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from teduh.cores.errors import NotFound
from teduh.listen import actions, reads
from teduh.listen.models import Report
from teduh.listen.rules import NoteKind
from teduh.places.models import Area
from teduh.trust.actors import RESIDENT
from tests.factories import World

pytestmark = pytest.mark.usefixtures("oku_receives")


def said(world: World, text: str, **more: object) -> Report:
    send = {"channel": "web", "by": RESIDENT, "at": world.now, **more}
    report = actions.receive_report(text=text, **send).report  # type: ignore[arg-type]
    assert report is not None
    return report


@pytest.fixture
def reports(world: World) -> dict[str, Report]:
    return {
        "ujanmas": said(world, "ada isu di sini", village=world.ujanmas),
        "kemalaraja": said(world, "ada ribut di sini", village=world.kemalaraja),
        "unplaced": said(world, "ada yang aneh"),
        "muara_enim": said(world, "ada isu di sana", village=world.ujan_mas_baru, unit=world.muara_enim),
        "muara_enim_unplaced": said(world, "entah di mana", unit=world.muara_enim),
    }


def test_each_person_sees_their_own_villages(world: World, reports: dict[str, Report]):
    seen = {
        person.username: {key for key, report in reports.items() if report in reads.reports_for(person, on=world.today)}
        for person in (*world.people, world.yusuf, world.rini)
    }

    district = {"ujanmas", "kemalaraja", "unplaced"}
    assert seen == {
        "budi": district,
        "hendra": district,
        "wati": {"ujanmas"},
        "rahman": {"ujanmas"},
        "yusuf": {"kemalaraja"},
        # No role but those that read reports sees what lies nowhere yet.
        "dewi": {"ujanmas", "kemalaraja"},
        "agus": {"ujanmas", "kemalaraja"},
        "lina": {"ujanmas", "kemalaraja"},
        "ratna": {"ujanmas", "kemalaraja"},
        "maya": set(),
        "rini": {"muara_enim", "muara_enim_unplaced"},
    }


def test_a_report_of_another_district_is_not_there(world: World, reports: dict[str, Report]):
    assert reads.report(world.budi, reports["ujanmas"].pk, on=world.today) == reports["ujanmas"]
    with pytest.raises(NotFound):
        reads.report(world.rini, reports["ujanmas"].pk, on=world.today)
    with pytest.raises(NotFound):
        reads.report(world.rahman, reports["unplaced"].pk, on=world.today)


@pytest.mark.parametrize("number", [1, 3, 100])
def test_a_list_costs_the_same_however_long(world: World, number: int, django_assert_num_queries):
    for count in range(number):
        said(world, f"laporan {count}", village=world.ujanmas)

    with django_assert_num_queries(3):
        rows = [
            (
                report.village and report.village.parent and report.village.parent.name,
                report.unit.name,
                len(report.photos.all()),
            )
            for report in reads.reports_for(world.budi, on=world.today)
        ]
    assert rows == [("Pengandonan", "Polres OKU", 0)] * number


def test_counts_are_by_the_day_of_the_district(world: World):
    # 23.30 and 00.30 in Baturaja are one day in London and two days here.
    for hour in (16, 17):
        said(world, f"jam {hour}", village=world.ujanmas, at=datetime(2024, 10, 13, hour, 30, tzinfo=UTC))
    said(world, "lama", village=world.ujanmas, at=datetime(2024, 10, 1, 3, 0, tzinfo=UTC))
    said(world, "lain", village=world.kemalaraja, at=datetime(2024, 10, 14, 3, 0, tzinfo=UTC))
    said(world, "entah", at=world.now)
    villages = Area.objects.filter(code__startswith="16.01.08")

    counts = reads.counts_by_village_and_day(villages=villages, first=date(2024, 10, 13), last=date(2024, 10, 14))
    assert counts == {(world.ujanmas.code, date(2024, 10, 13)): 1, (world.ujanmas.code, date(2024, 10, 14)): 1}
    assert reads.last_report_days(villages=villages, on=date(2024, 10, 13)) == {world.ujanmas.code: date(2024, 10, 13)}
    assert reads.last_report_days(villages=villages, on=date(2024, 9, 30)) == {}


def test_notes_come_in_the_order_of_the_talk(world: World, reports: dict[str, Report]):
    report = reports["ujanmas"]
    for minutes, kind in ((5, NoteKind.ANSWER), (1, NoteKind.QUESTION)):
        actions.tell_reporter(
            report=report, kind=kind, text="ya", by=world.budi, at=world.now + timedelta(minutes=minutes)
        )

    assert [note.kind for note in reads.notes_of([report.pk])] == ["question", "answer"]
    assert list(reads.notes_of([reports["unplaced"].pk])) == []


def test_only_those_who_wait_for_an_answer_are_told(world: World):
    waits = said(world, "tolong dicek")
    silent = said(world, "sekadar info", wants_answer=False)
    imported = said(world, "dari peta", with_receipt=False)

    assert list(reads.reporters_to_tell([waits.pk, silent.pk, imported.pk])) == [waits]


def test_the_receiving_unit_is_that_of_the_settings_or_the_officers_own_district(world: World, settings):
    assert reads.receiving_unit_for(None) == world.polres
    settings.RECEIVING_UNIT = ""
    assert reads.receiving_unit_for(None) is None
    assert reads.receiving_unit_for(world.wati) == world.polres
    assert reads.receiving_unit_for(world.rini) == world.muara_enim
    assert reads.receiving_unit_for(world.maya) is None
