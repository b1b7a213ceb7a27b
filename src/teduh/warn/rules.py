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


class AlarmKind(TextChoices):
    """What stood out. A silence is no calm: a place that usually speaks has stopped."""

    UNUSUAL = "unusual", _("Lebih ramai dari biasanya")
    SILENCE = "silence", _("Lebih sepi dari biasanya")


class Decision(TextChoices):
    """What a person made of an alarm."""

    VISIT = "visit", _("Didatangi")
    REFERRAL = "referral", _("Dirujuk ke mitra")
    LEVEL = "level", _("Tingkat isunya diubah")
    SET_ASIDE = "set_aside", _("Dikesampingkan")


class Score(TextChoices):
    """Whether an alarm was worth it, said afterwards."""

    HIT = "hit", _("Tepat")
    LATE = "late", _("Tepat, tetapi terlambat")
    FALSE_ALARM = "false_alarm", _("Alarm kosong")


class TableShape(TextChoices):
    """Whose index of vulnerability a table is shaped like; the numbers are the unit's own."""

    IKP = "ikp", _("Seperti IKP (Bawaslu)")
    IPKP = "ipkp", _("Seperti IPKP (Polri)")


class Vulnerability(TextChoices):
    """Words of the police index: what is known of a place before anything happens."""

    LESS = "less", _("Kurang rawan")
    VULNERABLE = "vulnerable", _("Rawan")
    VERY = "very", _("Sangat rawan")


# Kinds of issues whose reports are watched; criticism is never one.
WATCHED_KINDS: Final = ("tension", "incident")
# An alarm goes on while no more than so many days lie between two days on which it is seen.
EPISODE_DAYS: Final = 14
# An alarm was right when an issue in one of its villages became imminent or actual within so many days.
SCORE_DAYS: Final = 14
# An issue that had become so before the alarm by at most so many days was found too late.
LATE_DAYS: Final = 3
# So far back the reports are counted that tell how readily a village speaks.
HISTORY_DAYS: Final = 180
# Two weeks must have been seen before anything can be called unusual, six before anything can be called silent.
LEAST_DAYS: Final = 14
# The pipeline looks at most once in so many minutes; a person may ask at any time.
LOOK_MINUTES: Final = 60
# One text from so many villages within so many days is one signal.
FLOOD_VILLAGES: Final = 6
FLOOD_DAYS: Final = 2
# Below so many scored alarms a share would say nothing.
ENOUGH_SCORED: Final = 5
# From these scores on a place counts as vulnerable, and as very vulnerable; IPKP publishes words, not its limits.
VULNERABLE_FROM: Final = 40
VERY_VULNERABLE_FROM: Final = 70


# A village is called calm only when somebody was there within this many days and nothing is open.
FRESH_DAYS: Final = 14
