"""Many sectors at once, on the processes of this machine or on a Dask cluster: the same answers either way."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from teduh.cores.route.weeks import Weeks, WeeksPlan, plan_weeks


@dataclass(frozen=True)
class Task:
    """One sector's question: plain values, so it may travel."""

    weeks: Weeks
    seed: int
    iterations: int

    def run(self) -> WeeksPlan:
        return plan_weeks(self.weeks, seed=self.seed, iterations=self.iterations)


Run = Callable[[Sequence[Task]], list[WeeksPlan]]


def _run(task: Task) -> WeeksPlan:
    return task.run()


@contextmanager
def processes(number: int) -> Iterator[Run]:
    """Sectors over the processes of this machine."""
    with ProcessPoolExecutor(number) as pool:
        yield lambda tasks: list(pool.map(_run, tasks, chunksize=4))


@contextmanager
def cluster(address: str) -> Iterator[Run]:
    """Sectors over a Dask cluster (`dask scheduler`, `dask worker`)."""
    from distributed import Client  # noqa: PLC0415 (an extra)

    client: Any = Client(address)
    try:
        yield lambda tasks: client.gather(client.map(_run, list(tasks), pure=False))
    finally:
        client.close()
