"""Tables of areas and outlines from elsewhere, read row by row into plain values."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shapely.errors import ShapelyError
from shapely.geometry import shape

from teduh.cores.errors import Refused
from teduh.places.rules import AreaLevel
from teduh.places.tables import Row, Table

# Our own column names, and those of the national table of Indonesia.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "kode"),
    "name": ("name", "nama"),
    "level": ("level", "tingkat"),
    "kind": ("kind", "jenis"),
    "parent": ("parent", "induk"),
    "latitude": ("lat", "latitude"),
    "longitude": ("lng", "lon", "longitude"),
}
NEEDED: Final = ("code", "name", "level")
LEVELS: Final[Mapping[str, AreaLevel]] = {
    **{level.value: level for level in AreaLevel},
    "negara": AreaLevel.COUNTRY,
    "provinsi": AreaLevel.PROVINCE,
    "kabupaten_kota": AreaLevel.REGENCY,
    "kecamatan": AreaLevel.SUBDISTRICT,
    "desa_kelurahan": AreaLevel.VILLAGE,
}


@dataclass(frozen=True)
class AreaRow:
    """One area as a table gives it; the parent is a code or empty. Coordinates in degrees."""

    code: str
    name: str
    level: AreaLevel
    kind: str
    parent: str
    latitude: float | None
    longitude: float | None


def area_columns(header: tuple[str, ...]) -> dict[str, str]:
    """Which column of this table holds which of our fields; refused where a needed one is missing."""
    found = {ours: name for ours, names in COLUMNS.items() for name in header if name.lower() in names}
    missing = [f"{ours} ({' / '.join(COLUMNS[ours])})" for ours in NEEDED if ours not in found]
    if missing:
        raise Refused(f"The column {', '.join(missing)} is missing. The file has: {', '.join(header)[:300]}.")
    return found


def read_areas(table: Table) -> Iterator[tuple[Row, AreaRow | str]]:
    """Each row with the area it describes, or with the reason why it describes none."""
    columns = area_columns(table.header)
    for row in table.rows():
        if row.problem:
            yield row, row.problem
            continue
        yield row, _area_row({ours: row.cells.get(name, "") for ours, name in columns.items()})


def _area_row(cells: Mapping[str, str]) -> AreaRow | str:
    if not cells["code"] or not cells["name"]:
        return "code or name is empty"
    if len(cells["code"]) > 20 or len(cells["name"]) > 120:
        return "code or name is too long"
    level = LEVELS.get(cells["level"].lower())
    if level is None:
        return f"level {cells['level']!r} is not known; use one of {', '.join(AreaLevel.values)}"
    try:
        latitude, longitude = (_degrees(cells.get(key, "")) for key in ("latitude", "longitude"))
    except ValueError:
        return "latitude or longitude is not a number"
    if (latitude is None) != (longitude is None):
        return "one coordinate is given and the other is missing"
    if latitude is not None and longitude is not None and not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return "the coordinates lie outside the earth"
    return AreaRow(
        code=cells["code"],
        name=cells["name"],
        level=level,
        kind=cells.get("kind", "")[:20],
        parent=cells.get("parent", ""),
        latitude=latitude,
        longitude=longitude,
    )


def _degrees(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if cell else None


@dataclass(frozen=True)
class BoundaryRow:
    """The outline of one area: its code and a GeoJSON geometry."""

    code: str
    geometry: dict[str, Any]


def read_boundaries(content: bytes) -> list[BoundaryRow | str]:
    """Each feature of a GeoJSON file, or the reason why it holds no usable outline."""
    try:
        features = list(json.loads(content)["features"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("This file is not a GeoJSON FeatureCollection. Export it as GeoJSON and try again.") from error
    return [_boundary_row(number, feature) for number, feature in enumerate(features, start=1)]


def _boundary_row(number: int, feature: Any) -> BoundaryRow | str:
    try:
        properties, geometry = feature["properties"], feature["geometry"]
        code = str(properties.get("code") or properties["kode"])
        outline = shape(geometry)
    except (KeyError, TypeError, AttributeError, ValueError, ShapelyError):
        return f"feature {number} has no code (code / kode) or no geometry"
    if outline.geom_type not in ("Polygon", "MultiPolygon") or outline.is_empty:
        return f"feature {number} ({code}) is a {outline.geom_type}, not an outline"
    west, south, east, north = outline.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        return f"feature {number} ({code}) is not in degrees of longitude and latitude"
    return BoundaryRow(code, geometry)
