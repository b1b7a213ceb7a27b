"""Drafts for every sector of a district, made by the worker, one sector after another."""

from collections.abc import Callable
from datetime import datetime, timedelta

from teduh.cores.errors import TeduhError
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.places.rules import UnitKind
from teduh.plan import actions, reads
from teduh.plan.models import PlanOrder
from teduh.plan.rules import OrderState
from teduh.plan.steps.propose import keep, propose
from teduh.trust.actors import SYSTEM

# A worker that was stopped in the middle leaves its order behind; after this another one goes on with it.
_LEFT_BEHIND = timedelta(minutes=30)


def make_ordered(*, at: datetime) -> int:
    """Make the drafts that districts asked for; returns how many sectors got some."""
    made = 0
    for order in list(reads.waiting_orders()):
        if actions.begin_order(order=order, by=SYSTEM, at=at) or _is_left_behind(order, at):
            made += make_order(order, at=at)
    return made


def _is_left_behind(order: PlanOrder, at: datetime) -> bool:
    return order.state == OrderState.RUNNING and at - order.asked_at > _LEFT_BEHIND


def sectors_of(unit: Unit) -> list[Unit]:
    under = places.units_under(unit)
    return [each for each in places.all_units() if each.pk in under and each.kind == UnitKind.SECTOR]


def make_order(order: PlanOrder, *, at: datetime, tell: Callable[[int], None] | None = None) -> int:
    """The sectors of an order that have not been tried. One that refuses does not stop the others."""
    tried = {row["unit"] for row in order.told}
    made = 0
    for number, sector in enumerate(sectors_of(order.unit), start=1):
        if sector.key not in tried:
            told: dict[str, object] = {"unit": sector.key, "stops": 0, "refused": ""}
            try:
                proposal = propose(unit=sector, week_start=order.week_start, weeks=order.weeks, at=at)
                keep(proposal, by=order.asked_by, at=at)
                told["stops"] = len(proposal.plan.stops)
                made += 1
            except TeduhError as error:
                told["refused"] = error.message
            actions.tell_order(order=order, told=told, by=SYSTEM, at=at)
        if tell is not None:
            tell(number)
    actions.finish_order(order=order, by=SYSTEM, at=at)
    return made
