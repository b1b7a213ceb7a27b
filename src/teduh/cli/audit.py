"""`teduh audit`: is history whole?"""

import sys

import click

from teduh.trust import audit as chain


@click.group()
def audit() -> None:
    """The audit chain."""


@audit.command()
def verify() -> None:
    """Find every row that was edited, removed, inserted or reordered."""
    count = chain.length()
    broken = list(chain.verify())
    for place in broken:
        click.echo(f"Row {place.seq} {place.reason}.")
    if broken:
        sys.exit(1)
    click.echo(f"History is whole: {count} rows, each follows the one before it.")
