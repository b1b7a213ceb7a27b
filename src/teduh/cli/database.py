"""`teduh migrate` and `teduh check`."""

import io

import click
from django.core.management import call_command

from teduh.cli.progress import console


@click.command()
def migrate() -> None:
    """Prepare an empty database, or bring an older one up to date. Running it again changes nothing."""
    with console.status("Preparing the database …"):
        call_command("migrate", interactive=False, verbosity=0)
    click.echo("The database is ready.")


@click.command()
@click.option("--deploy", is_flag=True, help="Name each thing that is not yet safe to run in public.")
def check(deploy: bool) -> None:
    """Say whether the settings hold together."""
    out = io.StringIO()
    call_command("check", deploy=deploy, stdout=out)
    click.echo(out.getvalue().strip())
