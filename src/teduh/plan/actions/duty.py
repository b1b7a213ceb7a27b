"""What people set for every plan: hours, days away, what is special about a village, ways, points."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.plan import reads
from teduh.plan.actions.checks import record, record_unit, require, require_any
from teduh.plan.models import (
    Away,
    DutyHours,
    DutyPlace,
    Plan,
    PlanPolicy,
    SharedVehicles,
    Stop,
    TravelTable,
    TravelTime,
    VillageRule,
)
from teduh.plan.policy import Policy
from teduh.plan.rules import MOST_VEHICLES, PlanState, TravelMode, VillageRuleKind
from teduh.trust import audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission

Hours = Mapping[int, tuple[int, int]]


@transaction.atomic
def set_hours(
    *, person: Person, hours: Hours, base: Area | None, mode: str, usual_hours: bool, by: Person, at: datetime
) -> DutyPlace:
    """When an officer can go, from where, and how they travel; what was set before is replaced."""
    _require_officer(by, person)
    for starts, ends in hours.values():
        if not 0 <= starts < ends <= 24 * 60:
            raise Refused(_("Jam selesai harus sesudah jam mulai."), field="hours")
    if base is not None and not places.acts_in(by.unit, base, on=timezone.localdate(at)):
        raise Refused(_("Desa ini di luar wilayah kerja satuan."), field="base")
    DutyHours.objects.filter(person=person).delete()
    DutyHours.objects.bulk_create(
        DutyHours(person=person, weekday=weekday, starts=starts, ends=ends)
        for weekday, (starts, ends) in sorted(hours.items())
    )
    place, _new = DutyPlace.objects.update_or_create(
        person=person, defaults={"base": base, "mode": TravelMode(mode), "usual_hours": usual_hours}
    )
    _record_person("plan.set_hours", person, by, at, hours={str(day): list(span) for day, span in hours.items()})
    return place


@transaction.atomic
def share_vehicles(*, unit: Unit, counts: Mapping[str, int], by: Person, at: datetime) -> None:
    """How many vehicles a sector's officers share, by mode; of a mode that is not named everybody has their own."""
    require(by, Permission.PLAN_CHANGE, unit)
    if not all(0 <= count <= MOST_VEHICLES for count in counts.values()):
        raise Refused(_("Isi angka dari %(least)s sampai %(most)s.") % {"least": 0, "most": MOST_VEHICLES})
    SharedVehicles.objects.filter(unit=unit).delete()
    SharedVehicles.objects.bulk_create(
        SharedVehicles(unit=unit, mode=TravelMode(mode), count=count) for mode, count in sorted(counts.items())
    )
    record_unit("plan.share_vehicles", unit, by, at, counts=dict(counts))


@transaction.atomic
def add_away(*, person: Person, first: date, last: date, by: Person, at: datetime) -> Away:
    """An officer is not available on these days. Why is not asked and not kept."""
    _require_officer(by, person)
    if last < first:
        raise Refused(_("Hari terakhir tidak boleh sebelum hari pertama."), field="last")
    if (last - first).days > 366:
        raise Refused(_("Paling lama satu tahun sekali catat."), field="last")
    away = Away.objects.create(person=person, first=first, last=last)
    _record_person("plan.away", person, by, at, first=first, last=last)
    return away


@transaction.atomic
def end_away(*, away: Away, by: Person, at: datetime) -> None:
    """The officer is back, or was never away."""
    _require_officer(by, away.person)
    _record_person("plan.back", away.person, by, at, first=away.first, last=away.last)
    away.delete()


