"""A week is kept, changed and approved; a stop is walked or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.plan import adapt, reads
from teduh.plan.actions.checks import record, require, require_any
from teduh.plan.models import Plan, Stop
from teduh.plan.rules import MOST_WEEKS, PlanState, StopState
from teduh.plan.scoring import score
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.warn import reads as warn


@dataclass(frozen=True)
class PlannedStop:
    """A stop as the planner proposes it; the names are those of the record."""

    village_id: str
    day: date
    position: int
    officer_id: UUID
    companion_id: UUID | None
    arrives: int
    minutes: int
    activity: str
    meet: tuple[str, ...]
    message_id: UUID | None
    promises: tuple[str, ...]
    score: float
    reasons: tuple[dict[str, Any], ...]
    issues: tuple[str, ...]

    def values(self) -> dict[str, Any]:
        lists = {name: list(getattr(self, name)) for name in ("meet", "promises", "reasons", "issues")}
        return {**self.__dict__, **lists}


@dataclass(frozen=True)
class Draft:
    """One week as the planner proposes it."""

    week_start: date
    stops: tuple[PlannedStop, ...]
    left_out: tuple[dict[str, Any], ...]
    problems: tuple[dict[str, Any], ...]
    value: float
    bound: float


def require_makes_plans(*, unit: Unit, week_start: date, weeks: int, by: Person, at: datetime) -> None:
    """Whether this person may have these weeks proposed at all; asked before anything is computed."""
    require(by, Permission.PLAN_CHANGE, unit)
    require_weeks(week_start=week_start, weeks=weeks, at=at)
    plan = Plan.objects.filter(unit=unit, week_start=week_start).first()
    if weeks == 1 and plan is not None and plan.state == PlanState.APPROVED:
        raise Refused(_("Rencana ini sudah disetujui. Ubah satu per satu, supaya petugas tahu apa yang berubah."))


def require_weeks(*, week_start: date, weeks: int, at: datetime) -> None:
    if week_start.weekday() != 0:
        raise Refused(_("Minggu rencana dimulai hari Senin."), field="week_start")
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(_("Rencana dibuat untuk satu sampai %(most)d minggu.") % {"most": MOST_WEEKS}, field="weeks")
    if week_start + timedelta(days=6) < timezone.localdate(at):
        raise Refused(_("Minggu ini sudah lewat. Pilih minggu ini atau yang akan datang."), field="week_start")


@transaction.atomic
def keep_drafts(*, unit: Unit, drafts: Sequence[Draft], basis: str, by: Person, at: datetime) -> list[Plan]:
    """Keep a proposal. Pinned stops and what has happened stay; an approved week stays whole.

    Whoever settled something while the planner was computing is not run over: the proposal is refused.
    """
    require_any(by, unit, Permission.PLAN_CHANGE, Permission.PLAN_ORDER)
    mondays = [draft.week_start for draft in drafts]
    list(Plan.objects.select_for_update().filter(unit=unit, week_start__in=mondays))
    if reads.basis(unit, mondays[0], len(mondays)) != basis:
        raise Refused(_("Rencana ini diubah orang lain selagi usulan dihitung. Buat usulan sekali lagi."))
    return [_keep_draft(unit, draft, by, at) for draft in drafts]


def _keep_draft(unit: Unit, draft: Draft, by: Person, at: datetime) -> Plan:
    plan, _new = Plan.objects.get_or_create(unit=unit, week_start=draft.week_start, defaults={"made_at": at})
    if plan.state == PlanState.APPROVED:
        return plan
    kept = {(stop.village_id, stop.day): stop for stop in plan.stops.filter(Q(pinned=True) | ~_planned())}
    plan.stops.filter(_planned(), pinned=False).delete()
    fresh = []
    for proposed in draft.stops:
        same = kept.get((proposed.village_id, proposed.day))
        if same is None:
            fresh.append(Stop(plan=plan, **proposed.values()))
        elif same.state == StopState.PLANNED:
            _refresh(same, proposed)
    Stop.objects.bulk_create(fresh)
    plan.made_at, plan.left_out, plan.problems = at, list(draft.left_out), list(draft.problems)
    plan.value, plan.bound = draft.value, draft.bound
    plan.save(update_fields=("made_at", "left_out", "problems", "value", "bound"))
    record("plan.make", plan, by, at, stops=len(draft.stops), left_out=len(draft.left_out))
    return plan


def _planned() -> Q:
    return Q(state=StopState.PLANNED)


def _refresh(stop: Stop, proposed: PlannedStop) -> None:
    """A pinned stop keeps its day and its officer; the rest is told anew. Without an officer it gets one."""
    values = proposed.values()
    if stop.officer_id is not None and stop.officer_id != proposed.officer_id:
        values = {name: value for name, value in values.items() if name not in ("officer_id", "companion_id")}
    for name in ("village_id", "day"):
        values.pop(name)
    reasons = [reason for reason in stop.reasons if reason["why"] == "asked"]
    values["reasons"] = [*reasons, *values["reasons"]][:3]
    for name, value in values.items():
        setattr(stop, name, value)
    stop.save(update_fields=[*values])


@transaction.atomic
def add_stop(*, plan: Plan, village: Area, day: date, officer: Person | None, by: Person, at: datetime) -> Stop:
    """A village that a person wants visited; it is pinned, so that a new proposal keeps it."""
    require(by, Permission.PLAN_CHANGE, plan.unit)
    _require_in_week(plan, day)
    if not places.villages_of_unit(plan.unit, on=day).filter(pk=village.pk).exists():
        raise Refused(_("Desa ini di luar wilayah kerja satuan."), field="village")
    if plan.stops.filter(village=village, day=day).exists():
        raise Refused(_("Desa ini sudah ada dalam rencana hari itu."), field="village")
    _require_officer(plan, officer)
    standing = warn.days_for(villages=Area.objects.filter(pk=village.pk), day=timezone.localdate(at))
    policy, _version = reads.policy_of(plan.unit)
    scored = score(adapt.needs_of(standing, posted={village.code}, unanswered={}, alarms={})[0], policy)
    stop = Stop.objects.create(
        plan=plan,
        village=village,
        day=day,
        position=_next_position(plan, day),
        officer=officer,
        minutes=policy.visit_minutes,
        score=scored.score,
        reasons=[{"why": "asked", "value": 1}, *adapt.reasons_of(scored)][:3],
        pinned=True,
    )
    record("plan.add_stop", plan, by, at, village=village.pk, day=day)
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
        stop.position, stop.arrives = _next_position(stop.plan, day), None
    stop.pinned = True
    stop.save(update_fields=("day", "position", "arrives", "pinned"))
    record("plan.move_stop", stop.plan, by, at, village=stop.village_id, before=before, after=day)
    return stop


@transaction.atomic
def set_officer(*, stop: Stop, officer: Person | None, by: Person, at: datetime) -> Stop:
    _require_change(stop, by)
    _require_officer(stop.plan, officer)
    if officer is None or officer.pk == stop.companion_id:
        stop.companion = None
    stop.officer, stop.pinned, stop.arrives = officer, True, None
    stop.save(update_fields=("officer", "companion", "pinned", "arrives"))
    record("plan.set_officer", stop.plan, by, at, village=stop.village_id, officer=officer.pk if officer else "")
    return stop


@transaction.atomic
def pin_stop(*, stop: Stop, pinned: bool, by: Person, at: datetime) -> Stop:
    _require_change(stop, by)
    stop.pinned = pinned
    stop.save(update_fields=("pinned",))
    record("plan.pin" if pinned else "plan.unpin", stop.plan, by, at, village=stop.village_id)
    return stop


@transaction.atomic
def swap_stops(*, stop: Stop, other: Stop, by: Person, at: datetime) -> None:
    """Two stops of a week change places: day, officers and time of one become those of the other."""
    _require_change(stop, by)
    _require_change(other, by)
    if stop.plan_id != other.plan_id or stop.pk == other.pk:
        raise Refused(_("Pilih dua kunjungan yang berbeda dari minggu yang sama."), field="other")
    taken = stop.plan.stops.exclude(pk__in=(stop.pk, other.pk))
    if taken.filter(Q(village=stop.village_id, day=other.day) | Q(village=other.village_id, day=stop.day)).exists():
        raise Refused(_("Desa ini sudah ada dalam rencana hari itu."), field="other")
    fields = ("day", "officer_id", "companion_id", "position", "arrives")
    before = {name: getattr(stop, name) for name in fields}
    for name in fields:
        setattr(stop, name, getattr(other, name))
        setattr(other, name, before[name])
    for each in (stop, other):
        each.pinned = True
        each.save(update_fields=("day", "officer", "companion", "position", "arrives", "pinned"))
    record("plan.swap", stop.plan, by, at, village=stop.village_id, other=other.village_id)


@transaction.atomic
def set_times(*, plan: Plan, times: Sequence[tuple[UUID, int, int]], by: Person, at: datetime) -> None:
    """Order and time of stops, counted anew after a person changed a day: (stop, position, minute of the day)."""
    require(by, Permission.PLAN_CHANGE, plan.unit)
    changed = 0
    for pk, position, arrives in times:
        changed += plan.stops.filter(pk=pk, state=StopState.PLANNED).update(position=position, arrives=arrives)
    record("plan.set_times", plan, by, at, stops=changed)


@transaction.atomic
def remove_stop(*, stop: Stop, by: Person, at: datetime) -> None:
    """Take a village out of the plan; it is listed among those left out."""
    _require_change(stop, by)
    plan = stop.plan
    plan.left_out = [*plan.left_out, {"village": stop.village_id, "reason": "removed", "minutes": None}]
    plan.save(update_fields=("left_out",))
    stop.delete()
    record("plan.remove_stop", plan, by, at, village=stop.village_id)


@transaction.atomic
def approve_plan(*, plan: Plan, by: Person, at: datetime) -> Plan:
    """The chief of the unit agrees; officers see the plan as theirs."""
    require(by, Permission.PLAN_APPROVE, plan.unit)
    if plan.state == PlanState.APPROVED:
        raise Refused(_("Rencana ini sudah disetujui."))
    if not plan.stops.exists():
        raise Refused(_("Rencana ini masih kosong. Buat usulan atau tambah desa dahulu."))
    plan.state, plan.approved_by, plan.approved_at = PlanState.APPROVED, by, at
    plan.save(update_fields=("state", "approved_by", "approved_at"))
    record("plan.approve", plan, by, at, stops=plan.stops.count())
    return plan


@transaction.atomic
def skip_stop(*, stop: Stop, reason: str, by: Person, at: datetime) -> Stop:
    """A planned visit did not happen, and why."""
    if by.pk not in (stop.officer_id, stop.companion_id):
        require(by, Permission.PLAN_CHANGE, stop.plan.unit)
    if not reason.strip():
        raise Refused(_("Tuliskan alasannya dalam satu kalimat."), field="reason")
    if stop.state == StopState.DONE:
        raise Refused(_("Kunjungan ini sudah dicatat."))
    stop.state, stop.skip_reason = StopState.SKIPPED, reason.strip()
    stop.save(update_fields=("state", "skip_reason"))
    record("plan.skip", stop.plan, by, at, village=stop.village_id)
    return stop


@transaction.atomic
def note_visit(*, stop_id: UUID, visit_id: UUID, by: Person | Actor, at: datetime) -> None:
    """The stop was visited. A stop that is gone from the plan is no reason to lose the visit."""
    stop = Stop.objects.select_related("plan").filter(pk=stop_id).first()
    if stop is None or stop.visit_id == visit_id:
        return
    stop.state, stop.visit_id = StopState.DONE, visit_id
    stop.save(update_fields=("state", "visit_id"))
    record("plan.visited", stop.plan, by, at, village=stop.village_id)


def _require_change(stop: Stop, by: Person) -> None:
    require(by, Permission.PLAN_CHANGE, stop.plan.unit)
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
