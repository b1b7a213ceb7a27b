"""Why two texts may say the same, and what speaks against it: shared words, facts that differ, each with its place."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import OSA

from teduh.cores.match.facts import Fact, Names, facts_of
from teduh.cores.match.roots import root
from teduh.cores.match.words import COMMON, Word, read

Span = tuple[int, int]
Kind = Literal["place", "number", "date", "station", "negation"]
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Shared:
    """A word that both texts hold; the places are characters in each typed text."""

    word: str
    here: Span
    there: Span


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact on which the texts differ; an empty side means that only the other text says it (negation)."""

    kind: Kind
    here: str
    there: str
    here_spans: tuple[Span, ...]
    there_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`here_share` is how much of the first text stands in the second, `there_share` the reverse; 0 to 1, by words that
    are not common, longer words counting more. `order` is the share of shared words that follow one another in both.
    """

    shared: tuple[Shared, ...]
    conflicts: tuple[Conflict, ...]
    here_share: float
    there_share: float
    order: float


def compare(here: str, there: str, *, places: Names = frozenset()) -> Evidence:
    """What two texts share and on what they differ.

    `places` are names from `names_of`; with them a place is known wherever it stands, without them only behind "desa",
    "kecamatan" and their like.
    """
    mine, theirs = read(here[:_LONGEST]), read(there[:_LONGEST])
    shared, here_share, there_share = _shared(mine, theirs)
    paired = {(pair.here, pair.there) for pair in shared}
    conflicts = _conflicts(facts_of(mine, places), facts_of(theirs, places))
    return Evidence(tuple(shared), conflicts, here_share, there_share, _order(paired))


def _telling(words: list[Word]) -> list[Word]:
    return [word for word in words if word.text not in COMMON and (len(word.text) > 1 or word.text.isdigit())]


def _shared(mine: list[Word], theirs: list[Word]) -> tuple[list[Shared], float, float]:
    """Each telling word with its first partner of the same root, or else of nearly the same spelling."""
    mine, theirs = _telling(mine), _telling(theirs)
    partners: dict[str, list[Word]] = {}
    for word in reversed(theirs):
        partners.setdefault(root(word.text), []).append(word)
    lone = _lone(mine, theirs)
    shared: list[Shared] = []
    used: set[Span] = set()
    for word in mine:
        key = root(word.text)
        waiting = partners.get(lone.get(key, key))
        if waiting:
            other = waiting.pop() if len(waiting) > 1 else waiting[0]
            shared.append(Shared(word.text, (word.start, word.end), (other.start, other.end)))
            used.add((other.start, other.end))
    there_roots = {root(word.text) for word in mine} | set(lone.values())
    return (
        shared,
        _share(mine, {root(word.text) for word in theirs} | set(lone)),
        _share(theirs, there_roots),
    )


def _share(words: list[Word], roots: set[str]) -> float:
    weights = {root(word.text): min(len(word.text), 8) for word in words}
    total = sum(weights.values())
    return round(sum(weight for key, weight in weights.items() if key in roots) / total, 6) if total else 0.0


def _lone(mine: list[Word], theirs: list[Word]) -> dict[str, str]:
    """Roots without a partner, each with the nearest unpartnered root of the other side: a mistyped word.

    One mistake in words of four letters and more, two from eight. At most two hundred of each side are looked at, so
    that two long texts do not cost their product.
    """
    left = {root(word.text): None for word in mine}
    right = {root(word.text): None for word in theirs}
    ours = [key for key in left if key not in right and len(key) >= 4 and not key[0].isdigit()][:200]
    others = [key for key in right if key not in left and len(key) >= 4 and not key[0].isdigit()][:200]
    found = {}
    for key in ours:
        allowed = 1 if len(key) < 6 else 2
        near = [(OSA.distance(key, other, score_cutoff=allowed), other) for other in others]
        distance, other = min(near, default=(99, ""))
        if distance <= allowed and key[0] == other[0]:
            found[key] = other
            others.remove(other)
    return found


def _order(paired: set[tuple[Span, Span]]) -> float:
    there = [other for _, other in sorted(paired)]
    if len(there) < 2:
        return 1.0
    return sum(first <= second for first, second in pairwise(there)) / (len(there) - 1)


def _conflicts(mine: dict[str, list[Fact]], theirs: dict[str, list[Fact]]) -> tuple[Conflict, ...]:
    found = []
    for kind in ("place", "station", "date", "number"):
        here, there = mine[kind], theirs[kind]
        if here and there and _differ(kind, here, there):
            found.append(_conflict(kind, here, there))
    if _negated_differently(mine, theirs):
        found.append(_conflict("negation", mine["negation"], theirs["negation"]))
    return tuple(found)


def _differ(kind: str, here: list[Fact], there: list[Fact]) -> bool:
    """Facts differ when each side says one that the other lacks: more detail on one side alone is no conflict.

    Names of places that share a word are one place told longer and shorter, and neither two mistakes nor a space
    ("Ujan Mas", "Ujanmas") make another.
    """
    ours, others = {fact.value for fact in here}, {fact.value for fact in there}
    if kind == "place":
        return any(not _near_any(name, others) for name in ours) and any(not _near_any(name, ours) for name in others)
    # "27 juta" is no other number than a hasty "27".
    ours_bare, others_bare = {fact.bare for fact in here}, {fact.bare for fact in there}
    mine = [fact for fact in here if not {fact.value, fact.bare} & others and fact.value not in others_bare]
    theirs = [fact for fact in there if not {fact.value, fact.bare} & ours and fact.value not in ours_bare]
    return bool(mine) and bool(theirs)


def _near_any(name: str, others: set[str]) -> bool:
    wholes = {other.replace(" ", "") for other in others}
    return _is_near(name.replace(" ", ""), wholes) or any(
        _is_near(part, {piece for other in others for piece in other.split()}) for part in name.split()
    )


def _is_near(word: str, others: set[str]) -> bool:
    allowed = min(2, len(word) // 4)
    return any(OSA.distance(word, other, score_cutoff=allowed) <= allowed for other in others)


def _negated_differently(mine: dict[str, list[Fact]], theirs: dict[str, list[Fact]]) -> bool:
    """One side denies more often, and a word that it denies is said without a denial by the other side alone."""
    more, less = (mine, theirs) if len(mine["negation"]) > len(theirs["negation"]) else (theirs, mine)
    if len(more["negation"]) == len(less["negation"]):
        return False
    denied = {fact.value for fact in more["negation"]} - {fact.value for fact in less["negation"]}
    return bool(denied & {fact.value for fact in less["said"]})


def _conflict(kind: str, here: list[Fact], there: list[Fact]) -> Conflict:
    ours, others = {fact.value for fact in here}, {fact.value for fact in there}
    left = [fact for fact in here if fact.value not in others]
    right = [fact for fact in there if fact.value not in ours]
    return Conflict(
        kind,  # type: ignore[arg-type]
        " ".join(dict.fromkeys(fact.text for fact in left)),
        " ".join(dict.fromkeys(fact.text for fact in right)),
        tuple(dict.fromkeys(fact.span for fact in left)),
        tuple(dict.fromkeys(fact.span for fact in right)),
    )
