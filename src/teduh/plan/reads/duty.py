"""When officers can go, what is special about villages, how long ways are, and how a district plans."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import UnitKind
from teduh.plan.models import (
    Away,
    DutyHours,
    DutyPlace,
    PlanPolicy,
    SharedVehicles,
    TravelTable,
    TravelTime,
    VillageRule,
)
from teduh.plan.policy import Policy
from teduh.trust.models import Person


def chain_of(unit: Unit) -> list[UUID]:
    """The unit and all above it: tables and policies of a district hold for its sectors."""
    found: list[UUID] = []
    above: Unit | None = unit
    while above is not None:
        found.append(above.pk)
        above = above.parent
    return found


def duty_of(unit: Unit) -> Unit:
    """The unit whose policy counts: the district above a sector, else the unit itself."""
    found: Unit | None = unit
    while found is not None and found.kind != UnitKind.DISTRICT:
        found = found.parent
    return found or unit


def policy_of(unit: Unit) -> tuple[Policy, int]:
    """How the district of this unit plans, and the version; 0 is what Teduh comes with."""
    last = PlanPolicy.objects.filter(unit=duty_of(unit)).first()
    return (Policy.of(last.values), last.version) if last else (Policy(), 0)


def policies_of(unit: Unit) -> QuerySet[PlanPolicy]:
    return PlanPolicy.objects.filter(unit=duty_of(unit)).select_related("by")


def hours_of(people: Collection[Person]) -> dict[UUID, dict[int, tuple[int, int]]]:
    """Each officer's own hours by weekday; who has none of their own is absent."""
    found: dict[UUID, dict[int, tuple[int, int]]] = {}
    for row in DutyHours.objects.filter(person__in=people):
        found.setdefault(row.person_id, {})[row.weekday] = (row.starts, row.ends)
    return found


def modes_of(people: Collection[Person]) -> dict[UUID, DutyPlace]:
    rows = DutyPlace.objects.filter(person__in=people).select_related("base")
    return {row.person_id: row for row in rows}


def base_of(person: Person) -> DutyPlace | None:
    return DutyPlace.objects.filter(person=person).select_related("base").first()


def shared_vehicles(unit: Unit) -> dict[str, int]:
    """By mode, how many vehicles the officers of a sector share; modes of which everybody has their own are absent."""
    return dict(SharedVehicles.objects.filter(unit=unit).values_list("mode", "count"))


def away_in(people: Collection[Person], *, first: date, last: date) -> QuerySet[Away]:
    rows = Away.objects.filter(person__in=people, first__lte=last, last__gte=first)
    return rows.select_related("person")


def rules_for(villages: QuerySet[Area], *, first: date, last: date) -> QuerySet[VillageRule]:
    """The rules of these villages that hold on one of these days at least, whoever wrote them."""
    begun = Q(first__isnull=True) | Q(first__lte=last)
    not_over = Q(last__isnull=True) | Q(last__gte=first)
    return VillageRule.objects.filter(begun, not_over, village__in=villages)


def village_rules(unit: Unit, *, on: date) -> QuerySet[VillageRule]:
    """The rules of a unit's villages that hold now or later, to look at and to end."""
    rows = VillageRule.objects.filter(unit__in=places.units_under(unit)).filter(Q(last__isnull=True) | Q(last__gte=on))
    return rows.select_related("village__parent", "officer").order_by("village__name", "kind", "first")


def village_rule(person: Person, pk: UUID) -> VillageRule:
    found = VillageRule.objects.filter(pk=pk, unit__in=places.units_under(person.unit)).select_related("unit").first()
    if found is None:
        raise NotFound(_("Aturan ini tidak ada, atau bukan milik satuan Anda."))
    return found


def away(person: Person, pk: UUID) -> Away:
    rows = Away.objects.filter(pk=pk, person__unit__in=places.units_under(person.unit))
    found = rows.select_related("person__unit").first()
    if found is None:
        raise NotFound(_("Catatan ini tidak ada, atau bukan milik satuan Anda."))
    return found


def travel_tables(unit: Unit) -> dict[str, TravelTable]:
    """The latest table of each mode, of the unit or of one above it."""
    found: dict[str, TravelTable] = {}
    for row in TravelTable.objects.filter(unit__in=chain_of(unit)).order_by("version", "imported_at"):
        found[row.mode] = row
    return found


def travel_minutes(table: TravelTable, codes: Collection[str]) -> dict[tuple[str, str], float | None]:
    """The legs between these areas that the table knows; None where it says that there is no way."""
    rows = TravelTime.objects.filter(table=table, start__in=codes, end__in=codes)
    return {(start, end): minutes for start, end, minutes in rows.values_list("start", "end", "minutes")}
