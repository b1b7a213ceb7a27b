"""The example district and its fortnight, put in through the same actions that people use."""

import csv
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.utils import timezone

from teduh.cli.demo import answer, rights
from teduh.cli.demo.season import load_season
from teduh.cli.progress import bar
from teduh.listen import actions as listen
from teduh.listen.importing import NAMESPACE
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import ContestKind, PhaseKind, UnitKind
from teduh.places.tables import read_table
from teduh.setup import actions as setup
from teduh.trust.actors import RESIDENT, SYSTEM
from teduh.trust.models import Person
from teduh.trust.rules import Role

PRESETS = resources.files("teduh.places") / "presets"
CONTENT = resources.files("teduh.cli.demo")
# The fortnight was written for mid-October 2024: the campaign was on and the vote 35 days away.
WRITTEN_FOR = date(2024, 10, 23)


@dataclass
class Fortnight:
    """What has been put in so far, by the keys of the example files."""

    today: date
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    reports: dict[str, Any] = field(default_factory=dict)
    issues: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, Any] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def moment(self, entry: dict[str, Any]) -> datetime:
        """The moment of an entry; one that would lie in the future is moved to just now."""
        clock = time.fromisoformat(entry.get("time", "09:00"))
        moment = timezone.make_aware(datetime.combine(self.day(entry["day"]), clock))
        return min(moment, timezone.now())

    def village(self, code: str) -> Area:
        found = places.area(code)
        if found is None:
            raise LookupError(f"the example names the area {code}, which the table of areas does not hold")
        return found


def read(name: str) -> dict[str, Any]:
    folder = PRESETS if name.startswith(("oku", "pilkada")) else CONTENT
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))


@transaction.atomic
def load_everything(*, password: str, today: date) -> Fortnight:
    """Put the whole example into an empty database: all of it, or nothing when it is interrupted."""
    fortnight = Fortnight(today)
    load_places(fortnight)
    load_people(fortnight, password)
    load_operation(fortnight)
    answer.load_messages(fortnight, read("messages")["messages"])
    entries = read("reports")["reports"]
    with bar("Reports", len(entries)) as advance:
        for number, entry in enumerate(sorted(entries, key=fortnight.moment), start=1):
            load_report(fortnight, entry)
            advance(number)
    answer.load_issues(fortnight, read("issues")["issues"], entries)
    answer.decide_reports(fortnight, entries)
    load_season(fortnight, read("season"))
    answer.load_visits(fortnight, read("visits")["visits"])
    answer.load_plan(fortnight)
    rights.load(fortnight, read("rights"))
    return fortnight


def load_places(fortnight: Fortnight) -> None:
    at = timezone.now()
    table = read_table((PRESETS / "oku_areas.csv").read_bytes())
    setup.import_areas(table=table, by=SYSTEM, at=at)
    for row in csv.DictReader((PRESETS / "oku_aliases.csv").read_text("utf-8").splitlines()):
        area = fortnight.village(row["code"])
        setup.add_alias(area=area, name=row["alias"], note=row["note"], by=SYSTEM, at=at)
    first_day = fortnight.day(-365)
    for entry in read("oku_example")["units"]:
        unit = setup.save_unit(
            key=entry["key"],
            name=entry["name"],
            kind=UnitKind(entry["kind"]),
            parent=fortnight.units.get(entry.get("parent", "")),
            can_investigate=entry.get("can_investigate", entry["kind"] in ("region", "district", "sector")),
            is_example=True,
            by=SYSTEM,
            at=at,
        )
        fortnight.units[unit.key] = unit
        for code in entry.get("serves", ()):
            area = fortnight.village(code)
            setup.add_jurisdiction(unit=unit, area=area, valid_from=first_day, is_example=True, by=SYSTEM, at=at)


def load_people(fortnight: Fortnight, password: str) -> None:
    at = timezone.now()
    example = read("oku_example")
    with bar("People", len(example["people"])) as advance:
        for number, entry in enumerate(example["people"], start=1):
            person = setup.add_person(
                username=entry["username"],
                name=entry["name"],
                rank=entry.get("rank", ""),
                role=Role(entry["role"]),
                unit=fortnight.units[entry["unit"]],
                password=password,
                by=SYSTEM,
                at=at,
            )
            fortnight.people[person.username] = person
            for code in entry.get("villages", ()):
                village = fortnight.village(code)
                setup.add_posting(person=person, village=village, valid_from=fortnight.day(-200), by=SYSTEM, at=at)
            advance(number)
    for entry in example["ended_postings"]:
        setup.add_posting(
            person=fortnight.people[entry["username"]],
            village=fortnight.village(entry["village"]),
            valid_from=fortnight.day(-200),
            valid_to=fortnight.day(-entry["ended_days_ago"]),
            by=SYSTEM,
            at=at,
        )


def load_operation(fortnight: Fortnight) -> None:
    """The Pilkada 2024 calendar, moved so that the fortnight lies in it as it did then."""
    preset = read("pilkada_2024")
    moved = fortnight.today - WRITTEN_FOR
    at = timezone.now()
    operation = setup.save_operation(
        name=f"{preset['name']} (contoh)",
        unit=fortnight.units["polres-oku"],
        contest=ContestKind(preset["contest"]),
        candidate_pairs=preset["candidate_pairs"],
        starts_on=preset["starts_on"] + moved,
        ends_on=preset["ends_on"] + moved,
        is_example=True,
        by=SYSTEM,
        at=at,
    )
    for phase in preset["phases"]:
        setup.save_phase(
            operation=operation,
            kind=PhaseKind(phase["kind"]),
            name=phase["name"],
            starts_on=phase["starts_on"] + moved,
            ends_on=phase["ends_on"] + moved,
            by=SYSTEM,
            at=at,
        )


def load_report(fortnight: Fortnight, entry: dict[str, Any]) -> None:
    """One report, as it came in: by a resident, or by an officer for somebody who stood there."""
    by = fortnight.people[entry["by"]] if "by" in entry else RESIDENT
    received = listen.receive_report(
        report_id=uuid5(NAMESPACE, f"demo/{entry['key']}"),
        text=entry["text"],
        channel=entry["channel"],
        place_text=entry.get("place", ""),
        contact=entry.get("contact", ""),
        language=entry.get("language", "id"),
        about_police=entry.get("about_police", False),
        unit=fortnight.units["polres-oku"],
        by=by,
        at=fortnight.moment(entry),
    )
    fortnight.reports[entry["key"]] = received.report
