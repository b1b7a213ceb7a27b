"""The weekly analysis and evaluation: figures from the records, remarks from the chief."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from teduh.cores.errors import NotFound, Refused
from teduh.learn import actions, reads
from teduh.learn.texts import alarm_lines, anev_text, labelled
from teduh.places.models import Unit
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission
from teduh.warn import reads as warn

FIRST_YEAR: Final = 2000
# So many pictures of alarms fit the sheet.
PICTURES: Final = 2


class RemarksForm(forms.Form):
    remarks = forms.CharField(
        label=gettext_lazy("Catatan pimpinan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Apa yang berubah, apa yang belum, apa yang diperlukan."),
    )


def _asked(request: HttpRequest) -> tuple[Unit, date]:
    """The unit and Monday asked for. Where nothing is asked: one's own unit, and the week that yesterday was in.

    On a Monday morning that is the week to be evaluated; on other days it is the week that runs.
    """
    person, today = person_of(request), timezone.localdate()
    key = request.GET.get("unit", person.unit.key)
    unit = next((each for each in reads.reporting_units(person) if each.key == key), None)
    if unit is None:
        raise NotFound(_("Satuan ini tidak ada, atau bukan wilayah tugas Anda."))
    day = _day(request.GET.get("pekan", "")) or today - timedelta(days=1)
    day = min(day, today)
    return unit, day - timedelta(days=day.weekday())


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def _context(unit: Unit, week_start: date, *, as_saved: bool) -> dict[str, Any]:
    """The week as the records stand now or, on paper, as it was last handed up."""
    today = timezone.localdate()
    saved = reads.last_report(unit, week_start)
    kept = saved.figures if saved and as_saved else None
    figures = kept or reads.week_figures(unit, week_start, on=today)
    before = reads.week_figures(unit, week_start - timedelta(days=7), on=today)
    week_end = week_start + timedelta(days=6)
    return {
        "unit": unit,
        "week_start": week_start,
        "week_end": week_end,
        "until": date.fromisoformat(figures["until"]),
        "runs": figures["until"] < week_end.isoformat(),
        "figures": figures,
        "before": before,
        "words": labelled(figures),
        "alarms": _alarms(unit, figures),
        "saved": saved,
        "text": anev_text(unit, week_start, figures, before, saved.remarks if saved else ""),
    }


def _alarms(unit: Unit, figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The alarms of the week in words, the first few with their picture."""
    until, lines = date.fromisoformat(figures["until"]), alarm_lines(figures)
    for line in lines[:PICTURES]:
        line["picture"] = warn.picture_of_codes(warn.district_of(unit) or unit, line["codes"], on=until)
    return lines


@permitted(Permission.SITUATION_REPORT)
@require_http_methods(["GET", "POST"])
def anev(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    unit, week_start = _asked(request)
    saved = reads.last_report(unit, week_start)
    form = RemarksForm(request.POST or None, initial={"remarks": saved.remarks if saved else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_situation_report(
                unit=unit,
                week_start=week_start,
                remarks=form.cleaned_data["remarks"],
                by=person,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("Anev tersimpan."))
            return redirect(f"{reverse('anev')}?unit={unit.key}&pekan={week_start.isoformat()}")
    context = {**_context(unit, week_start, as_saved=False), "units": reads.reporting_units(person), "form": form}
    return render(request, "learn/anev.html", context, status=400 if form.errors else 200)


@permitted(Permission.SITUATION_REPORT)
@require_GET
def anev_print(request: HttpRequest) -> HttpResponse:
    unit, week_start = _asked(request)
    return render(request, "learn/anev_print.html", _context(unit, week_start, as_saved=True))
