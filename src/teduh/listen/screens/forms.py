"""What people type here. The forms only carry it; what may be kept is decided once, in the actions."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teduh.cores.errors import Refused
from teduh.listen import adapt
from teduh.listen.rules import PHOTO_COUNT, PHOTO_LIMIT_BYTES, Channel, ComplaintOutcome, NoteKind
from teduh.listen.words import checked_words, plain

PROXY_CHANNELS = (Channel.OFFICER, Channel.SMS, Channel.WHATSAPP)
PASTED_CHANNELS = (Channel.SMS, Channel.WHATSAPP)


class TypedField(forms.CharField):
    """Free words without the signs that no keyboard types. `empty` is the sentence where there must be some."""

    def __init__(self, *, rows: int = 0, empty: Any = "", **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(
            required=bool(empty), strip=False, error_messages={"required": empty}, **{"widget": widget, **kwargs}
        )

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class UnseenInput(forms.TextInput):
    """An input of the ordinary kind that no person sees or tabs into."""

    is_hidden = True

    def __init__(self) -> None:
        super().__init__(attrs={"hidden": True, "tabindex": "-1", "autocomplete": "off", "aria-hidden": "true"})


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.Field):
    """The bytes of each photo, read only as far as a photo may be long."""

    widget = PhotosInput

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": "image/jpeg,image/png,image/webp", "multiple": True}
        super().__init__(required=False, widget=PhotosInput(attrs=attrs), **kwargs)

    def clean(self, value: list[File[bytes]] | None) -> list[bytes]:
        sent = value or []
        return [upload.read(PHOTO_LIMIT_BYTES + 1) for upload in sent[: PHOTO_COUNT + 1]]


class ReportForm(forms.Form):
    """Three plain questions; everything but the first may stay empty."""

    text = TypedField(
        rows=7,
        empty=_("Tuliskan dulu apa yang Anda lihat atau dengar."),
        label=_("Apa yang Anda lihat atau dengar?"),
        help_text=_("Pakai kata Anda sendiri. Ejaan tidak penting."),
    )
    place = TypedField(label=_("Di mana?"), help_text=_("Nama desa dan kecamatan, kalau tahu."))
    when = TypedField(label=_("Kapan?"), help_text=_("Misalnya: tadi malam, atau 14/10 jam 9."))
    photos = PhotosField(
        label=_("Foto"),
        help_text=_("Paling banyak tiga. Lokasi dan data HP di dalam foto kami buang sebelum disimpan."),
    )
    contact = TypedField(
        label=_("Nomor yang boleh dihubungi"),
        help_text=_(
            "Tidak wajib. Nomor disimpan terkunci, terpisah dari laporan. Untuk membukanya, dua petugas harus "
            "setuju dan menulis alasannya; setiap pembukaan tercatat."
        ),
    )
    about_police = forms.BooleanField(
        required=False,
        label=_("Ini tentang perilaku polisi"),
        help_text=_(
            "Beri tanda bila Anda mengadukan perbuatan polisi. Laporan ini lalu disegel: polisi setempat tidak "
            "melihatnya. Hanya lembaga pengawas di luar kepolisian setempat yang membaca dan menjawab Anda."
        ),
    )
    # People do not see this one; a program that fills in every field gives itself away.
    website = TypedField(label="Website", widget=UnseenInput())
    ticket = TypedField(widget=forms.HiddenInput())

    def content(self) -> str:
        """What makes this send this send and not another."""
        return "\0".join(str(self.cleaned_data.get(name, "")) for name in ("text", "place", "when", "about_police"))


class ResidentForm(ReportForm):
    """The same, with what a slowed send brings back: the note of its wait, or the solved riddle."""

    note = TypedField(widget=forms.HiddenInput())
    solution = TypedField(widget=forms.HiddenInput())


class ProxyForm(ReportForm):
    """The same questions, asked by an officer for somebody who stands before them."""

    channel = forms.ChoiceField(
        label=_("Bagaimana laporan ini sampai?"), choices=[(c.value, c.label) for c in PROXY_CHANNELS]
    )
    wants_answer = forms.BooleanField(
        required=False, initial=True, label=_("Pelapor ingin membaca jawabannya (berikan kodenya)")
    )
    field_order = ("channel", "text", "place", "when", "photos", "contact", "wants_answer", "about_police")


class PasteForm(forms.Form):
    """An SMS or a WhatsApp message, pasted as it came."""

    text = TypedField(
        rows=7,
        empty=_("Tempelkan dulu pesannya."),
        label=_("Tempel pesan di sini"),
        help_text=_("Persis seperti diterima. Tulisan aslinya disimpan."),
    )
    channel = forms.ChoiceField(label=_("Dari mana?"), choices=[(c.value, c.label) for c in PASTED_CHANNELS])
    received_on = forms.DateField(
        required=False,
        label=_("Diterima tanggal"),
        help_text=_("Kosong berarti hari ini. “Tadi malam” dihitung dari tanggal ini."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tanggal ini tidak terbaca. Tulis seperti 14/10/2024.")},
    )
    ticket = TypedField(widget=forms.HiddenInput())

    def clean_text(self) -> str:
        return _checked(self.cleaned_data["text"])

    def said_at(self, now: datetime) -> datetime:
        """The moment from which "last night" is counted."""
        day = self.cleaned_data.get("received_on")
        return timezone.make_aware(datetime.combine(day, time(12))) if day else now


class ReadingForm(forms.Form):
    """What was understood of a pasted message, for the officer to confirm or correct."""

    text = TypedField(widget=forms.HiddenInput())
    channel = forms.ChoiceField(choices=[(c.value, c.label) for c in PASTED_CHANNELS], widget=forms.HiddenInput())
    ticket = TypedField(widget=forms.HiddenInput())
    place = TypedField(widget=forms.HiddenInput())
    when = TypedField(widget=forms.HiddenInput())
    village = forms.ChoiceField(label=_("Tempat"), required=False, widget=forms.RadioSelect)
    happened_on = forms.DateField(
        required=False,
        label=_("Tanggal kejadian"),
        help_text=_("Kosongkan bila pesan tidak menyebutnya."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tanggal ini tidak terbaca. Tulis seperti 14/10/2024.")},
    )
    about_police = forms.BooleanField(
        required=False,
        label=_("Ini pengaduan tentang perilaku polisi"),
        help_text=_("Pesan lalu disegel untuk lembaga pengawas; satuan ini tidak dapat membacanya lagi."),
    )

    def __init__(self, *args: Any, place: adapt.PlaceReading | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].choices = place_choices(place)  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """Which of the places was meant, or none of them."""

    village = forms.ChoiceField(label=_("Di mana kejadiannya?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, place: adapt.PlaceReading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].choices = place_choices(place)  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    code = TypedField(
        empty=_("Tulis dulu kodenya."),
        label=_("Kode"),
        help_text=_("17 angka. Spasi dan garis boleh ada, boleh tidak."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )
    note = TypedField(widget=forms.HiddenInput())


class TalkForm(forms.Form):
    text = TypedField(rows=4, empty=_("Tuliskan dulu yang ingin Anda sampaikan."), label=_("Tulis di sini"))
    not_about_police = forms.BooleanField(
        required=False, label=_("Kirim di sini saja; polisi setempat boleh membacanya")
    )


class ComplaintNoteForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=[(kind.value, kind.label) for kind in (NoteKind.ANSWER, NoteKind.QUESTION, NoteKind.NOTICE)],
    )
    text = TypedField(
        rows=4,
        empty=_("Tuliskan dulu kalimat untuk pelapor."),
        label=_("Kalimat untuk pelapor"),
        help_text=_("Nama Anda tidak tampak pada pelapor."),
    )


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Bagaimana urusan ini berakhir?"), choices=ComplaintOutcome.choices)


class HandBackForm(forms.Form):
    reason = TypedField(
        rows=3,
        empty=_("Tuliskan alasannya dalam satu kalimat."),
        label=_("Mengapa ini bukan tentang perilaku polisi?"),
        help_text=_("Alasan ini dibaca pelapor dan satuan yang menerima."),
    )


def place_choices(place: adapt.PlaceReading | None) -> list[tuple[str, Any]]:
    choices = place.choices if place else ()
    return [*((choice.code, choice.label) for choice in choices), ("", _("Bukan salah satu dari ini, atau belum tahu"))]


def _checked(typed: str) -> str:
    try:
        return checked_words(typed)
    except Refused as refused:
        raise ValidationError(refused.message) from refused
