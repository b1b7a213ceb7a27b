"""What has no place in words that police address to the public, found however it is dressed up, with the reason.

The rules are data (`neutrality_rules.toml`). An operation brings its own lists: words that must not go out, without a
word on whose they are. A finding speaks of the text, never of a person. What is not found is not thereby neutral: a
second person still reads every message.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal, cast

from teduh.cores.text.disguise import Vocabulary, Word, read_aloud

Kind = Literal["name", "number", "colour", "slogan", "pose", "praise", "vote", "threat"]
Severity = Literal["block", "check"]
Denied = Literal["keep", "check", "drop"]

_REACH_OF_DENIAL: Final = 7
_REACH_OF_THING: Final = 11
_WORDS_OF_A_NAME: Final = 2
_POSE_SIGNS: Final = "✌☝👆👍👎🤘🤟🤙🫰🫵👌✊🤞🖖🖐✋👊☟☞☜☛👉👈👇🥇🥈🥉"
# Beginnings of verbs and nouns; a nasal one takes the place of the first letter of some roots.
_BEGINNINGS: Final = "di ter ber ke se me mem men meng pe pem pen peng per memper ku kau nge".split()
_NASAL: Final = {
    "p": ("mem", "pem"),
    "t": ("men", "pen", "n"),
    "k": ("meng", "peng", "ng"),
    "s": ("meny", "peny", "ny"),
}
_ENDINGS: Final = "an kan i in nya lah annya kannya kanlah ilah".split()


@dataclass(frozen=True, slots=True)
class Lists:
    """Words that an operation keeps out of its messages, and phrases that are innocent there; in any spelling."""

    name: tuple[str, ...] = ()
    slogan: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


NOTHING: Final = Lists()


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end] == words` should not be said. `why` is the key of the sentence that tells the writer.

    "block" can only be written otherwise; "check" may be innocent, and a second person may release it.
    """

    start: int
    end: int
    words: str
    rule: str
    kind: Kind
    severity: Severity
    why: str


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    kind: Kind
    why: str
    severity: Severity
    denied: Denied
    softer: re.Pattern[str] | None
    pattern: re.Pattern[str]


_TABLE: Final = tomllib.loads(files(__package__).joinpath("neutrality_rules.toml").read_text(encoding="utf-8"))
_GROUPS: Final = cast(dict[str, list[str]], _TABLE["groups"])
_NUMBERS: Final = cast(dict[str, list[str]], _TABLE["numbers"])
_DENIAL: Final = frozenset(_TABLE["denial"]["words"])
_UNDONE_BY: Final = frozenset(_TABLE["denial"]["undone_by"])
_RAISED_KINDS: Final = frozenset(_TABLE["raise"]["kinds"])
# Of the lists: two words or more are hardly an accident, one word may be a village, a flower, a greeting.
_OF_LIST: Final[Mapping[str, tuple[str, str, bool]]] = {
    "name": ("listed_name", "name", True),
    "slogan": ("listed_slogan", "slogan", False),
    "colour": ("listed_colour", "colour", False),
    "number": ("listed_number", "maybe_number", False),
}
RULES: Final[tuple[tuple[str, Kind, Severity, str], ...]] = (
    *((row["key"], row["kind"], row["severity"], row["why"]) for row in _TABLE["rule"]),
    *((key, cast(Kind, kind), "check", why) for kind, (key, why, _blocks) in _OF_LIST.items()),
)


def findings(text: str, lists: Lists = NOTHING) -> list[Finding]:
    """Every place in the text that a police message must not have, in the order of the text, without overlap.

    Where two meet, what must be blocked goes before what may be innocent, the earlier before the later, the longer
    before the shorter. Time grows about linearly with the length of the text.
    """
    return _gate(lists).findings(text)


