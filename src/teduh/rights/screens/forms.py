"""Forms of this room. They hold no rules: what an action refuses comes back beside its field."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teduh.rights import schedule
from teduh.rights.models import Breach
from teduh.rights.rules import Asker, Audience, Decision, HoldScope, Right


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CorrectForm(forms.Form):
    text = forms.CharField(
        label=_("Apa yang keliru, dan bagaimana yang benar?"),
        help_text=_("Tulisan pertama tetap ada dan ditandai sudah dibetulkan."),
        widget=_area(4),
    )


class ObjectForm(forms.Form):
    asked = forms.CharField(
        label=_("Mengapa laporan ini tidak boleh dipakai?"), help_text=_("Satu kalimat cukup."), widget=_area()
    )


class EraseForm(forms.Form):
    sure = forms.BooleanField(label=_("Ya, hapus. Saya tahu ini tidak bisa dikembalikan."))


class RequestForm(forms.Form):
    right = forms.ChoiceField(label=_("Apa yang diminta"), choices=Right.choices, widget=forms.RadioSelect)
    asker = forms.ChoiceField(label=_("Siapa yang meminta"), choices=Asker.choices, widget=forms.RadioSelect)
    asked = forms.CharField(label=_("Isi permintaan"), widget=_area())
    verified = forms.CharField(
        label=_("Bagaimana identitasnya dipastikan"),
        help_text=_("Dengan kata-kata, misalnya: bertemu langsung, dikenal kepala desa. Jangan menyalin KTP."),
        widget=_area(2),
    )
    contact = forms.CharField(
        label=_("Cara menyampaikan jawaban"),
        help_text=_("Disegel di brankas; dibuka oleh dua orang."),
        max_length=200,
        required=False,
    )
    about_id = forms.UUIDField(label=_("Nomor laporan, bila diketahui"), required=False)
    received_at = forms.DateTimeField(
        label=_("Kapan diterima"), help_text=_("Jamnya dihitung dari sini."), widget=_moment()
    )

    @classmethod
    def fresh(cls) -> "RequestForm":
        return cls(initial={"received_at": timezone.localtime()})


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[choice for choice in Decision.choices if choice[0] != Decision.OPEN],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Alasannya"), widget=_area())
    done = forms.CharField(label=_("Yang dilakukan"), widget=_area(2), required=False)
    answer = forms.CharField(
        label=_("Jawaban untuk yang meminta"),
        help_text=_("Bila ia memegang kode, ia membacanya di sana."),
        widget=_area(),
    )


class PurposeForm(forms.Form):
    purpose = forms.CharField(label=_("Mengapa kontak ini harus dibuka?"), max_length=400, widget=_area(2))


class HoldForm(forms.Form):
    scope = forms.ChoiceField(label=_("Yang ditahan"), choices=HoldScope.choices, widget=forms.RadioSelect)
    subject_id = forms.UUIDField(label=_("Nomor perkara"), required=False)
    first_day = forms.DateField(label=_("Hari pertama, untuk suatu masa"), widget=_day(), required=False)
    last_day = forms.DateField(label=_("Hari terakhir, untuk suatu masa"), widget=_day(), required=False)
    reason = forms.CharField(
        label=_("Mengapa ditahan?"),
        help_text=_("Satu kalimat, misalnya nomor permintaan penyidik atau putusan pengadilan."),
        max_length=400,
        widget=_area(2),
    )

    def for_units(self) -> "HoldForm":
        """Without the one choice that is the outside body's."""
        field = self.fields["scope"]
        field.choices = [choice for choice in HoldScope.choices if choice[0] != HoldScope.COMPLAINT]  # type: ignore[attr-defined]
        return self


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Mengapa penahanan berakhir?"), max_length=400, widget=_area(2))


class TimerForm(forms.Form):
    days = forms.IntegerField(label=_("Berapa hari disimpan"), min_value=1, max_value=36_500)
    reason = forms.CharField(
        label=_("Alasannya"),
        help_text=_("Wajib bila lebih lama dari tabel."),
        max_length=400,
        widget=_area(2),
        required=False,
    )


class BreachForm(forms.Form):
    happened = forms.CharField(label=_("Apa yang terjadi"), widget=_area())
    kinds = forms.MultipleChoiceField(
        label=_("Jenis data yang terkena"),
        choices=lambda: [(line.key, line.name) for line in schedule.KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.IntegerField(label=_("Berapa orang, sejauh diketahui"), min_value=0, required=False)
    happened_at = forms.DateTimeField(label=_("Kapan terjadi, sejauh diketahui"), widget=_moment(), required=False)
    known_at = forms.DateTimeField(
        label=_("Kapan diketahui"), help_text=_("Jam 3 × 24 berjalan dari sini."), widget=_moment()
    )
    measures = forms.CharField(label=_("Yang sudah dan sedang dilakukan"), widget=_area())
    first_day = forms.DateField(
        label=_("Laporan yang terkena: diterima sejak"),
        help_text=_("Pemegang kode dari masa ini diberi tahu di kodenya."),
        widget=_day(),
        required=False,
    )
    last_day = forms.DateField(label=_("sampai"), widget=_day(), required=False)

    @classmethod
    def of(cls, breach: Breach) -> "BreachForm":
        names = ("happened", "kinds", "people", "happened_at", "known_at", "measures", "first_day", "last_day")
        values: dict[str, Any] = {name: getattr(breach, name) for name in names}
        return cls(initial=values)


class NewBreachForm(BreachForm):
    drill = forms.BooleanField(
        label=_("Ini latihan. Tidak ada yang dikirim ke kode warga."),
        required=False,
    )


class NotifyForm(forms.Form):
    audience = forms.ChoiceField(label=_("Kepada"), choices=Audience.choices, widget=forms.RadioSelect)
    road = forms.CharField(
        label=_("Lewat apa"), help_text=_("Misalnya: surat nomor 12, diantar; atau: kode warga."), max_length=200
    )


class CloseForm(forms.Form):
    lessons = forms.CharField(label=_("Apa yang kami pelajari dan ubah"), widget=_area())
