"""The one page on which a visit is told. The forms carry it; what may be kept is decided in the action."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teduh.places.models import Area
from teduh.respond.account import COUNT_LIMIT, ROW_LIMIT, Asked, Met, Promised, Raised
from teduh.respond.models import Message
from teduh.respond.rules import MET_ROLES, ActivityType
from teduh.respond.screens.promise_forms import day_field
from teduh.trust.models import Person

FEW: Final = 5
_UNKNOWN: Final = {"invalid_choice": _("Pilihan ini tidak ada lagi. Pilih dari daftar.")}


def _short(**kwargs: Any) -> forms.CharField:
    attrs = {"rows": 2, "class": "short"}
    return forms.CharField(required=False, widget=forms.Textarea(attrs=attrs), **kwargs)


class VisitForm(forms.Form):
    """What every visit has: what, where, when, who."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput())
    stop_id = forms.UUIDField(required=False, widget=forms.HiddenInput())
    activity = forms.ChoiceField(
        label=_("Kegiatan"),
        choices=[("", _("Pilih kegiatan")), *ActivityType.choices],
        error_messages={"required": _("Pilih salah satu kegiatan."), **_UNKNOWN},
    )
    village = forms.ChoiceField(label=_("Desa"), error_messages={"required": _("Pilih desanya."), **_UNKNOWN})
    day = day_field(label=_("Tanggal"))
    start = forms.TimeField(
        label=_("Mulai jam"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": _("Jam ini tidak terbaca. Tulis seperti 13.30."),
            "required": _("Isi jam mulainya."),
        },
    )
    minutes = forms.IntegerField(
        label=_("Lama (menit)"),
        min_value=1,
        max_value=24 * 60,
        initial=60,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Tulis lamanya dengan angka, misalnya 60."),
            "required": _("Isi lamanya, misalnya 60."),
            "min_value": _("Paling singkat 1 menit."),
            "max_value": _("Satu kunjungan paling lama 24 jam. Catat hari berikutnya tersendiri."),
        },
    )
    place_detail = forms.CharField(
        label=_("Tempat di desa itu"), help_text=_("Misalnya: balai desa, Dusun II, pasar."), required=False
    )
    officers = forms.MultipleChoiceField(
        label=_("Petugas"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu petugas."), **_UNKNOWN},
    )
    messages = forms.MultipleChoiceField(
        label=_("Pesan yang disampaikan"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=_UNKNOWN,
    )
    situation = _short(
        label=_("Situasi"), help_text=_("Yang Anda lihat sendiri. Tulis peran atau jabatan orang, bukan namanya.")
    )

    def __init__(
        self,
        *args: Any,
        villages: Sequence[Area],
        officers: Sequence[Person],
        carried: Sequence[Message],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [
            (village.code, f"{village.name} ({village.parent.name})") for village in villages if village.parent
        ]
        if len(choices) <= FEW:
            self.fields["village"].widget = forms.RadioSelect()
        else:
            choices.insert(0, ("", _("Pilih desa")))
        self.fields["village"].choices = choices  # type: ignore[attr-defined]
        self.fields["officers"].choices = [  # type: ignore[attr-defined]
            (str(person.pk), f"{person} ({person.get_role_display()})") for person in officers
        ]
        self.fields["messages"].choices = [(str(row.pk), row.title) for row in carried]  # type: ignore[attr-defined]

    def began(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["start"]))

    def ended(self) -> datetime:
        return self.began() + timedelta(minutes=self.cleaned_data["minutes"])


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=COUNT_LIMIT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "0"}),
        error_messages={
            "invalid": _("Tulis jumlahnya dengan angka."),
            "min_value": _("Jumlahnya tidak bisa kurang dari 0."),
            "max_value": _("Jumlahnya terlalu besar. Periksa angkanya."),
        },
    )


