"""Requests about somebody's data: the list with its clocks, one request, its decision, and the way to its asker."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.rights import actions, reads
from teduh.rights.models import Request
from teduh.rights.rules import CLOCK_SOURCE, Decision, Right
from teduh.rights.screens.forms import DecideForm, PurposeForm, RequestForm
from teduh.trust.access import fresh, may, permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.answers import try_action
from teduh.web.paging import Page


@permitted(Permission.RIGHTS_READ)
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    decided = request.GET.get("keadaan") == "selesai"
    rows = reads.decided_requests_for(person) if decided else reads.open_requests_for(person)
    context = {
        "page": Page(request, rows),
        "decided": decided,
        "late": reads.late_count(person, at=now),
        "manages": may(person, Permission.RIGHTS_MANAGE),
        "now": now,
    }
    return render(request, "rights/requests.html", context)


@permitted(Permission.RIGHTS_MANAGE)
@sensitive_post_parameters("contact")
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    form = RequestForm(request.POST) if request.method == "POST" else RequestForm.fresh()
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "by": person_of(request), "at": timezone.now()}
        if made := try_action(form, actions.open_request, **values):
            messages.success(request, _("Tercatat. Jamnya berjalan."))
            return redirect("request", pk=made.pk)
    status = 400 if form.is_bound else 200
    return render(request, "rights/request_new.html", {"form": form}, status=status)


@permitted(Permission.RIGHTS_READ)
@never_cache
@require_GET
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, _found(request, pk))


@permitted(Permission.RIGHTS_MANAGE)
@fresh
@require_POST
def request_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _found(request, pk), DecideForm(request.POST)
    if form.is_valid():
        answer = actions.Answer(**form.cleaned_data)
        if try_action(
            form, actions.decide_request, request=found, answer=answer, by=person_of(request), at=timezone.now()
        ):
            messages.success(request, _("Keputusan tersimpan."))
            return redirect("request", pk=pk)
    return _page(request, found, decide_form=form)


@permitted(Permission.RIGHTS_MANAGE)
@require_POST
def request_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _found(request, pk), PurposeForm(request.POST)
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        if try_action(
            form, actions.ask_contact, request=found, purpose=purpose, by=person_of(request), at=timezone.now()
        ):
            messages.success(request, _("Permintaan tersimpan. Orang lain yang berwenang harus menyetujuinya."))
            return redirect("request", pk=pk)
    return _page(request, found, purpose_form=form)


@permitted(Permission.IDENTITY_APPROVE)
@fresh
@require_POST
def request_opening_approve(request: HttpRequest, pk: UUID, opening: UUID) -> HttpResponse:
    found = _found(request, pk)
    actions.approve_contact(opening=reads.opening_of(found.pk, opening), by=person_of(request), at=timezone.now())
    messages.success(request, _("Disetujui. Kontak dapat dibaca selama satu jam."))
    return redirect("request", pk=pk)


@permitted(Permission.RIGHTS_MANAGE)
@fresh
@never_cache
@require_POST
def request_opening_read(request: HttpRequest, pk: UUID, opening: UUID) -> HttpResponse:
    """Shown on this one answer only."""
    found = _found(request, pk)
    contact = actions.read_contact(
        opening=reads.opening_of(found.pk, opening), by=person_of(request), at=timezone.now()
    )
    return _page(request, found, contact=contact)


def _found(request: HttpRequest, pk: UUID) -> Request:
    return reads.request(person_of(request), pk)


def _page(request: HttpRequest, found: Request, *, contact: str = "", **bound: Form) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    openings = [
        {
            "row": row,
            "reads_it": row.requested_by_id == person.pk and row.is_open(now),
            "decides": row.waits and row.requested_by_id != person.pk and may(person, Permission.IDENTITY_APPROVE),
        }
        for row in reads.openings_of(found.pk)
    ]
    context = {
        "row": found,
        "now": now,
        "is_open": found.decision == Decision.OPEN,
        "manages": may(person, Permission.RIGHTS_MANAGE),
        "clock_source": CLOCK_SOURCE[Right(found.right)],
        "has_contact": reads.requester_contact(found.pk, at=now) is not None,
        "openings": openings,
        "contact": contact,
        "decide_form": DecideForm(),
        "purpose_form": PurposeForm(),
        **bound,
    }
    return render(request, "rights/request.html", context, status=400 if bound else 200)
