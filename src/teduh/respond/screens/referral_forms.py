"""What a partner needs to take a matter, asked in plain questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.respond.rules import QUESTIONS, ReferralKind, elements_of


class ReferralForm(forms.Form):
    partner = forms.ModelChoiceField(label=_("Kepada"), queryset=Unit.objects.none())
    kind = forms.ChoiceField(label=_("Perkara"), choices=ReferralKind.choices)
    known_on = forms.DateField(
        label=_("Diketahui sejak"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Laporan pelanggaran pemilihan diterima paling lama tujuh hari sejak diketahui."),
    )
    reason = forms.CharField(
        label=_("Mengapa mitra ini yang berwenang"),
        max_length=400,
        help_text=_("Satu kalimat. Jangan tulis nama pelapor di mana pun dalam rujukan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = places.partners()  # type: ignore[attr-defined]


class ElementsForm(forms.Form):
    """One box for each element of this kind; what stays empty is shown as missing."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in elements_of(kind):
            self.fields[name] = forms.CharField(
                label=QUESTIONS[name],
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
                max_length=2_000,
            )


class PartnerAnswerForm(forms.Form):
    accepted = forms.ChoiceField(
        label=_("Jawaban mitra"),
        choices=(("ya", _("Diterima")), ("tidak", _("Dikembalikan"))),
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Kata mitra"), widget=forms.Textarea(attrs={"rows": 2, "class": "short"}))
