"""Likelihood ratios of a window, and a bound of each that needs no logarithm."""

import math
from typing import Any

from teduh.cores.scan.compiled import compiled, inlined

POISSON, PERMUTATION, BERNOULLI = 0, 1, 2
HIGH, LOW, BOTH = 0, 1, 2


@compiled
def poisson(cases: int, expected: float, total: int) -> float:
    """Log likelihood ratio of `cases` in a window that expects `expected` of `total` (Kulldorff 1997).

    c ln(c/m) + (C-c) ln((C-c)/(C-m)). The expected counts of the whole add up to `total`. The space-time permutation
    uses the same formula with m = cases of the places x cases of the days / C (Kulldorff et al. 2005).
    """
    ratio = 0.0
    if cases > 0:
        ratio += cases * math.log(cases / expected)
    if total > cases:
        ratio += (total - cases) * math.log((total - cases) / (total - expected))
    return ratio


@compiled
def bernoulli(cases: int, people: float, total_cases: int, total_people: float) -> Any:
    """Log likelihood ratio of `cases` among `people` of a window (cases and controls together; Kulldorff 1997)."""
    rate = total_cases / total_people
    outside = total_people - people
    ratio = _term(cases, people * rate) + _term(people - cases, people * (1.0 - rate))
    return (
        ratio
        + _term(total_cases - cases, outside * rate)
        + _term(outside - total_cases + cases, outside * (1.0 - rate))
    )


@compiled
def _term(count: float, expected: float) -> Any:
    return count * math.log(count / expected) if count > 0.0 else 0.0


@inlined
def poisson_can_beat(cases: int, expected: float, total: int, best: float) -> bool:
    """False only when `poisson` is surely at most `best`.

    ln x <= x - 1 gives LLR <= (c-m)^2 C / (m (C-m)): no logarithm, and most windows end here. The factor keeps the
    bound safe against rounding.
    """
    gap = cases - expected
    return gap * gap * total * 1.000001 > best * expected * (total - expected)


@inlined
def bernoulli_can_beat(cases: int, people: float, total_cases: int, total_people: float, best: float) -> bool:
    """False only when `bernoulli` is surely at most `best`: the same bound, which is Pearson's chi-square."""
    rate = total_cases / total_people
    gap = cases - people * rate
    spread = people * (total_people - people) / total_people * rate * (1.0 - rate)
    return gap * gap * 1.000001 > best * spread
