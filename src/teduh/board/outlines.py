"""The shapes of a map: outlines where they are known, Voronoi cells where they are not, and a drawing of both.

A Voronoi cell holds every point that is nearer to its village than to any other. It is a guess at the outline, and the
page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any, Final

import shapely
from shapely.geometry import MultiPoint, Point, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from teduh.places import reads as places
from teduh.places.models import Area

WIDTH: Final = 1000.0
MARGIN_DEGREES: Final = 0.03
SIMPLIFY_DEGREES: Final = 0.0015


@dataclass(frozen=True)
class Outline:
    """One village on the map; `guessed` when its cell is only the nearest-point guess."""

    code: str
    geometry: BaseGeometry
    guessed: bool

    @property
    def geojson(self) -> dict[str, Any]:
        return dict(mapping(self.geometry))


@dataclass(frozen=True)
class Drawing:
    """The same outlines as SVG paths by code, with the size of the picture in its own units."""

    width: int
    height: int
    paths: dict[str, str]


def outlines_of(villages: Sequence[Area]) -> tuple[Outline, ...]:
    """An outline for each village that has coordinates or a known boundary."""
    known = places.boundaries_of([village.code for village in villages])
    spots = tuple(
        (village.code, village.longitude, village.latitude)
        for village in villages
        if village.latitude is not None and village.longitude is not None
    )
    shapes = {code: shape(geometry).simplify(SIMPLIFY_DEGREES) for code, geometry in known.items()}
    guessed = (
        {code: cell for code, cell in _cells(spots).items() if code not in shapes} if len(shapes) < len(spots) else {}
    )
    if shapes and guessed:
        # A guess may not run over an outline that is known.
        certain = unary_union(list(shapes.values()))
        guessed = {code: cell.difference(certain) for code, cell in guessed.items()}
    found = [Outline(code, outline, guessed=False) for code, outline in shapes.items()]
    found += [Outline(code, cell, guessed=True) for code, cell in guessed.items() if not cell.is_empty]
    return tuple(sorted(found, key=lambda outline: outline.code))


@lru_cache(maxsize=64)
def _cells(spots: tuple[tuple[str, float, float], ...]) -> dict[str, BaseGeometry]:
    points = {code: Point(longitude, latitude) for code, longitude, latitude in spots}
    if not points:
        return {}
    frame = MultiPoint(list(points.values())).convex_hull.buffer(MARGIN_DEGREES)
    if len(points) == 1:
        return dict.fromkeys(points, frame)
    cells = list(shapely.voronoi_polygons(MultiPoint(list(points.values())), extend_to=frame).geoms)
    tree = shapely.STRtree(cells)
    found: dict[str, BaseGeometry] = {}
    for code, point in points.items():
        hits = tree.query(point, predicate="intersects")
        if len(hits):
            found[code] = cells[int(hits[0])].intersection(frame)
    return found


def draw(outlines: Sequence[Outline]) -> Drawing:
    """Outlines as SVG paths, north up, in a flat projection that is true at the middle latitude."""
    if not outlines:
        return Drawing(int(WIDTH), 1, {})
    west, south, east, north = shapely.total_bounds([outline.geometry for outline in outlines])
    stretch = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * stretch, 1e-9)

    def ring(coordinates: Any) -> str:
        spots = (f"{(x - west) * stretch * scale:.1f} {(north - y) * scale:.1f}" for x, y in coordinates)
        return f"M{'L'.join(spots)}Z"

    paths = {}
    for outline in outlines:
        polygons = getattr(outline.geometry, "geoms", [outline.geometry])
        paths[outline.code] = "".join(
            ring(edge.coords)
            for polygon in polygons
            if polygon.geom_type == "Polygon"
            for edge in (polygon.exterior, *polygon.interiors)
        )
    return Drawing(int(WIDTH), max(int((north - south) * scale), 1), paths)
