"""`teduh plan`: drafts of many sectors at once, on this machine or on a Dask cluster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

import click
from django.utils import timezone
from rich.table import Table

from teduh.cli.progress import answers, bar
from teduh.cores.errors import NotFound, TeduhError
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.places.rules import UnitKind
from teduh.plan import steps
from teduh.plan.rules import MOST_WEEKS
from teduh.trust import reads as trust
from teduh.trust.models import Person

Compute = Callable[[Sequence[steps.Question]], Iterator[steps.Proposal]]
# So many questions are read, computed and kept before the next: a province does not fit into memory at once.
_BATCH = 32


@click.group()
def plan() -> None:
    """Visits: who goes where, when, and why."""


@plan.command()
@click.option("--unit", required=True, help="Key of a sector, a district, or anything above; all sectors under it.")
@click.option("--weeks", default=1, show_default=True, type=click.IntRange(1, MOST_WEEKS))
@click.option("--week", default="", help="A day of the first week, such as 2024-10-14; this week if not given.")
@click.option("--as", "username", required=True, help="Who asks: somebody who may change or order these plans.")
@click.option("--dask", metavar="ADDRESS", default="", help="Compute on this Dask scheduler (the extra `dask`).")
def make(unit: str, weeks: int, week: str, username: str, dask: str) -> None:
    """Make drafts for every sector under a unit. Chiefs change and approve them; approved weeks stay."""
    at = timezone.now()
    by, top = trust.person_by_username(username), places.unit_by_key(unit)
    if by is None:
        raise NotFound(f"Nobody signs in as {username!r}.")
    if top is None:
        raise NotFound(f"There is no unit with the key {unit!r}. `teduh places units` lists them.")
    monday = _monday(week, timezone.localdate(at))
    sectors = [top] if top.kind == UnitKind.SECTOR else steps.sectors_of(top)
    told: list[tuple[str, str]] = []
    with _computing(dask) as compute, bar("Sectors", len(sectors)) as advance:
        for start in range(0, len(sectors), _BATCH):
            batch = sectors[start : start + _BATCH]
            questions = [steps.question(sector, monday=monday, weeks=weeks, at=at) for sector in batch]
            for sector, proposal in zip(batch, compute(questions), strict=True):
                told.append((sector.name, _kept(sector, proposal, by)))
                advance(len(told))
    table = Table("sector", "stops, or why there are none")
    for row in told:
        table.add_row(*row)
    answers.print(table)


def _kept(sector: Unit, proposal: steps.Proposal, by: Person) -> str:
    try:
        steps.keep(proposal, by=by, at=timezone.now())
    except TeduhError as error:
        return error.message
    late = len(proposal.plan.late)
    return f"{len(proposal.plan.stops)}" + (f", {late} villages wait beyond the limit" if late else "")


def _monday(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed) if typed else today
    except ValueError as error:
        raise click.ClickException(f"{typed!r} is no day; write it like {today.isoformat()}.") from error
    return day - timedelta(days=day.weekday())


@contextmanager
def _computing(address: str) -> Iterator[Compute]:
    """One after another here, or all at once on a cluster; the same questions give the same plans."""
    if not address:
        yield lambda questions: (steps.proposal_of(each, steps.compute(each)) for each in questions)
        return
    try:
        from distributed import Client  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise click.ClickException("--dask needs the extra `dask`: pip install teduh[dask].") from error
    with Client(address) as client:  # type: ignore[no-untyped-call]

        def on_cluster(questions: Sequence[steps.Question]) -> Iterator[steps.Proposal]:
            # Only the core's plain question travels: no record, no name of a person.
            futures = client.map(steps.compute_plain, [steps.plain(each) for each in questions], pure=False)
            for asked, future in zip(questions, futures, strict=True):
                yield steps.proposal_of(asked, future.result())

        yield on_cluster
