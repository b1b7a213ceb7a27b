"""Named questions about plans. They write nothing."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import UnitKind
from teduh.plan.models import Plan, Stop
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
    return Stop.objects.select_related("village__parent", "officer", "plan__unit")


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


def stops_for_officer(person: Person, *, first: date, last: date) -> QuerySet[Stop]:
    """An officer's own stops in these days, in order."""
    return stops().filter(officer=person, day__range=(first, last)).order_by("day", "position")


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
