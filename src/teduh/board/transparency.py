"""What the public may know of the work: counted in weeks that are over, with small counts hidden."""

import csv
from datetime import date
from io import StringIO
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from teduh.learn import reads
from teduh.learn.reads import Line, PublicWeek
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.trust.access import public

HIDDEN: Final = "tersembunyi"
_COLUMNS: Final = ("reports", "in_time", "not_in_time", "no_answer_wanted", "visits")


@public
@require_GET
def transparency(request: HttpRequest) -> HttpResponse:
    unit, weeks = _unit(), reads.settled_weeks(on=timezone.localdate())
    typed = request.GET.get("minggu", "")
    monday = next((week for week in weeks if week.isoformat() == typed), weeks[0])
    context = {
        "unit": unit,
        "week": reads.public_week(unit, monday) if unit else None,
        "weeks": weeks,
        "monday": monday,
        "smallest": settings.SMALLEST_COUNT,
    }
    return render(request, "board/transparency.html", context)


@public
@require_GET
def transparency_csv(request: HttpRequest) -> HttpResponse:
    """The same figures of all the weeks shown, one figure a line; a hidden one says so."""
    unit, out = _unit(), StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("minggu_mulai", "minggu_sampai", "bagian", "nama", "jumlah"))
    with translation.override("id"):
        for monday in reads.settled_weeks(on=timezone.localdate()) if unit else ():
            for row in _rows(reads.public_week(unit, monday)):  # type: ignore[arg-type]
                writer.writerow(row)
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="teduh-transparansi-{timezone.localdate()}.csv"'
    return answer


def _rows(week: PublicWeek) -> list[tuple[date, date, str, str, int | str]]:
    said = {
        "reports": "laporan",
        "in_time": "laporan dijawab dalam 7 hari",
        "not_in_time": "laporan belum dijawab dalam 7 hari",
        "no_answer_wanted": "laporan tanpa permintaan jawaban",
        "visits": "kunjungan",
    }
    days = (week.monday, week.sunday)
    rows = [
        (*days, said[column], str(line.name), _shown(getattr(line, column)))
        for line in (*week.lines, week.total)
        for column in _COLUMNS
        if column != "visits" or _has_visits(week, line)
    ]
    rows += [(*days, "isu", str(kind), _shown(count)) for kind, count in week.issues]
    return [*rows, (*days, "isu", _("Semua jenis"), _shown(week.issues_total))]


def _has_visits(week: PublicWeek, line: Line) -> bool:
    """A report may lack a place; a visit never does."""
    return line is week.total or line is not week.lines[-1]


def _shown(count: int | None) -> int | str:
    return HIDDEN if count is None else count


def _unit() -> Unit | None:
    return places.receiving_unit(settings.RECEIVING_UNIT)
