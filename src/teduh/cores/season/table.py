"""Reports as columns."""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from teduh.cores.season.chance import Bits, Ints


class Source(IntEnum):
    """What a report truly comes from."""

    NOISE = 0
    FLASHPOINT = 1
    RUMOUR = 2
    FLOOD = 3


@dataclass(frozen=True)
class Reports:
    """Reports in order of day and minute, (n,) each; the last five columns are truth that a desk does not see.

    Attributes
    ----------
    day : int64
        Days from the first day of the season (0).
    minute : int64
        Minutes from midnight, 0 to 1439.
    village : int64
        Index into the villages of the land, in order of their codes.
    topic : int64
        Index into the topics of the catalogue; it tells the kind.
    issue : int64
        The true issue; -1 for what is none. Planted issues come first, see `Planting`.
    source : int8
        A `Source`.
    copy : bool
        A near-copy of an earlier report about the same issue.
    origin : int64
        Row of the report it copies, counted over the season; its own row where it copies none.
    key : uint64
        From which its words follow.
    """

    day: Ints
    minute: Ints
    village: Ints
    topic: Ints
    issue: Ints
    source: NDArray[np.int8]
    copy: NDArray[np.bool_]
    origin: Ints
    key: Bits

    def __len__(self) -> int:
        return len(self.day)

    @classmethod
    def together(cls, parts: "list[Reports]") -> "Reports":
        """The days one after the other."""
        if not parts:
            return cls.none()
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @classmethod
    def none(cls) -> "Reports":
        whole = np.zeros(0, dtype=np.int64)
        return cls(
            *(whole,) * 5,
            np.zeros(0, dtype=np.int8),
            np.zeros(0, dtype=np.bool_),
            whole,
            np.zeros(0, dtype=np.uint64),
        )

    @property
    def origin_hash(self) -> Bits:
        """The key of the text that each report repeats, or its own; only for a whole season's table."""
        return np.asarray(self.key[self.origin], dtype=np.uint64)
