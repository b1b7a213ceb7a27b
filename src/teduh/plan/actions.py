"""Every write of planning."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.plan import adapt, reads
from teduh.plan.models import Plan, Stop
from teduh.plan.rules import PlanState, StopState
from teduh.plan.scoring import rank, score
from teduh.plan.weeks import LeftOut, PlannedStop, plan_week
from teduh.triage import reads as triage
from teduh.trust import access, audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.warn import reads as warn


@transaction.atomic
def make_plan(*, unit: Unit, week_start: date, by: Person, at: datetime) -> Plan:
    """Propose a unit's week. Made again, a draft keeps what was pinned or has happened; an approved plan stays."""
    _require(by, Permission.PLAN_CHANGE, unit)
    if week_start.weekday() != 0:
        raise Refused(_("Minggu rencana dimulai hari Senin."), field="week_start")
    plan = Plan.objects.select_for_update().filter(unit=unit, week_start=week_start).first()
    if plan is not None and plan.state == PlanState.APPROVED:
        raise Refused(_("Rencana ini sudah disetujui. Ubah satu per satu, supaya petugas tahu apa yang berubah."))
    if plan is None:
        plan = Plan.objects.create(unit=unit, week_start=week_start, made_at=at)
    plan.stops.filter(pinned=False, state=StopState.PLANNED).delete()
    stops, left_out = _propose(plan, at)
    Stop.objects.bulk_create(_stop(plan, planned) for planned in stops)
    plan.made_at = at
    plan.left_out = [{"village": row.village, "reason": row.why} for row in left_out]
    plan.save(update_fields=("made_at", "left_out"))
    _record("plan.make", plan, by, at, stops=len(stops), left_out=len(left_out))
    return plan


def _propose(plan: Plan, at: datetime) -> tuple[list[PlannedStop], list[LeftOut]]:
    today = timezone.localdate(at)
    day = max(today, plan.week_start)
    villages = places.villages_of_unit(plan.unit, on=day)
    standings = warn.days_for(villages=villages, day=today)
    postings = list(places.postings_on(villages, on=day))
    kept = list(plan.stops.all())
    unanswered = Counter(triage.villages_unanswered(villages=villages))
    posted = {posting.village_id for posting in postings}
    alarms = warn.alarms_unvisited(villages, on=today)
    needs = adapt.needs_of(standings, posted=posted, unanswered=unanswered, alarms=alarms)
    village_officers = reads.officers_for(plan.unit).filter(role="village_officer")
    return plan_week(
        rank(needs),
        adapt.officers_of(postings, list(village_officers.values_list("pk", flat=True))),
        first_day=day,
        week_start=plan.week_start,
        pinned=frozenset(stop.village_id for stop in kept),
        taken=adapt.officer_days([(stop.officer_id, stop.day) for stop in kept]),
        distance=adapt.distance_between([row.village for row in standings]),
    )


def _stop(plan: Plan, planned: PlannedStop) -> Stop:
    return Stop(
        plan=plan,
        village_id=planned.village,
        day=planned.day,
        position=planned.position,
        officer_id=UUID(planned.officer),
        score=planned.score.score,
        reasons=adapt.reasons_of(planned.score),
    )


@transaction.atomic
def add_stop(*, plan: Plan, village: Area, day: date, officer: Person | None, by: Person, at: datetime) -> Stop:
    """A village that a person wants visited; it is pinned, so that a new proposal keeps it."""
    _require(by, Permission.PLAN_CHANGE, plan.unit)
    _require_in_week(plan, day)
    if not places.villages_of_unit(plan.unit, on=day).filter(pk=village.pk).exists():
        raise Refused(_("Desa ini di luar wilayah kerja satuan."), field="village")
    if plan.stops.filter(village=village, day=day).exists():
        raise Refused(_("Desa ini sudah ada dalam rencana hari itu."), field="village")
    _require_officer(plan, officer)
    standing = warn.days_for(villages=Area.objects.filter(pk=village.pk), day=timezone.localdate(at))
    scored = score(adapt.needs_of(standing, posted={village.code}, unanswered={}, alarms={})[0])
    stop = Stop.objects.create(
        plan=plan,
        village=village,
        day=day,
        position=_next_position(plan, day),
        officer=officer,
        score=scored.score,
        reasons=[{"why": "asked", "value": 1}, *adapt.reasons_of(scored)][:3],
        pinned=True,
    )
    _record("plan.add_stop", plan, by, at, village=village.pk, day=day)
    return stop


@transaction.atomic
def move_stop(*, stop: Stop, day: date, by: Person, at: datetime) -> Stop:
    """Another day; a stop that a person moved is pinned."""
    _require_change(stop, by)
    _require_in_week(stop.plan, day)
    if stop.plan.stops.filter(village=stop.village_id, day=day).exclude(pk=stop.pk).exists():
        raise Refused(_("Desa ini sudah ada dalam rencana hari itu."), field="day")
    before, stop.day = stop.day, day
    if before != day:
        stop.position = _next_position(stop.plan, day)
    stop.pinned = True
    stop.save(update_fields=("day", "position", "pinned"))
    _record("plan.move_stop", stop.plan, by, at, village=stop.village_id, before=before, after=day)
    return stop


