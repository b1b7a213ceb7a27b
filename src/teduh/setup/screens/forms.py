"""What an administrator types."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teduh.places import reads
from teduh.places.models import Operation, Phase, Unit
from teduh.places.rules import AreaLevel, ContestKind, PhaseKind, UnitKind
from teduh.trust.models import Person
from teduh.trust.rules import Role

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AreaCodeField(forms.CharField):
    """An area by its official code, or by a name that only one area has."""

    def __init__(self, *, levels: tuple[AreaLevel, ...], **kwargs: Any) -> None:
        self.levels = levels
        super().__init__(max_length=140, **kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        area = reads.area_by_code_or_name(typed, levels=self.levels)
        if area is None:
            raise ValidationError(
                _("Tidak ada satu wilayah yang pasti bernama “%(typed)s”. Tulis kodenya, misalnya 16.01.08.2018.")
                % {"typed": typed}
            )
        return area


class UnitForm(forms.Form):
    key = forms.SlugField(
        label=gettext_lazy("Kunci"),
        help_text=gettext_lazy("Huruf kecil dan garis, misalnya polsek-pengandonan."),
        max_length=60,
    )
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=UnitKind.choices)
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Di bawah"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("tidak ada"),
    )
    can_investigate = forms.BooleanField(label=gettext_lazy("Berwenang menyidik"), required=False)
    contact = forms.CharField(label=gettext_lazy("Alamat atau telepon kantor"), max_length=200, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units  # type: ignore[attr-defined]

    @classmethod
    def of(cls, unit: Unit, *, units: QuerySet[Unit]) -> "UnitForm":
        names = ("key", "name", "kind", "parent", "can_investigate", "contact")
        return cls(initial={name: getattr(unit, name) for name in names}, units=units)


class JurisdictionForm(forms.Form):
    area = AreaCodeField(
        label=gettext_lazy("Kecamatan atau desa"),
        levels=(AreaLevel.PROVINCE, AreaLevel.REGENCY, AreaLevel.SUBDISTRICT, AreaLevel.VILLAGE),
        help_text=gettext_lazy("Kode wilayah, atau nama yang hanya dipakai satu wilayah."),
    )
    valid_from = forms.DateField(label=gettext_lazy("Mulai"), widget=DAY)


class EndForm(forms.Form):
    last_day = forms.DateField(label=gettext_lazy("Hari terakhir"), widget=DAY)


class PostingForm(forms.Form):
    village = AreaCodeField(
        label=gettext_lazy("Desa atau kelurahan"),
        levels=(AreaLevel.VILLAGE,),
        help_text=gettext_lazy("Kode wilayah, atau nama yang hanya dipakai satu desa."),
    )
    valid_from = forms.DateField(label=gettext_lazy("Mulai"), widget=DAY)


class OperationForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama operasi"), max_length=120)
    contest = forms.ChoiceField(label=gettext_lazy("Bentuk pemilihan"), choices=ContestKind.choices)
    candidate_pairs = forms.IntegerField(
        label=gettext_lazy("Banyaknya pasangan calon"),
        min_value=1,
        max_value=20,
        help_text=gettext_lazy("Hanya jumlahnya. Nama dan nomor pasangan calon tidak pernah disimpan."),
    )
    starts_on = forms.DateField(label=gettext_lazy("Mulai"), widget=DAY)
    ends_on = forms.DateField(label=gettext_lazy("Selesai"), widget=DAY)

    @classmethod
    def of(cls, operation: Operation) -> "OperationForm":
        names = ("name", "contest", "candidate_pairs", "starts_on", "ends_on")
        return cls(initial={name: getattr(operation, name) for name in names})


class PhaseForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Jenis tahapan"), choices=PhaseKind.choices)
    name = forms.CharField(
        label=gettext_lazy("Nama tahapan"),
        max_length=Phase._meta.get_field("name").max_length,
        help_text=gettext_lazy(
            "Nama yang sudah ada akan digeser; nama baru menambah tahapan, misalnya pemungutan suara ulang."
        ),
    )
    starts_on = forms.DateField(label=gettext_lazy("Mulai"), widget=DAY)
    ends_on = forms.DateField(label=gettext_lazy("Selesai"), widget=DAY)


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    rank = forms.CharField(label=gettext_lazy("Pangkat"), max_length=40, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Peran"), choices=Role.choices)
    unit = forms.ModelChoiceField(label=gettext_lazy("Satuan"), queryset=Unit.objects.none())
    is_active = forms.BooleanField(label=gettext_lazy("Boleh masuk"), required=False, initial=True)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @classmethod
    def of(cls, person: Person, *, units: QuerySet[Unit]) -> "PersonForm":
        names = ("name", "rank", "role", "unit", "is_active")
        return cls(initial={name: getattr(person, name) for name in names}, units=units)


class NewPersonForm(PersonForm):
    username = forms.SlugField(label=gettext_lazy("Nama masuk"), max_length=60)
    password = forms.CharField(
        max_length=200,
        label=gettext_lazy("Kata sandi pertama"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("username", "name", "rank", "role", "unit", "password", "is_active")


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        max_length=200,
        label=gettext_lazy("Kata sandi baru"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def today_first(form_class: type[forms.Form], today: date, **kwargs: Any) -> forms.Form:
    """An empty form whose first day is today."""
    return form_class(initial={"valid_from": today, "last_day": today}, **kwargs)
