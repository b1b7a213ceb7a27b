"""`teduh audit`: is history whole?"""

import sys
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from teduh.trust import anchors
from teduh.trust import audit as chain


@click.group()
def audit() -> None:
    """The audit chain."""


@audit.command()
@click.option(
    "--anchor",
    "kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file or mailbox with anchors that were printed or mailed earlier.",
)
def verify(kept: Path | None) -> None:
    """Find every row that was edited, removed, inserted or moved."""
    broken = [str(place) for place in chain.verify()]
    checked = ""
    if kept:
        found = list(anchors.find(kept.read_text(encoding="utf-8", errors="replace")))
        if not found:
            raise click.ClickException(f"{kept} holds no anchor: look for the lines that begin 'row:' and 'hash:'.")
        broken += [
            f"Anchor at row {anchor.seq}: history up to this row is not what it was when the anchor was made."
            for anchor in found
            if not anchors.holds(anchor)
        ]
        checked = f" It agrees with {len(found)} {'anchor' if len(found) == 1 else 'anchors'}."
    for line in broken:
        click.echo(line)
    if broken:
        sys.exit(1)
    click.echo(f"History is whole: {chain.head()[0]} rows, each follows the one before it.{checked}")


@audit.command()
@click.option("--mail", is_flag=True, help="Send it to TEDUH_ANCHOR_TO as well.")
def anchor(mail: bool) -> None:
    """Print the number and hash of the last row, to be kept by somebody outside."""
    if not mail:
        click.echo(anchors.now(), nl=False)
        return
    if not settings.ANCHOR_TO:
        raise click.ClickException("Nobody is named to receive the anchor: set TEDUH_ANCHOR_TO.")
    try:
        click.echo(anchors.mail(at=timezone.now()), nl=False)
    except OSError as error:
        raise click.ClickException(f"The anchor could not be mailed: {error}") from error