@transaction.atomic
def set_officer(*, stop: Stop, officer: Person | None, by: Person, at: datetime) -> Stop:
    _require_change(stop, by)
    _require_officer(stop.plan, officer)
    stop.officer, stop.pinned = officer, True
    stop.save(update_fields=("officer", "pinned"))
    _record("plan.set_officer", stop.plan, by, at, village=stop.village_id, officer=officer.pk if officer else "")
    return stop


@transaction.atomic
def pin_stop(*, stop: Stop, pinned: bool, by: Person, at: datetime) -> Stop:
    _require_change(stop, by)
    stop.pinned = pinned
    stop.save(update_fields=("pinned",))
    _record("plan.pin" if pinned else "plan.unpin", stop.plan, by, at, village=stop.village_id)
    return stop


@transaction.atomic
def remove_stop(*, stop: Stop, by: Person, at: datetime) -> None:
    """Take a village out of the plan; it is listed among those left out."""
    _require_change(stop, by)
    plan = stop.plan
    plan.left_out = [*plan.left_out, {"village": stop.village_id, "reason": "removed"}]
    plan.save(update_fields=("left_out",))
    stop.delete()
    _record("plan.remove_stop", plan, by, at, village=stop.village_id)


@transaction.atomic
def approve_plan(*, plan: Plan, by: Person, at: datetime) -> Plan:
    """The chief of the unit agrees; officers see the plan as theirs."""
    _require(by, Permission.PLAN_APPROVE, plan.unit)
    if plan.state == PlanState.APPROVED:
        raise Refused(_("Rencana ini sudah disetujui."))
    if not plan.stops.exists():
        raise Refused(_("Rencana ini masih kosong. Buat usulan atau tambah desa dahulu."))
    plan.state, plan.approved_by, plan.approved_at = PlanState.APPROVED, by, at
    plan.save(update_fields=("state", "approved_by", "approved_at"))
    _record("plan.approve", plan, by, at, stops=plan.stops.count())
    return plan


@transaction.atomic
def skip_stop(*, stop: Stop, reason: str, by: Person, at: datetime) -> Stop:
    """A planned visit did not happen, and why."""
    if by.pk != stop.officer_id:
        _require(by, Permission.PLAN_CHANGE, stop.plan.unit)
    if not reason.strip():
        raise Refused(_("Tuliskan alasannya dalam satu kalimat."), field="reason")
    if stop.state == StopState.DONE:
        raise Refused(_("Kunjungan ini sudah dicatat."))
    stop.state, stop.skip_reason = StopState.SKIPPED, reason.strip()
    stop.save(update_fields=("state", "skip_reason"))
    _record("plan.skip", stop.plan, by, at, village=stop.village_id)
    return stop


@transaction.atomic
def note_visit(*, stop_id: UUID, visit_id: UUID, by: Person | Actor, at: datetime) -> None:
    """The stop was visited. A stop that is gone from the plan is no reason to lose the visit."""
    stop = Stop.objects.select_related("plan").filter(pk=stop_id).first()
    if stop is None or stop.visit_id == visit_id:
        return
    stop.state, stop.visit_id = StopState.DONE, visit_id
    stop.save(update_fields=("state", "visit_id"))
    _record("plan.visited", stop.plan, by, at, village=stop.village_id)


def _require(by: Person, permission: Permission, unit: Unit) -> None:
    access.require(by, permission)
    if unit.pk not in places.units_under(by.unit):
        raise NotAllowed(_("Rencana ini milik satuan lain."))


def _require_change(stop: Stop, by: Person) -> None:
    _require(by, Permission.PLAN_CHANGE, stop.plan.unit)
    if stop.state != StopState.PLANNED:
        raise Refused(_("Kunjungan ini sudah selesai atau sudah dibatalkan."))


def _require_in_week(plan: Plan, day: date) -> None:
    if not plan.week_start <= day <= plan.week_start + timedelta(days=6):
        raise Refused(_("Pilih hari dalam minggu rencana ini."), field="day")


def _require_officer(plan: Plan, officer: Person | None) -> None:
    if officer is not None and not reads.officers_for(plan.unit).filter(pk=officer.pk).exists():
        raise Refused(_("Petugas ini bukan dari satuan rencana."), field="officer")


def _next_position(plan: Plan, day: date) -> int:
    return (plan.stops.filter(day=day).aggregate(last=Max("position"))["last"] or 0) + 1


def _record(action: str, plan: Plan, by: Person | Actor, at: datetime, **details: object) -> None:
    audit.record(by=by, at=at, action=action, subject=("plan", plan.pk), unit_id=plan.unit_id, details=details)
