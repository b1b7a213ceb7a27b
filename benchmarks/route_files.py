"""Published routing instances: read from their files, and answers verified against the files alone.

Three layouts, each a folder with `instances/` and a table of reference values: orienteering with time windows
(`toptw`), team orienteering (`top`) and prize-collecting vehicle routing with time windows (`pcvrptw`). The rounding of
distances is part of each.
"""

import csv
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from teduh.cores.route import Client, Problem, Vehicle

# Sums of at most a thousand floats.
HAIR = 1e-6


@dataclass(frozen=True)
class Node:
    """One point of a file."""

    x: float
    y: float
    prize: int
    service: float = 0.0
    opens: float = 0.0
    closes: float = math.inf
    demand: int = 0


@dataclass(frozen=True)
class Instance:
    """An instance as its file has it: way of the first point to the last, `paths` at most, each within `longest`."""

    name: str
    kind: str
    nodes: tuple[Node, ...]
    distance: NDArray[np.float64]
    paths: int
    longest: float
    capacity: float
    last: int
    reference: float | None

    def problem(self) -> Problem:
        """The same for the core; a client's place is its number in the file."""
        collecting = self.kind == "pcvrptw"
        clients = tuple(
            Client(
                place, prize=node.prize * (10 if collecting else 1), service_minutes=node.service,
                windows=((node.opens, node.closes),) if math.isfinite(node.closes) else (),
                demand=(node.demand,) if collecting else (),
            )
            for place, node in enumerate(self.nodes) if place not in {0, self.last}
        )  # fmt: skip
        vehicle = Vehicle(
            start=0, end=self.last, window=(self.nodes[0].opens, self.longest), count=self.paths,
            capacity=(int(self.capacity),) if collecting else (),
        )  # fmt: skip
        if collecting:
            return Problem(clients, (vehicle,), self.distance, km=self.distance, cost_per_km=1.0)
        return Problem(clients, (vehicle,), self.distance)

    def place(self, client: int) -> int:
        """The number in the file of a client of the problem."""
        return client + 1 if client + 1 < self.last or self.last == 0 else client + 2

    def score(self, routes: Sequence[Sequence[int]]) -> float:
        """What the file says these routes (numbers in the file, without first and last point) come to.

        Raises
        ------
        ValueError
            When a route breaks a rule of the file.
        """
        met = [place for route in routes for place in route]
        if len(met) != len(set(met)) or {0, self.last} & set(met):
            raise ValueError(f"{self.name}: a point is met twice.")
        if len(routes) > self.paths:
            raise ValueError(f"{self.name}: {len(routes)} routes, {self.paths} allowed.")
        way = sum(self._ride(route) for route in routes)
        if self.kind != "pcvrptw":
            return float(sum(self.nodes[place].prize for place in met))
        missed = sum(node.prize for place, node in enumerate(self.nodes) if place not in set(met))
        return way + 10 * missed

    def _ride(self, route: Sequence[int]) -> float:
        """The length of a route that keeps the windows, the longest time and the capacity."""
        now, way = self.nodes[0].opens, 0.0
        for here, there in itertools.pairwise([0, *route, self.last]):
            way += self.distance[here, there]
            now += self.distance[here, there]
            if there == self.last:
                break
            now = max(now, self.nodes[there].opens)
            if now > self.nodes[there].closes + HAIR:
                raise ValueError(f"{self.name}: point {there} is met at {now}, after {self.nodes[there].closes}.")
            now += self.nodes[there].service
        if now > self.longest + HAIR:
            raise ValueError(f"{self.name}: back at {now}, after {self.longest}.")
        if sum(self.nodes[place].demand for place in route) > self.capacity:
            raise ValueError(f"{self.name}: more than the capacity.")
        return way

    def gap(self, score: float) -> float | None:
        """How far a score lies from the reference, as a fraction; below zero is better than the reference."""
        if not self.reference:
            return None
        away = score - self.reference if self.kind == "pcvrptw" else self.reference - score
        return away / self.reference


def _between(nodes: Sequence[Node]) -> NDArray[np.float64]:
    points = np.array([(node.x, node.y) for node in nodes])
    return np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))