class _Line:
    """Words joined by single spaces, " . " between sentences, and the way back from a letter to its word."""

    def __init__(self, words: list[Word], marks: Mapping[int, str]) -> None:
        self.words = words
        parts, starts, at, sentence = [" "], [], 1, 0
        for number, word in enumerate(words):
            if word.sentence != sentence:
                parts.append(". ")
                at, sentence = at + 2, word.sentence
            starts.append(at)
            said = word.word + marks.get(number, "")
            parts.append(said + " ")
            at += len(said) + 1
        self.text, self._starts = "".join(parts), starts

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The first and the last word of each match."""
        for found in pattern.finditer(self.text):
            if found.end() > found.start():
                yield bisect_right(self._starts, found.start()) - 1, bisect_right(self._starts, found.end() - 1) - 1

    def sentences_with(self, pattern: re.Pattern[str] | None) -> frozenset[int]:
        found = self.matches(pattern) if pattern else ()
        return frozenset(self.words[first].sentence for first, _last in found)


class _Gate:
    """The rules compiled for one set of lists."""

    def __init__(self, lists: Lists) -> None:
        number_words = [*_NUMBERS["words"], *lists.number]
        self._patterns = _patterns(number_words)
        spellings = cast(dict[str, str], _TABLE["spellings"])
        self._vocabulary = Vocabulary(_vocabulary(lists), spellings, _BEFORE_NUMBERS, frozenset(_POSE_SIGNS))
        self._numbers = re.compile(rf"(?:\d{{1,3}}|{_any_of(_phrases(number_words))})")
        self._rules = [*(self._rule(row) for row in _TABLE["rule"]), *self._listed(lists)]
        self._raise = self._compiled(_any_of(_expanded(_TABLE["raise"]["words"])))
        allowed = [_in_a_row(said) for one in (*_GROUPS["allowed"], *lists.allowed) if (said := self._said(one))]
        self._allowed = self._compiled("|".join(allowed))

    def findings(self, text: str) -> list[Finding]:
        words = read_aloud(text, self._vocabulary)
        if not words:
            return []
        line = _Line(words, _marks(words, self._numbers))
        raised, allowed = line.sentences_with(self._raise), list(line.matches(self._allowed))
        found = []
        for rule in self._rules:
            softened = line.sentences_with(rule.softer)
            for first, last in line.matches(rule.pattern):
                sentence = words[first].sentence
                severity = _severity(rule, words, first, sentence in softened)
                if severity == "check" and any(start <= first and last <= end for start, end in allowed):
                    continue
                if severity == "check" and rule.severity == "check" and rule.kind in _RAISED_KINDS:
                    severity = "block" if sentence in raised else "check"
                if severity:
                    start, end = words[first].start, max(word.end for word in words[first : last + 1])
                    found.append(Finding(start, end, text[start:end], rule.key, rule.kind, severity, rule.why))
        return _kept(found)

    def _rule(self, row: dict[str, Any]) -> _Rule:
        softer = row.get("softer")
        return _Rule(
            key=row["key"],
            kind=row["kind"],
            why=row["why"],
            severity=row["severity"],
            denied=row.get("denied", "keep"),
            softer=self._compiled(_any_of(softer)) if softer else None,
            pattern=self._compiled(self._filled(row["pattern"])),
        )

    def _listed(self, lists: Lists) -> Iterator[_Rule]:
        for kind, (key, why, blocks) in _OF_LIST.items():
            for entry in getattr(lists, kind):
                said = self._said(entry.split(",")[0] if kind == "name" else entry)
                while kind == "name" and len(said) > 1 and said[0] in _TITLES:
                    said = said[1:]
                if not said:
                    continue
                severity: Severity = "block" if blocks and len(said) > 1 else "check"
                pattern = self._compiled(rf"{_in_a_row(said)}(?:kan|nya|lah)?")
                yield _Rule(key, cast(Kind, kind), why, severity, "keep", None, pattern)

    def _said(self, entry: str) -> list[str]:
        return [word.word for word in read_aloud(entry, self._vocabulary)]

    def _filled(self, pattern: str) -> str:
        pattern = re.sub(r"\{([a-z_]+)\}", lambda found: self._patterns[found[1]], pattern)
        return re.sub(r"~([a-z]+)", lambda found: _with_affixes(found[1]), pattern)

    @staticmethod
    def _compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<= )(?:{pattern})(?= )")


@lru_cache(maxsize=32)
def _gate(lists: Lists) -> _Gate:
    return _Gate(lists)


def _severity(rule: _Rule, words: list[Word], first: int, softened: bool) -> Severity | None:
    if rule.denied != "keep" and _is_denied(words, first):
        return "check" if rule.denied == "check" else None
    return "check" if softened else rule.severity


def _is_denied(words: list[Word], first: int) -> bool:
    """Whether a negation before this word, in its clause, reaches it: "tidak akan ditangkap"."""
    if words[first].word in _UNDONE_BY:
        return False
    for word in reversed(words[max(0, first - _REACH_OF_DENIAL) : first]):
        if word.clause != words[first].clause or word.word in _UNDONE_BY:
            return False
        if word.word in _DENIAL:
            return True
    return False


def _kept(found: list[Finding]) -> list[Finding]:
    order = sorted(found, key=lambda one: (one.severity != "block", one.start, -one.end))
    kept: list[Finding] = []
    for finding in order:
        if all(finding.end <= other.start or other.end <= finding.start for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda one: one.start)


def _marks(words: list[Word], numbers: re.Pattern[str]) -> dict[int, str]:
    """A stroke behind each number that names or counts something other than a candidate: TPS 02, dua hari."""
    marks: dict[int, str] = {}
    for at, word in enumerate(words):
        if numbers.fullmatch(word.word) and (_is_of_a_thing(words, at, numbers) or _counts(words, at)):
            marks[at] = "'"
    return marks


def _is_of_a_thing(words: list[Word], at: int, numbers: re.Pattern[str]) -> bool:
    """ "TPS 02", "TPS 01, 02 dan 03", and, where the thing may have a name, "Jalan Merdeka nomor 2"."""
    names = 0
    for before in reversed(words[max(0, at - _REACH_OF_THING) : at]):
        if before.sentence != words[at].sentence:
            return False
        if before.word in _THINGS:
            return not names or before.word in _NAMED_THINGS
        if before.word in _BETWEEN or numbers.fullmatch(before.word):
            continue
        names += 1
        if names > _WORDS_OF_A_NAME or before.word in _NEVER_NAMES:
            return False
    return False


def _counts(words: list[Word], at: int) -> bool:
    """ "2 orang"; but "01 hari Rabu" and "nomor 1 hari Rabu" count nothing."""
    if at and words[at - 1].word == "nomor":
        return False
    if at + 1 == len(words) or words[at + 1].clause != words[at].clause:
        return False
    return words[at + 1].word in _COUNTED and not words[at].word.startswith("0")


def _expanded(words: Iterable[str]) -> list[str]:
    """The words of a group, with every "@name" replaced by that group; longer phrases first."""
    found: list[str] = []
    for word in words:
        found += _expanded(_GROUPS[word[1:]]) if word.startswith("@") else [word]
    return sorted(set(found), key=lambda word: (-len(word), word))


def _phrases(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


def _any_of(words: Iterable[str]) -> str:
    parts = [_with_affixes(word[1:]) if word.startswith("~") else re.escape(word) for word in words if word]
    return rf"(?:{'|'.join(parts)})" if parts else r"(?!)"


def _in_a_row(said: list[str]) -> str:
    """These words one after the other; a number among them may have been marked as counting something."""
    return "'? ".join(re.escape(word) for word in said) + "'?"


def _stems(root: str) -> list[str]:
    nasal = [beginning + root[1:] for beginning in _NASAL.get(root[0], ())]
    return [*(beginning + root for beginning in ("", *_BEGINNINGS)), *nasal]


def _with_affixes(root: str) -> str:
    nasal = "".join(f"|{beginning}{root[1:]}" for beginning in _NASAL.get(root[0], ()))
    return rf"(?:(?:{'|'.join(_BEGINNINGS)})?{root}{nasal})(?:{'|'.join(_ENDINGS)})?"


def _patterns(number_words: list[str]) -> dict[str, str]:
    numbers = _any_of(_phrases(number_words))
    return {
        **{name: _any_of(_expanded(words)) for name, words in _GROUPS.items()},
        "number": rf"(?:0?[1-9]|1\d|20|{numbers})",
        "any_number": rf"(?:0?\d|{numbers})'?",
        "zero_number": rf"(?:0[1-9]|(?:nol|kosong) (?:{numbers}|[1-9]))",
        "sign": rf"[{_POSE_SIGNS}]",
        "few": r"(?:[^ .]+ ){0,3}",
        "some": r"(?:[^ .]+ ){0,9}",
        "praised_high": _any_of(_expanded(["@national", "@chief"])),
        # The government of a village is a neighbour, not a power that wants praise.
        "praised": _any_of(_expanded(_GROUPS["praised"])) + r"(?! (?:desa|kecamatan|kelurahan|nagari))",
    }


def _vocabulary(lists: Lists) -> frozenset[str]:
    """Every word that some rule or list looks for; two letters are too few to be told from chance."""
    phrases = [phrase for words in _GROUPS.values() for phrase in words if not phrase.startswith("@")]
    phrases += [*_NUMBERS["words"], *_DENIAL, *_UNDONE_BY, "nomor", "urut", "jangan", "salam", "golput"]
    phrases += re.findall(r"[a-z]{3,}", " ".join(re.sub(r"\{\w+\}", " ", row["pattern"]) for row in _TABLE["rule"]))
    for kind in ("name", "slogan", "colour", "number", "allowed"):
        phrases += [entry.casefold() for entry in getattr(lists, kind)]
    found: set[str] = set()
    for word in " ".join(phrases).split():
        found |= {stem + end for stem in _stems(word[1:]) for end in ("", *_ENDINGS)} if word[0] == "~" else {word}
    return frozenset(word for word in found if len(word) >= 3 and word not in _ENDINGS) | {"no", "uu"}


# People are called without them, or with others.
_TITLES: Final = frozenset("h hj dr drs dra ir prof kh ust ustaz haji hajah bapak ibu pak bu raden rd".split())
_THINGS: Final = frozenset(_NUMBERS["things"])
_NAMED_THINGS: Final = frozenset(_NUMBERS["named"])
_BETWEEN: Final = frozenset(word for phrase in _NUMBERS["between"] for word in phrase.split())
_COUNTED: Final = frozenset(_NUMBERS["counted"])
_NEVER_NAMES: Final = frozenset(_expanded(["@candidate", "@vote_verb", "@between_vote", "@ask"]))
_BEFORE_NUMBERS: Final = frozenset(
    "paslon calon kandidat cabup cagub cawabup cawagub capres cawapres coblos nyoblos mencoblos dicoblos nomor nomer"
    " nmr no urut salam pair candidate jempol".split()
)
