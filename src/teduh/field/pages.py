"""The page on which phones are seen and a lost one is put out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teduh.field import actions, reads
from teduh.field.reads import Standing
from teduh.field.rules import Ending
from teduh.trust.access import person_of, signed_in
from teduh.web.paging import Page


@signed_in
@require_GET
def phones(request: HttpRequest) -> HttpResponse:
    """One's own phones; an administrator sees those of the units they manage."""
    page, now = Page(request, reads.phones_for(person_of(request))), timezone.now()
    lines = [(phone, reads.standing_of(phone, at=now) == Standing.OPEN) for phone in page.rows]
    return render(request, "field/phones.html", {"page": page, "lines": lines})


@signed_in
@require_POST
def phone_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    actions.end_phone(phone=reads.phone_to_end(person, pk), why=Ending.LOST, by=person, at=timezone.now())
    messages.success(request, _("HP itu tidak membuka apa pun lagi. Isinya terhapus begitu HP itu tersambung."))
    return redirect("phones")


urls = [
    path("hp/", phones, name="phones"),
    path("hp/<uuid:pk>/cabut/", phone_end, name="phone_end"),
]
