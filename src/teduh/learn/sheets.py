"""A table as a file: streamed, marked so that a leaked page can be traced, and harmless to open.

A table program runs a cell that begins with "=" or its like. In CSV such a cell gets an apostrophe in front; in XLSX
every text is written as text, never as a formula or a link.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from tempfile import TemporaryFile
from typing import IO, Any, Final

import xlsxwriter
from django.utils import timezone
from django.utils.crypto import salted_hmac

from teduh.learn.exports import Cell, Sheet
from teduh.trust.models import Person

# Wide signs count, too: some programs fold them before they look.
_RUNS: Final = re.compile(r"\s*[=+\-@＝＋－＠−]|[\t\r\n]")
_LINES_AT_ONCE: Final = 500
_CELL_LETTERS: Final = 32_000
CUT: Final = " [dipotong]"
MARK: Final = "tanda"


@dataclass(frozen=True)
class Stamp:
    """Who took the file, when, for what, and under which number of the audit chain."""

    number: int
    person: Person
    at: datetime
    purpose: str
    about: str

    @property
    def lines(self) -> tuple[str, ...]:
        at = timezone.localtime(self.at)
        who = f"{self.person}, {self.person.get_role_display()}, {self.person.unit.name}"
        return (
            f"Ekspor nomor {self.number}: {self.about}",
            f"Diambil oleh {who}, {at:%Y-%m-%d %H.%M} {at.tzname()}",
            f"Tujuan: {self.purpose}",
            "Hanya untuk tujuan itu. Setiap baris bertanda; salinan yang beredar dapat ditelusuri.",
        )

    def mark(self, row: int) -> str:
        """The short mark of one row; the end of it can only be made by this server."""
        said = f"{self.number}.{row}"
        return f"E{said}.{salted_hmac('teduh.export', said).hexdigest()[:6]}"


def safe(cell: Cell) -> Cell:
    """The cell so that no table program runs it."""
    return f"'{cell}" if isinstance(cell, str) and _RUNS.match(cell) else cell


def csv_bytes(sheet: Sheet, stamp: Stamp) -> Iterator[bytes]:
    """The file piece by piece; its last line says how many rows it holds, so that a torn file is seen."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    for line in stamp.lines:
        writer.writerow([safe(line)])
    writer.writerow([*sheet.columns, MARK])
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        writer.writerow([*map(safe, row), stamp.mark(count)])
        if count % _LINES_AT_ONCE == 0:
            yield _emptied(out)
    writer.writerow([_end(stamp, count)])
    yield _emptied(out)


def _emptied(out: StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def xlsx_file(sheet: Sheet, stamp: Stamp) -> IO[bytes]:
    """The same as a workbook, written row by row to a file that is gone once it is closed."""
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it when it is sent)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    about, table = book.add_worksheet("Tentang"), book.add_worksheet("Data")
    for number, line in enumerate(stamp.lines):
        about.write_string(number, 0, line)
    table.set_header("&L" + stamp.lines[0].replace("&", "&&")[:200])
    for column, title in enumerate((*sheet.columns, MARK)):
        table.write_string(0, column, title)
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate((*row, stamp.mark(count))):
            _write(table, count, column, cell)
    about.write_string(len(stamp.lines), 0, _end(stamp, count))
    book.close()
    file.seek(0)
    return file


def _write(table: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, int):
        table.write_number(row, column, cell)
    else:
        # A longer text would be left out without a word.
        whole = len(cell) <= _CELL_LETTERS
        table.write_string(row, column, cell if whole else cell[: _CELL_LETTERS - len(CUT)] + CUT)


def _end(stamp: Stamp, count: int) -> str:
    return f"Akhir ekspor {stamp.number}: {count} baris."
