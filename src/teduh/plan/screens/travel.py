"""A table of travel minutes comes in; what cannot be read comes back with the reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from teduh.cores.errors import Refused
from teduh.places.tables import read_table
from teduh.plan import actions, reads, travelfile
from teduh.plan.screens.forms import TravelForm
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission

MOST_BYTES = 5_000_000


@permitted(Permission.PLAN_CHANGE)
@require_http_methods(["GET", "POST"])
def travel(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    unit = person.unit
    form = TravelForm(request.POST or None, request.FILES or None)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["file"].size > MOST_BYTES:
                raise Refused(_("Berkas ini lebih besar dari 5 MB. Bagi menurut kecamatan."), field="file")
            table = read_table(data["file"].read())
            legs, refused = travelfile.read_legs(table, unit=unit, on=timezone.localdate())
            actions.import_travel(
                unit=unit, mode=data["mode"], source=data["source"], legs=legs, by=person, at=timezone.now()
            )
        except Refused as error:
            form.add_error("file", error.message)
        else:
            count = len(legs)
            words = ngettext("%(n)d waktu tempuh tersimpan.", "%(n)d waktu tempuh tersimpan.", count) % {"n": count}
            messages.success(request, words)
            if not refused:
                return redirect("plan_rules")
    context = {"unit": unit, "form": form, "refused": refused[:50], "tables": reads.travel_tables(unit).values()}
    return render(request, "plan/travel.html", context, status=400 if form.errors else 200)
