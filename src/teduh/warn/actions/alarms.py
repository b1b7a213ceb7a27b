"""An alarm is raised by the machine; what becomes of it, people decide."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.models import Unit
from teduh.triage.models import Issue
from teduh.trust import access, audit
from teduh.trust.actors import SYSTEM, Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.warn.adapt import Finding
from teduh.warn.models import Alarm, AlarmDay, AlarmVillage, Look, Miss
from teduh.warn.rules import Decision, Score


@transaction.atomic
def keep_look(*, unit: Unit, day: date, figures: Mapping[str, int], by: Person | Actor, at: datetime) -> Look:
    """Say what one look rested on, instead of an earlier look of the same day."""
    look, _added = Look.objects.update_or_create(unit=unit, day=day, defaults={"at": at, **figures})
    audit.record(
        by=by, at=at, action="warn.look", subject=("unit", unit.pk), unit_id=unit.pk, details={"day": day, **figures}
    )
    return look


@transaction.atomic
def raise_alarm(
    *,
    unit: Unit,
    day: date,
    finding: Finding,
    policy_version: int,
    policy: Mapping[str, Any],
    assigned_to: Person | None,
    at: datetime,
) -> Alarm:
    """Something stands out that no alarm tells of yet; it goes to a named person.

    Two looks at the same moment raise one alarm: the second one waits for the unit and finds the first one's.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    twin = Alarm.objects.filter(
        unit=unit, kind=finding.kind, places__village__in=finding.villages, last_seen_on=day
    ).first()
    if twin is not None:
        see_again(alarm=twin, day=day, finding=finding, at=at)
        return twin
    alarm = Alarm.objects.create(
        unit=unit,
        kind=finding.kind,
        raised_at=at,
        first_seen_on=day,
        last_seen_on=day,
        policy_version=policy_version,
        policy=dict(policy),
        assigned_to=assigned_to,
    )
    _keep_day(alarm, day, finding)
    _record("warn.raise_alarm", alarm, SYSTEM, at, kind=finding.kind, villages=list(finding.villages), day=day)
    return alarm


@transaction.atomic
def see_again(*, alarm: Alarm, day: date, finding: Finding, at: datetime) -> bool:
    """The alarm still stands out on this day. Whether that told anything new."""
    before = AlarmDay.objects.filter(alarm=alarm, day=day).first()
    told = _day_values(finding)
    if before is not None and all(getattr(before, name) == value for name, value in told.items()):
        return False
    _keep_day(alarm, day, finding)
    if day > alarm.last_seen_on:
        alarm.last_seen_on = day
        alarm.save(update_fields=("last_seen_on",))
    _record("warn.see_alarm", alarm, SYSTEM, at, day=day, villages=list(finding.villages))
    return True


def _keep_day(alarm: Alarm, day: date, finding: Finding) -> None:
    AlarmDay.objects.update_or_create(alarm=alarm, day=day, defaults=_day_values(finding))
    for code in finding.villages:
        AlarmVillage.objects.get_or_create(alarm=alarm, village_id=code)


def _day_values(finding: Finding) -> dict[str, Any]:
    names = ("observed", "expected", "relative_risk", "p_value", "recurrence_days", "statistic")
    return {name: getattr(finding, name) for name in names} | {
        "villages": list(finding.villages),
        "window_first": finding.first,
        "window_last": finding.last,
        "reports": [str(pk) for pk in finding.reports],
    }


@transaction.atomic
def acknowledge(*, alarm: Alarm, by: Person, at: datetime) -> Alarm:
    """A named person has seen it. The first one counts; a repeat changes nothing."""
    alarm = _locked(alarm, by, at)
    if alarm.acknowledged_at is None:
        alarm.acknowledged_by, alarm.acknowledged_at = by, at
        alarm.save(update_fields=("acknowledged_by", "acknowledged_at"))
        _record("warn.acknowledge", alarm, by, at)
    return alarm


