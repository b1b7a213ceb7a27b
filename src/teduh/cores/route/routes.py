"""Loops over one route: its times, and what taking in one more visit costs."""

import numpy as np

from teduh.cores.route.compiled import compiled, inlined
from teduh.cores.route.land import (
    AFTER,
    AT,
    BEFORE,
    BOUNDED,
    CHANGED,
    CLOSES,
    END,
    FARTHEST,
    GROUP,
    GUIDE,
    GUIDE_BEFORE,
    LATEST,
    LEAVES,
    LEG,
    LONGEST,
    OLD_SIZE,
    OPENS,
    PLACE,
    PROFILE,
    READY,
    RETURNS,
    SERVICE,
    SIZE,
    SLOT,
    SPOT,
    START,
    STOP,
    TOUCHED,
    TRUE,
    TRUE_BEFORE,
    TURN,
    WAY,
    Land,
    State,
)  # fmt: skip

NOWHERE = 1e300


@inlined
def joined(duration, early, late, way, then_duration, then_early, then_late):  # type: ignore[no-untyped-def]
    """Two parts of a route one after the other (Vidal et al. 2013): duration, earliest and latest start.

    Both parts keep their windows and together they do, too: the caller has asked.
    """
    shift = duration + way
    wait = max(then_early - shift - late, 0)
    earliest = max(then_early - shift, early) - wait
    latest = min(then_late - shift, late)
    return duration + then_duration + way + wait, earliest, max(latest, earliest)


