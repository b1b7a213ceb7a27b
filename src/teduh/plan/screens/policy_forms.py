"""The numbers of a district's policy: the few that most will want to change, and all others behind a fold."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from teduh.plan.policy import ORDERED, RANGES, Policy
from teduh.plan.screens.forms import minute_of, time_input, time_of

LABELS: Final[dict[str, Any]] = {
    "limit_days": _("Tidak ada desa yang menunggu lebih dari (hari)"),
    "visit_minutes": _("Lama satu kunjungan (menit)"),
    "half_life_days": _("Kunjungan tinggal separuh artinya setelah (hari)"),
    "duty_from": _("Jam umum petugas: mulai"),
    "duty_until": _("Jam umum petugas: selesai"),
    "duty_friday_until": _("Jam umum petugas: selesai hari Jumat"),
    "winding_percent": _("Jalan dibanding garis lurus (persen)"),
    "km_per_hour": _("Kecepatan rata-rata (km per jam)"),
    "day_base": _("Poin sehari: setiap desa"),
    "day_actual": _("Poin sehari: tiap gangguan nyata yang terbuka"),
    "day_imminent": _("Poin sehari: tiap ambang gangguan yang terbuka"),
    "day_latent": _("Poin sehari: tiap potensi gangguan yang terbuka"),
    "day_vulnerable": _("Poin sehari: kerawanan desa, kali 0 sampai 1"),
    "day_unreached": _("Poin sehari: belum terjangkau kunjungan maupun pesan"),
    "day_roles": _("Poin sehari: tokoh yang belum ditemui"),
    "day_vacant": _("Poin sehari: desa tanpa bhabinkamtibmas"),
    "day_report": _("Poin sehari: tiap laporan dalam 14 hari"),
    "day_reports_most": _("Poin sehari: paling banyak dari laporan"),
    "now_actual": _("Poin kunjungan: gangguan nyata yang menunggu"),
    "now_imminent": _("Poin kunjungan: ambang gangguan yang menunggu"),
    "now_alarm": _("Poin kunjungan: peringatan dini yang menunggu"),
    "now_unanswered": _("Poin kunjungan: isu yang belum dijawab"),
    "now_promise": _("Poin kunjungan: janji yang jatuh tempo"),
    "now_most": _("Di satu desa tiap jenis dihitung paling banyak (kali)"),
    "own_officer": _("Poin kunjungan: datang petugas binaannya sendiri"),
    "road_minute": _("Poin yang hilang tiap menit di jalan"),
    "even_load": _("Poin agar beban petugas merata"),
    "people_from": _("Warga bisa ditemui: mulai"),
    "people_until": _("Warga bisa ditemui: sampai"),
    "noon_from": _("Jeda siang: mulai"),
    "noon_until": _("Jeda siang: sampai"),
    "friday_from": _("Jeda hari Jumat: mulai"),
    "friday_until": _("Jeda hari Jumat: sampai"),
    "boat_km_per_hour": _("Kecepatan perahu (km per jam)"),
    "leg_minutes": _("Tambahan tiap perjalanan (menit)"),
}
FEW: Final = tuple(LABELS)[:8]
MORE: Final = tuple(LABELS)[8:]
_KINDS: Final = {field.name: field.type for field in fields(Policy)}


class PolicyForm(forms.Form):
    """These numbers of a policy. A field that is left empty keeps its value."""

    def __init__(self, policy: Policy, names: Sequence[str], data: Any = None) -> None:
        super().__init__(data)
        for name in names:
            self.fields[name] = _field(name)
            value = getattr(policy, name)
            self.initial[name] = time_of(value) if _is_clock(name) else value

    def values(self) -> dict[str, Any]:
        """What was filled in, clocks as minutes of the day."""
        return {name: _minute(value) for name, value in self.cleaned_data.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, value in list(data.items()):
            least, most = RANGES[name]
            if value is not None and not least <= _minute(value) <= most:
                words = {"least": f"{least:g}", "most": f"{most:g}"}
                self.add_error(name, _("Isi angka dari %(least)s sampai %(most)s.") % words)
        for start, end in ORDERED:
            starts, ends = (data.get(name) or self.initial.get(name) for name in (start, end))
            if end in self.fields and starts is not None and ends is not None and ends <= starts:
                self.add_error(end, _("Jam selesai harus sesudah jam mulai."))
        return data


def _field(name: str) -> forms.Field:
    if _is_clock(name):
        return forms.TimeField(label=LABELS[name], required=False, widget=time_input())
    kind = forms.IntegerField if _KINDS[name] in (int, "int") else forms.FloatField
    return kind(label=LABELS[name], required=False)


def _is_clock(name: str) -> bool:
    return name.endswith(("_from", "_until"))


def _minute(value: Any) -> Any:
    return minute_of(value) if isinstance(value, time) else value
