"""What the second person says about words that are held."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teduh.respond import gate


class ReleaseForm(forms.Form):
    """Why these words are a false alarm. Which words they are stands in the hidden fields."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    part = forms.CharField(max_length=20, widget=forms.HiddenInput)
    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    rule = forms.CharField(max_length=40, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Mengapa penanda ini keliru?"),
        help_text=_("Satu kalimat. Alasan dan nama Anda terbaca oleh auditor."),
        max_length=300,
        error_messages={"required": _("Tulis dalam satu kalimat mengapa penanda ini keliru.")},
    )

    @classmethod
    def about(cls, row: gate.Outgoing, stop: gate.Stop, digest: str) -> "ReleaseForm":
        where = {"digest": digest, "part": stop.part.name, "start": stop.held.start, "rule": stop.held.rule}
        return cls(initial=where, auto_id=f"id_{stop.part.name}_{stop.held.start}_%s")


def held_context(row: gate.Outgoing, stops: list[gate.Stop], *, may: bool, typed: ReleaseForm | None) -> dict[str, Any]:
    """What the page shows of held words: the marked texts, and beside each word a form for those who may release it.

    A form that was refused comes back beside its words with what was typed.
    """
    digest = gate.digest(row)
    forms_by_stop: dict[gate.Stop, ReleaseForm] = {}
    for stop in stops if may else ():
        if stop.held.releasable and stop.release is None:
            form = ReleaseForm.about(row, stop, digest)
            if typed and all(str(form.initial[name]) == typed.data.get(name) for name in form.initial):
                typed.auto_id = form.auto_id
                form = typed
            forms_by_stop[stop] = form
    marked = [(one, [(stop, forms_by_stop.get(stop)) for stop in one.stops]) for one in gate.marked(stops)]
    return {"marked": marked, "still_held": [stop for stop in stops if stop.release is None]}
