"""Tables that somebody else wrote: any encoding, any delimiter, and a way back for rows that cannot be taken."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from teduh.cores.errors import Refused

# A field longer than this is no field but a missing quote.
FIELD_LIMIT = 200_000
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Row:
    """One row of a table, with the line on which it ends in the file and what is wrong with its shape."""

    line: int
    cells: Mapping[str, str]
    raw: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """The header and the text of a table; `rows()` may be walked more than once."""

    header: tuple[str, ...]
    text: str
    delimiter: str
    encoding: str
    total: int

    def digest(self) -> str:
        """SHA-256 of the text, to recognise the same file."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def rows(self) -> Iterator[Row]:
        csv.field_size_limit(FIELD_LIMIT)
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        next(reader)
        while True:
            try:
                raw = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(reader.line_num, {}, (), f"this row cannot be read: {error}")
                continue
            if not any(cell.strip() for cell in raw):
                continue
            problem = "" if len(raw) == len(self.header) else f"{len(raw)} columns instead of {len(self.header)}"
            cells = dict(zip(self.header, (cell.strip() for cell in raw), strict=False))
            yield Row(reader.line_num, cells, tuple(raw), problem)


@dataclass
class Rejects:
    """Rows that were not taken, each with the reason, to be mended and imported again."""

    header: tuple[str, ...]
    rows: list[tuple[Row, str]] = field(default_factory=list)

    def add(self, row: Row, reason: str) -> None:
        self.rows.append((row, reason))

    def write(self, path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow((*self.header, "line", "reason"))
            for row, reason in self.rows:
                cells = list(row.raw[: len(self.header)])
                cells += [""] * (len(self.header) - len(cells))
                writer.writerow((*cells, row.line, reason))


def read_table(content: bytes, *, needs: Iterable[str] = (), encoding: str = "") -> Table:
    """Decode a CSV file and find its delimiter. Refused where a needed column is missing, naming it.

    Without an encoding the file is read as UTF-8, else as Windows-1252; `Table.encoding` says which.
    """
    text, encoding = _decode(content, encoding)
    if not text.strip():
        raise Refused("This file is empty. Choose the file again.")
    delimiter = _delimiter(text)
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Refused("This file is not a CSV table. Save it as CSV and try again.") from error
    names = tuple(name.strip() for name in header)
    missing = [name for name in needs if name not in names]
    if missing:
        raise Refused(f"The column {', '.join(missing)} is missing. The file has: {', '.join(names)[:300]}.")
    return Table(names, text, delimiter, encoding, max(text.count("\n") - 1, 1))


def _decode(content: bytes, encoding: str) -> tuple[str, str]:
    if encoding:
        tries = [encoding]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    elif b"\x00" in content[:4096]:
        raise Refused("This file is not a CSV table but something else, such as a picture or an Excel file.")
    else:
        # What Excel on Windows writes when nobody chooses UTF-8; the caller is told which one was taken.
        tries = ["utf-8-sig", "cp1252"]
    for name in tries:
        try:
            return content.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    raise Refused(f"The letters of this file cannot be read as {tries[-1]}. Save it as CSV with UTF-8 and try again.")


def _delimiter(text: str) -> str:
    first_line = text.lstrip().splitlines()[0]
    return max(DELIMITERS, key=first_line.count)
