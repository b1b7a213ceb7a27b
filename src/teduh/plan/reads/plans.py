"""Plans, their stops, and where two of them meet."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import UnitKind
from teduh.plan.models import Away, DutyHours, DutyPlace, Plan, SharedVehicles, Stop, VillageRule
from teduh.plan.rules import PlanState, StopState
from teduh.trust import reads as trust
from teduh.trust.models import Person
from teduh.trust.rules import Role


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def planning_units(person: Person) -> list[Unit]:
    """The sectors whose plans this person may see: their own, or those under their unit."""
    under = places.units_under(person.unit)
    return [unit for unit in places.all_units() if unit.pk in under and unit.kind == UnitKind.SECTOR]


def planning_unit(person: Person, key: str) -> Unit | None:
    """The sector asked for, else the first that the person may see."""
    units = planning_units(person)
    if not key:
        return units[0] if units else None
    found = next((unit for unit in units if unit.key == key), None)
    if found is None:
        raise NotFound(_("Satuan ini tidak ada, atau bukan wilayah tugas Anda."))
    return found


def stops() -> QuerySet[Stop]:
    return Stop.objects.select_related("village__parent", "officer", "companion", "plan__unit")


def plan_of(person: Person, *, unit: Unit, week_start: date) -> Plan | None:
    """The plan of a unit's week, if this person may see that unit; its stops come along."""
    if unit.pk not in places.units_under(person.unit):
        return None
    plans = Plan.objects.select_related("unit", "approved_by").prefetch_related(Prefetch("stops", queryset=stops()))
    return plans.filter(unit=unit, week_start=week_start).first()


def plan_by_id(person: Person, pk: UUID) -> Plan:
    found = Plan.objects.select_related("unit").filter(pk=pk, unit__in=places.units_under(person.unit)).first()
    if found is None:
        raise NotFound(_("Rencana ini tidak ada, atau bukan wilayah tugas Anda."))
    return found


def plan_of_id(person: Person, pk: UUID) -> Plan:
    """The same with its stops at hand."""
    rows = Plan.objects.select_related("unit").prefetch_related(Prefetch("stops", queryset=stops()))
    return rows.get(pk=plan_by_id(person, pk).pk)


def stops_for_officer(person: Person, *, first: date, last: date) -> QuerySet[Stop]:
    """An officer's own stops in these days, in order; those made as the second of two are among them."""
    mine = stops().filter(Q(officer=person) | Q(companion=person), day__range=(first, last))
    return mine.order_by("day", "arrives", "position")


def villages_sent_to(person: Person, *, days: Collection[date]) -> QuerySet[Area]:
    """Villages to which an approved plan of the weeks of these days sends this person, posted there or not."""
    mine = Stop.objects.filter(Q(officer=person) | Q(companion=person), plan__state=PlanState.APPROVED)
    sent = mine.filter(plan__week_start__in={week_of(day) for day in days})
    return Area.objects.filter(pk__in=sent.order_by().values("village"))


def recordable(person: Person, stops: Collection[Stop], *, on: date) -> set[UUID]:
    """Stops of which this person may record the visit: of an approved week, or of a draft in one of their own villages.

    A draft sends nobody beyond their own villages; the visit form offers no other village before the week is approved.
    """
    mine = [stop for stop in stops if person.pk in (stop.officer_id, stop.companion_id)]
    ahead = [stop for stop in mine if stop.state == StopState.PLANNED]
    drafts = any(stop.plan.state == PlanState.DRAFT for stop in ahead)
    own = set(places.villages_of_posting(person.pk, on=on).values_list("pk", flat=True)) if drafts else set()
    return {stop.pk for stop in ahead if stop.plan.state == PlanState.APPROVED or stop.village_id in own}


def stop(person: Person, pk: UUID) -> Stop:
    found = stops().filter(pk=pk, plan__unit__in=places.units_under(person.unit)).first()
    if found is None:
        raise NotFound(_("Kunjungan dalam rencana ini tidak ada, atau bukan wilayah tugas Anda."))
    return found


