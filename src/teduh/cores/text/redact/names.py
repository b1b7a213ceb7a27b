"""Names behind a title: "Pak Budi Santoso", "bu hj. aminah", "Ust Somad", "Pak RT Sukirman". The title stays.

An office is no name ("pak kades", "bu lurah"), and a title may be something else ("mas" is gold, "yuk" is let us), so
behind an unsure title only a known name counts, or an unknown word with a capital.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from teduh.cores.text.redact.reading import FOUND, Kind, Reading
from teduh.cores.text.redact.words import (
    CALLS_BY_NAME,
    EVERYDAY,
    NAME_PARTS,
    OFFICES,
    OFFICES_OF_ONE,
    RARELY_TITLES,
    SHORT_TITLES,
    SURE_TITLES,
    UNSURE_TITLES,
    is_everyday,
    is_everyday_mistyped,
    is_name,
)

LONGEST_NAME = 5
Word = tuple[str, int, int]
# What makes the first word a name: anything that is no everyday word, a capital or a known name, only a known name.
Proof = Literal["sure", "capital", "known"]

_WORD = re.compile(rf"a\.n(?=[\s.:])|[^\W\d_](?:[^\W\d_]|['’`](?=[^\W\d_]))*|{FOUND}")
_AFTER_TITLE = re.compile(r"(?:\.?[ \t]{0,3}|\.?:[ \t]{0,2}|[ \t]{1,2}[\"“'(*_]|\.)")
_AFTER_OFFICE = re.compile(r"\.?[ \t]{1,2}(?:\d{1,3}(?:[/ ]\d{1,3})?[ \t,]{1,2}|[\"“'(]|,[ \t]|:[ \t]?)?|\.")
_WITHIN_NAME = re.compile(r"[ \t]{1,2}")
_BEHIND_INITIAL = re.compile(r"\.[ \t]{0,2}|[ \t]{1,2}")
_DEGREES = re.compile(
    r"(?:,\s?(?:s\.?\s?(?:pd\.?\s?i|pd|h|e|sos|ip|ag|kom|t|km|p|pt|kep|ik|hum)"
    r"|m\.?\s?(?:si|pd|h|m|ag|kom|ap|kes|t)|lc|a\.?md|ph\.?d)(?!\w)\.?){1,3}"
)
_PRONOUNS = frozenset("saya sy aku ku kami dia dio nya lengkap panggilan asli gue gw kulo".split())


def names(reading: Reading) -> Iterator[tuple[int, int, Kind]]:
    words = words_of(reading)
    at = 0
    while at < len(words):
        first, proof = _name_begins(reading, words, at)
        end = name_ends(reading, words, first, proof=proof) if first else None
        if end:
            degrees = _DEGREES.match(reading.text, words[end - 1][2])
            yield words[first][1], degrees.end() if degrees else words[end - 1][2], "name"
        at = end or max(at + 1, first - 1)


def words_of(reading: Reading) -> list[Word]:
    return [(word[0], word.start(), word.end()) for word in _WORD.finditer(reading.text)]


def _name_begins(reading: Reading, words: Sequence[Word], at: int) -> tuple[int, Proof]:
    """The index of the word behind the titles that stand here, 0 where none do, and what makes that word a name."""
    if _calls(reading.text, words, at):
        return _behind_a_call(words, at + 1)
    word = words[at][0]
    if word not in SURE_TITLES and word not in UNSURE_TITLES and word not in OFFICES:
        return 0, "known"
    # "Ibu-ibu", "bapak bapak": many people, no name.
    proof = "known" if at and words[at - 1][0] == word else _proof_of(word)
    if word == "dr" and reading.text[words[at][2] : words[at][2] + 1] == ".":
        # With its dot it is the doctor, without it mostly "dari".
        proof = "capital"
    elif word == "h" and reading.text[words[at][2] : words[at][2] + 1] == ".":
        proof = "sure"
    office, start = word in OFFICES and word not in SURE_TITLES, at
    at += 1
    while at < len(words) and at - start < 6 and _follows(reading.text, words, at, office=office):
        word, before = words[at][0], words[at - 1][0]
        if word == before:
            proof = "known"
        elif word in OFFICES and not (word in SURE_TITLES and proof != "known"):
            office, proof = True, _behind_office(word, proof)
        elif word in SURE_TITLES or word in SHORT_TITLES or (word in UNSURE_TITLES and not is_name(word)):
            proof = "sure" if "sure" in (proof, _proof_of(word)) else _proof_of(word)
            office = False
        else:
            break
        at += 1
    if at >= len(words) or not _follows(reading.text, words, at, office=office):
        return 0, "known"
    return at, proof


def _proof_of(title: str) -> Proof:
    if title in SURE_TITLES:
        return "sure"
    return "known" if title in OFFICES or title in RARELY_TITLES else "capital"


def _behind_office(office: str, proof: Proof) -> Proof:
    """ "Kapolsek Pengandonan", "pak kades ujanmas": behind many offices a place is as likely as a name."""
    if office in OFFICES_OF_ONE:
        return "sure" if proof == "sure" else "capital"
    return "known"


def _behind_a_call(words: Sequence[Word], at: int) -> tuple[int, Proof]:
    while at < len(words) and words[at][0] in _PRONOUNS:
        at += 1
    if at < len(words) and words[at][0] in SURE_TITLES | UNSURE_TITLES | OFFICES:
        return 0, "known"
    return at, "capital"


def _calls(text: str, words: Sequence[Word], at: int) -> bool:
    word = words[at][0]
    if word in CALLS_BY_NAME or word == "a.n":
        return True
    if word != "nama":
        return False
    if text[words[at][2] : words[at][2] + 1] == ":":
        return True
    return (at > 0 and words[at - 1][0] == "atas") or (at + 1 < len(words) and words[at + 1][0] in _PRONOUNS)


def _follows(text: str, words: Sequence[Word], at: int, *, office: bool) -> bool:
    gap = _AFTER_OFFICE if office else _AFTER_TITLE
    return bool(gap.fullmatch(text, words[at - 1][2], words[at][1]))


def name_ends(reading: Reading, words: Sequence[Word], first: int, *, proof: Proof) -> int | None:
    """The index behind the last word of the name that begins at `first`; None where no name stands there."""
    sure = proof == "sure"
    if first >= len(words) or (proof == "known" and not _is_known(words, first)):
        return None
    at, known, unknown = first, False, 0
    while at < len(words) and at - first < LONGEST_NAME:
        word, start, end = words[at]
        if word == FOUND or (at > first and not _goes_on(reading.text, words, at)):
            break
        high = _is_high(reading.cased, start)
        initial = at > first and _is_initial(reading.text, start, end)
        if not (
            initial
            or _may_be_in_name(word, high=high, sure=sure and at == first)
            or (high and _is_family_name(reading, words, first, at))
        ):
            break
        strong = initial or is_name(word) or high
        if not strong and word not in NAME_PARTS:
            # One unknown small word may still be a family name; two are the rest of the sentence.
            unknown += 1
            if unknown > 1 or (at > first and _is_high(reading.cased, words[first][1])):
                break
        known = known or (strong and (len(word) > 1 or _is_initial(reading.text, start, end)))
        at += 1
    while (
        at > first
        and words[at - 1][0] in NAME_PARTS
        and not is_name(words[at - 1][0])
        and not (_is_high(reading.cased, words[at - 1][1]) and at - first == 1 and sure)
    ):
        at -= 1
    return at if at > first and (known or sure) else None


def _is_family_name(reading: Reading, words: Sequence[Word], first: int, at: int) -> bool:
    """ "Bu Galak Yolanda", "Ani Wacana datang": an everyday word whose capital makes it a name among small words."""
    if words[at][0] in OFFICES or words[at][0] in SURE_TITLES:
        return False
    behind = words[at + 1] if at + 1 < len(words) and _goes_on(reading.text, words, at + 1) else None
    if at == first:
        return behind is not None and is_name(behind[0]) and _is_high(reading.cased, behind[1])
    return behind is None or reading.cased[behind[1]].islower()


def _is_known(words: Sequence[Word], at: int) -> bool:
    last = min(at + LONGEST_NAME, len(words)) - 1
    while at < last and words[at][0] in NAME_PARTS and not is_name(words[at][0]):
        at += 1
    return is_name(words[at][0])


def _goes_on(text: str, words: Sequence[Word], at: int) -> bool:
    gap = _BEHIND_INITIAL if len(words[at - 1][0]) <= 3 else _WITHIN_NAME
    return bool(gap.fullmatch(text, words[at - 1][2], words[at][1]))


def _may_be_in_name(word: str, *, high: bool, sure: bool) -> bool:
    if (word in OFFICES and not is_name(word)) or (word in SURE_TITLES and not is_name(word)):
        return False
    if is_name(word):
        return high or sure or word not in EVERYDAY
    if word in NAME_PARTS:
        return True
    if len(word) == 1:
        return high
    return not is_everyday(word, capital=high) and (high or (len(word) >= 3 and not is_everyday_mistyped(word)))


def _is_initial(text: str, start: int, end: int) -> bool:
    """ "M." or "s." in a name. A letter without its dot is a word by itself."""
    return end - start == 1 and text[end : end + 1] == "."


def _is_high(cased: str, start: int) -> bool:
    """Whether the word begins with a capital that says something: not where everything is written in capitals."""
    return cased[start].isupper() and not (
        cased[start + 1 : start + 3].isupper() and len(cased[start + 1 : start + 3]) > 1
    )
