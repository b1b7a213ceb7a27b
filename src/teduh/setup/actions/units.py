"""Units, where they act, and who looks after which village."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.models import Area, Jurisdiction, Posting, Unit
from teduh.places.rules import UnitKind
from teduh.setup.actions.checks import Doer, require, require_area, require_new_unit, require_unit
from teduh.trust import audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role


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
    require(by, Permission.PLACES_MANAGE)
    _require_may_save(by, key, kind, parent)
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


def _require_may_save(by: Doer, key: str, kind: UnitKind, parent: Unit | None) -> None:
    now = Unit.objects.filter(key=key).first()
    if now is None:
        require_new_unit(by, kind, parent)
    elif not (now.kind == kind == UnitKind.PARTNER):
        require_unit(by, now, *([parent] if parent and parent.pk != now.parent_id else []))
        if isinstance(by, Person) and UnitKind.OVERSIGHT in (now.kind, kind):
            raise NotAllowed(_("Lembaga luar diatur dari server, bukan dari satuan yang diadukan."))


@transaction.atomic
def add_jurisdiction(
    *, unit: Unit, area: Area, valid_from: date, by: Doer, at: datetime, is_example: bool = False
) -> Jurisdiction:
    """A unit acts in an area from this day on; a row that is already in force is left as it is."""
    require(by, Permission.PLACES_MANAGE)
    require_unit(by, unit)
    require_area(by, area, on=valid_from)
    jurisdiction, added = Jurisdiction.objects.get_or_create(
        unit=unit, area=area, valid_to=None, defaults={"valid_from": valid_from, "is_example": is_example}
    )
    if added:
        _record_dated("places.add_jurisdiction", jurisdiction, by, at, unit_id=unit.pk, area=area.pk)
    return jurisdiction


@transaction.atomic
def end_jurisdiction(*, jurisdiction: Jurisdiction, last_day: date, by: Doer, at: datetime) -> None:
    """The unit no longer acts there after this day; what was done before stays true."""
    require(by, Permission.PLACES_MANAGE)
    require_unit(by, jurisdiction.unit)
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
    require(by, Permission.PLACES_MANAGE)
    require_unit(by, person.unit)
    require_area(by, village, on=valid_from)
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
    require(by, Permission.PLACES_MANAGE)
    require_unit(by, posting.person.unit)
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
