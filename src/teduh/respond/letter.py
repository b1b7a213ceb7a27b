"""The letter that goes with a referral: Indonesian, without the reporter, with the numbers of people masked."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format

from teduh.respond import reads
from teduh.respond.adapt import mask_numbers
from teduh.respond.models import Referral
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
    """What the partner reads, on the day it is printed."""
    with translation.override("id"):
        opening = f"{mask_numbers(referral.reason)} Kami mengetahuinya sejak {date_format(referral.known_on)}."
        if referral.due_on:
            opening += f" Batas tujuh hari jatuh pada {date_format(referral.due_on)}."
        missing = reads.missing_elements(referral)
        signer = referral.sent_by or referral.made_by
        return Letter(
            place_and_day=f"{referral.unit.name}, {date_format(on)}",
            to=referral.partner.name,
            subject=f"Penerusan informasi: {referral.get_kind_display()}",
            opening=opening,
            known=tuple(
                (str(QUESTIONS[name]), " ".join(mask_numbers(referral.elements[name]).split()))
                for name in elements_of(referral.kind)
                if name not in missing
            ),
            unknown=tuple(str(QUESTIONS[name]) for name in missing),
            why_incomplete=mask_numbers(referral.incomplete_reason) if missing else "",
            closing=NO_REPORTER,
            signed=(f"{signer}, {signer.get_role_display()}", referral.unit.name),
        )
