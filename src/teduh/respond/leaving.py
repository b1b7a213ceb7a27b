"""What of a referral would leave for its partner, and what in it should not: the one shape between screen and rows.

The partner's copy holds the reason, the elements that a matter of this kind needs, and nothing else. Where the partner
does not need the spot, the place is written anew from the villages of the issue.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teduh.listen import reads as listen
from teduh.listen.rules import FROM_RESIDENT
from teduh.respond import adapt, reads
from teduh.respond.adapt import Finding
from teduh.respond.models import Referral
from teduh.respond.rules import FINDING_NAMES, NEEDS, QUESTIONS, elements_of
from teduh.triage import reads as triage

REASON: Final = "reason"
INCOMPLETE: Final = "incomplete_reason"


@dataclass(frozen=True)
class Piece:
    """A stretch of a part: plain, or one that a finding marks."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Part:
    """One part of the letter in the words that were written, with everything in it that should not leave."""

    name: str
    label: str | Promise
    text: str
    findings: tuple[Finding, ...]

    def id_of(self, finding: Finding) -> str:
        """The same for the same finding in the same words; no word of it can be read from it."""
        return f"{self.name}-{finding.start}-{finding.end}-{finding.kind}"

    def words_of(self, finding: Finding) -> str:
        return self.text[finding.start : finding.end]

    def covered(self, kept: Sequence[str]) -> str:
        """The words as they leave, when the findings with these ids stay readable."""
        return adapt.cover(self.text, [each for each in self.findings if self.id_of(each) not in kept])

    @property
    def pieces(self) -> list[Piece]:
        edges = sorted({0, len(self.text), *(edge for each in self.findings for edge in (each.start, each.end))})
        return [
            Piece(self.text[start:end], any(each.start <= start and end <= each.end for each in self.findings))
            for start, end in pairwise(edges)
        ]

    @property
    def marked(self) -> list[dict[str, str | Promise]]:
        """The findings as the page offers them."""
        return [
            {
                "id": self.id_of(each),
                "words": self.words_of(each),
                "kind": FINDING_NAMES.get(each.kind, FINDING_NAMES["word"]),
            }
            for each in self.findings
        ]


def parts_of(referral: Referral, *, incomplete_reason: str = "", words: Sequence[str] = ()) -> list[Part]:
    """The parts of the letter, with `words` as a person typed them to be covered everywhere."""
    need, said = NEEDS[referral.kind], said_by_residents(referral)

    def part(name: str, label: str | Promise, text: str) -> Part:
        found = adapt.find_giveaways(text, said=said, hours=not need.hours, spots=not need.exact_place, words=words)
        return Part(name, label, text, tuple(found))

    written = {name: referral.elements.get(name, "") for name in elements_of(referral.kind)}
    if not need.exact_place:
        written["where"] = villages_of(referral)
    rows = [part(REASON, _("Alasan"), referral.reason)]
    rows += [part(name, QUESTIONS[name], " ".join(text.split())) for name, text in written.items() if text]
    if reads.missing_elements(referral) and incomplete_reason:
        rows.append(part(INCOMPLETE, _("Mengapa dikirim sebelum lengkap"), incomplete_reason))
    return rows


def villages_of(referral: Referral) -> str:
    """ "Desa Ujanmas, Kecamatan Pengandonan": as near as a partner comes who does not need the spot."""
    rows = referral.issue.villages.select_related("parent").order_by("code")
    return "; ".join(
        f"{(row.kind or 'desa').capitalize()} {row.name}" + (f", Kecamatan {row.parent.name}" if row.parent else "")
        for row in rows
    )


def said_by_residents(referral: Referral) -> list[str]:
    """The residents' own texts of the matter, so that they are known when they are quoted."""
    reports = [join.report for join in triage.joins_of(referral.issue)]
    notes = listen.notes_of([report.pk for report in reports]).filter(kind__in=FROM_RESIDENT)
    return [report.text for report in reports] + [note.text for note in notes]


def source_of(referral: Referral) -> str:
    """A hash of all that the partner's copy is made from: another one once any of it was changed."""
    made_from = [
        referral.kind,
        referral.reason,
        {name: referral.elements.get(name, "") for name in elements_of(referral.kind)},
        "" if NEEDS[referral.kind].exact_place else villages_of(referral),
        [[str(copy.photo_id), copy.digest] for copy in reads.photo_copies(referral)],
    ]
    return hashlib.sha256(json.dumps(made_from, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
