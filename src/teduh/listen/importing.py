"""An export of another system becomes reports: every row is added, was here already, or is refused with a reason."""

import statistics
import tomllib
import zoneinfo
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from teduh.cores.errors import Refused
from teduh.listen import actions, adapt
from teduh.listen.models import Complaint, ImportRun, Report
from teduh.listen.rules import TEXT_LIMIT, Channel
from teduh.places import reads as places
from teduh.places.keys import new_id
from teduh.places.models import Unit
from teduh.places.tables import Rejects, Row, Table
from teduh.trust import audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person

# Ids of imported reports are made from source and number, so a second run recognises each of them.
NAMESPACE: Final = UUID("0192f1a0-7ed0-7000-8000-7465647568aa")
FAR_KM: Final = 300.0
FAR_TIMES_TYPICAL: Final = 8.0
BATCH: Final = 500


@dataclass(frozen=True)
class ColumnMap:
    """Which column is what. `text` may join several columns, one below the other."""

    source: str
    text: tuple[str, ...]
    id: str = ""
    place: str = ""
    when: str = ""
    latitude: str = ""
    longitude: str = ""
    when_formats: tuple[str, ...] = (
        "%Y-%m-%dT%H:%M:%S%z",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d",
        "%d/%m/%Y %H:%M",
        "%d/%m/%Y",
    )
    language: str = "id"
    timezone: str = ""

    def needed_columns(self) -> tuple[str, ...]:
        named = (self.id, *self.text, self.place, self.when, self.latitude, self.longitude)
        return tuple(name for name in named if name)

    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone or settings.TIME_ZONE)


@dataclass
class Candidate:
    """A row that can be taken, before it is stored."""

    row: Row
    id: UUID
    external_id: str
    text: str
    place: str
    when_text: str
    when: datetime | None
    latitude: float | None
    longitude: float | None
    extra: dict[str, str]
    flags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    summary: ImportRun
    rejects: Rejects
    flags: Mapping[str, int]

    def flag_counts(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in sorted(self.flags.items())) or "none"


