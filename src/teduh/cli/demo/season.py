"""The weeks before the example fortnight, so that its alarms have something to stand out from."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.utils import timezone

from teduh.cli.progress import bar
from teduh.cores.season import Land, Source, Village, kinds_of, message, simulate
from teduh.listen import actions as listen
from teduh.listen.importing import NAMESPACE
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.respond import actions as respond
from teduh.respond.rules import ActivityType
from teduh.triage import actions as triage
from teduh.triage.rules import IssueKind, Level, Outcome, Priority
from teduh.trust.actors import RESIDENT, SYSTEM
from teduh.warn import actions as warn
from teduh.warn import reads, steps
from teduh.warn.rules import Decision, Score, TableShape

if TYPE_CHECKING:
    from teduh.cli.demo.load import Fortnight

Entry = dict[str, Any]
# Invented, one for each subdistrict in turn; the screen says so.
EXAMPLE_SCORES = (38, 52, 27, 61, 44, 33, 72, 48, 29, 55, 41, 36, 58)


def load_season(fortnight: "Fortnight", season: Entry) -> None:
    """Ordinary weeks, an alarm that went its whole way, and the one that waits."""
    _ordinary_weeks(fortnight, season)
    _past(fortnight, season["past"])
    _present(fortnight, season["present"])
    _vulnerability(fortnight)


@dataclass(frozen=True, order=True)
class Ordinary:
    """A report of the earlier weeks: the day counted from the fortnight's first, and what was told where."""

    day: int
    time: str
    village: str
    text: str


def ordinary_reports(season: Entry) -> list[Ordinary]:
    """Everyday matters of a simulated season (`teduh season make`), one in so many, and the one talkative village.

    That village speaks every day, so that its silence later can be heard; villages with a story of their own stay out.
    """
    days = range(season["first_day"], season["last_day"] + 1)
    loud, texts = season["talkative"], season["texts"]
    own = {loud, season["past"]["village"], season["present"]["village"]}
    told = [Ordinary(day, f"08:{(7 * day) % 60:02}", loud, texts[day % len(texts)]) for day in days]
    result = simulate(_oku(), seed=season["seed"])
    reports, kinds = result.reports, kinds_of(result.reports)
    everyday = [
        row
        for row in range(len(reports))
        if reports.day[row] < len(days)
        and reports.source[row] == Source.NOISE
        and kinds[row] in season["kinds"]
        and result.land.villages[reports.village[row]].code not in own
    ]
    for row in everyday[:: season["one_in"]]:
        hour, minute = divmod(int(reports.minute[row]), 60)
        village = result.land.villages[reports.village[row]].code
        day = season["first_day"] + int(reports.day[row])
        told.append(Ordinary(day, f"{hour:02}:{minute:02}", village, message(result, row).text))
    return sorted(told)


def _oku() -> Land:
    table = (resources.files("teduh.places") / "presets" / "oku_areas.csv").read_text("utf-8")
    rows = csv.DictReader(table.splitlines())
    return Land.of(
        [
            Village(row["code"], row["name"], float(row["lat"]), float(row["lng"]))
            for row in rows
            if row["level"] == "village"
        ]
    )


def _ordinary_weeks(fortnight: "Fortnight", season: Entry) -> None:
    told = ordinary_reports(season)
    budi = fortnight.people["budi"]
    with bar("Earlier weeks", len(told)) as advance:
        for count, one in enumerate(told, start=1):
            at = fortnight.moment({"day": one.day, "time": one.time})
            village = fortnight.village(one.village)
            report = _report(fortnight, f"{one.day}/{one.time}/{one.village}", one.text, village, at)
            triage.decide(
                report=report,
                outcome=Outcome.ANSWERED,
                reason="Dijawab langsung kepada pelapor.",
                answer=season["answer"],
                by=budi,
                at=at + timedelta(hours=2),
            )
            advance(count)


def _report(fortnight: "Fortnight", key: str, text: str, village: Area, at: datetime) -> Any:
    received = listen.receive_report(
        report_id=uuid5(NAMESPACE, f"demo/season/{key}"),
        text=text,
        channel="web",
        village=village,
        unit=fortnight.units["polres-oku"],
        by=RESIDENT,
        at=at,
    )
    return received.report


