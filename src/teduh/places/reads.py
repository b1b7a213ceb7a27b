"""Named questions about places."""

from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from teduh.cores.text.names import NameIndex, PlaceName
from teduh.places.models import (
    Area,
    AreasChanged,
    Boundary,
    Jurisdiction,
    Operation,
    OperationWord,
    Phase,
    Posting,
    Unit,
)
from teduh.places.rules import AreaLevel, UnitKind


def in_force(on: date) -> Q:
    """Rows whose days include `on`; a row without a last day is still in force."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def units_under(unit: Unit) -> list[UUID]:
    """The unit and every police unit below it. The tree has few levels, so it is walked level by level."""
    found, edge = [unit.pk], [unit.pk]
    while edge:
        edge = list(Unit.objects.filter(parent__in=edge).values_list("pk", flat=True))
        found.extend(edge)
    return found


def areas_of_unit(unit: Unit, *, on: date) -> QuerySet[Area]:
    """The areas named in the unit's own jurisdictions, as they were written."""
    return Area.objects.filter(pk__in=Jurisdiction.objects.filter(in_force(on), unit=unit).values("area")).order_by(
        "code"
    )


def villages_under(areas: QuerySet[Area]) -> QuerySet[Area]:
    """Every village inside these areas."""
    inside = Q(pk__in=[])
    for path in areas.values_list("path", flat=True):
        inside |= Q(path__startswith=path)
    return Area.objects.filter(inside, level=AreaLevel.VILLAGE)


def villages_of_unit(unit: Unit, *, on: date) -> QuerySet[Area]:
    """Every village in which the unit acts on that day."""
    return villages_under(areas_of_unit(unit, on=on))


def acts_in(unit: Unit, village: Area, *, on: date) -> bool:
    """Whether the unit acts in this village on that day."""
    return villages_of_unit(unit, on=on).filter(pk=village.pk).exists()


def villages_served(*, on: date) -> QuerySet[Area]:
    """Every village in which some police unit acts on that day."""
    police = (UnitKind.NATIONAL, UnitKind.REGION, UnitKind.DISTRICT, UnitKind.SECTOR)
    served = Jurisdiction.objects.filter(in_force(on), unit__kind__in=police).values("area")
    return villages_under(Area.objects.filter(pk__in=served))


def villages_of_posting(person_id: UUID, *, on: date) -> QuerySet[Area]:
    """The villages an officer looks after on that day."""
    return Area.objects.filter(pk__in=Posting.objects.filter(in_force(on), person=person_id).values("village"))


def postings_on(villages: QuerySet[Area], *, on: date) -> QuerySet[Posting]:
    """Who looks after these villages on that day, with the person and the village at hand."""
    return Posting.objects.filter(in_force(on), village__in=villages).select_related("person", "village")


def units_serving(village: Area, *, on: date) -> QuerySet[Unit]:
    """The units in whose jurisdiction the village lies."""
    above = [code for code in village.path.split("/") if code]
    return Unit.objects.filter(pk__in=Jurisdiction.objects.filter(in_force(on), area__in=above).values("unit"))


def sector_of(village: Area, *, on: date) -> Unit | None:
    """The sector that serves a village; where several do, the first by name."""
    return units_serving(village, on=on).filter(kind=UnitKind.SECTOR).order_by("name").first()


def receiving_unit(name: str = "") -> Unit | None:
    """The district unit that takes reports in: the named one, else the only one there is."""
    districts = Unit.objects.filter(kind=UnitKind.DISTRICT)
    if name:
        return districts.filter(Q(name=name) | Q(key=name)).first()
    first_two = list(districts[:2])
    return first_two[0] if len(first_two) == 1 else None


def all_units() -> QuerySet[Unit]:
    return Unit.objects.select_related("parent")


def units_managed_by(unit: Unit) -> QuerySet[Unit]:
    """What its administrator looks after: the unit, those under it, and partners, who stand under nobody."""
    return all_units().filter(Q(pk__in=units_under(unit)) | Q(kind=UnitKind.PARTNER, parent=None))


