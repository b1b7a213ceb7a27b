"""What a text may be about, with the words that say so. Hints sort a queue; a person decides.

Two hints act at once, because waiting would harm: words of an emergency make the page name the emergency number, and
words of a complaint about police conduct send the text to the outside body, which may hand it back. The rules are
data: `hint_rules.toml`.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from typing import Any, Literal, cast

from teduh.cores.text.phrases import Hit, Line, Phrase, expand

Kind = Literal["rumour", "question", "tension", "incident", "election_offence", "service_matter"]
Priority = Literal["high", "medium", "low"]
Reason = Literal[
    "happening_now", "violence_feared", "incitement", "police_conduct", "tension", "incident", "election_offence",
    "rumour", "nothing_urgent",
]  # fmt: skip

KINDS: tuple[Kind, ...] = ("incident", "tension", "election_offence", "rumour", "question", "service_matter")
WEIGHT_OF_QUESTION_MARK = 0.4
WITHIN_WORDS = 8
WORDS_BETWEEN_POLICE_AND_DEED = 7
WORDS_OF_A_NAME = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the text, `text[start:end] == words`, that triggered a hint."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class KindHint:
    """A kind the text may be, how strongly (0 to 1), and the words for it."""

    kind: Kind
    score: float
    words: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """Everything that the words of a text suggest; None or empty where they suggest nothing."""

    emergency: Evidence | None
    police_conduct: Evidence | None
    protected_speech: Evidence | None
    kinds: tuple[KindHint, ...]
    priority: Priority
    priority_reason: Reason
    priority_words: Evidence | None


@dataclass(frozen=True, slots=True)
class _Rule:
    hint: str
    weight: float
    parts: tuple[frozenset[Phrase], ...]
    within: int
    unless: frozenset[Phrase]
    not_in: frozenset[Phrase]
    denied: bool
    is_chain: bool
    then: tuple[frozenset[Phrase], ...]
    not_called: bool


_TABLE = tomllib.loads(files(__package__).joinpath("hint_rules.toml").read_text(encoding="utf-8"))
_GROUPS = cast(dict[str, list[str]], _TABLE["groups"])


def _rule(row: dict[str, Any]) -> _Rule:
    chain = "chain" in row
    return _Rule(
        hint=row["hint"],
        weight=row.get("weight", 1.0),
        parts=tuple(expand(part, _GROUPS) for part in row["chain" if chain else "all"]),
        within=row.get("within", WITHIN_WORDS),
        unless=expand(row.get("unless", ()), _GROUPS),
        not_in=expand(row.get("not_in", ()), _GROUPS),
        denied=row.get("denied", False),
        is_chain=chain,
        then=tuple(expand(row[key], _GROUPS) for key in ("then", "and_then") if key in row),
        not_called=row.get("not_called", False),
    )


_RULES = tuple(_rule(row) for row in _TABLE["rule"])
_WORDS = {name: expand([f"@{name}"], _GROUPS) for name in _GROUPS}
_BETWEEN = frozenset(_GROUPS["between_police"])
_NAMES_FOLLOW = frozenset(_GROUPS["names_follow"])
_LONGEST_PHRASE = max(len(phrase) for phrases in _WORDS.values() for phrase in phrases)
_CALLS = frozenset(_GROUPS["calls_police"])


def hints(text: str) -> Hints:
    """What the words of `text` suggest. Linear in its length; words that are denied do not count.

    An emergency is violence, a weapon, a crowd or a fire that is neither over, nor only heard of, feared or planned
    for another day, unless the text says that it is happening now.
    """
    line = _Reading(text)
    emergency = line.emergency()
    conduct = line.first("police_conduct")
    kinds = tuple(sorted(filter(None, map(line.kind, KINDS)), key=lambda hint: -hint.score))
    priority, reason, words = _priority(line, emergency, conduct, kinds)
    return Hints(emergency, conduct, line.first("protected_speech"), kinds, priority, reason, words)


def _priority(
    line: "_Reading", emergency: Evidence | None, conduct: Evidence | None, kinds: tuple[KindHint, ...]
) -> tuple[Priority, Reason, Evidence | None]:
    if emergency:
        return "high", "happening_now", emergency
    feared = line.first("violence_feared")
    if feared and not (line.says("over") or line.says("ended")):
        return "high", "violence_feared", feared
    if incitement := line.first("incitement"):
        return "high", "incitement", incitement
    if conduct:
        return "medium", "police_conduct", conduct
    for hint in kinds:
        if hint.kind not in ("question", "service_matter"):
            return "medium", cast(Reason, hint.kind), hint.words[0]
    return "low", "nothing_urgent", None


class _Reading:
    """One text with the rules laid over it."""

    def __init__(self, text: str) -> None:
        self._line = Line(text, _GROUPS)
        self._not_police = {hit.first for hit in self._line.find(_WORDS["not_police"], denied=True)}

    def says(self, group: str) -> bool:
        return bool(self._line.find(_WORDS[group], denied=True))

    def first(self, hint: str) -> Evidence | None:
        found = [hit for rule in _RULES if rule.hint == hint for hit in islice(self._fires(rule), 1)]
        return self._evidence(min(found, key=lambda hit: hit.first)) if found else None

    def emergency(self) -> Evidence | None:
        found = [hit for rule in _RULES if rule.hint == "emergency" for hit in self._fires(rule)]
        if not self.says("now"):
            signs = {group: self._signs(group) for group in ("over", "later", "heard", "feared")}
            found = [] if self.says("ended") else [hit for hit in found if not self._is_elsewhen(hit, signs)]
        return self._evidence(min(found, key=lambda hit: (hit.first, -hit.last))) if found else None

    def _is_elsewhen(self, hit: Hit, signs: dict[str, dict[int, tuple[Hit, Hit]]]) -> bool:
        """Whether these words tell of what is over, planned for another day, only heard of, or only feared."""
        clause = self._line.clause_of[hit.first]
        for group, in_clauses in signs.items():
            first, last = in_clauses.get(clause, (None, None))
            if first and first.last <= hit.first:
                return True
            if last and last.first >= hit.last and group in ("over", "later"):
                return True
        return False

    def _signs(self, group: str) -> dict[int, tuple[Hit, Hit]]:
        """For each clause the first and the last phrase of the group."""
        signs: dict[int, tuple[Hit, Hit]] = {}
        for sign in self._line.find(_WORDS[group], denied=True):
            clause = self._line.clause_of[sign.first]
            signs[clause] = (signs.get(clause, (sign, sign))[0], sign)
        return signs

    def kind(self, kind: Kind) -> KindHint | None:
        """The more rules speak for it, the closer to 1; words of one rule count once."""
        miss, words = 1.0, []
        for rule in _RULES:
            hit = next(self._fires(rule), None) if rule.hint == kind else None
            if hit:
                miss *= 1 - rule.weight
                words.append(self._evidence(hit))
        mark = self._line.text.find("?") if kind == "question" else -1
        if mark >= 0:
            miss *= 1 - WEIGHT_OF_QUESTION_MARK
            words.append(Evidence(mark, mark + 1, "?"))
        return KindHint(kind, round(1 - miss, 2), tuple(words)) if words else None

    def _evidence(self, hit: Hit) -> Evidence:
        start, end = self._line.typed(hit.first, hit.last)
        return Evidence(start, end, self._line.text[start:end])

    def _fires(self, rule: _Rule) -> Iterator[Hit]:
        """Where in the text the rule holds, in order."""
        hits = [self._line.find(part, denied=rule.denied) for part in rule.parts]
        if all(hits):
            yield from self._chained(rule, hits) if rule.is_chain else self._together(rule, hits)

    def _together(self, rule: _Rule, hits: list[list[Hit]]) -> Iterator[Hit]:
        """Places where one hit of each part stands near the others in one sentence."""
        against = self._line.find(rule.unless, denied=True)
        covering = self._line.find(rule.not_in, denied=True)
        for anchor in hits[0]:
            if any(other.first <= anchor.first < other.last for other in covering):
                continue
            chosen = [anchor, *(hit for others in hits[1:] if (hit := self._nearest(anchor, others, rule.within)))]
            if len(chosen) == len(hits) and not self._nearest(anchor, against, WITHIN_WORDS):
                yield Hit(min(hit.first for hit in chosen), max(hit.last for hit in chosen))

    def _nearest(self, anchor: Hit, others: list[Hit], within: int) -> Hit | None:
        """The first of these within so many words of the anchor. Sorted hits keep the search short."""
        at = bisect_left(others, anchor.first - within - _LONGEST_PHRASE, key=lambda hit: hit.first)
        while at < len(others) and others[at].first < anchor.last + within:
            if self._near(anchor, others[at], within):
                return others[at]
            at += 1
        return None

    def _near(self, one: Hit, other: Hit, within: int) -> bool:
        if self._line.sentence_of[one.first] != self._line.sentence_of[other.first]:
            return False
        return one.last <= other.first < one.last + within or other.last <= one.first < other.last + within

    def _chained(self, rule: _Rule, hits: list[list[Hit]]) -> Iterator[Hit]:
        """Places where the second part follows the first with nothing else of weight between them."""
        for one in hits[0]:
            if one.first in self._not_police or (rule.not_called and self._is_called(one)):
                continue
            at = bisect_left(hits[1], one.last, key=lambda hit: hit.first)
            for other in hits[1][at : at + WORDS_BETWEEN_POLICE_AND_DEED]:
                is_near = other.first - one.last <= WORDS_BETWEEN_POLICE_AND_DEED
                if is_near and other.first not in self._not_police and self._only_between(one, other):
                    last = self._followed(rule, other)
                    if last:
                        yield Hit(one.first, last)

    def _followed(self, rule: _Rule, hit: Hit) -> int:
        """The last word when all that must follow follows, else 0."""
        last = hit.last
        for phrases in rule.then:
            found = self._line.find(phrases)
            at = bisect_left(found, last, key=lambda each: each.first)
            if at == len(found) or not self._near(Hit(hit.first, last), found[at], WITHIN_WORDS):
                return 0
            last = found[at].last
        return last

    def _is_called(self, police: Hit) -> bool:
        words = self._line.words
        before = words[max(0, police.first - 2) : police.first]
        named = words[police.first : police.last + 1]
        return any(word in _CALLS for word in before) and not {"yang", "oknum"} & set(named)

    def _only_between(self, one: Hit, other: Hit) -> bool:
        if self._line.clause_of[one.first] != self._line.clause_of[other.first]:
            return False
        names = WORDS_OF_A_NAME if self._line.words[one.last - 1] in _NAMES_FOLLOW else 0
        for word in self._line.words[one.last : other.first]:
            if word in _BETWEEN:
                names = WORDS_OF_A_NAME if word in _NAMES_FOLLOW else names
            elif names and word not in _CALLS:
                names -= 1
            else:
                return False
        return True
