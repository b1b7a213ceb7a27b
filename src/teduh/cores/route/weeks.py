"""Who visits which village when: one to eight weeks of one unit, week by week, each week by `solve`.

>>> answer = plan_weeks(Weeks(places, officers, travel, weeks=4), seed=7)
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from teduh.cores.route import weeks_left
from teduh.cores.route.stop import StopRule
from teduh.cores.route.weeks_bump import bumps
from teduh.cores.route.weeks_check import keeps_rules
from teduh.cores.route.weeks_clock import shift_on
from teduh.cores.route.weeks_data import (
    WEEK,
    Fixed,
    LeftOut,
    Officer,
    Opening,
    Place,
    Pool,
    Shift,
    Stop,
    Weeks,
    WeeksPlan,
    Worth,
)
from teduh.cores.route.weeks_even import evened
from teduh.cores.route.weeks_pairs import Appointment, meetings
from teduh.cores.route.weeks_pools import at_home, without
from teduh.cores.route.weeks_week import Round, choose, gain_on, offers_of, only_days
from teduh.cores.route.weeks_worth import Horizon, bound, days_possible, starting_age, value, whole

__all__ = [
    "Fixed",
    "LeftOut",
    "Officer",
    "Opening",
    "Place",
    "Pool",
    "Shift",
    "Stop",
    "Weeks",
    "WeeksPlan",
    "Worth",
    "plan_weeks",
]

ITERATIONS: Final = 300
MENDS: Final = 3
# What a person wants is worth more than anything else that a vehicle could be used for.
FIRM: Final = 1e9
# Half of an officer's hours are spent in villages, half on the road and between: what can be counted on.
_COUNTED_ON: Final = 0.5


def plan_weeks(
    weeks: Weeks,
    *,
    seed: int,
    iterations: int = ITERATIONS,
    start: Sequence[Stop] = (),
    stop: StopRule | None = None,
    mends: int = MENDS,
) -> WeeksPlan:
    """A plan of all weeks; the same seed and iterations give the same plan.

    Parameters
    ----------
    iterations : int
        Of the search, for each week; 0 gives the first plan that can be built.
    start : sequence of Stop, optional
        An earlier plan of the same weeks: what is found is never worth less than what is still possible of it.
    stop : StopRule, optional
        Instead of `iterations`, for each week.
    mends : int
        How often turns are moved to an earlier week, and all is planned again, because somebody would wait too long;
        with 0 the work is not shared anew either.
    """
    rule = stop or StopRule(iterations=iterations)
    pulled: dict[str, int] = {}
    best = _rolled(weeks, seed=seed, rule=rule, start=start, pulled=pulled)
    for _ in range(mends):
        more = _earlier_turns(weeks, best.stops, pulled)
        if not more:
            break
        pulled |= more
        again = _rolled(weeks, seed=seed, rule=rule, start=start, pulled=pulled)
        if value(weeks, again.stops) > value(weeks, best.stops):
            best = again
    if mends and late_in(weeks, best.stops):
        roomy = _with_room(weeks, best.stops, seed=seed, rule=rule)
        if roomy is not None and value(weeks, roomy.stops) > value(weeks, best.stops):
            best = roomy
    given = best
    if mends:
        given = replace(best, stops=evened(weeks, best.stops, firm={(each.place, each.day) for each in weeks.fixed}))
    if start:
        earlier = _still_possible(weeks, start)
        least = value(weeks, earlier)
        if least > value(weeks, best.stops):
            given = replace(best, stops=earlier, missing=_missing(weeks, earlier), stayed=[])
        elif least > value(weeks, given.stops):
            given = best
    return plan_of(weeks, given.stops, not_kept=given.not_kept, left_out=given.missing, no_vehicle=given.stayed)


def plan_of(
    weeks: Weeks,
    stops: Sequence[Stop],
    *,
    not_kept: Sequence[tuple[Fixed, str]] = (),
    left_out: Sequence[LeftOut] | None = None,
    no_vehicle: Sequence[tuple[str, int]] = (),
) -> WeeksPlan:
    """Stops with what they are worth, who waits too long, and why each place without one has none."""
    points = value(weeks, stops)
    return WeeksPlan(
        stops=tuple(stops),
        left_out=tuple(_missing(weeks, stops) if left_out is None else left_out),
        value=points,
        bound=max(bound(weeks), points),
        late=late_in(weeks, stops),
        not_kept=tuple(not_kept),
        no_vehicle=tuple(no_vehicle),
    )


@dataclass(frozen=True)
class _Rolled:
    """All weeks, one after another, with what was left out, could not be kept, and who had no vehicle when."""

    stops: list[Stop] = field(default_factory=list)
    missing: list[LeftOut] = field(default_factory=list)
    not_kept: list[tuple[Fixed, str]] = field(default_factory=list)
    stayed: list[tuple[str, int]] = field(default_factory=list)


def _with_room(weeks: Weeks, stops: Sequence[Stop], *, seed: int, rule: StopRule) -> _Rolled | None:
    """The same plan, where others give way to those who wait too long, as far as that is worth it."""
    wanted = {(each.place, each.day) for each in weeks.fixed}
    found = bumps(weeks, stops, most=len(stops), firm=wanted, only=late_in(weeks, stops))
    if not found:
        return None
    away = {(stop.place, stop.day) for bump in found for stop in bump.away}
    kept = [Fixed(stop.place, stop.day, stop.officer) for stop in stops if (stop.place, stop.day) not in away]
    fixed = (*kept, *(bump.fixed for bump in found))
    # What a person wanted and could not be is told again, under its own name.
    lost = [each for each in weeks.fixed if (each.place, each.day) not in {(one.place, one.day) for one in fixed}]
    rolled = _rolled(replace(weeks, fixed=(*fixed, *lost)), seed=seed, rule=rule, start=stops, pulled={})
    return replace(rolled, not_kept=[row for row in rolled.not_kept if (row[0].place, row[0].day) in wanted])


def _earlier_turns(weeks: Weeks, stops: Sequence[Stop], pulled: Mapping[str, int]) -> dict[str, int]:
    """For places that wait too long though somebody could have come before: the week in which their turn shall be."""
    days, found = only_days(weeks, stops), dict[str, int]()
    for key in late_in(weeks, stops):
        place = weeks.place(key)
        since = _first_late(place, days.get(key, ()), weeks.first_day) - place.limit_days - 1
        in_time = [day for day in days_possible(weeks, place) if since < day <= since + place.limit_days]
        last = pulled.get(key, max(in_time, default=0) // WEEK + 1) - 1
        if in_time and last >= in_time[0] // WEEK:
            found[key] = last
    return found


def _first_late(place: Place, days: Sequence[int], first_day: int) -> int:
    """The first day on which it has waited longer than its limit."""
    last = -starting_age(place, first_day)
    for day in days:
        if day - last > place.limit_days:
            break
        last = day
    return last + place.limit_days + 1


def _rolled(weeks: Weeks, *, seed: int, rule: StopRule, start: Sequence[Stop], pulled: Mapping[str, int]) -> _Rolled:
    rolled = _Rolled()
    able = {place.key: days_possible(weeks, place) for place in weeks.places}
    for week in range(weeks.first_day // WEEK, weeks.weeks):
        before = only_days(weeks, rolled.stops)
        empty = Round(weeks, week, before, due=_due(weeks, week, before, able, pulled))
        fixed = [each for each in weeks.fixed if each.day in empty.days]
        stops, stayed = _week(empty, fixed, seed=seed + week, rule=rule, start=start)
        rolled.stops.extend(stops)
        rolled.missing.extend(weeks_left.left_out(empty, stops, stayed=stayed))
        rolled.not_kept.extend(_not_kept(weeks, fixed, stops, stayed))
        rolled.stayed.extend(stayed)
    return rolled


def _week(
    empty: Round, fixed: Sequence[Fixed], *, seed: int, rule: StopRule, start: Sequence[Stop]
) -> tuple[list[Stop], list[tuple[str, int]]]:
    """The week's stops. Where more go out than there are vehicles, those worth least stay, and it is planned again."""
    stayed: list[tuple[str, int]] = []
    mine = [each for each in start if each.day in empty.days]
    while True:
        round_ = replace(empty, weeks=at_home(empty.weeks, stayed), appointments=[])
        _settle_pairs(round_, fixed)
        stops = choose(round_, offers_of(round_, fixed), seed=seed, stop=rule, start=mine)
        more = without(empty.weeks, stops, partial(_worth_of, round_, fixed))
        if not more:
            return stops, stayed
        stayed += more


