"""Texts of issues and fact checks to what the matching core takes, and what it finds to plain values with reasons."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from threading import RLock
from typing import Any, Final
from uuid import UUID

from teduh.cores.errors import Refused
from teduh.cores.match import (
    Conflict,
    ErrorRow,
    Evidence,
    MatchIndex,
    Sureness,
    compare,
    error_table,
    likeness,
    names_of,
)
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
REMEMBERED: Final = 50_000
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
        # Counts every change, so that a reader knows whether a question may have another answer now.
        self.changes = 0
        self.empty()

    def empty(self) -> None:
        """Begin anew: the next `follow` reads everything."""
        # What its reader last saw of the database, so that a quiet one is not asked for every row.
        self.stamp: tuple[Any, ...] | None = None
        self.counted: Hashable = None
        self.changes += 1
        self._index = MatchIndex()
        self._rows: dict[Hashable, tuple[Hashable, str]] = {}
        self._bearers: Counter[str] = Counter()
        self._texts: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def follow(self, rows: Mapping[Any, Hashable], read: Callable[[list[Any]], Iterable[Row]]) -> None:
        """Hold exactly these rows: `rows` gives the version of each, `read` the row, owner and text of new ones."""
        with self.lock:
            self._drop([row for row, (version, _key) in self._rows.items() if rows.get(row, _NONE) != version])
            new = [row for row in rows if row not in self._rows]
            if new:
                # Read to the end before anything is taken in: a reading that breaks leaves a whole index.
                self._take(rows, list(read(new)))

    def nearest(
        self, text: str, *, among: Collection[str] | None = None, but_not: Collection[str] = ()
    ) -> dict[str, list[str]]:
        """The owners of the texts that are most alike, best first, each with the texts to look at more closely."""
        found: dict[str, list[str]] = {}
        with self.lock:
            for one in self._index.find(text, count=LOOKED_AT):
                for key in one.keys:
                    owner = key.partition(":")[0]
                    asked = owner not in but_not and (among is None or owner in among)
                    if asked and (owner in found or len(found) < OWNERS):
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

    def _take(self, rows: Mapping[Any, Hashable], told: Iterable[Row]) -> None:
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


class Looked:
    """Which reports were compared, and with what; so a quiet run compares nothing twice."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, Hashable] = OrderedDict()

    def forget(self) -> None:
        self._known.clear()

    def at(self, pk: UUID, state: Hashable) -> None:
        self._known[pk] = hash(state)
        self._known.move_to_end(pk)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def due(self, states: Mapping[UUID, Hashable]) -> list[UUID]:
        """Of these, in their order, those never looked at; then those that changed since, the longest ago first."""
        never = [pk for pk in states if pk not in self._known]
        return never + [pk for pk, known in self._known.items() if pk in states and known != hash(states[pk])]


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
        """The reasons as they are kept with a join: of the words of other reports none, they may have to go earlier."""
        return {
            "sure": round(self.alike.sure, 4),
            "like": round(self.alike.like, 4),
            "words": list(self.alike.words),
            "same_place": self.same_place,
            "days_apart": self.days_apart,
            "conflicts": [{"kind": one.kind, "here": one.here} for one in self.alike.conflicts],
        }

    @property
    def shown(self) -> dict[str, Any]:
        """The same with both sides of each conflict, for the page of this moment."""
        return self.why | {"conflicts": [vars(one) for one in self.alike.conflicts]}


@dataclass(frozen=True)
class Heard:
    """A waiting report: the village (code and name) if it is known, and when it came."""

    village: tuple[str, str] | None
    at: datetime


__all__ = ["ErrorRow", "error_table"]
Curve = Sureness
BY_HAND: Final = Curve()


def alike(text: str, there: Sequence[str], *, names: Names, curve: Curve = BY_HAND) -> Evidence:
    """The evidence of the text that speaks best for the matter."""
    found = [compare(text, one, places=names) for one in there]
    most = max(likeness(one) for one in found)
    near = [one for one in found if likeness(one) >= most - NEARLY_AS_ALIKE]
    return max(near, key=lambda one: (curve.of(one), likeness(one)))


def told(evidence: Evidence, curve: Curve) -> Alike:
    """The evidence as plain values."""
    # "lg" and "td" count, and tell a reader nothing.
    telling = (pair.word for pair in evidence.shared if len(pair.word) > 2 or pair.word.isdigit())
    words = tuple(dict.fromkeys(telling))[:SHOWN_WORDS]
    conflicts = tuple(Difference(one.kind, one.here, one.there) for one in evidence.conflicts)
    return Alike(likeness(evidence), curve.of(evidence), words, conflicts)


def evidences(
    text: str, near: Mapping[str, Sequence[str]], *, names: Names, curve: Curve = BY_HAND
) -> dict[UUID, Evidence]:
    """For each issue the evidence of its text that speaks best for it."""
    return {UUID(owner): alike(text, texts, names=names, curve=curve) for owner, texts in near.items()}


def matches(
    heard: Heard, found: Mapping[UUID, Evidence], matters: Mapping[UUID, Matter], *, curve: Curve = BY_HAND
) -> list[Match]:
    """The issues that a report may belong to, surest first; then the same village, then the nearest day."""
    offered = []
    for issue_id, evidence in found.items():
        if likeness(evidence) >= OFFER_FROM and issue_id in matters:
            matter = matters[issue_id]
            same = heard.village is not None and heard.village[0] in matter.villages
            days = abs((heard.at - matter.last_heard).days)
            offered.append(Match(issue_id, told(_placed(evidence, heard, matter), curve), same, days))
    return sorted(
        offered, key=lambda one: (-round(one.alike.sure, 2), not one.same_place, one.days_apart, str(one.issue_id))
    )


class Compared:
    """Reports compared with one index; copies of one text are compared once."""

    def __init__(self, index: Following, names: Names, curve: Curve) -> None:
        self._index, self._names, self._curve = index, names, curve
        self._found: dict[str, dict[UUID, Evidence]] = {}

    def matches(self, text: str, heard: Heard, matters: Mapping[UUID, Matter]) -> list[Match]:
        if text not in self._found:
            near = self._index.nearest(text, among={str(pk) for pk in matters})
            self._found[text] = evidences(text, near, names=self._names, curve=self._curve)
        return matches(heard, self._found[text], matters, curve=self._curve)


def curve_of(figures: Sequence[tuple[float, int]], confirmed: Sequence[bool]) -> Curve | None:
    """The curve that fits these decisions (likeness, conflicts); None while there are too few of either kind."""
    try:
        return Curve.fit_figures(figures, confirmed)
    except Refused:
        return None


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
