"""What people say about alarms, and how a unit looks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teduh.places.models import Area
from teduh.triage.rules import IssueKind
from teduh.warn.models import VulnerabilityRow, VulnerabilityTable
from teduh.warn.rules import WATCHED_KINDS, Decision, Score, TableShape


class DecideForm(forms.Form):
    decision = forms.ChoiceField(label=_("Apa yang dilakukan"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Alasannya"),
        max_length=400,
        help_text=_("Satu kalimat. Tulis tentang keadaannya, bukan tentang orangnya."),
    )


class ScoreForm(forms.Form):
    score = forms.ChoiceField(label=_("Nilainya"), choices=Score.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Mengapa"),
        max_length=400,
        help_text=_("Bila kunjungan mencegah sesuatu, peringatannya tepat, meskipun tidak terjadi apa-apa."),
    )


class PolicyForm(forms.Form):
    """The few parameters that a district may want to change; the others keep their value."""

    recurrence_days = forms.FloatField(
        label=_("Beri tahu bila kebetulan menunjukkannya paling sering sekali dalam (hari)"),
        min_value=1,
        max_value=3650,
    )
    silence_recurrence_days = forms.FloatField(
        label=_("Untuk desa yang jadi sepi: sekali dalam (hari)"), min_value=1, max_value=3650
    )
    longest_days = forms.IntegerField(label=_("Pola paling lama (hari)"), min_value=1, max_value=28)
    most_places = forms.IntegerField(label=_("Desa paling banyak dalam satu peringatan"), min_value=1, max_value=20)
    kinds = forms.MultipleChoiceField(
        label=_("Jenis isu yang dipantau"),
        choices=[(kind.value, kind.label) for kind in IssueKind],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kritik kepada siapa pun bukan isu dan tidak pernah dihitung."),
    )
    reason = forms.CharField(label=_("Mengapa diubah"), max_length=400)

    @classmethod
    def starting(cls, watch: dict[str, Any], kinds: Sequence[str]) -> "PolicyForm":
        names = ("recurrence_days", "silence_recurrence_days", "longest_days", "most_places")
        return cls(initial={**{name: watch[name] for name in names}, "kinds": list(kinds or WATCHED_KINDS)})


class GapForm(forms.Form):
    area = forms.ModelChoiceField(label=_("Di mana"), queryset=Area.objects.none())
    first = forms.DateField(label=_("Dari"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Sampai"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Mengapa tidak ada yang bisa melapor"), max_length=200)

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class VulnerabilityForm(forms.Form):
    """One number for each subdistrict, for each village that has one of its own, and for one more village."""

    shape = forms.ChoiceField(label=_("Bentuk tabel"), choices=TableShape.choices)
    source = forms.CharField(label=_("Dari mana angkanya"), max_length=200)
    as_of = forms.DateField(
        label=_("Keadaan per tanggal"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Mengapa diubah"), max_length=400)
    village = forms.ModelChoiceField(
        label=_("Tambah desa dengan angka sendiri"), queryset=Area.objects.none(), required=False
    )
    village_score = forms.FloatField(label=_("Angka desa itu"), min_value=0, max_value=100, required=False)

    def __init__(
        self, *args: Any, areas: Sequence[Area], villages: Any, table: VulnerabilityTable | None, **kwargs: Any
    ) -> None:
        rows: dict[str, VulnerabilityRow] = {row.area_id: row for row in table.rows.all()} if table else {}
        initial = {"shape": table.shape, "source": table.source, "as_of": table.as_of} if table else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        self.areas = {area.pk: area for area in areas}
        for area in areas:
            self.fields[f"area-{area.pk}"] = forms.FloatField(
                label=f"{area.name} ({area.pk})",
                min_value=0,
                max_value=100,
                required=False,
                initial=rows[area.pk].score if area.pk in rows else None,
            )

    def rows(self) -> list[tuple[Area, float, str]]:
        data = self.cleaned_data
        typed = {code: data[f"area-{code}"] for code in self.areas}
        found = {code: (self.areas[code], score) for code, score in typed.items() if score is not None}
        if data["village"] is not None and data["village_score"] is not None:
            found[data["village"].pk] = (data["village"], data["village_score"])
        return [(area, score, "") for area, score in found.values()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("village") is None) != (data.get("village_score") is None):
            self.add_error("village_score", _("Pilih desanya dan isi angkanya, atau kosongkan keduanya."))
        return data
