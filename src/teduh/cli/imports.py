"""`teduh import`: tables and outlines from elsewhere."""

from pathlib import Path

import click
from django.utils import timezone

from teduh.cli.progress import bar
from teduh.cores.errors import Refused
from teduh.listen import importing as reports_importing
from teduh.places.tables import Rejects, Table, read_table
from teduh.setup import actions, importing
from teduh.triage import actions as triage
from teduh.triage import factchecks as registry
from teduh.trust.actors import SYSTEM

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ENCODING = click.option("--encoding", default="", help="Such as cp1252; UTF-8 is tried first if not given.")


def _open(file: Path, encoding: str, needs: tuple[str, ...] = ()) -> Table:
    table = read_table(file.read_bytes(), needs=needs, encoding=encoding)
    if not encoding and table.encoding == "cp1252":
        click.echo(f"{file.name} is not UTF-8; its letters were read as Windows-1252. Look at a few names, please.")
    return table


@click.group("import")
def import_() -> None:
    """Take in tables from elsewhere. Rows that cannot be taken come back in a file with the reason."""


@import_.command()
@click.argument("file", type=FILE)
@ENCODING
def areas(file: Path, encoding: str) -> None:
    """Take in a CSV table of areas: code, name, level, kind, parent, lat, lng (or kode, nama, tingkat …)."""
    table = _open(file, encoding)
    with bar("Areas", table.total) as advance:
        result = actions.import_areas(table=table, by=SYSTEM, at=timezone.now(), progress=advance)
    click.echo(f"{result.taken} areas taken, {result.without_coordinates} of them without coordinates.")
    _hand_back(result.rejects, file)


@import_.command()
@click.argument("file", type=FILE)
@click.option("--source", default="", help="Where the outlines come from; the file name if not given.")
def boundaries(file: Path, source: str) -> None:
    """Take in outlines from a GeoJSON file; each feature names its area in `code` or `kode`."""
    rows = importing.read_boundaries(file.read_bytes())
    taken, refused = actions.import_boundaries(rows=rows, source=source or file.name, by=SYSTEM, at=timezone.now())
    click.echo(f"{taken} outlines taken, {len(refused)} refused.")
    for reason in refused[:20]:
        click.echo(f"  {reason}")
    if len(refused) > 20:
        click.echo(f"  … and {len(refused) - 20} more")


@import_.command()
@click.argument("file", type=FILE)
@click.option(
    "--map", "mapping", required=True, help="`ushahidi`, `season`, or a TOML file that says which column is what."
)
@click.option("--unit", default="", help="Key of the unit that receives them; the only district if not given.")
@ENCODING
def reports(file: Path, mapping: str, unit: str, encoding: str) -> None:
    """Take in reports from another system. A second run of the same file adds nothing."""
    plan = reports_importing.read_mapping(mapping)
    table = _open(file, encoding, plan.needed_columns())
    with bar("Reports", table.total) as advance:
        run = reports_importing.import_reports(
            table=table,
            mapping=plan,
            file_name=file.name,
            unit_key=unit,
            by=SYSTEM,
            at=timezone.now(),
            progress=advance,
        )
    summary = run.summary
    click.echo(
        f"{summary.rows} rows: {summary.added} added, {summary.already} were here already, {summary.refused} refused; "
        f"{summary.flagged} carry a flag ({run.flag_counts()})."
    )
    _hand_back(run.rejects, file)


@import_.command()
@click.argument("file", type=FILE)
@click.option("--source", default="", help="Who checked the claims, where the file does not say.")
@ENCODING
def factchecks(file: Path, source: str, encoding: str) -> None:
    """Take in claims that others have checked: a CSV table, or ClaimReview JSON-LD. A second run adds nothing."""
    claims = list(registry.read(file.read_bytes(), source=source, encoding=encoding))
    with bar("Claims", len(claims)) as advance:
        taken = triage.import_factchecks(
            claims=claims, file_name=file.name, by=SYSTEM, at=timezone.now(), progress=advance
        )
    click.echo(f"{taken.added} added, {taken.already} were here already, {len(taken.refused)} refused.")
    for entry in taken.refused[:20]:
        click.echo(f"  {entry.place}: {entry.reason}")
    if len(taken.refused) > 20:
        click.echo(f"  … and {len(taken.refused) - 20} more")


def _hand_back(rejects: Rejects, file: Path) -> None:
    if not rejects.rows:
        return
    path = file.with_name(f"{file.stem}.refused.csv")
    try:
        rejects.write(path)
    except OSError:
        # The folder of the file may be closed to us; the folder we stand in is the next best.
        path = Path.cwd() / path.name
        try:
            rejects.write(path)
        except OSError as error:
            raise Refused(f"{len(rejects.rows)} rows were refused, but {path} cannot be written.") from error
    click.echo(f"{len(rejects.rows)} rows were refused; they are in {path} with the reason.")
