"""Those who sign in."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.models import Unit
from teduh.places.rules import UnitKind
from teduh.setup.actions.checks import Doer, require, require_unit
from teduh.trust import audit, sessions
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role


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
    require(by, Permission.PEOPLE_MANAGE)
    require_unit(by, unit)
    if Person.objects.filter(username=username).exists():
        raise Refused("This sign-in name is taken. Choose another.", field="username")
    if (role == Role.OVERSEER) != (unit.kind == UnitKind.OVERSIGHT):
        raise Refused("An overseer belongs to the outside body, and nobody else does.", field="unit")
    person = Person(username=username, name=name, role=role, unit=unit, rank=rank, language=language)
    _set_password(person, password)
    person.password_was_given = isinstance(by, Person)
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
    require(by, Permission.PEOPLE_MANAGE)
    require_unit(by, person.unit, unit)
    if isinstance(by, Person) and by.pk == person.pk and (role != person.role or not is_active):
        raise NotAllowed("Another administrator must change your own role or end your access.")
    if (role == Role.OVERSEER) != (unit.kind == UnitKind.OVERSIGHT):
        raise Refused("An overseer belongs to the outside body, and nobody else does.", field="unit")
    before = {"role": person.role, "unit": person.unit_id, "is_active": person.is_active}
    person.name, person.rank, person.role, person.unit, person.is_active = name, rank, role, unit, is_active
    # The timers of those who left count from here.
    person.left_at = None if is_active else person.left_at or at
    person.save()
    if not is_active:
        sessions.end_all(person=person, by=by, at=at)
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
        require(by, Permission.PEOPLE_MANAGE)
        require_unit(by, person.unit)
    _set_password(person, password)
    person.password_was_given = isinstance(by, Person) and by.pk != person.pk
    person.save(update_fields=("password", "password_was_given"))
    audit.record(by=by, at=at, action="people.set_password", subject=("person", person.pk), unit_id=person.unit_id)
    sessions.end_all(person=person, by=by, at=at)


def _set_password(person: Person, password: str) -> None:
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    person.set_password(password)