def read_mapping(name: str) -> ColumnMap:
    """A mapping that comes with the program, by name, or one from a TOML file."""
    shipped = resources.files("teduh.listen").joinpath("mappings", f"{name}.toml")
    try:
        content = shipped.read_text("utf-8") if shipped.is_file() else Path(name).read_text("utf-8")
        plan = tomllib.loads(content)
    except OSError as error:
        raise Refused(f"There is no mapping {name!r}: use `ushahidi`, `season`, or the path of a TOML file.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"The mapping {name} is not TOML: {error}.") from error
    columns = plan.get("columns", {})
    text = columns.get("text", [])
    if not plan.get("source") or not text:
        raise Refused(f"The mapping {name} needs `source` and `columns.text`.")
    formats = plan.get("formats", {}).get("when")
    mapping = ColumnMap(
        source=plan["source"],
        text=(text,) if isinstance(text, str) else tuple(text),
        **{key: str(columns[key]) for key in ("id", "place", "when", "latitude", "longitude") if key in columns},
        when_formats=tuple(formats) if formats else ColumnMap.when_formats,
        language=plan.get("language", "id"),
        timezone=plan.get("timezone", ""),
    )
    try:
        mapping.zone()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise Refused(f"The mapping {name} names the time zone {mapping.timezone!r}, which is not known.") from error
    return mapping


@transaction.atomic
def import_reports(
    *,
    table: Table,
    mapping: ColumnMap,
    file_name: str,
    by: Person | Actor,
    at: datetime,
    unit_key: str = "",
    progress: Callable[[int], None] = lambda rows: None,
) -> Outcome:
    """Take in a table of reports. Nothing is dropped in silence, and a second run adds nothing."""
    unit = _receiving_unit(unit_key)
    rejects = Rejects(table.header)
    candidates, rows = _read_rows(table, mapping, at, rejects)
    _flag_repeats(candidates)
    _flag_far_places(candidates)
    here = _already_here([candidate.id for candidate in candidates])
    fresh = [candidate for candidate in candidates if candidate.id not in here]
    _store(fresh, unit=unit, mapping=mapping, by=by, at=at, progress=progress)
    flags = Counter(flag.split(":")[0] for candidate in fresh for flag in candidate.flags)
    summary = ImportRun.objects.create(
        id=new_id(),
        source=mapping.source,
        file_name=file_name[:200],
        file_digest=table.digest(),
        started_at=at,
        rows=rows,
        added=len(fresh),
        already=len(candidates) - len(fresh),
        refused=len(rejects.rows),
        flagged=sum(bool(candidate.flags) for candidate in fresh),
    )
    audit.record(
        by=by,
        at=at,
        action="listen.import",
        subject=("import_run", summary.pk),
        unit_id=unit.pk,
        details={"source": mapping.source, "rows": rows, "added": summary.added, "refused": summary.refused},
    )
    return Outcome(summary, rejects, flags)


def _receiving_unit(key: str) -> Unit:
    unit = places.unit_by_key(key) if key else places.receiving_unit(settings.RECEIVING_UNIT)
    if unit is None:
        raise Refused("Which unit receives these reports? Name it with --unit; `teduh places units` lists them.")
    return unit


def _read_rows(table: Table, mapping: ColumnMap, at: datetime, rejects: Rejects) -> tuple[list[Candidate], int]:
    taken: dict[UUID, Candidate] = {}
    rows = 0
    for row in table.rows():
        rows += 1
        found = row.problem or _candidate(row, mapping, at)
        if isinstance(found, str):
            rejects.add(row, found)
        elif found.id in taken:
            rejects.add(row, f"number {found.external_id} stands in the file twice; the first one was taken")
        else:
            taken[found.id] = found
    return list(taken.values()), rows


def _candidate(row: Row, mapping: ColumnMap, at: datetime) -> Candidate | str:
    text = "\n".join(part for name in mapping.text if (part := row.cells[name]))
    if not text:
        return "the text is empty"
    if len(text) > TEXT_LIMIT * 4:
        return f"the text is longer than {TEXT_LIMIT * 4} characters"
    external_id = row.cells[mapping.id] if mapping.id else ""
    external_id = external_id or uuid5(NAMESPACE, "\x1f".join(row.raw)).hex
    if len(external_id) > 120:
        return "the number of the row is longer than 120 characters"
    used = set(mapping.needed_columns())
    candidate = Candidate(
        row=row,
        id=uuid5(NAMESPACE, f"{mapping.source}\x1f{external_id}"),
        external_id=external_id,
        text=text,
        place=row.cells.get(mapping.place, "")[:200],
        when_text=row.cells.get(mapping.when, "")[:200],
        when=None,
        latitude=None,
        longitude=None,
        extra={name: value for name, value in row.cells.items() if name not in used and value},
    )
    _read_when(candidate, mapping, at)
    _read_coordinates(candidate, mapping)
    return candidate


def _read_when(candidate: Candidate, mapping: ColumnMap, at: datetime) -> None:
    for pattern in mapping.when_formats:
        try:
            when = datetime.strptime(candidate.when_text, pattern)  # noqa: DTZ007 (the zone comes from the mapping)
        except ValueError:
            continue
        candidate.when = when if when.tzinfo else when.replace(tzinfo=mapping.zone())
        break
    if candidate.when is None:
        candidate.flags.append("no_date")
    elif candidate.when > at + timedelta(days=1):
        candidate.flags.append("future_date")


def _read_coordinates(candidate: Candidate, mapping: ColumnMap) -> None:
    if not (mapping.latitude and mapping.longitude):
        return
    cells = candidate.row.cells
    try:
        latitude, longitude = float(cells[mapping.latitude]), float(cells[mapping.longitude])
    except ValueError:
        candidate.flags.append("no_coordinates")
        return
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude, longitude) == (0.0, 0.0):
        candidate.flags.append("wrong_coordinates")
        candidate.extra |= {
            mapping.latitude: cells[mapping.latitude],
            mapping.longitude: cells[mapping.longitude],
        }
        return
    candidate.latitude, candidate.longitude = latitude, longitude


