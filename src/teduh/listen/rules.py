"""The words of listening."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    WEB = "web", _("Halaman lapor")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    OFFICER = "officer", _("Disampaikan kepada petugas")
    IMPORT = "import", _("Impor")


class NoteKind(TextChoices):
    """A line in the talk at a receipt: who speaks is told by the kind."""

    ADDITION = "addition", _("Tambahan dari pelapor")
    REPLY = "reply", _("Jawaban pelapor")
    CORRECTION = "correction", _("Pembetulan dari pelapor")
    QUESTION = "question", _("Pertanyaan")
    ANSWER = "answer", _("Jawaban")
    NOTICE = "notice", _("Pemberitahuan")


FROM_RESIDENT = (NoteKind.ADDITION, NoteKind.REPLY, NoteKind.CORRECTION)

TEXT_LIMIT = 5_000
PHOTO_LIMIT_BYTES = 15_000_000
PHOTO_SIDE_PIXELS = 1_600
PHOTO_COUNT = 3

# How long a sealed text waits before it is destroyed. Our choice, not a rule of law; a district may shorten it.
WORDS_KEPT_FOR = timedelta(days=365)
IMPORT_COLUMNS_KEPT_FOR = timedelta(days=90)
CONTACT_KEPT_FOR = timedelta(days=180)
COMPLAINT_KEPT_FOR = timedelta(days=730)

# A receipt that was opened closes by itself, so that the next user of a shared phone does not read on.
TALK_OPEN_FOR = timedelta(minutes=30)

# A day that lies further off is more likely a slip of the finger than a day.
DAYS_AHEAD = 400
DAYS_BACK = 3_660

# Kinds of vault entries of this stage.
SEALED_CONTACT = "contact"
SEALED_COMPLAINT = "complaint"
SEALED_PHOTO = "complaint_photo"
SEALED_NOTE = "complaint_note"


class ComplaintOutcome(TextChoices):
    """How the outside body ends a matter; it decides nothing about guilt here."""

    FORWARDED = "forwarded", _("Diteruskan kepada lembaga yang berwenang")
    SETTLED = "settled", _("Diselesaikan, pengadu menerima jawabannya")
    NOT_SUPPORTED = "not_supported", _("Tidak cukup keterangan untuk dilanjutkan")
    WITHDRAWN = "withdrawn", _("Dicabut oleh pengadu")
