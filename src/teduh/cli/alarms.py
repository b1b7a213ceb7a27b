"""`teduh alarms`: look now, and list what waits."""

import click
from django.utils import timezone
from rich.table import Column, Table

from teduh.cli.progress import answers
from teduh.places import reads as places
from teduh.places.rules import UnitKind
from teduh.trust.actors import SYSTEM
from teduh.warn import reads, steps
from teduh.warn.words import once_in


@click.group()
def alarms() -> None:
    """What stands out in the reports."""


@alarms.command()
@click.option("--unit", default="", help="Key of one district; all districts without it.")
def now(unit: str) -> None:
    """Look at the reports now, without waiting for the hour, score what can be scored, and list what waits."""
    at = timezone.now()
    districts = [row for row in places.all_units().filter(kind=UnitKind.DISTRICT) if unit in ("", row.key)]
    if not districts:
        raise click.ClickException(f"There is no district with the key {unit!r}. `teduh places units` lists them.")
    for district in districts:
        moved = steps.look_at(unit=district, by=SYSTEM, at=at)
        look = reads.latest_look(district)
        click.echo(f"{district.name}: {moved} raised or moved, from {look.reports if look else 0} reports.")
    click.echo(f"Scored or noted as missed: {steps.score(at=at)}")
    table = Table(Column("seen", no_wrap=True), "kind", "villages", "reports", "usual", "by chance", "for")
    for alarm in reads.waiting_in(districts, on=timezone.localdate(at)):
        told = next(iter(reads.days_of(alarm)))
        villages = ", ".join(area.name for area in alarm.villages.all())
        rare = once_in(told.recurrence_days)
        who = str(alarm.assigned_to or "")
        seen = f"{alarm.last_seen_on}"
        table.add_row(seen, alarm.kind, villages, str(told.observed), f"{told.expected:.1f}", rare, who)
    answers.print(table)
