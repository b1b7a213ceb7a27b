"""How pressing is a visit to a village, and why? Plain values in, plain values out.

A score adds up points for risk and for coverage; each part is a reason that a person can read. Points are design
choices, kept here in one table. Fairness: a village
that nobody visited within the limit comes before every other that is within it, so that no village is left out for
ever because others shout. Only a risk that is imminent or actual, or an alarm, comes before that.
"""

from dataclasses import dataclass
from typing import Final

LIMIT_DAYS: Final = 14
NEVER_DAYS: Final = 60
# Points for an open issue of each level.
LEVEL_POINTS: Final = {"actual": 400.0, "imminent": 300.0, "latent": 15.0}
# An alarm that no visit has answered is a risk that somebody should look at, before coverage and after what is known.
ALARM_POINTS: Final = 250.0
UNANSWERED_POINTS: Final = 12.0
REPORT_POINTS: Final = 2.0
REPORT_POINTS_LIMIT: Final = 14.0
DAY_POINTS: Final = 1.5
VACANT_POINTS: Final = 6.0
BEYOND_LIMIT_POINTS: Final = 100.0
STRONGEST: Final = 3


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
    code: str
    score: float
    reasons: tuple[Reason, ...]


def score(need: Need) -> Scored:
    """The score of one village with its reasons, strongest first."""
    days = NEVER_DAYS if need.days_since_visit is None else min(need.days_since_visit, NEVER_DAYS)
    parts = [
        *(Reason(level, number, LEVEL_POINTS[level] * number) for level, number in _levels(need) if number),
        Reason("alarm", need.alarms, ALARM_POINTS * need.alarms),
        Reason("unanswered", need.unanswered, UNANSWERED_POINTS * need.unanswered),
        Reason("reports", need.reports_14, min(REPORT_POINTS * need.reports_14, REPORT_POINTS_LIMIT)),
        Reason("never" if need.days_since_visit is None else "days", days, DAY_POINTS * days),
    ]
    if not need.has_officer:
        parts.append(Reason("vacant", 1, VACANT_POINTS))
    if days > LIMIT_DAYS:
        parts.append(Reason("limit", days, BEYOND_LIMIT_POINTS))
    counted = sorted((part for part in parts if part.points > 0), key=lambda part: (-part.points, part.why))
    return Scored(need.code, round(sum(part.points for part in counted), 2), tuple(counted))


def _levels(need: Need) -> tuple[tuple[str, int], ...]:
    return (("actual", need.actual), ("imminent", need.imminent), ("latent", need.latent))


def strongest(scored: Scored) -> tuple[Reason, ...]:
    """The three reasons to say. "Beyond the limit" is said through the days themselves."""
    return tuple(reason for reason in scored.reasons if reason.why != "limit")[:STRONGEST]


def rank(needs: list[Need]) -> list[Scored]:
    """All villages, the most pressing first; equal scores in the order of codes."""
    return sorted((score(need) for need in needs), key=lambda scored: (-scored.score, scored.code))
