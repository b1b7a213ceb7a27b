"""Words to what the text cores take, and what they find to plain values of this stage."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from teduh.cores.geo import distance_km
from teduh.cores.text.bursts import sketch
from teduh.cores.text.hints import hints
from teduh.cores.text.names import Candidate, Resolution
from teduh.cores.text.places import find_mentions
from teduh.cores.text.redact import IDENTITY_NUMBERS, find_personal, mask
from teduh.cores.text.when import read_when
from teduh.listen.rules import DAYS_AHEAD, DAYS_BACK
from teduh.places import reads as places

__all__ = ["distance_km"]

# Of two texts with nine tenths in common, six bands share one in 998 of 1,000 cases; of two with three tenths, in 47.
MARKS = 6


@dataclass(frozen=True)
class PlaceChoice:
    code: str
    name: str
    parent_name: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.parent_name}" if self.parent_name else self.name


@dataclass(frozen=True)
class PlaceReading:
    """What a typed place may mean; `certain` only where nothing else could be meant."""

    typed: str
    certain: PlaceChoice | None
    choices: tuple[PlaceChoice, ...]


@dataclass(frozen=True)
class DayReading:
    typed: str
    day: date
    sure: bool


@dataclass(frozen=True)
class Reading:
    """What the machine understood of a text. It proposes; people decide."""

    place: PlaceReading | None
    day: DayReading | None
    emergency: bool
    police_conduct: bool


def read_text(text: str, *, at: datetime, within: Collection[str]) -> Reading:
    found = hints(text)
    return Reading(
        place=find_place(text, within=within),
        day=read_day(text, at=at),
        emergency=found.emergency is not None,
        police_conduct=found.police_conduct is not None,
    )


def read_place(typed: str, *, within: Collection[str]) -> PlaceReading | None:
    """The place that was typed as an answer to "where"; words around the name do no harm."""
    if not typed.strip():
        return None
    whole = _reading(typed, places.name_index().resolve(typed, within=within))
    if whole.certain:
        return whole
    inside = find_place(typed, within=within)
    if inside and (inside.certain or not whole.choices):
        return inside
    return whole if whole.choices else None


def find_place(text: str, *, within: Collection[str]) -> PlaceReading | None:
    """The place named in a text. Where two are named, both are offered and neither is certain."""
    mentions = find_mentions(text, places.name_index(), within=within)
    readings = [_reading(mention.typed, mention.resolution) for mention in mentions]
    readings = [reading for reading in readings if reading.choices]
    if not readings:
        return None
    certain = {reading.certain for reading in readings if reading.certain}
    choices = tuple(dict.fromkeys(choice for reading in readings for choice in reading.choices))
    return PlaceReading(
        typed=", ".join(dict.fromkeys(reading.typed for reading in readings)),
        certain=certain.pop() if len(certain) == 1 and all(reading.certain for reading in readings) else None,
        choices=choices,
    )


def read_day(text: str, *, at: datetime) -> DayReading | None:
    """The first day that a text names, seen from the moment at which it was said."""
    try:
        # The answer of a date picker.
        day = date.fromisoformat(text.strip())
    except ValueError:
        found = read_when(text, at=timezone.localtime(at))
        if not found:
            return None
        first = next((when for when in found if when.sure), found[0])
        return DayReading(first.typed, first.day, first.sure and first.day == first.to_day)
    return DayReading(text.strip(), day, is_near(day, at))


def is_near(day: date, at: datetime) -> bool:
    """Whether a day lies where people's reports lie: ten years back to about one year ahead."""
    today = timezone.localdate(at)
    return today - timedelta(days=DAYS_BACK) <= day <= today + timedelta(days=DAYS_AHEAD)


def is_emergency(text: str) -> bool:
    return hints(text).emergency is not None


def is_police_conduct(text: str) -> bool:
    return hints(text).police_conduct is not None


def hide_identity_numbers(text: str) -> str:
    """The text with every NIK or family card number masked; they are never kept (domain: mask on input)."""
    return mask(text, find_personal(text, IDENTITY_NUMBERS))


def marks_of(text: str) -> tuple[int, ...]:
    """Numbers that near-copies of one text share; none where the text is too short to be a copy."""
    return sketch(text).bands[:MARKS]


def _reading(typed: str, resolution: Resolution) -> PlaceReading:
    choices = tuple(_choice(candidate) for candidate in resolution.candidates)
    certain = next((choice for choice in choices if choice.code == resolution.certain), None)
    return PlaceReading(typed, certain, choices)


def _choice(candidate: Candidate) -> PlaceChoice:
    return PlaceChoice(candidate.code, candidate.name, candidate.parent_name)
