"""How sure a match is, as a probability: a logistic curve over score and shares, lowered by every conflict.

The curve of the product is set by hand and documented. `fit` draws a district's own curve from joins that people
confirmed or refused; nothing takes it into use by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.match.evidence import Evidence

# Log-odds that each conflict takes away: more than the same words alone can give, so a conflict splits.
CONFLICT_WEIGHT = 8.0
# Confirmed joins, and refused ones, without which a curve says nothing.
FEWEST = 10
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Sureness:
    """`of(evidence)` is between 0 and 1. `slope` and `offset` are in log-odds per unit of likeness (0 to 1)."""

    slope: float = 12.0
    offset: float = -6.8
    conflict: float = CONFLICT_WEIGHT

    def of(self, evidence: Evidence) -> float:
        return self.at(likeness(evidence), len(evidence.conflicts))

    def at(self, likeness: float, conflicts: int) -> float:
        """The same from the two figures of an evidence, which may be kept when its words may not."""
        odds = self.offset + self.slope * likeness - self.conflict * conflicts
        return float(1 / (1 + np.exp(-odds)))

    @classmethod
    def fit(cls, evidences: Sequence[Evidence], confirmed: Sequence[bool]) -> Self:
        """The curve of these decisions (logistic regression with a mild pull towards the hand-set one).

        Raises `Refused` where there are fewer than ten of either kind: a curve from less says nothing.
        """
        return cls.fit_figures([(likeness(one), len(one.conflicts)) for one in evidences], confirmed)

    @classmethod
    def fit_figures(cls, figures: Sequence[tuple[float, int]], confirmed: Sequence[bool]) -> Self:
        """`fit` from likeness and number of conflicts of each comparison."""
        labels = np.array(confirmed, dtype=float)
        if len(labels) != len(figures):
            raise Refused("Each comparison needs one decision.", field="confirmed")
        if min(labels.sum(), len(labels) - labels.sum()) < FEWEST:
            raise Refused("A curve needs at least ten confirmed and ten refused joins.", field="confirmed")
        rows = np.array([(like, 1.0, -conflicts) for like, conflicts in figures])
        by_hand = cls()
        start = np.array([by_hand.slope, by_hand.offset, by_hand.conflict])
        weights = _newton(rows, labels, start)
        return cls(slope=float(weights[0]), offset=float(weights[1]), conflict=float(max(weights[2], 0.0)))


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """At threshold `at`: how many would arrive joined, how many of them wrongly, how many true ones would be missed."""

    at: float
    joined: int
    wrong: int
    missed: int


def error_table(sureness: Sequence[float], confirmed: Sequence[bool], thresholds: Sequence[float]) -> list[ErrorRow]:
    """What each threshold would have done to these decisions."""
    sure, right = np.array(sureness, dtype=float), np.array(confirmed, dtype=bool)
    return [
        ErrorRow(at, int((sure >= at).sum()), int(((sure >= at) & ~right).sum()), int(((sure < at) & right).sum()))
        for at in thresholds
    ]


def likeness(evidence: Evidence) -> float:
    """How alike two texts are without regard to conflicts, 0 to 1.

    The mean of both shares, because a short report may be one sentence of a long message; the number of shared words
    keeps a chance meeting of two words low.
    """
    enough = 1 - 0.6 ** len({pair.here for pair in evidence.shared})
    return (evidence.here_share + evidence.there_share) / 2 * enough


def containment(evidence: Evidence) -> float:
    """How much of one text stands in the other, whichever holds more, without regard to conflicts, 0 to 1.

    For a sentence that is looked for in a longer story, or the reverse, where the mean of both shares is low by nature.
    """
    enough = 1 - 0.6 ** len({pair.here for pair in evidence.shared})
    return max(evidence.here_share, evidence.there_share) * enough


def _newton(rows: NDArray[np.float64], labels: NDArray[np.float64], start: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = start.copy()
    pull = 0.01
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (share - labels) + pull * (weights - start)
        bend = (rows * (share * (1 - share))[:, None]).T @ rows + pull * np.eye(rows.shape[1])
        step = np.linalg.solve(bend, slope)
        weights = weights - np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    return weights
