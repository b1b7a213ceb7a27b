"""Progress in the terminal, for everything that takes over two seconds."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

console = Console(stderr=True, highlight=False)
# What a command answers, as against how it goes on: to the standard output, where a pipe expects it.
answers = Console(highlight=False, width=None if sys.stdout.isatty() else 120)


class Advance(Protocol):
    def __call__(self, done: int) -> None: ...


@contextmanager
def bar(title: str, total: int) -> Iterator[Advance]:
    """A bar that is told how many are done; on a dumb terminal or in a file it prints the last line only."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    ) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.update(task, completed=done)
