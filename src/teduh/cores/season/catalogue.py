"""What people report: topics, their kind, and how often they come up; read once from the package's own words."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from teduh.cores.season.chance import Floats, Ints

KINDS: Final = (
    "rumour", "question", "tension", "incident", "election_offence", "service_matter", "opinion", "nothing",
)  # fmt: skip
# Reports of these kinds belong to no issue.
WITHOUT_ISSUE: Final = ("opinion", "nothing")
USES: Final = ("noise", "flashpoint", "rumour", "flood")


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that people report, with several ways to say it.

    `lines` are whole sentences of separate tellings. `after` are those about what has happened, for flashpoints.
    """

    name: str
    kind: str
    use: str
    weight: float
    lines: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """All topics; `of_use[use]` are the indices of the topics of a use, `totals[use]` their running weights."""

    topics: tuple[Topic, ...]
    kind: Ints
    has_issue: np.ndarray[Any, np.dtype[np.bool_]]
    of_use: dict[str, Ints]
    totals: dict[str, Floats]


@cache
def words() -> dict[str, Any]:
    """The hand-written words of the package."""
    return tomllib.loads(files("teduh.cores.season").joinpath("words.toml").read_text("utf-8"))


@cache
def catalogue() -> Catalogue:
    topics = tuple(
        Topic(
            entry["name"],
            entry["kind"],
            entry["use"],
            float(entry.get("weight", 1)),
            tuple(entry["lines"]),
            tuple(entry.get("after", ())),
        )
        for entry in words()["topic"]
    )
    of_use = {
        use: np.array([index for index, topic in enumerate(topics) if topic.use == use], dtype=np.int64) for use in USES
    }
    return Catalogue(
        topics,
        np.array([KINDS.index(topic.kind) for topic in topics], dtype=np.int64),
        np.array([topic.kind not in WITHOUT_ISSUE for topic in topics], dtype=np.bool_),
        of_use,
        {use: np.cumsum(np.array([topics[index].weight for index in indices])) for use, indices in of_use.items()},
    )