@inlined
def roll(dice):  # type: ignore[no-untyped-def]
    """The next number from 0 to below 1: SplitMix64, as in `marks`."""
    dice[0] += np.uint64(0x9E3779B97F4A7C15)
    z = dice[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return float(z >> np.uint64(11)) / 9007199254740992.0


@compiled
def refresh(land: Land, state: State, slot: int) -> None:
    """Times, load and worth of a route from its stops."""
    row, rule, size = state.row[slot], land.rule[land.kind[slot]], state.note[slot, SIZE]
    travel, toll, length = land.travel[rule[PROFILE]], land.toll[rule[PROFILE]], land.length[rule[PROFILE]]
    state.load[slot, :] = 0
    row[READY, 0], row[SPOT, 0], row[SPOT, size + 1] = rule[LEAVES], rule[START], rule[END]
    guide = true = 0.0
    place, paid, way, now = rule[START], 0, 0, rule[LEAVES]
    for position in range(1, size + 1):
        option = row[STOP, position]
        trait = land.trait[option]
        there = trait[PLACE]
        now = max(now + travel[place, there], trait[OPENS]) + trait[SERVICE]
        row[READY, position], row[SPOT, position], row[LEG, position - 1] = now, there, toll[place, there]
        paid += toll[place, there]
        way += length[place, there]
        guide += land.gain[option, GUIDE]
        true += land.gain[option, TRUE]
        for dimension in range(state.load.shape[1]):
            state.load[slot, dimension] += land.demand[option, dimension]
        state.where[option, SLOT], state.where[option, AT] = slot, position
        state.holder[trait[GROUP]] = option
        place = there
    row[LEG, size] = toll[place, rule[END]]
    paid += row[LEG, size]
    way += length[place, rule[END]]
    if size == 0:
        # Who visits nobody stays at home.
        paid = way = row[LEG, 0] = 0
    latest_times(land, row, rule, size)
    state.note[slot, WAY] = way
    state.worth[slot, GUIDE] = guide - land.rate[GUIDE] * paid
    state.worth[slot, TRUE] = true - land.rate[TRUE] * paid
    if rule[LONGEST] < rule[RETURNS] - rule[LEAVES]:
        spans(land.trait, travel, row, rule, size)


@compiled
def latest_times(land: Land, row, rule, size: int) -> None:  # type: ignore[no-untyped-def]
    """When each visit may begin at the latest."""
    travel, place, now = land.travel[rule[PROFILE]], rule[END], rule[RETURNS]
    row[LATEST, size + 1] = now
    for position in range(size, 0, -1):
        trait = land.trait[row[STOP, position]]
        now = min(now - travel[trait[PLACE], place] - trait[SERVICE], trait[CLOSES])
        row[LATEST, position] = now
        place = trait[PLACE]


@compiled
def spans(traits, travel, row, rule, size: int) -> None:  # type: ignore[no-untyped-def]
    """BEFORE and AFTER of a route."""
    duration, early, late = 0, rule[LEAVES], rule[RETURNS]
    row[BEFORE, 0], row[BEFORE + 1, 0], row[BEFORE + 2, 0] = duration, early, late
    place = rule[START]
    for position in range(1, size + 1):
        trait = traits[row[STOP, position]]
        there = trait[PLACE]
        duration, early, late = joined(
            duration, early, late, travel[place, there], trait[SERVICE], trait[OPENS], trait[CLOSES]
        )
        row[BEFORE, position], row[BEFORE + 1, position], row[BEFORE + 2, position] = duration, early, late
        place = there
    duration, early, late = 0, rule[LEAVES], rule[RETURNS]
    row[AFTER, size + 1], row[AFTER + 1, size + 1], row[AFTER + 2, size + 1] = duration, early, late
    place = rule[END]
    for position in range(size, 0, -1):
        trait = traits[row[STOP, position]]
        there = trait[PLACE]
        duration, early, late = joined(
            trait[SERVICE], trait[OPENS], trait[CLOSES], travel[there, place], duration, early, late
        )
        row[AFTER, position], row[AFTER + 1, position], row[AFTER + 2, position] = duration, early, late
        place = there


@compiled
def within(trait, travel, length, row, rule, way: int, size: int, position: int) -> bool:  # type: ignore[no-untyped-def]
    """Whether time away and kilometres stay within their limits with an option behind a position; windows are kept."""
    here, last, following = trait[PLACE], row[SPOT, position], row[SPOT, position + 1]
    straight = length[last, following] if size else 0
    if way + length[last, here] + length[here, following] - straight > rule[FARTHEST]:
        return False
    if rule[LONGEST] >= rule[RETURNS] - rule[LEAVES]:
        return True
    duration, early, late = joined(
        row[BEFORE, position], row[BEFORE + 1, position], row[BEFORE + 2, position], travel[last, here],
        trait[SERVICE], trait[OPENS], trait[CLOSES],
    )  # fmt: skip
    duration, early, late = joined(
        duration, early, late, travel[here, following],
        row[AFTER, position + 1], row[AFTER + 1, position + 1], row[AFTER + 2, position + 1],
    )  # fmt: skip
    return bool(duration <= rule[LONGEST])


@compiled
def cheapest(trait, to, on, toll_to, toll_on, travel, length, row, rule, note, dice, blink: float):  # type: ignore[no-untyped-def]
    """The least toll of taking an option in, and behind which position; with `blink` some positions go unseen.

    `to`, `on`, `toll_to` and `toll_on` are the ways to and from the option's place.
    """
    best, best_at = NOWHERE, -1
    opens, closes, service = trait[OPENS], trait[CLOSES], trait[SERVICE]
    spot, leg, ready, latest = row[SPOT], row[LEG], row[READY], row[LATEST]
    for position in range(note[SIZE] + 1):
        now = ready[position]
        if now > closes:
            break
        place, following = spot[position], spot[position + 1]
        begin = max(now + to[place], opens)
        if begin > closes or begin + service + on[following] > latest[position + 1]:
            continue
        cost = float(toll_to[place] + toll_on[following] - leg[position])
        if cost >= best or (blink > 0.0 and roll(dice) < blink):
            continue
        if rule[BOUNDED] and not within(trait, travel, length, row, rule, note[WAY], note[SIZE], position):
            continue
        best, best_at = cost, position
    return best, best_at


@compiled
def keep_old(state: State, slot: int) -> None:
    """Remember a route before its first change of this turn."""
    note = state.note[slot]
    if note[CHANGED] == state.tally[TURN]:
        return
    note[CHANGED] = state.tally[TURN]
    state.touched[state.tally[TOUCHED]] = slot
    state.tally[TOUCHED] += 1
    note[OLD_SIZE] = note[SIZE]
    for position in range(1, note[SIZE] + 1):
        state.old_stop[slot, position] = state.row[slot, STOP, position]


@compiled
def take_in(land: Land, state: State, slot: int, position: int, option: int) -> None:
    """Put an option behind a position."""
    keep_old(state, slot)
    stop = state.row[slot, STOP]
    for at in range(state.note[slot, SIZE], position, -1):
        stop[at + 1] = stop[at]
    stop[position + 1] = option
    state.note[slot, SIZE] += 1
    anew(land, state, slot)


@compiled
def take_out(land: Land, state: State, slot: int, first: int, number: int) -> None:
    """Remove so many stops from a position on; times are left as they were until `anew`."""
    keep_old(state, slot)
    stop, size = state.row[slot, STOP], state.note[slot, SIZE]
    for at in range(first, first + number):
        state.where[stop[at], SLOT] = -1
        state.holder[land.trait[stop[at], GROUP]] = -1
    for at in range(first + number, size + 1):
        stop[at - number] = stop[at]
        state.where[stop[at], AT] = at - number
    state.note[slot, SIZE] = size - number


@compiled
def anew(land: Land, state: State, slot: int) -> None:
    """Times of a changed route, and the sums with it."""
    guide, true = state.worth[slot, GUIDE], state.worth[slot, TRUE]
    refresh(land, state, slot)
    state.total[GUIDE] += state.worth[slot, GUIDE] - guide
    state.total[TRUE] += state.worth[slot, TRUE] - true


@compiled
def undo(land: Land, state: State) -> None:
    """The routes as before this turn."""
    for number in range(state.tally[TOUCHED]):
        slot = state.touched[number]
        for position in range(1, state.note[slot, SIZE] + 1):
            option = state.row[slot, STOP, position]
            state.where[option, SLOT] = -1
            state.holder[land.trait[option, GROUP]] = -1
    for number in range(state.tally[TOUCHED]):
        slot = state.touched[number]
        state.note[slot, SIZE] = state.note[slot, OLD_SIZE]
        for position in range(1, state.note[slot, SIZE] + 1):
            state.row[slot, STOP, position] = state.old_stop[slot, position]
        refresh(land, state, slot)
    state.total[GUIDE] = state.total[GUIDE_BEFORE]
    state.total[TRUE] = state.total[TRUE_BEFORE]
