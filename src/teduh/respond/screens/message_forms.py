"""What people type about order messages."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teduh.places.models import Unit
from teduh.places.rules import PhaseKind
from teduh.respond import gate
from teduh.respond.models import Message
from teduh.trust import neutrality

_EMPTY = {"required": _("Bagian ini perlu diisi.")}


class MessageForm(forms.Form):
    """A message; each phrase that it must not hold is explained beside the box and marked in `marked`."""

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

    def __init__(self, *args: Any, unit: Unit, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unit, self._on = unit, on
        self.marked: list[gate.Marked] = []

    @classmethod
    def of(cls, message: Message, **kwargs: Any) -> "MessageForm":
        names = ("title", "text", "text_en", "phases")
        return cls(initial={name: getattr(message, name) for name in names}, **kwargs)

    def clean(self) -> dict[str, Any]:
        names = ("title", "text", "text_en")
        texts = [self.cleaned_data.get(name, "") for name in names]
        stops = []
        for name, text, held in zip(names, texts, neutrality.held_in(texts, unit=self._unit, on=self._on), strict=True):
            part = gate.Part(name, str(self.fields[name].label), text)
            stops += [gate.Stop(part, one, None) for one in held]
            for one in held:
                if not one.releasable:
                    self.add_error(name, one.sentence)
        self.marked = gate.marked(stops)
        return self.cleaned_data


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa pesan ini ditarik?"), error_messages={"required": _("Tulis alasannya dalam satu kalimat.")}
    )
