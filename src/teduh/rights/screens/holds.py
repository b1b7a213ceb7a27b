"""What must not be destroyed now, and who said so."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from teduh.rights import actions, reads
from teduh.rights.screens.forms import EndForm, HoldForm
from teduh.trust.access import fresh, may, permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.answers import try_action
from teduh.web.paging import Page


@permitted(Permission.HOLD_READ)
@require_GET
def holds(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {"page": Page(request, reads.holds_for(person)), "manages": may(person, Permission.HOLD_MANAGE)}
    return render(request, "rights/holds.html", context)


@permitted(Permission.HOLD_MANAGE)
@require_http_methods(["GET", "POST"])
def hold_new(request: HttpRequest) -> HttpResponse:
    form = HoldForm(request.POST if request.method == "POST" else None)
    form = form if may(person_of(request), Permission.COMPLAINT_READ) else form.for_units()
    if form.is_valid() and try_action(
        form, actions.place_hold, **form.cleaned_data, by=person_of(request), at=timezone.now()
    ):
        messages.success(request, _("Ditahan. Yang ditahan tidak dihapus sampai penahanan ini diakhiri."))
        return redirect("holds")
    return render(request, "rights/hold_new.html", {"form": form}, status=400 if form.is_bound else 200)


@permitted(Permission.HOLD_MANAGE)
@fresh
@require_http_methods(["GET", "POST"])
def hold_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = reads.hold(person_of(request), pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and try_action(
        form, actions.end_hold, hold=found, by=person_of(request), at=timezone.now(), **form.cleaned_data
    ):
        messages.success(request, _("Penahanan berakhir. Waktu simpan berlaku lagi."))
        return redirect("holds")
    context = {"form": form, "hold": found}
    return render(request, "rights/hold_end.html", context, status=400 if form.is_bound else 200)
