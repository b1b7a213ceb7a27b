"""What the loops work on: the table as flat arrays (`Land`), and the routes being changed (`State`)."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from teduh.cores.route.table import NEVER, Ints, Table

Floats = NDArray[np.float64]

# A route of more stops than this is not built; a day of an officer has ten, the longest published ones sixty.
MOST_STOPS: Final = 400
# How many neighbours an option knows where there are many options.
NEAR: Final = 100


# Columns of `Land.trait`, of `Land.rule`, fields of `State.row`, columns of `State.note` and of `State.where`.
PLACE, GROUP, SERVICE, OPENS, CLOSES = range(5)
START, END, LEAVES, RETURNS, LONGEST, FARTHEST, PROFILE, BOUNDED = range(8)
STOP, SPOT, LEG, READY, LATEST, BEFORE, AFTER = 0, 1, 2, 3, 4, 5, 8
SIZE, WAY, CHANGED, OLD_SIZE, BEST_SIZE = range(5)
SLOT, AT, MARK = range(3)
# Numbers in `State.tally` and `State.total`.
TURN, TOUCHED, LISTED, POOLED = range(4)
GUIDE, TRUE, GUIDE_BEFORE, TRUE_BEFORE, BEST = range(5)


class Land(NamedTuple):
    """What does not change: options, slots (single vehicles) and ways.

    Few arrays with many columns, because Numba hands each array of such a tuple over anew with every call.

    Attributes
    ----------
    trait : int64 (options, 5)
        PLACE, GROUP, SERVICE, OPENS, CLOSES.
    gain : float64 (options, 2)
        What the search counts a visit for (GUIDE), and what it is worth (TRUE).
    rate : float64 (2,)
        What a tick of toll takes from the one and the other.
    near : int32 (options, neighbours)
        Options that could stand beside each, nearest first.
    travel, travel_back, toll, toll_back, length : int64 (profiles, places, places)
        The second and fourth are turned, so that ways to one place lie side by side. Equal arrays are one.
    rule : int64 (kinds, 8)
        START, END, LEAVES, RETURNS, LONGEST, FARTHEST, PROFILE; BOUNDED where time away or kilometres are limited.
    kind : int64 (slots,)
    must_pay : bool
        A visit that costs more than it brings is not made.
    """

    trait: Ints
    gain: Floats
    rate: Floats
    demand: Ints
    allowed: NDArray[np.bool_]
    near: NDArray[np.int32]
    travel: Ints
    travel_back: Ints
    toll: Ints
    toll_back: Ints
    length: Ints
    rule: Ints
    capacity: Ints
    kind: Ints
    must_pay: bool


class State(NamedTuple):
    """Routes being changed. Position 0 of a route is its start, 1 to SIZE are stops, SIZE + 1 is its end.

    Attributes
    ----------
    row : int64 (slots, 5 or 11, positions)
        STOP the option, SPOT its place, LEG the toll to the next position, READY when it can be left at the earliest,
        LATEST when a visit may begin there at the latest. Where the time away is limited, three each for the part up to
        (BEFORE) and from (AFTER) a position: duration, earliest start, latest start.
    note : int64 (slots, 5)
        SIZE, WAY in length, CHANGED the number of the last turn that changed it, OLD_SIZE before that, BEST_SIZE.
    where : int64 (options, 3)
        SLOT (-1 for absent) and AT, the position; MARK the number of the last turn that listed it.
    holder : int64 (groups,)
        Which option is visited, or -1.
    cheap, cheap_at : float64 (options,), int64 (options, 2)
        The least cost of taking in an option, as last reckoned, and where.
    """

    row: Ints
    note: Ints
    load: Ints
    worth: Floats
    where: Ints
    holder: Ints
    old_stop: Ints
    best_stop: Ints
    touched: Ints
    listed: Ints
    key: Floats
    cheap: Floats
    cheap_at: Ints
    tally: Ints
    total: Floats
    dice: NDArray[np.uint64]
    pool_stop: NDArray[np.int32]
    pool_note: Ints
    pool_mark: NDArray[np.uint64]


def land_of(table: Table, *, thrift: float) -> Land:
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
    spans = np.minimum(table.longest, table.returns - np.maximum(table.leaves, 0)) * np.minimum(table.count, 10**6)
    time = max(1.0, float(np.minimum(spans.astype(np.float64), 1e15).sum()))
    rate = 1.0 if costly else thrift * float(table.prize.sum()) / max(time, float(table.service.sum()) + 1)
    # Of equal prizes more visits count a little, and all travel together less than one visit.
    hair = 0.0 if costly else 0.5 / (table.client.size + 1)
    tiny = 1.0 if costly else hair / max(1.0, 4.0 * time)
    bounded = (table.longest < table.returns - table.leaves) | (table.farthest < NEVER)
    return Land(
        trait=np.column_stack([table.place, table.group, table.service, table.opens, table.closes]),
        gain=np.column_stack([worth, worth + hair]), rate=np.array([rate, tiny]), demand=table.demand,
        allowed=table.allowed,
        near=_near(table), travel=travel, travel_back=back, toll=toll, toll_back=toll_back, length=table.length,
        rule=np.column_stack([
            table.start, table.end, table.leaves, table.returns, table.longest, table.farthest, table.profile, bounded
        ]).astype(np.int64),
        capacity=table.capacity, kind=np.array(kinds, np.int64), must_pay=costly,
    )  # fmt: skip


def _near(table: Table) -> NDArray[np.int32]:
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
        chosen[option] = np.argsort(apart, kind="stable")[:width]
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
