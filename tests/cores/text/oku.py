"""The areas of Kabupaten Ogan Komering Ulu from the preset that Teduh ships."""

import csv
from importlib.resources import files

from teduh.cores.text.names import NameIndex, PlaceName

_ROWS = list(
    csv.DictReader(files("teduh.places").joinpath("presets/oku_areas.csv").read_text(encoding="utf-8").splitlines())
)


def oku_places() -> list[PlaceName]:
    """Subdistricts and villages, as the application indexes them."""
    names = {row["code"]: row["name"] for row in _ROWS}
    return [
        PlaceName(row["code"], row["name"], names[row["parent"]])
        for row in _ROWS
        if row["level"] in ("subdistrict", "village")
    ]


def villages_only() -> list[PlaceName]:
    levels = {row["code"]: row["level"] for row in _ROWS}
    return [place for place in oku_places() if levels[place.code] == "village"]


OKU = NameIndex.build(oku_places())
VILLAGES = NameIndex.build(villages_only())
INSIDE = frozenset(place.code for place in oku_places())
