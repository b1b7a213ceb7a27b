"""Words about an issue that an officer may say aloud in the village, and that may lie on a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from teduh.places.models import Unit
from teduh.respond import adapt
from teduh.respond.models import Clarification
from teduh.respond.reads.clarifications import published
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind
from teduh.triage.said_reads import said_by_issue
from teduh.trust import neutrality

# The title of any other kind may say that somebody did something.
_TITLED: Final = (IssueKind.RUMOUR, IssueKind.QUESTION, IssueKind.SERVICE_MATTER)


@dataclass(frozen=True)
class Spoken:
    """What may be said, and the published clarification that says it, where there is one."""

    words: str
    slug: str | None = None


def spoken(issues: Sequence[Issue], *, unit: Unit, on: date) -> dict[UUID, Spoken]:
    """For each issue the title of its clarification; else its own where nothing in it must stay; else its kind."""
    facts = _facts(issue.pk for issue in issues)
    bare = [issue for issue in issues if issue.pk not in facts]
    titled = [issue for issue in bare if issue.kind in _TITLED and issue.words_gone_at is None]
    held = neutrality.held_in([issue.title for issue in titled], unit=unit, on=on)
    free = [issue for issue, found in zip(titled, held, strict=True) if not found]
    said_of = said_by_issue([issue.pk for issue in free])
    said = {issue.pk for issue in free if not _gives_away(issue.title, said_of.get(issue.pk, []))}
    told = {issue.pk: Spoken(issue.title if issue.pk in said else _only_kind(issue)) for issue in bare}
    return told | {pk: Spoken(fact.title, fact.slug) for pk, fact in facts.items()}


def _facts(issue_ids: Iterable[UUID]) -> dict[UUID, Clarification]:
    """The newest clarification of each issue that has one."""
    rows = published().filter(issue__in=list(issue_ids))
    return {fact.issue_id: fact for fact in reversed(rows)}


def _gives_away(title: str, said: Sequence[str]) -> bool:
    """Whether a person, a number, a spot or a resident's own sentence stands in the title."""
    return bool(adapt.find_giveaways(title, said=said, hours=False, spots=True))


def _only_kind(issue: Issue) -> str:
    return _("%(kind)s, belum ada keterangan resmi") % {"kind": issue.get_kind_display()}