def units_with_areas(unit: Unit, *, on: date) -> QuerySet[Unit]:
    """The units managed by this one with the areas they serve on that day in `.areas_now`."""
    now = Jurisdiction.objects.filter(in_force(on)).select_related("area")
    return units_managed_by(unit).prefetch_related(Prefetch("jurisdictions", queryset=now, to_attr="areas_now"))


def jurisdictions_of(unit: Unit) -> QuerySet[Jurisdiction]:
    return unit.jurisdictions.select_related("area")


def jurisdiction(pk: UUID, *, of: Unit) -> Jurisdiction | None:
    rows = Jurisdiction.objects.filter(unit__in=units_under(of)).select_related("unit", "area")
    return rows.filter(pk=pk).first()


def posting(pk: UUID, *, of: Unit) -> Posting | None:
    rows = Posting.objects.filter(person__unit__in=units_under(of)).select_related("person__unit", "village")
    return rows.filter(pk=pk).first()


def postings_of(person_id: UUID) -> QuerySet[Posting]:
    return Posting.objects.filter(person=person_id).select_related("village__parent")


def operations_of(unit: Unit) -> QuerySet[Operation]:
    """The operations of the unit and of those under it."""
    own = Operation.objects.filter(unit__in=units_under(unit))
    return own.select_related("unit").prefetch_related("phases")


def operation(pk: UUID, *, of: Unit) -> Operation | None:
    return operations_of(of).filter(pk=pk).first()


def area(code: str) -> Area | None:
    return Area.objects.select_related("parent").filter(pk=code).first()


def areas(codes: list[str]) -> QuerySet[Area]:
    return Area.objects.select_related("parent").filter(pk__in=codes)


def area_by_code_or_name(typed: str, *, levels: tuple[AreaLevel, ...]) -> Area | None:
    """The area with this code, or the only one with this name; two of one name are nobody's guess."""
    typed = typed.strip()
    by_code = Area.objects.filter(pk=typed, level__in=levels).first()
    if by_code:
        return by_code
    named = list(Area.objects.filter(name__iexact=typed, level__in=levels)[:2])
    return named[0] if len(named) == 1 else None


def boundaries_of(codes: list[str]) -> dict[str, dict[str, Any]]:
    """The known outlines of these areas, by code, as GeoJSON geometry."""
    return dict(Boundary.objects.filter(area__in=codes).values_list("area_id", "geometry"))


def area_figures() -> dict[str, int]:
    """How many areas of each level there are, and how many have an outline."""
    figures = dict(Area.objects.order_by().values_list("level").annotate(n=Count("pk")))
    return {**figures, "with_boundary": Boundary.objects.count()}


def subdistricts_without_sector(unit: Unit, *, on: date) -> list[Area]:
    """Subdistricts of the unit's own area that no sector serves: gaps that an administrator should close."""
    served = Jurisdiction.objects.filter(in_force(on), unit__kind=UnitKind.SECTOR)
    inside = Q(pk__in=[])
    for path in areas_of_unit(unit, on=on).values_list("path", flat=True):
        inside |= Q(path__startswith=path)
    gaps = Area.objects.filter(inside, level=AreaLevel.SUBDISTRICT).exclude(pk__in=served.values("area"))
    return list(gaps)


def unit_by_key(key: str) -> Unit | None:
    return Unit.objects.filter(key=key).first()


def district_of(unit: Unit) -> Unit | None:
    """The district that a unit is or belongs to."""
    found: Unit | None = unit
    while found is not None and found.kind != UnitKind.DISTRICT:
        found = found.parent
    return found


def names_around(unit: Unit, *, on: date) -> frozenset[str]:
    """Names by which people of this unit's ground speak of places: its villages and subdistricts with their aliases,
    and every regency and province."""
    near = Q(pk__in=[])
    for path in areas_of_unit(unit, on=on).values_list("path", flat=True):
        near |= Q(path__startswith=path, level__in=(AreaLevel.VILLAGE, AreaLevel.SUBDISTRICT))
    far = Area.objects.filter(level__in=(AreaLevel.REGENCY, AreaLevel.PROVINCE)).values_list("name", flat=True)
    above = {name.removeprefix("Kabupaten ").removeprefix("Kota ") for name in far}
    return _names_of(Area.objects.filter(near)) | above


