"""`teduh keys`: the master keys of the vault, and how a new one comes into use."""

import click
from django.utils import timezone
from rich.progress import Progress

from teduh.trust import rotation
from teduh.trust.actors import SYSTEM


@click.group()
def keys() -> None:
    """The master keys that wrap the key of each sealed record."""


@keys.command("list")
def list_() -> None:
    """Which keys are known, and how many records each holds."""
    for use in rotation.key_uses():
        click.echo(f"{use.key_id}  {use.records:>9,} records{'  in use' if use.in_use else ''}")


@keys.command()
@click.option("--rewrap-only", is_flag=True, help="The new key stands in the settings already.")
def rotate(rewrap_only: bool) -> None:
    """Put a new master key in use and wrap every record's key by it. The server may go on running."""
    if not rewrap_only:
        key_id = rotation.add_key(by=SYSTEM, at=timezone.now())
        click.echo(f"The new key {key_id} is in use. Keep a copy of the key file away from the database.")
    with Progress(transient=True) as bar:
        task = bar.add_task("Wrapping", total=None)
        done = rotation.rewrap(by=SYSTEM, at=timezone.now(), progress=lambda rows: bar.advance(task, rows))
    click.echo(f"{done:,} records are now under the key in use. `teduh keys retire` forgets the old key.")


@keys.command()
@click.confirmation_option(prompt="Backups made before the last rotation cannot be read without the old key. Go on?")
def retire() -> None:
    """Forget the keys that no record needs any more."""
    for key_id in rotation.retire_keys(by=SYSTEM, at=timezone.now()):
        click.echo(f"The key {key_id} is forgotten.")
