"""Places named in free text."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from teduh.cores.text.names import SUBDISTRICT_WORDS, VILLAGE_WORDS, NameIndex, Resolution, fold, words_of

# After these words a place may follow; then a near spelling is worth offering.
STRONG_CUES: Final = VILLAGE_WORDS | {"dusun", "dsn", "kampung", "kmpg", "talang"}
CUES: Final = (
    STRONG_CUES | SUBDISTRICT_WORDS | {"di", "dekat", "dkt", "arah", "simpang", "ke", "dari", "sekitar"}
)
# Everyday words that are village names somewhere; without a cue they mean the word.
EVERYDAY: Final = frozenset(
    """air aman bakti baru batu besar damai dalam darat desa durian gunung hilir hulu indah jaya karya kota lama laya lubuk
    makmur maju marga mekar mulya muara negeri pagar pasar pulau raya rejo rumah sari seberang simpang sidodadi suka sukamaju
    sumber sungai tanjung tani tengah terusan tugu ujung unit karta bandar bandung jakarta panggal bindu kurup kedaton
    merdeka pancasila persatuan sepakat setia sinar tunas wangi""".split()
)
LONGEST_NAME: Final = 4
NEAR_IN_TEXT: Final = 0.8
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Mention:
    """A place in the text: `text[start:end] == typed`."""

    start: int
    end: int
    typed: str
    resolution: Resolution


def find_mentions(text: str, index: NameIndex, within: Collection[str] | None = None) -> list[Mention]:
    """Places named in a text, in the order of the text; each may be certain or carry candidates.

    A name that stands exactly in the index counts wherever it is written; a near spelling counts only after a word
    such as "desa", "di" or "dusun".
    """
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    plain = ["".join(words_of(word)) for word, _start, _end in words]
    mentions: list[Mention] = []
    position = 0
    while position < len(words):
        found = _exact_at(text, words, plain, position, index, within) or _near_at(
            text, words, plain, position, index, within
        )
        if found is None:
            position += 1
            continue
        mention, position = found
        mentions.append(mention)
    return mentions


def _exact_at(
    text: str,
    words: list[tuple[str, int, int]],
    plain: list[str],
    position: int,
    index: NameIndex,
    within: Collection[str] | None,
) -> tuple[Mention, int] | None:
    cued = position > 0 and plain[position - 1] in CUES
    for length in range(min(LONGEST_NAME, len(words) - position), 0, -1):
        window = plain[position : position + length]
        if window[0] in CUES - {"talang", "simpang", "kampung"} or not index.knows(
            fold(window), within=within
        ):
            continue
        if not cued and length == 1 and (window[0] in EVERYDAY or len(window[0]) < 4):
            continue
        end = _with_subdistrict(plain, position + length)
        strong = position > 0 and plain[position - 1] in VILLAGE_WORDS
        asked = " ".join((*(("desa",) if strong else ()), *(word for word, _s, _e in words[position:end])))
        resolution = index.resolve(asked, within=within)
        if end > position + length and resolution.certain is None:
            end = position + length
            resolution = index.resolve(" ".join(plain[position:end]), within=within)
        return Mention(
            words[position][1], words[end - 1][2], text[words[position][1] : words[end - 1][2]], resolution
        ), end
    return None


def _with_subdistrict(plain: list[str], end: int) -> int:
    """Take "kec lubuk batang" along when it follows a name."""
    if end < len(plain) - 1 and plain[end] in SUBDISTRICT_WORDS:
        return min(end + 3, len(plain))
    return end


def _near_at(
    text: str,
    words: list[tuple[str, int, int]],
    plain: list[str],
    position: int,
    index: NameIndex,
    within: Collection[str] | None,
) -> tuple[Mention, int] | None:
    if position == 0 or plain[position - 1] not in STRONG_CUES:
        return None
    best: tuple[float, int, Resolution] | None = None
    for length in range(min(3, len(words) - position), 0, -1):
        typed = " ".join(plain[position : position + length])
        resolution = index.resolve(typed, within=within)
        score = resolution.candidates[0].score if resolution.candidates else 0.0
        if score >= NEAR_IN_TEXT and (best is None or score > best[0]):
            best = (score, position + length, resolution)
    if best is None:
        return None
    _score, end, resolution = best
    start, stop = words[position][1], words[end - 1][2]
    return Mention(start, stop, text[start:stop], Resolution(None, resolution.candidates)), end
