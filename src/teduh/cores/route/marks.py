"""Marks of clients and vehicles that hang on what they are, not on where they stand in a list.

Places are marked by the ways from and to them, and again by the marks of the places at the other end (the refinement of
Weisfeiler and Leman); clients and vehicles by their own values and the marks of their places and of each other.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.route.problem import Problem

Marks = NDArray[np.uint64]

ROUNDS: Final = 2


def mixed(values: Marks) -> Marks:
    """A step of SplitMix64 (Steele, Lea and Flood 2014): near values come out far apart."""
    with np.errstate(over="ignore"):
        z = values + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def marks(problem: Problem, travel: NDArray[np.int64]) -> tuple[Marks, Marks]:
    """Of the clients, and of the vehicles."""
    places = _places(travel)
    clients = _chain(
        [
            places[[c.place for c in problem.clients]] if problem.clients else np.zeros(0, np.uint64),
            *_columns([(c.prize, c.service_minutes, c.required) for c in problem.clients], 3),
            _texts([repr((c.windows, c.demand)) for c in problem.clients]),
        ]
    )
    vehicles = _chain(
        [
            places[[v.start for v in problem.vehicles]] if problem.vehicles else np.zeros(0, np.uint64),
            places[[v.end for v in problem.vehicles]] if problem.vehicles else np.zeros(0, np.uint64),
            *_columns([(v.max_minutes, v.max_km, v.count, v.profile) for v in problem.vehicles], 4),
            _texts([repr((v.window, v.capacity)) for v in problem.vehicles]),
        ]
    )
    clients = _chain([clients, _of_group(problem, clients)])
    return _of_each_other(problem, clients, vehicles)


def _places(travel: NDArray[np.int64]) -> Marks:
    marked = np.zeros(travel.shape[1], np.uint64)
    with np.errstate(over="ignore"):
        for _ in range(ROUNDS):
            following = np.zeros_like(marked)
            for number, matrix in enumerate(travel):
                raw = mixed(matrix.view(np.uint64) + np.uint64(number))
                following += mixed(raw ^ marked[None, :]).sum(axis=1, dtype=np.uint64)
                following += mixed(~raw ^ marked[:, None]).sum(axis=0, dtype=np.uint64)
            marked = mixed(following)
    return marked


def _chain(parts: list[Marks]) -> Marks:
    """Several marks of each as one, in which the order of the parts counts."""
    whole = np.zeros_like(parts[0])
    for part in parts:
        whole = mixed(whole ^ mixed(part))
    return whole


def _columns(rows: list[tuple[float, ...]], width: int) -> list[Marks]:
    table = np.array(rows, np.float64).reshape(len(rows), width)
    return [np.ascontiguousarray(column).view(np.uint64) for column in table.T]


def _texts(words: list[str]) -> Marks:
    """Marks of texts: bytes mixed in one by one (Python's own hash differs from run to run)."""
    known: dict[str, int] = {}
    for word in words:
        if word not in known:
            mark = np.zeros(1, np.uint64)
            for byte in word.encode():
                mark = mixed(mark ^ np.uint64(byte))
            known[word] = int(mark[0])
    return np.array([known[word] for word in words], np.uint64)


def _of_group(problem: Problem, clients: Marks) -> Marks:
    sums: dict[int, int] = {}
    for client, mark in zip(problem.clients, clients, strict=True):
        if client.group is not None:
            sums[client.group] = (sums.get(client.group, 0) + int(mark)) % 2**64
    return np.array([sums[c.group] if c.group is not None else 0 for c in problem.clients], np.uint64)


def _of_each_other(problem: Problem, clients: Marks, vehicles: Marks) -> tuple[Marks, Marks]:
    """Which vehicles may visit which clients, marked on both sides."""
    seen = np.zeros_like(clients)
    sees = np.zeros_like(vehicles)
    with np.errstate(over="ignore"):
        for at, vehicle in enumerate(problem.vehicles):
            for named, turn in ((vehicle.only, 1), (vehicle.forbidden or None, 2)):
                if named is None:
                    continue
                who = np.array(sorted(named), np.int64)
                sees[at] += mixed(mixed(clients[who]) + np.uint64(turn)).sum(dtype=np.uint64) + np.uint64(turn)
                seen[who] += mixed(vehicles[at : at + 1] + np.uint64(turn))[0]
    return _chain([clients, seen]), _chain([vehicles, sees])
