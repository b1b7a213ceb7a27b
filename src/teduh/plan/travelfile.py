"""A table of travel minutes: rows to legs, and what cannot be taken back in words."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.tables import Row, Table

FROM, TO, MINUTES = ("from", "dari"), ("to", "ke"), ("minutes", "menit")
_MOST_MINUTES = 24 * 60

Leg = tuple[Area, Area, float | None]


def read_legs(table: Table, *, unit: Unit, on: date) -> tuple[list[Leg], list[str]]:
    """The legs of a table between areas of the unit, and one sentence for each row that is none.

    Raises
    ------
    Refused
        Where a column is missing.
    """
    names = [_column(table, each) for each in (FROM, TO, MINUTES)]
    served = places.villages_of_unit(unit, on=on).select_related("parent")
    known = _known(served)
    legs: list[Leg] = []
    refused: list[str] = []
    for row in table.rows():
        leg = row.problem or _leg(row, names, known)
        if isinstance(leg, str):
            refused.append(_("Baris %(line)d: %(why)s") % {"line": row.line, "why": leg})
        else:
            legs.append(leg)
    return legs, refused


def _column(table: Table, names: tuple[str, str]) -> str:
    found = next((name for name in names if name in table.header), None)
    if found is None:
        raise Refused(_("Kolom %(name)s tidak ada. Kolomnya: dari, ke, menit.") % {"name": names[1]}, field="file")
    return found


def _known(villages: Iterable[Area]) -> dict[str, Area | None]:
    """Areas by code and by name in small letters; a name that two of them bear is nobody's."""
    found: dict[str, Area | None] = {}
    above: dict[str, Area] = {}
    for area in villages:
        found[area.pk] = area
        name = area.name.casefold()
        found[name] = None if name in found else area
        if area.parent is not None:
            above[area.parent.pk] = area.parent
    return {**found, **above}


def _leg(row: Row, names: list[str], known: dict[str, Area | None]) -> Leg | str:
    ends: list[Area] = []
    for name in names[:2]:
        typed = row.cells.get(name, "")
        area = known.get(typed, known.get(typed.casefold()))
        if area is None:
            bears = typed in known or typed.casefold() in known
            return (_("dua desa bernama %(name)s; pakai kodenya") if bears else _("%(name)s bukan desa satuan ini")) % {
                "name": typed or "?"
            }
        ends.append(area)
    typed = row.cells.get(names[2], "").replace(",", ".")
    if not typed:
        return ends[0], ends[1], None
    try:
        minutes = float(typed)
    except ValueError:
        return _("%(typed)s bukan angka menit") % {"typed": typed[:20]}
    if not 0 <= minutes <= _MOST_MINUTES:
        return _("menit dari 0 sampai %(most)d") % {"most": _MOST_MINUTES}
    return ends[0], ends[1], minutes