@transaction.atomic
def add_village_rule(
    *,
    unit: Unit,
    village: Area,
    kind: str,
    officer: Person | None = None,
    weekday: int | None = None,
    hours: tuple[int, int] | None = None,
    first: date | None = None,
    last: date | None = None,
    by: Person,
    at: datetime,
) -> VillageRule:
    """Something that every later plan keeps; the plan that stands is not changed by it."""
    require(by, Permission.PLAN_CHANGE, unit)
    if not places.acts_in(unit, village, on=timezone.localdate(at)):
        raise Refused(_("Desa ini di luar wilayah kerja satuan."), field="village")
    if first is not None and last is not None and last < first:
        raise Refused(_("Hari terakhir tidak boleh sebelum hari pertama."), field="last")
    if (kind == VillageRuleKind.NOT_THIS_OFFICER) != (officer is not None):
        raise Refused(_("Pilih petugasnya."), field="officer")
    if officer is not None and not reads.officers_for(unit).filter(pk=officer.pk).exists():
        raise Refused(_("Petugas ini bukan dari satuan rencana."), field="officer")
    if (kind == VillageRuleKind.BUSY) != (hours is not None):
        raise Refused(_("Isi jam mulai dan jam selesainya."), field="starts")
    if hours is not None and not 0 <= hours[0] < hours[1] <= 24 * 60:
        raise Refused(_("Jam selesai harus sesudah jam mulai."), field="ends")
    rule = VillageRule.objects.create(
        unit=unit,
        village=village,
        kind=VillageRuleKind(kind),
        officer=officer,
        weekday=weekday,
        starts=hours[0] if hours else None,
        ends=hours[1] if hours else None,
        first=first,
        last=last,
    )
    record_unit("plan.village_rule", unit, by, at, village=village.pk, kind=kind, first=first, last=last)
    return rule


@transaction.atomic
def end_village_rule(*, rule: VillageRule, by: Person, at: datetime) -> None:
    """The rule holds no longer; plans of earlier days are not asked again, so nothing of it is kept."""
    require(by, Permission.PLAN_CHANGE, rule.unit)
    record_unit("plan.village_rule_end", rule.unit, by, at, village=rule.village_id, kind=rule.kind)
    rule.delete()


@transaction.atomic
def forbid(*, plan: Plan, village: Area, by: Person, at: datetime) -> VillageRule:
    """Nobody goes to a village in this week: its stops leave the plan, and a new proposal does not bring it back."""
    require(by, Permission.PLAN_CHANGE, plan.unit)
    last = plan.week_start + timedelta(days=6)
    rule = add_village_rule(
        unit=plan.unit,
        village=village,
        kind=VillageRuleKind.CLOSED,
        first=plan.week_start,
        last=last,
        by=by,
        at=at,
    )
    Stop.objects.filter(plan=plan, village=village, state="planned").delete()
    plan.left_out = [*plan.left_out, {"village": village.pk, "reason": "removed", "minutes": None}]
    plan.save(update_fields=("left_out",))
    record("plan.forbid", plan, by, at, village=village.pk, approved=plan.state == PlanState.APPROVED)
    return rule


@transaction.atomic
def import_travel(
    *,
    unit: Unit,
    mode: str,
    source: str,
    legs: Sequence[tuple[Area, Area, float | None]],
    by: Person | Actor,
    at: datetime,
) -> TravelTable:
    """A new table of minutes for a mode; legs that it does not name are reckoned from the distance as before."""
    if isinstance(by, Person):
        require_any(by, unit, Permission.PLAN_CHANGE, Permission.PLAN_ORDER)
    if not legs:
        raise Refused(_("Tabel ini tidak berisi satu jarak pun."), field="file")
    last = TravelTable.objects.filter(unit=unit, mode=mode).first()
    table = TravelTable.objects.create(
        unit=unit,
        mode=TravelMode(mode),
        version=last.version + 1 if last else 1,
        source=source[:200],
        imported_at=at,
    )
    unique = {(start.pk, end.pk): minutes for start, end, minutes in legs if start.pk != end.pk}
    TravelTime.objects.bulk_create(
        (
            TravelTime(table=table, start_id=start, end_id=end, minutes=minutes)
            for (start, end), minutes in unique.items()
        ),
        batch_size=2000,
    )
    record_unit("plan.import_travel", unit, by, at, mode=mode, version=table.version, legs=len(unique))
    return table


@transaction.atomic
def change_policy(*, unit: Unit, values: Mapping[str, Any], by: Person, at: datetime) -> PlanPolicy:
    """A new version of how the district plans; plans that stand are not changed by it."""
    require_any(by, unit, Permission.PLAN_ORDER)
    changed = Policy.of(values).changed()
    last = PlanPolicy.objects.select_for_update().filter(unit=unit).first()
    policy = PlanPolicy.objects.create(unit=unit, version=last.version + 1 if last else 1, values=changed, by=by, at=at)
    record_unit("plan.change_policy", unit, by, at, version=policy.version, values=changed)
    return policy


def _require_officer(by: Person, person: Person) -> None:
    require(by, Permission.PLAN_CHANGE, person.unit)


def _record_person(action: str, person: Person, by: Person, at: datetime, **details: object) -> None:
    audit.record(by=by, at=at, action=action, subject=("person", person.pk), unit_id=person.unit_id, details=details)
