"""How pressing is a visit to a village, and why? Plain values in, plain values out.

Two sums: what a village is worth on each day on which somebody was there lately, and what a visit now is worth because
something is going on. Each part is a reason that a person can read. Fairness is not a matter of points: the limit of
days comes before all of them (`cores.route.weeks`), so nobody waits for ever because others shout.
"""

from dataclasses import dataclass
from typing import Final

from teduh.plan.policy import Policy

STRONGEST: Final = 3
# To set both sums side by side when reasons are ordered: a reason that lasts counts for two weeks.
_DAYS_COUNTED: Final = 14
# Only an issue that is imminent or actual is said before a wait that has reached its limit.
_BEYOND_LIMIT_POINTS: Final = 80.0
_NEVER_POINTS: Final = 60.0


@dataclass(frozen=True)
class Need:
    """What is known of one village: counts, and days since the last visit (None: never)."""

    code: str
    actual: int = 0
    imminent: int = 0
    latent: int = 0
    alarms: int = 0
    unanswered: int = 0
    reports_14: int = 0
    promises_due: int = 0
    roles_missing: int = 0
    reached: bool = True
    # From 0 to 100, as the unit's own table has it; it tells where to look first.
    vulnerability: float = 0.0
    days_since_visit: int | None = None
    has_officer: bool = True


@dataclass(frozen=True)
class Reason:
    """One part of a score: a key that the screen puts into words, the number it is about, and its points."""

    why: str
    value: int
    points: float


@dataclass(frozen=True)
class Scored:
    """`daily` counts for each day of freshness, `urgent` for the next visit; `reasons` strongest first."""

    code: str
    daily: float
    urgent: float
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return round(_DAYS_COUNTED * self.daily + self.urgent, 2)


def score(need: Need, policy: Policy | None = None) -> Scored:
    """The score of one village with its reasons, strongest first."""
    policy = policy or Policy()
    lasting = _lasting(need, policy)
    going_on = _going_on(need, policy)
    reasons = [Reason(why, value, round(_DAYS_COUNTED * points, 2)) for why, value, points in lasting]
    reasons += [Reason(why, value, points) for why, value, points in going_on]
    reasons.append(_waiting(need, policy))
    merged = _merged([reason for reason in reasons if reason.points > 0])
    daily = policy.day_base + sum(points for _why, _value, points in lasting)
    urgent = sum(points for _why, _value, points in going_on)
    ordered = sorted(merged, key=lambda reason: (-reason.points, reason.why))
    return Scored(need.code, round(daily, 4), round(urgent, 4), tuple(ordered))


def _lasting(need: Need, policy: Policy) -> list[tuple[str, int, float]]:
    reports = min(policy.day_report * need.reports_14, policy.day_reports_most)
    return [
        ("actual", need.actual, policy.day_actual * min(need.actual, policy.now_most)),
        ("imminent", need.imminent, policy.day_imminent * min(need.imminent, policy.now_most)),
        ("latent", need.latent, policy.day_latent * min(need.latent, policy.now_most)),
        ("reports", need.reports_14, reports),
        ("vulnerable", round(need.vulnerability), policy.day_vulnerable * need.vulnerability / 100.0),
        ("roles", need.roles_missing, policy.day_roles * bool(need.roles_missing)),
        ("unreached", 1, policy.day_unreached * (not need.reached)),
        ("vacant", 1, policy.day_vacant * (not need.has_officer)),
    ]


def _going_on(need: Need, policy: Policy) -> list[tuple[str, int, float]]:
    rows = (
        ("actual", need.actual, policy.now_actual),
        ("imminent", need.imminent, policy.now_imminent),
        ("alarm", need.alarms, policy.now_alarm),
        ("unanswered", need.unanswered, policy.now_unanswered),
        ("promise", need.promises_due, policy.now_promise),
    )
    return [(why, number, points * min(number, policy.now_most)) for why, number, points in rows]


def _waiting(need: Need, policy: Policy) -> Reason:
    """How long nobody came. It is said like the others; that nobody waits beyond the limit is held elsewhere."""
    if need.days_since_visit is None:
        return Reason("never", 1, _NEVER_POINTS)
    days = need.days_since_visit
    beyond = _BEYOND_LIMIT_POINTS if days >= policy.limit_days else 0.0
    return Reason("days", days, round(policy.day_base * min(days, policy.limit_days) + beyond, 2))


def _merged(reasons: list[Reason]) -> list[Reason]:
    """A level counts twice, as what lasts and as what is going on; it is said once."""
    found: dict[str, Reason] = {}
    for reason in reasons:
        before = found.get(reason.why)
        points = reason.points + (before.points if before else 0.0)
        found[reason.why] = Reason(reason.why, reason.value, round(points, 2))
    return list(found.values())


def strongest(scored: Scored) -> tuple[Reason, ...]:
    """The three reasons to say."""
    return scored.reasons[:STRONGEST]


def rank(needs: list[Need], policy: Policy | None = None) -> list[Scored]:
    """All villages, the most pressing first; equal scores in the order of codes."""
    return sorted((score(need, policy) for need in needs), key=lambda scored: (-scored.score, scored.code))
