"""`teduh demo`: the example district, set up and started with one command."""

import shutil
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from teduh import pipeline
from teduh.cli.demo.load import load_everything
from teduh.cli.progress import console
from teduh.cli.serve import serve
from teduh.places import reads as places
from teduh.trust import reads as trust
from teduh.trust.readiness import EXAMPLE_PASSWORD

PASSWORD = EXAMPLE_PASSWORD
PORT = click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))


@click.group()
def demo() -> None:
    """The example district, Kabupaten OKU."""


@demo.command()
@PORT
@click.pass_context
def start(ctx: click.Context, port: int) -> None:
    """Set the example up if it is not there yet, then start the server and the worker."""
    prepare()
    _say_where(port)
    ctx.invoke(serve, host="127.0.0.1", port=port, threads=8, no_worker=False)


@demo.command()
@PORT
@click.option("--only", is_flag=True, help="Start over, but do not start the server.")
@click.pass_context
def reset(ctx: click.Context, port: int, only: bool) -> None:
    """Throw the example data away and start over."""
    forget()
    prepare()
    if not only:
        _say_where(port)
        ctx.invoke(serve, host="127.0.0.1", port=port, threads=8, no_worker=False)


def prepare() -> None:
    """Migrate, and load the example where there is nothing yet; what is there stays."""
    with console.status("Preparing the database …"):
        call_command("migrate", interactive=False, verbosity=0)
    if places.receiving_unit(settings.RECEIVING_UNIT) is None:
        load_everything(password=PASSWORD, today=timezone.localdate())
    with console.status("Looking at every village …"):
        pipeline.run(at=timezone.now())


def forget() -> None:
    """Remove the example's database and photos; another database than our own SQLite file is left alone."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "teduh.config.sqlite":
        raise click.ClickException("`demo reset` only clears the SQLite file in TEDUH_HOME, not another database.")
    connections.close_all()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database['NAME']}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def _say_where(port: int) -> None:
    click.echo(f"\nTeduh runs at http://localhost:{port}/  (Ctrl-C stops it)\n")
    click.echo(f"Sign in at http://localhost:{port}/masuk/ with the password {PASSWORD}:\n")
    for person in trust.example_logins():
        click.echo(f"  {person.username:<18} {person.get_role_display()}, {person.unit.name}")
    click.echo("")