class PeopleForm(forms.Form):
    """How many of each usual role; an empty number is nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, label in enumerate(MET_ROLES.values()):
            self.fields[f"role{n}"] = _count(label)

    def rows(self) -> list[Met]:
        counted = ((role, self.cleaned_data.get(f"role{n}")) for n, role in enumerate(MET_ROLES))
        return [Met(role=role, count=count) for role, count in counted if count]


class Row(forms.Form):
    """One line that may stay empty; once begun, it must be whole."""

    # The fields that a begun line needs, each with the sentence that asks for it.
    needs: Mapping[str, Any] = {}

    @property
    def begun(self) -> bool:
        return any(self.cleaned_data.get(name) not in (None, "") for name in self.fields)

    def clean(self) -> dict[str, Any]:
        if any(self.data.get(self.add_prefix(name), "").strip() for name in self.fields):
            for name, sentence in self.needs.items():
                if name not in self.errors and not self.cleaned_data.get(name):
                    self.add_error(name, sentence)
        return self.cleaned_data


class OtherRow(Row):
    role = forms.CharField(label=_("Peran atau jabatan"), required=False)
    count = _count(_("Jumlah"))
    needs = {"role": _("Tulis perannya."), "count": _("Tulis jumlahnya.")}


class QuestionRow(Row):
    question = _short(label=_("Pertanyaan"))
    answer = _short(label=_("Jawaban"))
    needs = {"question": _("Tulis juga pertanyaannya.")}


class ConcernRow(Row):
    text = _short(label=_("Keluhan atau harapan"))
    issue = forms.ChoiceField(label=_("Termasuk isu"), required=False, error_messages=_UNKNOWN)
    needs = {"text": _("Tulis keluhannya.")}

    def __init__(self, *args: Any, issues: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(issue.pk), f"{issue.title} ({_names(issue.villages.all())})") for issue in issues]
        self.fields["issue"].choices = [("", _("Tidak, atau belum tahu")), *known]  # type: ignore[attr-defined]


def _names(villages: Iterable[Area]) -> str:
    return ", ".join(village.name for village in villages)


class PromiseRow(Row):
    text = _short(label=_("Yang dijanjikan"))
    owner = forms.CharField(label=_("Siapa (jabatannya)"), required=False)
    due_on = day_field(label=_("Paling lambat"), required=False)
    needs = {
        "text": _("Tulis apa yang dijanjikan."),
        "owner": _("Tulis siapa yang menepati."),
        "due_on": _("Isi batas waktunya."),
    }


# At first so many empty lines; "tambah baris" adds as many again.
EMPTY_ROWS: Final = {"others": 2, "questions": 5, "concerns": 2, "promises": 2}
GROUPS: Final = {
    "others": _("Peran lain"),
    "questions": _("Tanya jawab"),
    "concerns": _("Keluhan dan harapan warga"),
    "promises": _("Janji"),
}
_FORMS: Final = {"others": OtherRow, "questions": QuestionRow, "concerns": ConcernRow, "promises": PromiseRow}
_SETS: Final = {
    name: formset_factory(form, extra=EMPTY_ROWS[name], max_num=ROW_LIMIT, absolute_max=ROW_LIMIT)
    for name, form in _FORMS.items()
}


@dataclass
class VisitPage:
    """All forms of the page together. `choices` and `issues` are what the person may choose from."""

    visit: VisitForm
    people: PeopleForm
    rows: dict[str, BaseFormSet[Row]]
    choices: Mapping[str, Any]
    issues: Sequence[Any]
    # A refusal about a group of lines, by the name of the group.
    refused: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, *, initial: Mapping[str, Any], choices: Mapping[str, Any], issues: Sequence[Any]) -> "VisitPage":
        rows = {name: kind(prefix=name, form_kwargs=_row_kwargs(name, issues)) for name, kind in _SETS.items()}
        return cls(VisitForm(initial=dict(initial), **choices), PeopleForm(prefix="people"), rows, choices, issues)

    @classmethod
    def longer(cls, data: QueryDict, more: str, *, choices: Mapping[str, Any], issues: Sequence[Any]) -> "VisitPage":
        """The page as it was typed so far, with more empty lines of one kind and nothing judged yet."""
        rows = {}
        for name, kind in _SETS.items():
            kwargs = _row_kwargs(name, issues)
            sent = [_FORMS[name](prefix=f"{name}-{n}", **kwargs) for n in range(_total(data, name))]
            rows[name] = kind(prefix=name, form_kwargs=kwargs, initial=[_typed(form, data) for form in sent])
            rows[name].extra = EMPTY_ROWS[name] if name == more else 0
        visit = VisitForm(initial=_typed(VisitForm(**choices), data), **choices)
        people = PeopleForm(prefix="people", initial=_typed(PeopleForm(prefix="people"), data))
        return cls(visit, people, rows, choices, issues)

    @classmethod
    def sent(cls, data: QueryDict, *, choices: Mapping[str, Any], issues: Sequence[Any]) -> "VisitPage":
        rows = {name: kind(data, prefix=name, form_kwargs=_row_kwargs(name, issues)) for name, kind in _SETS.items()}
        return cls(VisitForm(data, **choices), PeopleForm(data, prefix="people"), rows, choices, issues)

    def is_valid(self) -> bool:
        # Each is asked, so that every mistake is shown at once.
        return all([self.visit.is_valid(), self.people.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def refuse(self, name: str | None, sentence: str) -> None:
        """Show what the action refused, beside what it is about."""
        if name in self.rows:
            self.refused[name] = sentence
        else:
            self.visit.is_valid()
            self.visit.add_error(name if name in self.visit.fields else None, sentence)

    @property
    def wrong(self) -> bool:
        return self.visit.is_bound and bool(self.refused or not self.is_valid())

    def groups(self) -> list["Group"]:
        return [Group(name, str(GROUPS[name]), rows, self.refused.get(name, "")) for name, rows in self.rows.items()]

    def met(self) -> list[Met]:
        return [*self.people.rows(), *(Met(role=row["role"], count=row["count"]) for row in self._begun("others"))]

    def asked(self) -> list[Asked]:
        return [Asked(row["question"], row["answer"]) for row in self._begun("questions")]

    def raised(self) -> list[Raised]:
        known = {str(issue.pk): issue for issue in self.issues}
        return [Raised(row["text"], known.get(row["issue"])) for row in self._begun("concerns")]

    def promised(self) -> list[Promised]:
        return [Promised(row["text"], row["owner"], row["due_on"]) for row in self._begun("promises")]

    def _begun(self, name: str) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.rows[name].forms if form.begun]


@dataclass(frozen=True)
class Group:
    """Lines of one kind, as the page shows them: folded away until something stands in them."""

    name: str
    label: str
    rows: BaseFormSet[Row]
    refused: str

    @property
    def open(self) -> bool:
        typed = any(any(form.initial.values()) for form in self.rows.forms if not self.rows.is_bound)
        return bool(self.refused) or typed or (self.rows.is_bound and any(form.has_changed() for form in self.rows))


def _total(data: QueryDict, name: str) -> int:
    typed = data.get(f"{name}-TOTAL_FORMS", "")
    return min(int(typed), ROW_LIMIT) if typed.isdecimal() else 0


def _row_kwargs(name: str, issues: Sequence[Any]) -> dict[str, Any]:
    return {"issues": issues} if name == "concerns" else {}


def _typed(form: forms.Form, data: QueryDict) -> dict[str, Any]:
    """What stands in the boxes of a form, judged by nobody."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }


class VisitFilter(forms.Form):
    """Which visits the list shows; what cannot be read narrows nothing."""

    pekan = day_field(label=_("Minggu yang memuat"), required=False)
    desa = forms.ChoiceField(label=_("Desa"), required=False)
    petugas = forms.ChoiceField(label=_("Petugas"), required=False)

    def __init__(self, *args: Any, villages: Sequence[Area], officers: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anyone, anywhere = ("", _("Semua petugas")), ("", _("Semua desa"))
        self.fields["desa"].choices = [anywhere, *((row.code, row.name) for row in villages)]  # type: ignore[attr-defined]
        self.fields["petugas"].choices = [anyone, *((str(row.pk), str(row)) for row in officers)]  # type: ignore[attr-defined]

    def week(self) -> tuple[date, date] | None:
        """Monday to Sunday of the week that was asked for."""
        day = self.cleaned_data.get("pekan")
        if not day:
            return None
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
