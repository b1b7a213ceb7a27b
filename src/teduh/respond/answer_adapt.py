"""Published facts to what the match core takes, and back: which of them a text may be about, and why.

A fact is alike by its rumour, its title or its fact, in either language; the most alike of them counts. What somebody
types is longer or shorter than such a sentence, so the larger of the two shares counts and not their mean, by which
`cores.match` decides whether two reports are one matter (`python -m benchmarks.offers` compares both).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from teduh.cores.match import Conflict, Evidence, MatchIndex, compare, containment
from teduh.cores.text.hints import hints
from teduh.places import reads as places
from teduh.triage.reads import names_that_tell

# So many facts are looked at closely; the index has put the others behind them.
LOOKED_AT: Final = 8
RUMOUR, FINDING = "rumour", "finding"


@dataclass(frozen=True)
class Told:
    """A published fact as the core sees it: the rumour as it is told there, and what is true instead."""

    pk: UUID
    rumours: tuple[str, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True)
class AlikeFact:
    """A fact that may answer a text: `likeness` 0 to 1, words as the asker typed them, and what speaks against it."""

    pk: UUID
    likeness: float
    words: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Shelf:
    """Facts ready to be asked; built once for each state of what is published."""

    texts: Mapping[str, str]
    index: MatchIndex

    @classmethod
    def of(cls, facts: Iterable[Told]) -> "Shelf":
        texts = {
            f"{fact.pk}:{kind}{at}": text
            for fact in facts
            for kind, told in ((RUMOUR, fact.rumours), (FINDING, fact.findings))
            for at, text in enumerate(told)
            if text.strip()
        }
        return cls(texts, MatchIndex.build(texts.items()))


def alike(text: str, facts: Shelf, *, at_least: float) -> list[AlikeFact]:
    """The facts that a text may be about, the most alike first."""
    best: dict[UUID, AlikeFact] = {}
    # Everyday words that are also villages tell no place.
    names = names_that_tell(places.place_names())
    for found in facts.index.find(text, count=LOOKED_AT):
        for key in found.keys:
            evidence = compare(text, facts.texts[key], places=names)
            one = _of(key, text, evidence)
            if one.pk not in best or best[one.pk].likeness < one.likeness:
                best[one.pk] = one
    ranked = sorted(best.values(), key=lambda one: (-one.likeness, str(one.pk)))
    return [one for one in ranked if one.likeness >= at_least]


def wants_an_answer(text: str) -> bool:
    """Whether a checked fact may be offered at all.

    Not in danger, where nothing may stand before help; not to a complaint about the police or to criticism, which
    nobody should meet with an official sentence.
    """
    found = hints(text)
    return not (found.emergency or found.police_conduct or found.protected_speech)


def _of(key: str, text: str, evidence: Evidence) -> AlikeFact:
    pk, _colon, kind = key.partition(":")
    words = dict.fromkeys(text[one.here[0] : one.here[1]] for one in evidence.shared)
    # A finding denies what the rumour says, and so it should.
    denies = kind.startswith(FINDING)
    conflicts = tuple(one for one in evidence.conflicts if not (denies and one.kind == "negation"))
    return AlikeFact(UUID(pk), containment(evidence), tuple(words), conflicts)
