"""The words of rights, holds and breaches, and their clocks."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SEALED_REQUESTER: Final = "rights_contact"
REQUESTER_KEPT_FOR: Final = timedelta(days=180)
WORDS_LEAST: Final = 10
REASON_LEAST: Final = 20
# A shorter timer waits so long before anything is gone by it.
CHANGE_WAITS: Final = timedelta(days=7)
# UU 27/2022 art. 46: in writing, at the latest 3 × 24 hours.
BREACH_CLOCK: Final = timedelta(hours=72)
# UU 27/2022 art. 40(2): processing stops at the latest 3 × 24 hours after consent is withdrawn.
WITHDRAWAL_CLOCK: Final = timedelta(hours=72)


class Right(TextChoices):
    """What somebody asks for (UU 27/2022 arts. 5 to 13)."""

    ACCESS = "access", _("Melihat atau menyalin")
    CORRECT = "correct", _("Membetulkan")
    ERASE = "erase", _("Menghapus")
    WITHDRAW = "withdraw", _("Menarik persetujuan")
    OBJECT = "object", _("Keberatan, membatasi")


# Where the clock of a right comes from. Only the withdrawal was read in the law for this project; of the other articles
# we know from memory (docs/privacy.md says so).
CLOCK_SOURCE: Final = {
    Right.ACCESS: _("UU 27/2022 pasal 32 (menurut ingatan, belum diperiksa ulang)"),
    Right.CORRECT: _("UU 27/2022 pasal 30 (menurut ingatan, belum diperiksa ulang)"),
    Right.ERASE: _("pilihan kami; undang-undang tidak menyebut jamnya"),
    Right.WITHDRAW: _("UU 27/2022 pasal 40 ayat 2"),
    Right.OBJECT: _("UU 27/2022 pasal 41 (menurut ingatan, belum diperiksa ulang)"),
}


def clock_of(right: str) -> timedelta:
    """How long the office has for a request of this kind."""
    chosen = timedelta(hours=settings.RIGHTS_HOURS)
    return min(chosen, WITHDRAWAL_CLOCK) if right == Right.WITHDRAW else chosen


class Road(TextChoices):
    RECEIPT = "receipt", _("lewat kode laporan")
    OFFICE = "office", _("dicatat petugas")


class Asker(TextChoices):
    """Who asks, as a role; the way to reach them lies in the vault."""

    REPORTER = "reporter", _("Pelapor")
    FIGURE = "figure", _("Tokoh")
    STAFF = "staff", _("Petugas")
    NAMED = "named", _("Orang yang disebut dalam tulisan")
    OTHER = "other", _("Lain")


class Decision(TextChoices):
    OPEN = "open", _("menunggu keputusan")
    GRANTED = "granted", _("dikabulkan")
    PARTLY = "partly", _("dikabulkan sebagian")
    REFUSED = "refused", _("ditolak")


class HoldScope(TextChoices):
    REPORT = "report", _("Satu laporan")
    ISSUE = "issue", _("Satu isu dengan laporannya")
    COMPLAINT = "complaint", _("Satu pengaduan tersegel")
    REQUEST = "request", _("Satu permintaan hak data")
    PERIOD = "period", _("Semua dari suatu masa")


class Audience(TextChoices):
    """Who is told of a breach (UU 27/2022 art. 46)."""

    AUTHORITY = "authority", _("Lembaga pelindungan data")
    PERSONS = "persons", _("Orang yang datanya terkena")
    PUBLIC = "public", _("Masyarakat")


class BreachState(TextChoices):
    OPEN = "open", _("terbuka")
    NOTIFIED = "notified", _("sudah diberitahukan")
    CLOSED = "closed", _("ditutup")
