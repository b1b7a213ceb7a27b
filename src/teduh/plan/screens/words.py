"""Reasons, gaps and problems put into words: what is so, and what would make it otherwise."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_A_MONDAY: Final = date(2024, 1, 1)
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
    "promise": lambda n: ngettext("%(n)d janji jatuh tempo", "%(n)d janji jatuh tempo", n) % {"n": n},
    "roles": lambda n: ngettext("%(n)d tokoh belum ditemui", "%(n)d tokoh belum ditemui", n) % {"n": n},
    "unreached": lambda n: _("belum terjangkau kunjungan maupun pesan"),
    "vulnerable": lambda n: _("kerawanan %(n)d dari 100") % {"n": n},
    "asked": lambda n: _("diminta pimpinan"),
    "pressing": lambda n: _("mendesak menurut pimpinan"),
}


def sentence(reasons: list[dict[str, Any]]) -> str:
    """The reasons of a stop as one sentence."""
    parts = [REASONS[reason["why"]](reason["value"]) for reason in reasons if reason["why"] in REASONS]
    return f"{', '.join(parts)[:1].upper()}{', '.join(parts)[1:]}." if parts else ""


def gap(reason: str, minutes: int | None = None) -> str:
    """Why a village is not in the plan, and what would bring it in."""
    if reason == "too_short" and minutes:
        return _("jam dinas kurang %(n)d menit untuk pergi dan pulang") % {"n": minutes}
    if reason == "full" and minutes:
        return _("jam petugas sudah penuh; perlu %(n)d menit lagi dan waktu jalannya") % {"n": minutes}
    return {
        "full": _("jam petugas minggu ini sudah penuh"),
        "nobody": _("tidak ada petugas yang bertugas; isi jam petugas"),
        "closed": _("tertutup sepanjang minggu ini"),
        "no_way": _("tidak ada jalan yang bisa dilalui petugas; isi waktu tempuh atau perahu"),
        "not_allowed": _("semua petugas dilarang ke sana; longgarkan aturannya"),
        "two_needed": _("harus berdua, dan tidak ada dua petugas yang bertugas bersamaan"),
        "too_short": _("jam dinas dan jam warga tidak bertemu"),
        "not_yet": _("baru saja dikunjungi"),
        "no_vehicle": _("kendaraan bersama sedang dipakai petugas lain; tambah kendaraan atau harinya"),
        "removed": _("dikeluarkan oleh pimpinan"),
        "changed": _("keluar karena rencana diubah"),
    }.get(reason, reason)


def weekday_name(weekday: int) -> str:
    """Monday is 0."""
    return date_format(_A_MONDAY + timedelta(days=weekday), "l")


def clock(minute: int | None) -> str:
    """A minute of the day as people write it."""
    return "" if minute is None else f"{minute // 60:02d}.{minute % 60:02d}"


def problem(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One sentence on what is not as it should be, and what would mend it."""
    village = names.get(str(row.get("village", "")), "")
    if row["what"] == "nobody":
        return _("Belum ada bhabinkamtibmas aktif di satuan ini, jadi tidak ada yang bisa dijadwalkan.")
    if row["what"] == "no_hours":
        who = names.get(str(row.get("officer", "")), _("Seorang petugas"))
        return _("%(who)s tidak punya jam dinas dalam minggu-minggu ini; isi jamnya bila sebenarnya ada.") % {
            "who": who
        }
    if row["what"] == "no_coordinates":
        return ngettext(
            "%(n)d desa tanpa koordinat dihitung 50 km dari mana pun; isi koordinatnya atau waktu tempuhnya.",
            "%(n)d desa tanpa koordinat dihitung 50 km dari mana pun; isi koordinatnya atau waktu tempuhnya.",
            len(row["villages"]),
        ) % {"n": len(row["villages"])}
    if row["what"] == "two_posted":
        return _("%(village)s punya %(n)d petugas binaan sekaligus; akhiri salah satu bila keliru.") % {
            "village": village,
            "n": row["n"],
        }
    if row["what"] == "one_way":
        return _("Tabel waktu tempuh punya %(n)d jalan yang hanya satu arah; periksa tabelnya.") % {"n": row["n"]}
    if row["what"] == "few_vehicles":
        return ngettext(
            "Pada %(n)d hari kendaraan bersama tidak cukup; sebagian petugas tidak dijadwalkan hari itu.",
            "Pada %(n)d hari kendaraan bersama tidak cukup; sebagian petugas tidak dijadwalkan hari itu.",
            row["n"],
        ) % {"n": row["n"]}
    return _not_kept(row, village)


def late_sentence(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    """One sentence for all villages that wait beyond the limit, the longest first."""
    if not rows:
        return []
    ordered = sorted(rows, key=lambda row: (-row["n"], names.get(row["village"], "")))
    told = [f"{names.get(row['village'], row['village'])} ({row['n']})" for row in ordered]
    words = _("Menunggu melewati batas, dalam hari: %(villages)s. Tambah jam petugas, atau longgarkan batasnya.")
    return [words % {"villages": ", ".join(told)}]


def _not_kept(row: Mapping[str, Any], village: str) -> str:
    day = date_format(date.fromisoformat(row["day"]), "l, j M")
    why = {
        "no_shift": _("petugasnya tidak berdinas hari itu"),
        "closed": _("desanya tertutup hari itu"),
        "no_vehicle": _("kendaraan bersama sudah dipakai petugas lain"),
    }.get(row["why"], _("waktunya tidak cukup"))
    return _("Permintaan ke %(village)s, %(day)s, tidak muat: %(why)s.") % {"village": village, "day": day, "why": why}
