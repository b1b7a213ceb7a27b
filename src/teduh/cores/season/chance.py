"""Chance that is the same on every machine, in every order and under every policy.

Each draw is a hash of what it is about (seed, stream, village, day, …), so that no draw depends on how many were made
before it: two runs of one seed that differ in their visits meet the same luck everywhere else. Only operations that
IEEE 754 rounds exactly are used (+, -, *, /, square root, floor); the exponential, the logarithm and the normal
quantile are built from them here, because those of a system's mathematical library differ in the last bit.
"""

from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused

Bits = NDArray[np.uint64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The constants of SplitMix64, for single numbers and for arrays.
_GOLDEN_ONE: Final = 0x9E3779B97F4A7C15
_FIRST_ONE: Final = 0xBF58476D1CE4E5B9
_SECOND_ONE: Final = 0x94D049BB133111EB
_GOLDEN, _FIRST, _SECOND = (np.uint64(number) for number in (_GOLDEN_ONE, _FIRST_ONE, _SECOND_ONE))
_MASK: Final = (1 << 64) - 1
_UNIT: Final = 2.0**-53
# Natural logarithm of 2 in two parts, the first exact when multiplied by a small integer.
_LN2_HIGH: Final = 0.693147180369123816490
_LN2_LOW: Final = 1.90821492927058770002e-10
POISSON_MOST: Final = 500.0


class Stream(IntEnum):
    """What a draw is about; a number is never given a second meaning."""

    SIZE = 1
    PROPENSITY = 2
    CALM = 3
    OPENNESS = 4
    KIN = 5
    FLASH_PLACE = 10
    FLASH_SHAPE = 11
    FLASH_REPORT = 12
    FLASH_AFTER = 13
    FLOOD = 20
    FLOOD_REPORT = 21
    SILENCE = 30
    RUMOUR = 40
    SPREAD = 41
    RUMOUR_REPORT = 42
    NOISE = 50
    MINUTE = 60
    TOPIC = 61
    THINNED = 62
    ISSUE_WORDS = 70
    WORDS = 71


def _mix(state: Bits) -> Bits:
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))


def _mix_one(state: int) -> int:
    state = ((state ^ (state >> 30)) * _FIRST_ONE) & _MASK
    state = ((state ^ (state >> 27)) * _SECOND_ONE) & _MASK
    return state ^ (state >> 31)


def bits(seed: int, stream: Stream, *counters: Any) -> Bits:
    """64 hashed bits for each combination of counters (integers or arrays of them, broadcast together).

    The hash is the finaliser of SplitMix64, chained over the counters.

    References
    ----------
    G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
    """
    single = _mix_one((seed + _GOLDEN_ONE) & _MASK)
    many: Bits | None = None
    for counter in (int(stream), *counters):
        if many is None and isinstance(counter, int | np.integer):
            # One number is hashed faster without an array around it; the result is the same.
            single = _mix_one(((single ^ (int(counter) & _MASK)) + _GOLDEN_ONE) & _MASK)
            continue
        state = np.array([single], dtype=np.uint64) if many is None else many
        many = _mix((state ^ np.atleast_1d(np.asarray(counter)).astype(np.uint64)) + _GOLDEN)
    return np.array([single], dtype=np.uint64) if many is None else many


def unit(seed: int, stream: Stream, *counters: Any) -> Floats:
    """Uniform numbers in [0, 1), multiples of 2**-53."""
    return _as_unit(bits(seed, stream, *counters))


def units(state: Bits, count: int) -> list[Floats]:
    """Several uniform numbers from each state: the same as `count` calls of `unit` with one counter more."""
    return [_as_unit(_mix((state ^ np.uint64(part)) + _GOLDEN)) for part in range(count)]


def _as_unit(state: Bits) -> Floats:
    return np.asarray((state >> np.uint64(11)).astype(np.float64) * _UNIT, dtype=np.float64)


def below(limit: Any, seed: int, stream: Stream, *counters: Any) -> Ints:
    """Uniform integers from 0 up to, not with, `limit` (at most 2**21; the bias is below 2**-11 of a step)."""
    high = (bits(seed, stream, *counters) >> np.uint64(32)).astype(np.int64)
    return np.asarray((high * np.asarray(limit, dtype=np.int64)) >> 32, dtype=np.int64)