def partners() -> QuerySet[Unit]:
    return Unit.objects.filter(kind=UnitKind.PARTNER)


def oversight_unit() -> Unit | None:
    """The outside body that hears complaints about police."""
    return Unit.objects.filter(kind=UnitKind.OVERSIGHT).order_by("name").first()


def current_operation(unit: Unit, *, on: date) -> Operation | None:
    """The operation of the unit, or of a unit above it, that runs on that day."""
    chain: list[UUID] = []
    above: Unit | None = unit
    while above is not None:
        chain.append(above.pk)
        above = above.parent
    return Operation.objects.filter(unit__in=chain, starts_on__lte=on, ends_on__gte=on).first()


def words_of(operation: Operation) -> dict[str, list[str]]:
    """The operation's words by kind, each kind by spelling."""
    found: dict[str, list[str]] = {}
    for kind, text in operation.words.order_by("kind", "text").values_list("kind", "text"):
        found.setdefault(kind, []).append(text)
    return found


def words_in_force(unit: Unit, *, on: date) -> dict[str, tuple[str, ...]]:
    """By kind, the words of every operation that runs on that day in the unit, above it or below it."""
    chain = units_under(unit)
    above = unit.parent
    while above is not None:
        chain.append(above.pk)
        above = above.parent
    running = Operation.objects.filter(unit__in=chain, starts_on__lte=on, ends_on__gte=on)
    found: dict[str, set[str]] = {}
    for kind, text in OperationWord.objects.filter(operation__in=running).values_list("kind", "text"):
        found.setdefault(kind, set()).add(text)
    return {kind: tuple(sorted(texts)) for kind, texts in found.items()}


def phases_on(operation: Operation, *, on: date) -> QuerySet[Phase]:
    return operation.phases.filter(starts_on__lte=on, ends_on__gte=on)


def name_index() -> NameIndex:
    """All villages and subdistricts by name, kept in memory until the table of areas changes."""
    return _name_index(areas_version())


def place_names() -> frozenset[str]:
    """Every name and alias of a village or subdistrict, kept in memory until the table of areas changes."""
    return _place_names(areas_version())


@lru_cache(maxsize=1)
def _place_names(version: str) -> frozenset[str]:
    return _names_of(Area.objects.filter(level__in=(AreaLevel.VILLAGE, AreaLevel.SUBDISTRICT)))


def _names_of(areas: QuerySet[Area]) -> frozenset[str]:
    aliases = areas.filter(aliases__isnull=False).values_list("aliases__name", flat=True)
    return frozenset((*areas.values_list("name", flat=True), *aliases))


def areas_version() -> str:
    """Changes whenever an area or an alias is added, renamed or removed."""
    row = AreasChanged.objects.filter(pk=1).first()
    return str(row.version) if row else "0"


@lru_cache(maxsize=1)
def _name_index(version: str) -> NameIndex:
    aliases: dict[str, list[str]] = {}
    for code, alias in Area.objects.filter(aliases__isnull=False).values_list("code", "aliases__name"):
        aliases.setdefault(code, []).append(alias)
    # Parents are looked up here: right after a big import PostgreSQL has no figures yet for a good self-join.
    parents = dict(Area.objects.exclude(level=AreaLevel.VILLAGE).values_list("code", "name"))
    named = Area.objects.filter(level__in=(AreaLevel.VILLAGE, AreaLevel.SUBDISTRICT))
    rows = named.order_by("code").values_list("code", "name", "parent_id")
    return NameIndex.build(
        PlaceName(code=code, name=name, parent_name=parents.get(parent or "", ""), aliases=tuple(aliases.get(code, ())))
        for code, name, parent in rows.iterator()
    )
