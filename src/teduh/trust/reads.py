"""Named questions about people and history."""

from uuid import UUID

from django.db.models import QuerySet

from teduh.places.models import Unit
from teduh.places.reads import units_under
from teduh.trust.models import AuditEvent, Person
from teduh.trust.rules import Role


def person_by_username(username: str) -> Person | None:
    return Person.objects.select_related("unit").filter(username=username).first()


def person(pk: UUID) -> Person | None:
    return Person.objects.select_related("unit").filter(pk=pk).first()


def people_of(unit: Unit, *, roles: tuple[Role, ...] = ()) -> QuerySet[Person]:
    """Those who work in the unit or in a unit under it."""
    people = Person.objects.filter(is_active=True, unit__in=units_under(unit)).select_related("unit")
    return people.filter(role__in=roles) if roles else people


def example_logins() -> list[Person]:
    """One person for each role, for the sign-in page of the demo."""
    found: dict[str, Person] = {}
    for person in Person.objects.filter(is_active=True).select_related("unit").order_by("pk"):
        found.setdefault(person.role, person)
    return [found[role] for role in Role if role in found]


def everybody_in(unit: Unit) -> QuerySet[Person]:
    """Those who sign in or once did, of the unit and of the units under it."""
    return Person.objects.filter(unit__in=units_under(unit)).select_related("unit").order_by("unit__name", "name")


def history(*, units: list[UUID], action: str = "", subject_id: str = "") -> QuerySet[AuditEvent]:
    """Audit rows of these units and of no unit in particular, newest first."""
    rows = AuditEvent.objects.filter(unit_id__in=["", *(str(unit) for unit in units)])
    if action:
        rows = rows.filter(action__startswith=action)
    return rows.filter(subject_id=subject_id) if subject_id else rows
