"""Areas, their outlines and other spellings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from teduh.cores.errors import Refused
from teduh.places.models import Area, AreaAlias, AreasChanged, Boundary
from teduh.places.tables import Rejects, Table
from teduh.setup.actions.checks import Doer, require
from teduh.setup.importing import AreaRow, BoundaryRow, read_areas
from teduh.trust import audit
from teduh.trust.rules import Permission

Progress = Callable[[int], None]
BATCH = 4_000


@dataclass
class ImportResult:
    """What became of the rows of a file: taken + refused = all."""

    taken: int = 0
    without_coordinates: int = 0
    rejects: Rejects = field(default_factory=lambda: Rejects(()))


@transaction.atomic
def import_areas(*, table: Table, by: Doer, at: datetime, progress: Progress = lambda rows: None) -> ImportResult:
    """Add or update the areas of a table; rows that cannot be taken come back with the reason.

    A parent may stand anywhere in the file or already be known. `progress` is told the number of rows handled.
    """
    require(by, Permission.PLACES_MANAGE)
    result = ImportResult(rejects=Rejects(table.header))
    rows: dict[str, AreaRow] = {}
    lines = {}
    for row, area in read_areas(table):
        if isinstance(area, str):
            result.rejects.add(row, area)
        elif area.code in rows:
            result.rejects.add(row, f"code {area.code} stands in the file twice; the first one was taken")
        else:
            rows[area.code], lines[area.code] = area, row
    paths = dict(Area.objects.values_list("code", "path"))
    for code in _orphans(rows, known=set(paths)):
        result.rejects.add(lines[code], f"parent {rows[code].parent!r} is neither in the file nor known")
        del rows[code]
    _store_areas(rows, paths, progress)
    result.taken = len(rows)
    result.without_coordinates = sum(area.latitude is None for area in rows.values())
    _areas_changed()
    audit.record(
        by=by,
        at=at,
        action="places.import_areas",
        subject=("area", ""),
        details={"taken": result.taken, "refused": len(result.rejects.rows)},
    )
    return result


def _orphans(rows: dict[str, AreaRow], *, known: set[str]) -> list[str]:
    """Codes whose chain of parents does not end at the top, or runs in a circle."""
    sound: dict[str, bool] = dict.fromkeys(known - rows.keys(), True)
    sound[""] = True
    for code in rows:
        trail: list[str] = []
        here = code
        while here not in sound and here in rows and here not in trail:
            trail.append(here)
            here = rows[here].parent
        verdict = sound.get(here, False)
        sound.update(dict.fromkeys(trail, verdict))
    return [code for code in rows if not sound[code]]


def _store_areas(rows: dict[str, AreaRow], paths: dict[str, str], progress: Progress) -> None:
    def path_of(code: str) -> str:
        if code not in rows:
            return paths[code]
        if code not in done:
            parent = rows[code].parent
            done[code] = f"{path_of(parent) if parent else ''}{code}/"
        return done[code]

    done: dict[str, str] = {}
    # Parents before children: a path grows from the top, and the database checks the foreign key.
    ordered = sorted(rows.values(), key=lambda area: path_of(area.code).count("/"))
    fields = ["name", "level", "kind", "parent", "path", "latitude", "longitude"]
    for start in range(0, len(ordered), BATCH):
        Area.objects.bulk_create(
            (
                Area(
                    code=area.code,
                    name=area.name,
                    level=area.level,
                    kind=area.kind,
                    parent_id=area.parent or None,
                    path=path_of(area.code),
                    latitude=area.latitude,
                    longitude=area.longitude,
                )
                for area in ordered[start : start + BATCH]
            ),
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=fields,
        )
        progress(min(start + BATCH, len(ordered)))


def _areas_changed() -> None:
    AreasChanged.objects.get_or_create(pk=1)
    AreasChanged.objects.filter(pk=1).update(version=F("version") + 1)


@transaction.atomic
def import_boundaries(
    *, rows: Iterable[BoundaryRow | str], source: str, by: Doer, at: datetime
) -> tuple[int, list[str]]:
    """Keep the outlines of known areas; returns how many were taken and the reasons for the others."""
    require(by, Permission.PLACES_MANAGE)
    rows = list(rows)
    codes = {row.code for row in rows if isinstance(row, BoundaryRow)}
    known: set[str] = set()
    listed = sorted(codes)
    for start in range(0, len(listed), 500):
        known |= set(Area.objects.filter(pk__in=listed[start : start + 500]).values_list("pk", flat=True))
    taken: dict[str, Boundary] = {}
    refused: list[str] = []
    for row in rows:
        if isinstance(row, str):
            refused.append(row)
        elif row.code not in known:
            refused.append(f"area {row.code} is not known; import the areas first")
        else:
            taken[row.code] = Boundary(area_id=row.code, geometry=row.geometry, source=source)
    Boundary.objects.bulk_create(
        taken.values(),
        batch_size=200,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["geometry", "source"],
    )
    audit.record(
        by=by,
        at=at,
        action="places.import_boundaries",
        subject=("boundary", ""),
        details={"taken": len(taken), "refused": len(refused), "source": source},
    )
    return len(taken), refused


@transaction.atomic
def add_alias(*, area: Area, name: str, note: str = "", by: Doer, at: datetime) -> AreaAlias:
    """Another spelling of an area. It may not be the official name of another area under the same regency."""
    require(by, Permission.PLACES_MANAGE)
    name = " ".join(name.split())
    if not name:
        raise Refused("Type the other spelling.", field="name")
    alias, added = AreaAlias.objects.get_or_create(area=area, name=name, defaults={"note": note})
    if added:
        _areas_changed()
        audit.record(by=by, at=at, action="places.add_alias", subject=("area", area.pk), details={"alias": name})
    return alias
