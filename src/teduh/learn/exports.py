"""The tables that may be taken out as a file: their columns and rows, within the jurisdiction of who takes them.

A file travels further than a screen, so it holds less: no reporter, no words of a report, no coordinates, no house;
places are villages, times are days; counts of reports from one village hide where they are small. The columns are
Indonesian whatever language the reader's screen has, as in other papers of the unit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from teduh.learn import adapt, reads
from teduh.learn.rules import ExportTable
from teduh.listen import reads as listen
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.respond import reads as respond
from teduh.triage import reads as triage
from teduh.trust import reads as trust
from teduh.trust.access import villages_for
from teduh.trust.models import Person

Cell = str | int
CHUNK: Final = 2_000
HIDDEN: Final = "tersembunyi"
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Sheet:
    """One table: `rows` may be long and is read once; `count` is how many there were when it was asked for."""

    columns: tuple[str, ...]
    count: int
    rows: Iterator[tuple[Cell, ...]]


def sheet_of(table: str, person: Person, *, first: date, last: date) -> Sheet:
    return _MAKERS[ExportTable(table)](person, first, last)


def _issues(person: Person, first: date, last: date) -> Sheet:
    start, end = reads.stretch(first, last)
    found: QuerySet[Any] = triage.issues_for(person, on=last).filter(opened_at__gte=start, opened_at__lt=end)
    found = found.prefetch_related("villages__parent").order_by("opened_at", "pk")

    def rows() -> Iterator[tuple[Cell, ...]]:
        for issue in found.iterator(chunk_size=CHUNK):
            villages = list(issue.villages.all())
            few = 0 < issue.reports_count < settings.SMALLEST_COUNT
            yield (
                str(issue.pk),
                str(issue.get_kind_display()),
                adapt.mask_numbers(issue.title),
                "; ".join(village.name for village in villages),
                "; ".join(sorted({village.parent.name for village in villages if village.parent})),
                issue.unit.name,
                str(issue.get_level_display()),
                str(issue.get_verdict_display()),
                str(issue.get_priority_display()),
                f"di bawah {settings.SMALLEST_COUNT}" if few else issue.reports_count,
                *(_day(at) for at in (issue.opened_at, issue.known_at, issue.answered_at, issue.closed_at)),
            )

    columns = ("nomor", "jenis", "judul", "desa", "kecamatan", "satuan", "tingkat", "penilaian", "prioritas", "laporan")
    return Sheet((*columns, "dibuka", "diketahui", "dijawab", "ditutup"), found.count(), rows())


def _weeks(person: Person, first: date, last: date) -> Sheet:
    """Whole weeks within these days; of each, reports by village hide where they are small."""
    monday = first + timedelta(days=-first.weekday() % 7)
    mondays = [monday + n * _WEEK for n in range((last - monday + timedelta(days=1)) // _WEEK)]
    villages = list(villages_for(person, on=last).select_related("parent").order_by("code"))
    sectors = _sectors(person, last)

    def rows() -> Iterator[tuple[Cell, ...]]:
        everywhere = villages_for(person, on=last)
        for week in mondays:
            sunday = week + timedelta(days=6)
            said = {village.code: 0 for village in villages}
            for (code, _day_said), number in listen.counts_by_village_and_day(
                villages=everywhere, first=week, last=sunday
            ).items():
                said[code] += number
            shown = adapt.public_row(list(said.values()) or [0])
            been = respond.visits_by_village(everywhere, week, sunday)
            for village, reports in zip(villages, shown.cells, strict=False):
                yield (
                    week.isoformat(),
                    sectors.get(village.code, ""),
                    village.parent.name if village.parent else "",
                    village.name,
                    HIDDEN if reports is None else reports,
                    been.get(village.code, 0),
                )

    columns = ("minggu_mulai", "polsek", "kecamatan", "desa", "laporan", "kunjungan")
    return Sheet(columns, len(mondays) * len(villages), rows())


def _sectors(person: Person, on: date) -> dict[str, str]:
    """The name of the sector that serves each village."""
    found: dict[str, str] = {}
    for unit in reads.reporting_units(person):
        if unit.kind == "sector":
            found |= dict.fromkeys(_codes(places.villages_of_unit(unit, on=on)), unit.name)
    return found


def _codes(villages: QuerySet[Area]) -> list[str]:
    return list(villages.order_by().values_list("code", flat=True))


def _funnel(person: Person, first: date, last: date) -> Sheet:
    """By spans of seven days that end on the last day; the earliest may be shorter."""
    spans = []
    end = last
    while end >= first:
        begin = max(first, end - _WEEK + timedelta(days=1))
        spans.append((begin, end))
        end = begin - timedelta(days=1)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for begin, until in reversed(spans):
            found = reads.funnel(person, first=begin, last=until)
            counts = (*(step.count for step in found.steps), found.answerable)
            yield (begin.isoformat(), until.isoformat(), *counts)

    columns = ("dari", "sampai", "diterima", "tempatnya_pasti", "diputuskan", "ditindaklanjuti", "dijawab")
    return Sheet((*columns, "menunggu_jawaban_dan_punya_kode"), len(spans), rows())


def _audit(person: Person, first: date, last: date) -> Sheet:
    start, end = reads.stretch(first, last)
    found = trust.history(units=places.units_under(person.unit)).filter(at__gte=start, at__lt=end).order_by("seq")
    last_seq = found.values_list("seq", flat=True).last() or 0
    # What is written while the file is on its way belongs to the next one.
    found = found.filter(seq__lte=last_seq)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in found.iterator(chunk_size=CHUNK):
            told = (row.actor_kind, row.actor_label, row.action, row.subject_kind, row.subject_id, row.unit_id)
            yield (row.seq, row.at.isoformat(), *told, row.details, row.hash)

    columns = ("urutan", "waktu_utc", "jenis_pelaku", "pelaku", "tindakan", "perkara", "nomor_perkara", "satuan")
    return Sheet((*columns, "rincian", "hash"), found.count(), rows())


def _day(at: datetime | None) -> str:
    return timezone.localdate(at).isoformat() if at else ""


_MAKERS: Final[dict[ExportTable, Callable[[Person, date, date], Sheet]]] = {
    ExportTable.ISSUES: _issues,
    ExportTable.WEEKS: _weeks,
    ExportTable.FUNNEL: _funnel,
    ExportTable.AUDIT: _audit,
}
