"""Words of this stage to what the text cores take, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from teduh.cores.text import redact
from teduh.cores.text.giveaways import find_coordinates, find_hours, find_quotes, find_spots, find_words
from teduh.cores.text.redact import ON_INPUT, find_personal, mask

# What stands in the letter where something was covered.
COVERS: Final[dict[str, str]] = {
    "coordinates": "[koordinat]",
    "hour": "[jam]",
    "spot": "[tempat]",
    "quote": "[kata-kata warga]",
    "word": "[ditutup]",
}


@dataclass(frozen=True)
class Finding:
    """`text[start:end]` should not leave: what it is by `kind`, a key of `COVERS` or of `redact.WORDS`."""

    start: int
    end: int
    kind: str


def mask_numbers(text: str) -> str:
    """The text with every phone number, identity number and address of a person masked."""
    return mask(text, find_personal(text, ON_INPUT))


def find_giveaways(
    text: str, *, said: Sequence[str], hours: bool, spots: bool, words: Sequence[str] = ()
) -> list[Finding]:
    """Everything in the text that should not leave by itself, in order; a quotation may hold other findings.

    `said` are the residents' own texts; `hours` and `spots` look for times of day and places smaller than a village,
    which not every partner needs; `words` are what a person typed to be covered.
    """
    found = [Finding(span.start, span.end, span.kind) for span in find_personal(text)]
    pieces = (
        ("coordinates", find_coordinates(text)),
        ("hour", find_hours(text) if hours else ()),
        ("spot", find_spots(text) if spots else ()),
        ("quote", find_quotes(text, said)),
        ("word", find_words(text, words)),
    )
    for kind, spans in pieces:
        for start, end in spans:
            # A plate or a phone number that looks like a degree is named once.
            if kind in ("quote", "word") or not any(each.start < end and start < each.end for each in found):
                found.append(Finding(start, end, kind))
    return sorted(found, key=lambda finding: (finding.start, -finding.end, finding.kind))


def cover(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced by a word for what stood there; findings that share letters become one."""
    covers = dict[str, str](redact.WORDS.items()) | COVERS
    parts, at, last = [], 0, 0
    for finding in sorted(findings, key=lambda each: (each.start, -each.end)):
        if finding.start >= last:
            parts += [text[at : finding.start], covers.get(finding.kind, COVERS["word"])]
        at = last = max(last, finding.end)
    return "".join((*parts, text[at:]))