def _flag_repeats(candidates: list[Candidate]) -> None:
    """A text that was here before, letter case and spaces aside, names the first one."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        key = " ".join(candidate.text.casefold().split())
        earlier = first.setdefault(key, candidate)
        if earlier is not candidate:
            candidate.flags.append(f"repeat_of:{earlier.external_id}")


def _flag_far_places(candidates: list[Candidate]) -> None:
    """Coordinates far from where most reports of the file lie: another country, or two numbers swapped.

    Far is more than 300 km and more than eight times the distance within which three quarters of the reports lie.
    """
    placed = [
        (candidate, candidate.latitude, candidate.longitude)
        for candidate in candidates
        if candidate.latitude is not None and candidate.longitude is not None
    ]
    if len(placed) < 20:
        return
    centre = (statistics.median(row[1] for row in placed), statistics.median(row[2] for row in placed))
    distances = [adapt.distance_km(*centre, latitude, longitude) for _candidate, latitude, longitude in placed]
    typical = statistics.quantiles(distances, n=4)[2]
    limit = max(FAR_KM, FAR_TIMES_TYPICAL * typical)
    for (candidate, _latitude, _longitude), distance in zip(placed, distances, strict=True):
        if distance > limit:
            candidate.flags.append("far_coordinates")


def _already_here(ids: list[UUID]) -> set[UUID]:
    here: set[UUID] = set()
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        for model in (Report, Complaint):
            here |= set(model._default_manager.filter(pk__in=batch).values_list("pk", flat=True))
    return here


def _store(
    fresh: list[Candidate],
    *,
    unit: Unit,
    mapping: ColumnMap,
    by: Person | Actor,
    at: datetime,
    progress: Callable[[int], None],
) -> None:
    ordinary = []
    for candidate in fresh:
        if adapt.is_police_conduct(candidate.text):
            # A complaint about police goes the sealed way, from wherever it comes.
            actions.receive_report(**_as_report(candidate, unit, mapping, at), by=by, with_receipt=False)
            # Its timer counts from here, not from the years that it tells of.
            Complaint.objects.filter(pk=candidate.id).update(kept_from=at)
        else:
            ordinary.append(candidate)
    for start in range(0, len(ordinary), BATCH):
        Report.objects.bulk_create(
            _report(candidate, unit, mapping, at) for candidate in ordinary[start : start + BATCH]
        )
        progress(start + BATCH)


def _as_report(candidate: Candidate, unit: Unit, mapping: ColumnMap, at: datetime) -> dict[str, Any]:
    return {
        "report_id": candidate.id,
        "text": candidate.text[:TEXT_LIMIT],
        "channel": Channel.IMPORT,
        "at": candidate.when or at,
        "unit": unit,
        "language": mapping.language,
        "source": mapping.source,
        "external_id": candidate.external_id,
    }


def _report(candidate: Candidate, unit: Unit, mapping: ColumnMap, at: datetime) -> Report:
    when = candidate.when if candidate.when and "future_date" not in candidate.flags else None
    report = Report(
        id=candidate.id,
        unit=unit,
        channel=Channel.IMPORT,
        language=mapping.language,
        happened_on=when.astimezone(mapping.zone()).date() if when else None,
        received_at=(when or at).astimezone(UTC),
        wants_answer=False,
        source=mapping.source,
        external_id=candidate.external_id,
        flags=candidate.flags,
        kept_from=at,
    )
    report.text, report.place_text, report.when_text = candidate.text, candidate.place, candidate.when_text
    report.latitude, report.longitude, report.extra = candidate.latitude, candidate.longitude, candidate.extra
    return report
