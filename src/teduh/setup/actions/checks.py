"""What every action of this room asks first."""

from teduh.cores.errors import NotAllowed
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission, role_may

Doer = Person | Actor


def require(by: Doer, permission: Permission) -> None:
    if isinstance(by, Person) and not role_may(by.role, permission):
        raise NotAllowed("Your role may not change this.")
