"""Texts to what the text cores take, and back to plain values with their reasons. What is alike: match_adapt."""

from collections.abc import Sequence
from dataclasses import dataclass

from teduh.cores.text.hints import Evidence, Hints, hints
from teduh.cores.text.names import Candidate as PlaceCandidate
from teduh.cores.text.places import find_mentions
from teduh.cores.text.redact import ON_INPUT, find_personal, mask
from teduh.places import reads as places
from teduh.triage.rules import IssueKind


def hints_of(text: str) -> Hints:
    return hints(text)


def likely_kind(found: Hints) -> IssueKind | None:
    """The kind that the words speak for most; a person decides."""
    return IssueKind(found.kinds[0].kind) if found.kinds else None


@dataclass(frozen=True)
class Clue:
    """One thing that the words suggest, by its name, and the very words."""

    name: str
    words: tuple[str, ...]


def clues(found: Hints) -> list[Clue]:
    """Everything that was suggested, the most pressing first, each with what triggered it."""
    single = {
        "emergency": found.emergency,
        "police_conduct": found.police_conduct,
        "protected_speech": found.protected_speech,
    }
    first = [Clue(name, (evidence.words,)) for name, evidence in single.items() if evidence]
    return first + [Clue(hint.kind, tuple(one.words for one in hint.words)) for hint in found.kinds]


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; marked where words triggered a hint."""

    text: str
    marked: bool


def pieces(text: str, found: Hints) -> list[Piece]:
    """The text cut so that a screen can mark the words behind the hints, without changing a letter."""
    evidence: list[Evidence] = [one for one in (found.emergency, found.protected_speech, found.priority_words) if one]
    evidence += [words for kind in found.kinds for words in kind.words]
    cut: list[Piece] = []
    position = 0
    for start, end in sorted({(one.start, one.end) for one in evidence}):
        if start < position:
            continue
        cut += [Piece(text[position:start], marked=False), Piece(text[start:end], marked=True)]
        position = end
    cut.append(Piece(text[position:], marked=False))
    return [piece for piece in cut if piece.text]


def clip(cut: Sequence[Piece], letters: int) -> list[Piece]:
    """The pieces up to so many letters."""
    clipped: list[Piece] = []
    for piece in cut:
        if letters <= 0:
            break
        clipped.append(Piece(piece.text[:letters], piece.marked))
        letters -= len(piece.text)
    return clipped


def place_candidates(typed: str, text: str, within: frozenset[str]) -> tuple[str | None, list[PlaceCandidate]]:
    """The village that is meant for certain, if any, and the ones to offer; the answer to "where" counts first."""
    index = places.name_index()
    if typed.strip():
        found = index.resolve(typed, within=within)
        if found.certain or found.candidates:
            return found.certain, found.candidates
    mentions = [mention.resolution for mention in find_mentions(text, index, within=within)]
    if not mentions:
        return None, []
    certain = {one.certain for one in mentions if one.certain}
    offered = {candidate.code: candidate for one in mentions for candidate in one.candidates}
    return (certain.pop() if len(certain) == 1 and len(mentions) == 1 else None), list(offered.values())


def mask_people(text: str) -> str:
    """The text with every number and address of a person masked; a claim is kept for what it says, not of whom."""
    return mask(text, find_personal(text, ON_INPUT))
