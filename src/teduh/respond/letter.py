"""The letter that goes with a referral: Indonesian, without the reporter, in the words that two people let out."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.respond import leaving, reads
from teduh.respond.models import Disclosure, Referral
from teduh.respond.rules import QUESTIONS, elements_of

NO_REPORTER = (
    "Surat ini tidak memuat identitas pelapor. Bila pelapor bersedia datang sendiri, ia akan menghubungi kantor Anda."
)


@dataclass(frozen=True)
class Letter:
    place_and_day: str
    to: str
    subject: str
    opening: str
    known: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    why_incomplete: str
    closing: str
    signed: tuple[str, str]

    def as_text(self) -> str:
        """The same letter as plain text."""
        lines = [self.place_and_day, "", f"Kepada {self.to}", f"Perihal: {self.subject}", "", self.opening, ""]
        for number, (question, answer) in enumerate(self.known, start=1):
            lines += [f"{number}. {question}", f"   {answer}"]
        if self.unknown:
            lines += ["", "Belum kami ketahui:", *(f"- {question}" for question in self.unknown)]
        if self.why_incomplete:
            lines += [f"Tetap kami kirim karena: {self.why_incomplete}"]
        return "\n".join([*lines, "", self.closing, "", *self.signed, ""])


def letter_of(referral: Referral, *, on: date) -> Letter:
    """What the partner reads, on the day it is printed; refused until a second person has let the words out."""
    leaves = reads.cleared(referral, source=leaving.source_of(referral))
    if leaves is None:
        raise Refused(
            _("Surat ini belum boleh keluar: orang kedua belum menyetujui tulisannya, atau sudah diubah sejak itu.")
        )
    return preview_of(leaves, on=on)


def preview_of(disclosure: Disclosure, *, on: date) -> Letter:
    """The letter in the words of this disclosure, for those who decide on it. No other words go in."""
    referral, words = disclosure.referral, disclosure.words
    with translation.override("id"):
        opening = f"{words[leaving.REASON]} Kami mengetahuinya sejak {date_format(referral.known_on)}."
        if referral.due_on:
            opening += f" Batas tujuh hari jatuh pada {date_format(referral.due_on)}."
        asked = elements_of(referral.kind)
        signer = referral.sent_by or referral.made_by
        return Letter(
            place_and_day=f"{referral.unit.name}, {date_format(on)}",
            to=referral.partner.name,
            subject=f"Penerusan informasi: {referral.get_kind_display()}",
            opening=opening,
            known=tuple((str(QUESTIONS[name]), words[name]) for name in asked if words.get(name)),
            unknown=tuple(str(QUESTIONS[name]) for name in asked if not words.get(name)),
            why_incomplete=words.get(leaving.INCOMPLETE, ""),
            closing=NO_REPORTER,
            signed=(f"{signer}, {signer.get_role_display()}", referral.unit.name),
        )
