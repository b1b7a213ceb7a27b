"""What if: the plan as it would be, beside the plan as it is. Nothing is kept until a person accepts the difference."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.cores.route import weeks as core
from teduh.cores.route.weeks_change import Replanned, replan
from teduh.places.models import Area
from teduh.plan import actions
from teduh.plan.actions import Move, PlannedStop
from teduh.plan.models import Plan, Stop
from teduh.plan.rules import StopState, What
from teduh.plan.steps.propose import drafts_of
from teduh.plan.steps.question import Question, question
from teduh.trust.models import Person

# A matter that a chief calls pressing counts like an imminent one with an alarm, whatever is known of it so far.
_PRESSING_NOW: Final = 200.0
_PRESSING_DAY: Final = 5.0


@dataclass(frozen=True)
class Whatif:
    """A change as somebody asks about it: who or where, from a day to another."""

    what: What
    first: date
    last: date
    officer: Person | None = None
    village: Area | None = None


@dataclass(frozen=True)
class Pair:
    """A stop as it is, and as it would be."""

    before: Stop
    after: PlannedStop | None


@dataclass(frozen=True)
class Changed:
    """The difference to look at. `digest` names it: what is accepted is what was seen."""

    whatif: Whatif
    kept: int
    moved: tuple[Pair, ...]
    fallen: tuple[Pair, ...]
    added: tuple[PlannedStop, ...]
    moved_share: float
    basis: str
    digest: str

    @property
    def is_empty(self) -> bool:
        return not (self.moved or self.fallen or self.added)


def changed_plan(*, plan: Plan, whatif: Whatif, at: datetime) -> Changed:
    """Compute the difference. The same plan and change give the same difference."""
    asked = question(plan.unit, monday=plan.week_start, weeks=1, at=at)
    stops = {_key(asked, stop): stop for stop in plan.stops.all() if _counts(asked, stop)}
    before = [_core_stop(asked, stop) for stop in stops.values()]
    pinned = [stop for stop in stops.values() if stop.pinned]
    weeks = replace(_with(asked, whatif), fixed=())
    answer = replan(
        weeks,
        before,
        seed=plan.week_start.toordinal(),
        pressing=[whatif.village.pk] if whatif.what == What.ALARM and whatif.village else [],
        fixed=[core.Fixed(stop.village_id, _day(asked, stop), str(stop.officer_id)) for stop in pinned],
    )
    return _told(asked, whatif, stops, answer)


def _counts(asked: Question, stop: Stop) -> bool:
    """Stops that have neither happened nor begun, of an officer who is known."""
    ahead = stop.state == StopState.PLANNED and _day(asked, stop) >= asked.calendar.first_day
    return ahead and stop not in asked.started and stop.officer_id is not None and stop.village_id in asked.villages


def _day(asked: Question, stop: Stop) -> int:
    return asked.calendar.index(stop.day)


def _key(asked: Question, stop: Stop) -> tuple[str, int]:
    return stop.village_id, _day(asked, stop)


def _core_stop(asked: Question, stop: Stop) -> core.Stop:
    companion = str(stop.companion_id) if stop.companion_id else None
    arrives = stop.arrives if stop.arrives is not None else -1
    leaves = arrives + asked.policy.visit_minutes
    return core.Stop(
        stop.village_id, str(stop.officer_id), _day(asked, stop), arrives, leaves, stop.position, companion
    )


def _with(asked: Question, whatif: Whatif) -> core.Weeks:
    """The question as it is once the change has come."""
    days = range(asked.calendar.index(whatif.first), asked.calendar.index(whatif.last) + 1)
    weeks = asked.core
    if whatif.what == What.AWAY:
        who = str(whatif.officer.pk) if whatif.officer else ""
        officers = tuple(
            replace(each, shifts=tuple(shift for shift in each.shifts if shift.day not in days))
            if each.key == who
            else each
            for each in weeks.officers
        )
        return replace(weeks, officers=officers)
    where = whatif.village.pk if whatif.village else ""
    places = tuple(_place_with(place, whatif.what, days) if place.key == where else place for place in weeks.places)
    return replace(weeks, places=places)


def _place_with(place: core.Place, what: What, days: range) -> core.Place:
    if what == What.CUT:
        return replace(place, openings=tuple(opening for opening in place.openings if opening.day not in days))
    return replace(place, urgent=place.urgent + _PRESSING_NOW, daily=place.daily + _PRESSING_DAY)


def _told(asked: Question, whatif: Whatif, stops: dict[tuple[str, int], Stop], answer: Replanned) -> Changed:
    proposed = {
        (each.village_id, asked.calendar.index(each.day)): each
        for draft in drafts_of(asked, answer.plan)
        for each in draft.stops
    }

    def pairs(rows: Sequence[tuple[core.Stop, core.Stop | None]]) -> tuple[Pair, ...]:
        return tuple(
            Pair(stops[before.place, before.day], proposed[after.place, after.day] if after else None)
            for before, after in rows
        )

    moved, fallen = pairs(answer.moved), pairs(answer.fallen)
    added = tuple(_asked_for(proposed[stop.place, stop.day], whatif) for stop in answer.added)
    words = repr([(pair.before.pk, pair.after) for pair in (*moved, *fallen)]) + repr(added)
    digest = hashlib.sha256(words.encode()).hexdigest()
    return Changed(whatif, len(answer.kept), moved, fallen, added, answer.moved_share, asked.basis, digest)


def _asked_for(stop: PlannedStop, whatif: Whatif) -> PlannedStop:
    """A visit that the change itself asked for says so first."""
    if whatif.what != What.ALARM or whatif.village is None or stop.village_id != whatif.village.pk:
        return stop
    return replace(stop, reasons=({"why": "pressing", "value": 1}, *stop.reasons)[:3])


def keep_changed(*, plan: Plan, whatif: Whatif, digest: str, by: Person, at: datetime) -> Plan:
    """Accept the difference that was shown: it is computed again, and must be the same to the last stop."""
    changed = changed_plan(plan=plan, whatif=whatif, at=at)
    if changed.digest != digest:
        raise Refused(_("Keadaannya sudah berubah selagi Anda melihat. Lihat lagi perubahannya."))
    moves = [Move(pair.before.pk, pair.after) for pair in (*changed.moved, *changed.fallen)]
    return actions.keep_change(
        plan=plan,
        what=whatif.what,
        officer=whatif.officer,
        village=whatif.village,
        first=whatif.first,
        last=whatif.last,
        moves=moves,
        added=changed.added,
        basis=changed.basis,
        by=by,
        at=at,
    )
