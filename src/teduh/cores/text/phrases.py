"""Finds the phrases of a rule in a text: any usual form of a word, not where it is denied, and where it was typed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from teduh.cores.text.normalise import normalise

# Beginnings of Indonesian and everyday verbs and nouns; behind a nasal one the first letter of the root may be gone.
_BEGINNINGS = (
    "", "di", "ter", "ber", "be", "ke", "se", "per", "pe", "me", "nge", "memper", "diper", "ku", "kau", "berke",
)  # fmt: skip
_NASAL = {
    "mem": "p", "pem": "p", "m": "p", "men": "t", "pen": "t", "n": "t", "meng": "k", "peng": "k", "ng": "k",
    "meny": "s", "peny": "s", "ny": "s", "menge": "", "penge": "",
}  # fmt: skip
_ENDINGS = (
    "",
    "an",
    "kan",
    "i",
    "in",
    "nya",
    "annya",
    "kannya",
    "inya",
    "lah",
    "kah",
    "nyo",
    "ku",
    "mu",
    "ilah",
    "kanlah",
)
_PASSIVE = ("di", "ter", "ke", "diper")
_SHORTEST_ROOT = 3
_SENTENCE_END = re.compile(r"[.!?\n]")
_CLAUSE_END = re.compile(r"[.,;:!?\n()]")
_REACH_OF_NEGATION = 6

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` up to, not with, `last` of a line."""

    first: int
    last: int


def expand(phrases: Iterable[str], groups: Mapping[str, Sequence[str]]) -> frozenset[Phrase]:
    """The phrases as tuples of word patterns, with every "@name" replaced by its group."""
    found: set[Phrase] = set()
    for phrase in phrases:
        if phrase.startswith("@"):
            found |= expand(groups[phrase[1:]], groups)
        else:
            found.add(tuple(phrase.split()))
    return frozenset(found)


class Line:
    """A text as normal words that can be asked for phrases."""

    def __init__(self, text: str, groups: Mapping[str, Sequence[str]]) -> None:
        self.text = text
        self._negation = frozenset(groups["negation"])
        self._denies_nothing_before = frozenset(groups["no_negation_before"])
        self._negation_passes = frozenset(groups["negation_passes"])
        normal = normalise(text)
        self.spans = normal.spans
        self.words = [
            # "pukul 21.00" is a time, "pukul warga" is not.
            "jam" if word == "pukul" and normal.tokens[at + 1 : at + 2] and normal.tokens[at + 1][0].isdigit() else word
            for at, word in enumerate(normal.tokens)
        ]
        self._forms: dict[str, frozenset[str]] = {}
        self._found: dict[tuple[frozenset[Phrase], bool], list[Hit]] = {}

    @cached_property
    def _gaps(self) -> list[str]:
        """What stands between each word and the next."""
        ends = [start for start, _ in self.spans[1:]] + [len(self.text)]
        return [self.text[span[1] : end] for span, end in zip(self.spans, ends, strict=False)]

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence in which each word stands."""
        return self._numbered(_SENTENCE_END)

    @cached_property
    def clause_of(self) -> list[int]:
        """The number of the stretch between commas, stops and brackets in which each word stands."""
        return self._numbered(_CLAUSE_END)

    def _numbered(self, end: re.Pattern[str]) -> list[int]:
        number, numbers = 0, []
        for gap in self._gaps:
            numbers.append(number)
            number += bool(end.search(gap))
        return numbers

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, word in enumerate(self.words):
            for form in self._forms_of(word):
                places.setdefault(form, []).append(at)
        return places

    def find(self, phrases: frozenset[Phrase], *, denied: bool = False) -> list[Hit]:
        """Where any of the phrases stands, in order; with `denied` also where a negation stands before it."""
        if (phrases, denied) not in self._found:
            self._found[phrases, denied] = self._search(phrases, denied)
        return self._found[phrases, denied]

    def _search(self, phrases: frozenset[Phrase], denied: bool) -> list[Hit]:
        hits: dict[int, Hit] = {}
        for phrase in phrases:
            for at in self._places.get(phrase[0], ()):
                last = at + len(phrase)
                if last > len(self.words) or not all(
                    part in self._forms_of(word)
                    for part, word in zip(phrase[1:], self.words[at + 1 : last], strict=True)
                ):
                    continue
                if (at not in hits or hits[at].last < last) and (denied or not self.is_denied(at)):
                    hits[at] = Hit(at, last)
        return [hits[at] for at in sorted(hits)]

    def is_denied(self, at: int) -> bool:
        """Whether a negation before this word reaches it: "tidak ada tawuran", "belum ada kabar serangan"."""
        for before in range(at - 1, max(at - 1 - _REACH_OF_NEGATION, -1), -1):
            if self.clause_of[before] != self.clause_of[at]:
                return False
            word = self.words[before]
            if word in self._negation:
                return self.words[before + 1] not in self._denies_nothing_before
            if word not in self._negation_passes:
                return False
        return False

    def typed(self, first: int, last: int) -> tuple[int, int]:
        """Where in the text the words `first` up to, not with, `last` were typed."""
        return self.spans[first][0], self.spans[last - 1][1]

    def _forms_of(self, word: str) -> frozenset[str]:
        if word not in self._forms:
            self._forms[word] = frozenset(_forms(word))
        return self._forms[word]


def _forms(word: str) -> Iterator[str]:
    """The patterns that this word fits: itself, "~root" for each root it may have, "^root" where it is not passive."""
    yield word
    for ending in _ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < _SHORTEST_ROOT:
            continue
        stem = word[: len(word) - len(ending)]
        for beginning in _BEGINNINGS:
            root = stem.removeprefix(beginning)
            if stem.startswith(beginning) and len(root) >= _SHORTEST_ROOT:
                yield "~" + root
                if beginning not in _PASSIVE:
                    yield "^" + root
        for beginning, lost in _NASAL.items():
            root = stem.removeprefix(beginning)
            if root != stem and len(root) >= _SHORTEST_ROOT - 1:
                yield from ("~" + root, "^" + root, "~" + lost + root, "^" + lost + root)
