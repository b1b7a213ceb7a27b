"""Everything a plan rests on, read once: villages and what presses there, officers and their hours, rules, ways."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from teduh.cores.route.weeks import Fixed, Officer, Place, Weeks
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import PhaseKind
from teduh.plan import adapt, beside, reads
from teduh.plan.beside import Beside
from teduh.plan.models import Plan, Stop, VillageRule
from teduh.plan.policy import Policy
from teduh.plan.rules import PlanState, StopState, VillageRuleKind
from teduh.plan.scoring import Need, Scored, score
from teduh.plan.steps.problems import problems_before
from teduh.plan.steps.staff import Staff
from teduh.plan.steps.standing import begun
from teduh.triage import reads as triage
from teduh.trust.models import Person
from teduh.trust.rules import Role
from teduh.warn import reads as warn

VOTE_KINDS = (PhaseKind.VOTE, PhaseKind.RE_VOTE)


@dataclass(frozen=True)
class Question:
    """What is asked, in rows and as the core takes it."""

    unit: Unit
    calendar: adapt.Calendar
    policy: Policy
    policy_version: int
    core: Weeks
    villages: Mapping[str, Area]
    officers: Mapping[str, Person]
    needs: Mapping[str, Need]
    scored: Mapping[str, Scored]
    beside: Mapping[str, Beside]
    plans: Mapping[date, Plan]
    # Stops that a proposal must not touch: pinned, of an approved week, or no longer planned.
    kept: tuple[Stop, ...]
    # Of these, the stops of today that have begun: the officers are there or were.
    started: tuple[Stop, ...]
    problems: tuple[dict[str, object], ...]
    basis: str


def question(unit: Unit, *, monday: date, weeks: int, at: datetime) -> Question:
    """What a plan of these weeks rests on. Reads only."""
    today, clock = timezone.localdate(at), timezone.localtime(at)
    calendar = _calendar(unit, monday, weeks, today, clock.hour * 60 + clock.minute)
    first, last = calendar.on(calendar.first_day), calendar.on(7 * weeks - 1)
    served = places.villages_of_unit(unit, on=first)
    villages = {area.pk: area for area in served.select_related("parent").order_by("code")}
    policy, version = reads.policy_of(unit)
    postings = list(places.postings_on(served, on=first))
    plans = reads.plans_from(unit, monday, weeks)
    settled = _Settled.of(plans.values(), calendar)
    people = _people(unit, settled.kept)
    port = beside.known()
    others = dict(port.known(unit=unit, villages=served, on=today, until=last)) if port else {}
    needs = _needs(unit, villages, served, today, posted={row.village_id for row in postings}, others=others)
    scored = {code: score(need, policy) for code, need in needs.items()}
    rules = list(reads.rules_for(served, first=first, last=last))
    staff = Staff.of(list(people.values()), postings, rules, first=first, last=last)
    ways = _ways(unit, villages, staff, policy, rules)
    places_ = _places(
        villages, needs, scored, rules, settled.over(calendar), ways=ways, policy=policy, calendar=calendar
    )
    officers = staff.officers(ways, base=_middle(villages), policy=policy, calendar=calendar, started=settled.started)
    fixed = _fixed(settled.ahead, calendar, villages)
    core = _weeks(unit, places_, officers, ways, fixed, policy=policy, calendar=calendar, weeks=weeks)
    return Question(
        unit=unit,
        calendar=calendar,
        policy=policy,
        policy_version=version,
        core=core,
        villages=villages,
        officers=people,
        needs=needs,
        scored=scored,
        beside=others,
        plans=plans,
        kept=settled.kept,
        started=settled.started,
        problems=tuple(problems_before(core, postings, ways)),
        basis=reads.basis(unit, monday, weeks),
    )


def _weeks(
    unit: Unit,
    places_: tuple[Place, ...],
    officers: tuple[Officer, ...],
    ways: adapt.Ground,
    fixed: tuple[Fixed, ...],
    *,
    policy: Policy,
    calendar: adapt.Calendar,
    weeks: int,
) -> Weeks:
    """The question as the core takes it."""
    return Weeks(
        places_,
        officers,
        ways.travel,
        weeks=weeks,
        first_day=min(calendar.first_day, 7 * weeks - 1),
        fixed=fixed,
        pools=adapt.pools_of(reads.shared_vehicles(unit)),
        twice=frozenset(place.key for place in places_ if place.urgent > 0),
        worth=adapt.worth_of(policy),
    )


def _people(unit: Unit, kept: Sequence[Stop]) -> dict[str, Person]:
    found = {str(person.pk): person for person in reads.officers_for(unit).filter(role=Role.VILLAGE_OFFICER)}
    # A stop that the chief has pinned to somebody without a beat, often the chief, is that person's all the same.
    return found | {str(stop.officer_id): stop.officer for stop in kept if stop.officer is not None}


@dataclass(frozen=True)
class _Settled:
    """Stops that a proposal must not touch; those of today that have begun; those that are still to come."""

    kept: tuple[Stop, ...]
    started: tuple[Stop, ...]
    ahead: tuple[Stop, ...]

    @classmethod
    def of(cls, plans: Collection[Plan], calendar: adapt.Calendar) -> "_Settled":
        kept = tuple(stop for plan in plans for stop in plan.stops.all() if _is_kept(plan, stop))
        started = begun(plans, today=calendar.today, minute=calendar.now_minute)
        ahead = tuple(stop for stop in kept if stop.state == StopState.PLANNED and stop not in started)
        return cls(kept, started, ahead)

    def over(self, calendar: adapt.Calendar) -> set[tuple[str, int]]:
        """Villages and days on which nobody needs to come any more."""
        return {(stop.village_id, calendar.index(stop.day)) for stop in self.kept if stop not in self.ahead}


def _is_kept(plan: Plan, stop: Stop) -> bool:
    return plan.state == PlanState.APPROVED or stop.pinned or stop.state != StopState.PLANNED


def _calendar(unit: Unit, monday: date, weeks: int, today: date, minute: int) -> adapt.Calendar:
    quiet, vote = set[int](), set[int]()
    days = [(number, monday + timedelta(days=number)) for number in range(7 * weeks)]
    operations = {each.pk: each for _n, day in days if (each := places.current_operation(unit, on=day)) is not None}
    for operation in operations.values():
        for phase in operation.phases.all():
            inside = {number for number, day in days if phase.starts_on <= day <= phase.ends_on}
            quiet |= inside if phase.kind == PhaseKind.QUIET else set()
            vote |= inside if phase.kind in VOTE_KINDS else set()
    return adapt.Calendar(monday, weeks, today, minute, frozenset(quiet), frozenset(vote))


def _needs(
    unit: Unit,
    villages: Mapping[str, Area],
    served: QuerySet[Area],
    today: date,
    *,
    posted: set[str],
    others: Mapping[str, Beside],
) -> dict[str, Need]:
    district = warn.district_of(unit)
    table = warn.vulnerability_of(district) if district else None
    found = adapt.needs_of(
        warn.days_for(villages=served, day=today),
        posted=posted,
        unanswered=Counter(triage.villages_unanswered(villages=served)),
        alarms=warn.alarms_unvisited(served, on=today),
        beside=others,
        vulnerability={row.area_id: row.score for row in warn.vulnerability_rows(table)} if table else {},
    )
    return {need.code: need for need in found if need.code in villages}


def _middle(villages: Mapping[str, Area]) -> Area | None:
    """The subdistrict in which most of the villages lie: where a day begins that begins nowhere else."""
    counted = Counter(area.parent_id for area in villages.values() if area.parent_id)
    above = {area.parent_id: area.parent for area in villages.values()}
    return above[min(counted, key=lambda code: (-counted[code], code or ""))] if counted else None


def _ways(
    unit: Unit, villages: Mapping[str, Area], staff: Staff, policy: Policy, rules: Sequence[VillageRule]
) -> adapt.Ground:
    middle = _middle(villages)
    bases = {area.pk: area for area in [middle, *staff.bases()] if area is not None and area.pk not in villages}
    areas = [*villages.values(), *(bases[code] for code in sorted(bases))]
    codes = [area.pk for area in areas]
    tables = {mode: reads.travel_minutes(table, codes) for mode, table in reads.travel_tables(unit).items()}
    only_boat = {rule.village_id for rule in rules if rule.kind == VillageRuleKind.ONLY_BOAT}
    return adapt.ground(areas, policy, tables=tables, only_boat=only_boat)


def _places(
    villages: Mapping[str, Area],
    needs: Mapping[str, Need],
    scored: Mapping[str, Scored],
    rules: Sequence[VillageRule],
    over: set[tuple[str, int]],
    *,
    ways: adapt.Ground,
    policy: Policy,
    calendar: adapt.Calendar,
) -> tuple[Place, ...]:
    """Villages as the core takes them; where somebody was, or would not go, that day is over for the village."""
    found = []
    for code in villages:
        mine = [rule for rule in rules if rule.village_id == code]
        place = adapt.place_of(
            scored[code], needs[code], point=ways.points[code], policy=policy, calendar=calendar, rules=mine
        )
        left = tuple(opening for opening in place.openings if (code, opening.day) not in over)
        found.append(replace(place, openings=left))
    return tuple(found)


def _fixed(ahead: Sequence[Stop], calendar: adapt.Calendar, villages: Mapping[str, Area]) -> tuple[Fixed, ...]:
    return tuple(
        Fixed(stop.village_id, calendar.index(stop.day), str(stop.officer_id) if stop.officer_id else None)
        for stop in ahead
        if stop.village_id in villages and calendar.index(stop.day) >= calendar.first_day
    )