def officers_for(unit: Unit) -> QuerySet[Person]:
    """Those who may be sent on a stop: the village officers of the unit and its chief."""
    return trust.people_of(unit, roles=(Role.VILLAGE_OFFICER, Role.SECTOR_CHIEF))


def addable_villages(plan: Plan, *, on: date) -> QuerySet[Area]:
    """Villages of the unit that have no stop in this plan."""
    taken = plan.stops.values("village")
    villages = places.villages_of_unit(plan.unit, on=on).exclude(pk__in=taken)
    return villages.select_related("parent").order_by("name")


def plans_from(unit: Unit, week_start: date, weeks: int) -> dict[date, Plan]:
    """The plans of these weeks that exist, by their Monday, with their stops."""
    mondays = [week_start + timedelta(weeks=n) for n in range(weeks)]
    rows = Plan.objects.filter(unit=unit, week_start__in=mondays).select_related("unit")
    return {plan.week_start: plan for plan in rows.prefetch_related(Prefetch("stops", queryset=stops()))}


def basis(unit: Unit, week_start: date, weeks: int) -> str:
    """A hash of what people have settled for these weeks: whoever planned on another basis plans anew.

    Reports and alarms are not in it: they come in all the time, and a plan of a minute ago is no worse for that.
    """
    mondays = [week_start + timedelta(weeks=n) for n in range(weeks)]
    people = list(officers_for(unit).values_list("pk", flat=True))
    plans = Plan.objects.filter(unit=unit, week_start__in=mondays).order_by("week_start")
    rows = [
        list(plans.values_list("week_start", "state")),
        list(
            Stop.objects.filter(plan__in=plans)
            .order_by("pk")
            .values_list("pk", "day", "officer", "companion", "pinned", "state", "arrives")
        ),
        list(VillageRule.objects.filter(unit=unit).order_by("pk").values_list("pk", "first", "last")),
        list(Away.objects.filter(person__in=people).order_by("pk").values_list("pk", "first", "last")),
        list(
            DutyHours.objects.filter(person__in=people)
            .order_by("pk")
            .values_list("person", "weekday", "starts", "ends")
        ),
        list(DutyPlace.objects.filter(person__in=people).order_by("pk").values_list("person", "base", "mode")),
        list(SharedVehicles.objects.filter(unit=unit).values_list("mode", "count")),
    ]
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Clash:
    """Another unit sends somebody to the same village on the same day."""

    village: Area
    day: date
    other_unit: Unit
    arrives: int | None


def other_stops(unit: Unit, *, first: date, last: date, villages: Collection[str]) -> QuerySet[Stop]:
    """Stops of other units in these villages that still stand."""
    rows = stops().filter(day__range=(first, last), village__in=villages).exclude(state=StopState.SKIPPED)
    return rows.exclude(plan__unit=unit).order_by("day", "village_id", "arrives")


def others_there(person: Person, mine: Collection[Stop], *, on: date) -> list[Clash]:
    """Somebody else goes to one of these villages on that day, of whatever unit, and not together with this person."""
    codes = {stop.village_id for stop in mine}
    rows = stops().filter(day=on, village__in=codes, state=StopState.PLANNED)
    rows = rows.exclude(Q(officer=person) | Q(companion=person)).order_by("village_id", "arrives")
    return [Clash(stop.village, stop.day, stop.plan.unit, stop.arrives) for stop in rows]


def clashes(plan: Plan) -> list[Clash]:
    """Where this plan and another unit's meet; both units are shown the same."""
    mine = {(stop.village_id, stop.day) for stop in plan.stops.all() if stop.state != StopState.SKIPPED}
    codes = {code for code, _day in mine}
    last = plan.week_start + timedelta(days=6)
    others = other_stops(plan.unit, first=plan.week_start, last=last, villages=codes)
    return [
        Clash(stop.village, stop.day, stop.plan.unit, stop.arrives)
        for stop in others
        if (stop.village_id, stop.day) in mine
    ]
