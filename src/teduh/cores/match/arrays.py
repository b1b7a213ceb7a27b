"""The texts of an index as flat arrays that grow."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from teduh.cores.match.roots import root

LONGEST_WORDS = 1000
_KEPT: dict[str, Any] = {
    "roots": np.uint32,
    "root_at": np.int64,
    "letters": np.uint8,
    "letter_at": np.int64,
    "prints": np.uint64,
}


class Growing:
    """A one-dimensional array with room at its end."""

    def __init__(self, dtype: Any, values: NDArray[Any] | None = None) -> None:
        self._held = np.zeros(16, dtype) if values is None else values.astype(dtype)
        self._count = 0 if values is None else len(values)

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> NDArray[Any]:
        return self._held[: self._count]

    def reserve(self, more: int) -> NDArray[Any]:
        """The whole array with room for `more` behind the counted values."""
        if self._count + more > len(self._held):
            held = np.zeros(max(self._count + more, len(self._held) * 5 // 4 + 16), self._held.dtype)
            held[: self._count] = self.values
            self._held = held
        return self._held

    def took(self, more: int) -> None:
        """`more` values were written into the room."""
        self._count += more

    def extend(self, values: Any) -> None:
        self.reserve(len(values))[self._count : self._count + len(values)] = values
        self._count += len(values)

    def append(self, value: int) -> None:
        self.reserve(1)[self._count] = value
        self._count += 1


@lru_cache(maxsize=1 << 17)
def root_term(word: str) -> int:
    return crc32(root(word).encode("utf-8", "replace"))


def terms_of(words: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """The roots of the words as 32-bit terms, and the words as one row of letters with a space around each."""
    roots = np.fromiter((root_term(word) for word in words), np.uint32, len(words))
    letters = f" {' '.join(words)} ".encode("utf-8", "replace")
    return roots, np.frombuffer(letters, np.uint8)


def fingerprint(letters: NDArray[np.uint8]) -> int:
    return int.from_bytes(blake2b(letters.tobytes(), digest_size=8).digest(), "little")


class Texts:
    """Distinct normalised texts in the order they came: roots, letters, and a fingerprint that finds equal ones."""

    def __init__(self) -> None:
        self.roots = Growing(np.uint32)
        self.root_at = Growing(np.int64, np.zeros(1))
        self.letters = Growing(np.uint8)
        self.letter_at = Growing(np.int64, np.zeros(1))
        self.prints = Growing(np.uint64)
        self._slots = np.zeros(64, np.int32)

    def __len__(self) -> int:
        return len(self.prints)

    def place(self, words: list[str]) -> tuple[int, bool]:
        """Where these words stand, and whether they are new; new ones are taken in."""
        roots, letters = terms_of(words)
        mark = fingerprint(letters)
        found = self.find(mark)
        if found >= 0:
            return found, False
        self.take(roots, letters, mark)
        return len(self) - 1, True

    def take(self, roots: NDArray[np.uint32], letters: NDArray[np.uint8], mark: int) -> None:
        self.roots.extend(roots)
        self.root_at.append(len(self.roots))
        self.letters.extend(letters)
        self.letter_at.append(len(self.letters))
        self.prints.append(mark)
        if 2 * len(self) > len(self._slots):
            self._spread(4 * len(self))
        else:
            self._slots[self._slot(mark)] = len(self)

    def keep(self, chosen: NDArray[np.bool_]) -> None:
        """Only these texts, in their order; of the others nothing is left."""
        for name in ("root", "letter"):
            sizes = np.diff(getattr(self, f"{name}_at").values)
            terms = getattr(self, f"{name}s")
            setattr(self, f"{name}s", Growing(_KEPT[f"{name}s"], terms.values[np.repeat(chosen, sizes)]))
            setattr(self, f"{name}_at", Growing(np.int64, np.cumsum([0, *sizes[chosen]])))
        self.prints = Growing(np.uint64, self.prints.values[chosen])
        self._spread(2 * len(self))

    def find(self, mark: int) -> int:
        return int(self._slots[self._slot(mark)]) - 1

    def of(self, text: int) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        roots = self.roots.values[self.root_at.values[text] : self.root_at.values[text + 1]]
        return roots, self.letters.values[self.letter_at.values[text] : self.letter_at.values[text + 1]]

    def all(self) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.uint8], int]]:
        for text in range(len(self)):
            yield (*self.of(text), int(self.prints.values[text]))

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {name: getattr(self, name).values for name in _KEPT}

    @classmethod
    def of_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Self:
        texts = cls()
        for name, dtype in _KEPT.items():
            setattr(texts, name, Growing(dtype, arrays[name]))
        texts._spread(2 * len(texts))
        return texts

    def _slot(self, mark: int) -> int:
        slots, prints = self._slots, self.prints.values
        slot = mark & (len(slots) - 1)
        while slots[slot] and int(prints[slots[slot] - 1]) != mark:
            slot = (slot + 1) & (len(slots) - 1)
        return slot

    def _spread(self, room: int) -> None:
        self._slots = np.zeros(1 << max(room, 64).bit_length(), np.int32)
        for text, mark in enumerate(self.prints.values.tolist()):
            self._slots[self._slot(mark)] = text + 1
