"""The arrays of the loops, made from the table."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.route.land import GROUP, LEAVES, LONGEST, RETURNS, SLOT, Floats, Land, State
from teduh.cores.route.table import NEVER, Ints, Table

# A route of more stops than this is not built; a day of an officer has ten, the longest published ones sixty.
MOST_STOPS: Final = 400
# How many neighbours an option knows where there are many options.
NEAR: Final = 100


def land_of(table: Table, near: NDArray[np.int32], *, thrift: float) -> Land:
    """The table for the loops.

    Where prizes alone count, the search holds a tick of travel for `thrift` times what a tick of the whole time is
    worth, so that it keeps room for more.
    """
    costly = table.costly
    kinds = [kind for kind in range(len(table.count)) for _ in range(min(int(table.count[kind]), table.client.size))]
    same = costly and np.array_equal(np.where(table.travel < NEVER, table.travel, 0), table.cost)
    # A sum with a way that nobody can go must lie beyond every limit.
    travel = np.where(table.travel < NEVER, table.travel, 4 * NEVER)
    toll = travel if same or not costly else table.cost
    turned = np.ascontiguousarray(travel.transpose(0, 2, 1))
    back = travel if np.array_equal(travel, turned) else turned
    toll_back = back if toll is travel else np.ascontiguousarray(toll.transpose(0, 2, 1))
    worth = table.worth.astype(np.float64)
    spans = np.minimum(table.longest, table.returns - np.maximum(table.leaves, 0)).astype(np.float64)
    time = max(1.0, float((spans * table.count).sum()))
    rate = 1.0 if costly else thrift * float(table.prize.sum()) / max(time, float(table.service.sum()) + 1)
    # Of equal prizes more visits count a little, and all travel together less than one visit.
    hair = 0.0 if costly else 0.5 / (table.client.size + 1)
    tiny = 1.0 if costly else hair / max(1.0, 4.0 * time)
    bounded = (table.longest < table.returns - table.leaves) | (table.farthest < NEVER)
    parts: dict[str, NDArray[Any]] = {
        "trait": np.column_stack([table.place, table.group, table.service, table.opens, table.closes]),
        "gain": np.column_stack([worth, worth + hair]), "rate": np.array([rate, tiny]), "demand": table.demand,
        "allowed": table.allowed.T, "near": near, "travel": travel, "travel_back": back, "toll": toll,
        "toll_back": toll_back, "length": table.length, "capacity": table.capacity, "kind": np.array(kinds, np.int64),
        "rule": np.column_stack([
            table.start, table.end, table.leaves, table.returns, table.longest, table.farthest, table.profile, bounded
        ]).astype(np.int64),
    }  # fmt: skip
    # All in rows: loops are compiled anew for another layout.
    return Land(**{name: np.ascontiguousarray(part) for name, part in parts.items()}, must_pay=costly)


def near_of(table: Table) -> NDArray[np.int32]:
    """Options that could stand beside each other, nearest first: the way, and a part of the wait that windows force."""
    options = table.client.size
    width = min(NEAR if options > 400 else options, max(options - 1, 0))
    chosen = np.zeros((options, width), np.int32)
    travel = table.travel[0]
    for option in range(options):
        way = travel[table.place[option], table.place]
        after = table.opens - way - table.service[option] - table.closes[option]
        way_back = travel[table.place, table.place[option]]
        before = table.opens[option] - way_back - table.service - table.closes
        late = table.opens[option] + table.service[option] + way - table.closes
        late_back = table.opens + table.service + way_back - table.closes[option]
        apart = np.minimum(
            way + 0.2 * np.maximum(after, 0) + np.maximum(late, 0),
            way_back + 0.2 * np.maximum(before, 0) + np.maximum(late_back, 0),
        )
        apart[option] = np.inf
        nearest = np.argpartition(apart, width - 1)[:width] if width else np.zeros(0, np.int64)
        chosen[option] = nearest[np.argsort(apart[nearest], kind="stable")]
    return chosen


def state_of(land: Land, *, seed: int, pooled: int) -> State:
    """Empty routes; `refill` of `turns` makes their times."""
    slots, options = len(land.kind), len(land.trait)
    wide = min(options, MOST_STOPS) + 2
    spans = bool((land.rule[:, LONGEST] < land.rule[:, RETURNS] - land.rule[:, LEAVES]).any())

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, np.int64)

    def floats(*shape: int) -> Floats:
        return np.zeros(shape, np.float64)

    where = ints(options, 3)
    where[:, SLOT] = -1
    return State(
        row=ints(slots, 11 if spans else 5, wide), note=ints(slots, 5), load=ints(slots, land.demand.shape[1]),
        worth=floats(slots, 2), where=where,
        holder=np.full(int(land.trait[:, GROUP].max(initial=-1)) + 1, -1, np.int64),
        old_stop=ints(slots, wide), best_stop=ints(slots, wide), touched=ints(slots), listed=ints(options),
        key=floats(options), cheap=floats(options), cheap_at=ints(options, 2), tally=ints(4), total=floats(5),
        dice=np.array([seed % 2**63], np.uint64), pool_stop=np.zeros((pooled, min(wide, 100)), np.int32),
        pool_note=ints(pooled, 2), pool_mark=np.zeros(4 * pooled, np.uint64),
    )  # fmt: skip
