"""Nested groups of chains, so that one walk can show that no window of many chains matters (see recent.py)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teduh.cores.scan.circles import blocks
from teduh.cores.scan.compiled import compiled

# Windows up to so many cases, with the sizes of their nested groups. Found by timing; any choice gives the same maxima.
BANDS = ((4, (8, 1)), (12, (8, 2)), (40, (16, 4)), (150, (32, 8, 2)), (2**31 - 2, (64, 16, 4)))
_UNSEEN = np.int32(2147483647)


@dataclass(frozen=True)
class Nodes:
    """Groups and chains in the order of a walk: a group before what it holds.

    Attributes
    ----------
    start, stop : int64 (nodes,)
        Of a group, its part of `site` and `entry`; of a chain, its part of the chains' places.
    skip : int64 (nodes,)
        Where to go on when nothing in the group matters; -1 for a chain.
    site, entry : uint32
        Places of each group, and the least cases of a window that holds the place, not decreasing.
    """

    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    skip: NDArray[np.int64]
    site: NDArray[np.uint32]
    entry: NDArray[np.uint32]


def nodes(
    first: NDArray[np.int64], site: NDArray[np.int32], held: NDArray[np.int32], places: int,
    bands: tuple[tuple[int, tuple[int, ...]], ...] = BANDS,
) -> Nodes:  # fmt: skip
    """Groups over chains.

    Parameters
    ----------
    first : int64 (chains + 1,)
        Where each chain starts; near chains stand beside each other.
    site, held : int32 (m,)
        Places, and the cases of the window that ends there; 0 where none may end.
    places : int
        How many places there are.
    bands : tuple
        Most cases of the windows of a band, and the sizes of its nested groups from large to small.
    """
    most = int(held.max(initial=0))
    parts: list[tuple[Any, ...]] = []
    offset = sites = low = 0
    for high, sizes in bands:
        if low >= most:
            break
        ends = _ends(first, held, high)
        levels = [blocks(first.size - 1, size) for size in sizes]
        lists = [_entries(first, ends, site, held, level, places, low) for level in levels]
        starts, flat_site, flat_entry = _stacked(lists, sites)
        start, stop, skip = _preorder(first[:-1], ends, levels, starts)
        parts.append((start, stop, np.where(skip < 0, skip, skip + offset), flat_site, flat_entry))
        offset, sites, low = offset + start.size, sites + flat_site.size, high
    if not parts:
        whole, short = np.zeros(0, np.int64), np.zeros(0, np.uint32)
        return Nodes(whole, whole, whole, short, short)
    return Nodes(*(np.concatenate([part[k] for part in parts]) for k in range(5)))


def _stacked(lists: list[Any], offset: int) -> tuple[list[NDArray[np.int64]], NDArray[np.uint32], NDArray[np.uint32]]:
    starts = []
    for sizes, flat, _ in lists:
        starts.append(offset + np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]))
        offset += flat.size
    return starts, np.concatenate([item[1] for item in lists]), np.concatenate([item[2] for item in lists])


def _preorder(
    chain_start: NDArray[np.int64], chain_stop: NDArray[np.int64], levels: list[NDArray[np.int64]],
    starts: list[NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """The walk: at each chain the groups that begin with it, large before small, then the chain."""
    chains = chain_start.size
    begins = np.ones(chains, np.int64)
    for level in levels:
        begins[level[:-1]] += 1
    at = np.concatenate([np.zeros(1, np.int64), np.cumsum(begins)])
    start, stop, skip = (np.full(int(at[-1]), -1, np.int64) for _ in range(3))
    next_free = at[:-1].copy()
    for level, places in zip(levels, starts, strict=True):
        index = next_free[level[:-1]]
        start[index], stop[index], skip[index] = places[:-1], places[1:], at[level[1:]]
        next_free[level[:-1]] += 1
    start[next_free], stop[next_free] = chain_start, chain_stop
    return start, stop, skip


@compiled
def _ends(first: Any, held: Any, high: int) -> Any:
    """Where the part of each chain ends whose windows hold at most `high` cases."""
    ends = first[1:].copy()
    for chain in range(ends.size):
        ends[chain] = first[chain]
        for i in range(first[chain], first[chain + 1]):
            if held[i] > high:
                break
            if held[i]:
                ends[chain] = i + 1
    return ends


@compiled
def _entries(first: Any, ends: Any, site: Any, held: Any, level: Any, places: int, low: int) -> Any:
    """Sizes of the groups, and their places and entries by entry; an entry up to `low` counts as the band's first."""
    sizes = np.zeros(level.size - 1, np.int64)
    entry = np.full(places, _UNSEEN, np.int32)
    touched = np.empty(places, np.int32)
    flat_site, flat_entry = np.empty(1 << 16, np.uint32), np.empty(1 << 16, np.uint32)
    used = 0
    for g in range(sizes.size):
        count = 0
        for chain in range(level[g], level[g + 1]):
            closing = np.int32(0)
            # A chain that has no window in the band adds nothing.
            if ends[chain] == first[chain] or held[ends[chain] - 1] <= low:
                continue
            for i in range(ends[chain] - 1, first[chain] - 1, -1):
                if held[i]:
                    closing = max(held[i], np.int32(low + 1))
                if entry[site[i]] == _UNSEEN:
                    touched[count] = site[i]
                    count += 1
                entry[site[i]] = min(entry[site[i]], closing)
        while used + count > flat_site.size:
            flat_site = np.concatenate((flat_site, np.empty(flat_site.size, np.uint32)))
            flat_entry = np.concatenate((flat_entry, np.empty(flat_entry.size, np.uint32)))
        values = entry[touched[:count]]
        order = np.argsort(values, kind="mergesort")
        for k in range(count):
            flat_site[used + k] = touched[order[k]]
            flat_entry[used + k] = values[order[k]]
            entry[touched[order[k]]] = _UNSEEN
        used += count
        sizes[g] = count
    return sizes, flat_site[:used].copy(), flat_entry[:used].copy()
