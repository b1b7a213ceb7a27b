"""What confirmed and refused joins say about the machine's suggestions. It writes nothing and teaches nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.triage import match_adapt
from teduh.triage.match_reads import Policy, policy_of
from teduh.triage.models import Join
from teduh.triage.rules import JoinState

THRESHOLDS: Final = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
# Fewer decisions of one kind than this say too little to set a threshold by.
ENOUGH: Final = 10
_DECIDED: Final = (JoinState.CONFIRMED, JoinState.REFUSED, JoinState.PASSED)


@dataclass(frozen=True)
class Decided:
    """What the machine found of a pair, and whether a person joined it. Copies decided in one go are one decision."""

    likeness: float
    conflicts: int
    confirmed: bool


@dataclass(frozen=True)
class Report:
    """What each threshold would have done to the decisions of the district, by the curve in use."""

    decisions: int
    confirmed: int
    rows: tuple[match_adapt.ErrorRow, ...]

    @property
    def refused(self) -> int:
        return self.decisions - self.confirmed

    @property
    def is_enough(self) -> bool:
        return min(self.confirmed, self.refused) >= ENOUGH


@dataclass(frozen=True)
class Proposal:
    """A curve drawn from the district's own decisions, beside the one in use; a person adopts it or leaves it."""

    curve: match_adapt.Curve
    decisions: int
    now: match_adapt.ErrorRow
    then: match_adapt.ErrorRow
    fingerprint: str


def decided(district: Unit) -> list[Decided]:
    """Every pair of the district of which the machine had an opinion and on which a person decided."""
    rows = Join.objects.filter(
        issue__unit__in=places.units_under(district), state__in=_DECIDED, likeness__isnull=False
    ).order_by("at", "issue", "pk")
    return _one_each(rows.values_list("issue", "state", "by", "at", "likeness", "conflicts"))


def _one_each(rows: Iterable[tuple[Any, ...]]) -> list[Decided]:
    """A flood decided at once is one decision, told by the copy in the middle."""
    groups: dict[tuple[Any, ...], list[tuple[float, int]]] = {}
    for *what, likeness, conflicts in rows:
        groups.setdefault(tuple(what), []).append((likeness, conflicts))
    found = []
    for (_issue, state, *_who), figures in groups.items():
        likeness, conflicts = sorted(figures)[len(figures) // 2]
        found.append(Decided(likeness, conflicts, state == JoinState.CONFIRMED))
    return found


def report_of(district: Unit, policy: Policy | None = None) -> Report:
    """The error table, with the threshold in use among its rows."""
    policy, rows = policy or policy_of(district), decided(district)
    asked = sorted({*THRESHOLDS, policy.threshold})
    return Report(len(rows), sum(one.confirmed for one in rows), tuple(_table(rows, policy.curve, asked)))


def proposal(district: Unit) -> Proposal | None:
    """The curve of these decisions; None while there are too few, or where it would decide nothing otherwise."""
    policy, rows = policy_of(district), decided(district)
    curve = match_adapt.curve_of([(one.likeness, one.conflicts) for one in rows], [one.confirmed for one in rows])
    if curve is None:
        return None
    curve = match_adapt.Curve(round(curve.slope, 4), round(curve.offset, 4), round(curve.conflict, 4))
    (now,), (then,) = (_table(rows, each, [policy.threshold]) for each in (policy.curve, curve))
    if now == then:
        return None
    figures = f"{policy.version} {curve.slope} {curve.offset} {curve.conflict}"
    return Proposal(curve, len(rows), now, then, hashlib.sha256(figures.encode()).hexdigest()[:16])


def _table(
    rows: Sequence[Decided], curve: match_adapt.Curve, thresholds: Sequence[float]
) -> list[match_adapt.ErrorRow]:
    sureness = [curve.at(one.likeness, one.conflicts) for one in rows]
    return match_adapt.error_table(sureness, [one.confirmed for one in rows], thresholds)
