"""What a policy sees, and what it may order: officers' visits and clarifications."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from teduh.cores.errors import Refused
from teduh.cores.season.chance import Bits, Ints, bits
from teduh.cores.season.chance import Stream as _Stream


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Clarification:
    """A rumour is explained in these villages; `matter` as in `Told`."""

    matter: int
    villages: tuple[int, ...]


@dataclass(frozen=True)
class Orders:
    """Orders for one day: minutes of officers in villages (two arrays of one length), and clarifications."""

    villages: Ints = field(default_factory=_none)
    minutes: Ints = field(default_factory=_none)
    clarifications: tuple[Clarification, ...] = ()

    @classmethod
    def of(cls, visits: Iterable[tuple[int, int]], clarifications: Iterable[Clarification] = ()) -> "Orders":
        """From pairs of village index and minutes."""
        pairs = np.array(list(visits), dtype=np.int64).reshape(-1, 2)
        return cls(pairs[:, 0], pairs[:, 1], tuple(clarifications))


@dataclass(frozen=True)
class Told:
    """Reports as a perfect desk has them: kind known, tellings of one matter joined, the truth behind them unknown.

    Columns of shape (n,): day, minute, village, kind (index into `KINDS`), matter (0 for no issue).
    """

    day: Ints
    minute: Ints
    village: Ints
    kind: Ints
    matter: Bits


@dataclass(frozen=True)
class Seen:
    """What a policy may know in the morning of a day.

    Attributes
    ----------
    told : tuple of Told
        One table for each day before this one.
    last_visit : int64 (n,)
        Day of the last visit to each village; -1 where nobody came yet.
    minutes : int64 (districts,)
        Minutes that the officers of each district have today.
    """

    day: int
    date: date
    phase: str
    warmth: float
    told: tuple[Told, ...]
    last_visit: Ints
    district: Ints
    minutes: Ints


Policy = Callable[[Seen], Orders]


def stay(seen: Seen) -> Orders:
    """Nobody goes anywhere."""
    return Orders()


def round_robin(seen: Seen, *, minutes: int = 60) -> Orders:
    """Each district sends its officers where nobody has been for longest, `minutes` to each village.

    A plain policy to compare others with; it looks at no report.

    Raises
    ------
    Refused
        When `minutes` is below 1.
    """
    if minutes < 1:
        raise Refused("A visit takes at least one minute.", field="minutes")
    chosen: list[Ints] = []
    order = np.lexsort((np.arange(len(seen.district)), seen.last_visit, seen.district))
    first = np.searchsorted(seen.district, np.arange(len(seen.minutes) + 1))
    for district, budget in enumerate(seen.minutes):
        members = order[first[district] : first[district + 1]]
        chosen.append(members[: int(budget) // minutes])
    villages = np.concatenate(chosen).astype(np.int64)
    return Orders(villages, np.full(len(villages), minutes, dtype=np.int64))


def matters(seed: int, issues: Ints) -> Bits:
    """Names of issues that do not tell what is behind them; 0 for no issue."""
    if not len(issues):
        return np.zeros(0, dtype=np.uint64)
    hashed = bits(seed, _Stream.ISSUE_WORDS, issues, 1) | np.uint64(1)
    return np.where(issues < 0, np.uint64(0), hashed)


def checked(orders: Orders, *, villages: int, district: Ints, minutes: Ints) -> Ints:
    """Minutes in each village, (n,).

    Raises
    ------
    Refused
        When a village is not in the list, minutes are below 0, or a district orders more than its officers have.
    """
    if len(orders.villages) != len(orders.minutes):
        raise Refused("Each visit needs one village and one number of minutes.")
    if len(orders.villages) and not (int(orders.villages.min()) >= 0 and int(orders.villages.max()) < villages):
        raise Refused(f"A visit names a village outside the list; indices run from 0 to {villages - 1}.")
    if len(orders.minutes) and int(orders.minutes.min()) < 0:
        raise Refused("The minutes of a visit must be 0 or more.")
    total = np.zeros(villages, dtype=np.int64)
    np.add.at(total, orders.villages, orders.minutes)
    asked = np.zeros(len(minutes), dtype=np.int64)
    np.add.at(asked, district, total)
    over = np.flatnonzero(asked > minutes)
    if over.size:
        worst = int(over[0])
        raise Refused(f"The visits of a day ask for {asked[worst]} minutes; the officers have {minutes[worst]}.")
    return total
