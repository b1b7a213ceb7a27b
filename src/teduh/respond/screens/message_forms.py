"""What people type about order messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teduh.places.rules import PhaseKind
from teduh.respond.models import Message
from teduh.respond.neutrality import findings

_EMPTY = {"required": _("Bagian ini perlu diisi.")}


class MessageForm(forms.Form):
    """A message; each phrase that it must not hold is explained beside the box."""

    title = forms.CharField(
        label=_("Judul"), help_text=_("Beberapa kata, misalnya: Beda pilihan, tetap bersaudara."), error_messages=_EMPTY
    )
    text = forms.CharField(
        label=_("Isi pesan"),
        help_text=_("Kalimat pendek yang enak dibacakan. Tanpa calon, tanpa ancaman, tanpa pujian bagi pejabat."),
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages=_EMPTY,
    )
    text_en = forms.CharField(
        label=_("Terjemahan bahasa Inggris"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    phases = forms.MultipleChoiceField(
        label=_("Cocok untuk tahapan"),
        choices=PhaseKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Pilih tahapan dari daftar.")},
    )

    @classmethod
    def of(cls, message: Message) -> "MessageForm":
        names = ("title", "text", "text_en", "phases")
        return cls(initial={name: getattr(message, name) for name in names})

    def clean(self) -> dict[str, Any]:
        for name in ("title", "text", "text_en"):
            for finding in findings(self.cleaned_data.get(name, "")):
                self.add_error(name, f"“{finding.words}”: {finding.why}")
        return self.cleaned_data


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa pesan ini ditarik?"), error_messages={"required": _("Tulis alasannya dalam satu kalimat.")}
    )
