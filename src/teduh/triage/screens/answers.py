"""The one way a form of the desk is answered."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from teduh.places import reads as places
from teduh.web.answers import try_action


def attempt(form: forms.Form, action: Callable[..., Any], **values: Any) -> bool:
    """Call the action when the form is whole; a refusal goes beside its field."""
    return form.is_valid() and try_action(form, action, **values) is not None


def refusals(given: Mapping[str, Any]) -> list[str]:
    """The sentences of refused forms, for a page that no longer shows these forms."""
    refused = [form for form in given.values() if isinstance(form, forms.Form)]
    return [str(sentence) for form in refused for sentences in form.errors.values() for sentence in sentences]


def certain_village(form: forms.Form, within: frozenset[str]) -> str:
    """The village that the typed name means for certain; else the form says which ones it may mean."""
    found = places.name_index().resolve(form.cleaned_data["typed"], within=within)
    if found.certain:
        return found.certain
    sentence = _("Nama ini belum pasti satu desa. Tambahkan kecamatannya.")
    if found.candidates:
        near = "; ".join(f"{one.name}, {one.parent_name}" for one in found.candidates[:4])
        sentence = _("Nama ini belum pasti satu desa. Tambahkan kecamatannya, misalnya: %s.") % near
    form.add_error("typed", sentence)
    return ""


def said(request: HttpRequest, message: str, url_name: str, pk: UUID) -> HttpResponse:
    messages.success(request, message)
    return redirect(url_name, pk)
