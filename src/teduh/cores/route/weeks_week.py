"""One week of one unit: visits are offered as clients, officers' days as vehicles, and `solve` chooses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from teduh.cores.route.problem import Client, Problem, Vehicle
from teduh.cores.route.solve import solve
from teduh.cores.route.stop import StopRule
from teduh.cores.route.weeks_clock import alone, begins_from, shift_on, timed
from teduh.cores.route.weeks_data import DAY_MINUTES, FEWEST_DAYS_APART, WEEK, Fixed, Officer, Place, Stop, Weeks
from teduh.cores.route.weeks_pairs import Appointment
from teduh.cores.route.weeks_worth import Horizon

# Points become whole prizes: a hundredth of a point still counts.
SCALE: Final = 100
MOST_PRIZE: Final = 10**9


@dataclass
class Round:
    """A week while it is being planned: what is settled, and the days on which each place was visited before."""

    weeks: Weeks
    week: int
    visited: Mapping[str, Sequence[int]]
    appointments: list[Appointment] = field(default_factory=list)
    due: frozenset[str] = frozenset()

    @property
    def days(self) -> range:
        return range(max(WEEK * self.week, self.weeks.first_day), WEEK * (self.week + 1))

    @property
    def horizon(self) -> Horizon:
        ends = WEEK * (self.week + 1)
        # A day more than the week: who is late on Monday should have been seen by Sunday.
        return Horizon(self.weeks.worth, first=self.weeks.first_day, ends=ends, late_ends=ends + 1)

    def met(self, officer: str, day: int) -> Appointment | None:
        return next((one for one in self.appointments if one.day == day and officer in one.officers), None)


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to visit a place: a day, by the own officer or by another, for so many points."""

    place: Place
    day: int
    prize: int
    group: int
    officers: frozenset[str]
    required: bool = False


def prize_of(points: float) -> int:
    return max(0, min(MOST_PRIZE, round(points * SCALE)))


def offers_of(round_: Round, fixed: Sequence[Fixed]) -> list[Offer]:
    """Everything that can be chosen in the week; what a person fixed is required and has one day."""
    offers: list[Offer] = []
    settled = {one.place.key for one in round_.appointments}
    for place in sorted(round_.weeks.places, key=lambda place: place.key):
        wanted = [each for each in fixed if each.place == place.key]
        if place.officers == 2:
            continue
        group = len(offers)
        for number, each in enumerate(wanted):
            who = frozenset({each.officer}) if each.officer else frozenset(_who(round_, place, each.day))
            prize = prize_of(gain_on(round_, place, each.day))
            offers.append(Offer(place, each.day, max(1, prize), group + number, who, required=True))
        if not wanted and place.key not in settled:
            offers += _free_offers(round_, place, group)
    return offers


