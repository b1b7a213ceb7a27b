"""A change on the way is kept: stops that moved move, those that fell out leave, new ones come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.places.models import Area
from teduh.plan import reads
from teduh.plan.actions.checks import record, require
from teduh.plan.actions.duty import add_away, add_village_rule
from teduh.plan.actions.plans import PlannedStop
from teduh.plan.models import Plan, Stop
from teduh.plan.rules import StopState, VillageRuleKind, What
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@dataclass(frozen=True)
class Move:
    """A stop that is there already, and how it is now; None takes it out."""

    stop_id: UUID
    now: PlannedStop | None


@transaction.atomic
def keep_change(
    *,
    plan: Plan,
    what: str,
    officer: Person | None,
    village: Area | None,
    first: date,
    last: date,
    moves: Sequence[Move],
    added: Sequence[PlannedStop],
    basis: str,
    by: Person,
    at: datetime,
) -> Plan:
    """Accept the difference that was shown; where somebody changed the plan since, it is refused and stays as it is."""
    require(by, Permission.PLAN_CHANGE, plan.unit)
    Plan.objects.select_for_update().get(pk=plan.pk)
    if reads.basis(plan.unit, plan.week_start, 1) != basis:
        raise Refused(_("Rencana ini diubah orang lain selagi Anda melihat. Lihat lagi perubahannya."))
    if what == What.AWAY and officer is not None:
        add_away(person=officer, first=first, last=last, by=by, at=at)
    if what == What.CUT and village is not None:
        add_village_rule(
            unit=plan.unit, village=village, kind=VillageRuleKind.CLOSED, first=first, last=last, by=by, at=at
        )
    _out_of_the_way(plan, moves)
    gone = [_moved(plan, move) for move in moves]
    Stop.objects.bulk_create(Stop(plan=plan, **each.values()) for each in added)
    plan.left_out = [
        *plan.left_out,
        *({"village": code, "reason": "changed", "minutes": None} for code in gone if code),
    ]
    plan.save(update_fields=("left_out",))
    details = {"what": what, "moved": len(moves), "added": len(added), "gone": sum(map(bool, gone))}
    record("plan.change", plan, by, at, first=first, last=last, **details)
    return plan


def _out_of_the_way(plan: Plan, moves: Sequence[Move]) -> None:
    """Two stops of one village may trade days; one of them has to step aside first."""
    for number, move in enumerate(moves):
        if move.now is not None:
            plan.stops.filter(pk=move.stop_id).update(day=date(1900, 1, 1), position=number)


def _moved(plan: Plan, move: Move) -> str:
    """The village of a stop that left the plan, else nothing."""
    stop = plan.stops.filter(pk=move.stop_id, state=StopState.PLANNED).first()
    if stop is None:
        return ""
    if move.now is None:
        stop.delete()
        return stop.village_id
    for name in ("day", "position", "officer_id", "companion_id", "arrives"):
        setattr(stop, name, getattr(move.now, name))
    stop.save(update_fields=("day", "position", "officer", "companion", "arrives"))
    return ""
