"""Who did it, when it was not a person who signs in."""

from dataclasses import dataclass
from typing import Final

from teduh.trust.models import Person


@dataclass(frozen=True)
class Actor:
    """The doer as the audit chain keeps it: text only."""

    kind: str
    id: str
    label: str


# A resident leaves no trace of who they are, not even here.
RESIDENT: Final = Actor("resident", "", "resident")
SYSTEM: Final = Actor("system", "", "teduh")


def as_actor(by: Person | Actor) -> Actor:
    if isinstance(by, Actor):
        return by
    return Actor("person", str(by.pk), str(by))


def person_or_none(by: Person | Actor) -> Person | None:
    """For columns that name a person and stay empty when the system or a resident acted."""
    return by if isinstance(by, Person) else None