@transaction.atomic
def decide(*, alarm: Alarm, decision: Decision, reason: str, by: Person, at: datetime) -> Alarm:
    """What is done about it, and why; whoever decides has thereby seen it. A later decision takes its place."""
    alarm = _locked(alarm, by, at)
    reason = _sentence(reason, "reason")
    if decision not in Decision:
        raise Refused(_("Pilih apa yang akan dilakukan."), field="decision")
    if alarm.visit_id is not None and decision != Decision.VISIT:
        raise Refused(_("Desanya sudah didatangi karena peringatan ini; keputusannya tinggal itu."), field="decision")
    if alarm.acknowledged_at is None:
        alarm.acknowledged_by, alarm.acknowledged_at = by, at
    before = alarm.decision
    alarm.decision, alarm.decision_reason, alarm.decided_by, alarm.decided_at = decision, reason, by, at
    alarm.save()
    _record("warn.decide", alarm, by, at, before=before, after=decision)
    return alarm


@transaction.atomic
def confirm_score(*, alarm: Alarm, score: Score, reason: str, by: Person, at: datetime) -> Alarm:
    """A person says what the alarm was worth; this counts more than the rule, which cannot see what did not happen."""
    alarm = _locked(alarm, by, at)
    if alarm.decided_at is None:
        raise Refused(_("Putuskan dulu apa yang dilakukan, baru menilai peringatannya."), field="score")
    if score not in Score:
        raise Refused(_("Pilih satu penilaian."), field="score")
    before = alarm.final_score
    alarm.score, alarm.score_reason, alarm.scored_by, alarm.scored_at = score, _sentence(reason, "reason"), by, at
    alarm.save(update_fields=("score", "score_reason", "scored_by", "scored_at"))
    _record("warn.confirm_score", alarm, by, at, before=before, after=score)
    return alarm


@transaction.atomic
def score_by_rule(*, alarm: Alarm, score: Score, lead_days: int | None, issue: Issue | None, at: datetime) -> Alarm:
    alarm.rule_score, alarm.lead_days, alarm.issue = score, lead_days, issue
    alarm.save(update_fields=("rule_score", "lead_days", "issue"))
    told = {"score": score, "lead_days": lead_days, "issue": issue.pk if issue else None}
    _record("warn.score", alarm, SYSTEM, at, **told)
    return alarm


@transaction.atomic
def note_miss(*, issue: Issue, unit: Unit, on: date, at: datetime) -> bool:
    """An issue became actual and no alarm had come before. Said once."""
    _miss, added = Miss.objects.get_or_create(issue=issue, defaults={"unit": unit, "on": on})
    if added:
        audit.record(
            by=SYSTEM, at=at, action="warn.miss", subject=("issue", issue.pk), unit_id=unit.pk, details={"on": on}
        )
    return added


def _locked(alarm: Alarm, by: Person, at: datetime) -> Alarm:
    """The alarm as it stands now, for somebody who may decide in one of its villages."""
    access.require(by, Permission.ALARM_DECIDE)
    found = Alarm.objects.select_for_update(of=("self",)).get(pk=alarm.pk)
    mine = access.villages_for(by, on=timezone.localdate(at))
    if not AlarmVillage.objects.filter(alarm=found, village__in=mine).exists():
        raise NotAllowed(_("Peringatan ini di luar wilayah tugas Anda."))
    return found


def _sentence(typed: str, field: str) -> str:
    typed = typed.replace("\x00", "").strip()
    if len(typed) < 3:
        raise Refused(_("Tuliskan alasannya dalam satu kalimat."), field=field)
    if len(typed) > 400:
        raise Refused(_("Terlalu panjang: paling banyak 400 huruf."), field=field)
    return typed


def _record(action: str, alarm: Alarm, by: Person | Actor, at: datetime, **details: Any) -> None:
    audit.record(by=by, at=at, action=action, subject=("alarm", alarm.pk), unit_id=alarm.unit_id, details=details)
