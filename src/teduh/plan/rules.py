"""The words of planning."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    DRAFT = "draft", _("Usulan")
    APPROVED = "approved", _("Disetujui")


class StopState(TextChoices):
    PLANNED = "planned", _("Direncanakan")
    DONE = "done", _("Dikunjungi")
    SKIPPED = "skipped", _("Tidak jadi")
