"""What every action of triage asks first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.listen.models import Report
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.triage.models import Issue
from teduh.trust import access, audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission


def require_report(by: Person, report: Report, at: datetime) -> None:
    """The person decides at the desk, and the report lies in their jurisdiction."""
    access.require(by, Permission.TRIAGE_DECIDE)
    _require_usable(report)
    if report.village_id is None:
        inside = report.unit_id == by.unit_id
    else:
        inside = access.villages_for(by, on=timezone.localdate(at)).filter(pk=report.village_id).exists()
    if not inside:
        raise NotAllowed(_("Laporan ini di luar wilayah tugas Anda."))


def _require_usable(report: Report) -> None:
    """Its words are still here, and whoever wrote it does not object."""
    if report.words_gone_at is not None:
        raise Refused(_("Kata-kata laporan ini sudah dihapus; tidak ada lagi yang dapat diputuskan."))
    if report.restricted_at is not None:
        raise Refused(_("Pelapor keberatan. Laporan ini tidak diolah sampai keberatannya diputuskan."))


def require_issue(by: Person, issue: Issue, at: datetime, permission: Permission = Permission.TRIAGE_DECIDE) -> None:
    """The role carries the permission, and the issue is the unit's own or touches its villages."""
    access.require(by, permission)
    require_reach(by, issue, at)


def require_reach(by: Person, issue: Issue, at: datetime) -> None:
    """The issue is the unit's own or touches the person's villages."""
    if issue.unit_id in places.units_under(by.unit):
        return
    villages = access.villages_for(by, on=timezone.localdate(at))
    if not Area.objects.filter(Q(pk__in=issue.villages.all()), pk__in=villages).exists():
        raise NotAllowed(_("Isu ini di luar wilayah tugas Anda."))


def require_ground(by: Person, unit: Unit, villages: Sequence[Area], at: datetime) -> None:
    """An issue is opened for the person's own line of units, and in their villages."""
    own_line = unit.pk in places.units_under(by.unit) or by.unit_id in places.units_under(unit)
    inside = access.villages_for(by, on=timezone.localdate(at)).filter(pk__in=[area.pk for area in villages])
    if not own_line or inside.count() != len({area.pk for area in villages}):
        raise NotAllowed(_("Isu ini di luar wilayah tugas Anda."))


def require_open(issue: Issue) -> None:
    if issue.closed_at is not None:
        raise Refused(_("Isu ini sudah ditutup. Buka lagi dahulu bila ada kabar baru."))


def words(text: str, *, field: str, least: int = 3, most: int | None = None) -> str:
    """A reason or note that a person wrote; too little or too much is refused beside its field."""
    text = text.strip()
    if len(text) < least:
        raise Refused(_("Tuliskan dalam satu kalimat."), field=field)
    if most is not None and len(text) > most:
        raise Refused(_("Terlalu panjang: paling banyak %(most)d huruf.") % {"most": most}, field=field)
    return text


def record(action: str, issue: Issue, by: Person | Actor, at: datetime, **details: Any) -> None:
    audit.record(by=by, at=at, action=action, subject=("issue", issue.pk), unit_id=issue.unit_id, details=details)
