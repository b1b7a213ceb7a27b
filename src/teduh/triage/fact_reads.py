"""Which claims that others have checked tell of the same matter. It writes nothing.

The index behind the answers follows the table (docs/decisions/0012), as the one of issues does.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from teduh.listen.models import Report
from teduh.triage import match_adapt
from teduh.triage.match_reads import keep_in_step, whole
from teduh.triage.models import Issue
from teduh.triage.registry import FactCheck, FactCheckRefusal

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


def fact_checks_like(text: str, *, at: datetime, limit: int = 3, but_not: Collection[UUID] = ()) -> list[CheckedClaim]:
    """Claims of the registry that say the same, the surest first; retired ones are never among them."""
    with _checked.lock:
        keep_in_step(_checked, follow=_follow_checked)
        near = _checked.nearest(text, but_not={str(pk) for pk in but_not})
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


def fact_checks_for(about: Report | Issue, *, at: datetime) -> list[CheckedClaim]:
    """Checked claims for a report, or for an issue by its title and summary, without those refused there."""
    text = about.text if isinstance(about, Report) else whole(about)
    return fact_checks_like(text, at=at, but_not=[refusal.factcheck_id for refusal in refusals_of(about)])


def refusals_of(about: Report | Issue) -> QuerySet[FactCheckRefusal]:
    """Checked claims that a person took for another matter than this one, with the reason."""
    field = "report" if isinstance(about, Report) else "issue"
    return FactCheckRefusal.objects.filter(**{field: about}).select_related("factcheck", "report", "issue", "by")


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
    retired = Count("pk", filter=Q(retired_at__isnull=False))
    found = FactCheck.objects.aggregate(all=Count("pk"), retired=retired, last=Max("taken_at"))
    counted = (found["all"], found["retired"], found["last"])
    if counted != _checked.counted:
        live = FactCheck.objects.filter(retired_at=None).order_by("pk").values_list("pk", flat=True)
        rows = live if found["all"] > found["retired"] else ()
        _checked.follow({(pk, part): 1 for pk in rows for part in ("claim", "title")}, _read_checked)
        _checked.counted = counted


def _read_checked(new: list[tuple[UUID, str]]) -> Iterable[match_adapt.Row]:
    keys = list(dict.fromkeys(pk for pk, _part in new))
    for start in range(0, len(keys), READ_AT_ONCE):
        batch = FactCheck.objects.filter(pk__in=keys[start : start + READ_AT_ONCE]).order_by("pk")
        for pk, claim, title in batch.values_list("pk", "claim", "title"):
            quoted = _EXPLAINED.sub("", claim).strip()
            yield (pk, "claim"), str(pk), quoted or claim
            yield (pk, "title"), str(pk), _BRACKETS.sub("", title)
