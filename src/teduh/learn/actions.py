"""The writes of learning: a situation report, and that a table was taken out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.learn import exports, reads
from teduh.learn.adapt import mask_numbers
from teduh.learn.exports import Sheet
from teduh.learn.models import SituationReport
from teduh.learn.rules import EXPORT_DAYS, EXPORT_NEEDS, PURPOSE_LIMIT, XLSX_ROWS, ExportTable, FileKind
from teduh.learn.sheets import Stamp
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


@dataclass(frozen=True)
class Taken:
    """A table on its way out, and the stamp it carries."""

    sheet: Sheet
    stamp: Stamp


@transaction.atomic
def export(*, table: str, kind: str, first: date, last: date, purpose: str, by: Person, at: datetime) -> Taken:
    """Put on record that a table leaves as a file, and hand out the table; its number is its row in the audit chain."""
    access.require(by, Permission.EXPORT)
    if table not in ExportTable.values or kind not in FileKind.values:
        raise Refused(_("Pilih tabel dan jenis berkas dari daftar."), field="table")
    access.require(by, EXPORT_NEEDS[table])
    if last < first:
        raise Refused(_("Tanggal akhir lebih awal daripada tanggal mulai."), field="last")
    if (last - first).days >= EXPORT_DAYS:
        raise Refused(_("Paling lama 366 hari dalam satu berkas."), field="first")
    why = mask_numbers(" ".join(purpose.split()))
    if not 10 <= len(why) <= PURPOSE_LIMIT:
        raise Refused(_("Tuliskan dalam satu kalimat untuk apa berkas ini diambil."), field="purpose")
    sheet = exports.sheet_of(table, by, first=first, last=last)
    if kind == FileKind.XLSX and sheet.count > XLSX_ROWS:
        raise Refused(
            _("Terlalu banyak baris untuk satu berkas XLSX. Pilih CSV, atau hari yang lebih sedikit."), field="kind"
        )
    number = audit.record(
        by=by,
        at=at,
        action="learn.export",
        subject=("export", table),
        unit_id=by.unit_id,
        details={"kind": kind, "first": first, "last": last, "rows": sheet.count, "purpose": why},
    )
    about = f"{ExportTable(table).label}, {first.isoformat()} sampai {last.isoformat()}"
    return Taken(sheet, Stamp(number=number, person=by, at=at, purpose=why, about=about))
