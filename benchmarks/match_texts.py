"""Texts for the matching benchmarks: a million made-up messages, and one text told again in other words.

Everything is drawn from a seed. The made-up words follow Zipf's law, as words do, so that frequent and rare terms come
in the proportions that an index meets; they are built from Indonesian syllables, so that letter runs repeat, too.
"""

import random
from collections.abc import Iterator

import numpy as np

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ONSETS = "b c d f g h j k l m n p r s t w y ng ny pr kr tr".split()
_VOWELS = "a a a i i u u e e o".split()
_CODAS = ["", "", "", "", "n", "ng", "k", "r", "t", "s", "l", "h", "m"]
VOCABULARY = 120_000


def words(rng: random.Random, count: int = VOCABULARY) -> list[str]:
    """Distinct made-up words, short ones first, as the frequent words of a language are short."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = 2 + (len(found) > 800) + (rng.random() < 0.3)
        word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables))
        found[word] = None
    return list(found)


def messages(count: int, seed: int) -> Iterator[str]:
    """`count` messages of 6 to 34 words (mean 20), one in eight with a number."""
    vocabulary = words(random.Random(seed))
    rng = np.random.default_rng(seed)
    rank = np.arange(1, len(vocabulary) + 1)
    share = 1 / (rank + 2.7)
    bounds = np.cumsum(share / share.sum())
    for start in range(0, count, 10_000):
        lengths = rng.integers(6, 35, min(10_000, count - start))
        drawn = np.minimum(np.searchsorted(bounds, rng.random(int(lengths.sum()))), len(vocabulary) - 1)
        numbers = rng.integers(1, 2000, len(lengths)) * (rng.random(len(lengths)) < 0.125)
        at = 0
        for length, number in zip(lengths.tolist(), numbers.tolist(), strict=True):
            text = " ".join(vocabulary[word] for word in drawn[at : at + length].tolist())
            at += length
            yield f"{text} {number}" if number else text


def retold(text: str, rng: random.Random) -> str:
    """The message as another would type it: a fifth of the words gone, a tenth with a mistake, two parts swapped."""
    kept = [word for word in text.split() if rng.random() > 0.2] or text.split()
    kept = [mistyped(word, rng) if rng.random() < 0.1 else word for word in kept]
    cut = rng.randrange(len(kept))
    return " ".join(kept[cut:] + kept[:cut])


def mistyped(word: str, rng: random.Random) -> str:
    """One letter gone, doubled, changed, or two changed places."""
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word))
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at - 1] + word[at:],
            word[:at] + rng.choice(LETTERS) + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        )
    )
