"""The peers of the matching core, each behind the same two calls: `build(texts)` and `find(text)`, which
gives `count` positions, best first.

They get plain small letters and digits, as their own documentation shows, and every one runs with its usual settings.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

import numpy as np
from scipy.sparse import csc_array

_PLAIN = re.compile(r"[^\W_]+")
_LINK = re.compile(r"https?://\S+")
_BATCH = 20_000


class Peer(Protocol):
    count: int

    def build(self, texts: Iterable[str]) -> None: ...

    def find(self, text: str) -> list[int]: ...


def plain(text: str) -> list[str]:
    return _PLAIN.findall(text.lower())


def runs(text: str, length: int = 4) -> list[str]:
    row = f" {' '.join(plain(text))} "
    return [row[at : at + length] for at in range(max(1, len(row) - length + 1))]


class Tantivy:
    """Okapi BM25 in Rust, Lucene's constants."""

    count = 5

    def build(self, texts: Iterable[str]) -> None:
        import tantivy  # noqa: PLC0415 a peer that may be absent

        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("at", stored=True)
        schema.add_text_field("body", stored=False)
        self._index = tantivy.Index(schema.build())
        writer = self._index.writer(128_000_000, 1)
        for at, text in enumerate(texts):
            writer.add_document(tantivy.Document(at=at, body=" ".join(plain(text))))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, text: str) -> list[int]:
        words = " ".join(plain(text))
        if not words:
            return []
        query = self._index.parse_query(words, ["body"])
        hits = self._searcher.search(query, self.count).hits
        return [int(self._searcher.doc(place)["at"][0]) for _, place in hits]


class Bm25s:
    """Eager BM25 scores in a sparse matrix (bm25s with Numba)."""

    count = 5

    def build(self, texts: Iterable[str]) -> None:
        import bm25s  # noqa: PLC0415

        self._retriever = bm25s.BM25(k1=1.2, b=0.75, backend="numba")
        self._retriever.index([plain(text) for text in texts], show_progress=False)

    def find(self, text: str) -> list[int]:
        known = [word for word in plain(text) if word in self._retriever.vocab_dict]
        if not known:
            return []
        places, _ = self._retriever.retrieve([known], k=self.count, show_progress=False)
        return [int(place) for place in places[0]]


