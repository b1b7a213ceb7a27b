"""What every action of this room asks first: the role, and whether the unit is one's own.

An administrator looks after the own unit and the units under it. The outside body is nobody's to manage here: whoever
could add one of its people, or give one a new password, could read complaints about the own unit. Its people come from
the command line of the server.
"""

from datetime import date

from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import UnitKind
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission, role_may

Doer = Person | Actor


def require(by: Doer, permission: Permission) -> None:
    if isinstance(by, Person) and not role_may(by.role, permission):
        raise NotAllowed("Your role may not change this.")


def require_unit(by: Doer, *units: Unit) -> None:
    """Refuse where a unit is neither one's own nor under it."""
    if isinstance(by, Person):
        own = places.units_under(by.unit)
        if any(unit.pk not in own for unit in units):
            raise NotAllowed(_("Satuan ini bukan bagian dari satuan Anda."))


def require_new_unit(by: Doer, kind: UnitKind, parent: Unit | None) -> None:
    """Units under one's own, and partners, who stand under nobody; never an outside body."""
    if not isinstance(by, Person) or (kind == UnitKind.PARTNER and parent is None):
        return
    if kind == UnitKind.OVERSIGHT or parent is None:
        raise NotAllowed(_("Satuan baru harus berada di bawah satuan Anda. Lembaga luar ditambahkan dari server."))
    require_unit(by, parent)


def require_area(by: Doer, area: Area, *, on: date) -> None:
    """Refuse an area outside what one's own unit acts in; a unit without any area yet may name its first."""
    if not isinstance(by, Person):
        return
    own = list(places.areas_of_unit(by.unit, on=on).values_list("path", flat=True))
    if own and not any(area.path.startswith(path) for path in own):
        raise NotAllowed(_("Wilayah ini di luar wilayah satuan Anda."))
