"""The daily look: raise what stands out, go on with what still does, and say afterwards what it was worth."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import UnitKind
from teduh.triage import reads as triage
from teduh.triage.rules import Level
from teduh.trust import reads as trust
from teduh.trust.actors import SYSTEM, Actor
from teduh.trust.models import Person
from teduh.trust.rules import Role
from teduh.warn import actions, adapt, reads
from teduh.warn.models import Alarm
from teduh.warn.rules import LATE_DAYS, LOOK_MINUTES, SCORE_DAYS, Score

RISEN: Final = (Level.IMMINENT, Level.ACTUAL)


def look(*, at: datetime) -> int:
    """Look at every district that was not looked at within the hour; returns how many alarms were raised or moved."""
    districts = places.all_units().filter(kind=UnitKind.DISTRICT).order_by("key")
    return sum(look_at(unit=unit, by=SYSTEM, at=at) for unit in districts if _due(unit, at))


def _due(unit: Unit, at: datetime) -> bool:
    last = reads.latest_look(unit)
    return last is None or last.day < timezone.localdate(at) or at - last.at >= timedelta(minutes=LOOK_MINUTES)


def look_at(*, unit: Unit, by: Person | Actor, at: datetime) -> int:
    """One look at one district, now. Looking again at the same reports changes nothing but the time of the look."""
    day = timezone.localdate(at)
    setup = reads.policy_of(unit)
    table = reads.known_for(unit, day=day, kinds=setup.kinds)
    found = adapt.findings(table, adapt.watch_of(setup.watch))
    moved = 0
    for finding in found:
        going = reads.open_like(unit, finding, day=day)
        if going is None:
            actions.raise_alarm(
                unit=unit,
                day=day,
                finding=finding,
                policy_version=setup.version,
                policy={**setup.watch, "kinds": list(setup.kinds)},
                assigned_to=_responsible(finding.villages, unit, day),
                at=at,
            )
            moved += 1
        else:
            moved += actions.see_again(alarm=going, day=day, finding=finding, at=at)
    figures = {
        "policy_version": setup.version,
        "days_known": table.days,
        "reports": int(table.reports.sum()),
        "signals": int(table.signals.sum()),
        "villages": len(table.spots),
        "without_coordinates": table.without_coordinates,
        "never_spoke": table.never_spoke,
        "village_days_missing": int(table.missing.sum()),
    }
    actions.keep_look(unit=unit, day=day, figures=figures, by=by, at=at)
    return moved


def _responsible(villages: Iterable[str], unit: Unit, day: date) -> Person | None:
    """The chief of the sector of most of the villages, else the district's desk, else its chief."""
    areas = Area.objects.filter(pk__in=list(villages)).order_by("code")
    sectors = [sector for sector in (places.sector_of(area, on=day) for area in areas) if sector is not None]
    if sectors:
        most = max(sectors, key=lambda sector: (sum(one == sector for one in sectors), sector.name))
        chief = trust.people_of(most, roles=(Role.SECTOR_CHIEF,)).filter(unit=most).order_by("pk").first()
        if chief:
            return chief
    staff = trust.people_of(unit, roles=(Role.DESK_OFFICER, Role.DISTRICT_CHIEF)).filter(unit=unit)
    # Of the two roles the desk comes first by its word.
    return staff.order_by("role", "pk").first()


def score(*, at: datetime) -> int:
    """Score alarms whose time has come, and note what became actual without one."""
    districts = places.all_units().filter(kind=UnitKind.DISTRICT).order_by("key")
    return sum(_score_unit(unit, timezone.localdate(at), at) for unit in districts)


def _score_unit(unit: Unit, today: date, at: datetime) -> int:
    waiting = list(reads.unscored(unit))
    villages = places.villages_of_unit(unit, on=today)
    first = min((alarm.first_seen_on for alarm in waiting), default=today) - timedelta(days=LATE_DAYS + SCORE_DAYS)
    rises = triage.rises(villages=villages, first=first, last=today, levels=RISEN)
    handled = sum(_score_alarm(alarm, rises, today, at) for alarm in waiting)
    return handled + _note_misses(unit, first, today, at)


def _score_alarm(alarm: Alarm, rises: list[triage.Rise], today: date, at: datetime) -> bool:
    """A matter near enough makes a hit, or a late one; without one, time makes a false alarm."""
    mine = {place.village_id for place in alarm.places.all()}
    here = [rise for rise in rises if rise.villages & mine]
    lead = adapt.lead_of(alarm.first_seen_on, [rise.on for rise in here])
    if lead is None:
        if (today - alarm.first_seen_on).days <= SCORE_DAYS:
            return False
        actions.score_by_rule(alarm=alarm, score=Score.FALSE_ALARM, lead_days=None, issue=None, at=at)
        return True
    if lead < 1 and (today - alarm.first_seen_on).days <= SCORE_DAYS:
        # Something worse may still come that it told of in time.
        return False
    rise = next(rise for rise in here if (rise.on - alarm.first_seen_on).days == lead)
    verdict = Score.HIT if lead >= 1 else Score.LATE
    issue = triage.issue_by_id(rise.issue_id)
    actions.score_by_rule(alarm=alarm, score=verdict, lead_days=lead, issue=issue, at=at)
    return True


def _note_misses(unit: Unit, first: date, today: date, at: datetime) -> int:
    """Only once the district has been looked at on the days before can an alarm have been missed."""
    handled = 0
    villages = places.villages_of_unit(unit, on=today)
    since = reads.first_look_day(unit)
    if since is None:
        return 0
    first = max(first, since + timedelta(days=1))
    for rise in triage.rises(villages=villages, first=first, last=today, levels=(Level.ACTUAL,)):
        if reads.alarm_before(unit, rise.villages, day=rise.on):
            continue
        issue = triage.issue_by_id(rise.issue_id)
        handled += issue is not None and actions.note_miss(issue=issue, unit=unit, on=rise.on, at=at)
    return handled