def _past(fortnight: "Fortnight", past: Entry) -> None:
    village, budi, rahman = fortnight.village(past["village"]), fortnight.people["budi"], fortnight.people["rahman"]
    rows = [
        _report(fortnight, f"past/{number}", entry["text"], village, fortnight.moment(entry))
        for number, entry in enumerate(past["reports"])
    ]
    opened = fortnight.moment(past["reports"][-1])
    issue = triage.open_issue(
        kind=IssueKind.TENSION,
        title=past["title"],
        summary=past["summary"],
        villages=[village],
        unit=fortnight.units["polres-oku"],
        priority=Priority.MEDIUM,
        known_at=fortnight.moment(past["reports"][0]),
        reports=[rows[0]],
        by=budi,
        at=opened,
    )
    for row in rows[1:]:
        triage.join_report(report=row, issue=issue, by=budi, at=opened + timedelta(minutes=20))
    at = fortnight.moment(past["looked"])
    steps.look_at(unit=fortnight.units["polres-oku"], by=SYSTEM, at=at)
    alarm = reads.open_alarms(rahman, on=timezone.localdate(at)).filter(villages=village).first()
    if alarm is None:
        raise LookupError("the example's earlier alarm was not raised")
    warn.acknowledge(alarm=alarm, by=rahman, at=fortnight.moment(past["seen"]))
    decided = past["decided"]
    warn.decide(alarm=alarm, decision=Decision.VISIT, reason=decided["reason"], by=rahman, at=fortnight.moment(decided))
    _visit(fortnight, village, past["visited"])
    risen, closed, scored = past["risen"], past["closed"], past["scored"]
    triage.set_level(issue=issue, level=Level.IMMINENT, reason=risen["reason"], by=budi, at=fortnight.moment(risen))
    triage.answer_reporters(issue=issue, text=closed["answer"], by=budi, at=fortnight.moment(closed))
    triage.close_issue(issue=issue, reason=closed["reason"], by=budi, at=fortnight.moment(closed))
    steps.score(at=fortnight.moment(scored))
    warn.confirm_score(alarm=alarm, score=Score.HIT, reason=scored["reason"], by=rahman, at=fortnight.moment(scored))


def _visit(fortnight: "Fortnight", village: Area, entry: Entry) -> None:
    wati, started = fortnight.people["wati"], fortnight.moment(entry)
    respond.record_visit(
        visit_id=uuid5(NAMESPACE, f"demo/season/visit/{fortnight.today}"),
        unit=wati.unit,
        village=village,
        activity=ActivityType.MEDIATION,
        started_at=started,
        ended_at=started + timedelta(minutes=entry["minutes"]),
        place_detail="balai desa",
        officers=[wati],
        people=[{"role": "pemuda", "count": 14}, {"role": "kadus", "count": 2}],
        situation=entry["situation"],
        by=wati,
        at=started + timedelta(minutes=entry["minutes"] + 10),
    )


def _present(fortnight: "Fortnight", present: Entry) -> None:
    village, issue = fortnight.village(present["village"]), fortnight.issues[present["issue"]]
    for number, entry in enumerate(present["reports"]):
        at = fortnight.moment(entry)
        row = _report(fortnight, f"present/{number}", entry["text"], village, at)
        joined_at = min(at + timedelta(minutes=20), timezone.now())
        triage.join_report(report=row, issue=issue, by=fortnight.people["budi"], at=joined_at)


def _vulnerability(fortnight: "Fortnight") -> None:
    codes = sorted(set(_subdistricts(fortnight)))
    rows = [
        (fortnight.village(code), float(EXAMPLE_SCORES[n % len(EXAMPLE_SCORES)]), "") for n, code in enumerate(codes)
    ]
    warn.save_vulnerability(
        unit=fortnight.units["polres-oku"],
        shape=TableShape.IPKP,
        source="Angka rekaan untuk contoh",
        as_of=fortnight.day(-150),
        rows=rows,
        reason="Tabel contoh",
        is_example=True,
        by=fortnight.people["hendra"],
        at=fortnight.moment({"day": -60}),
    )


def _subdistricts(fortnight: "Fortnight") -> list[str]:
    """Of the example district, from the areas it serves."""
    villages = places.villages_of_unit(fortnight.units["polres-oku"], on=fortnight.today)
    return [code for code in villages.values_list("parent", flat=True) if code]
