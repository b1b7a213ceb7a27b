"""The words of listening."""

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
    QUESTION = "question", _("Pertanyaan petugas")
    ANSWER = "answer", _("Jawaban petugas")
    NOTICE = "notice", _("Pemberitahuan")


FROM_RESIDENT = (NoteKind.ADDITION, NoteKind.REPLY)

TEXT_LIMIT = 5_000
PHOTO_LIMIT_BYTES = 15_000_000
PHOTO_SIDE_PIXELS = 1_600
