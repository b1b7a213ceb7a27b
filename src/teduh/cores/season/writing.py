"""A season as files: what a desk would receive, and the truth beside it."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Final

from teduh.cores.season.result import Result
from teduh.cores.season.season import kinds_of
from teduh.cores.season.settings import CALENDAR, SOURCES
from teduh.cores.season.table import Source
from teduh.cores.season.telling import message

LEVELS: Final = ("none", "latent", "imminent", "actual")


def pages(result: Result) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of a season, README first; the same bytes on every machine.

    The tables are plain CSV: a compressed file's bytes hang on the version of the library that packs it.
    """
    yield "README.md", _readme(result).encode()
    yield "villages.csv", _table(_village_rows(result))
    yield "reports.csv", _table(_report_rows(result))
    yield "answers.csv", _table(_answer_rows(result))
    yield "days.csv", _table(_day_rows(result))
    yield "truth.json", (json.dumps(_truth(result), indent=1, ensure_ascii=False) + "\n").encode()


def _table(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def issue_name(result: Result, issue: int) -> str:
    """F, A (flood), R for the planted issues, N for ordinary matters, with a number; empty for no issue."""
    if issue < 0:
        return ""
    planting = result.planting
    for letter, many in (("F", len(planting.flashpoints)), ("A", len(planting.floods)), ("R", len(planting.rumours))):
        if issue < many:
            return f"{letter}{issue + 1}"
        issue -= many
    return f"N{issue + 1}"


def _village_rows(result: Result) -> Iterator[Sequence[object]]:
    yield ("code", "name", "latitude", "longitude", "sim_population", "true_propensity", "true_calm", "tied_to")
    people = result.people
    for index, village in enumerate(result.land.villages):
        tied = " ".join(result.land.villages[other].code for other in people.tied(index))
        place = ("", "") if village.latitude is None else (f"{village.latitude:.6f}", f"{village.longitude:.6f}")
        yield (
            village.code,
            village.name,
            *place,
            int(people.population[index]),
            f"{people.propensity[index]:.4f}",
            f"{people.calm[index]:.4f}",
            tied,
        )


def _report_rows(result: Result) -> Iterator[Sequence[object]]:
    yield ("number", "id", "received", "channel", "place", "text")
    reports, dates = result.reports, _dates(result)
    for row in range(len(reports)):
        typed = message(result, row)
        hour, minute = divmod(int(reports.minute[row]), 60)
        received = f"{dates[int(reports.day[row])]} {hour:02d}:{minute:02d}"
        yield row + 1, f"{int(reports.key[row]):016x}", received, typed.channel, typed.place, typed.text


def _answer_rows(result: Result) -> Iterator[Sequence[object]]:
    yield ("number", "village", "kind", "issue", "source", "copy_of")
    reports, kinds = result.reports, kinds_of(result.reports)
    for row in range(len(reports)):
        yield (
            row + 1,
            result.land.villages[int(reports.village[row])].code,
            kinds[row],
            issue_name(result, int(reports.issue[row])),
            Source(int(reports.source[row])).name.lower(),
            int(reports.origin[row]) + 1 if reports.copy[row] else "",
        )


def _dates(result: Result) -> list[str]:
    return [result.settings.date_of(day).isoformat() for day in range(result.settings.days)]


def _day_rows(result: Result) -> Iterator[Sequence[object]]:
    yield ("day", "code", "true_tension", "true_level", "visit_minutes")
    codes = [village.code for village in result.land.villages]
    for day in range(result.settings.days):
        name = result.settings.date_of(day).isoformat()
        tension, level, visited = result.tension[day].tolist(), result.level[day].tolist(), result.visited[day].tolist()
        for index, code in enumerate(codes):
            yield name, code, f"{tension[index]:.4f}", LEVELS[level[index]], visited[index]


def _truth(result: Result) -> dict[str, Any]:
    first_rows = {int(issue): row for row, issue in reversed(list(enumerate(result.reports.issue.tolist())))}
    outcome = {field.name: getattr(result.outcome, field.name) for field in fields(result.outcome)}
    planted = _planted(result)
    for entries in planted.values():
        for entry in entries:
            if "issue" in entry:
                row = first_rows.get(entry["issue"])
                entry["issue"] = issue_name(result, entry["issue"])
                entry["first_report"] = None if row is None else row + 1
    outcome["tension_days"] = round(outcome["tension_days"], 4)
    return {"seed": result.seed, "outcome": outcome, **planted}


def _planted(result: Result) -> dict[str, list[dict[str, Any]]]:
    planting, codes, dates = result.planting, [village.code for village in result.land.villages], _dates(result)
    return {
        "flashpoints": [
            {
                "issue": flash.issue,
                "villages": [codes[village] for village in flash.villages],
                "latent": dates[flash.latent],
                "imminent": dates[flash.imminent],
                "actual": dates[flash.actual],
                "happened": bool(result.happened[index]),
            }
            for index, flash in enumerate(planting.flashpoints)
        ],
        "floods": [
            {"issue": flood.issue, "first": dates[flood.first], "days": flood.days, "messages": flood.messages}
            for flood in planting.floods
        ],
        "rumours": [
            {
                "issue": rumour.issue,
                "village": codes[rumour.village],
                "born": dates[rumour.born],
                "strength": round(rumour.strength, 4),
            }
            for rumour in planting.rumours
        ],
        "silences": [
            {"village": codes[silence.village], "first": dates[silence.first], "last": dates[silence.last]}
            for silence in planting.silences
        ],
    }


def _readme(result: Result) -> str:
    listed = "".join(
        f"{village.code},{village.name},{village.latitude},{village.longitude},{village.population}\n"
        for village in result.land.villages
    )
    lines = [
        "# A simulated election season",
        "",
        "Everything here is invented by a generator: reports, troubles, sizes and ties of villages. The names and",
        "places of villages are those of the list that was given; nothing says anything about them as they are.",
        "",
        f"- seed: {result.seed}",
        f"- villages: {len(result.land)} in {len(result.land.district_codes)} district(s), list SHA-256 "
        f"{hashlib.sha256(listed.encode()).hexdigest()}",
        f"- days: {result.settings.first_day} to {result.settings.last_day}, vote {result.settings.vote_day}",
        f"- reports: {len(result.reports)}",
        "",
        "| File | Holds |",
        "|---|---|",
        "| reports.csv | what a desk receives; `teduh import reports reports.csv --map season` takes it in |",
        "| answers.csv | of each report, by number: village, kind, issue, where it truly comes from, what it copies |",
        "| truth.json | flashpoints, floods, rumours, silences with their days, and the outcome |",
        "| days.csv | true tension and level of each village and day, and minutes of visits |",
        "| villages.csv | simulated size, readiness to report (median 1), calm, and tied villages |",
        "",
        "## Settings",
        "",
        "| Setting | Value | Source |",
        "|---|---|---|",
    ]
    for field in fields(result.settings):
        lines.append(f"| {field.name} | {_shown(getattr(result.settings, field.name))} | {SOURCES[field.name]} |")
    lines += ["", "| Phase | Days from the vote | Warmth (assumption) |", "|---|---|---|"]
    for phase in CALENDAR:
        lines.append(
            f"| {phase.name} | {phase.first} to {phase.last} | {phase.warmth_first:g} to {phase.warmth_last:g} |"
        )
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(f"{part:g}" for part in value)
    return value.isoformat() if isinstance(value, date) else f"{value:g}" if isinstance(value, float) else str(value)
