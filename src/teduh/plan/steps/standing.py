"""Where officers are by now: in the village of their last stop that has begun, until it is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from teduh.plan.models import Plan, Stop
from teduh.plan.rules import PlanState, StopState


@dataclass(frozen=True)
class Standing:
    """A village, and the minute of the day from which the officer can go on from there."""

    village: str
    free: int


def begun(plans: Iterable[Plan], *, today: date, minute: int) -> tuple[Stop, ...]:
    """Today's stops of approved weeks that have begun, recorded or not: a phone without signal tells of them later."""
    stops = [stop for plan in plans if plan.state == PlanState.APPROVED for stop in plan.stops.all()]
    return tuple(stop for stop in stops if stop.day == today and _has_begun(stop, minute))


def _has_begun(stop: Stop, minute: int) -> bool:
    if stop.state == StopState.PLANNED:
        return stop.arrives is not None and stop.arrives <= minute
    return stop.state == StopState.DONE


def standing_of(stops: Iterable[Stop]) -> dict[UUID, Standing]:
    """Where each who has begun a stop is. A visit that is recorded is over."""
    found: dict[UUID, Standing] = {}
    for stop in sorted(stops, key=lambda stop: (stop.arrives or 0, stop.position)):
        leaves = (stop.arrives or 0) + stop.minutes if stop.state == StopState.PLANNED else 0
        for who in (stop.officer_id, stop.companion_id):
            if who is not None:
                found[who] = Standing(stop.village_id, leaves)
    return found