def _free_offers(round_: Round, place: Place, group: int) -> list[Offer]:
    """The days of the week in one group; a place that may be seen twice has one for each half, two days apart."""
    able = [day for day in round_.days if _who(round_, place, day)]
    halves = [able]
    if place.key in round_.weeks.twice:
        for early in range(len(able) // 2 + 1, 0, -1):
            late = [day for day in able if day >= able[early - 1] + FEWEST_DAYS_APART]
            if late:
                halves = [able[:early], late]
                break
    offers: list[Offer] = []
    earlier: tuple[int, ...] = ()
    for number, days in enumerate(halves):
        for day in days:
            offers += _offers_on(round_, place, day, group + number, earlier)
        earlier = tuple(days[:1])
    return offers


def _offers_on(round_: Round, place: Place, day: int, group: int, earlier: tuple[int, ...]) -> list[Offer]:
    able = _who(round_, place, day)
    points = gain_on(round_, place, day, earlier)
    own = frozenset(officer.key for officer in round_.weeks.officers if place.key in officer.looks_after) & able
    found = []
    if own:
        found.append(Offer(place, day, prize_of(points + round_.weeks.worth.own), group, own))
    if able - own:
        found.append(Offer(place, day, prize_of(points), group, able - own))
    return [offer for offer in found if offer.prize > 0]


def gain_on(round_: Round, place: Place, day: int, earlier: tuple[int, ...] = ()) -> float:
    before = tuple(sorted((*round_.visited.get(place.key, ()), *earlier)))
    points = round_.horizon.gain(place, before, day)
    # Its turn has come, though its last day lies in a later week that has no room for all.
    return points + (round_.weeks.worth.late if place.key in round_.due and not earlier else 0.0)


def _who(round_: Round, place: Place, day: int) -> frozenset[str]:
    return frozenset(officer.key for officer in round_.weeks.officers if alone(round_.weeks, officer, place, day))


def choose(
    round_: Round, offers: Sequence[Offer], *, seed: int, stop: StopRule, start: Collection[Stop] = ()
) -> list[Stop]:
    """The stops of the week that `solve` finds, with times counted anew here; appointments are among them."""
    vehicles = [(officer, day) for officer in round_.weeks.officers for day in round_.days if shift_on(officer, day)]
    problem = _problem(round_, offers, vehicles)
    found: dict[tuple[str, int], list[Place]] = {}
    if problem.clients and problem.vehicles:
        # A hole in a travel table is infinite, and infinity times no cost is no number: it stays a hole all the same.
        with np.errstate(invalid="ignore"):
            answer = solve(problem, seed=seed, stop=stop, start=_trips(offers, vehicles, start) or None)
        for route in answer.routes:
            officer, day = vehicles[route.vehicle]
            found[officer.key, day] = [offers[visit.client].place for visit in route.visits]
    return timetable(round_, found)


def _problem(round_: Round, offers: Sequence[Offer], vehicles: Sequence[tuple[Officer, int]]) -> Problem:
    weeks = round_.weeks
    clients = [
        Client(
            place=offer.place.point,
            prize=offer.prize,
            service_minutes=offer.place.visit_minutes,
            windows=_begin_windows(offer.place, offer.day),
            required=offer.required,
            group=offer.group,
        )
        for offer in offers
    ]
    return Problem(
        clients=tuple(clients),
        vehicles=tuple(_vehicle(round_, offers, officer, day) for officer, day in vehicles),
        minutes=weeks.travel,
        cost_per_minute=weeks.worth.minute * SCALE,
    )


def _begin_windows(place: Place, day: int) -> tuple[tuple[float, float], ...]:
    """When a visit may begin, in minutes from the Monday of the plan, so that it ends while the place is open."""
    latest = day * DAY_MINUTES - place.visit_minutes
    return tuple(
        (day * DAY_MINUTES + opening.opens, latest + opening.closes)
        for opening in place.openings
        if opening.day == day and opening.closes - opening.opens >= place.visit_minutes
    )


def _vehicle(round_: Round, offers: Sequence[Offer], officer: Officer, day: int) -> Vehicle:
    shift, met = shift_on(officer, day), round_.met(officer.key, day)
    starts = met.ends if met else shift.starts if shift else 0
    begins = begins_from(officer, shift) if shift else officer.base
    return Vehicle(
        start=met.place.point if met else begins,
        end=officer.base,
        window=(day * DAY_MINUTES + starts, day * DAY_MINUTES + (shift.ends if shift else 0)),
        only=frozenset(
            number for number, offer in enumerate(offers) if offer.day == day and officer.key in offer.officers
        ),
        profile=officer.mode,
    )


def _trips(
    offers: Sequence[Offer], vehicles: Sequence[tuple[Officer, int]], start: Collection[Stop]
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """An earlier plan of the week as the search wants it; stops that are no longer on offer are left away."""
    trips = []
    for number, (officer, day) in enumerate(vehicles):
        mine = sorted((stop for stop in start if (stop.officer, stop.day) == (officer.key, day)), key=lambda s: s.order)
        visits = []
        for stop in mine:
            same = [
                index
                for index, offer in enumerate(offers)
                if (offer.place.key, offer.day) == (stop.place, day) and officer.key in offer.officers
            ]
            visits += same[:1]
        if visits:
            trips.append((number, tuple(visits)))
    return tuple(trips)


def timetable(round_: Round, found: Mapping[tuple[str, int], Sequence[Place]]) -> list[Stop]:
    """Stops with whole minutes. Waiting at a door is moved to the base: nobody leaves earlier than is of use."""
    stops = []
    for officer in round_.weeks.officers:
        for day in round_.days:
            met = round_.met(officer.key, day)
            places = list(found.get((officer.key, day), ()))
            after = (met.place.point, met.ends) if met else None
            done = timed(round_.weeks, officer, day, places, after=after)
            while done is None and places:
                # Whole minutes may not fit where fractions did: the least worth goes.
                places.remove(min(places, key=lambda place: (place.daily + place.urgent, place.key)))
                done = timed(round_.weeks, officer, day, places, after=after)
            order = 1
            if met:
                companion = met.officers[1] if officer.key == met.officers[0] else None
                if companion is not None:
                    stops.append(Stop(met.place.key, officer.key, day, met.begins, met.ends, order, companion))
                order += 1
            for each in done or ():
                stops.append(Stop(each.place.key, officer.key, day, each.begins, each.ends, order))
                order += 1
    return sorted(stops, key=lambda stop: (stop.day, stop.officer, stop.order))


def only_days(weeks: Weeks, stops: Sequence[Stop]) -> dict[str, tuple[int, ...]]:
    """On which days each place is visited, in order."""
    days: dict[str, set[int]] = {}
    for stop in stops:
        days.setdefault(stop.place, set()).add(stop.day)
    return {key: tuple(sorted(found)) for key, found in days.items()}
