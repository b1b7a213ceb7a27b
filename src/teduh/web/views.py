"""The styleguide: every part of the look on one page, with invented content."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from teduh.trust.access import signed_in
from teduh.web.paging import Page

COLOURS: Final = (
    *("ground", "surface", "sunken", "canopy", "ink", "muted", "line", "edge", "accent", "accent-strong"),
    *("accent-soft", "amber", "amber-soft", "amber-line", "latent", "imminent", "actual", "hatch"),
)
LEVELS: Final = ("actual", "imminent", "latent", "calm", "unknown", "none")


class SampleForm(forms.Form):
    """One of each kind of field."""

    text = forms.CharField(
        label=_("Apa yang Anda lihat atau dengar?"),
        help_text=_("Pakai kata Anda sendiri. Ejaan tidak penting."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis dulu apa yang terjadi, satu kalimat pun cukup.")},
    )
    place = forms.CharField(label=_("Di mana?"), help_text=_("Nama desa dan kecamatan, kalau tahu."), required=False)
    kind = forms.ChoiceField(
        label=_("Jenis kegiatan"),
        choices=[("visit", _("Sambang warga")), ("meeting", _("Pertemuan tokoh")), ("patrol", _("Patroli dialogis"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
    )
    people = forms.IntegerField(label=_("Berapa orang ditemui?"), required=False, min_value=0)
    photo = forms.FileField(label=_("Foto"), required=False)
    about_police = forms.BooleanField(
        label=_("Ini tentang perilaku polisi"),
        help_text=_("Laporan ini lalu disegel: polisi setempat tidak melihatnya."),
        required=False,
    )


@dataclass(frozen=True)
class SampleStep:
    label: Any
    count: int


@dataclass(frozen=True)
class SampleNote:
    kind: str
    get_kind_display: Any
    at: datetime
    text: Any
    link: str = ""


@dataclass(frozen=True)
class SampleRow:
    village: str
    subdistrict: str
    level: str
    due: datetime
    reports: int


def _rows(now: datetime) -> list[SampleRow]:
    places = (("Ujanmas", "Pengandonan"), ("Kemalaraja", "Baturaja Timur"), ("Gunung Meraksa", "Lubuk Batang"))
    hours = (5, -50, 30)
    return [
        SampleRow(village, subdistrict, level, now + timedelta(hours=left), reports)
        for (village, subdistrict), level, left, reports in zip(places, LEVELS[1:4], hours, (7, 2, 0), strict=True)
    ]


def _thread(now: datetime) -> list[SampleNote]:
    return [
        SampleNote("question", _("Pertanyaan"), now - timedelta(hours=20), _("Kabar itu Anda dengar di mana?")),
        SampleNote("reply", _("Jawaban pelapor"), now - timedelta(hours=19), _("dari grup WA keluarga pak")),
        SampleNote(
            "answer", _("Jawaban"), now - timedelta(hours=3), _("Sudah kami periksa: kabar itu tidak benar."), "#"
        ),
    ]


def sample_context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Everything that the parts on the page need."""
    return {
        "now": now,
        "colours": COLOURS,
        "levels": LEVELS,
        "rows": _rows(now),
        "form": SampleForm(),
        "refused_form": SampleForm({"place": "Ujanmas"}, prefix="refused"),
        "groups": ("4588", "9931", "0420", "3198"),
        "notes": _thread(now),
        "steps": [
            SampleStep(label, count)
            for label, count in zip(
                (_("Diterima"), _("Ditempatkan"), _("Dinilai"), _("Ditindak"), _("Dijawab")),
                (66, 61, 58, 31, 27),
                strict=True,
            )
        ],
        "page": Page(request, list(range(61)), per_page=25),
        "three_hours_ago": now - timedelta(hours=3),
        "someday": date(2024, 10, 14),
    }


@signed_in
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "web/styleguide.html", sample_context(request, timezone.now()))
