"""Who visits which village when: one to eight weeks of one unit, week by week, each week by `solve`.

>>> answer = plan_weeks(Weeks(places, officers, travel, weeks=4), seed=7)
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
    Shift,
    Stop,
    Weeks,
    WeeksPlan,
    Worth,
)
from teduh.cores.route.weeks_even import evened
from teduh.cores.route.weeks_pairs import Appointment, meetings
from teduh.cores.route.weeks_week import Round, choose, offers_of, only_days
from teduh.cores.route.weeks_worth import Horizon, bound, days_possible, starting_age, value, whole

__all__ = [
    "Fixed",
    "LeftOut",
    "Officer",
    "Opening",
    "Place",
    "Shift",
    "Stop",
    "Weeks",
    "WeeksPlan",
    "Worth",
    "plan_weeks",
]

ITERATIONS: Final = 300
MENDS: Final = 3
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
    found, missing, kept_not = _rolled(weeks, seed=seed, rule=rule, start=start, pulled=pulled)
    for _ in range(mends):
        more = _earlier_turns(weeks, found, pulled)
        if not more:
            break
        pulled |= more
        again = _rolled(weeks, seed=seed, rule=rule, start=start, pulled=pulled)
        if value(weeks, again[0]) > value(weeks, found):
            found, missing, kept_not = again
    if mends and late_in(weeks, found):
        roomy = _with_room(weeks, found, seed=seed, rule=rule)
        if roomy is not None and value(weeks, roomy[0]) > value(weeks, found):
            found, missing, kept_not = roomy
    shared = evened(weeks, found, firm={(each.place, each.day) for each in weeks.fixed}) if mends else found
    if start:
        earlier = _still_possible(weeks, start)
        if value(weeks, earlier) > value(weeks, found):
            shared, missing = earlier, _missing(weeks, earlier)
        elif value(weeks, earlier) > value(weeks, shared):
            shared = found
    found = shared
    return plan_of(weeks, found, not_kept=kept_not, left_out=missing)


def plan_of(
    weeks: Weeks,
    stops: Sequence[Stop],
    *,
    not_kept: Sequence[tuple[Fixed, str]] = (),
    left_out: Sequence[LeftOut] | None = None,
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
    )


_Rolled = tuple[list[Stop], list[LeftOut], list[tuple[Fixed, str]]]


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
    rolled, missing, not_kept = _rolled(
        replace(weeks, fixed=(*fixed, *lost)), seed=seed, rule=rule, start=stops, pulled={}
    )
    return rolled, missing, [row for row in not_kept if (row[0].place, row[0].day) in wanted]


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


def _rolled(
    weeks: Weeks, *, seed: int, rule: StopRule, start: Sequence[Stop], pulled: Mapping[str, int]
) -> tuple[list[Stop], list[LeftOut], list[tuple[Fixed, str]]]:
    found: list[Stop] = []
    missing: list[LeftOut] = []
    kept_not: list[tuple[Fixed, str]] = []
    able = {place.key: days_possible(weeks, place) for place in weeks.places}
    for week in range(weeks.first_day // WEEK, weeks.weeks):
        before = only_days(weeks, found)
        round_ = Round(weeks, week, before, due=_due(weeks, week, before, able, pulled))
        fixed = [each for each in weeks.fixed if each.day in round_.days]
        _settle_pairs(round_, fixed)
        offers = offers_of(round_, fixed)
        mine = [each for each in start if each.day in round_.days]
        stops = choose(round_, offers, seed=seed + week, stop=rule, start=mine)
        found += stops
        missing += weeks_left.left_out(round_, stops)
        kept_not += _not_kept(weeks, fixed, stops)
    return found, missing, kept_not


def _not_kept(weeks: Weeks, fixed: Sequence[Fixed], stops: Sequence[Stop]) -> list[tuple[Fixed, str]]:
    made = {(stop.place, stop.day, officer) for stop in stops for officer in (stop.officer, stop.companion, None)}
    rows = [each for each in fixed if (each.place, each.day, each.officer) not in made]
    return [(each, _why_not_kept(weeks, each)) for each in rows]


def _why_not_kept(weeks: Weeks, fixed: Fixed) -> str:
    place = weeks.place(fixed.place)
    officers = [each for each in weeks.officers if fixed.officer in (None, each.key)]
    if not any(shift_on(officer, fixed.day) for officer in officers):
        return "no_shift"
    if not any(opening.day == fixed.day for opening in place.openings):
        return "closed"
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
