"""What was planned beside what happened."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from teduh.places import reads as places
from teduh.places.models import Area
from teduh.plan import beside
from teduh.plan.beside import PromiseWords
from teduh.plan.models import Plan, Stop
from teduh.plan.rules import StopState
from teduh.trust.models import Person


@dataclass(frozen=True)
class Compared:
    """One planned stop and what became of it; `elsewhen` is a day of the week on which somebody came all the same."""

    stop: Stop
    elsewhen: date | None


@dataclass(frozen=True)
class PlanResult:
    """A week looked back upon. Visits are effort, not effect: nothing here says that they changed anything.

    Attributes
    ----------
    open_ : tuple of Compared
        Stops whose day has passed without a visit or a reason.
    unplanned : tuple of (Area, date)
        Villages that were visited though the plan did not ask for it.
    promises : tuple of PromiseWords
        Promises that the plan carried, and what became of them.
    """

    done: tuple[Compared, ...]
    skipped: tuple[Compared, ...]
    open_: tuple[Compared, ...]
    ahead: tuple[Compared, ...]
    unplanned: tuple[tuple[Area, date], ...]
    promises: tuple[PromiseWords, ...]

    @property
    def planned(self) -> int:
        return len(self.done) + len(self.skipped) + len(self.open_) + len(self.ahead)


def compare(person: Person, plan: Plan, *, on: date) -> PlanResult:
    """The week of a plan as it looks on a day, with the promises that this person may read."""
    stops = list(plan.stops.all())
    last = plan.week_start + timedelta(days=6)
    port = beside.known()
    villages = places.villages_of_unit(plan.unit, on=min(max(on, plan.week_start), last))
    visited = (
        set(port.visited(villages, first=plan.week_start, last=min(on, last))) if port else set[tuple[str, date]]()
    )
    rows = [Compared(stop, _elsewhen(stop, visited)) for stop in stops]
    planned = {(stop.village_id, stop.day) for stop in stops} | {
        (row.stop.village_id, row.elsewhen) for row in rows if row.elsewhen
    }
    names = {area.pk: area for area in villages.select_related("parent")}
    unplanned = sorted((day, code) for code, day in visited if (code, day) not in planned and code in names)
    return PlanResult(
        done=tuple(row for row in rows if row.stop.state == StopState.DONE),
        skipped=tuple(row for row in rows if row.stop.state == StopState.SKIPPED),
        open_=tuple(row for row in rows if row.stop.state == StopState.PLANNED and row.stop.day < on),
        ahead=tuple(row for row in rows if row.stop.state == StopState.PLANNED and row.stop.day >= on),
        unplanned=tuple((names[code], day) for day, code in unplanned),
        promises=tuple(_promises(person, stops, on).values()),
    )


def _elsewhen(stop: Stop, visited: Collection[tuple[str, date]]) -> date | None:
    """A day on which the village was visited instead; a stop that was done needs none."""
    if stop.state == StopState.DONE:
        return None
    days = sorted(day for code, day in visited if code == stop.village_id)
    return days[0] if days else None


def _promises(person: Person, stops: Collection[Stop], on: date) -> Mapping[UUID, PromiseWords]:
    port = beside.known()
    ids = {UUID(pk) for stop in stops for pk in stop.promises}
    return port.promise_words(person, ids, on=on) if port and ids else {}
