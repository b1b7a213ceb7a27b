"""What a unit sets: how it looks, when nobody could report, and which places are vulnerable."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.warn import adapt
from teduh.warn.models import AlarmPolicy, Gap, VulnerabilityRow, VulnerabilityTable
from teduh.warn.rules import TableShape


@transaction.atomic
def change_policy(
    *, unit: Unit, watch: Mapping[str, Any], kinds: Sequence[str], reason: str, by: Person, at: datetime
) -> AlarmPolicy:
    """A new version of how the unit looks; alarms keep the version they were raised with."""
    _require(by, unit)
    if not kinds:
        raise Refused(_("Pilih paling sedikit satu jenis isu untuk dipantau."), field="kinds")
    checked = adapt.watch_values(adapt.watch_of(watch))
    last = AlarmPolicy.objects.select_for_update().filter(unit=unit).first()
    policy = AlarmPolicy.objects.create(
        unit=unit,
        version=last.version + 1 if last else 1,
        watch=checked,
        kinds=sorted(set(kinds)),
        reason=_sentence(reason, "reason", 400),
        by=by,
        at=at,
    )
    _record("warn.change_policy", unit, by, at, version=policy.version, watch=checked, kinds=policy.kinds)
    return policy


@transaction.atomic
def note_gap(*, area: Area, first: date, last: date, reason: str, by: Person, at: datetime) -> Gap:
    """On these days nobody in the area could report; they are left out of every count."""
    access.require(by, Permission.ALARM_DECIDE)
    mine = access.villages_for(by, on=timezone.localdate(at))
    inside = places.villages_under(Area.objects.filter(pk=area.pk))
    if not inside.exists() or inside.exclude(pk__in=mine.values("pk")).exists():
        raise NotAllowed(_("Wilayah ini di luar wilayah tugas Anda."))
    if last < first or last > timezone.localdate(at):
        raise Refused(_("Hari terakhir tidak boleh sebelum hari pertama atau sesudah hari ini."), field="last")
    gap = Gap.objects.create(area=area, first=first, last=last, reason=_sentence(reason, "reason", 200), by=by, at=at)
    _record("warn.note_gap", by.unit, by, at, area=area.pk, first=first, last=last)
    return gap


@transaction.atomic
def save_vulnerability(
    *,
    unit: Unit,
    shape: TableShape,
    source: str,
    as_of: date,
    rows: Sequence[tuple[Area, float, str]],
    reason: str,
    by: Person,
    at: datetime,
    is_example: bool = False,
) -> VulnerabilityTable:
    """A new version of the unit's table; the versions before it stay as they were."""
    _require(by, unit)
    if not rows:
        raise Refused(_("Isi paling sedikit satu wilayah."), field="rows")
    if as_of > timezone.localdate(at):
        raise Refused(_("Tanggal datanya belum tiba."), field="as_of")
    if any(not 0 <= score <= 100 for _area, score, _note in rows):
        raise Refused(_("Nilai kerawanan dari 0 sampai 100."), field="rows")
    _require_own(unit, [area for area, _score, _note in rows], timezone.localdate(at))
    last = VulnerabilityTable.objects.select_for_update().filter(unit=unit).first()
    table = VulnerabilityTable.objects.create(
        unit=unit,
        version=last.version + 1 if last else 1,
        shape=shape,
        source=_sentence(source, "source", 200),
        as_of=as_of,
        is_example=is_example,
        reason=_sentence(reason, "reason", 400),
        by=by,
        at=at,
    )
    VulnerabilityRow.objects.bulk_create(
        VulnerabilityRow(table=table, area=area, score=score, note=note[:200]) for area, score, note in rows
    )
    _record("warn.save_vulnerability", unit, by, at, version=table.version, rows=len(rows), as_of=as_of)
    return table


def _require_own(unit: Unit, areas: Sequence[Area], on: date) -> None:
    """Each area is one of the unit's villages, or a subdistrict above one."""
    villages = places.villages_of_unit(unit, on=on).values_list("pk", "parent")
    own = {code for pair in villages for code in pair}
    if any(area.pk not in own for area in areas):
        raise NotAllowed(_("Wilayah ini di luar wilayah tugas Anda."))


def _require(by: Person, unit: Unit) -> None:
    access.require(by, Permission.ALARM_POLICY)
    if unit.pk not in places.units_under(by.unit):
        raise NotAllowed(_("Satuan ini bukan satuan Anda."))


def _sentence(typed: str, field: str, most: int) -> str:
    typed = typed.replace("\x00", "").strip()
    if len(typed) < 3:
        raise Refused(_("Tuliskan dalam satu kalimat."), field=field)
    if len(typed) > most:
        raise Refused(_("Terlalu panjang: paling banyak %(most)d huruf.") % {"most": most}, field=field)
    return typed


def _record(action: str, unit: Unit, by: Person, at: datetime, **details: Any) -> None:
    audit.record(by=by, at=at, action=action, subject=("unit", unit.pk), unit_id=unit.pk, details=details)
