"""Election operations and their phases."""

from datetime import date, datetime

from django.db import transaction

from teduh.cores.errors import Refused
from teduh.places.models import Operation, Phase, Unit
from teduh.places.rules import ContestKind, PhaseKind
from teduh.setup.actions.checks import Doer, require, require_unit
from teduh.trust import audit
from teduh.trust.rules import Permission


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
    require(by, Permission.PLACES_MANAGE)
    require_unit(by, unit)
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
    require(by, Permission.PLACES_MANAGE)
    require_unit(by, operation.unit)
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
