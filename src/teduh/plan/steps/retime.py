"""A person has changed a day: in which order its stops are made now, and when. Nobody is moved."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import permutations
from typing import Final
from uuid import UUID

from teduh.cores.route.weeks import Place
from teduh.cores.route.weeks_clock import Timed, timed
from teduh.plan import actions
from teduh.plan.models import Plan, Stop
from teduh.plan.rules import StopState
from teduh.plan.steps.question import Question, question
from teduh.trust.models import Person

# Five stops have 120 orders; longer days keep theirs.
_LONGEST: Final = 5


def retime(*, plan: Plan, touched: Sequence[tuple[UUID | None, date]], by: Person, at: datetime) -> bool:
    """Count the times of these officers' days anew; False where not everything fits into somebody's hours."""
    asked = question(plan.unit, monday=plan.week_start, weeks=1, at=at)
    times: list[tuple[UUID, int, int]] = []
    fits = True
    for officer, day in sorted({(who, day) for who, day in touched if who is not None}, key=str):
        mine = list(
            plan.stops.filter(officer=officer, day=day, state=StopState.PLANNED).order_by("arrives", "position")
        )
        done = _best(asked, str(officer), day, mine)
        fits = fits and (done is not None or not mine)
        for position, (stop, each) in enumerate(done or (), start=1):
            times.append((stop.pk, position, each.begins))
    if times:
        actions.set_times(plan=plan, times=times, by=by, at=at)
    return fits


def _best(asked: Question, officer: str, day: date, stops: Sequence[Stop]) -> list[tuple[Stop, Timed]] | None:
    """The order that is over first; None where no order fits. A visit for two stays where it is: another comes, too."""
    who = next((each for each in asked.core.officers if each.key == officer), None)
    places = {place.key: place for place in asked.core.places}
    if who is None or any(stop.village_id not in places for stop in stops):
        return None
    number = asked.calendar.index(day)
    together = [stop for stop in stops if stop.companion_id is not None and stop.arrives is not None]
    after = None
    if together:
        first = together[0]
        after = (places[first.village_id].point, (first.arrives or 0) + first.minutes)
    alone = [stop for stop in stops if stop not in together]
    orders = permutations(alone) if len(alone) <= _LONGEST else iter([tuple(alone)])
    best: list[tuple[Stop, Timed]] | None = None
    for order in orders:
        sequence: list[Place] = [places[stop.village_id] for stop in order]
        done = timed(asked.core, who, number, sequence, after=after)
        if done is not None and (best is None or not done or done[-1].ends < best[-1][1].ends):
            best = list(zip(order, done, strict=True))
    return best