def _down(distance: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    """Rounded down to whole `steps`; a hair below a whole step is that step."""
    return np.asarray(np.floor(distance * steps + 1e-9) / steps)


def read_toptw(path: Path, paths: int, reference: float | None) -> Instance:
    """Orienteering with windows (Righini and Salani; Vansteenwegen): the closing of point 0 is the longest time."""
    rows = [line.split() for line in path.read_text().splitlines()[2:] if line.strip()]
    nodes = tuple(
        Node(float(row[1]), float(row[2]), round(float(row[4])), float(row[3]), *_window(row)) for row in rows
    )
    steps = 100 if path.stem.startswith("pr") else 10
    start = Node(nodes[0].x, nodes[0].y, 0, 0.0, nodes[0].opens, nodes[0].closes)
    return Instance(
        path.stem, "toptw", (start, *nodes[1:]), _down(_between(nodes), steps), paths, nodes[0].closes, math.inf, 0,
        reference,
    )  # fmt: skip


def _window(row: Sequence[str]) -> tuple[float, float]:
    """The last two columns; the first point of some files names only its closing."""
    if len(row) == 9 and row[0] == "0":
        return 0.0, float(row[-1])
    return float(row[-2]), float(row[-1])


def read_top(path: Path, reference: float | None) -> Instance:
    """Team orienteering (Chao): first point is the start, last the end; distances as they are."""
    lines = path.read_text().split("\n")
    head = {name: float(number) for name, number in (line.split() for line in lines[:3])}
    nodes = tuple(Node(float(x), float(y), round(float(prize))) for x, y, prize in (
        line.split() for line in lines[3:] if line.strip()
    ))  # fmt: skip
    return Instance(
        path.stem, "top", nodes, _between(nodes), int(head["m"]), head["tmax"], math.inf, len(nodes) - 1, reference
    )


def read_pcvrptw(path: Path, reference: float | None) -> Instance:
    """Prize-collecting with windows (PyVRP): ten times the distance, rounded down, plus ten times the missed prizes."""
    head: dict[str, str] = {}
    sections: dict[str, list[list[float]]] = {}
    current: list[list[float]] = []
    for line in path.read_text().splitlines():
        words = line.split()
        if not words or words[0] == "EOF":
            continue
        if ":" in line:
            name, value = line.split(":", 1)
            head[name.strip()] = value.strip()
        elif words[0].endswith("_SECTION"):
            current = sections.setdefault(words[0].removesuffix("_SECTION"), [])
        else:
            current.append([float(word) for word in words])
    columns = zip(*(sections[name] for name in ("NODE_COORD", "DEMAND", "PRIZE", "TIME_WINDOW")), strict=True)
    service = 10 * float(head["SERVICE_TIME"])
    nodes = tuple(
        Node(at[1], at[2], round(prize[1]), service if number else 0.0, 10 * span[1], 10 * span[2], round(demand[1]))
        for number, (at, demand, prize, span) in enumerate(columns)
    )
    return Instance(
        path.stem, "pcvrptw", nodes, _down(10 * _between(nodes), 1), int(head["VEHICLES"]), nodes[0].closes,
        float(head["CAPACITY"]), 0, reference,
    )  # fmt: skip


def read_folder(folder: Path, kind: str, paths: int) -> list[Instance]:
    """All instances of a folder in the order of their names, with the reference where the table has one."""
    known = _references(folder, paths if kind == "toptw" else 1)
    readers: dict[str, tuple[str, Callable[[Path, float | None], Instance]]] = {
        "toptw": ("*.txt", lambda path, reference: read_toptw(path, paths, reference)),
        "top": ("*.txt", read_top),
        "pcvrptw": ("*.vrp", read_pcvrptw),
    }
    pattern, read = readers[kind]
    home = folder / "instances" if (folder / "instances").is_dir() else folder
    return [read(path, known.get(path.stem)) for path in sorted(home.glob(pattern)) if "format" not in path.stem]


def _references(folder: Path, paths: int) -> dict[str, float]:
    """The last number column whose name tells a score or cost, by instance."""
    found: dict[str, float] = {}
    for table in sorted(folder.glob(f"reference*_m{paths}.csv")) or sorted(folder.glob("reference.csv")):
        with table.open(newline="") as lines:
            for row in csv.DictReader(lines):
                for name, value in row.items():
                    if value and name and name.rsplit("_", 1)[-1] in {"score", "cost"}:
                        found[row["instance"].removesuffix(".txt")] = float(value)
    return found
