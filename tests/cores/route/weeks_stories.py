"""A sector that can be reckoned by hand: villages on one road, ten minutes apart, the polsek at its beginning."""

from dataclasses import replace
from typing import Any

import numpy as np

from teduh.cores.route.weeks import Officer, Opening, Place, Shift, Weeks

POLSEK, UJANMAS, TANJUNGAN, GUNUNG_MERAKSA, PENGANDONAN = range(5)
ROAD = np.abs(np.subtract.outer(np.arange(5.0), np.arange(5.0))) * 10.0
EIGHT, NOON = 8 * 60, 12 * 60


def every_day(days: int = 28, opens: int = EIGHT, closes: int = 17 * 60) -> tuple[Opening, ...]:
    return tuple(Opening(day, opens, closes) for day in range(days))


def village(name: str, point: int, **values: Any) -> Place:
    usual: dict[str, Any] = {"daily": 1.0, "days_since": 10, "openings": every_day()}
    return Place(name, point, **{**usual, **values})


def officer(name: str, *days: int, starts: int = EIGHT, ends: int = NOON, **values: Any) -> Officer:
    return Officer(name, POLSEK, tuple(Shift(day, starts, ends) for day in days), **values)


def sector(**values: Any) -> Weeks:
    """Bripka Wati is free on Monday morning; nothing presses anywhere."""
    usual: dict[str, Any] = {
        "places": (
            village("Ujanmas", UJANMAS),
            village("Tanjungan", TANJUNGAN),
            village("Gunung Meraksa", GUNUNG_MERAKSA),
            village("Pengandonan", PENGANDONAN),
        ),
        "officers": (officer("wati", 0),),
        "travel": (ROAD,),
    }
    return Weeks(**{**usual, **values})


def with_place(weeks: Weeks, name: str, **values: Any) -> Weeks:
    changed = tuple(replace(place, **values) if place.key == name else place for place in weeks.places)
    return replace(weeks, places=changed)
