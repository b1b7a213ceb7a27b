"""What a text tells that its near-copies do not, and whether it accuses one person. Nothing here judges anybody.

Both only say what to read or to check first: a report with a detail of its own is read by itself, and one that accuses
a neighbour is checked with somebody else before anybody acts on it. The rules are data: `claim_rules.toml`.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from teduh.cores.text.normalise import normalise
from teduh.cores.text.phrases import Hit, Line, expand

Kind = Literal["eyewitness", "time", "place", "words"]
OWN_WORDS = 8
NEAR_WORDS = 10
_GROUPS = tomllib.loads(files(__package__).joinpath("hint_rules.toml").read_text(encoding="utf-8"))["groups"]
_TABLE = tomllib.loads(files(__package__).joinpath("claim_rules.toml").read_text(encoding="utf-8"))
_EYEWITNESS = tuple(tuple(phrase.split()) for phrase in _TABLE["eyewitness"])
_MOMENTS = tuple(tuple(phrase.split()) for phrase in _TABLE["moment"])
_HOURS, _PLACES = frozenset(_TABLE["hour"]), frozenset(_TABLE["place"])
_ACCUSATIONS = {name: expand(phrases, _GROUPS) for name, phrases in _TABLE["accusation"].items()}
_TITLES, _NOT_A_NAME = frozenset(_TABLE["person"]["titles"]), frozenset(_TABLE["person"]["not_a_name"])


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that the teller adds of their own, in the usual spelling."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Accusation:
    """One person or household is named near the word for a wrong; `key` is for comparing in memory, never for keeping.

    `start` and `end` are where in the text the name and the wrong stand, from the first to the last letter of both.
    """

    key: str
    matter: str
    start: int
    end: int


def details(text: str) -> frozenset[Detail]:
    """Each time, place and sign of an eyewitness that the text holds."""
    words = normalise(text).tokens
    return frozenset(_details(words))


def own_details(text: str, copied: str) -> tuple[Kind, ...]:
    """Which kinds of detail the text has and the copied text has not; "words" where it tells more in its own words."""
    kinds = {detail.kind for detail in details(text) - details(copied)}
    theirs = set(normalise(copied).tokens)
    own = [word for word in normalise(text).tokens if word not in theirs]
    if len(own) >= OWN_WORDS:
        kinds.add("words")
    order: tuple[Kind, ...] = ("eyewitness", "time", "place", "words")
    return tuple(kind for kind in order if kind in kinds)


def accusation(text: str) -> Accusation | None:
    """The first person or household that the text names within a few words of a wrong; denied wrongs do not count."""
    line = Line(text, _GROUPS)
    named = list(_named(line))
    if not named:
        return None
    for matter, phrases in _ACCUSATIONS.items():
        for wrong in line.find(phrases):
            for person in named:
                if line.sentence_of[person.first] == line.sentence_of[wrong.first] and _near(person, wrong):
                    start, end = line.typed(min(person.first, wrong.first), max(person.last, wrong.last))
                    return Accusation(f"{line.words[person.last - 1]}|{matter}", matter, start, end)
    return None


def has_grounds(text: str) -> bool:
    """Whether the teller says that they saw it, or when it was."""
    return any(detail.kind in ("eyewitness", "time") for detail in details(text))


def _details(words: tuple[str, ...]) -> Iterator[Detail]:
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in _HOURS and following[:1].isdigit():
            yield Detail("time", f"{word} {following}")
        elif word in _PLACES and following and following not in _NOT_A_NAME:
            yield Detail("place", f"{word} {following}")
        for kind, phrases in (("eyewitness", _EYEWITNESS), ("time", _MOMENTS)):
            for phrase in phrases:
                if words[at : at + len(phrase)] == phrase:
                    yield Detail(kind, " ".join(phrase))  # type: ignore[arg-type]


def _named(line: Line) -> Iterator[Hit]:
    """A title and the name behind it; of two titles in a row the second counts. "Pak, …" is said to somebody."""
    for at, word in enumerate(line.words[:-1]):
        name = line.words[at + 1]
        between = line.text[line.spans[at][1] : line.spans[at + 1][0]].strip()
        is_name = name not in _TITLES and name not in _NOT_A_NAME and name.isalpha() and len(name) > 2
        if word in _TITLES and is_name and between in ("", "."):
            yield Hit(at, at + 2)


def _near(one: Hit, other: Hit) -> bool:
    return max(one.first, other.first) - min(one.last, other.last) < NEAR_WORDS


def differing(text: str, copied: str) -> list[tuple[str, bool]]:
    """The text in pieces, without changing a letter; True for words that the copied text has not."""
    theirs = set(normalise(copied).tokens)
    normal = normalise(text)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for word, (start, end) in zip(normal.tokens, normal.spans, strict=True):
        if start < at or word in theirs:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]
