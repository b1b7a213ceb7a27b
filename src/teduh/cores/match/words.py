"""Typed text in words of one spelling, for comparing. What was typed stays as it is with the caller.

Its own rules and lists (words.toml), because a core imports no other core. Unlike a normaliser for reading it may
shorten: a doubling becomes its single word ("isu2", "isu-isu" → "isu"), for both sides are treated alike.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_FILE = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
_SHORT: dict[str, tuple[str, ...]] = {short: tuple(words.split()) for short, words in _FILE["short"].items()}
LISTS: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _FILE["lists"].items()}
NUMBER_WORDS: dict[str, str] = {word: str(number) for word, number in _FILE["number_words"].items()}
MONTHS: dict[str, str] = {word: str(number) for word, number in _FILE["months"].items()}
COMMON = LISTS["common"]

_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/|bit\.ly/|wa\.me/)\S*")
_WORD = re.compile(r"[^\W\d_]+\d+(?:[.,]\d{3})+|\d+(?:[.,:/]\d+)*|[^\W_]+(?:['’`][^\W_]+)*")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z]{3})(?=\d\d)|(?<=\d)(?=[A-Z])")
_TAG = re.compile(r"[#@]\w+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_HIDDEN = re.compile(r"(?<=[^\W\d_])[013457](?=[^\W\d_])")
_LETTER_FOR = str.maketrans("013457", "oieast")
_APOSTROPHES = str.maketrans("", "", "'’`")
_TWICE = re.compile(r"([^\W\d_]{3,})2(?:an|nya|kan|i)?\Z")
_PARTED = re.compile(
    r"(tps|rt|rw|rp|no|jam|pukul|pkl|tgl|km|sila|pasal)(\d.*)|(\d+)(rb|rbu|ribu|jt|jta|juta|kg|km|m|an)"
)
_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Word:
    """One word in its one spelling, and where it stands in the typed text (`start` to `end`, in characters)."""

    text: str
    start: int
    end: int
    is_capital: bool


def read(text: str) -> list[Word]:
    """The words with their places; a short form of two words gives both the same place."""
    clean, places = _clean(text)
    found: list[Word] = []
    for match in _WORD.finditer(clean):
        start, end = places[match.start()], places[match.end() - 1] + 1
        capital = match[0][0].isupper()
        found.extend(Word(word, start, end, capital) for word in spelt(match[0]))
    return _without_doubling(found)


def tokens(text: str) -> list[str]:
    """The words alone, as the index takes them."""
    return [word.text for word in read(text)]


def says_nothing(words: list[str]) -> bool:
    """True for a text without a single word that tells it from another: empty, an emoji, stop words only."""
    return all(word in COMMON or (len(word) < 2 and not word.isdigit()) for word in words)


@lru_cache(maxsize=1 << 17)
def spelt(typed: str) -> tuple[str, ...]:
    """The words that one typed word stands for."""
    word = _MARKS.sub("", typed.casefold().removesuffix("'s").removesuffix("’s")).translate(_APOSTROPHES)
    word = word[:_LONGEST_WORD]
    if not word:
        return ()
    if word[0].isdigit() and not word.isalnum():
        return (_number(word),)
    if word in _SHORT:
        return _SHORT[word]
    if parted := _PARTED.fullmatch(word):
        first, rest = (parted[1], parted[2]) if parted[1] else (parted[3], parted[4])
        return spelt(first) + spelt(rest)
    if word.isdigit():
        return (word.lstrip("0") or "0",)
    if doubled := _TWICE.fullmatch(word):
        word = doubled[1]
    word = _shrunk(_lettered(word))
    return _SHORT.get(word, (word,))


def _number(word: str) -> str:
    """One spelling of a number: groups of three close up (1.000.000), a decimal has a point, zeros in front go."""
    if "/" in word or ":" in word:
        return ".".join(part.lstrip("0") or "0" for part in re.split(r"[/:.,]", word))
    parts = re.split(r"[.,]", word)
    if len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]):
        return "".join(parts).lstrip("0") or "0"
    return ".".join((parts[0].lstrip("0") or "0", *parts[1:]))


def _lettered(word: str) -> str:
    digits = sum(letter.isdigit() for letter in word)
    if digits and digits == len(_HIDDEN.findall(word)):
        return word.translate(_LETTER_FOR)
    return word


def _shrunk(word: str) -> str:
    return _LONG_RUN.sub(r"\1", word) if len(set(word)) > 1 else word


def _without_doubling(words: list[Word]) -> list[Word]:
    """ "isu-isu" and "isu isu" are "isu"; the word keeps the place of both."""
    kept: list[Word] = []
    for word in words:
        last = kept[-1] if kept else None
        if last and last.text == word.text and not word.text[0].isdigit():
            kept[-1] = Word(last.text, last.start, word.end, last.is_capital)
        else:
            kept.append(word)
    return kept


def _clean(text: str) -> tuple[str, list[int] | range]:
    """Compatibility forms replaced, invisible marks dropped, links blanked, tags parted; the places in `text`."""
    letters, places = _plain(text)
    if "://" in letters or "." in letters:
        letters = _LINK.sub(lambda link: " " * len(link[0]), letters)
    if "#" not in letters and "@" not in letters:
        return letters, places
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for tag in _TAG.finditer(letters):
        for cut in (*(tag.start() + hump.start() for hump in _HUMP.finditer(tag[0])), tag.end()):
            pieces += (letters[done:cut], " ")
            origin += (*places[done:cut], places[cut - 1])
            done = cut
    pieces.append(letters[done:])
    origin += places[done:]
    return "".join(pieces), origin


def _plain(text: str) -> tuple[str, list[int] | range]:
    if text.isascii():
        return text, range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        plain = letter if letter.isascii() else _of_letter(letter)
        letters.append(plain)
        places.extend([at] * len(plain))
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _of_letter(letter: str) -> str:
    if unicodedata.category(letter) in ("Cf", "Cs"):
        return ""
    return _MARKS.sub("", unicodedata.normalize("NFKD", letter))