def _worth_of(round_: Round, fixed: Sequence[Fixed], stop: Stop) -> float:
    """Points of a stop; one that a person wants comes before all others."""
    wanted = any((each.place, each.day) == (stop.place, stop.day) for each in fixed)
    return gain_on(round_, round_.weeks.place(stop.place), stop.day) + (FIRM if wanted else 0.0)


def _not_kept(
    weeks: Weeks, fixed: Sequence[Fixed], stops: Sequence[Stop], stayed: Collection[tuple[str, int]]
) -> list[tuple[Fixed, str]]:
    made = {(stop.place, stop.day, officer) for stop in stops for officer in (stop.officer, stop.companion, None)}
    rows = [each for each in fixed if (each.place, each.day, each.officer) not in made]
    return [(each, _why_not_kept(weeks, each, stayed)) for each in rows]


def _why_not_kept(weeks: Weeks, fixed: Fixed, stayed: Collection[tuple[str, int]]) -> str:
    place = weeks.place(fixed.place)
    officers = [each for each in weeks.officers if fixed.officer in (None, each.key)]
    if not any(shift_on(officer, fixed.day) for officer in officers):
        return "no_shift"
    if not any(opening.day == fixed.day for opening in place.openings):
        return "closed"
    if any((officer.key, fixed.day) in stayed for officer in officers):
        return "no_vehicle"
    return "no_room"


