"""Random numbers of the replicates: each one hangs on (seed, number of the replicate) and nothing else.

So a replicate is the same whoever draws it, in whatever order, on one process or on twenty.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from teduh.cores.scan.compiled import compiled, inlined

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S32, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32), np.uint64(11)
_LOW = np.uint64(0xFFFFFFFF)
_UNIT = 2.0**-53


@inlined
def mixed(state: Any) -> Any:
    """SplitMix64's finaliser (Steele, Lea, Flood 2014): 64 bits to 64 bits, one to one."""
    state = (state ^ (state >> _S30)) * _MIX_1
    state = (state ^ (state >> _S27)) * _MIX_2
    return state ^ (state >> _S31)


@compiled
def stream(seed: int, replicate: int) -> Any:
    """One-element state of the stream of a replicate; 0 is the first."""
    state = np.empty(1, np.uint64)
    state[0] = mixed(mixed(np.uint64(seed) + _GOLDEN) ^ mixed(np.uint64(replicate) * _GOLDEN + _MIX_1))
    return state


@inlined
def draw(state: Any) -> Any:
    state[0] += _GOLDEN
    return mixed(state[0])


@inlined
def below(state: Any, limit: int) -> Any:
    """A whole number from 0 to `limit` - 1, each with exactly the same chance (Lemire 2019); limit < 2**32."""
    bound = np.uint64(limit)
    product = (draw(state) >> _S32) * bound
    if (product & _LOW) < bound:
        least = (_LOW + np.uint64(1) - bound) % bound
        while (product & _LOW) < least:
            product = (draw(state) >> _S32) * bound
    return np.int64(product >> _S32)


@inlined
def unit(state: Any) -> float:
    """A number in [0, 1) on the grid of 2**-53."""
    return np.float64(draw(state) >> _S11) * _UNIT


def alias_table(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Walker's alias table (Vose 1991): draws an index in proportion to `weights` (k,) with two numbers.

    Returns
    -------
    chance : float64 (k,)
        Chance to stay at the drawn index.
    other : int32 (k,)
        Where to go otherwise.
    """
    size = weights.size
    scaled = weights * (size / weights.sum())
    chance, other = np.ones(size), np.arange(size, dtype=np.int32)
    small = [int(i) for i in np.flatnonzero(scaled < 1.0)]
    large = [int(i) for i in np.flatnonzero(scaled >= 1.0)]
    while small and large:
        low, high = small.pop(), large[-1]
        chance[low], other[low] = scaled[low], high
        scaled[high] -= 1.0 - scaled[low]
        if scaled[high] < 1.0:
            small.append(large.pop())
    return chance, other
