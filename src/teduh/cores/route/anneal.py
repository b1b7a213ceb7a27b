"""One search: turns at falling temperatures, from given routes or from none."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.route import hybrid
from teduh.cores.route.land import BEST_SIZE, POOLED, Land, State
from teduh.cores.route.laying import land_of, state_of
from teduh.cores.route.plans import Plan, better, kept
from teduh.cores.route.stop import StopRule, Watch
from teduh.cores.route.table import Table
from teduh.cores.route.turns import refill, turns


@dataclass(frozen=True)
class Heat:
    """Temperatures as shares of the mean prize, and how a turn works.

    `mean` stops are emptied in stretches of at most `longest`; of absent options `most` are tried; a `blink` is the
    share of positions that go unseen. `thrift` see `land_of`.
    """

    warm: float
    cool: float
    mean: float
    longest: int
    most: int
    blink: float = 0.01
    thrift: float = 0.1


# Found by trial on the published instances (docs/cores/route.md).
PRIZES: Final = Heat(warm=2.0, cool=0.01, mean=10.0, longest=20, most=60)
COSTS: Final = Heat(warm=0.2, cool=0.008, mean=10.0, longest=10, most=60)
# Where ways cost, the part of the first round that PyVRP has: it opens the right number of long routes.
HYBRID_SHARE: Final = 0.7
POOLED_ROUTES: Final = 5000
# A chunk of turns between two looks at the stop rule takes some hundredths of a second.
CHUNK: Final = 200


@dataclass(frozen=True)
class Task:
    """A search as plain data, so that it can be done anywhere."""

    table: Table
    near: NDArray[np.int32]
    seed: int
    rule: StopRule
    start: tuple[tuple[int, tuple[int, ...]], ...]
    again: bool
    pooled: bool

    def run(self) -> "Found":
        """Do it."""
        return search(self)


@dataclass(frozen=True)
class Found:
    """The best plan of a search, routes worth keeping, and how many turns it made."""

    plan: tuple[tuple[int, tuple[int, ...]], ...]
    routes: tuple[tuple[int, tuple[int, ...]], ...]
    turns: int


def search(task: Task) -> Found:
    """The best plan that one search finds; never worse than its start."""
    table, watch = task.table, task.rule.begin()
    plan: Plan = [(kind, list(options)) for kind, options in task.start]
    heat = COSTS if table.costly else PRIZES
    if table.costly and not task.again and hybrid.can(table):
        part = watch.part(HYBRID_SHARE)
        plan = better(table, [plan, kept(table, hybrid.search(table, seed=task.seed, watch=part, start=plan))])
        watch.done += part.done
    land = land_of(table, task.near, thrift=heat.thrift)
    state = state_of(land, seed=task.seed, pooled=POOLED_ROUTES)
    place(land, state, plan)
    anneal(land, state, watch, heat, _unit(table) * (0.5 if task.again else 1.0))
    best = kept(table, plan_in(land, state))
    return Found(_frozen(better(table, [plan, best])), _pool(land, state) if task.pooled else (), watch.done)


def _unit(table: Table) -> float:
    """The mean prize, as the measure of temperatures."""
    worthy = table.prize[table.prize > 0]
    return float(worthy.mean()) if worthy.size else 1.0


def anneal(land: Land, state: State, watch: Watch, heat: Heat, unit: float) -> None:
    """Turns until the watch is over, at temperatures that follow how much of it has passed."""
    ways = (heat.mean, heat.longest, heat.most, heat.blink)
    begun = watch.passed()
    while not watch.over():
        number = min(CHUNK, watch.iterations_left(CHUNK))
        here = _temperature(watch, begun, heat)
        watch.done += number
        # With a limit in turns alone, the temperature falls within the chunk, too.
        there = min(here, _temperature(watch, begun, heat))
        turns(land, state, number, here * unit, there * unit, ways)


def _temperature(watch: Watch, begun: float, heat: Heat) -> float:
    passed = min(1.0, (watch.passed() - begun) / max(1e-9, 1.0 - begun))
    return float(heat.warm * (heat.cool / heat.warm) ** passed)


def place(land: Land, state: State, plan: Plan) -> None:
    """Set the routes of a plan as the best so far and as those to change."""
    free: dict[int, list[int]] = {}
    for slot, kind in enumerate(land.kind.tolist()):
        free.setdefault(kind, []).append(slot)
    for kind, options in plan:
        slot = free[kind].pop(0)
        state.note[slot, BEST_SIZE] = len(options)
        state.best_stop[slot, 1 : len(options) + 1] = options
    refill(land, state)


def plan_in(land: Land, state: State) -> Plan:
    """The best routes as a plan."""
    return [
        (int(kind), state.best_stop[slot, 1 : state.note[slot, BEST_SIZE] + 1].tolist())
        for slot, kind in enumerate(land.kind) if state.note[slot, BEST_SIZE]
    ]  # fmt: skip


def _frozen(plan: Plan) -> tuple[tuple[int, tuple[int, ...]], ...]:
    return tuple((kind, tuple(options)) for kind, options in plan)


def _pool(land: Land, state: State) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Routes met, the latest last."""
    number = min(int(state.tally[POOLED]), len(state.pool_note))
    order = (np.arange(number) + (int(state.tally[POOLED]) - number)) % len(state.pool_note)
    return tuple(
        (int(land.kind[slot]), tuple(state.pool_stop[at, :size].tolist()))
        for at, (slot, size) in zip(order, state.pool_note[order].tolist(), strict=True)
    )
