"""Which earlier texts say the same? Shared words and near spelling, with the facts that speak against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from teduh.cores.text.normalise import normalise

STOP: Final = frozenset(
    """yang di ke dari dan atau ini itu ada adalah akan sudah belum tidak bukan juga saja saya kami kita mereka dia nya pada untuk
    dengan oleh karena kalau jadi bisa mau lagi sama seperti dalam lah kok sih dong ya pak bapak ibu mohon tolong kepada
    katanya bilang orang warga desa kecamatan kelurahan the a of to in is are and""".split()
)
NEGATIONS: Final = frozenset({"tidak", "belum", "bukan", "jangan", "not", "no"})
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Alike:
    """How much one of the other texts is like the given one, from 0 to 1, and why."""

    index: int
    score: float
    shared_words: tuple[str, ...]
    conflicts: tuple[str, ...]


def alike(text: str, others: Sequence[str], *, at_least: float = 0.25) -> list[Alike]:
    """Texts that are alike, best first. Numbers or a negation that only one of the two has lower the score.

    The score is the mean of the share of common content words (Dice) and RapidFuzz's token-set ratio.
    """
    mine = _features(text)
    if not mine.words:
        return []
    found = []
    for index, other in enumerate(others):
        theirs = _features(other)
        shared = mine.words & theirs.words
        if not shared:
            continue
        dice = 2 * len(shared) / (len(mine.words) + len(theirs.words))
        near = fuzz.token_set_ratio(mine.text, theirs.text) / 100
        conflicts = _conflicts(mine, theirs)
        score = (dice + near) / 2 * 0.8 ** len(conflicts)
        if score >= at_least:
            found.append(Alike(index, round(score, 4), tuple(sorted(shared)), conflicts))
    return sorted(found, key=lambda pair: (-pair.score, pair.index))


@dataclass(frozen=True)
class _Features:
    words: frozenset[str]
    text: str
    numbers: frozenset[str]
    negated: bool


def _features(text: str) -> _Features:
    tokens = normalise(text).tokens
    words = frozenset(
        token for token in tokens if token not in STOP and len(token) > 2 and not token.isdigit()
    )
    return _Features(
        words=words,
        text=" ".join(sorted(words)),
        numbers=frozenset(_NUMBER.findall(text)),
        negated=any(token in NEGATIONS for token in tokens),
    )


def _conflicts(mine: _Features, theirs: _Features) -> tuple[str, ...]:
    conflicts = []
    if mine.numbers and theirs.numbers and not mine.numbers & theirs.numbers:
        conflicts.append("number")
    if mine.negated != theirs.negated:
        conflicts.append("negation")
    return tuple(conflicts)
