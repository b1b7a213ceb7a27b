"""Who did what, for the auditor and the administrator."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from teduh.places.reads import units_under
from teduh.trust import reads
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
    rows = reads.history(
        units=units_under(person.unit),
        action=asked.get("action", "").strip(),
        subject_id=asked.get("subject", "").strip(),
    )
    return render(request, "setup/audit.html", {"form": form, "page": Page(request, rows, per_page=50)})
