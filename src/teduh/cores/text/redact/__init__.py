"""What is personal in a text, found so that it can be masked before the text is kept or leaves the unit.

Numbers of people (NIK and KK, phone), addresses (e-mail, accounts, the house) and names behind a title. The finder
looks for what people type: dots, spaces and dashes, letters for digits, digits in words, no capitals, short forms.
A wrong mask costs little, a leaked number much; so every run of 16 digits is masked, whatever it is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from teduh.cores.text.redact.emails import emails
from teduh.cores.text.redact.handles import handles, links
from teduh.cores.text.redact.houses import houses
from teduh.cores.text.redact.names import names
from teduh.cores.text.redact.numbers import numbers
from teduh.cores.text.redact.plates import plates
from teduh.cores.text.redact.reading import WORDS, Kind, Reading, read

__all__ = ["IDENTITY_NUMBERS", "KINDS", "ON_INPUT", "WORDS", "Kind", "Span", "find_personal", "mask"]

KINDS: frozenset[Kind] = frozenset(WORDS)
# Masked before a text is stored. Names, plates and houses stay: a report must be able to say who was threatened.
ON_INPUT: frozenset[Kind] = frozenset(("nik", "kk", "phone", "email"))
# Never kept at all, not even where a phone number may be.
IDENTITY_NUMBERS: frozenset[Kind] = frozenset(("nik", "kk"))

# What is found may uncover more beside it. Two rounds are usual; the limit is for hostile texts.
_ROUNDS = 12

_FINDERS: tuple[tuple[frozenset[Kind], Callable[[Reading], Iterator[tuple[int, int, Kind]]]], ...] = (
    (frozenset(("email",)), emails),
    (frozenset(("handle",)), links),
    (frozenset(("nik", "kk", "phone")), numbers),
    (frozenset(("handle",)), handles),
    (frozenset(("plate",)), plates),
    (frozenset(("house",)), houses),
    (frozenset(("name",)), names),
)


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is personal, of this kind."""

    start: int
    end: int
    kind: Kind


def find_personal(text: str, kinds: Collection[Kind] = KINDS) -> list[Span]:
    """Every span of these kinds in the order of the text, without overlap. Time grows linearly with the length.

    The span of a name leaves its title outside ("Pak [nama]"); that of a house reaches from the street to the number.
    Masking what was found and looking again finds nothing.
    """
    reading = read(text)
    spans: list[Span] = []
    for _ in range(_ROUNDS):
        before = len(spans)
        for of_kinds, find in _FINDERS:
            if of_kinds.isdisjoint(kinds):
                continue
            found = [one for one in find(reading) if one[2] in kinds]
            spans += [Span(reading.begins[start], reading.ends[end - 1], kind) for start, end, kind in found]
            if found:
                reading = reading.without(found)
        if len(spans) == before:
            break
    return sorted(spans, key=lambda span: span.start)


def mask(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by a word that says what stood there. Spans do not overlap."""
    parts, at = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        parts += [text[at : span.start], WORDS[span.kind]]
        at = span.end
    return "".join((*parts, text[at:]))