def key_of(text: str) -> int:
    """A 63-bit number for a code: FNV-1a, so that a village keeps its luck whatever other villages are listed."""
    state = 0xCBF29CE484222325
    for byte in text.encode():
        state = ((state ^ byte) * 0x100000001B3) & _MASK
    return state >> 1


def exp(x: Floats) -> Floats:
    """The exponential function to about 1e-15 relative, for |x| <= 700."""
    whole = np.floor(x * 1.4426950408889634 + 0.5)
    rest = (x - whole * _LN2_HIGH) - whole * _LN2_LOW
    total = np.ones_like(rest)
    for number in range(14, 0, -1):
        total = 1.0 + rest * total / number
    return np.asarray(np.ldexp(total, whole.astype(np.int32)), dtype=np.float64)


def log(x: Floats) -> Floats:
    """The natural logarithm to about 1e-15, for x > 0."""
    fraction, power = np.frexp(x)
    low = fraction < 0.7071067811865476
    fraction = np.where(low, fraction * 2.0, fraction)
    power = (power - low).astype(np.float64)
    ratio = (fraction - 1.0) / (fraction + 1.0)
    square = ratio * ratio
    total = np.zeros_like(ratio)
    for odd in range(27, 0, -2):
        total = total * square + 1.0 / odd
    return np.asarray(power * _LN2_HIGH + (power * _LN2_LOW + 2.0 * ratio * total), dtype=np.float64)


_CENTRE = (
    (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
     1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0),
    (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
     5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0),
)  # fmt: skip
_MIDDLE = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
     3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0),
)  # fmt: skip
_FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0),
)  # fmt: skip


def _ratio(x: Floats, table: tuple[tuple[float, ...], tuple[float, ...]]) -> Floats:
    above, under = np.zeros_like(x), np.zeros_like(x)
    for up, down in zip(*table, strict=True):
        above, under = above * x + up, under * x + down
    return np.asarray(above / under, dtype=np.float64)


def normal(uniform: Floats) -> Floats:
    """Standard normal quantiles of numbers in [0, 1); 0 is read as 2**-54.

    References
    ----------
    M. J. Wichura, Algorithm AS 241: the percentage points of the normal distribution, Applied Statistics 37 (1988).
    """
    p = np.maximum(uniform, _UNIT / 2)
    centred = p - 0.5
    tail = np.sqrt(-log(np.minimum(p, 1.0 - p)))
    outside = np.where(tail <= 5.0, _ratio(tail - 1.6, _MIDDLE), _ratio(tail - 5.0, _FAR))
    inside = centred * _ratio(0.180625 - centred * centred, _CENTRE)
    return np.where(np.abs(centred) <= 0.425, inside, np.where(centred < 0.0, -outside, outside))


def poisson(mean: Floats, uniform: Floats) -> Ints:
    """Poisson counts by inversion: with the same `uniform`, a larger mean never gives a smaller count.

    Raises
    ------
    Refused
        When a mean is below 0 or above 500.
    """
    if mean.size and not (float(mean.min()) >= 0.0 and float(mean.max()) <= POISSON_MOST):
        raise Refused(f"A mean count must lie from 0 to {POISSON_MOST:.0f} for one village and day.")
    counts = np.zeros(mean.shape, dtype=np.int64)
    chance = exp(-mean)
    reached = chance.copy()
    open_ = np.flatnonzero(uniform >= reached)
    while open_.size:
        counts[open_] += 1
        chance[open_] = chance[open_] * mean[open_] / counts[open_]
        reached[open_] += chance[open_]
        # The sum of the chances may stop short of 1 by rounding; far out in the tail the search ends.
        going = (uniform[open_] >= reached[open_]) & ((chance[open_] > 1e-18) | (counts[open_] < mean[open_]))
        open_ = open_[going]
    return counts


def rounded(mean: NDArray[np.floating[Any]], uniform: Floats) -> Ints:
    """Whole numbers whose expectation is `mean`: the fraction is rounded up where `uniform` says so."""
    return np.asarray(np.floor(mean + uniform), dtype=np.int64)


def pick(totals: Floats, uniform: Floats) -> Ints:
    """Indices drawn in proportion to weights, given as running totals."""
    found = np.searchsorted(totals, uniform * totals[-1], side="right")
    return np.asarray(np.minimum(found, totals.size - 1), dtype=np.int64)
