"""Which earlier texts say the same: shared words and near spelling, with what speaks against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from teduh.cores.text.normalise import normalise

# Words that nearly every message holds; sharing them says nothing.
COMMON = frozenset(
    "yang di ke dari dan atau ini itu ada adalah akan sudah belum tidak bukan juga saja saya kami kita mereka dia pada "
    "untuk dengan oleh karena kalau jadi bisa mau lagi sama seperti dalam lah kok sih dong ya pak bapak ibu bu mohon "
    "tolong kepada katanya bilang orang warga desa kecamatan kelurahan dusun tanggal jam pukul hari dicek cek info "
    "informasi lapor".split()
)
NEGATIONS = frozenset(("tidak", "belum", "bukan", "jangan", "tanpa"))
PLACE_CUES = frozenset(("desa", "kelurahan", "kecamatan", "dusun", "talang", "kampung"))
CONFLICT_FACTOR = 0.8
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


@dataclass(frozen=True, slots=True)
class Alike:
    """How much text `index` is like the given one, 0 to 1, and why; `conflicts` of "place", "number", "negation"."""

    index: int
    score: float
    shared_words: tuple[str, ...]
    conflicts: tuple[str, ...]


def alike(text: str, others: Sequence[str], *, at_least: float = 0.25) -> list[Alike]:
    """Texts that are alike, best first, of equal ones the earlier first.

    The score is the mean of the share of common words (Dice) and RapidFuzz's token-set ratio, times 0.8 for each
    conflict: another place behind "desa" and its like, other numbers, or a negation that only one of the two has.
    """
    mine = _features(text)
    found = []
    for index, other in enumerate(others):
        theirs = _features(other)
        shared = mine.words & theirs.words
        if not shared:
            continue
        dice = 2 * len(shared) / (len(mine.words) + len(theirs.words))
        near = fuzz.token_set_ratio(mine.text, theirs.text) / 100
        conflicts = _conflicts(mine, theirs)
        score = (dice + near) / 2 * CONFLICT_FACTOR ** len(conflicts)
        if score >= at_least:
            found.append(Alike(index, round(score, 4), tuple(sorted(shared)), conflicts))
    return sorted(found, key=lambda pair: (-pair.score, pair.index))


@dataclass(frozen=True, slots=True)
class _Features:
    words: frozenset[str]
    text: str
    numbers: frozenset[str]
    places: frozenset[str]
    is_negated: bool


def _features(text: str) -> _Features:
    tokens = normalise(text).tokens
    words = frozenset(word for word in tokens if word not in COMMON and len(word) > 2 and not word[0].isdigit())
    return _Features(
        words=words,
        text=" ".join(sorted(words)),
        numbers=frozenset(word for word in tokens if _NUMBER.fullmatch(word)),
        places=frozenset(place for cue, place in pairwise(tokens) if cue in PLACE_CUES and place in words),
        is_negated=any(word in NEGATIONS for word in tokens),
    )


def _conflicts(mine: _Features, theirs: _Features) -> tuple[str, ...]:
    conflicts = []
    if mine.places and theirs.places and not mine.places & theirs.places:
        conflicts.append("place")
    if mine.numbers and theirs.numbers and not mine.numbers & theirs.numbers:
        conflicts.append("number")
    if mine.is_negated != theirs.is_negated:
        conflicts.append("negation")
    return tuple(conflicts)
