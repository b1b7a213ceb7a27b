"""Sealed complaints about police, for the outside body alone."""

import base64
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from teduh.cores.errors import Refused
from teduh.listen import actions, reads
from teduh.listen.models import Complaint
from teduh.listen.rules import ComplaintOutcome
from teduh.listen.screens.forms import CloseForm, ComplaintNoteForm, HandBackForm
from teduh.places import reads as places
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.paging import Page


@permitted(Permission.COMPLAINT_READ)
@require_GET
def complaints(request: HttpRequest) -> HttpResponse:
    page = Page(request, reads.complaints_for(person_of(request)))
    return render(request, "listen/complaints.html", {"page": page})


@permitted(Permission.COMPLAINT_READ)
@never_cache
@require_GET
def complaint(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, reads.complaint(person_of(request), pk))


@permitted(Permission.COMPLAINT_READ)
@require_POST
def complaint_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = reads.complaint(person_of(request), pk), ComplaintNoteForm(request.POST)
    if form.is_valid():
        try:
            actions.write_about_complaint(
                complaint=found, by=person_of(request), at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Tersimpan. Pelapor membacanya dengan kodenya."))
            return redirect("complaint", pk=pk)
    return _page(request, found, note_form=form)


@permitted(Permission.COMPLAINT_READ)
@require_POST
def complaint_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = reads.complaint(person_of(request), pk), CloseForm(request.POST)
    if form.is_valid():
        try:
            actions.close_complaint(complaint=found, by=person_of(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Urusan ini ditutup."))
            return redirect("complaint", pk=pk)
    return _page(request, found, close_form=form)


@permitted(Permission.COMPLAINT_READ)
@require_POST
def complaint_hand_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = reads.complaint(person_of(request), pk), HandBackForm(request.POST)
    if form.is_valid():
        try:
            report = actions.hand_back(
                complaint=found, by=person_of(request), at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(
                request, _("Diserahkan kepada %(unit)s sebagai laporan biasa.") % {"unit": report.unit.name}
            )
            return redirect("complaints")
    return _page(request, found, back_form=form)


def _page(request: HttpRequest, found: Complaint, **bound: Form) -> HttpResponse:
    """The matter in clear; each showing is a reading that is on record."""
    read = actions.read_complaint(complaint=found, by=person_of(request), at=timezone.now())
    village = places.area(read.words.village_id) if read.words.village_id else None
    context: dict[str, Any] = {
        "complaint": found,
        "words": read.words,
        "lines": read.lines,
        "village": village,
        "has_contact": reads.contact_of(found.pk, at=timezone.now()) is not None,
        "outcome": found.outcome and ComplaintOutcome(found.outcome).label,
        "photos": [f"data:image/jpeg;base64,{base64.b64encode(photo).decode('ascii')}" for photo in read.photos],
        "note_form": ComplaintNoteForm(),
        "close_form": CloseForm(),
        "back_form": HandBackForm(),
        **bound,
    }
    return render(request, "listen/complaint.html", context, status=400 if bound else 200)
