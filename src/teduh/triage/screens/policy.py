"""What each threshold would have done, and the one in use; the chief sets it, and adopts a curve or not."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.triage import actions, join_reads, match_reads
from teduh.triage.actions.matching import LEAST, MOST, REASON_LIMIT
from teduh.triage.screens.answers import attempt
from teduh.triage.screens.forms import OnePageForm
from teduh.trust.access import may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission


class _WhyForm(OnePageForm):
    reason = forms.CharField(label=gettext_lazy("Mengapa diubah"), max_length=REASON_LIMIT)


class ThresholdForm(_WhyForm):
    percent = forms.IntegerField(
        label=gettext_lazy("Usulkan mulai dari keyakinan (%)"),
        min_value=round(100 * LEAST),
        max_value=round(100 * MOST),
        help_text=gettext_lazy("Lebih tinggi: lebih sedikit usulan, lebih jarang keliru."),
    )
    field_order = ("percent", "reason")


class CurveForm(_WhyForm):
    pass


class DropForm(_WhyForm):
    pass


@permitted(Permission.REPORT_READ)
@require_GET
def policy(request: HttpRequest) -> HttpResponse:
    return _show(request)


@permitted(Permission.MATCH_POLICY)
@require_POST
def threshold(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), ThresholdForm(request.POST)
    share = form.cleaned_data["percent"] / 100 if form.is_valid() and "percent" in form.cleaned_data else 0.0
    values = {"unit": _district(person), "threshold": share, "reason": request.POST.get("reason", "")}
    if attempt(form, actions.set_threshold, **values, by=person, at=timezone.now()):
        messages.success(request, _("Ambang tersimpan. Usulan yang sudah ada tidak berubah."))
        return redirect("join_policy")
    return _show(request, threshold_form=form)


@permitted(Permission.MATCH_POLICY)
@require_POST
def curve(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), CurveForm(request.POST)
    values = {"fingerprint": request.POST.get("fingerprint", ""), "reason": request.POST.get("reason", "")}
    if attempt(form, actions.adopt_curve, unit=_district(person), **values, by=person, at=timezone.now()):
        messages.success(request, _("Hitungan dari keputusan satuan sendiri dipakai mulai sekarang."))
        return redirect("join_policy")
    return _show(request, curve_form=form)


@permitted(Permission.MATCH_POLICY)
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), DropForm(request.POST)
    values = {"unit": _district(person), "reason": request.POST.get("reason", "")}
    if attempt(form, actions.drop_curve, **values, by=person, at=timezone.now()):
        messages.success(request, _("Hitungan bawaan dipakai lagi."))
        return redirect("join_policy")
    return _show(request, drop_form=form)


def _district(person: Person) -> Unit:
    return places.district_of(person.unit) or person.unit


def _show(request: HttpRequest, **given: forms.Form) -> HttpResponse:
    person = person_of(request)
    unit = _district(person)
    now = match_reads.policy_of(unit)
    context: dict[str, Any] = {
        "unit": unit,
        "policy": now,
        "report": join_reads.report_of(unit, now),
        "enough": join_reads.ENOUGH,
        "proposal": join_reads.proposal(unit),
        "sets": may(person, Permission.MATCH_POLICY),
        "decides": may(person, Permission.TRIAGE_DECIDE),
        "threshold_form": ThresholdForm(initial={"percent": round(100 * now.threshold)}),
        "curve_form": CurveForm(),
        "drop_form": DropForm(),
        "history": match_reads.policies_of(unit),
        **given,
    }
    return render(request, "triage/join_policy.html", context, status=400 if given else 200)
