"""Rows of plan, places and other stages to the core's question, and its stops back to what a plan keeps."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from teduh.cores.geo import distance_km
from teduh.cores.route.weeks import Officer, Opening, Place, Pool, Shift, Worth
from teduh.places.models import Area, Posting
from teduh.plan.beside import Beside
from teduh.plan.models import Away, DutyPlace, Stop, VillageRule
from teduh.plan.policy import Policy
from teduh.plan.rules import Activity, TravelMode, VillageRuleKind
from teduh.plan.scoring import Need, Scored, strongest
from teduh.trust.models import Person
from teduh.warn.reads import VillageStanding

# Where nothing at all is known of where a village lies, it counts as this far from everywhere.
UNKNOWN_KM: Final = 50.0
MODES: Final = (TravelMode.MOTORCYCLE, TravelMode.CAR, TravelMode.BOAT)
FRIDAY, SATURDAY = 4, 5


def needs_of(
    standings: Collection[VillageStanding],
    *,
    posted: Collection[str],
    unanswered: Mapping[str, int],
    alarms: Mapping[str, int],
    beside: Mapping[str, Beside] | None = None,
    vulnerability: Mapping[str, float] | None = None,
) -> list[Need]:
    others, table = beside or {}, vulnerability or {}
    found = []
    for row in standings:
        code, known = row.village.code, others.get(row.village.code, Beside())
        found.append(
            Need(
                code=code,
                actual=row.open_actual,
                imminent=row.open_imminent,
                latent=row.open_latent,
                alarms=alarms.get(code, 0),
                unanswered=unanswered.get(code, 0),
                reports_14=row.reports_14,
                promises_due=len(known.promises_due),
                roles_missing=len(known.roles_missing),
                reached=known.reached,
                vulnerability=table.get(code, table.get(row.village.parent_id or "", 0.0)),
                days_since_visit=row.days_since_contact,
                has_officer=code in posted,
            )
        )
    return found


@dataclass(frozen=True)
class Calendar:
    """The days of the question, and what of the election lies in them."""

    monday: date
    weeks: int
    today: date
    # Today an officer has only the minutes from now on.
    now_minute: int = 0
    quiet: frozenset[int] = frozenset()
    # Days of the vote: every officer has a polling station to look after.
    vote: frozenset[int] = frozenset()

    @property
    def first_day(self) -> int:
        return max(0, self.index(self.today))

    @property
    def days(self) -> range:
        return range(7 * self.weeks)

    def on(self, day: int) -> date:
        return self.monday + timedelta(days=day)

    def index(self, day: date) -> int:
        return (day - self.monday).days


def worth_of(policy: Policy) -> Worth:
    return Worth(
        half_life_days=policy.half_life_days,
        own=policy.own_officer,
        minute=policy.road_minute,
        even=policy.even_load,
    )


def pools_of(vehicles: Mapping[str, int]) -> tuple[Pool, ...]:
    return tuple(Pool(MODES.index(TravelMode(mode)), count) for mode, count in sorted(vehicles.items()))


@dataclass(frozen=True)
class Ground:
    """Where everything lies: points are villages in the order of codes, then the bases of officers."""

    points: Mapping[str, int]
    travel: tuple[NDArray[np.float64], ...]
    without_coordinates: tuple[str, ...] = field(default=())


def ground(
    areas: Sequence[Area],
    policy: Policy,
    *,
    tables: Mapping[str, Mapping[tuple[str, str], float | None]],
    only_boat: Collection[str],
) -> Ground:
    """Minutes between areas by each mode: what a table says, else the straight line times winding at usual speed."""
    spots = [_spot(area) for area in areas]
    km = _km(spots)
    points = {area.pk: number for number, area in enumerate(areas)}
    travel = []
    for mode in MODES:
        speed = policy.boat_km_per_hour if mode == TravelMode.BOAT else policy.km_per_hour
        minutes = np.round(km * policy.winding_percent / 100.0 / speed * 60.0 + policy.leg_minutes, 1)
        if mode != TravelMode.BOAT:
            wet = [points[code] for code in only_boat if code in points]
            minutes[wet, :], minutes[:, wet] = np.nan, np.nan
        for (start, end), known in tables.get(mode, {}).items():
            if start in points and end in points:
                minutes[points[start], points[end]] = math.nan if known is None else known
        np.fill_diagonal(minutes, 0.0)
        travel.append(minutes)
    missing = tuple(area.pk for area, spot in zip(areas, spots, strict=True) if spot is None)
    return Ground(points, tuple(travel), missing)


def _spot(area: Area) -> tuple[float, float] | None:
    """The area's own coordinates, else those of the subdistrict it lies in."""
    for each in (area, area.parent):
        if each is not None and each.latitude is not None and each.longitude is not None:
            return each.latitude, each.longitude
    return None


def _km(spots: Sequence[tuple[float, float] | None]) -> NDArray[np.float64]:
    known = np.array([spot is not None for spot in spots], dtype=bool)
    lat, lng = np.array([spot or (0.0, 0.0) for spot in spots], dtype=np.float64).reshape(-1, 2).T
    km = distance_km(lat[:, None], lng[:, None], lat[None, :], lng[None, :])
    return np.where(known[:, None] & known[None, :], km, UNKNOWN_KM)


