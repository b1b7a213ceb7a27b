"""The whole table: every kind of data that the house keeps, from left to right, with the timers in force now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from teduh.cores.errors import NotFound
from teduh.field import retention as field
from teduh.listen import retention as listen
from teduh.respond import retention as respond
from teduh.rights import retention as rights
from teduh.triage import retention as triage
from teduh.trust import forgetting as trust
from teduh.trust.models import RetentionChoice
from teduh.trust.retention import Kind, chosen_days
from teduh.warn import retention as warn

KINDS: Final[tuple[Kind, ...]] = (
    *(*listen.KINDS, *triage.KINDS, *warn.KINDS, *respond.KINDS, *field.KINDS),
    *(*rights.KINDS, *trust.KINDS),
)
_BY_KEY: Final = {kind.key: kind for kind in KINDS}


@dataclass(frozen=True)
class Timer:
    """A kind with the days that count now, and a change that waits to come into force."""

    kind: Kind
    days: int | None
    coming: RetentionChoice | None

    @property
    def changed(self) -> bool:
        return self.days != self.kind.days


def kind(key: str) -> Kind:
    if key not in _BY_KEY:
        raise NotFound(f"There is no kind of data {key!r}.")
    return _BY_KEY[key]


def timers(*, at: datetime) -> list[Timer]:
    chosen = chosen_days(at)
    last = {row.kind: row for row in RetentionChoice.objects.order_by("at", "pk")}
    coming = {key: row for key, row in last.items() if row.applies_from > at}
    return [Timer(row, chosen.get(row.key, row.days), coming.get(row.key)) for row in KINDS]


def kinds_of(model_label: str) -> list[Kind]:
    """The lines of the table that a record belongs to."""
    return [row for row in KINDS if model_label in row.covers]
