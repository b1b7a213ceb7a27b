"""Named questions about what is alike: fact checks and issues that tell of the same matter. They write nothing.

The indexes behind the answers follow the database (docs/decisions/0012): each question first asks whether anything was
written since the last one, and if so compares every row's version.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone

from teduh.triage import match_adapt
from teduh.triage.registry import FactCheck

# A finding of last year's may still be true; whoever uses it reads it again.
OLD_AFTER: Final = timedelta(days=365)
READ_AT_ONCE: Final = 500
# What a fact-checker puts before a title, and where the claim ends and the explanation begins.
_BRACKETS: Final = re.compile(r"^\s*\[[^\]]{1,40}\]\s*")
_EXPLAINED: Final = re.compile(
    r"(= = =|\bpenjelasan\s*:|\[?selengkapnya|\bhasil cek fakta\b|\breferensi\s*:).*", re.IGNORECASE | re.DOTALL
)

_checked = match_adapt.Following()


def forget() -> None:
    """Begin anew with empty indexes; the next question builds them from the database."""
    global _checked
    _checked = match_adapt.Following()


@dataclass(frozen=True)
class CheckedClaim:
    """A claim that somebody else has checked and that tells of the same matter, with what speaks for and against it.

    `sureness` and `likeness` run from 0 to 1. `may_be_old` says that the finding is over a year old, or has no date.
    """

    id: UUID
    title: str
    claim: str
    verdict: str
    source: str
    checked_on: date | None
    url: str
    sureness: float
    likeness: float
    words: tuple[str, ...]
    conflicts: tuple[match_adapt.Difference, ...]
    may_be_old: bool


def fact_checks_like(text: str, *, at: datetime, limit: int = 3) -> list[CheckedClaim]:
    """Claims of the registry that say the same, the surest first; retired ones are never among them."""
    with _checked.lock:
        _follow_checked()
        near = _checked.nearest(text)
    found = []
    rows = FactCheck.objects.filter(retired_at=None).in_bulk([UUID(owner) for owner in near])
    for owner, texts in near.items():
        row = rows.get(UUID(owner))
        alike = match_adapt.told(match_adapt.alike(text, texts, names=frozenset()), match_adapt.BY_HAND)
        if row is not None and alike.like >= match_adapt.OFFER_FROM:
            found.append(_claim(row, alike, timezone.localdate(at)))
    return sorted(
        found, key=lambda one: (-round(one.sureness, 2), -(one.checked_on or date.min).toordinal(), str(one.id))
    )[:limit]


def _claim(row: FactCheck, alike: match_adapt.Alike, today: date) -> CheckedClaim:
    return CheckedClaim(
        id=row.pk,
        title=row.title,
        claim=row.claim,
        verdict=row.rating,
        source=row.source,
        checked_on=row.checked_on,
        url=row.address,
        sureness=alike.sure,
        likeness=alike.like,
        words=alike.words,
        conflicts=alike.conflicts,
        may_be_old=row.checked_on is None or today - row.checked_on > OLD_AFTER,
    )


def _follow_checked() -> None:
    """An entry never changes; it comes, and it is retired."""
    counted = FactCheck.objects.aggregate(
        all=Count("pk"), retired=Count("pk", filter=Q(retired_at__isnull=False)), last=Max("taken_at")
    )
    stamp = (counted["all"], counted["retired"], counted["last"])
    if stamp != _checked.stamp:
        rows = FactCheck.objects.filter(retired_at=None).order_by("pk").values_list("pk", flat=True)
        _checked.follow({(pk, part): 1 for pk in rows for part in ("claim", "title")}, _read_checked)
        _checked.stamp = stamp


def _read_checked(new: list[tuple[UUID, str]]) -> Iterable[match_adapt.Row]:
    keys = list(dict.fromkeys(pk for pk, _part in new))
    for start in range(0, len(keys), READ_AT_ONCE):
        batch = FactCheck.objects.filter(pk__in=keys[start : start + READ_AT_ONCE]).order_by("pk")
        for pk, claim, title in batch.values_list("pk", "claim", "title"):
            quoted = _EXPLAINED.sub("", claim).strip()
            yield (pk, "claim"), str(pk), quoted or claim
            yield (pk, "title"), str(pk), _BRACKETS.sub("", title)
