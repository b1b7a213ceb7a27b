"""The words of learning."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from teduh.trust.rules import Permission


class ExportTable(TextChoices):
    """What may be taken out as a file."""

    ISSUES = "issues", _("Daftar isu")
    WEEKS = "weeks", _("Laporan dan kunjungan per minggu dan desa")
    FUNNEL = "funnel", _("Dari laporan sampai jawaban")
    AUDIT = "audit", _("Jejak audit")


class FileKind(TextChoices):
    CSV = "csv", _("CSV (semua program tabel)")
    XLSX = "xlsx", _("XLSX (Excel, LibreOffice)")


# Beside the permission to export at all: a file shows nobody more than the screens do.
EXPORT_NEEDS: Final[dict[str, Permission]] = {
    ExportTable.ISSUES: Permission.ISSUE_READ,
    ExportTable.WEEKS: Permission.WATCH_READ,
    ExportTable.FUNNEL: Permission.FUNNEL_READ,
    ExportTable.AUDIT: Permission.AUDIT_READ,
}
EXPORT_DAYS: Final = 366
PURPOSE_LIMIT: Final = 300
# A sheet of a workbook ends at 1,048,576 rows; some are ours.
XLSX_ROWS: Final = 1_000_000
