"""How rare a pattern is, and why an alarm stands there, in plain words."""

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAYS_A_YEAR: Final = 365.25
# The replicates reach 2.7 years; beyond that a fitted tail speaks, which says no more than "very rare".
MOST_YEARS: Final = 10
WEEKS_FROM: Final = 21
MONTHS_FROM: Final = 90
HARDLY: Final = 0.5


def once_in(days: float) -> str:
    """How often chance alone shows a pattern as strong, as in “sekali dalam 2,7 tahun”."""
    years = days / DAYS_A_YEAR
    if years > MOST_YEARS:
        return _("lebih jarang dari sekali dalam %(n)s tahun") % {"n": number_format(MOST_YEARS)}
    if years >= 1:
        return _("sekali dalam %(n)s tahun") % {"n": number_format(round(years, 1), 1)}
    if days >= MONTHS_FROM:
        return _("sekali dalam %(n)d bulan") % {"n": round(days / 30.4)}
    if days >= WEEKS_FROM:
        return _("sekali dalam %(n)d minggu") % {"n": round(days / 7)}
    return _("sekali dalam %(n)d hari") % {"n": max(1, round(days))}


def usually(expected: float) -> str:
    """What was to be expected, as people say it."""
    if expected < HARDLY:
        return _("hampir tidak ada")
    return _("sekitar %(n)s") % {"n": number_format(round(expected, 1), 0 if expected >= 10 else 1)}


POLICY_NAMES: Final = {
    "ours": gettext_lazy("Peringatan Teduh"),
    "threshold": gettext_lazy("Ambang tetap"),
    "ears_c2": gettext_lazy("EARS C2"),
    "poisson": gettext_lazy("Poisson tiap desa"),
}
