"""The `teduh` command: its list of sub-commands, and how our errors are told."""

import os
import sys
from typing import Any

import click
import django
from django.core.exceptions import ImproperlyConfigured

from teduh.cores.errors import TeduhError


class Commands(click.Group):
    """Tells an error of ours in one sentence, without a traceback, and ends with code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (TeduhError, ImproperlyConfigured) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="teduh", prog_name="teduh")
def cli() -> None:
    """Teduh helps a district keep an election calm: it listens, warns, plans, answers and looks back.

    All data lie in the folder TEDUH_HOME. Every setting is told in docs/settings.md.
    """


def main() -> None:
    """Set Django up, gather the commands, and run the one that was asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teduh.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"Error: {error}")
    gather()
    cli(prog_name="teduh")


def gather() -> None:
    """Add every command; they need Django's models, so they are read after set-up."""
    from teduh.cli import (  # noqa: PLC0415 (after set-up)
        alarms,
        audit,
        database,
        demo,
        imports,
        keys,
        match,
        people,
        places,
        plans,
        rights,
        season,
        serve,
    )

    for command in (
        database.migrate,
        database.check,
        serve.serve,
        serve.work,
        serve.pipeline_now,
        demo.demo,
        imports.import_,
        people.people,
        places.places,
        season.season,
        alarms.alarms,
        plans.plan,
        audit.audit,
        keys.keys,
        match.match,
        rights.purge,
        rights.dpia,
    ):
        cli.add_command(command)
