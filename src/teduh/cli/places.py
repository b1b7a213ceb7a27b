"""`teduh places`: find a village by name, list the units, add one."""

import click
from django.utils import timezone
from rich.table import Column, Table

from teduh.cli.progress import answers
from teduh.cores.errors import NotFound, Refused
from teduh.places import reads
from teduh.places.rules import UnitKind
from teduh.setup import actions
from teduh.trust.actors import SYSTEM


@click.group()
def places() -> None:
    """Areas and units."""


@places.command()
@click.argument("typed", nargs=-1, required=True)
def find(typed: tuple[str, ...]) -> None:
    """Find a village or subdistrict by its typed name; near names are offered, never chosen."""
    candidates = reads.name_index().search(" ".join(typed))
    if not candidates:
        click.echo("No name is like that. Try fewer letters, or `teduh import areas` first.")
        return
    table = Table(Column("code", no_wrap=True), "name", "in", "how")
    for found in candidates:
        table.add_row(found.code, found.name, found.parent_name, found.how)
    answers.print(table)


@places.command()
def units() -> None:
    """List the units."""
    table = Table(Column("key", no_wrap=True), "name", "kind", "under", "investigates")
    for unit in reads.all_units():
        under = unit.parent.name if unit.parent else ""
        table.add_row(unit.key, unit.name, str(unit.get_kind_display()), under, "yes" if unit.can_investigate else "no")
    answers.print(table)


@places.command("add-unit")
@click.argument("key")
@click.option("--name", required=True)
@click.option("--kind", required=True, type=click.Choice(UnitKind.values))
@click.option("--under", default="", help="The key of the unit above it.")
@click.option("--area", "codes", multiple=True, help="The code of an area in which it acts; may be given again.")
def add_unit(key: str, name: str, kind: str, under: str, codes: tuple[str, ...]) -> None:
    """Add a unit: the first one of a server, or the outside body, which no administrator may touch."""
    parent = reads.unit_by_key(under) if under else None
    if under and parent is None:
        raise NotFound(f"There is no unit {under!r}. `teduh places units` lists them.")
    areas = {area.code: area for area in reads.areas(list(codes))}
    if missing := [code for code in codes if code not in areas]:
        raise NotFound(f"There is no area {missing[0]!r}. `teduh places find NAME` tells codes.")
    if reads.unit_by_key(key):
        raise Refused(f"There is a unit {key!r} already. An administrator changes it on the screens.")
    now = timezone.now()
    unit = actions.save_unit(key=key, name=name, kind=UnitKind(kind), parent=parent, by=SYSTEM, at=now)
    for code in codes:
        actions.add_jurisdiction(unit=unit, area=areas[code], valid_from=timezone.localdate(now), by=SYSTEM, at=now)
    click.echo(f"{name} is there as {key}, in {len(codes)} {'area' if len(codes) == 1 else 'areas'}.")
