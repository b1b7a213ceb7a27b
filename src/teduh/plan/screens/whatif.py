"""What if: choose what has changed, look at the difference, accept it or leave everything as it is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teduh.cores.errors import Refused
from teduh.places import reads as places
from teduh.plan import reads, steps
from teduh.plan.actions import PlannedStop
from teduh.plan.models import Plan
from teduh.plan.rules import What
from teduh.plan.screens.forms import WhatifForm
from teduh.plan.screens.words import clock, sentence
from teduh.plan.steps import Changed, Whatif
from teduh.trust.access import permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@permitted(Permission.PLAN_CHANGE)
@require_http_methods(["GET", "POST"])
def whatif(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A first send shows the difference; a second one, with what was seen, keeps it."""
    person = person_of(request)
    plan = reads.plan_of_id(person, pk)
    today = timezone.localdate()
    first = max(today, plan.week_start)
    villages = places.villages_of_unit(plan.unit, on=first).order_by("name")
    officers = list(reads.officers_for(plan.unit))
    form = WhatifForm(request.POST or None, villages=villages, officers=officers, first=first, plan=plan)
    changed: Changed | None = None
    if request.method == "POST" and form.is_valid():
        asked = _whatif(form, officers)
        try:
            if request.POST.get("digest"):
                return _accept(request, plan, asked, person)
            changed = steps.changed_plan(plan=plan, whatif=asked, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {"plan": plan, "form": form, "changed": _shown(plan, changed) if changed else None, "sent": form.data}
    return render(request, "plan/whatif.html", context, status=400 if form.errors else 200)


def _whatif(form: WhatifForm, officers: list[Person]) -> Whatif:
    data = form.cleaned_data
    what = What(data["what"])
    officer = next((each for each in officers if str(each.pk) == data["officer"]), None)
    return Whatif(
        what=what,
        first=data["first"],
        last=data["last"],
        officer=officer if what == What.AWAY else None,
        village=data["village"] if what != What.AWAY else None,
    )


def _accept(request: HttpRequest, plan: Plan, asked: Whatif, person: Person) -> HttpResponse:
    steps.keep_changed(plan=plan, whatif=asked, digest=request.POST["digest"], by=person, at=timezone.now())
    messages.success(request, _("Rencana diubah. Petugas melihatnya di beranda mereka."))
    return redirect(f"{reverse('plan')}?unit={plan.unit.key}&pekan={plan.week_start.isoformat()}")


def _shown(plan: Plan, changed: Changed) -> dict[str, Any]:
    """The difference in words; names are fetched once for all rows."""
    proposed = [pair.after for pair in (*changed.moved, *changed.fallen) if pair.after] + list(changed.added)
    villages = {area.pk: area for area in places.areas([each.village_id for each in proposed])}
    people = {person.pk: person for person in reads.officers_for(plan.unit)}

    def after(each: PlannedStop | None) -> dict[str, Any] | None:
        if each is None:
            return None
        return {
            "village": villages[each.village_id],
            "day": each.day,
            "arrives": clock(each.arrives),
            "officer": people.get(each.officer_id, ""),
            "why": sentence(list(each.reasons)),
        }

    def pairs(rows: Any) -> list[dict[str, Any]]:
        return [{"stop": pair.before, "was": clock(pair.before.arrives), "now": after(pair.after)} for pair in rows]

    return {
        "kept": changed.kept,
        "moved": pairs(changed.moved),
        "fallen": pairs(changed.fallen),
        "added": [after(each) for each in changed.added],
        "percent": round(100 * changed.moved_share),
        "digest": changed.digest,
        "is_empty": changed.is_empty,
        "until": plan.week_start + timedelta(days=6),
    }
