"""Asking for a contact, agreeing or not, and reading it: each step by its person and on record."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.cores.errors import Refused
from teduh.listen import actions, reads
from teduh.trust.access import fresh, may, permitted, person_of
from teduh.trust.models import VaultOpening
from teduh.trust.rules import Permission
from teduh.web.paging import Page


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("Mengapa kontak ini harus dibuka?"),
        help_text=gettext_lazy("Satu kalimat. Pelapor akan membacanya di kodenya."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Alasan menolak"), max_length=400)


@permitted(Permission.OPENING_READ)
@require_GET
def openings(request: HttpRequest) -> HttpResponse:
    page = Page(request, reads.openings_for(person_of(request), on=timezone.localdate()))
    return render(request, "listen/openings.html", {"page": page, "now": timezone.now()})


@permitted(Permission.IDENTITY_REQUEST)
@fresh
@require_http_methods(["GET", "POST"])
def opening_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    matter = reads.matter(person, pk, on=timezone.localdate(now))
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_to_open(matter_id=pk, purpose=form.cleaned_data["purpose"], by=person, at=now)
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Permintaan tersimpan. Orang lain yang berwenang harus menyetujuinya."))
            return redirect("opening", pk=made.pk)
    kept = reads.contact_of(matter.pk, at=now) is not None
    context = {"form": form, "kept": kept, "matter": matter}
    return render(request, "listen/opening_ask.html", context, status=400 if form.errors else 200)


@permitted(Permission.OPENING_READ)
@never_cache
@require_GET
def opening(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, _opening(request, pk))


@permitted(Permission.IDENTITY_APPROVE)
@fresh
@require_POST
def opening_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.approve_opening(opening=_opening(request, pk), by=person_of(request), at=timezone.now())
    messages.success(request, _("Disetujui. Kontak dapat dibaca selama satu jam; pelapor diberi tahu di kodenya."))
    return redirect("opening", pk=pk)


@permitted(Permission.IDENTITY_APPROVE)
@require_POST
def opening_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _opening(request, pk), DeclineForm(request.POST)
    if form.is_valid():
        try:
            actions.decline_opening(
                opening=found, reason=form.cleaned_data["reason"], by=person_of(request), at=timezone.now()
            )
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Ditolak. Kontak tetap tersegel."))
            return redirect("opening", pk=pk)
    return _page(request, found, decline_form=form)


@permitted(Permission.IDENTITY_REQUEST)
@fresh
@never_cache
@require_POST
def opening_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The contact is shown on this one answer only; it stands in no address, cookie or message."""
    found = _opening(request, pk)
    contact = actions.read_contact(opening=found, by=person_of(request), at=timezone.now())
    return _page(request, found, contact=contact)


def _opening(request: HttpRequest, pk: UUID) -> VaultOpening:
    return reads.opening(person_of(request), pk, on=timezone.localdate())


def _page(
    request: HttpRequest, found: VaultOpening, *, decline_form: DeclineForm | None = None, contact: str = ""
) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    own = found.requested_by_id == person.pk
    context = {
        "opening": found,
        "now": now,
        "is_open": found.is_open(now),
        "reads_it": own and found.is_open(now),
        "decides": found.waits and not own and may(person, Permission.IDENTITY_APPROVE),
        "sees_matter": not may(person, Permission.AUDIT_READ),
        "sealed": reads.complaints_for(person).filter(pk=found.entry.subject_id).exists(),
        "decline_form": decline_form or DeclineForm(),
        "contact": contact,
    }
    return render(request, "listen/opening.html", context, status=400 if decline_form else 200)
