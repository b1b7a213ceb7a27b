"""How long each kind of data is kept, on which basis, and what happens at its end: the shape of the table.

Each stage declares its kinds beside its records (`retention.KINDS`); the room `rights` runs them. An administrator may
shorten a timer; the last choice that has come into force counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, Q, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teduh.trust.models import RetentionChoice
from teduh.trust.rules import Permission, Role

# What stands where words were, in a column that may not be empty.
GONE: Final = "(dihapus)"


class Basis(TextChoices):
    """The six lawful bases of UU 27/2022 art. 20(2), in its order."""

    CONSENT = "consent", _("persetujuan (pasal 20 ayat 2 huruf a)")
    CONTRACT = "contract", _("perjanjian (pasal 20 ayat 2 huruf b)")
    LEGAL_DUTY = "legal_duty", _("kewajiban hukum (pasal 20 ayat 2 huruf c)")
    VITAL_INTEREST = "vital_interest", _("kepentingan vital (pasal 20 ayat 2 huruf d)")
    PUBLIC_TASK = "public_task", _("tugas demi kepentingan umum atau kewenangan (pasal 20 ayat 2 huruf e)")
    LEGITIMATE_INTEREST = "legitimate_interest", _("kepentingan sah lainnya (pasal 20 ayat 2 huruf f)")


class End(TextChoices):
    """What happens when the timer has run out."""

    DELETE = "delete", _("dihapus")
    ANONYMISE = "anonymise", _("kata-katanya dihapus, hitungannya tinggal")
    KEEP = "keep", _("tidak dihapus")


@dataclass(frozen=True)
class Period:
    """A stretch of time that is held for the units of whoever placed the hold."""

    units: frozenset[UUID]
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Holds:
    """What must not be destroyed now, whatever its timer says."""

    reports: frozenset[UUID] = frozenset()
    issues: frozenset[UUID] = frozenset()
    complaints: frozenset[UUID] = frozenset()
    requests: frozenset[UUID] = frozenset()
    periods: tuple[Period, ...] = ()

    def within(self, *, unit: str, moment: str) -> Q:
        """Rows of a held stretch, by the names of their unit and of their moment."""
        found = Q(pk__in=[])
        for period in self.periods:
            found |= Q(
                **{f"{unit}__in": period.units, f"{moment}__gte": period.start, f"{moment}__lt": period.end},
            )
        return found


@dataclass(frozen=True)
class Removed:
    """What one batch did; the files are deleted when the batch is committed."""

    rows: int
    files: tuple[str, ...] = ()


def nothing_held(_holds: Holds) -> Q:
    """For kinds that no hold may keep."""
    return Q(pk__in=[])


Remove = Callable[[Sequence[Any], datetime], Removed]


def deletes(model: type[Model]) -> Remove:
    """The end of a kind whose rows go altogether."""

    def remove(keys: Sequence[Any], at: datetime) -> Removed:
        model._default_manager.filter(pk__in=keys).delete()
        return Removed(len(keys))

    return remove


def empties(model: type[Model], *columns: str) -> Remove:
    """The end of a kind whose rows stay and lose these words; where none were written, nothing is put."""

    def remove(keys: Sequence[Any], at: datetime) -> Removed:
        for column in columns:
            rows = model._default_manager.filter(pk__in=keys).exclude(**{column: ""})
            rows.update(**{column: GONE})
        return Removed(len(keys))

    return remove


@dataclass(frozen=True)
class Kind:
    """One line of the table.

    `rows` gives what is still there, `age` names the moment that the timer counts from, `also` adds what is due for
    another reason, `held` says which rows a hold keeps, and `remove` deletes or anonymises rows by their keys.
    """

    key: str
    name: str | Promise
    covers: tuple[str, ...]
    days: int | None
    counted_from: str | Promise
    end: End
    stays: str | Promise
    basis: Basis
    purpose: str | Promise
    why: str | Promise
    read_by: tuple[Permission, ...] = ()
    least_days: int = 1
    # Identity is never kept past its timer (never-list 12): such a timer can only be shortened.
    never_longer: bool = False
    changed_by: Role = Role.ADMINISTRATOR
    rows: Callable[[], QuerySet[Any]] | None = None
    age: str = ""
    also: Callable[[datetime], Q] | None = None
    held: Callable[[Holds], Q] = nothing_held
    remove: Remove | None = None

    def due(self, *, days: int, at: datetime) -> QuerySet[Any]:
        """Rows whose time is over, held or not."""
        assert self.rows is not None  # noqa: S101 (only asked of kinds that end)
        over = Q(**{f"{self.age}__lt": at - timedelta(days=days)})
        return self.rows().filter(over | self.also(at) if self.also else over)


def chosen_days(at: datetime) -> dict[str, int]:
    """The timers that somebody changed, as they are in force at that moment.

    The last that was made counts, so that a longer one takes back a shorter one that still waits.
    """
    rows = RetentionChoice.objects.filter(applies_from__lte=at).order_by("at", "pk")
    return dict(rows.values_list("kind", "days"))


def days_kept(kind: Kind, *, at: datetime) -> int | None:
    """How many days this kind is kept now; None where its age does not end it."""
    return chosen_days(at).get(kind.key, kind.days)


def kept_until(kind: Kind, since: datetime, *, at: datetime) -> datetime | None:
    """When something of this kind that counts from `since` comes to its end."""
    days = days_kept(kind, at=at)
    return None if days is None else since + timedelta(days=days)
