"""The words of the officer's phone, and how long its things last."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from teduh.trust.rules import Permission

# Whoever records visits may carry the app. It shows no more than the pages of the same role, and less.
CARRIES: Final = Permission.VISIT_RECORD


class Ending(TextChoices):
    """Why a phone opens nothing any more, for good: it deletes everything."""

    LOST = "lost", _("dilaporkan hilang")
    SIGNED_OUT = "signed_out", _("keluar di HP itu")


class Outcome(TextChoices):
    """What became of an act."""

    ACCEPTED = "accepted", _("tersimpan")
    KNOWN = "known", _("sudah tersimpan sebelumnya")
    CONFLICT = "conflict", _("tersimpan, menunggu keputusan")
    REFUSED = "refused", _("ditolak")
    LATER = "later", _("nanti")


STORED: Final = (Outcome.ACCEPTED, Outcome.KNOWN, Outcome.CONFLICT)


class Todo(TextChoices):
    """What to do about an act that is not stored."""

    MEND = "mend", _("perbaiki isian")
    SEND_FILES = "send_files", _("kirim berkasnya dulu")
    WAIT = "wait", _("tunggu")
    UPDATE_APP = "update_app", _("perbarui aplikasi")
    SIGN_IN_AS = "sign_in_as", _("masuk sebagai pembuatnya")
    ASK_CHIEF = "ask_chief", _("tanya pimpinan")


TOKEN_LASTS: Final = timedelta(days=30)
# Papers on a phone that was not heard of for so long are dropped by the phone itself.
PAPERS_LAST: Final = timedelta(days=3)
SEEN_EVERY: Final = timedelta(minutes=5)

ACTS_LIMIT: Final = 50
BODY_LIMIT_BYTES: Final = 1_000_000
PIECE_LIMIT_BYTES: Final = 262_144
FILE_LIMIT_BYTES: Final = 2_000_000
FILES_WAIT_LIMIT_BYTES: Final = 20_000_000

# A phone's clock may run ahead by so much; a visit is then moved back, and what the phone said is kept beside it.
CLOCK_AHEAD: Final = timedelta(hours=25)


@dataclass(frozen=True)
class Form:
    """One shape of the acts. `last_day` is 90 days after the next one came; None for the present one."""

    number: int
    last_day: date | None = None


FORM: Final = 1
FORMS: Final[dict[int, Form]] = {FORM: Form(FORM)}
OLD_FORMS_LAST: Final = timedelta(days=90)
