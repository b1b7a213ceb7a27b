"""Which texts hold a term: a frozen part that is read fast, and chains for what came since."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from teduh.cores.match import kernels
from teduh.cores.match.arrays import Growing, Texts

Array = NDArray[Any]
# Postings read for one query: enough to read a small collection whole, and the bound of a query in a large one.
BUDGET = 100_000
WANTED = 128
_FEWEST_BITS, _MOST_BITS = 16, 22
# Chains are read from all over memory: past this share of the texts everything is frozen anew.
_LONGEST_TAIL, _TAIL_SHARE = 4096, 0.1


class Postings:
    """The inverted index of `texts`. It is derived: `freeze` makes it anew from the texts at any time."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.freeze()

    def freeze(self) -> None:
        """Write all postings in one piece; two linear passes over the letters."""
        texts = self._texts
        bits = self._bits()
        mask = np.int64((1 << bits) - 1)
        flat = (texts.roots.values, texts.root_at.values, texts.letters.values, texts.letter_at.values)
        room = int(max(3 * np.diff(flat[1]).max(initial=0) + np.diff(flat[3]).max(initial=0), 1))
        self._starts = np.zeros((1 << bits) + 1, np.uint32)
        self._having = np.zeros(1 << bits, np.int32)
        kernels.count_postings(*flat, mask, self._starts, self._having, BUDGET, room)
        self._owners = np.empty(int(self._starts[-1]), np.int32)
        kernels.fill_postings(*flat, mask, self._starts, self._having, BUDGET, self._owners, room)
        self._frozen = len(texts)
        self._head = np.full(1 << bits, -1, np.int32)
        self._stamp = np.full(1 << bits, -1, np.int32)
        self._owner, self._before = Growing(np.int32), Growing(np.int32)
        self._sums, self._touched = np.zeros(0, np.float32), np.zeros(0, np.int32)

    def _bits(self) -> int:
        """Buckets for the letters at hand: by the texts alone, so that a grown index weighs as one built at once."""
        return min(max(len(self._texts.letters).bit_length(), _FEWEST_BITS), _MOST_BITS)

    def took(self, text: int) -> bool:
        """Hang the newest text in; False when it is time to write everything anew instead."""
        tail = len(self._texts) - self._frozen
        if tail > max(_LONGEST_TAIL, self._frozen * _TAIL_SHARE) or len(self._having) != 1 << self._bits():
            return False
        roots, letters = self._texts.of(text)
        buckets = np.empty(3 * len(roots) + len(letters), np.int64)
        mask = np.int64(len(self._head) - 1)
        _, found, counted = kernels.buckets_of_text(roots, letters, mask, self._stamp, text, buckets)
        self._having[buckets[:counted]] += 1
        owner, before = self._owner.reserve(found), self._before.reserve(found)
        kernels.chain(text, buckets, found, self._head, owner, before, len(self._owner))
        self._owner.took(found)
        self._before.took(found)
        return True

    def nearest(self, roots: Array, letters: Array, same: int = -1) -> tuple[Array, Array]:
        """Candidates for a text, and four figures for each (see `kernels.look_closer`).

        `same` is the place of the very same words where they are here: it is a candidate whatever was read.
        """
        count = len(self._texts)
        whole, front = kernels.spellings(letters, len(roots))
        asked = tuple(np.unique(terms) for terms in (_grams(letters), roots, whole, front))
        weighed = [kernels.weigh(terms, kind, self._having, count) for kind, terms in enumerate(asked)]
        # A term that no text holds tells no two texts apart: it counts in the share of what was asked only.
        weights = tuple(weight * (often > 0) for _, often, weight in weighed)
        means = np.array([len(self._texts.roots) / count, len(self._texts.letters) / count])
        found = self._candidates(weighed, weights, means[0])
        if same >= 0 and same not in found:
            found = np.append(found, np.int32(same))
        texts = self._texts
        figures = kernels.look_closer(
            found, asked, weights, texts.roots.values, texts.root_at.values, texts.letters.values,
            texts.letter_at.values, means, self._having,
        )  # fmt: skip
        figures[:, 2] *= weights[kernels.ROOT].sum() / max(weighed[kernels.ROOT][2].sum(), 1e-12)
        return found, figures

    def _candidates(self, weighed: list[tuple[Array, Array, Array]], weights: tuple[Array, ...], mean: float) -> Array:
        """Runs and roots, rarest first; of equally frequent ones the heavier, then by bucket: never by the order in
        which the texts came."""
        kinds = (kernels.RUN, kernels.ROOT)
        buckets = np.concatenate([weighed[kind][0] for kind in kinds])
        often = np.concatenate([weighed[kind][1] for kind in kinds])
        shares = np.concatenate([weights[kind] / max(weights[kind].sum(), 1e-12) for kind in kinds])
        order = np.lexsort((buckets, -shares, often))
        # Letter runs that too many texts hold are left out, whether their postings were written or not.
        order = order[(often[order] <= BUDGET) | (order >= len(weighed[kernels.RUN][0]))]
        self._make_room(len(self._texts))
        return kernels.candidates(  # type: ignore[no-any-return]
            buckets[order], shares[order].astype(np.float32), self._starts, self._owners, self._head,
            self._owner.values, self._before.values, BUDGET, self._texts.root_at.values, mean,
            self._sums, self._touched, self._texts.prints.values, WANTED,
        )  # fmt: skip

    def _make_room(self, count: int) -> None:
        if len(self._sums) < count:
            self._sums = np.zeros(count * 5 // 4 + 64, np.float32)
            self._touched = np.zeros(count * 5 // 4 + 64, np.int32)


def _grams(letters: Array) -> Array:
    if len(letters) < kernels.GRAM:
        return np.empty(0, np.uint32)
    return np.lib.stride_tricks.sliding_window_view(letters, kernels.GRAM).copy().view("<u4").ravel()