def _due(
    weeks: Weeks,
    week: int,
    visited: Mapping[str, Sequence[int]],
    able: Mapping[str, list[int]],
    pulled: Mapping[str, int],
) -> frozenset[str]:
    """Places whose turn is this week, so that no later week has more of them than it has room for.

    Of every place the last week is known in which it can be reached before its limit. Where a week has more such places
    than visits, those that are worth most come a week earlier.
    """
    room = {each: _room(weeks, each) for each in range(week, weeks.weeks + 1)}
    due: dict[int, list[Place]] = {each: [] for each in room}
    for place in sorted(weeks.places, key=lambda place: place.key):
        days = visited.get(place.key, ())
        since = days[-1] if days else -starting_age(place, weeks.first_day)
        in_time = [day for day in able[place.key] if WEEK * week <= day <= since + place.limit_days]
        beyond = since + place.limit_days >= weeks.days
        last = weeks.weeks if beyond else max(in_time, default=WEEK * week) // WEEK
        turn = pulled.get(place.key)
        if turn is not None and turn <= week and not any(day >= WEEK * turn for day in days):
            last = week
        due[last].append(place)
    for later in range(max(room), week, -1):
        here = sorted(due[later], key=lambda place: (-(place.daily + place.urgent), place.key))
        over = max(0, len(here) - room[later])
        due[later - 1].extend(here[:over])
    return frozenset(place.key for place in due[week])


