"""The road out of the unit: one person covers what should not leave, another reads the rest and lets it out."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.respond import actions, leaving, reads
from teduh.respond.leaving import Part
from teduh.respond.letter import preview_of
from teduh.respond.models import Disclosure, Referral
from teduh.respond.rules import FINDING_NAMES, NEEDS, ReferralState
from teduh.trust.access import may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission


class WordsForm(forms.Form):
    """What the machine did not find, and what the letter says where something is missing."""

    words = forms.CharField(
        label=gettext_lazy("Kata lain yang harus ditutup"),
        help_text=gettext_lazy("Satu per baris, ditulis sama seperti di atas. Misalnya nama panggilan atau nama toko."),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
    )

    def __init__(self, *args: Any, missing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if missing:
            needed = gettext_lazy("Ada unsur yang belum terisi. Lengkapi, atau tuliskan mengapa tetap dikirim.")
            self.fields["incomplete_reason"] = forms.CharField(
                label=gettext_lazy("Mengapa dikirim sebelum lengkap"),
                max_length=400,
                error_messages={"required": needed},
            )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Apa yang masih harus ditutup atau diubah"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
    )


def state_of(request: HttpRequest, row: Referral, *, return_form: ReturnForm | None = None) -> dict[str, Any]:
    """What the page of a referral shows of its road out."""
    person, on = person_of(request), timezone.localdate()
    waiting = reads.waiting_disclosure(row)
    last = reads.disclosures_of(row).first()
    decides = waiting is not None and _may_check(person, row) and waiting.prepared_by_id != person.pk
    return {
        "disclosure": last,
        "cleared": reads.cleared(row, source=leaving.source_of(row)),
        "waiting": waiting,
        "decides": decides,
        "preview": preview_of(waiting, on=on) if waiting else None,
        "kept": _kept(waiting) if waiting else [],
        "covered": sum(not found["kept"] for found in waiting.findings) if waiting else 0,
        "return_form": return_form or ReturnForm(),
    }


def _kept(row: Disclosure) -> list[dict[str, Any]]:
    return [{**found, "kind": FINDING_NAMES.get(found["kind"], "")} for found in row.findings if found["kept"]]


def _may_check(person: Person, row: Referral) -> bool:
    return may(person, Permission.DISCLOSURE_APPROVE) and row.unit_id in places.units_under(person.unit)


def _row(request: HttpRequest, pk: UUID) -> Referral:
    return reads.referral(person_of(request), pk, on=timezone.localdate())


@permitted(Permission.REFERRAL_WRITE)
@require_http_methods(["GET", "POST"])
def referral_disclose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The words with every finding marked; all are covered unless a reason stands beside them."""
    row = _row(request, pk)
    if row.unit_id not in places.units_under(person_of(request).unit):
        raise NotAllowed(_("Isu ini milik satuan lain."))
    if row.state not in (ReferralState.DRAFT, ReferralState.RETURNED):
        raise Refused(_("Rujukan ini sudah %(state)s.") % {"state": row.get_state_display().lower()})
    missing = bool(reads.missing_elements(row))
    sent = request.POST if request.method == "POST" else None
    form = WordsForm(sent, initial={"incomplete_reason": row.incomplete_reason}, missing=missing)
    keep = {found: request.POST.get(f"why-{found}", "") for found in request.POST.getlist("keep")}
    wrong: tuple[str | None, str] = (None, "")
    if request.method == "POST" and form.is_valid():
        try:
            actions.prepare_disclosure(
                referral=row,
                keep=keep,
                words=form.cleaned_data["words"].splitlines(),
                incomplete_reason=form.cleaned_data.get("incomplete_reason", ""),
                by=person_of(request),
                at=timezone.now(),
            )
        except Refused as refused:
            if refused.field in keep:
                wrong = (refused.field, str(refused))
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            notices.success(request, _("Tulisan disiapkan. Orang kedua kini memeriksanya sebelum boleh keluar."))
            return redirect("referral", row.pk)
    parts = leaving.parts_of(row)
    context = {
        "referral": row,
        "need": NEEDS[row.kind],
        "parts": [{"part": part, "findings": _offered(part, keep, wrong)} for part in parts],
        "found": sum(len(part.findings) for part in parts),
        "form": form,
        "last": reads.disclosures_of(row).first(),
        "photos": _photos(request, row),
    }
    return render(request, "respond/disclose.html", context, status=400 if form.errors else 200)


def _photos(request: HttpRequest, row: Referral) -> list[dict[str, Any]]:
    """The photos of the matter, and for each the copy that goes along, if it was chosen."""
    chosen = {copy.photo_id: copy for copy in reads.photo_copies(row)}
    found = reads.photos_to_choose(person_of(request), row, on=timezone.localdate())
    return [{"photo": photo, "copy": chosen.get(photo.pk)} for photo in found]


def _offered(part: Part, keep: dict[str, str], wrong: tuple[str | None, str]) -> list[dict[str, Any]]:
    return [
        {
            **found,
            "kept": found["id"] in keep,
            "why": keep.get(str(found["id"]), ""),
            "wrong": wrong[1] if found["id"] == wrong[0] else "",
        }
        for found in part.marked
    ]


def shown(request: HttpRequest, row: Referral) -> Disclosure:
    """The words that stood on the page when the button was pressed, not others prepared since."""
    waiting = reads.waiting_disclosure(row)
    if waiting is None or str(waiting.pk) != request.POST.get("disclosure"):
        raise Refused(_("Tulisannya sudah diganti sejak halaman ini dibuka. Buka lagi dan periksa yang baru."))
    return waiting


urls = [path("rujukan/<uuid:pk>/keluar/", referral_disclose, name="referral_disclose")]
