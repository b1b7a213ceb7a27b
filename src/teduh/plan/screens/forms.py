"""What a chief changes in a plan."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from teduh.places.models import Area
from teduh.plan.models import Plan, Stop
from teduh.plan.rules import MOST_VEHICLES, TravelMode, VillageRuleKind, What
from teduh.plan.screens.words import weekday_name
from teduh.trust.models import Person


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def time_of(minute: int) -> time:
    return time(min(minute // 60, 23), minute % 60 if minute < 24 * 60 else 59)


def minute_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute


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


class SwapForm(forms.Form):
    """Another planned visit of the same week to change places with."""

    other = forms.ChoiceField(label=_("Tukar dengan"))

    def __init__(self, *args: Any, others: Iterable[Stop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [(str(stop.pk), _stop_label(stop)) for stop in others]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, stop: Stop, others: Iterable[Stop]) -> "SwapForm":
        rest = [other for other in others if other.pk != stop.pk]
        return cls(others=rest, prefix=f"tukar-{stop.pk}", auto_id="id_%s")


def _stop_label(stop: Stop) -> str:
    return f"{stop.village.name}, {date_format(stop.day, 'l')}"


class ForbidForm(forms.Form):
    village = forms.ModelChoiceField(label=_("Desa"), queryset=Area.objects.none())

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "larang", **kwargs})
        self.fields["village"].queryset = villages.order_by("name")  # type: ignore[attr-defined]


class WhatifForm(forms.Form):
    """What has changed; only the fields that belong to it are asked."""

    what = forms.ChoiceField(label=_("Apa yang berubah"), choices=What.choices, widget=forms.RadioSelect)
    officer = forms.ChoiceField(label=_("Petugas yang berhalangan"), required=False)
    village = forms.ModelChoiceField(label=_("Desa"), queryset=Area.objects.none(), required=False)
    first = forms.DateField(label=_("Dari"), widget=_date_input())
    last = forms.DateField(label=_("Sampai"), widget=_date_input())

    def __init__(
        self, *args: Any, villages: Any, officers: list[Person], first: date, plan: Plan, **kwargs: Any
    ) -> None:
        initial = {"first": first, "last": plan.week_start + timedelta(days=6), "what": What.AWAY}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.plan = plan
        self.fields["officer"].choices = officer_choices(officers)  # type: ignore[attr-defined]
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        what = data.get("what")
        if what == What.AWAY and not data.get("officer"):
            self.add_error("officer", _("Pilih petugasnya."))
        if what in (What.CUT, What.ALARM) and not data.get("village"):
            self.add_error("village", _("Pilih desanya."))
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("Hari terakhir tidak boleh sebelum hari pertama."))
        week_end = self.plan.week_start + timedelta(days=6)
        if first and not self.plan.week_start <= first <= week_end:
            self.add_error("first", _("Pilih hari dalam minggu rencana ini."))
        return data


class HoursForm(forms.Form):
    """An officer's own hours for each weekday; an empty row means none of their own."""

    mode = forms.ChoiceField(label=_("Naik apa"), choices=TravelMode.choices)
    base = forms.ModelChoiceField(
        label=_("Mulai dari desa"),
        queryset=Area.objects.none(),
        required=False,
        help_text=_("Kosong berarti dari tengah kecamatan."),
    )
    usual_hours = forms.BooleanField(
        label=_("Hari yang kosong ikut jam umum"),
        required=False,
        help_text=_("Tanpa centang, petugas hanya berdinas pada hari yang jamnya diisi."),
    )

    def __init__(self, *args: Any, villages: Any, hours: Mapping[int, tuple[int, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].queryset = villages  # type: ignore[attr-defined]
        for weekday in range(7):
            span = hours.get(weekday)
            for name, which, word in (("starts", 0, _("dari")), ("ends", 1, _("sampai"))):
                self.fields[f"{name}-{weekday}"] = forms.TimeField(
                    label=f"{weekday_name(weekday)}, {word}",
                    required=False,
                    widget=time_input(),
                    initial=time_of(span[which]) if span else None,
                )

    def hours(self) -> dict[int, tuple[int, int]]:
        found = {}
        for weekday in range(7):
            starts, ends = self.cleaned_data.get(f"starts-{weekday}"), self.cleaned_data.get(f"ends-{weekday}")
            if starts is not None and ends is not None:
                found[weekday] = (minute_of(starts), minute_of(ends))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for weekday in range(7):
            starts, ends = data.get(f"starts-{weekday}"), data.get(f"ends-{weekday}")
            if (starts is None) != (ends is None):
                self.add_error(f"ends-{weekday}", _("Isi jam mulai dan jam selesainya."))
            elif starts is not None and ends is not None and ends <= starts:
                self.add_error(f"ends-{weekday}", _("Jam selesai harus sesudah jam mulai."))
        return data


class AwayForm(forms.Form):
    first = forms.DateField(label=_("Dari"), widget=_date_input())
    last = forms.DateField(label=_("Sampai"), widget=_date_input())


class RuleForm(forms.Form):
    """One thing that is special about a village."""

    village = forms.ModelChoiceField(label=_("Desa"), queryset=Area.objects.none())
    kind = forms.ChoiceField(label=_("Apa yang khusus"), choices=VillageRuleKind.choices)
    officer = forms.ChoiceField(label=_("Petugas"), required=False)
    weekday = forms.ChoiceField(label=_("Hari"), required=False, choices=())
    starts = forms.TimeField(label=_("Dari jam"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Sampai jam"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    first = forms.DateField(label=_("Dari tanggal"), required=False, widget=_date_input())
    last = forms.DateField(label=_("Sampai tanggal"), required=False, widget=_date_input())

    def __init__(self, *args: Any, villages: Any, officers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        self.fields["officer"].choices = officer_choices(officers)  # type: ignore[attr-defined]
        days = [(str(weekday), weekday_name(weekday)) for weekday in range(7)]
        self.fields["weekday"].choices = [("", _("setiap hari")), *days]  # type: ignore[attr-defined]

    def hours(self) -> tuple[int, int] | None:
        """None unless the rule is about hours; half an answer is refused by the action."""
        data = self.cleaned_data
        if data["kind"] != VillageRuleKind.BUSY or data["starts"] is None or data["ends"] is None:
            return None
        return minute_of(data["starts"]), minute_of(data["ends"])


class TravelForm(forms.Form):
    mode = forms.ChoiceField(label=_("Naik apa"), choices=TravelMode.choices)
    source = forms.CharField(label=_("Dari mana waktunya"), max_length=200)
    file = forms.FileField(
        label=_("Tabel CSV"),
        help_text=_("Kolom: dari, ke, menit. Isi kode desa atau namanya; menit kosong berarti tidak ada jalan."),
    )


class VehiclesForm(forms.Form):
    """How many vehicles the officers of a sector share; an empty field: everybody has their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for mode in TravelMode:
            self.fields[mode.value] = forms.IntegerField(
                label=mode.label, required=False, min_value=0, max_value=MOST_VEHICLES
            )

    def counts(self) -> dict[str, int]:
        return {mode: count for mode, count in self.cleaned_data.items() if count is not None}
