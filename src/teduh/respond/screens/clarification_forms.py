"""A clarification as it is written: the fact first, what was heard once, why, and who was asked."""

from datetime import date
from typing import Any, Final

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from teduh.respond.models import Clarification
from teduh.respond.rules import FACT_LIMITS, SOURCES_LIMIT

SOURCE_ROWS: Final = 3


def _box(label: Any, limit: str, *, rows: int, help_text: Any = "", required: bool = False) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows, "class": "short"})
    return forms.CharField(
        label=label, max_length=FACT_LIMITS[limit], widget=box, help_text=help_text, required=required
    )


class ClarificationForm(forms.Form):
    title = forms.CharField(
        label=_("Judul"),
        max_length=FACT_LIMITS["title"],
        help_text=_("Faktanya dalam satu kalimat, bukan kabar bohongnya. Sebut kecamatannya, jangan desanya."),
    )
    fact = _box(
        _("Faktanya"),
        "fact",
        rows=4,
        required=True,
        help_text=_("Apa yang benar menurut yang sudah diperiksa. Ini yang dibaca pertama."),
    )
    myth = _box(
        _("Yang terdengar"),
        "myth",
        rows=2,
        help_text=_("Satu kali saja, tanpa gambarnya, tanpa nama siapa yang menyebarkan."),
    )
    why = _box(_("Mengapa tidak benar, atau apa yang belum jelas"), "why", rows=3)


class EnglishForm(forms.Form):
    """The same in English, where somebody can write it."""

    title_en = forms.CharField(label=_("Judul dalam bahasa Inggris"), max_length=FACT_LIMITS["title"], required=False)
    fact_en = _box(_("Faktanya dalam bahasa Inggris"), "fact", rows=3)
    myth_en = _box(_("Yang terdengar, dalam bahasa Inggris"), "myth", rows=2)
    why_en = _box(_("Mengapa, dalam bahasa Inggris"), "why", rows=3)


class SourceForm(forms.Form):
    name = forms.CharField(label=_("Kantor atau jabatan"), required=False, max_length=FACT_LIMITS["source"])
    said = forms.CharField(label=_("Apa katanya"), required=False, max_length=FACT_LIMITS["said"])
    on = forms.DateField(
        label=_("Tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("said") or data.get("on")) and not data.get("name"):
            self.add_error("name", _("Tulis kantor atau jabatan yang mengatakannya."))
        return data


SourceForms = formset_factory(
    SourceForm, extra=SOURCE_ROWS, max_num=SOURCES_LIMIT, absolute_max=SOURCES_LIMIT, validate_max=True
)


def texts_of(row: Clarification) -> dict[str, str]:
    return {name: getattr(row, name) for name in (*ClarificationForm.base_fields, *EnglishForm.base_fields)}


def sources_of(row: Clarification) -> list[dict[str, Any]]:
    """The sources with their day as a date, for the form and for the pages."""
    return [{**source, "on": date.fromisoformat(source["on"]) if source.get("on") else None} for source in row.sources]


class WithdrawReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan, terbaca umum"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "class": "short"})
    )
