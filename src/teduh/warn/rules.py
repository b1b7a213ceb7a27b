"""The words of warning, and after how many days silence is no longer news."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VillageState(TextChoices):
    """What we can say of a village. Unknown is not calm."""

    UNKNOWN = "unknown", _("Belum diketahui")
    CALM = "calm", _("Tenang menurut kunjungan")
    LATENT = "latent", _("Potensi gangguan")
    IMMINENT = "imminent", _("Ambang gangguan")
    ACTUAL = "actual", _("Gangguan nyata")


# A village is called calm only when somebody was there within this many days and nothing is open.
FRESH_DAYS: Final = 14
