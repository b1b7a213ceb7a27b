"""Groups of digits as people write them: 0812, o8l2 with letters for digits, "nol delapan satu dua" in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+")
_ONLY_LIKE_DIGITS = re.compile(r"[0-9oil]*[0-9][0-9oil]*")
_INSIDE_WORD = re.compile(r"[0-9](?:[0-9oil]*[0-9])?")
_AS_DIGITS = str.maketrans("oilzsbgq", "01125890")
_LIKE_DIGITS = re.compile(r"[0-9oilzsbgq]+")

# Indonesian, Palembang and Ogan, Javanese.
_SPOKEN = (
    "nol kosong zero o", "satu sikok siji esa", "dua duo due loro", "tiga tigo tige telu", "empat ampat papat pat",
    "lima limo lime", "enam enem nam", "tujuh tuju pitu", "delapan lapan wolu", "sembilan semilan songo sanga",
)  # fmt: skip
_WORDS = {word: str(digit) for digit, words in enumerate(_SPOKEN) for word in words.split()}
_WHOLE = {"sepuluh": "10", "sebelas": "11", "seratus": "100"}
_TWICE = frozenset(("dobel", "double", "dabel"))


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that stand together: `text[start:end]` is read as `digits`."""

    start: int
    end: int
    digits: str
    spoken: bool = False


def groups(text: str) -> Iterator[Group]:
    """Every group of digits in the order of the text."""
    tokens = list(_TOKEN.finditer(text))
    at = 0
    while at < len(tokens):
        spoken, taken = _spoken(tokens, at)
        if taken:
            yield Group(tokens[at].start(), tokens[at + taken - 1].end(), spoken, spoken=True)
        else:
            yield from _written(tokens[at])
        at += taken or 1


def _written(token: re.Match[str]) -> Iterator[Group]:
    word, start = token[0], token.start()
    digits = sum(letter.isdigit() for letter in word)
    if not digits:
        return
    if _ONLY_LIKE_DIGITS.fullmatch(word) or (
        len(word) >= 9 and digits * 3 >= len(word) * 2 and _LIKE_DIGITS.fullmatch(word)
    ):
        yield Group(start, token.end(), word.translate(_AS_DIGITS))
        return
    for inside in _INSIDE_WORD.finditer(word):
        yield Group(start + inside.start(), start + inside.end(), inside[0].translate(_AS_DIGITS))


def _spoken(tokens: list[re.Match[str]], at: int) -> tuple[str, int]:
    """The digits that begin here in words, and how many words they take: "dua belas" is 12, "dobel dua" 22."""
    words = [token[0] for token in tokens[at : at + 3]]
    if words[0] in _WHOLE:
        return _WHOLE[words[0]], 1
    if words[0] in _TWICE and len(words) > 1 and words[1] in _WORDS:
        return _WORDS[words[1]] * 2, 2
    digit = _WORDS.get(words[0])
    if digit is None:
        return "", 0
    following = words[1] if len(words) > 1 else ""
    if following == "belas":
        return "1" + digit, 2
    if following == "puluh":
        unit = _WORDS.get(words[2]) if len(words) > 2 else None
        return (digit + unit, 3) if unit not in (None, "0") else (digit + "0", 2)
    if following == "ratus":
        # "Delapan ratus dua belas" is 812: the hundreds stand alone, what follows brings its own digits.
        rest = words[2] if len(words) > 2 else ""
        return (digit, 2) if rest in _WORDS or rest in _WHOLE else (digit + "00", 2)
    return digit, 1