def place_of(
    scored: Scored, need: Need, *, point: int, policy: Policy, calendar: Calendar, rules: Sequence[VillageRule]
) -> Place:
    """A village as the core takes it."""
    return Place(
        key=scored.code,
        point=point,
        daily=scored.daily,
        urgent=scored.urgent,
        days_since=_days_since(need, calendar),
        limit_days=policy.limit_days,
        visit_minutes=policy.visit_minutes,
        officers=2 if any(rule.kind == VillageRuleKind.TWO_OFFICERS for rule in rules) else 1,
        openings=openings(policy, calendar, rules),
    )


def _days_since(need: Need, calendar: Calendar) -> int | None:
    """Days from the last visit to the Monday of the plan; less than 0 where somebody came since then."""
    return None if need.days_since_visit is None else need.days_since_visit - calendar.index(calendar.today)


def openings(policy: Policy, calendar: Calendar, rules: Sequence[VillageRule]) -> tuple[Opening, ...]:
    """When people of a village can be met: their hours less noon, Friday prayers, markets, and closed days."""
    found = []
    for day in calendar.days:
        on = calendar.on(day)
        holding = [rule for rule in rules if _holds(rule, on)]
        if any(rule.kind == VillageRuleKind.CLOSED for rule in holding):
            continue
        hours = [(policy.people_from, policy.people_until)]
        pauses = [(policy.noon_from, policy.noon_until)]
        if on.weekday() == FRIDAY:
            pauses = [(policy.friday_from, policy.friday_until)]
        pauses += [(rule.starts or 0, rule.ends or 0) for rule in holding if rule.kind == VillageRuleKind.BUSY]
        for pause in pauses:
            hours = _without(hours, pause)
        found += [Opening(day, opens, closes) for opens, closes in hours]
    return tuple(found)


def _holds(rule: VillageRule, on: date) -> bool:
    begun = rule.first is None or rule.first <= on
    return begun and (rule.last is None or on <= rule.last) and rule.weekday in (None, on.weekday())


def _without(hours: Sequence[tuple[int, int]], pause: tuple[int, int]) -> list[tuple[int, int]]:
    """The hours that are left when a pause is cut out of them."""
    left = [(opens, min(closes, pause[0])) for opens, closes in hours]
    left += [(max(opens, pause[1]), closes) for opens, closes in hours]
    return sorted({(opens, closes) for opens, closes in left if closes > opens})


def officer_of(
    person: Person,
    *,
    base: int,
    place: DutyPlace | None,
    hours: Mapping[int, tuple[int, int]],
    away: Sequence[Away],
    policy: Policy,
    calendar: Calendar,
    looks_after: Collection[str],
    never: Collection[str],
    stands: tuple[int, int] | None = None,
) -> Officer:
    """An officer as the core takes them: own hours, else those that the district has set for all.

    `stands` is the point where they are today, and the minute from which they can go on.
    """
    shifts = []
    for day in calendar.days:
        on = calendar.on(day)
        if day in calendar.vote or any(each.first <= on <= each.last for each in away):
            continue
        span = _span(on.weekday(), place, hours, policy)
        if span is not None:
            point, free = stands if stands is not None and on == calendar.today else (None, span[0])
            starts = max(span[0], free, calendar.now_minute) if on == calendar.today else span[0]
            shifts.append(Shift(day, starts, max(starts, span[1]), point))
    return Officer(
        key=str(person.pk),
        base=base,
        shifts=tuple(shift for shift in shifts if shift.ends > shift.starts),
        mode=MODES.index(TravelMode(place.mode)) if place else 0,
        looks_after=frozenset(looks_after),
        never=frozenset(never),
    )


def _span(
    weekday: int, place: DutyPlace | None, hours: Mapping[int, tuple[int, int]], policy: Policy
) -> tuple[int, int] | None:
    if weekday in hours:
        return hours[weekday]
    if weekday >= SATURDAY or (place is not None and not place.usual_hours):
        return None
    return policy.duty_from, policy.duty_friday_until if weekday == FRIDAY else policy.duty_until


def looked_after(postings: Collection[Posting]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for posting in postings:
        found.setdefault(posting.person_id, set()).add(posting.village_id)
    return found


def reasons_of(scored: Scored) -> list[dict[str, Any]]:
    """The three strongest reasons as they are stored with a stop."""
    return [{"why": reason.why, "value": reason.value} for reason in strongest(scored)]


def activity_of(need: Need, *, day: int, calendar: Calendar, has_answer: bool) -> Activity:
    """What a visit is for. In the quiet period and on the vote nobody is called together."""
    if day in calendar.quiet or day in calendar.vote:
        return Activity.VISIT
    if need.actual or need.imminent or need.alarms:
        return Activity.FACE_TO_FACE_MEETING
    if has_answer:
        return Activity.CLARIFICATION_ROUND
    if need.unanswered or need.reports_14:
        return Activity.LISTENING_SESSION if calendar.on(day).weekday() == FRIDAY else Activity.DOOR_TO_DOOR_VISIT
    return Activity.VISIT


def minute_of(stop: Stop) -> int:
    return stop.arrives if stop.arrives is not None else 0
