"""`teduh purge` and `teduh dpia`: the end of timers, and the impact assessment."""

from pathlib import Path

import click
from django.utils import timezone, translation
from rich.table import Table

from teduh.cli.progress import answers, console
from teduh.rights import actions, assessment


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted or made anonymous.")
def purge(dry_run: bool) -> None:
    """Delete or make anonymous whatever has come to the end of its timer, and say what was done."""
    with console.status("Looking at every timer …"):
        purged = actions.purge(at=timezone.now(), dry_run=dry_run)
    table = Table("Kind", "Rule", box=None, pad_edge=False)
    for name in ("Would go" if dry_run else "Gone", "Held", "Files"):
        table.add_column(name, justify="right")
    table.add_column("Oldest left")
    for line in purged.lines:
        oldest = f"{timezone.localtime(line.oldest):%Y-%m-%d}" if line.oldest else "–"
        rule = f"{line.days} days, {'anonymised' if line.kind.end == 'anonymise' else 'deleted'}"
        table.add_row(line.kind.key, rule, f"{line.rows:,}", f"{line.held:,}", f"{line.files:,}", oldest)
    answers.print(table)
    click.echo(f"{'Left-over photo files' if dry_run else 'Left-over photo files removed'}: {purged.orphans}")


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it into this file.")
@click.option("--language", type=click.Choice(("id", "en")), default="en", show_default=True)
@click.option("--declared", is_flag=True, help="By the declared timers, whatever the administrator chose.")
def dpia(out: Path | None, language: str, declared: bool) -> None:
    """The impact assessment in Markdown, made from what the records declare."""
    with translation.override(language):
        text = assessment.markdown(assessment.make(at=None if declared else timezone.now()))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"Written to {out}.")
