"""People, their roles, and the villages they look after."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.setup import actions
from teduh.setup.screens.answers import done, show
from teduh.setup.screens.forms import (
    EndForm,
    NewPasswordForm,
    NewPersonForm,
    PersonForm,
    PostingForm,
    today_first,
)
from teduh.trust import factors, reads
from teduh.trust.access import fresh, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role
from teduh.web.answers import try_action
from teduh.web.paging import Page


@permitted(Permission.PEOPLE_MANAGE)
@require_GET
def everybody(request: HttpRequest) -> HttpResponse:
    return render(
        request, "setup/people.html", {"page": Page(request, reads.everybody_in(person_of(request).unit), per_page=50)}
    )


def _person(request: HttpRequest, pk: UUID) -> Person:
    found = reads.everybody_in(person_of(request).unit).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Orang ini tidak ada dalam daftar."))
    return found


def _units(request: HttpRequest) -> QuerySet[Unit]:
    """Where an administrator may put somebody; partners have no sign-in here."""
    own = person_of(request).unit
    return places.all_units().filter(pk__in=places.units_under(own))


def _values(form: forms.Form, request: HttpRequest) -> dict[str, Any]:
    values = dict(form.cleaned_data) | {"by": person_of(request), "at": timezone.now()}
    return values | {"role": Role(values["role"])}


@permitted(Permission.PEOPLE_MANAGE)
@fresh
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None, units=_units(request))
    del form.fields["is_active"]
    if request.method == "POST" and form.is_valid() and try_action(form, actions.add_person, **_values(form, request)):
        return done(request, _("Orang ini sekarang bisa masuk."), "people")
    return show(request, "setup/form.html", {"title": _("Orang baru")}, form)


@permitted(Permission.PEOPLE_MANAGE)
@fresh
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _person(request, pk)
    units = _units(request)
    form = PersonForm(request.POST, units=units) if request.method == "POST" else PersonForm.of(found, units=units)
    if (
        request.method == "POST"
        and form.is_valid()
        and try_action(form, actions.change_person, person=found, **_values(form, request))
    ):
        return done(request, _("Perubahan tersimpan."), "person", pk)
    context = {
        "somebody": found,
        "postings": places.postings_of(pk),
        "posting_form": today_first(PostingForm, timezone.localdate()),
        "has_factor": bool(factors.of(found)) and found.pk != person_of(request).pk,
        "can_be_posted": found.role == Role.VILLAGE_OFFICER,
    }
    return show(request, "setup/person.html", context, form)


@permitted(Permission.PEOPLE_MANAGE)
@fresh
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _person(request, pk)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "person": found, "by": person_of(request), "at": timezone.now()}
        if try_action(form, actions.set_password, **values):
            return done(request, _("Kata sandi baru tersimpan."), "person", pk)
    return show(request, "setup/form.html", {"title": _("Kata sandi baru untuk %s") % found.name}, form)


@permitted(Permission.PEOPLE_MANAGE)
@fresh
@require_POST
def factors_reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    factors.reset(person=_person(request, pk), by=person_of(request), at=timezone.now())
    return done(request, _("Bukti kedua sudah dihapus. Orang ini memasang yang baru saat masuk lagi."), "person", pk)


@permitted(Permission.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def posting_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _person(request, pk)
    form = PostingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "person": found, "by": person_of(request), "at": timezone.now()}
        if try_action(form, actions.add_posting, **values):
            return done(request, _("Desa binaan ditambahkan."), "person", pk)
    return show(request, "setup/form.html", {"title": _("Desa binaan baru untuk %s") % found.name}, form)


@permitted(Permission.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def posting_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = places.posting(pk, of=person_of(request).unit)
    if found is None:
        raise NotFound(_("Penugasan ini tidak ada."))
    form = EndForm(request.POST) if request.method == "POST" else today_first(EndForm, timezone.localdate())
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "posting": found, "by": person_of(request), "at": timezone.now()}
        if try_action(form, actions.end_posting, **values):
            return done(request, _("Hari terakhir tersimpan."), "person", found.person_id)
    title = _("Akhiri tugas %(person)s di %(village)s") % {
        "person": found.person,
        "village": found.village.name,
    }
    return show(request, "setup/form.html", {"title": title}, form)
