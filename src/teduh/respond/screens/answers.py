"""What is answered already: offered while somebody types, and shown at the desk beside a report."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from teduh.cores.errors import NotFound
from teduh.listen import reads as listen
from teduh.listen.models import Report
from teduh.respond import actions, reads
from teduh.respond.models import Clarification
from teduh.respond.rules import NoAnswer
from teduh.respond.screens.facts import status_of
from teduh.triage import reads as triage
from teduh.triage.fact_reads import CheckedClaim
from teduh.trust.access import permitted, person_of, public
from teduh.trust.buckets import Buckets, network
from teduh.trust.rules import Permission

# A typing person asks every few seconds; whole streets share one address, and all together may use half a processor.
ASKED: Final = Buckets(120, 2)
ALL_ASKED: Final = Buckets(600, 50)
# What the resident typed, carried through the page of answers and back into the form.
CARRIED: Final = ("text", "place", "when", "contact")
LETTERS: Final = 5_000


@public
@never_cache
@sensitive_post_parameters()
@require_POST
def answers(request: HttpRequest) -> HttpResponse:
    """Facts that may answer what is being typed. Nothing of it is kept, here or in a log."""
    wants_data = "application/json" in request.headers.get("Accept", "")
    # A complaint about the police is nobody's to answer here, so its words are not even read.
    sealed = bool(request.POST.get("about_police"))
    text = "" if sealed else request.POST.get("text", "")[:LETTERS].replace("\x00", "")
    found = _found(text) if text and _may_ask(request) else []
    if wants_data:
        return JsonResponse({"answers": found})
    carried = {name: request.POST.get(name, "") for name in CARRIED}
    context = {"answers": found, "carried": carried, "about_police": sealed, "had_photos": bool(request.FILES)}
    return render(request, "respond/answers.html", context)


def _found(text: str) -> list[dict[str, Any]]:
    """What our own districts published comes before what others have checked."""
    offer = reads.offer_for(text, at=timezone.now())
    return [*(shown(one) for one in offer.own), *(_checked(one) for one in offer.elsewhere)]


def _checked(one: CheckedClaim) -> dict[str, Any]:
    """A claim of the registry in the same shape; where it has no address of its own there is nothing to open."""
    day = date_format(one.checked_on) if one.checked_on else ""
    return {
        "title": one.title or Truncator(one.claim).chars(160),
        "lang": "id",
        "status": one.verdict,
        "source": ", ".join(part for part in (one.source, day) if part),
        "address": one.url,
    }


def _may_ask(request: HttpRequest) -> bool:
    now = timezone.now().timestamp()
    return ASKED.take(network(request), now) and ALL_ASKED.take(0, now)


def shown(one: reads.Answer) -> dict[str, Any]:
    """An answer in the reader's language: its title, who says it and when, and where it stands."""
    fact = one.fact
    english = get_language() == "en" and bool(fact.title_en)
    day = date_format(timezone.localtime(fact.published_at))
    return {
        "title": fact.title_en if english else fact.title,
        "lang": "en" if english else "id",
        "status": str(status_of(fact.verdict).words),
        "source": _("%(unit)s, %(day)s") % {"unit": fact.unit.name, "day": day},
        "address": reverse("fact", args=[fact.slug]),
    }


class RefuseForm(forms.Form):
    fact = forms.UUIDField(widget=forms.HiddenInput())
    why = forms.ChoiceField(choices=NoAnswer.choices)


def _report(request: HttpRequest, pk: UUID) -> Report:
    return listen.report(person_of(request), pk, on=timezone.localdate())


@permitted(Permission.TRIAGE_DECIDE)
@require_GET
def desk_facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _report(request, pk)
    found = [(one, shown(one)) for one in reads.answers_for_report(report)]
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"answers": [told for one, told in found if one.refused is None]})
    context = {"report": report, "answers": found, "reasons": NoAnswer.choices, "issue": triage.issue_of(report)}
    return render(request, "respond/desk_facts.html", context)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def desk_fact_refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    report, form = _report(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Pilih alasannya. Belum ada yang diubah."))
        return redirect("desk_facts", pk)
    fact, why = _fact(form.cleaned_data["fact"]), NoAnswer(form.cleaned_data["why"])
    actions.refuse_answer(report=report, clarification=fact, why=why, by=person_of(request), at=timezone.now())
    messages.success(request, _("Fakta ini tidak ditawarkan lagi untuk laporan ini."))
    return redirect("desk_facts", pk)


@permitted(Permission.TRIAGE_DECIDE)
@require_POST
def desk_fact_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    report, typed = _report(request, pk), request.POST.get("fact", "")
    fact = _fact(UUID(typed) if triage.is_id(typed) else pk)
    actions.offer_answer_again(report=report, clarification=fact, by=person_of(request), at=timezone.now())
    messages.success(request, _("Fakta ini ditawarkan lagi."))
    return redirect("desk_facts", pk)


def _fact(pk: UUID) -> Clarification:
    found = reads.published().filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Fakta ini tidak ada, atau sudah ditarik."))
    return found


urls = [
    path("lapor/jawaban/", answers, name="answers"),
    path("meja/laporan/<uuid:pk>/fakta/", desk_facts, name="desk_facts"),
    path("meja/laporan/<uuid:pk>/fakta/tolak/", desk_fact_refuse, name="desk_fact_refuse"),
    path("meja/laporan/<uuid:pk>/fakta/tawarkan/", desk_fact_again, name="desk_fact_again"),
]
