"""Texts of issues and fact checks to what the matching core takes, and what it finds to plain values with reasons."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from threading import RLock
from typing import Any, Final
from uuid import UUID

from teduh.cores.match import Conflict, Evidence, MatchIndex, Sureness, compare, likeness, names_of
from teduh.cores.text.places import ORDINARY_WORDS
from teduh.triage.rules import IssueKind

# Rows of the index that one question looks at, and texts of one issue or fact check that are compared word by word.
LOOKED_AT: Final = 128
OWNERS: Final = 12
TEXTS_EACH: Final = 3
# Of texts that are nearly as alike as the most alike one, the one that conflicts least speaks for the issue.
NEARLY_AS_ALIKE: Final = 0.15
# Under this share of common words nothing is offered at all.
OFFER_FROM: Final = 0.35
SHOWN_WORDS: Final = 8
# These happen at a place: the same words from another village tell of another matter. A rumour travels.
BOUND_TO_A_PLACE: Final = frozenset(
    {IssueKind.TENSION, IssueKind.INCIDENT, IssueKind.ELECTION_OFFENCE, IssueKind.SERVICE_MATTER}
)
_SHORTEST_NAME: Final = 4
_FEW: Final = 50
Names = frozenset[tuple[str, ...]]
Row = tuple[Hashable, str, str]


class Following:
    """An index that follows rows of the database. It lies in the memory of one process and in no file.

    Whoever asks tells first which rows there are, each with a version; what is gone or changed is taken out, what is
    new is read. So it holds what the database holds at that moment, whatever happened to this process or another one.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self.stamp: Hashable = None
        # Counts every change, so that a reader knows whether a question may have another answer now.
        self.changes = 0
        self._index = MatchIndex()
        self._rows: dict[Hashable, tuple[Hashable, str]] = {}
        self._bearers: Counter[str] = Counter()
        self._texts: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def follow(self, rows: Mapping[Hashable, Hashable], read: Callable[[list[Any]], Iterable[Row]]) -> None:
        """Hold exactly these rows: `rows` gives the version of each, `read` the row, owner and text of new ones."""
        with self.lock:
            self._drop([row for row, (version, _key) in self._rows.items() if rows.get(row, _NONE) != version])
            new = [row for row in rows if row not in self._rows]
            if new:
                self._take(rows, read(new))

    def nearest(self, text: str, *, among: Collection[str] | None = None) -> dict[str, list[str]]:
        """The owners of the texts that are most alike, best first, each with the texts to look at more closely."""
        found: dict[str, list[str]] = {}
        with self.lock:
            for one in self._index.find(text, count=LOOKED_AT):
                for key in one.keys:
                    owner = key.partition(":")[0]
                    if (among is None or owner in among) and (owner in found or len(found) < OWNERS):
                        texts = found.setdefault(owner, [])
                        if len(texts) < TEXTS_EACH:
                            texts.append(self._texts[key])
        return found

    def _drop(self, gone: Sequence[Hashable]) -> None:
        dead = []
        for row in gone:
            _version, key = self._rows.pop(row)
            self._bearers[key] -= 1
            if not self._bearers[key]:
                del self._bearers[key], self._texts[key]
                dead.append(key)
        if gone:
            self.changes += 1
        if dead:
            self._index.remove(dead)

    def _take(self, rows: Mapping[Hashable, Hashable], told: Iterable[Row]) -> None:
        fresh = []
        for row, owner, text in told:
            # The same words of the same owner are one entry: a flood of copies costs no more than one text.
            key = f"{owner}:{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}"
            self._rows[row] = (rows[row], key)
            self._bearers[key] += 1
            if key not in self._texts:
                self._texts[key] = text
                fresh.append((key, text))
        self.changes += 1
        if len(fresh) > _FEW:
            self._index.extend(fresh)
        else:
            for key, text in fresh:
                self._index.add(key, text)


_NONE: Final = object()


@dataclass(frozen=True)
class Difference:
    """A fact that the two texts tell differently; an empty side says nothing about it."""

    kind: str
    here: str
    there: str


