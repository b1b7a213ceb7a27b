"""`teduh migrate` and `teduh check`."""

import sys
from typing import Final

import click
from django.core import checks
from django.core.management import call_command

from teduh.cli.progress import console

# What Django says about HTTPS and debugging is said once, by ours, in words of our own settings.
SAID_BY_OURS: Final = frozenset(f"security.W{number:03}" for number in (4, 5, 8, 12, 16, 18, 20))


@click.command()
def migrate() -> None:
    """Prepare an empty database, or bring an older one up to date. Running it again changes nothing."""
    with console.status("Preparing the database …"):
        call_command("migrate", interactive=False, verbosity=0)
    click.echo("The database is ready.")


@click.command()
@click.option("--deploy", is_flag=True, help="Name each thing that is not yet safe to run in public.")
def check(deploy: bool) -> None:
    """Say whether the settings hold together; with --deploy, whether they are fit for the public. Code 1 if not."""
    found = [
        message
        for message in checks.run_checks(include_deployment_checks=deploy)
        if not message.is_silenced() and message.id not in SAID_BY_OURS
    ]
    for number, message in enumerate(found, 1):
        hint = f"\n    {message.hint}" if message.hint else ""
        click.echo(f"{number:>2}. {message.msg}{hint}\n    ({message.id})")
    if found:
        safe = "not yet safe to run in public" if deploy else "not right"
        click.echo(f"\n{len(found)} {'thing is' if len(found) == 1 else 'things are'} {safe}.")
        sys.exit(1)
    click.echo("Nothing stands against running this in public." if deploy else "The settings hold together.")
