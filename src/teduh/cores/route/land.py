"""What the loops work on: the table as flat arrays (`Land`), and the routes being changed (`State`)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

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
    allowed: NDArray[np.bool_]  # options, kinds
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
