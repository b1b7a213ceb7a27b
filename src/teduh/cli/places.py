"""`teduh places`: find a village by name, list the units."""

import click
from rich.table import Column, Table

from teduh.cli.progress import answers
from teduh.places import reads


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
