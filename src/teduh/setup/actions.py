"""Every write to places and people, each with its audit row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.models import (
    Area,
    AreaAlias,
    AreasChanged,
    Boundary,
    Jurisdiction,
    Operation,
    Phase,
    Posting,
    Unit,
)
from teduh.places.rules import ContestKind, PhaseKind, UnitKind
from teduh.places.tables import Rejects, Table
from teduh.setup.importing import AreaRow, BoundaryRow, read_areas
from teduh.trust import audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role, role_may

Doer = Person | Actor
Progress = Callable[[int], None]
BATCH = 4_000


@dataclass
class ImportResult:
    """What became of the rows of a file: taken + refused = all."""

    taken: int = 0
    without_coordinates: int = 0
    rejects: Rejects = field(default_factory=lambda: Rejects(()))


def _require(by: Doer, permission: Permission) -> None:
    if isinstance(by, Person) and not role_may(by.role, permission):
        raise NotAllowed("Your role may not change this.")


@transaction.atomic
def import_areas(*, table: Table, by: Doer, at: datetime, progress: Progress = lambda rows: None) -> ImportResult:
    """Add or update the areas of a table; rows that cannot be taken come back with the reason.

    A parent may stand anywhere in the file or already be known. `progress` is told the number of rows handled.
    """
    _require(by, Permission.PLACES_MANAGE)
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
    _require(by, Permission.PLACES_MANAGE)
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
    _require(by, Permission.PLACES_MANAGE)
    name = " ".join(name.split())
    if not name:
        raise Refused("Type the other spelling.", field="name")
    alias, added = AreaAlias.objects.get_or_create(area=area, name=name, defaults={"note": note})
    if added:
        _areas_changed()
        audit.record(by=by, at=at, action="places.add_alias", subject=("area", area.pk), details={"alias": name})
    return alias


@transaction.atomic
def save_unit(
    *,
    key: str,
    name: str,
    kind: UnitKind,
    by: Doer,
    at: datetime,
    parent: Unit | None = None,
    can_investigate: bool = True,
    contact: str = "",
    is_example: bool = False,
) -> Unit:
    """Add a unit, or change the one with this key."""
    _require(by, Permission.PLACES_MANAGE)
    above = parent
    while above is not None:
        if above.key == key:
            raise Refused("A unit cannot stand under itself.", field="parent")
        above = above.parent
    unit, added = Unit.objects.update_or_create(
        key=key,
        defaults={
            "name": name,
            "kind": kind,
            "parent": parent,
            "can_investigate": can_investigate,
            "contact": contact,
            "is_example": is_example,
        },
    )
    audit.record(
        by=by,
        at=at,
        action="places.add_unit" if added else "places.change_unit",
        subject=("unit", unit.pk),
        unit_id=unit.pk,
        details={"key": key, "kind": kind, "can_investigate": can_investigate},
    )
    return unit


@transaction.atomic
def add_jurisdiction(
    *, unit: Unit, area: Area, valid_from: date, by: Doer, at: datetime, is_example: bool = False
) -> Jurisdiction:
    """A unit acts in an area from this day on; a row that is already in force is left as it is."""
    _require(by, Permission.PLACES_MANAGE)
    jurisdiction, added = Jurisdiction.objects.get_or_create(
        unit=unit, area=area, valid_to=None, defaults={"valid_from": valid_from, "is_example": is_example}
    )
    if added:
        _record_dated("places.add_jurisdiction", jurisdiction, by, at, unit_id=unit.pk, area=area.pk)
    return jurisdiction


@transaction.atomic
def end_jurisdiction(*, jurisdiction: Jurisdiction, last_day: date, by: Doer, at: datetime) -> None:
    """The unit no longer acts there after this day; what was done before stays true."""
    _require(by, Permission.PLACES_MANAGE)
    _end(jurisdiction, last_day)
    _record_dated(
        "places.end_jurisdiction",
        jurisdiction,
        by,
        at,
        unit_id=jurisdiction.unit_id,
        area=jurisdiction.area_id,
    )


@transaction.atomic
def add_posting(
    *, person: Person, village: Area, valid_from: date, by: Doer, at: datetime, valid_to: date | None = None
) -> Posting:
    """An officer looks after a village from this day on."""
    _require(by, Permission.PLACES_MANAGE)
    if person.role != Role.VILLAGE_OFFICER:
        raise Refused("Only a village officer can be posted to a village.", field="person")
    posting, added = Posting.objects.get_or_create(
        person=person, village=village, valid_from=valid_from, defaults={"valid_to": valid_to}
    )
    if added:
        _record_dated("places.add_posting", posting, by, at, unit_id=person.unit_id, area=village.pk)
    return posting


@transaction.atomic
def end_posting(*, posting: Posting, last_day: date, by: Doer, at: datetime) -> None:
    _require(by, Permission.PLACES_MANAGE)
    _end(posting, last_day)
    _record_dated("places.end_posting", posting, by, at, unit_id=posting.person.unit_id, area=posting.village_id)


def _end(row: Jurisdiction | Posting, last_day: date) -> None:
    if last_day < row.valid_from:
        raise Refused(f"The last day cannot come before the first day, {row.valid_from}.", field="last_day")
    row.valid_to = last_day
    row.save(update_fields=("valid_to",))


def _record_dated(
    action: str, row: Jurisdiction | Posting, by: Doer, at: datetime, *, unit_id: object, area: str
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=(row._meta.model_name or "", row.pk),
        details={"unit": unit_id, "area": area, "from": row.valid_from, "to": row.valid_to},
    )


@transaction.atomic
def save_operation(
    *,
    name: str,
    unit: Unit,
    contest: ContestKind,
    candidate_pairs: int,
    starts_on: date,
    ends_on: date,
    by: Doer,
    at: datetime,
    is_example: bool = False,
) -> Operation:
    """Add an operation, or change the one of this name and unit. It counts candidate pairs and names none."""
    _require(by, Permission.PLACES_MANAGE)
    if ends_on < starts_on:
        raise Refused("The operation cannot end before it starts.", field="ends_on")
    if (contest == ContestKind.EMPTY_BOX) != (candidate_pairs == 1):
        raise Refused("One candidate pair stands against the empty box; two or more contest.", field="candidate_pairs")
    operation, _added = Operation.objects.update_or_create(
        name=name,
        unit=unit,
        defaults={
            "contest": contest,
            "candidate_pairs": candidate_pairs,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "is_example": is_example,
        },
    )
    audit.record(
        by=by,
        at=at,
        action="places.save_operation",
        subject=("operation", operation.pk),
        unit_id=unit.pk,
        details={"starts_on": starts_on, "ends_on": ends_on, "contest": contest},
    )
    return operation


@transaction.atomic
def save_phase(
    *,
    operation: Operation,
    kind: PhaseKind,
    name: str,
    starts_on: date,
    ends_on: date,
    by: Doer,
    at: datetime,
) -> Phase:
    """Add a phase, or move the one of this name. A re-vote is one more phase."""
    _require(by, Permission.PLACES_MANAGE)
    if ends_on < starts_on:
        raise Refused("The phase cannot end before it starts.", field="ends_on")
    phase, _added = Phase.objects.update_or_create(
        operation=operation, name=name, defaults={"kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    )
    audit.record(
        by=by,
        at=at,
        action="places.save_phase",
        subject=("phase", phase.pk),
        unit_id=operation.unit_id,
        details={"kind": kind, "starts_on": starts_on, "ends_on": ends_on},
    )
    return phase


@transaction.atomic
def add_person(
    *,
    username: str,
    name: str,
    role: Role,
    unit: Unit,
    password: str,
    by: Doer,
    at: datetime,
    rank: str = "",
    language: str = "id",
) -> Person:
    """Somebody who may sign in from now on."""
    _require(by, Permission.PEOPLE_MANAGE)
    if Person.objects.filter(username=username).exists():
        raise Refused("This sign-in name is taken. Choose another.", field="username")
    if (role == Role.OVERSEER) != (unit.kind == UnitKind.OVERSIGHT):
        raise Refused("An overseer belongs to the outside body, and nobody else does.", field="unit")
    person = Person(username=username, name=name, role=role, unit=unit, rank=rank, language=language)
    _set_password(person, password)
    person.save(force_insert=True)
    audit.record(
        by=by,
        at=at,
        action="people.add",
        subject=("person", person.pk),
        unit_id=unit.pk,
        details={"role": role},
    )
    return person


@transaction.atomic
def change_person(
    *, person: Person, name: str, rank: str, role: Role, unit: Unit, is_active: bool, by: Doer, at: datetime
) -> Person:
    """Another name, role, unit, or the end of access. Nobody changes their own role."""
    _require(by, Permission.PEOPLE_MANAGE)
    if isinstance(by, Person) and by.pk == person.pk and (role != person.role or not is_active):
        raise NotAllowed("Another administrator must change your own role or end your access.")
    if (role == Role.OVERSEER) != (unit.kind == UnitKind.OVERSIGHT):
        raise Refused("An overseer belongs to the outside body, and nobody else does.", field="unit")
    before = {"role": person.role, "unit": person.unit_id, "is_active": person.is_active}
    person.name, person.rank, person.role, person.unit, person.is_active = name, rank, role, unit, is_active
    person.save()
    audit.record(
        by=by,
        at=at,
        action="people.change",
        subject=("person", person.pk),
        unit_id=unit.pk,
        details={"before": before, "after": {"role": role, "unit": unit.pk, "is_active": is_active}},
    )
    return person


@transaction.atomic
def set_password(*, person: Person, password: str, by: Doer, at: datetime) -> None:
    """A new password, by the person or by an administrator."""
    if not (isinstance(by, Person) and by.pk == person.pk):
        _require(by, Permission.PEOPLE_MANAGE)
    _set_password(person, password)
    person.save(update_fields=("password",))
    audit.record(by=by, at=at, action="people.set_password", subject=("person", person.pk))


def _set_password(person: Person, password: str) -> None:
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    person.set_password(password)