class Fts5:
    """SQLite's own full text search: BM25 over words, or over letter triples with `trigram`."""

    count = 5

    tokenizer = "unicode61 remove_diacritics 2"

    def build(self, texts: Iterable[str]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(f"create virtual table t using fts5(body, content='', tokenize='{self.tokenizer}')")
        rows = ((at, " ".join(plain(text))) for at, text in enumerate(texts))
        self._db.executemany("insert into t(rowid, body) values (?, ?)", rows)
        self._db.execute("insert into t(t) values ('optimize')")

    def terms(self, text: str) -> list[str]:
        return plain(text)

    def find(self, text: str) -> list[int]:
        asked = " OR ".join(f'"{term}"' for term in dict.fromkeys(self.terms(text)))
        if not asked:
            return []
        found = self._db.execute("select rowid from t where t match ? order by rank limit ?", (asked, self.count))
        return [int(row[0]) for row in found]


class Fts5Trigram(Fts5):
    tokenizer = "trigram"

    def terms(self, text: str) -> list[str]:
        return [run for run in runs(text, 3) if len(run) == 3]


class Datasketch:
    """MinHash LSH, 128 permutations, words as shingles, threshold 0.3; answers ordered by estimated Jaccard."""

    count = 5

    def build(self, texts: Iterable[str]) -> None:
        from datasketch import MinHashLSH  # noqa: PLC0415

        self._lsh = MinHashLSH(threshold=0.3, num_perm=128)
        self._hashes = [self._hash(text) for text in texts]
        with self._lsh.insertion_session() as session:
            for at, mark in enumerate(self._hashes):
                session.insert(at, mark)

    def _hash(self, text: str):
        from datasketch import MinHash  # noqa: PLC0415

        mark = MinHash(num_perm=128)
        mark.update_batch([word.encode() for word in set(plain(text))])
        return mark

    def find(self, text: str) -> list[int]:
        mark = self._hash(text)
        near = self._lsh.query(mark)
        return sorted(near, key=lambda at: (-mark.jaccard(self._hashes[at]), at))[: self.count]


class Rensa:
    """MinHash LSH in Rust: 128 permutations in 32 bands, words as shingles, ordered by estimated Jaccard."""

    count = 5

    def build(self, texts: Iterable[str]) -> None:
        from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415

        self._of = RMinHash
        self._lsh = RMinHashLSH(threshold=0.3, num_perm=128, num_bands=32)
        self._hashes = []
        for at, text in enumerate(texts):
            self._hashes.append(self._hash(text))
            self._lsh.insert(at, self._hashes[at])

    def _hash(self, text: str):
        mark = self._of(num_perm=128, seed=42)
        mark.update(plain(text))
        return mark

    def find(self, text: str) -> list[int]:
        mark = self._hash(text)
        near = self._lsh.query(mark)
        return sorted(near, key=lambda at: (-mark.jaccard(self._hashes[at]), at))[: self.count]


class Usearch:
    """Runs of four letters hashed into 256 signed dimensions, cosine, HNSW."""

    count = 5

    dimensions = 256

    def build(self, texts: Iterable[str]) -> None:
        from usearch.index import Index  # noqa: PLC0415

        self._index = Index(ndim=self.dimensions, metric="cos", dtype="f16")
        batch: list[np.ndarray] = []
        done = 0
        for text in texts:
            batch.append(self._vector(text))
            if len(batch) == _BATCH:
                self._index.add(np.arange(done, done + len(batch)), np.array(batch))
                done += len(batch)
                batch = []
        if batch:
            self._index.add(np.arange(done, done + len(batch)), np.array(batch))

    def _vector(self, text: str) -> np.ndarray:
        from zlib import crc32  # noqa: PLC0415

        vector = np.zeros(self.dimensions, np.float32)
        for run in runs(text):
            mark = crc32(run.encode())
            vector[mark % self.dimensions] += 1 if mark & 0x8000_0000 else -1
        return vector

    def find(self, text: str) -> list[int]:
        return [int(key) for key in self._index.search(self._vector(text), self.count).keys]


class Bm25:
    """Plain Okapi BM25 over small-letter words (k1 1.2, b 0.75; a repeated word is asked once), every text scored."""

    count = 5

    def build(self, texts: Iterable[str]) -> None:
        rows = [self.terms(text) for text in texts]
        self._places: dict[str, int] = {}
        counts = [Counter(self._places.setdefault(term, len(self._places)) for term in row) for row in rows]
        lengths = np.array([len(row) for row in rows], float)
        owners = np.repeat(np.arange(len(rows)), [len(count) for count in counts])
        terms = np.fromiter((term for count in counts for term in count), np.int64)
        often = np.fromiter((times for count in counts for times in count.values()), float)
        having = np.bincount(terms, minlength=len(self._places))
        rarity = np.log1p((len(rows) - having + 0.5) / (having + 0.5))
        norm = 1.2 * (0.25 + 0.75 * lengths[owners] / lengths.mean())
        gains = rarity[terms] * often * 2.2 / (often + norm)
        self._matrix = csc_array((gains, (owners, terms)), shape=(len(rows), len(self._places)))

    def terms(self, text: str) -> list[str]:
        return plain(text)

    def scores(self, text: str) -> np.ndarray:
        asked = np.zeros(len(self._places))
        for term in self.terms(_LINK.sub(" ", text)):
            if term in self._places:
                asked[self._places[term]] = 1
        return self._matrix @ asked

    def find(self, text: str) -> list[int]:
        return np.argsort(-self.scores(text), kind="stable")[: self.count].tolist()


class Runs(Bm25):
    def terms(self, text: str) -> list[str]:
        return runs(text)


class Bm25AndRuns:
    """The plain sum of BM25 over words and over runs of four letters, each divided by its largest score."""

    count = 5

    def build(self, texts: Iterable[str]) -> None:
        kept = list(texts)
        self._both = (Bm25(), Runs())
        for one in self._both:
            one.build(kept)

    def find(self, text: str) -> list[int]:
        scores = [one.scores(text) for one in self._both]
        total = sum(score / max(float(score.max()), 1e-9) for score in scores)
        return np.argsort(-total, kind="stable")[: self.count].tolist()


PLAIN: dict[str, type[Peer]] = {"bm25": Bm25, "bm25+runs": Bm25AndRuns}
PEERS: dict[str, type[Peer]] = {
    "tantivy": Tantivy,
    "bm25s": Bm25s,
    "fts5": Fts5,
    "fts5-trigram": Fts5Trigram,
    "datasketch": Datasketch,
    "rensa": Rensa,
    "usearch": Usearch,
}
