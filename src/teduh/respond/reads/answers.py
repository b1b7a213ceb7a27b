"""Named questions about what is answered already. They write nothing, and keep nothing of what was asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db.models import Count, Max

from teduh.listen.models import Report
from teduh.respond import answer_adapt
from teduh.respond.answers import AnswerRefusal
from teduh.respond.models import Clarification
from teduh.respond.reads.clarifications import published
from teduh.respond.rules import NoAnswer
from teduh.triage import fact_reads as triage

# What is offered unasked must be meant; at the desk, where a person compares, less is shown too.
OFFERED_FROM: Final = 0.35
SHOWN_FROM: Final = 0.2
# What somebody types is matched from so many letters on; "gempa?" means nothing yet.
LEAST_LETTERS: Final = 15
OWN_LIMIT, ELSEWHERE_LIMIT = 3, 2


@dataclass(frozen=True)
class Answer:
    """A published fact beside the text it may answer: how alike, by which words, against which differences."""

    fact: Clarification
    likeness: float
    words: tuple[str, ...]
    conflicts: tuple[dict[str, str], ...]
    refused: AnswerRefusal | None = None

    @property
    def percent(self) -> int:
        return round(100 * self.likeness)


@dataclass(frozen=True)
class Offer:
    """What may answer a text: facts of our own districts, and what others have checked. Most alike first."""

    own: tuple[Answer, ...] = ()
    elsewhere: tuple[triage.CheckedClaim, ...] = ()


def offer_for(text: str, *, at: datetime) -> Offer:
    """What may be offered to somebody who types this.

    Nothing that tells another place, number, day or the contrary, and nothing at all where words of danger, of a
    complaint about the police, or of criticism stand in the text.
    """
    if len(text.strip()) < LEAST_LETTERS or not answer_adapt.wants_an_answer(text):
        return Offer()
    own = [one for one in _answers(text, OFFERED_FROM) if not one.conflicts]
    elsewhere = [one for one in triage.fact_checks_like(text, at=at) if not one.conflicts]
    return Offer(tuple(own[:OWN_LIMIT]), tuple(elsewhere[:ELSEWHERE_LIMIT]))


def answers_for_report(report: Report, *, limit: int = 6) -> list[Answer]:
    """The same for a report at the desk, with what was refused there; the open ones first."""
    if report.words_gone_at is not None or report.restricted_at is not None:
        return []
    refused = {row.clarification_id: row for row in AnswerRefusal.objects.filter(report=report).select_related("by")}
    found = [
        Answer(one.fact, one.likeness, one.words, one.conflicts, refused.get(one.fact.pk))
        for one in _answers(report.text, SHOWN_FROM)
    ]
    return sorted(found, key=lambda one: one.refused is not None)[:limit]


def doubts_about(clarification: Clarification) -> dict[str, int]:
    """How often the desks said that this fact is outdated or wrong."""
    rows = AnswerRefusal.objects.filter(clarification=clarification, why__in=(NoAnswer.OUTDATED, NoAnswer.WRONG))
    return dict(Counter(str(row.get_why_display()) for row in rows))


def _answers(text: str, at_least: float) -> list[Answer]:
    found = answer_adapt.alike(text, _shelf(_stamp()), at_least=at_least)
    facts = published().in_bulk([one.pk for one in found])
    return [
        Answer(facts[one.pk], one.likeness, one.words, tuple(_told(conflict) for conflict in one.conflicts))
        for one in found
        if one.pk in facts
    ]


def _told(conflict: Any) -> dict[str, str]:
    return {"kind": conflict.kind, "here": conflict.here, "there": conflict.there}


def _stamp() -> tuple[Any, ...]:
    """Another whenever a fact was published or withdrawn; what is public is never edited."""
    state = published().order_by().aggregate(count=Count("pk"), last=Max("published_at"))
    newest = published().order_by("-pk").values_list("pk", flat=True).first()
    return (state["count"], state["last"], newest)


@lru_cache(maxsize=1)
def _shelf(stamp: tuple[Any, ...]) -> answer_adapt.Shelf:
    return answer_adapt.Shelf.of(
        answer_adapt.Told(row.pk, (row.myth, row.myth_en), (row.title, row.fact, row.title_en, row.fact_en))
        for row in published()
    )
