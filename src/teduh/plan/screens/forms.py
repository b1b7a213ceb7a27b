"""What a chief changes in a plan."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from teduh.places.models import Area
from teduh.plan.models import Stop
from teduh.trust.models import Person


def days_of_week(week_start: date) -> list[tuple[str, str]]:
    days = [week_start + timedelta(days=n) for n in range(7)]
    return [(day.isoformat(), date_format(day, "l, j M")) for day in days]


def officer_choices(officers: Iterable[Person]) -> list[tuple[str, str]]:
    return [("", str(_("belum ada"))), *((str(officer.pk), str(officer)) for officer in officers)]


class StopForm(forms.Form):
    """The day and officer of one stop, and whether it must stay."""

    day = forms.ChoiceField(label=_("Hari"))
    officer = forms.ChoiceField(label=_("Petugas"), required=False)
    pinned = forms.BooleanField(label=_("Tetapkan: jangan digeser usulan baru"), required=False)

    def __init__(self, *args: Any, week_start: date, officers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = days_of_week(week_start)  # type: ignore[attr-defined]
        self.fields["officer"].choices = officer_choices(officers)  # type: ignore[attr-defined]

    @classmethod
    def of(cls, stop: Stop, week_start: date, officers: list[Person]) -> "StopForm":
        initial = {"day": stop.day.isoformat(), "officer": str(stop.officer_id or ""), "pinned": stop.pinned}
        return cls(initial=initial, week_start=week_start, officers=officers, prefix=str(stop.pk), auto_id="id_%s")


class AddForm(forms.Form):
    village = forms.ModelChoiceField(label=_("Desa"), queryset=Area.objects.none())
    day = forms.ChoiceField(label=_("Hari"))
    officer = forms.ChoiceField(label=_("Petugas"), required=False)

    def __init__(self, *args: Any, week_start: date, villages: Any, officers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        self.fields["day"].choices = days_of_week(week_start)  # type: ignore[attr-defined]
        self.fields["officer"].choices = officer_choices(officers)  # type: ignore[attr-defined]


class SkipForm(forms.Form):
    reason = forms.CharField(label=_("Mengapa tidak jadi?"), max_length=300)
