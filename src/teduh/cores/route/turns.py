"""One turn of the search: stretches of routes are emptied, then filled anew (Christiaens and Vanden Berghe 2020)."""

import numpy as np

from teduh.cores.route.compiled import compiled
from teduh.cores.route.land import (
    AT,
    BEST,
    BEST_SIZE,
    CHANGED,
    GROUP,
    GUIDE,
    GUIDE_BEFORE,
    LISTED,
    MARK,
    OLD_SIZE,
    PLACE,
    POOLED,
    PROFILE,
    SERVICE,
    SIZE,
    SLOT,
    STOP,
    TOUCHED,
    TRUE,
    TRUE_BEFORE,
    TURN,
    Land,
    State,
)  # fmt: skip
from teduh.cores.route.routes import NOWHERE, anew, cheapest, roll, take_in, take_out, undo

# What the first visit of a new route is charged of its way, where ways cost.
CREDIT = 0.25


@compiled
def ruin(land: Land, state: State, mean: float, longest: int) -> int:
    """Empty stretches of several routes around one option, which is returned."""
    options = len(land.trait)
    where, note, dice = state.where, state.note, state.dice
    seed = int(roll(dice) * options)
    if roll(dice) < 0.5:
        # Around somebody who is visited; else around anybody, to make room where there is more to win.
        for _ in range(20):
            if where[seed, SLOT] >= 0:
                break
            seed = int(roll(dice) * options)
    held = used = 0
    for slot in range(len(land.kind)):
        held += note[slot, SIZE]
        used += note[slot, SIZE] > 0
    if held == 0:
        return seed
    most = min(float(longest), held / used)
    stretches = int(roll(dice) * max(1.0, 4.0 * mean / (1.0 + most) - 1.0)) + 1
    emptied = 0
    for number in range(-1, land.near.shape[1]):
        option = seed if number < 0 else land.near[seed, number]
        slot = where[option, SLOT]
        if slot < 0 or note[slot, CHANGED] == state.tally[TURN]:
            continue
        size = note[slot, SIZE]
        length = int(roll(dice) * min(float(size), most)) + 1
        if length == size or length < 2 or roll(dice) < 0.5:
            stretch(land, state, slot, option, length)
        else:
            split(land, state, slot, option, length)
        anew(land, state, slot)
        emptied += 1
        if emptied >= stretches:
            break
    return seed


@compiled
def stretch(land: Land, state: State, slot: int, option: int, length: int) -> None:
    """Remove a stretch that holds the option."""
    size, at = state.note[slot, SIZE], state.where[option, AT]
    low, high = max(1, at - length + 1), min(at, size - length + 1)
    take_out(land, state, slot, low + int(roll(state.dice) * (high - low + 1)), length)


@compiled
def split(land: Land, state: State, slot: int, option: int, length: int) -> None:
    """Remove a stretch but for some stops in its middle."""
    size, at, dice = state.note[slot, SIZE], state.where[option, AT], state.dice
    kept = 1
    while length + kept < size and roll(dice) > 0.5:
        kept += 1
    whole = length + kept
    low, high = max(1, at - whole + 1), min(at, size - whole + 1)
    first = low + int(roll(dice) * (high - low + 1))
    before = 1 + int(roll(dice) * (length - 1))
    take_out(land, state, slot, first + before + kept, length - before)
    take_out(land, state, slot, first, before)


