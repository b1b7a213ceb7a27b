"""A scan over a Dask cluster: the core cuts the work, Dask carries it, and the answer is the same to the last bit.

from distributed import Client
result = fan_out(counts, places, settings, seed=7, run=over(Client("scheduler:8786")), pieces=64)
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from distributed import Client

from teduh.cores.scan import Part, Task


def over(client: Client) -> Callable[[Callable[[Task], Part], Sequence[Task]], Iterable[Part]]:
    """A `run` for `fan_out`. The shared input travels to each worker once, not with every task."""

    def run(work: Callable[[Task], Part], tasks: Sequence[Task]) -> Iterable[Part]:
        shared = client.scatter((tasks[0].counts, tasks[0].places), broadcast=True, hash=False)
        pieces = [
            client.submit(
                _piece, shared, (task.windows, task.settings, task.seed, task.centres, task.replicates), pure=False
            )
            for task in tasks
        ]
        return client.gather(pieces)

    return run


def _piece(shared: tuple[Any, ...], rest: tuple[Any, ...]) -> Part:
    return Task(*shared, *rest).run()
