"""Routes of many sectors over a Dask cluster: the core cuts the work, Dask carries it, and the answers are the same.

from distributed import Client
answers = solve_many(problems, seed=7, stop=StopRule(iterations=20_000), run=over(Client("scheduler:8786")))
"""

from collections.abc import Callable, Iterable, Sequence

from distributed import Client

from teduh.cores.route import Answer, Job


def over(client: Client) -> Callable[[Callable[[Job], Answer], Sequence[Job]], Iterable[Answer]]:
    """A `run` for `solve_many`: one task for each problem."""

    def run(work: Callable[[Job], Answer], jobs: Sequence[Job]) -> Iterable[Answer]:
        return client.gather([client.submit(work, job, pure=False) for job in jobs])

    return run
