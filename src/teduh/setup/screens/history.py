"""Who did what, for the auditor and the administrator; and today's anchor on a sheet of paper."""

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from teduh.places.reads import units_under
from teduh.trust import actions, anchors, reads
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.paging import Page


class HistoryForm(forms.Form):
    action = forms.CharField(label=_("Tindakan"), required=False, max_length=60)
    subject = forms.CharField(label=_("Nomor perkara"), required=False, max_length=60)


@permitted(Permission.AUDIT_READ)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = HistoryForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    action, subject = asked.get("action", "").strip(), asked.get("subject", "").strip()
    if action or subject:
        actions.note_search(action=action, subject_id=subject, by=person, at=timezone.now())
    rows = reads.history(units=units_under(person.unit), action=action, subject_id=subject)
    return render(request, "setup/audit.html", {"form": form, "page": Page(request, rows, per_page=50)})


@permitted(Permission.AUDIT_READ)
@require_GET
def anchor(request: HttpRequest) -> HttpResponse:
    """The end of the chain for somebody outside to keep: what is on this sheet proves later what was here today."""
    kept = anchors.now()
    qr = segno.make(str(kept), micro=False).svg_data_uri(scale=3, border=2)
    return render(request, "setup/anchor.html", {"anchor": kept, "qr": qr, "now": timezone.now()})
