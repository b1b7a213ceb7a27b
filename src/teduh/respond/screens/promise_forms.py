"""What people type about promises, and the day as every form here asks for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def day_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Tanggal ini tidak terbaca. Tulis seperti 14/10/2024."),
            "required": _("Isi tanggalnya."),
        },
        **kwargs,
    )


class KeepForm(forms.Form):
    kept_on = day_field(label=_("Ditepati tanggal"))
    outcome = forms.CharField(
        label=_("Apa hasilnya?"),
        help_text=_("Satu atau dua kalimat yang bisa disampaikan kepada warga."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        error_messages={"required": _("Tulis apa hasilnya, dalam satu atau dua kalimat.")},
    )


class TellForm(forms.Form):
    on = day_field(label=_("Dikabarkan tanggal"))
