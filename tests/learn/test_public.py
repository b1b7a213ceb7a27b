"""What the public may count: weeks that are over, by subdistrict, and never the few behind a small number."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from teduh.learn import reads
from teduh.learn.reads import Line
from teduh.listen import actions as listen
from teduh.listen.models import Note
from teduh.places.models import Area
from teduh.trust.actors import RESIDENT
from tests.factories import World

WEEK = date(2024, 9, 30)
THAT_TUESDAY = datetime(2024, 10, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def told(
    world: World, village: Area | None, number: int, *, answered_after: timedelta | None = None, **more: Any
) -> None:
    for n in range(number):
        got = listen.receive_report(
            text=f"laporan {n} dari {village}",
            village=village,
            channel="web",
            by=RESIDENT,
            **({"unit": world.polres, "at": THAT_TUESDAY} | more),
        )
        assert got.report is not None
        if answered_after is not None:
            Note.write(report=got.report, kind="answer", text="Terima kasih.", at=THAT_TUESDAY + answered_after)


def shown(world: World) -> dict[str, tuple[int | None, ...]]:
    week = reads.public_week(world.polres, WEEK)
    return {
        str(line.name): (line.reports, line.in_time, line.not_in_time, line.no_answer_wanted)
        for line in (*week.lines, week.total)
    }


@pytest.mark.parametrize(
    ("on", "latest"),
    [
        (date(2024, 10, 13), date(2024, 9, 23)),
        # On Monday the 14th the last report of Sunday the 6th has had its seven days.
        (date(2024, 10, 14), date(2024, 9, 30)),
        (date(2024, 10, 20), date(2024, 9, 30)),
    ],
)
def test_a_week_is_counted_when_its_last_report_had_seven_days(on: date, latest: date) -> None:
    weeks = reads.settled_weeks(on=on)

    assert (weeks[0], len(weeks), weeks[-1]) == (latest, 8, latest - timedelta(weeks=7))


def test_what_is_large_enough_is_shown_with_its_totals(world: World) -> None:
    told(world, world.ujanmas, 9, answered_after=timedelta(days=2))
    told(world, world.ujanmas, 6)
    told(world, world.kemalaraja, 5, answered_after=timedelta(days=7))
    told(world, world.kemalaraja, 7, answered_after=timedelta(days=7, seconds=1))
    assert shown(world) == {
        "Pengandonan": (15, 9, 6, 0),
        "Baturaja Timur": (12, 5, 7, 0),
        "Lubuk Batang": (0, 0, 0, 0),
        "Tempat belum pasti": (0, 0, 0, 0),
        "Seluruh wilayah": (27, 14, 13, 0),
    }


def test_one_report_from_a_subdistrict_is_not_to_be_found(world: World) -> None:
    told(world, world.ujanmas, 20, answered_after=timedelta(days=1))
    told(world, world.ujanmas, 8)
    told(world, world.kemalaraja, 1)

    found = shown(world)

    # Neither by itself nor as 29 less 28: other figures are hidden with it.
    assert (found["Baturaja Timur"][0], found["Baturaja Timur"][2]) == (None, None)
    assert found["Pengandonan"][0] is None or found["Seluruh wilayah"][0] is None
    assert [row for row in found.values() if 1 in row] == []


def test_a_report_without_a_place_and_another_week_and_another_district(world: World) -> None:
    told(world, None, 6)
    told(world, world.ujan_mas_baru, 9, unit=world.muara_enim)
    told(world, None, 9, unit=world.muara_enim)
    told(world, world.ujanmas, 7, at=THAT_TUESDAY + timedelta(weeks=1))

    found = shown(world)

    assert (found["Tempat belum pasti"], found["Seluruh wilayah"]) == ((6, 0, 6, 0), (6, 0, 6, 0))
    assert set(found) == {"Pengandonan", "Baturaja Timur", "Lubuk Batang", "Tempat belum pasti", "Seluruh wilayah"}


def test_no_village_is_named(world: World) -> None:
    told(world, world.ujanmas, 30)

    week = reads.public_week(world.polres, WEEK)

    assert [line.name for line in week.lines if isinstance(line, Line) and line.name == "Ujanmas"] == []


def test_the_unit_chooses_a_larger_threshold(world: World, settings: Settings) -> None:
    told(world, world.ujanmas, 9)
    assert shown(world)["Pengandonan"][0] == 9

    settings.SMALLEST_COUNT = 10

    assert shown(world)["Pengandonan"][0] is None
    assert [row for row in shown(world).values() if 9 in row] == []


def test_a_week_costs_the_same_for_1_and_100_reports(world: World) -> None:
    counts = []
    for more in (1, 99):
        told(world, world.ujanmas, more)
        with CaptureQueriesContext(connection) as asked_for:
            reads.public_week(world.polres, WEEK)
        counts.append(len(asked_for))
    assert counts == [counts[0]] * 2