def _room(weeks: Weeks, week: int) -> int:
    """Visits that the officers can make in a week; the time after the last week has room for everybody."""
    if week >= weeks.weeks or not weeks.places:
        return len(weeks.places)
    hours = sum(
        shift.ends - shift.starts
        for officer in weeks.officers
        for day in range(WEEK * week, WEEK * (week + 1))
        if (shift := shift_on(officer, day)) is not None and day >= weeks.first_day
    )
    visit = sum(place.visit_minutes * place.officers for place in weeks.places) / len(weeks.places)
    return int(_COUNTED_ON * hours / visit)


def _settle_pairs(round_: Round, fixed: Sequence[Fixed]) -> None:
    """Visits for two, the most pressing first: each takes the pair and day that bring most for the minutes of both."""
    weeks = round_.weeks
    rate = _rate(round_)
    twos = [place for place in weeks.places if place.officers == 2]
    for place in sorted(twos, key=lambda place: (-(place.daily + place.urgent), place.key)):
        wanted = [each for each in fixed if each.place == place.key]
        options_for: list[Fixed | None] = list(wanted) or [None]
        for each in options_for:
            days = [each.day] if each else list(round_.days)
            taken = {(who, one.day): one for one in round_.appointments for who in one.officers}
            options = meetings(weeks, place, days, taken, leader=each.officer if each else None)
            scored = [(_points(round_, option), option) for option in options]
            best = max(scored, key=lambda pair: (pair[0], -pair[1].day, -pair[1].begins), default=None)
            if best and (each or best[0] > rate * _minutes(round_, best[1])):
                round_.appointments.append(best[1])


def _points(round_: Round, option: Appointment) -> float:
    weeks = round_.weeks
    gain = round_.horizon.gain(option.place, tuple(round_.visited.get(option.place.key, ())), option.day)
    due = weeks.worth.late if option.place.key in round_.due else 0.0
    own = weeks.worth.own * any(option.place.key in weeks.officer(who).looks_after for who in option.officers)
    return gain + due + own - weeks.worth.minute * _way(weeks, option)


def _way(weeks: Weeks, option: Appointment) -> float:
    officers = [weeks.officer(who) for who in option.officers]
    return sum(2 * weeks.minutes(officer.mode, officer.base, option.place.point) for officer in officers)


def _minutes(round_: Round, option: Appointment) -> float:
    return 2.0 * option.place.visit_minutes + _way(round_.weeks, option)


def _rate(round_: Round) -> float:
    """Points for each minute that the last visits of a full week bring: what the hours of two are worth elsewhere."""
    weeks, horizon = round_.weeks, round_.horizon
    if not round_.days:
        return 0.0
    day = round_.days[0]
    rates = []
    for place in weeks.places:
        if place.officers == 1:
            gain = horizon.gain(place, tuple(round_.visited.get(place.key, ())), day)
            gain += weeks.worth.late if place.key in round_.due else 0.0
            rates.append(gain / (1.5 * place.visit_minutes))
    rates.sort(reverse=True)
    room = _room(weeks, round_.week)
    return max(0.0, rates[room]) if room < len(rates) else 0.0


def _still_possible(weeks: Weeks, start: Sequence[Stop]) -> list[Stop]:
    return list(start) if keeps_rules(weeks, start) else []


def _missing(weeks: Weeks, found: Sequence[Stop]) -> list[LeftOut]:
    rows: list[LeftOut] = []
    for week in range(weeks.first_day // WEEK, weeks.weeks):
        before = only_days(weeks, [stop for stop in found if stop.day < WEEK * week])
        round_ = Round(weeks, week, before)
        rows += weeks_left.left_out(round_, [stop for stop in found if stop.day in round_.days])
    return rows


def late_in(weeks: Weeks, stops: Sequence[Stop]) -> dict[str, int]:
    """Days beyond its limit of every place that waits too long under these stops."""
    horizon: Horizon = whole(weeks)
    days = only_days(weeks, stops)
    found = {place.key: horizon.late_days(place, days.get(place.key, ())) for place in weeks.places}
    return {key: number for key, number in sorted(found.items()) if number}
