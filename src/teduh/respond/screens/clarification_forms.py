"""A clarification as it is written: the fact first."""

from datetime import date
from typing import Any, Final

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from teduh.respond.models import Clarification

SOURCE_ROWS: Final = 4


class ClarificationForm(forms.Form):
    title = forms.CharField(
        label=_("Judul"), max_length=160, help_text=_("Faktanya dalam satu kalimat, bukan kabar bohongnya.")
    )
    fact = forms.CharField(
        label=_("Faktanya"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang benar menurut yang sudah diperiksa. Ini yang dibaca pertama."),
    )
    myth = forms.CharField(
        label=_("Yang terdengar"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Satu kali saja, tanpa gambarnya, tanpa nama siapa yang menyebarkan."),
    )
    why = forms.CharField(
        label=_("Mengapa tidak benar, atau apa yang belum jelas"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    title_en = forms.CharField(label=_("Judul dalam bahasa Inggris"), max_length=160, required=False)
    fact_en = forms.CharField(
        label=_("Faktanya dalam bahasa Inggris"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, row: Clarification) -> "ClarificationForm":
        return cls(initial={name: getattr(row, name) for name in cls.base_fields})


class SourceForm(forms.Form):
    name = forms.CharField(label=_("Sumber"), required=False, max_length=160)
    said = forms.CharField(label=_("Apa katanya"), required=False, max_length=400)
    on = forms.DateField(
        label=_("Tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


SourceForms = formset_factory(SourceForm, extra=SOURCE_ROWS, max_num=12)


def sources_of(row: Clarification) -> list[dict[str, Any]]:
    return [{**source, "on": date.fromisoformat(source["on"]) if source.get("on") else None} for source in row.sources]


class WithdrawReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan, terbaca umum"), max_length=300)
