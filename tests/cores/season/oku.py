"""The villages of OKU from the preset, and seasons of them that several tests look at."""

import csv
from functools import cache
from importlib.resources import files

from teduh.cores.season import Land, Result, Settings, Village, simulate

_ROWS = csv.DictReader(files("teduh.places").joinpath("presets/oku_areas.csv").read_text(encoding="utf-8").splitlines())
VILLAGES = [
    Village(row["code"], row["name"], float(row["lat"]), float(row["lng"]))
    for row in _ROWS
    if row["level"] == "village"
]
LAND = Land.of(VILLAGES)
DEFAULT = Settings()
SEEDS = range(1000, 1006)


@cache
def season(seed: int) -> Result:
    """A season of the given difficulty in which nobody visits anybody."""
    return simulate(LAND, seed=seed)
