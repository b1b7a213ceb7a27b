"""A text as the finders read it: plain small letters without invisible marks, and where each of them came from."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["nik", "kk", "phone", "email", "plate", "handle", "house", "name"]

# What stands for a span in a masked text. Short and plain, so that the sentence can still be read.
WORDS: dict[Kind, str] = {
    "nik": "[NIK]",
    "kk": "[KK]",
    "phone": "[telepon]",
    "email": "[email]",
    "plate": "[plat]",
    "handle": "[akun]",
    "house": "[rumah]",
    "name": "[nama]",
}

# One letter that no finder reads across. It stands for what is already found, or was masked before.
FOUND = "\ue000"

_MASKED = re.compile("|".join(re.escape(word) for word in WORDS.values()))
# Cyrillic and Greek letters that look like Latin ones and hide an address from a search.
_ALIKE = str.maketrans("аеорсухіАЕОРСУХІοΟ", "aeopcyxiAEOPCYXIoO")
_UNSEEN = frozenset(("Cf", "Mn", "Me"))


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is small, `cased` is as typed; both have a letter for each `begins[i]`, `ends[i]` of the original."""

    text: str
    cased: str
    begins: Sequence[int]
    ends: Sequence[int]

    def without(self, found: Iterable[tuple[int, int, Kind]]) -> "Reading":
        """The same reading with one unreadable letter for each find. Finds are in order and do not overlap."""
        text, cased, at = [], [], 0
        begins: list[int] = []
        ends: list[int] = []
        for start, end, _ in found:
            text += [self.text[at:start], FOUND]
            cased += [self.cased[at:start], FOUND]
            begins += [*self.begins[at:start], self.begins[start]]
            ends += [*self.ends[at:start], self.ends[end - 1]]
            at = end
        begins += self.begins[at:]
        ends += self.ends[at:]
        return Reading("".join((*text, self.text[at:])), "".join((*cased, self.cased[at:])), begins, ends)


def read(text: str) -> Reading:
    """Full-width letters, digits of other scripts and look-alikes become plain ones; what is not seen falls away."""
    places = list(_places(text))
    cased = "".join(letter for letter, _, _ in places)
    small = cased.lower()
    if len(small) != len(cased):
        small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in cased)
    return Reading(small, cased, [start for _, start, _ in places], [end for _, _, end in places])


def _places(text: str) -> Iterator[tuple[str, int, int]]:
    """Each plain letter with the place in the original that it stands for."""
    at = 0
    for masked in _MASKED.finditer(text):
        yield from _places_between(text, at, masked.start())
        yield FOUND, masked.start(), masked.end()
        at = masked.end()
    yield from _places_between(text, at, len(text))


def _places_between(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for at in range(start, end):
        letter = text[at]
        for plain in letter if letter.isascii() else _plain(letter):
            yield plain, at, at + 1


def _plain(letter: str) -> str:
    if letter == FOUND:
        return " "
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    plain = unicodedata.normalize("NFKC", letter).translate(_ALIKE)
    # Some signs stand for a whole sentence; nobody writes a number with them.
    return plain if len(plain) <= 4 else letter
