"""A district asks for drafts of all its sectors; the worker makes them."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.places.models import Unit
from teduh.places.rules import UnitKind
from teduh.plan.actions.checks import record_unit, require
from teduh.plan.actions.plans import require_weeks
from teduh.plan.models import PlanOrder
from teduh.plan.rules import OrderState
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission


def order_drafts(*, unit: Unit, week_start: date, weeks: int, by: Person, at: datetime) -> PlanOrder:
    """Ask for drafts of every sector under the unit. Sectors change and approve their own; approved weeks stay."""
    require(by, Permission.PLAN_ORDER, unit)
    require_weeks(week_start=week_start, weeks=weeks, at=at)
    if unit.kind == UnitKind.SECTOR:
        raise Refused(_("Polsek membuat usulannya sendiri."), field="unit")
    try:
        with transaction.atomic():
            order = PlanOrder.objects.create(unit=unit, week_start=week_start, weeks=weeks, asked_by=by, asked_at=at)
            record_unit("plan.order", unit, by, at, week_start=week_start, weeks=weeks)
    except IntegrityError:
        raise Refused(_("Usulan untuk semua polsek sedang dibuat. Tunggu sampai selesai.")) from None
    return order


@transaction.atomic
def begin_order(*, order: PlanOrder, by: Actor, at: datetime) -> bool:
    """Take an order up; False where another worker has it already."""
    taken = PlanOrder.objects.filter(pk=order.pk, state=OrderState.WAITING).update(state=OrderState.RUNNING)
    if taken:
        record_unit("plan.order_begun", order.unit, by, at, week_start=order.week_start)
    return bool(taken)


@transaction.atomic
def tell_order(*, order: PlanOrder, told: dict[str, Any], by: Actor, at: datetime) -> None:
    """One sector has been tried."""
    order.told = [*order.told, told]
    order.save(update_fields=("told",))
    record_unit("plan.order_told", order.unit, by, at, sector=told["unit"], stops=told["stops"])


@transaction.atomic
def finish_order(*, order: PlanOrder, by: Actor, at: datetime) -> None:
    order.state, order.done_at = OrderState.DONE, at
    order.save(update_fields=("state", "done_at"))
    record_unit("plan.order_done", order.unit, by, at, sectors=len(order.told))
