"""The loops over postings and letters, compiled by Numba. Plain arrays in, plain arrays out; `index` explains them.

A *term* is a run of four letters, or a word by its root, whole, or by its first four letters, as 32 bits. A *bucket* is
where the postings of a term stand: the texts that hold it, in the order they came. Two terms may share a bucket; the
closer look compares the terms.
"""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

# BM25's usual constants, and the powers of rarity: chosen on train and dev of CLEF 2020 (docs/cores/match.md).
K1 = 1.2
B = 0.75
WORD_POWER = 1.5
GRAM_POWER = 1.25
GRAM = 4
SPACE = 32
# The kinds of term. Runs of letters and roots have postings; whole words and their fronts are only counted.
RUN, ROOT, WHOLE, FRONT = 0, 1, 2, 3
_BINS = 4096


def _compiled(function: Any) -> Any:
    """Compiled on first use and kept on disk; where no folder may be written, compiled anew in each process."""
    try:
        return numba.njit(cache=True)(function)
    except RuntimeError:
        return numba.njit(function)


@_compiled
def bucket_of(term: np.uint32, kind: np.int64, mask: np.int64) -> np.int64:
    """Where the postings of `term` stand; each kind of term is spread in its own way."""
    mixed = (np.uint64(term) + np.uint64(kind) * np.uint64(0xD1B54A32D192ED03)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    return np.int64(mixed >> np.uint64(34)) & mask


@_compiled
def gram_at(letters: NDArray[np.uint8], at: np.int64) -> np.uint32:
    """Four letters (UTF-8 bytes) as one number."""
    return (
        np.uint32(letters[at])
        | (np.uint32(letters[at + 1]) << np.uint32(8))
        | (np.uint32(letters[at + 2]) << np.uint32(16))
        | (np.uint32(letters[at + 3]) << np.uint32(24))
    )


@_compiled
def spellings(letters: Any, count: Any) -> Any:
    """Two terms for each of the `count` words: the whole word, and its first four letters (FNV-1a)."""
    whole, front = np.zeros(count, np.uint32), np.zeros(count, np.uint32)
    word, length = -1, 0
    mark = np.uint32(0)
    for at in range(len(letters)):
        if letters[at] == SPACE:
            if word >= 0:
                whole[word] = mark
                if length < GRAM:
                    front[word] = mark
            word += 1
            length = 0
            mark = np.uint32(2166136261)
            if word == count:
                break
            continue
        mark = np.uint32((mark ^ np.uint32(letters[at])) * np.uint32(16777619))
        length += 1
        if length == GRAM:
            front[word] = mark
    return whole, front


@_compiled
def _first_time(bucket: Any, stamp: Any, mark: Any, out: Any, found: Any) -> Any:
    if stamp[bucket] == mark:
        return found
    stamp[bucket] = mark
    out[found] = bucket
    return found + 1


@_compiled
def buckets_of_text(roots: Any, letters: Any, mask: Any, stamp: Any, mark: Any, out: Any) -> Any:
    """Write the distinct buckets of one text to `out`: first those with postings, then those that are only counted.

    Gives how many are of roots, of roots and runs, and all. `stamp` remembers `mark`, which no other text has.
    """
    found = 0
    for at in range(len(roots)):
        found = _first_time(bucket_of(roots[at], ROOT, mask), stamp, mark, out, found)
    of_roots = found
    for at in range(len(letters) - GRAM + 1):
        found = _first_time(bucket_of(gram_at(letters, at), RUN, mask), stamp, mark, out, found)
    counted = found
    whole, front = spellings(letters, len(roots))
    for at in range(len(roots)):
        counted = _first_time(bucket_of(whole[at], WHOLE, mask), stamp, mark, out, counted)
        counted = _first_time(bucket_of(front[at], FRONT, mask), stamp, mark, out, counted)
    return of_roots, found, counted


@_compiled
def count_postings(
    roots: Any, root_at: Any, letters: Any, letter_at: Any, mask: Any, starts: Any, having: Any, longest: Any, room: Any
) -> None:
    """First pass: after it `starts[b]` is where the postings of bucket b begin, `having[b]` how many texts have it.

    Runs of letters that more than `longest` texts hold get no postings: no query would read so many.
    """
    stamp = np.full(mask + 1, -1, np.int32)
    of_runs = np.zeros(mask + 1, np.int32)
    out = np.empty(room, np.int64)
    for text in range(len(root_at) - 1):
        mine = roots[root_at[text] : root_at[text + 1]]
        row = letters[letter_at[text] : letter_at[text + 1]]
        of_roots, found, counted = buckets_of_text(mine, row, mask, stamp, text, out)
        for at in range(counted):
            having[out[at]] += 1
        for at in range(of_roots):
            starts[out[at] + 1] += 1
        for at in range(of_roots, found):
            of_runs[out[at]] += 1
    for bucket in range(mask + 1):
        starts[bucket + 1] += starts[bucket] + (of_runs[bucket] if having[bucket] <= longest else 0)


@_compiled
def fill_postings(
    roots: Any, root_at: Any, letters: Any, letter_at: Any, mask: Any, starts: Any, having: Any, longest: Any,
    owners: Any, room: Any,
) -> None:  # fmt: skip
    """Second pass: write each text behind the others in its buckets."""
    stamp = np.full(mask + 1, -1, np.int32)
    out = np.empty(room, np.int64)
    free = starts[:-1].copy()
    for text in range(len(root_at) - 1):
        mine = roots[root_at[text] : root_at[text + 1]]
        row = letters[letter_at[text] : letter_at[text + 1]]
        of_roots, found, _ = buckets_of_text(mine, row, mask, stamp, text, out)
        for at in range(found):
            bucket = out[at]
            if at < of_roots or having[bucket] <= longest:
                owners[free[bucket]] = text
                free[bucket] += 1


@_compiled
def chain(text: Any, buckets: Any, found: Any, head: Any, owner: Any, before: Any, used: Any) -> Any:
    """Hang one new text into the chains of its buckets; gives the number of links used."""
    for at in range(found):
        bucket = buckets[at]
        owner[used] = text
        before[used] = head[bucket]
        head[bucket] = used
        used += 1
    return used


@_compiled
def candidates(
    terms: Any, weights: Any, starts: Any, owners: Any, head: Any, owner: Any, before: Any,
    budget: Any, root_at: Any, mean_length: Any, sums: Any, touched: Any, hashes: Any, wanted: Any,
) -> Any:  # fmt: skip
    """Texts that share most weight with the asked one, about `wanted` of them.

    `terms` are buckets, rarest first; reading stops before the list that would pass `budget` postings, so a query costs
    the same in a large collection as in a small one. `sums` must be zero and is left zero. A text's sum is added in the
    order of the terms, so it does not depend on when the text came.
    """
    seen = 0
    read = np.int64(0)
    for at in range(len(terms)):
        bucket, weight = terms[at], weights[at]
        size = np.int64(starts[bucket + 1]) - np.int64(starts[bucket])
        if read > 0 and read + size > budget:
            break
        for place in range(starts[bucket], starts[bucket + 1]):
            text = owners[place]
            if sums[text] == 0:
                touched[seen] = text
                seen += 1
            sums[text] += weight
        link = np.int64(head[bucket])
        while link >= 0:
            text = owner[link]
            if sums[text] == 0:
                touched[seen] = text
                seen += 1
            sums[text] += weight
            link = np.int64(before[link])
            size += 1
        read += size
    highest = np.float32(0)
    for at in range(seen):
        text = touched[at]
        sums[text] /= np.float32(1 + K1 * (1 - B + B * (root_at[text + 1] - root_at[text]) / mean_length))
        highest = max(highest, sums[text])
    chosen = _best(sums, touched, seen, highest, hashes, wanted)
    for at in range(seen):
        sums[touched[at]] = 0
    return chosen


@_compiled
def _best(sums: Any, touched: Any, seen: Any, highest: Any, hashes: Any, wanted: Any) -> Any:
    """The `wanted` largest by counting into bins; within the last bin the smaller hash wins, never the earlier text."""
    if seen == 0:
        return np.empty(0, np.int32)
    bins = np.zeros(_BINS, np.int64)
    scale = np.float32((_BINS - 1) / highest)
    for at in range(seen):
        bins[np.int64(sums[touched[at]] * scale)] += 1
    lowest = _BINS - 1
    above = np.int64(0)
    while lowest > 0 and above + bins[lowest] < wanted:
        above += bins[lowest]
        lowest -= 1
    chosen = np.empty(above, np.int32)
    level = np.empty(bins[lowest], np.int32)
    order = np.empty(bins[lowest], np.uint64)
    high, low = 0, 0
    for at in range(seen):
        text = touched[at]
        place = np.int64(sums[text] * scale)
        if place > lowest:
            chosen[high] = text
            high += 1
        elif place == lowest:
            level[low] = text
            order[low] = hashes[text]
            low += 1
    if above + low > wanted:
        level = level[np.argsort(order)[: wanted - above]]
    return np.concatenate((chosen, level))


@_compiled
def _table(terms: Any) -> Any:
    """Open addressing over the asked terms: slot to position + 1."""
    size = 8
    while size < 2 * len(terms) + 1:
        size *= 2
    table = np.zeros(size, np.int32)
    for at in range(len(terms)):
        slot = bucket_of(terms[at], RUN, size - 1)
        while table[slot]:
            slot = (slot + 1) & (size - 1)
        table[slot] = at + 1
    return table


@_compiled
def _position(table: Any, terms: Any, term: Any) -> Any:
    mask = len(table) - 1
    slot = bucket_of(term, RUN, mask)
    while table[slot]:
        if terms[table[slot] - 1] == term:
            return table[slot] - 1
        slot = (slot + 1) & mask
    return -1


@_compiled
def _gain(counts: Any, weights: Any, length: Any, mean_length: Any) -> Any:
    """BM25 of counted terms, and the weight of those that occur at all; both as a share of all asked weight."""
    norm = K1 * (1 - B + B * length / mean_length)
    total, gained, found = 1e-12, 0.0, 0.0
    for at in range(len(counts)):
        total += weights[at]
        if counts[at]:
            found += weights[at]
            gained += weights[at] * counts[at] * (K1 + 1) / (counts[at] + norm)
            counts[at] = 0
    return gained / total, found / total


@_compiled
def _count(table: Any, terms: Any, term: Any, counts: Any) -> bool:
    place = _position(table, terms, term)
    if place < 0:
        return False
    counts[place] += 1
    return True


@_compiled
def look_closer(
    texts: Any, asked: Any, weights: Any, roots: Any, root_at: Any, letters: Any, letter_at: Any, means: Any,
    having: Any,
) -> Any:  # fmt: skip
    """Four figures for each text: BM25 of words, BM25 of letter runs, share of the asked words in it, share of its
    words asked. A word counts by its root, whole, and by its first four letters; the BM25 is the mean of the three.

    `asked` and `weights` have one array for each kind of term.
    """
    out = np.zeros((len(texts), 4))
    tables = [_table(terms) for terms in asked]
    counts = [np.zeros(len(terms), np.int64) for terms in asked]
    count, mask = len(root_at) - 1, len(having) - 1
    for row in range(len(texts)):
        text = texts[row]
        own, shared = 1e-12, 0.0
        words = root_at[text + 1] - root_at[text]
        mine = letters[letter_at[text] : letter_at[text + 1]]
        whole, front = spellings(mine, words)
        for at in range(words):
            term = roots[root_at[text] + at]
            weight = rarity(having[bucket_of(term, ROOT, mask)], count) ** WORD_POWER
            own += weight
            if _count(tables[ROOT], asked[ROOT], term, counts[ROOT]):
                shared += weight
            _count(tables[WHOLE], asked[WHOLE], whole[at], counts[WHOLE])
            _count(tables[FRONT], asked[FRONT], front[at], counts[FRONT])
        for at in range(len(mine) - GRAM + 1):
            _count(tables[RUN], asked[RUN], gram_at(mine, at), counts[RUN])
        for kind in (ROOT, WHOLE, FRONT):
            gained, found = _gain(counts[kind], weights[kind], words, means[0])
            out[row, 0] += gained / 3
            if kind == ROOT:
                out[row, 2] = found
        out[row, 1], _ = _gain(counts[RUN], weights[RUN], len(mine), means[1])
        out[row, 3] = shared / own
    return out


@_compiled
def rarity(having: Any, count: Any) -> Any:
    """BM25's inverse document frequency: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return np.log1p((count - having + 0.5) / (having + 0.5))


@_compiled
def weigh(terms: Any, kind: Any, having: Any, count: Any) -> Any:
    """Bucket, number of texts and weight (rarity to a power) of each asked term."""
    mask = len(having) - 1
    buckets, often = np.empty(len(terms), np.int64), np.empty(len(terms), np.int64)
    weights = np.empty(len(terms))
    power = GRAM_POWER if kind == RUN else WORD_POWER
    for at in range(len(terms)):
        buckets[at] = bucket_of(terms[at], kind, mask)
        often[at] = having[buckets[at]]
        weights[at] = rarity(often[at], count) ** power
    return buckets, often, weights
