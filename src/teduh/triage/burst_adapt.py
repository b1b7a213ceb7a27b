"""Reports that wait to what the text cores compare, and the bursts and cautions that follow. It writes nothing.

Sketches of words are kept in the memory of the worker only, each under the sealed bytes it was made from, and so are
the names that a text accuses: no table holds them.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar
from uuid import UUID

from teduh.cores.text import bursts, claims
from teduh.listen.models import Report
from teduh.triage.rules import CautionRule

# Near-copies come within a day or two; a report that waits longer is read by itself.
WINDOW: Final = timedelta(days=3)
# An accusation is compared with those of a week.
ACCUSED_WINDOW: Final = timedelta(days=7)
SAME_PERSON_FROM: Final = 3
# A place or time beside the words counts as a detail where most give none or another one, and few give this.
USUAL_SHARE: Final = 0.5
RARE_SHARE: Final = 0.1
REMEMBERED: Final = 30_000
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True)
class Words:
    """What is compared of one report."""

    sketch: bursts.Sketch
    accusation: claims.Accusation | None
    has_grounds: bool


@dataclass(frozen=True)
class Gathered:
    """One report of a burst: what it tells of its own, and how far its words are from the middle text's."""

    report: Report
    own: tuple[str, ...]
    differs: float


@dataclass(frozen=True)
class Group:
    """A burst as it was found, in order of time."""

    middle: Report
    members: tuple[Gathered, ...]


@dataclass(frozen=True)
class Careful:
    """A report to handle with care, and how many of the village spoke alike."""

    report: Report
    rule: CautionRule
    alike: int


Key = tuple[UUID, int]
_known: "OrderedDict[Key, Words]" = OrderedDict()
_own: "OrderedDict[tuple[Key, Key], tuple[str, ...]]" = OrderedDict()


_looked_at: set[int] = set()


def forget() -> None:
    _known.clear()
    _own.clear()
    _looked_at.clear()


def is_news(rows: Iterable[tuple[UUID, str | None]]) -> bool:
    """Whether these reports and their places are not the ones of the last run; a quiet run then reads no words."""
    return hash(frozenset(rows)) not in _looked_at


def looked_at(rows: Iterable[tuple[UUID, str | None]]) -> None:
    _looked_at.clear()
    _looked_at.add(hash(frozenset(rows)))


def words_of(report: Report) -> Words:
    """The comparable part of a report, made once for each sealed text."""

    def make() -> Words:
        text = report.text
        accused = claims.accusation(text)
        return Words(bursts.sketch(text), accused, accused is None or claims.has_grounds(text))

    return _once(_known, _key(report), make)


def own_details(report: Report, middle: Report) -> tuple[str, ...]:
    """What a report tells that the middle one does not, looked for once."""
    return _once(_own, (_key(report), _key(middle)), lambda: claims.own_details(report.text, middle.text))


def _key(report: Report) -> Key:
    return report.pk, hash(bytes(report.sealed))


def _once(kept: "OrderedDict[K, V]", key: K, make: Callable[[], V]) -> V:
    if key not in kept:
        kept[key] = make()
        if len(kept) > REMEMBERED:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


def groups(reports: Sequence[Report], with_photos: Collection[UUID]) -> list[Group]:
    """Bursts among the reports of one unit."""
    if len(reports) < bursts.AT_LEAST:
        return []
    sketches = [words_of(report).sketch for report in reports]
    start = min(report.received_at for report in reports)
    minutes = [(report.received_at - start) / timedelta(minutes=1) for report in reports]
    return [
        _group([reports[place] for place in burst.members], reports[burst.middle], differs, with_photos)
        for burst in bursts.bursts(sketches, minutes)
        for differs in [bursts.apartness(burst, sketches)]
    ]


def _group(members: list[Report], middle: Report, differs: list[float], with_photos: Collection[UUID]) -> Group:
    places = _rare([report.village_id or report.place_text.strip().lower() for report in members])
    times = _rare([report.when_text.strip().lower() for report in members])
    gathered = []
    for report, rare_place, rare_time, distance in zip(members, places, times, differs, strict=True):
        # Copies of one text, letter by letter, need no second look at their words.
        kinds: set[str] = set(own_details(report, middle)) if distance else set()
        kinds |= {"photo"} if report.pk in with_photos else set()
        kinds |= ({"place"} if rare_place else set()) | ({"time"} if rare_time else set())
        own = tuple(kind for kind in ("photo", "eyewitness", "time", "place", "words") if kind in kinds)
        gathered.append(Gathered(report, own, distance))
    return Group(middle, tuple(gathered))


def _rare(answers: Sequence[str]) -> list[bool]:
    """Whether each answer is one of few, where most give one and the same or none."""
    counts = Counter(answers)
    has_usual = counts.most_common(1)[0][1] >= USUAL_SHARE * len(answers)
    few = max(1, int(RARE_SHARE * len(answers)))
    return [bool(answer) and has_usual and counts[answer] <= few for answer in answers]


def careful(reports: Sequence[Report]) -> list[Careful]:
    """Reports that accuse one person: without grounds, or as one of several in the village within a week."""
    accused: dict[tuple[str, str], list[Report]] = defaultdict(list)
    found = []
    for report in sorted(reports, key=lambda one: (one.received_at, str(one.pk))):
        words = words_of(report)
        if words.accusation is None:
            continue
        accused[report.village_id or "", words.accusation.key].append(report)
        if not words.has_grounds:
            found.append(Careful(report, CautionRule.NAMES_A_PERSON, 1))
    for (village, _key), rows in accused.items():
        if village and len(rows) >= SAME_PERSON_FROM:
            found += [Careful(report, CautionRule.SAME_PERSON_AGAIN, len(rows)) for report in rows]
    return found


def differing(text: str, middle: str) -> list[tuple[str, bool]]:
    """The text in pieces; True for words that the middle text has not."""
    return claims.differing(text, middle)


def by_unit(reports: Sequence[Report]) -> Mapping[UUID, list[Report]]:
    rows: dict[UUID, list[Report]] = defaultdict(list)
    for report in reports:
        rows[report.unit_id].append(report)
    return rows
