"""The weeks before the example fortnight, so that its alarms have something to stand out from."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.utils import timezone

from teduh.cli.progress import bar
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


def _ordinary_weeks(fortnight: "Fortnight", season: Entry) -> None:
    days = range(season["first_day"], season["last_day"] + 1)
    told = [
        (day, number, row["village"])
        for number, row in enumerate(season["ordinary"])
        for day in days
        if (day + 3 * number) % row["every"] == 0
    ]
    budi = fortnight.people["budi"]
    with bar("Earlier weeks", len(told)) as advance:
        for count, (day, number, code) in enumerate(sorted(told), start=1):
            at = fortnight.moment({"day": day, "time": f"{8 + number:02}:{(7 * day) % 60:02}"})
            text = season["texts"][(day + number) % len(season["texts"])]
            report = _report(fortnight, f"{day}/{code}", text, fortnight.village(code), at)
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
