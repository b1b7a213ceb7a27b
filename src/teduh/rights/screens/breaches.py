"""A breach from its first hour to its lessons, its letters, and what the public reads."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from teduh.cores.errors import NotFound
from teduh.rights import actions, notices, reads, schedule
from teduh.rights.models import Breach
from teduh.rights.rules import Audience, BreachState
from teduh.rights.screens.forms import BreachForm, CloseForm, NewBreachForm, NotifyForm
from teduh.trust.access import fresh, may, permitted, person_of, public
from teduh.trust.rules import Permission
from teduh.web.answers import try_action
from teduh.web.paging import Page


@public
@require_safe
def breach_public(request: HttpRequest) -> HttpResponse:
    page = Page(request, reads.public_notices())
    return render(request, "rights/breach_public.html", {"page": page, "english": get_language() == "en"})


@permitted(Permission.BREACH_READ)
@require_GET
def breaches(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    page = Page(request, reads.breaches_for(person))
    context = {
        "page": page,
        "lines": [{"breach": row, **_hours(row, now)} for row in page.rows],
        "manages": may(person, Permission.BREACH_MANAGE),
    }
    return render(request, "rights/breaches.html", context)


@permitted(Permission.BREACH_MANAGE)
@require_http_methods(["GET", "POST"])
def breach_new(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    initial = {"known_at": timezone.localtime(now)}
    form = NewBreachForm(request.POST) if request.method == "POST" else NewBreachForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        drill = values.pop("drill")
        made = try_action(
            form, actions.open_breach, known=actions.Known(**values), drill=drill, by=person_of(request), at=now
        )
        if made:
            messages.success(request, _("Kasus dibuka. Jam 3 × 24 berjalan sejak saat diketahui."))
            return redirect("breach", pk=made.pk)
    return render(request, "rights/breach_new.html", {"form": form}, status=400 if form.is_bound else 200)


@permitted(Permission.BREACH_READ)
@require_GET
def breach_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, _found(request, pk))


@permitted(Permission.BREACH_MANAGE)
@require_http_methods(["GET", "POST"])
def breach_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    form = BreachForm(request.POST) if request.method == "POST" else BreachForm.of(found)
    if request.method == "POST" and form.is_valid():
        known = actions.Known(**form.cleaned_data)
        if try_action(form, actions.change_breach, breach=found, known=known, by=person_of(request), at=timezone.now()):
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("breach", pk=pk)
    context = {"form": form, "breach": found}
    return render(request, "rights/breach_new.html", context, status=400 if form.is_bound else 200)


@permitted(Permission.BREACH_MANAGE)
@fresh
@require_POST
def breach_notify(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _found(request, pk), NotifyForm(request.POST)
    values = {"breach": found, "by": person_of(request), "at": timezone.now()}
    if form.is_valid() and try_action(form, actions.notify, **values, **form.cleaned_data):
        messages.success(request, _("Pemberitahuan tercatat."))
        return redirect("breach", pk=pk)
    return _page(request, found, notify_form=form)


@permitted(Permission.BREACH_MANAGE)
@fresh
@require_POST
def breach_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _found(request, pk), CloseForm(request.POST)
    values = {"breach": found, "by": person_of(request), "at": timezone.now()}
    if form.is_valid() and try_action(form, actions.close_breach, **values, **form.cleaned_data):
        messages.success(request, _("Kasus ditutup."))
        return redirect("breach", pk=pk)
    return _page(request, found, close_form=form)


@permitted(Permission.BREACH_READ)
@require_GET
def breach_letter(request: HttpRequest, pk: UUID, audience: str) -> HttpResponse:
    """One page to print and sign, in the reader's language."""
    found = _found(request, pk)
    if audience not in Audience.values:
        raise NotFound(_("Surat ini tidak ada."))
    letter = notices.write(found, Audience(audience))["en" if get_language() == "en" else "id"]
    return render(request, "rights/breach_letter.html", {"breach": found, "letter": letter})


def _hours(breach: Breach, now: datetime) -> dict[str, int]:
    left = breach.hours_left(now)
    return {"hours": left, "over": -left}


def _found(request: HttpRequest, pk: UUID) -> Breach:
    return reads.breach(person_of(request), pk)


def _page(request: HttpRequest, found: Breach, **bound: Form) -> HttpResponse:
    names = {line.key: line.name for line in schedule.KINDS}
    told = {notice.audience: notice for notice in found.notices.all()}
    context: dict[str, Any] = {
        "breach": found,
        **_hours(found, timezone.now()),
        "state": found.state,
        "is_open": found.state == BreachState.OPEN,
        "manages": may(person_of(request), Permission.BREACH_MANAGE) and found.closed_at is None,
        "may_close": found.state == BreachState.NOTIFIED,
        "kinds": [names[key] for key in found.kinds if key in names],
        "audiences": [(audience, told.get(audience)) for audience in Audience],
        "notify_form": NotifyForm(),
        "close_form": CloseForm(),
        **bound,
    }
    return render(request, "rights/breach.html", context, status=400 if bound else 200)
