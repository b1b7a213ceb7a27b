"""What the desk types and chooses."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from teduh.places.models import Area
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind, Level, Outcome, Priority, SightingSource, Verdict
from teduh.trust.models import Person

DAY: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FACTORS: Final = (
    ("friction_source", _("Ada sumber gesekan")),
    ("provocation", _("Ada yang memanas-manasi")),
    ("feeding_activity", _("Ada kegiatan yang memicu")),
    ("supporting_mass", _("Ada orang banyak yang ikut")),
)
DECISIONS: Final = (
    (Outcome.ANSWERED, _("Dijawab langsung: urusan kecil yang selesai dengan jawaban")),
    (Outcome.PROTECTED_SPEECH, _("Kebebasan berpendapat: kritik atau pendapat, tidak menjadi isu")),
    (Outcome.NOT_A_MATTER, _("Tidak memuat urusan: ucapan terima kasih, coba-coba, kosong")),
)


class OnePageForm(forms.Form):
    """One of several forms on a page: the ids of its boxes carry its name, so that each label finds its own box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


class PlaceForm(OnePageForm):
    """The desk confirms a place: one of those offered, or a name typed anew."""

    village = forms.CharField(required=False)
    typed = forms.CharField(
        label=_("Nama desa lain"),
        max_length=140,
        required=False,
        help_text=_("Ketik nama desa, boleh dengan kecamatannya: “Gunung Meraksa, Lubuk Batang”."),
    )


class NewIssueForm(OnePageForm):
    kind = forms.ChoiceField(label=_("Jenis"), choices=IssueKind.choices)
    title = forms.CharField(
        label=_("Judul"), max_length=160, help_text=_("Satu kalimat tentang keadaan, tanpa nama orang.")
    )
    summary = forms.CharField(label=_("Ringkasan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    priority = forms.ChoiceField(label=_("Prioritas"), choices=Priority.choices, initial=Priority.MEDIUM)


class DecideForm(OnePageForm):
    outcome = forms.ChoiceField(label=_("Keputusan"), choices=DECISIONS, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Alasan"), max_length=400)
    answer = forms.CharField(
        label=_("Jawaban untuk pelapor"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Terbaca di kode pelapor. Wajib bila dijawab langsung."),
    )


class WriteForm(OnePageForm):
    text = forms.CharField(label=_("Tulisan"), widget=forms.Textarea(attrs={"rows": 3}))
    question = forms.BooleanField(label=_("Ini pertanyaan untuk pelapor"), required=False)


class RefuseForm(OnePageForm):
    reason = forms.CharField(label=_("Mengapa bukan isu ini?"), max_length=200)


class LevelForm(OnePageForm):
    level = forms.ChoiceField(
        label=_("Tingkat"), choices=[row for row in Level.choices if row[0] != Level.NONE], widget=forms.RadioSelect
    )
    factors = forms.MultipleChoiceField(
        label=_("Yang terlihat dalam keadaan ini"),
        choices=FACTORS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400)


class HandlingForm(OnePageForm):
    """Who takes care of it, and how pressing it is."""

    priority = forms.ChoiceField(label=_("Prioritas"), choices=Priority.choices)
    to = forms.ModelChoiceField(
        label=_("Ditangani oleh"), queryset=Person.objects.none(), required=False, empty_label=_("belum ada")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class AnswerForm(OnePageForm):
    text = forms.CharField(
        label=_("Jawaban untuk semua pelapor isu ini"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang benar, apa yang sudah dilakukan, apa yang bisa mereka lakukan."),
    )


class ReasonForm(OnePageForm):
    reason = forms.CharField(label=_("Alasan"), max_length=400)


class ReleaseForm(OnePageForm):
    reason = forms.CharField(
        label=_("Mengapa tidak bisa menunggu sumber kedua?"),
        max_length=400,
        help_text=_("Tersimpan dengan nama Anda."),
    )


class SightingForm(OnePageForm):
    village = forms.ModelChoiceField(label=_("Terdengar di"), queryset=Area.objects.none(), required=False)
    heard_on = forms.DateField(label=_("Hari"), widget=DAY)
    source = forms.ChoiceField(label=_("Lewat"), choices=SightingSource.choices)

    def __init__(self, *args: Any, villages: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        self.fields["heard_on"].initial = today


class SourceForm(OnePageForm):
    source = forms.ChoiceField(label=_("Lewat"), choices=SightingSource.choices)


class VillagesForm(OnePageForm):
    """The villages that an issue touches: keep, drop, or add one by its name."""

    villages = forms.MultipleChoiceField(
        label=_("Desa yang tersentuh"), required=False, widget=forms.CheckboxSelectMultiple
    )
    typed = forms.CharField(
        label=_("Tambah desa"),
        max_length=140,
        required=False,
        help_text=_("Ketik nama desa, boleh dengan kecamatannya: “Gunung Meraksa, Lubuk Batang”."),
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["villages"].choices = offered  # type: ignore[attr-defined]
        self.fields["villages"].initial = [code for code, _name in offered]


class CheckForm(OnePageForm):
    checked_with = forms.CharField(
        label=_("Diperiksa kepada"), max_length=160, help_text=_("Kantor atau jabatan, bukan nama orang.")
    )
    finding = forms.CharField(label=_("Apa katanya"), widget=forms.Textarea(attrs={"rows": 2}))


class VerdictForm(OnePageForm):
    verdict = forms.ChoiceField(label=_("Penilaian"), choices=Verdict.choices)
    reason = forms.CharField(label=_("Alasan"), max_length=400)


class ManyJoinForm(OnePageForm):
    """Many reports into one open issue."""

    issue = forms.ModelChoiceField(label=_("Isu"), queryset=Issue.objects.none(), empty_label=_("pilih isu"))

    def __init__(self, *args: Any, issues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"].queryset = issues  # type: ignore[attr-defined]


class AssignForm(OnePageForm):
    """Who takes care of several issues."""

    to = forms.ModelChoiceField(
        label=_("Ditangani oleh"), queryset=Person.objects.none(), required=False, empty_label=_("belum ada")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class ManyOpenForm(NewIssueForm, AssignForm):
    """Many reports into one new issue, given to somebody at once."""


class ManyDecideForm(OnePageForm):
    """Many reports that become no issue; an answer is written to each alone."""

    outcome = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[row for row in DECISIONS if row[0] != Outcome.ANSWERED],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Alasan"), max_length=400)