@dataclass(frozen=True)
class Alike:
    """What two texts share and on what they differ. `like` and `sure` run from 0 to 1."""

    like: float
    sure: float
    words: tuple[str, ...]
    conflicts: tuple[Difference, ...]


@dataclass(frozen=True)
class Matter:
    """An issue as far as nearness counts: of which kind, where, and when it was last heard."""

    kind: str
    villages: Mapping[str, str]
    last_heard: datetime


@dataclass(frozen=True)
class Match:
    """How much a report is like an issue, with the reasons a person can check."""

    issue_id: UUID
    alike: Alike
    same_place: bool
    days_apart: int

    @property
    def why(self) -> dict[str, Any]:
        """The reasons as they are kept with a join."""
        return {
            "sure": round(self.alike.sure, 4),
            "like": round(self.alike.like, 4),
            "words": list(self.alike.words),
            "same_place": self.same_place,
            "days_apart": self.days_apart,
            "conflicts": [vars(one) for one in self.alike.conflicts],
        }


@dataclass(frozen=True)
class Heard:
    """A waiting report: its words, the village (code and name) if it is known, and when it came."""

    text: str
    village: tuple[str, str] | None
    at: datetime


BY_HAND: Final = Sureness()


def curve(slope: float, offset: float, conflict: float) -> Sureness:
    return Sureness(slope, offset, conflict)


def alike(text: str, there: Sequence[str], *, names: Names, curve: Sureness = BY_HAND) -> Evidence:
    """The evidence of the text that speaks best for the matter."""
    found = [compare(text, one, places=names) for one in there]
    most = max(likeness(one) for one in found)
    near = [one for one in found if likeness(one) >= most - NEARLY_AS_ALIKE]
    return max(near, key=lambda one: (curve.of(one), likeness(one)))


def told(evidence: Evidence, curve: Sureness) -> Alike:
    """The evidence as plain values."""
    words = tuple(dict.fromkeys(pair.word for pair in evidence.shared))[:SHOWN_WORDS]
    conflicts = tuple(Difference(one.kind, one.here, one.there) for one in evidence.conflicts)
    return Alike(likeness(evidence), curve.of(evidence), words, conflicts)


def matches(
    heard: Heard,
    near: Mapping[UUID, Sequence[str]],
    matters: Mapping[UUID, Matter],
    *,
    names: Names,
    curve: Sureness = BY_HAND,
) -> list[Match]:
    """The issues that a report may belong to, surest first; of equally sure ones the same village and the nearest day."""
    found = []
    for issue_id, texts in near.items():
        matter = matters[issue_id]
        evidence = _placed(alike(heard.text, texts, names=names, curve=curve), heard, matter)
        if likeness(evidence) >= OFFER_FROM:
            same = heard.village is not None and heard.village[0] in matter.villages
            found.append(Match(issue_id, told(evidence, curve), same, abs((heard.at - matter.last_heard).days)))
    return sorted(
        found, key=lambda one: (-round(one.alike.sure, 2), not one.same_place, one.days_apart, str(one.issue_id))
    )


def _placed(evidence: Evidence, heard: Heard, matter: Matter) -> Evidence:
    """What happens at a place happened somewhere else when the village is another one."""
    if heard.village is None or not matter.villages or matter.kind not in BOUND_TO_A_PLACE:
        return evidence
    code, name = heard.village
    if code in matter.villages or any(one.kind == "place" for one in evidence.conflicts):
        return evidence
    other = Conflict("place", name, ", ".join(sorted(matter.villages.values())), (), ())
    return replace(evidence, conflicts=(*evidence.conflicts, other))


@lru_cache(maxsize=64)
def names(typed: frozenset[str]) -> Names:
    """Names of places for `compare`; everyday words that are also villages ("Terusan") count only behind "desa"."""
    return names_of(name for name in typed if not _is_ordinary(name))


def _is_ordinary(name: str) -> bool:
    return len(name) < _SHORTEST_NAME or name.casefold() in ORDINARY_WORDS
