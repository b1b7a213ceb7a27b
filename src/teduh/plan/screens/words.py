"""Reasons and gaps put into words."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

REASONS: Final[dict[str, Callable[[int], str]]] = {
    "actual": lambda n: ngettext("%(n)d gangguan nyata", "%(n)d gangguan nyata", n) % {"n": n},
    "imminent": lambda n: ngettext("%(n)d ambang gangguan", "%(n)d ambang gangguan", n) % {"n": n},
    "latent": lambda n: ngettext("%(n)d potensi gangguan", "%(n)d potensi gangguan", n) % {"n": n},
    "alarm": lambda n: ngettext("%(n)d peringatan dini", "%(n)d peringatan dini", n) % {"n": n},
    "unanswered": lambda n: ngettext("%(n)d isu belum dijawab", "%(n)d isu belum dijawab", n) % {"n": n},
    "reports": lambda n: ngettext("%(n)d laporan dalam 14 hari", "%(n)d laporan dalam 14 hari", n) % {"n": n},
    "days": lambda n: ngettext("%(n)d hari belum dikunjungi", "%(n)d hari belum dikunjungi", n) % {"n": n},
    "never": lambda n: _("belum pernah tercatat dikunjungi"),
    "vacant": lambda n: _("belum ada bhabinkamtibmas"),
    "asked": lambda n: _("diminta pimpinan"),
}


def sentence(reasons: list[dict[str, Any]]) -> str:
    """The reasons of a stop as one sentence."""
    parts = [REASONS[reason["why"]](reason["value"]) for reason in reasons if reason["why"] in REASONS]
    return f"{', '.join(parts)[:1].upper()}{', '.join(parts)[1:]}." if parts else ""


def gap(reason: str) -> str:
    """Why a village is not in the plan."""
    return {
        "full": _("jam petugas minggu ini sudah penuh"),
        "nobody": _("satuan ini belum punya bhabinkamtibmas"),
        "removed": _("dikeluarkan oleh pimpinan"),
    }.get(reason, reason)
