"""What was promised in the villages, who owes it, and what became of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teduh.cores.errors import Refused
from teduh.respond import actions, reads
from teduh.respond.models import Promise
from teduh.respond.screens.promise_forms import KeepForm, TellForm
from teduh.trust.access import may, permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.paging import Page

TABS = {"terbuka": reads.promises_open, "kabarkan": reads.promises_to_tell, "selesai": reads.promises_done}


@permitted(Permission.VISIT_READ)
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    tab = request.GET.get("lihat", "")
    tab = tab if tab in TABS else "terbuka"
    page = Page(request, TABS[tab](person_of(request), on=today))
    context = {
        "page": page,
        "tab": tab,
        "lines": [(promise, days_late(promise, today)) for promise in page.rows],
    }
    return render(request, "respond/promises.html", context)


@permitted(Permission.VISIT_READ)
@require_GET
def promise(request: HttpRequest, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    return _show(request, _promise(request, pk), KeepForm(initial={"kept_on": today}), TellForm(initial={"on": today}))


@permitted(Permission.VISIT_RECORD)
@require_POST
def promise_keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _promise(request, pk), KeepForm(request.POST)
    if form.is_valid():
        try:
            actions.keep_promise(promise=found, **form.cleaned_data, by=person_of(request), at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Tersimpan. Sekarang kabarkan hasilnya kepada desa."))
            return redirect("promise", pk)
    return _show(request, found, form, TellForm(initial={"on": timezone.localdate()}))


@permitted(Permission.VISIT_RECORD)
@require_POST
def promise_tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _promise(request, pk), TellForm(request.POST)
    if form.is_valid():
        try:
            actions.tell_back(promise=found, **form.cleaned_data, by=person_of(request), at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Tersimpan. Desa sudah dikabari."))
            return redirect("promise", pk)
    return _show(request, found, KeepForm(), form)


def days_late(promise: Promise, today: date) -> int:
    """Days past the day it was due; nothing for a promise that was kept."""
    return 0 if promise.kept_on else max((today - promise.due_on).days, 0)


def _promise(request: HttpRequest, pk: UUID) -> Promise:
    return reads.promise(person_of(request), pk, on=timezone.localdate())


def _show(request: HttpRequest, found: Promise, keep: KeepForm, tell: TellForm) -> HttpResponse:
    context: dict[str, Any] = {
        "promise": found,
        "late": days_late(found, timezone.localdate()),
        "keep": keep,
        "tell": tell,
        "may_change": may(person_of(request), Permission.VISIT_RECORD),
    }
    wrong = any(form.is_bound and form.errors for form in (keep, tell))
    return render(request, "respond/promise.html", context, status=400 if wrong else 200)


urls = [
    path("janji/", promises, name="promises"),
    path("janji/<uuid:pk>/", promise, name="promise"),
    path("janji/<uuid:pk>/tepati/", promise_keep, name="promise_keep"),
    path("janji/<uuid:pk>/kabarkan/", promise_tell, name="promise_tell"),
]
