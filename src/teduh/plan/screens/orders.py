"""Drafts for all sectors of a district at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teduh.cores.errors import Refused
from teduh.plan import actions, reads
from teduh.plan.rules import MOST_WEEKS
from teduh.plan.screens.week import asked_week, asked_weeks
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission


@permitted(Permission.PLAN_ORDER)
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Ask for them, and see how far the worker is."""
    person = person_of(request)
    today = timezone.localdate()
    week_start = asked_week((request.POST or request.GET).get("pekan", ""), today)
    if request.method == "POST":
        weeks = asked_weeks(request.POST.get("minggu", ""))
        try:
            actions.order_drafts(unit=person.unit, week_start=week_start, weeks=weeks, by=person, at=timezone.now())
            messages.success(request, _("Usulan untuk semua polsek sedang dibuat."))
        except Refused as refused:
            messages.warning(request, refused.message)
        return redirect("plan_order")
    latest = reads.latest_order(person.unit)
    sectors = reads.planning_units(person)
    names = {unit.key: unit.name for unit in sectors}
    context = {
        "unit": person.unit,
        "week_start": week_start,
        "most_weeks": range(1, MOST_WEEKS + 1),
        "order": latest,
        "total": len(sectors),
        "told": [{**row, "name": names.get(row["unit"], row["unit"])} for row in latest.told] if latest else [],
    }
    return render(request, "plan/order.html", context)
