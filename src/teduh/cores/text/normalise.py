"""Typed Indonesian in one spelling, for searching and sorting. What was typed stays as it is with the caller.

Each word keeps the place in the original text it came from, so that a screen can show why something was found.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_FIELDS = tomllib.loads(files(__package__).joinpath("short_forms.toml").read_text(encoding="utf-8"))
SHORT_FORMS: dict[str, tuple[str, ...]] = {
    short: tuple(words.split()) for group in _FIELDS.values() for short, words in group.items()
}

_WORD = re.compile(r"\d+(?:[.,:/]\d+)+|[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:[-'’`][^\W_](?:[^\W_]|[\u0300-\u036f])*)*")
_APOSTROPHES = str.maketrans("", "", "'’`")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[013457](?=[^\W\d_])")
_LETTER_FOR = str.maketrans("013457", "oieast")
# Behind these a digit counts something and stands for no letter and no doubling: rt3, tps12, rp5ribu.
_COUNTED = re.compile(r"(?:rt|rw|tps|no|rp|jam|pukul|pkl|tgl|km|kk|nik|hp|covid)\d|[a-z]\d+\Z")
_TWICE = re.compile(r"([^\W\d_]{3,}|[^\W\d_]+-[^\W\d_]+)2(an|nya|kan|i|lah|kah|mu|ku)?")
_DOUBLE_LETTER = frozenset(("maaf", "saat", "taat", "manfaat", "syaat", "keadaan"))
_PREFIXES = ("meng", "men", "mem", "me", "ber", "ter", "di", "se", "ke", "pe")
# Roots whose prefixed forms are doubled inside ("berlari2" is "berlari-lari"); other words are doubled whole.
_DOUBLED_ROOTS = frozenset(
    "ada ambil bagi bareng belit beri bicara bondong cari cerita dua duyun gantung geser gesa goda hari ingat jam "
    "janji jalan jauh kali kejar kelompok kira kumpul lari lama lebih main malam minggu minta muka nanti nyanyi "
    "olok pindah puluh putar ramai ratus ribu sama sedih senang siap siul tahun tanya teriak terus tiba timbang "
    "tunggu tunda ulang ungkit untung tawa".split()
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """The words joined by single spaces, the words, and for each word its place in the original text.

    `spans[i]` is (start, end) of what was typed for `tokens[i]`; a short form of two words gives both the same place.
    """

    text: str
    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def normalise(text: str) -> Normalised:
    """Words in small letters and one spelling; punctuation, emoji and invisible marks fall away.

    Short forms become the words they stand for ("yg" → "yang"), a doubling written with 2 is written out ("isu2" →
    "isu-isu"), drawn-out letters shrink ("bangeeet" → "banget"), digits between letters are read as letters ("b4ku"
    → "baku"). Forms that mean more than one thing (sm, td, dr, lg) stay. Applying it to its own `text` changes
    nothing. Time grows linearly with the length of the text.
    """
    clean, places = _clean(text)
    tokens: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(clean):
        span = (places[match.start()], places[match.end() - 1] + 1)
        for word in _usual_words(match[0]):
            tokens.append(word)
            spans.append(span)
    return Normalised(" ".join(tokens), tuple(tokens), tuple(spans))


def _clean(text: str) -> tuple[str, range | list[int]]:
    """Compatibility forms replaced and invisible marks dropped, and for each character its place in `text`."""
    if text.isascii():
        return text, range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        if letter.isascii():
            letters.append(letter)
            places.append(at)
        elif unicodedata.category(letter) != "Cf":
            plain = unicodedata.normalize("NFKC", letter)
            letters.append(plain)
            places.extend([at] * len(plain))
    return "".join(letters), places


def _usual_words(typed: str) -> Iterator[str]:
    word = _folded(typed)
    if word not in SHORT_FORMS:
        word = _shrunk(_lettered(word))
        if doubled := _TWICE.fullmatch(word):
            word = word if _COUNTED.match(word) else _written_out(doubled[1], doubled[2] or "")
    yield from SHORT_FORMS.get(word, (word,))


def _folded(word: str) -> str:
    word = word.translate(_APOSTROPHES)
    if word.isascii():
        return word.lower()
    for _ in range(3):
        word = unicodedata.normalize("NFKC", word.casefold())
    return word


def _lettered(word: str) -> str:
    digits = sum(letter.isdigit() for letter in word)
    if not digits or _COUNTED.match(word):
        return word
    body = word[:-1] if word.endswith("2") else word
    hidden = len(_DIGIT_IN_WORD.findall(body))
    if hidden and hidden == digits - (len(word) - len(body)):
        return body.translate(_LETTER_FOR) + word[len(body) :]
    return word


def _shrunk(word: str) -> str:
    if len(set(word)) == 1 or not _LONG_RUN.search(word):
        return word
    twice = _LONG_RUN.sub(r"\1\1", word)
    return twice if twice in _DOUBLE_LETTER else _LONG_RUN.sub(r"\1", word)


def _written_out(stem: str, suffix: str) -> str:
    full = SHORT_FORMS.get(stem, ())
    stem = full[0] if len(full) == 1 else stem
    if "-" in stem:
        prefix, root = stem.split("-", 1)
        return f"{prefix}{root}-{root}{suffix}" if prefix in _PREFIXES else f"{stem}-{root}{suffix}"
    for prefix in _PREFIXES:
        root = stem.removeprefix(prefix)
        if root != stem and root in _DOUBLED_ROOTS:
            return f"{stem}-{root}{suffix}"
    return f"{stem}-{stem}{suffix}"
