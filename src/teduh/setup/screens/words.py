"""The lists of words that an operation keeps out of its messages."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from teduh.cores.errors import NotFound
from teduh.places import reads
from teduh.places.models import Operation
from teduh.places.rules import WordKind
from teduh.setup import actions
from teduh.setup.screens.answers import done, show
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.answers import try_action


def _box(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=8_000, widget=forms.Textarea(attrs={"rows": 5})
    )


class WordsForm(forms.Form):
    """One list for each kind, one word or phrase on a line."""

    name = _box(
        gettext_lazy("Nama yang tidak boleh keluar"),
        gettext_lazy(
            "Satu nama satu baris, nama panggilan di baris sendiri, tanpa nomor, partai, atau siapa pendukungnya. "
            "Urutannya tidak disimpan."
        ),
    )
    slogan = _box(gettext_lazy("Semboyan"), gettext_lazy("Satu semboyan satu baris."))
    colour = _box(gettext_lazy("Warna"), gettext_lazy("Misalnya warna baju yang dipakai peserta pemilihan."))
    number = _box(
        gettext_lazy("Kata untuk nomor"),
        gettext_lazy("Sebutan setempat untuk angka, misalnya “sikok”. Angka biasa sudah diperiksa tanpa daftar."),
    )
    allowed = _box(
        gettext_lazy("Boleh dipakai"),
        gettext_lazy("Dua kata atau lebih yang bukan soal pemilihan, misalnya nama desa yang sama dengan sebuah nama."),
    )

    @classmethod
    def of(cls, operation: Operation) -> "WordsForm":
        words = reads.words_of(operation)
        return cls(initial={kind.value: "\n".join(words.get(kind, ())) for kind in WordKind})

    def words(self) -> dict[str, list[str]]:
        return {kind.value: self.cleaned_data[kind].splitlines() for kind in WordKind}


@permitted(Permission.WORDS_MANAGE)
@require_http_methods(["GET", "POST"])
def operation_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, found = person_of(request), reads.operation(pk, of=person_of(request).unit)
    if found is None:
        raise NotFound(_("Operasi ini tidak ada."))
    form = WordsForm(request.POST) if request.method == "POST" else WordsForm.of(found)
    if request.method == "POST" and form.is_valid():
        values = {"words": form.words(), "by": person, "at": timezone.now()}
        if try_action(form, actions.set_words, operation=found, **values):
            return done(request, _("Daftar tersimpan dan langsung berlaku."), "operation_words", pk)
    return show(request, "setup/words.html", {"operation": found}, form)


@permitted(Permission.WORDS_MANAGE)
@require_GET
def words_now(request: HttpRequest) -> HttpResponse:
    """The lists of the operation that runs today."""
    person = person_of(request)
    running = reads.current_operation(person.unit, on=timezone.localdate())
    if running is None or running.unit_id not in reads.units_under(person.unit):
        raise NotFound(_("Hari ini tidak ada operasi yang berjalan di satuan Anda. Daftarnya dibuka dari operasinya."))
    return redirect("operation_words", running.pk)
