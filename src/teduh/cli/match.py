"""`teduh match`: the index behind "which earlier issue says the same"."""

import time

import click
from django.utils import timezone

from teduh.cli.progress import bar
from teduh.triage import actions, match_reads
from teduh.trust.actors import SYSTEM


@click.group()
def match() -> None:
    """The index behind the suggestions of the desk. It lies in memory and in no file."""


@match.command()
def rebuild() -> None:
    """Build the index of every district from the database, and have every running process begin anew."""
    started, now = time.monotonic(), timezone.now()
    districts, texts = match_reads.districts(), 0
    for district in districts:
        rows = sum(1 for _row in match_reads.rows_of(district, at=now))
        with bar(f"Reading the texts of {district.name}", rows) as advance:
            texts += match_reads.rebuild(district, at=now, progress=advance)
    actions.rebuild_index(by=SYSTEM, at=now, texts=texts)
    click.echo(f"Texts: {texts:,}. Districts: {len(districts):,}. Seconds: {time.monotonic() - started:.1f}.")
    click.echo("Every process builds its own index anew at its next question.")
