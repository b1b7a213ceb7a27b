"""What planning knows of the stages on its right, through one door (decision 14).

Promises, order messages, roles met and visits belong to stages that plan nothing; importing them from here would turn
the house upside down. So they bring what is asked for in plain values: the settings name one module that answers, and
planning works without it, knowing less.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from teduh.places.models import Area, Unit
from teduh.trust.models import Person


@dataclass(frozen=True)
class Beside:
    """Of one village: roles not met lately, promises due, a message not carried there yet, whether facts reached it."""

    roles_missing: tuple[str, ...] = ()
    promises_due: tuple[UUID, ...] = ()
    message_id: UUID | None = None
    reached: bool = True


@dataclass(frozen=True)
class PromiseWords:
    """A promise as the plan shows it, and what became of it."""

    text: str
    due_on: date
    kept_on: date | None
    told_back_on: date | None


class Known(Protocol):
    """What the module named in the settings answers."""

    def known(self, *, unit: Unit, villages: QuerySet[Area], on: date, until: date) -> Mapping[str, Beside]:
        """By village, for a plan from a day to another."""

    def message_titles(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """The titles of messages in use."""

    def promise_words(self, person: Person, ids: Collection[UUID], *, on: date) -> Mapping[UUID, PromiseWords]:
        """The words of those promises that this person may read."""

    def visited(self, villages: QuerySet[Area], *, first: date, last: date) -> Collection[tuple[str, date]]:
        """Villages and days on which somebody of ours was there, planned or not."""


def known() -> Known | None:
    """The module that answers; None where the settings name none."""
    name = getattr(settings, "PLAN_BESIDE", "")
    return cast(Known, import_module(name)) if name else None
