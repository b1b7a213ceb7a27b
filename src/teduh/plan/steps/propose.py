"""A proposal for one to four weeks: read, compute, keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from teduh.cores.route import weeks as core
from teduh.cores.route.weeks import LeftOut, Stop, Weeks, WeeksPlan
from teduh.places.models import Area, Unit
from teduh.plan import actions, adapt
from teduh.plan.actions import Draft, PlannedStop
from teduh.plan.models import Plan
from teduh.plan.steps.problems import problems_after
from teduh.plan.steps.question import Question, question
from teduh.triage import reads as triage
from teduh.triage.rules import IssueKind
from teduh.trust.models import Person

# Of the search, for each week. A sector of twenty villages and four weeks takes about a second (docs/plan.md).
ITERATIONS: Final = 300
MOST_ISSUES: Final = 2
_LEVELS: Final = ("none", "latent", "imminent", "actual")


@dataclass(frozen=True)
class Proposal:
    """What the planner would do, and what it rests on."""

    question: Question
    plan: WeeksPlan
    drafts: tuple[Draft, ...]


def make_plan(*, unit: Unit, week_start: date, by: Person, at: datetime) -> Plan:
    """Propose a unit's week and keep it as a draft."""
    return make_plans(unit=unit, week_start=week_start, weeks=1, by=by, at=at)[0]


def make_plans(*, unit: Unit, week_start: date, weeks: int, by: Person, at: datetime) -> list[Plan]:
    """Propose one to four weeks of a unit and keep them as drafts; weeks that were approved stay as they are."""
    actions.require_makes_plans(unit=unit, week_start=week_start, weeks=weeks, by=by, at=at)
    return keep(propose(unit=unit, week_start=week_start, weeks=weeks, at=at), by=by, at=at)


def keep(proposal: Proposal, *, by: Person, at: datetime) -> list[Plan]:
    asked = proposal.question
    return actions.keep_drafts(unit=asked.unit, drafts=proposal.drafts, basis=asked.basis, by=by, at=at)


def propose(*, unit: Unit, week_start: date, weeks: int, at: datetime) -> Proposal:
    """Compute only. The same question gives the same proposal."""
    asked = question(unit, monday=week_start, weeks=weeks, at=at)
    return proposal_of(asked, compute(asked))


def proposal_of(asked: Question, plan: WeeksPlan) -> Proposal:
    return Proposal(asked, plan, tuple(drafts_of(asked, plan)))


@dataclass(frozen=True)
class Plain:
    """A question without a record in it: villages by code, officers by number; it may travel to another machine."""

    weeks: Weeks
    seed: int


def plain(asked: Question) -> Plain:
    # A seed of its own for each Monday; the same for everybody who asks.
    return Plain(asked.core, asked.calendar.monday.toordinal())


def compute_plain(asked: Plain) -> WeeksPlan:
    return core.plan_weeks(asked.weeks, seed=asked.seed, iterations=ITERATIONS)


def compute(asked: Question) -> WeeksPlan:
    return compute_plain(plain(asked))


def drafts_of(asked: Question, plan: WeeksPlan) -> list[Draft]:
    """Each week as a plan keeps it."""
    problems = [*asked.problems, *problems_after(plan, asked.calendar)]
    issues = _issues_of({asked.villages[stop.place] for stop in plan.stops})
    drafts = []
    for week in range(asked.calendar.weeks):
        monday = asked.calendar.monday + timedelta(weeks=week)
        stops = [stop for stop in plan.stops if stop.day // 7 == week]
        drafts.append(
            Draft(
                week_start=monday,
                stops=tuple(planned(asked, stop, issues, first=_is_first(plan.stops, stop)) for stop in stops),
                left_out=left_out_of(plan.left_out, week),
                problems=tuple(problems),
                value=plan.value,
                bound=plan.bound,
            )
        )
    return drafts


def left_out_of(rows: Sequence[LeftOut], week: int) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"village": row.place, "reason": row.why, "minutes": row.lacking_minutes} for row in rows if row.week == week
    )


def _is_first(stops: Sequence[Stop], stop: Stop) -> bool:
    """The first visit to a village carries what falls due; the next ones only what is still going on."""
    return not any(other.place == stop.place and other.day < stop.day for other in stops)


def planned(asked: Question, stop: Stop, issues: dict[str, list[tuple[str, bool]]], *, first: bool) -> PlannedStop:
    """A stop of the core with everything that its officer should know."""
    known, need = asked.beside.get(stop.place), asked.needs[stop.place]
    open_issues = issues.get(stop.place, [])
    return PlannedStop(
        village_id=stop.place,
        day=asked.calendar.on(stop.day),
        position=stop.order,
        officer_id=UUID(stop.officer),
        companion_id=UUID(stop.companion) if stop.companion else None,
        arrives=stop.arrives,
        minutes=stop.leaves - stop.arrives,
        activity=adapt.activity_of(
            need, day=stop.day, calendar=asked.calendar, has_answer=any(answered for _pk, answered in open_issues)
        ),
        meet=known.roles_missing if known else (),
        message_id=known.message_id if known else None,
        promises=tuple(str(pk) for pk in known.promises_due) if known and first else (),
        score=asked.scored[stop.place].score,
        reasons=tuple(adapt.reasons_of(asked.scored[stop.place])),
        issues=tuple(pk for pk, _answered in open_issues[:MOST_ISSUES]),
    )


def _issues_of(villages: set[Area]) -> dict[str, list[tuple[str, bool]]]:
    """Open issues of each village and whether each is a rumour with an answer to carry, the highest level first."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for village in villages:
        rows = list(triage.open_issues_in(village))
        rows.sort(key=lambda issue: (-_LEVELS.index(issue.level), issue.opened_at))
        found[village.pk] = [
            (str(issue.pk), issue.kind == IssueKind.RUMOUR and issue.answered_at is not None) for issue in rows
        ]
    return found
