"""Who may write what of planning, and the audit row of each write."""

from datetime import datetime

from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.plan.models import Plan
from teduh.trust import access, audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission


def require(by: Person, permission: Permission, unit: Unit) -> None:
    require_any(by, unit, permission)


def require_any(by: Person, unit: Unit, *permissions: Permission) -> None:
    """One of these permissions, and the unit is the person's own or under it."""
    access.require_any(by, *permissions)
    if unit.pk not in places.units_under(by.unit):
        raise NotAllowed(_("Rencana ini milik satuan lain."))


def record(action: str, plan: Plan, by: Person | Actor, at: datetime, **details: object) -> None:
    audit.record(by=by, at=at, action=action, subject=("plan", plan.pk), unit_id=plan.unit_id, details=details)


def record_unit(action: str, unit: Unit, by: Person | Actor, at: datetime, **details: object) -> None:
    audit.record(by=by, at=at, action=action, subject=("unit", unit.pk), unit_id=unit.pk, details=details)
