"""The one write of learning."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.learn import reads
from teduh.learn.adapt import mask_numbers
from teduh.learn.models import SituationReport
from teduh.places.models import Unit
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission

REMARKS_LIMIT = 4_000


@transaction.atomic
def save_situation_report(*, unit: Unit, week_start: date, remarks: str, by: Person, at: datetime) -> SituationReport:
    """Keep the week's figures as they stand now, with what the chief says of them."""
    access.require(by, Permission.SITUATION_REPORT)
    if unit.pk not in {each.pk for each in reads.reporting_units(by)}:
        raise NotAllowed(_("Anev ini milik satuan lain."))
    today = timezone.localdate(at)
    if week_start.weekday() != 0:
        raise Refused(_("Minggu anev dimulai hari Senin."), field="week_start")
    if week_start > today:
        raise Refused(_("Minggu ini belum mulai. Pilih minggu yang sudah berjalan."), field="week_start")
    if len(remarks) > REMARKS_LIMIT:
        raise Refused(_("Catatan ini terlalu panjang. Singkatkan sampai 4.000 huruf."), field="remarks")
    report = SituationReport.objects.create(
        unit=unit,
        week_start=week_start,
        figures=reads.week_figures(unit, week_start, on=today),
        remarks=mask_numbers(remarks.strip()),
        made_by=by,
        made_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="learn.situation_report",
        subject=("situation_report", report.pk),
        unit_id=unit.pk,
        details={"week_start": week_start},
    )
    return report
