"""Units, jurisdictions, operations and phases."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from teduh.cores.errors import NotFound
from teduh.places import reads
from teduh.places.models import Unit
from teduh.places.rules import ContestKind, PhaseKind, UnitKind
from teduh.setup import actions
from teduh.setup.screens.answers import done, show
from teduh.setup.screens.forms import (
    EndForm,
    JurisdictionForm,
    OperationForm,
    PhaseForm,
    UnitForm,
    today_first,
)
from teduh.trust.access import permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.web.answers import try_action


@permitted(Permission.PLACES_MANAGE)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    today, own = timezone.localdate(), person_of(request).unit
    context = {
        "units": reads.units_with_areas(own, on=today),
        "operations": reads.operations_of(own),
        "figures": reads.area_figures(),
        "without_sector": reads.subdistricts_without_sector(own, on=today),
    }
    return render(request, "setup/places.html", context)


def _unit(request: HttpRequest, key: str) -> Unit:
    found = reads.units_managed_by(person_of(request).unit).filter(key=key).first()
    if found is None:
        raise NotFound(_("Satuan ini tidak ada."))
    return found


def _parents(request: HttpRequest) -> QuerySet[Unit]:
    return reads.all_units().filter(pk__in=reads.units_under(person_of(request).unit))


def _unit_values(form: UnitForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    values["kind"] = UnitKind(values["kind"])
    return values


@permitted(Permission.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, initial={"can_investigate": True}, units=_parents(request))
    if request.method == "POST" and form.is_valid():
        if reads.unit_by_key(form.cleaned_data["key"]):
            form.add_error("key", _("Kunci ini sudah dipakai satuan lain."))
        elif try_action(form, actions.save_unit, **_unit_values(form), by=person_of(request), at=timezone.now()):
            return done(request, _("Satuan tersimpan."), "unit", form.cleaned_data["key"])
    return show(request, "setup/form.html", {"title": _("Satuan baru")}, form)


@permitted(Permission.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, key: str) -> HttpResponse:
    found, units = _unit(request, key), _parents(request)
    sent = {**request.POST.dict(), "key": key}
    form = UnitForm(sent, units=units) if request.method == "POST" else UnitForm.of(found, units=units)
    form.fields["key"].disabled = True
    form.initial["key"] = key
    if request.method == "POST" and form.is_valid():
        # Once a person has looked at an example unit and saved it, it is an example no more.
        values = _unit_values(form) | {"by": person_of(request), "at": timezone.now(), "is_example": False}
        if try_action(form, actions.save_unit, **values):
            return done(request, _("Satuan tersimpan."), "unit", key)
    context = {
        "unit": found,
        "jurisdictions": reads.jurisdictions_of(found),
        "jurisdiction_form": today_first(JurisdictionForm, timezone.localdate()),
    }
    return show(request, "setup/unit.html", context, form)


@permitted(Permission.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def jurisdiction_add(request: HttpRequest, key: str) -> HttpResponse:
    found = _unit(request, key)
    form = JurisdictionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "unit": found, "by": person_of(request), "at": timezone.now()}
        if try_action(form, actions.add_jurisdiction, **values):
            return done(request, _("Wilayah ditambahkan."), "unit", key)
    return show(request, "setup/form.html", {"title": _("Wilayah baru untuk %s") % found.name}, form)


@permitted(Permission.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def jurisdiction_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = reads.jurisdiction(pk, of=person_of(request).unit)
    if found is None:
        raise NotFound(_("Wilayah kerja ini tidak ada."))
    form = EndForm(request.POST) if request.method == "POST" else today_first(EndForm, timezone.localdate())
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "jurisdiction": found, "by": person_of(request), "at": timezone.now()}
        if try_action(form, actions.end_jurisdiction, **values):
            return done(request, _("Hari terakhir tersimpan."), "unit", found.unit.key)
    title = _("Akhiri tugas %(unit)s di %(area)s") % {"unit": found.unit.name, "area": found.area.name}
    return show(request, "setup/form.html", {"title": title}, form)


def _operation_values(form: OperationForm, by: Person) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    return values | {"contest": ContestKind(values["contest"]), "by": by, "at": timezone.now()}


@permitted(Permission.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def operation_new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = OperationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = _operation_values(form, person) | {"unit": person.unit}
        if try_action(form, actions.save_operation, **values):
            return done(request, _("Operasi tersimpan."), "places")
    return show(request, "setup/form.html", {"title": _("Operasi baru")}, form)


@permitted(Permission.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def operation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One operation with its phases; a new or moved phase is saved from here."""
    found = reads.operation(pk, of=person_of(request).unit)
    if found is None:
        raise NotFound(_("Operasi ini tidak ada."))
    form = PhaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values |= {"kind": PhaseKind(values["kind"]), "by": person_of(request), "at": timezone.now()}
        if try_action(form, actions.save_phase, operation=found, **values):
            return done(request, _("Tahapan tersimpan."), "operation", pk)
    return show(request, "setup/operation.html", {"operation": found, "phases": found.phases.all()}, form)
