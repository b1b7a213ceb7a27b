"""A text as it would be read aloud, however it was dressed up, with the place of every word in what was typed.

Who wants a forbidden word past a list writes "p4sl0n", "c o b l o s", "#SalamDuaJari", letters of other alphabets, or
signs that nobody sees. Readers are not fooled, so the list must not be either. Only words that somebody looks for (the
vocabulary) are undressed; every other word stays as `normalise` leaves it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from teduh.cores.text.normalise import normalise

# Letters that look like Latin ones, in small letters: Cyrillic, Greek, and a few of phonetic writing.
_LOOKS_LIKE: Final = str.maketrans(
    "абвгеёзийкмнопрстухьіїјѕһԁԛԝӏαβγεζηικμνοπρτυχωıɑɡɩ"
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "abbreezuukmhonpctyxbiijshdqwlabyeznikmvonptuxwiagi"
    "abcdefghijklmnoprstuvwyz",
)  # fmt: skip
# Drawn as nothing although Unicode calls them letters or symbols.
_UNSEEN: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LETTERS_FOR: Final = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "bg", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s",
    "!": "i", "|": "li", "+": "t", "€": "e",
}  # fmt: skip
_MOST_READINGS: Final = 64
_TYPED_WORD: Final = re.compile(r"[^\W_](?:[@$!|+€]?[^\W_])*")
_SPACED: Final = re.compile(r"(?<![^\W_])[^\W_](?:[ \t._*|/~–-]{1,3}[^\W_]){2,}(?![^\W_])")
_LONG_RUN: Final = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLE: Final = re.compile(r"([^\W\d_])\1")
# "#2" and "No-2" are numbers, "ke-2" is an ordinal.
_HASH_NUMBER: Final = re.compile(r"[#№](?=\s?\d)|(?<![^\W_])ke-(?=\d)")
# "paslon-2", "coblos'2'": what joins a word to a number parts it from it.
_JOINED_NUMBER: Final = re.compile(r"(?<=[^\W\d_])[-'’`](?=\d)")
_NUMBER: Final = re.compile(r"\d{1,2}")
# A line may end within a sentence, and a dot without a space behind it ends none ("No.urut.2").
_SENTENCE_END: Final = re.compile(r"[.!?](?=[\s\"”’')])|\n\s*\n|\n\s*[-*•]")
_LIST_NUMBER: Final = re.compile(r"\d+[.)]\s")
_CLAUSE_END: Final = re.compile(r"[.,;:!?\n()]")
# Behind these, and behind an initial, a dot ends no sentence: "No. 2", "Jl. Merdeka", "H. M. Yusuf".
_SHORTENED: Final = frozenset("no nomor nmr jl jln bpk bapak yth h hj dr drs ust sdr tgl mr mrs".split())
_SHORTEST_GLUED: Final = 7
_LONGEST_INITIALS: Final = 3
_LONGEST_WORD: Final = 64


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its usual spelling, `text[start:end]` as typed, and the sentence and clause in which it stands."""

    word: str
    start: int
    end: int
    sentence: int
    clause: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is looked for: whole words, spellings that mean them, words that numbers stick to, and single signs."""

    words: frozenset[str]
    spellings: Mapping[str, str]
    before_numbers: frozenset[str]
    signs: frozenset[str]


def read_aloud(text: str, vocabulary: Vocabulary) -> list[Word]:
    """The words of a text, with words of the vocabulary undressed. Time grows linearly with the length of the text."""
    plain = _undressed(_together(_plain(text, vocabulary.signs), vocabulary), vocabulary)
    normal = normalise(plain.text)
    pieces = [
        _Piece(vocabulary.spellings.get(word, word), *span)
        for word, span in zip(normal.tokens, normal.spans, strict=True)
    ]
    pieces += [_Piece(sign, at, at + 1) for at, sign in enumerate(plain.text) if sign in vocabulary.signs]
    pieces.sort(key=lambda piece: piece.start)
    return list(_placed(_joined(_unglued(pieces, vocabulary), plain.text, vocabulary), plain))


@dataclass(frozen=True, slots=True)
class _Piece:
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Plain:
    """Letters, and for each of them the place in the original."""

    text: str
    places: list[int]

    def with_changes(self, changes: list[tuple[int, int, str]]) -> "_Plain":
        """`text[start:end]` replaced, in order; new letters are placed where the old letters stood."""
        letters, places, done = [], [], 0
        for start, end, new in changes:
            letters += [self.text[done:start], new]
            places += self.places[done:start]
            old = [self.places[at] for at in range(start, end) if self.text[at].isalnum()] or [self.places[start]]
            said = 0
            for letter in new:
                places.append(old[min(said * len(old) // max(1, len(new.replace(" ", ""))), len(old) - 1)])
                said += letter != " "
            done = end
        return _Plain("".join([*letters, self.text[done:]]), places + self.places[done:])


def _plain(text: str, signs: frozenset[str]) -> _Plain:
    """Small Latin letters without accents, digits of any drawing as 0 to 9, and nothing that cannot be seen."""
    letters: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        for letter in (sign.lower(),) if sign.isascii() or sign in signs else _latin(sign):
            letters.append(letter)
            places.append(at)
    plain = _Plain("".join(letters), places)
    changes = [
        (*found.span(), " ke " if found[0] == "ke-" else " nomor ") for found in _HASH_NUMBER.finditer(plain.text)
    ]
    plain = plain.with_changes(changes)
    return plain.with_changes([(*found.span(), " ") for found in _JOINED_NUMBER.finditer(plain.text)])


def _latin(sign: str) -> Iterator[str]:
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        yield str(digit)
        return
    for part in unicodedata.normalize("NFKD", sign.casefold()):
        if part not in _UNSEEN and unicodedata.category(part) not in ("Cf", "Mn", "Me", "Sk"):
            yield from part.casefold().translate(_LOOKS_LIKE)


def _together(plain: _Plain, vocabulary: Vocabulary) -> _Plain:
    """ "c o b l o s" written together; wider gaps part the words, where words can be parted there."""
    changes = []
    for found in _SPACED.finditer(plain.text):
        letters = re.sub(r"[\W_]", "", found.group())
        if letters.isdigit():
            continue
        words = _parted(_LONG_RUN.sub(r"\1", letters), vocabulary)
        if words or len(letters) > _LONGEST_INITIALS:
            changes.append((*found.span(), " ".join(words or [letters])))
    return plain.with_changes(changes)


def _undressed(plain: _Plain, vocabulary: Vocabulary) -> _Plain:
    """Digits and signs among letters read as letters, where that makes a word of the vocabulary."""
    changes = []
    for found in _TYPED_WORD.finditer(plain.text):
        word = found.group()
        if word.isalpha() or word.isdigit() or len(word) > _LONGEST_WORD:
            continue
        read = _reading(word, vocabulary)
        if read and read != word:
            changes.append((*found.span(), read))
    return plain.with_changes(changes)


def _reading(word: str, vocabulary: Vocabulary) -> str | None:
    stem = word.rstrip("0123456789")
    number = word[len(stem) :]
    if number and len(number) <= 2:
        for one in _readings(stem):
            if (pieces := _parted(one, vocabulary)) and pieces[-1] in vocabulary.before_numbers:
                return " ".join((*pieces, number))
    return next((" ".join(pieces) for one in _readings(word) if (pieces := _parted(one, vocabulary))), None)


def _readings(word: str) -> Iterator[str]:
    choices = [_LETTERS_FOR.get(letter, letter) for letter in word]
    for count, letters in enumerate(product(*choices)):
        if count == _MOST_READINGS:
            return
        yield _LONG_RUN.sub(r"\1", "".join(letters))


def _parted(letters: str, vocabulary: Vocabulary) -> list[str] | None:
    """The fewest words of the vocabulary that make up these letters, with numbers between; None where none do."""
    if letters in vocabulary.words:
        return [letters]
    best: list[list[str] | None] = [[], *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 20), end):
            before, part = best[start], letters[start:end]
            if before is None or not (_NUMBER.fullmatch(part) or (end - start > 1 and part in vocabulary.words)):
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = [*before, part]
    whole = best[-1]
    return whole if whole and not all(part.isdigit() for part in whole) else None


def _unglued(pieces: list[_Piece], vocabulary: Vocabulary) -> Iterator[_Piece]:
    """ "salamduajari" in three words, "duaa" in its usual spelling."""
    for piece in pieces:
        word = piece.word.replace("-", "")
        if piece.word in vocabulary.words or not word.isalnum() or word.isdigit() or len(word) > _LONGEST_WORD:
            yield piece
            continue
        short = _DOUBLE.sub(r"\1", word)
        if short in vocabulary.words or word in vocabulary.words:
            yield _Piece(word if word in vocabulary.words else short, piece.start, piece.end)
            continue
        parts = _parted(word, vocabulary) if len(word) >= _SHORTEST_GLUED else None
        if not parts or "-" in piece.word:
            yield piece
            continue
        start, exact = piece.start, piece.end - piece.start == len(word)
        for part in parts:
            yield _Piece(part, start, start + len(part)) if exact else _Piece(part, piece.start, piece.end)
            start += len(part)


def _joined(pieces: Iterator[_Piece], plain: str, vocabulary: Vocabulary) -> Iterator[_Piece]:
    """ "pas lon" as one word, where neither half is looked for itself; "di tangkap" as its usual spelling."""
    held: _Piece | None = None
    for piece in pieces:
        if held is not None:
            both = held.word + piece.word
            gap = plain[held.end : piece.start]
            halves = held.word == "di" or (
                len(both) >= 6 and held.word not in vocabulary.words and piece.word not in vocabulary.words
            )
            if both in vocabulary.words and halves and gap in (" ", "-", ".", "_", "/"):
                held = _Piece(both, held.start, piece.end)
                continue
            yield held
        held = piece
    if held is not None:
        yield held


def _placed(pieces: Iterator[_Piece], plain: _Plain) -> Iterator[Word]:
    sentence = clause = 0
    before: _Piece | None = None
    for piece in pieces:
        if before is not None:
            gap = plain.text[before.end : piece.start]
            if before.word in _SHORTENED or len(before.word) == 1:
                gap = gap.replace(".", "")
            begins_item = "\n" in gap and bool(_LIST_NUMBER.match(plain.text, piece.start))
            sentence += begins_item or bool(_SENTENCE_END.search(gap))
            clause += bool(_CLAUSE_END.search(gap))
        yield Word(piece.word, plain.places[piece.start], plain.places[piece.end - 1] + 1, sentence, clause)
        before = piece
