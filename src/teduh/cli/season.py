"""`teduh season`: a simulated election season whose truth is known, to measure against and to practise with."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from teduh.cli.progress import console
from teduh.cores.errors import Refused
from teduh.cores.season import Season, Settings, Village, pages, round_robin, stay
from teduh.places import reads
from teduh.places.rules import AreaLevel
from teduh.places.tables import read_table
from teduh.setup.importing import read_areas

OKU = resources.files("teduh.places") / "presets" / "oku_areas.csv"
POLICIES = {"none": stay, "round-robin": round_robin}


@click.group()
def season() -> None:
    """Simulated election seasons whose truth is known. Everything in them is invented."""


@season.command()
@click.option("--seed", required=True, type=click.IntRange(0, 2**63 - 1), help="The same seed gives the same bytes.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="A folder; season-SEED if not given.")
@click.option(
    "--villages",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV of areas as for `teduh import areas`; a column `population` is used. Without it: the villages of OKU.",
)
@click.option("--from-database", is_flag=True, help="The villages that some unit in the database serves.")
@click.option("--visits", type=click.Choice(list(POLICIES)), default="none", show_default=True)
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="Another setting, such as flashpoints=6.")
@click.option("--force", is_flag=True, help="Write over an earlier season.")
def make(
    *,
    seed: int,
    out: Path | None,
    villages: Path | None,
    from_database: bool,
    visits: str,
    changes: tuple[str, ...],
    force: bool,
) -> None:
    """Write a season: reports.csv, truth.json, days.csv, villages.csv and a README with every setting."""
    if villages and from_database:
        raise Refused("Choose either --villages or --from-database, not both.")
    folder = out or Path(f"season-{seed}")
    if folder.exists() and any(folder.iterdir()) and not force:
        raise Refused(f"{folder} is not empty. Choose another folder, or add --force to write over it.")
    listed = list(_from_database() if from_database else _from_table(villages.read_bytes() if villages else None))
    run = Season(listed, seed=seed, settings=_settings(changes))
    with console.status("A season goes by …"):
        while not run.finished:
            run.step(POLICIES[visits](run.seen()))
        result = run.result()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in pages(result):
                (folder / name).write_bytes(content)
        except OSError as error:
            raise Refused(f"{folder} cannot be written: {error.strerror or error}.") from error
    click.echo(
        f"{len(result.reports)} reports of {len(listed)} villages and {result.settings.days} days are in {folder}; "
        f"{result.outcome.incidents} of {len(result.planting.flashpoints)} flashpoints became actual."
    )


def _from_table(content: bytes | None) -> Iterator[Village]:
    for row, area in read_areas(read_table(content if content is not None else OKU.read_bytes())):
        if isinstance(area, str):
            raise Refused(f"Line {row.line}: {area}.")
        if area.level == AreaLevel.VILLAGE:
            typed = row.cells.get("population", "")
            if typed and not typed.isdecimal():
                raise Refused(f"Line {row.line}: population must be a whole number, not {typed!r}.")
            yield Village(area.code, area.name, area.latitude, area.longitude, int(typed) if typed else None)


def _from_database() -> Iterator[Village]:
    for area in reads.villages_served(on=timezone.localdate()):
        yield Village(area.code, area.name, area.latitude, area.longitude)


def _settings(changes: tuple[str, ...]) -> Settings:
    """The defaults with changes; a pair or a week is typed with commas, as in flashpoint_days=3,10."""
    defaults, chosen = Settings(), dict[str, Any]()
    known = {field.name: getattr(defaults, field.name) for field in fields(defaults)}
    for change in changes:
        name, sign, typed = change.partition("=")
        if not sign or name not in known:
            raise Refused(f"--set takes NAME=VALUE with one of: {', '.join(known)}.")
        try:
            chosen[name] = _read(known[name], typed)
        except ValueError as error:
            raise Refused(f"{name} cannot be {typed!r}; its default is {known[name]}.") from error
    return Settings(**chosen)


def _read(default: Any, typed: str) -> Any:
    if isinstance(default, tuple):
        parts = typed.split(",")
        if len(parts) != len(default):
            raise ValueError(typed)
        return tuple(type(like)(part) for like, part in zip(default, parts, strict=True))
    return date.fromisoformat(typed) if isinstance(default, date) else type(default)(typed)