@compiled
def list_absent(land: Land, state: State, seed: int, most: int) -> None:
    """Whom to try: absent options near the seed, what was taken out, and, of many, some from anywhere."""
    where, holder, trait, listed, turn = state.where, state.holder, land.trait, state.listed, state.tally[TURN]
    found = 0
    width, options = land.near.shape[1], len(land.trait)
    for number in range(-1, width):
        option = seed if number < 0 else land.near[seed, number]
        if where[option, SLOT] < 0 and holder[trait[option, GROUP]] < 0:
            where[option, MARK] = turn
            listed[found] = option
            found += 1
            if found >= most:
                break
    for number in range(state.tally[TOUCHED]):
        slot = state.touched[number]
        for position in range(1, state.note[slot, OLD_SIZE] + 1):
            option = state.old_stop[slot, position]
            if where[option, SLOT] < 0 and where[option, MARK] != turn and holder[trait[option, GROUP]] < 0:
                where[option, MARK] = turn
                listed[found] = option
                found += 1
    if width < options - 1:
        for _ in range(most // 5):
            option = int(roll(state.dice) * options)
            if where[option, SLOT] < 0 and where[option, MARK] != turn and holder[trait[option, GROUP]] < 0:
                where[option, MARK] = turn
                listed[found] = option
                found += 1
    state.tally[LISTED] = found


@compiled
def look(land: Land, state: State, first: int, last: int, blink: float) -> None:
    """Reckon anew where the listed options from `first` to before `last` would cost least."""
    listed, cheap, cheap_at = state.listed, state.cheap, state.cheap_at
    kinds, rules, allowed, demand, capacity = land.kind, land.rule, land.allowed, land.demand, land.capacity
    load, notes, rows, dice, traits = state.load, state.note, state.row, state.dice, land.trait
    full = rows.shape[2] - 2
    for index in range(first, last):
        option = listed[index]
        here = traits[option, PLACE]
        best, best_slot, best_at = NOWHERE, -1, -1
        last_empty = -1
        for slot in range(len(kinds)):
            kind = kinds[slot]
            if not allowed[option, kind]:
                continue
            size = notes[slot, SIZE]
            if size == 0:
                # Of empty routes of one kind, one is enough.
                if kind == last_empty:
                    continue
                last_empty = kind
            suits = size < full
            for dimension in range(load.shape[1]):
                suits &= load[slot, dimension] + demand[option, dimension] <= capacity[kind, dimension]
            if not suits:
                continue
            profile = rules[kind, PROFILE]
            cost, at = cheapest(
                traits[option], land.travel_back[profile, here], land.travel[profile, here],
                land.toll_back[profile, here], land.toll[profile, here], land.travel[profile], land.length[profile],
                rows[slot], rules[kind], notes[slot], dice, blink,
            )  # fmt: skip
            if size == 0 and land.must_pay:
                # The first visit of a route need not pay for the whole way alone.
                cost *= CREDIT
            if cost < best:
                best, best_slot, best_at = cost, slot, at
        cheap[option], cheap_at[option, 0], cheap_at[option, 1] = best, best_slot, best_at


@compiled
def arrange(land: Land, state: State) -> None:
    """The order in which the listed are tried: chance, prize, or prize against cost, each with some noise.

    Those that fit nowhere, or would cost more than they bring, come last and no longer count as listed.
    """
    dice, listed, key, cheap = state.dice, state.listed, state.key, state.cheap
    gain, rate, trait = land.gain, land.rate[GUIDE], land.trait
    way, power, noise = roll(dice), 0.5 + 1.5 * roll(dice), 0.6 * roll(dice)
    kept, mean = 0, 1.0
    for index in range(state.tally[LISTED]):
        option = listed[index]
        if state.cheap_at[option, 0] >= 0 and not (land.must_pay and gain[option, GUIDE] <= rate * cheap[option]):
            listed[kept] = option
            kept += 1
            mean += cheap[option] + trait[option, SERVICE]
    state.tally[LISTED] = kept
    mean = 0.05 * mean / max(1, kept)
    for index in range(kept):
        option = listed[index]
        blur = 1.0 + noise * (roll(dice) - 0.5)
        if way < 0.15:
            value = roll(dice)
        elif way < 0.3:
            value = gain[option, GUIDE] * blur
        elif land.must_pay and way < 0.7:
            value = (gain[option, GUIDE] - rate * cheap[option]) * blur
        else:
            value = gain[option, GUIDE] ** power / (max(cheap[option], 0.0) + mean) * blur
        key[index] = -value


@compiled
def recreate(land: Land, state: State, seed: int, most: int, blink: float) -> None:
    """Fill the routes with absent options, one after the other, each where it costs least."""
    list_absent(land, state, seed, most)
    look(land, state, 0, state.tally[LISTED], 0.0)
    arrange(land, state)
    number = state.tally[LISTED]
    order = np.argsort(state.key[:number])
    ranked = state.listed[:number][order]
    state.listed[:number] = ranked
    for index in range(number):
        option = state.listed[index]
        if state.holder[land.trait[option, GROUP]] >= 0:
            continue
        look(land, state, index, index + 1, blink)
        slot = state.cheap_at[option, 0]
        if slot < 0 or (land.must_pay and land.gain[option, GUIDE] <= land.rate[GUIDE] * state.cheap[option]):
            continue
        take_in(land, state, slot, state.cheap_at[option, 1], option)


@compiled
def keep_best(state: State) -> None:
    """These routes are the best so far."""
    for slot in range(len(state.note)):
        size = state.note[slot, SIZE]
        state.note[slot, BEST_SIZE] = size
        state.best_stop[slot, 1 : size + 1] = state.row[slot, STOP, 1 : size + 1]
    state.total[BEST] = state.total[TRUE]


@compiled
def refill(land: Land, state: State) -> None:
    """The best routes as those being changed."""
    state.where[:, SLOT] = -1
    state.holder[:] = -1
    state.total[GUIDE] = state.total[TRUE] = 0.0
    state.worth[:] = 0.0
    for slot in range(len(state.note)):
        size = state.note[slot, BEST_SIZE]
        state.note[slot, SIZE] = size
        state.row[slot, STOP, 1 : size + 1] = state.best_stop[slot, 1 : size + 1]
        anew(land, state, slot)
    state.total[BEST] = state.total[TRUE]


@compiled
def pool(land: Land, state: State) -> None:
    """Remember the routes that this turn changed, each set of stops once for each kind of vehicle."""
    marks = state.pool_mark
    for number in range(state.tally[TOUCHED]):
        slot = state.touched[number]
        size = state.note[slot, SIZE]
        if size == 0 or size > state.pool_stop.shape[1]:
            continue
        mark = np.uint64(land.kind[slot]) * np.uint64(0x9E3779B97F4A7C15)
        for position in range(1, size + 1):
            z = np.uint64(state.row[slot, STOP, position]) + np.uint64(0x9E3779B97F4A7C15)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            mark += z ^ (z >> np.uint64(31))
        mark |= np.uint64(1)
        at = np.int64(mark % np.uint64(len(marks)))
        while marks[at] != np.uint64(0) and marks[at] != mark:
            at = (at + 1) % len(marks)
        if marks[at] == mark:
            continue
        marks[at] = mark
        # The oldest make room; once all are new, marks of long ago go, too.
        place = state.tally[POOLED] % len(state.pool_note)
        state.pool_note[place, 0], state.pool_note[place, 1] = slot, size
        for position in range(1, size + 1):
            state.pool_stop[place, position - 1] = state.row[slot, STOP, position]
        state.tally[POOLED] += 1
        if state.tally[POOLED] % len(state.pool_note) == 0:
            marks[:] = np.uint64(0)


@compiled
def turns(land: Land, state: State, number: int, warm: float, cool: float, ways: tuple[float, int, int, float]) -> None:
    """So many turns, each kept or undone by simulated annealing between two temperatures.

    `ways` are the mean number of stops to empty, the longest stretch, how many absent ones to try and the share of
    positions that go unseen.
    """
    mean, longest, most, blink = ways
    tally, total = state.tally, state.total
    factor = (cool / warm) ** (1.0 / max(1, number))
    temperature = warm
    for _ in range(number):
        tally[TURN] += 1
        tally[TOUCHED] = 0
        total[GUIDE_BEFORE], total[TRUE_BEFORE] = total[GUIDE], total[TRUE]
        seed = ruin(land, state, mean, longest)
        recreate(land, state, seed, most, blink)
        temperature *= factor
        if total[GUIDE] > total[GUIDE_BEFORE] + temperature * np.log(max(roll(state.dice), 1e-300)):
            if total[GUIDE] > total[GUIDE_BEFORE] + 1e-9 and total[TRUE] > total[BEST] - 0.05 * abs(total[BEST]):
                pool(land, state)
            if total[TRUE] > total[BEST] + 1e-10:
                keep_best(state)
        else:
            undo(land, state)
