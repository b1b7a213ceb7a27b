"""The week as a text for the phone: plain lines that WhatsApp shows well. It is handed up in Indonesian."""

from datetime import date, timedelta
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from teduh.places.models import Unit


def anev_text(unit: Unit, week_start: date, figures: dict[str, Any], before: dict[str, Any], remarks: str) -> str:
    """The weekly analysis and evaluation. Activities are named as effort; nothing is called a success."""
    with translation.override("id"):
        week = f"{date_format(week_start, 'j F')} s.d. {date_format(week_start + timedelta(days=6), 'j F Y')}"
    promises = figures["promises"]
    lines = [
        "*ANEV MINGGUAN COOLING SYSTEM*",
        f"{unit.name}, {week}",
        "",
        f"1. Laporan warga: {figures['reports']} (minggu lalu {before['reports']})",
        f"2. Isu baru: {_counts(figures['issues_by_kind'])}",
        f"   Tingkat: {_counts(figures['issues_by_level'])}",
        f"3. Desa dikunjungi: {figures['visited']} dari {figures['villages']} (minggu lalu {before['visited']})",
        f"4. Kegiatan (upaya): {_counts(figures['activities'])}; warga ditemui {figures['people_met']}",
        f"5. Janji: {promises['kept']} ditepati, {promises['open']} terbuka, {promises['overdue']} lewat waktu",
        f"6. Klarifikasi terbit: {figures['clarifications']}",
        f"7. Belum diketahui keadaannya: {figures['unknown_total']} desa{_some(figures['unknown'])}",
    ]
    if remarks.strip():
        lines += ["", "Catatan:", remarks.strip()]
    lines += ["", "Angka kegiatan menunjukkan upaya, bukan hasil. Belum diketahui bukan berarti tenang."]
    return "\n".join(lines)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{label} {number}" for label, number in counts.items()) or "tidak ada"


def _some(names: list[str], most: int = 6) -> str:
    if not names:
        return ""
    more = f" dan {len(names) - most} lainnya" if len(names) > most else ""
    return f" ({', '.join(names[:most])}{more})"
