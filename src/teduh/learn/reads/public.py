"""What the public may count: whole weeks that are over, by subdistrict, with small counts hidden.

Each week is published by itself and hides by itself. No figure spans two weeks, so what was hidden in one week cannot
be computed from the next, and a week that was published once looks the same for as long as it is shown. Counts of
activity are effort, never effect; villages are neither named nor ranked.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teduh.learn import adapt
from teduh.learn.reads.funnel import stretch
from teduh.listen import reads as listen
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.respond import reads as respond
from teduh.triage import reads as triage
from teduh.triage.rules import IssueKind

WEEKS_SHOWN: Final = 8
# A report is answered in time within these days, so a week is counted when its last report had them.
ANSWER_DAYS: Final = 7
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One subdistrict in one week; None is hidden."""

    name: str | Promise
    reports: int | None
    in_time: int | None
    not_in_time: int | None
    no_answer_wanted: int | None
    visits: int | None

    @property
    def is_empty(self) -> bool:
        """Nobody reported and nobody was there; that is not calm."""
        return (self.reports, self.visits) == (0, 0)


@dataclass(frozen=True)
class PublicWeek:
    monday: date
    lines: tuple[Line, ...]
    total: Line
    issues: tuple[tuple[str | Promise, int | None], ...]
    issues_total: int | None

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def empty(self) -> list[str | Promise]:
        """Subdistricts of which there is nothing to count."""
        return [line.name for line in self.lines[:-1] if line.is_empty]

    @property
    def hides(self) -> bool:
        cells = [
            value
            for line in (*self.lines, self.total)
            for value in (line.reports, line.in_time, line.not_in_time, line.no_answer_wanted, line.visits)
        ]
        return None in cells or None in [count for _kind, count in self.issues]


def settled_weeks(*, on: date) -> list[date]:
    """The Mondays of the weeks that may be counted on that day, the latest first."""
    monday = on - timedelta(days=on.weekday()) - _WEEK - timedelta(days=ANSWER_DAYS)
    return [monday - n * _WEEK for n in range(WEEKS_SHOWN)]


def public_week(unit: Unit, monday: date) -> PublicWeek:
    """One week of a district unit, as it may be published."""
    sunday = monday + timedelta(days=6)
    villages = places.villages_of_unit(unit, on=sunday)
    start, end = stretch(monday, sunday)
    subdistricts = list(Area.objects.filter(pk__in=villages.order_by().values("parent")).order_by("code"))
    codes: list[str | None] = [*(area.code for area in subdistricts), None]
    names: list[str | Promise] = [*(area.name for area in subdistricts), _("Tempat belum pasti")]
    said: Counter[tuple[str | None, int]] = Counter()
    within = timedelta(days=ANSWER_DAYS)
    for code, can, was, number in listen.answers_by_subdistrict(
        unit=unit, villages=villages, start=start, end=end, within=within
    ):
        said[code, 0 if was else 1 if can else 2] += number
    table = adapt.public_table([[said[code, column] for column in range(3)] for code in codes])
    been = respond.visits_by_subdistrict(villages, monday, sunday)
    visits = adapt.public_row([been.get(code, 0) for code in codes[:-1]] or [0])
    visited = (*visits.cells, 0)
    lines = tuple(_line(name, table.row_totals[n], table.cells[n], visited[n]) for n, name in enumerate(names))
    kinds = triage.counts_in(villages, "kind", start, end)
    issues = adapt.public_row([kinds.get(kind.value, 0) for kind in IssueKind])
    return PublicWeek(
        monday=monday,
        lines=lines,
        total=_line(_("Seluruh wilayah"), table.total, table.column_totals, visits.total),
        issues=tuple((kind.label, count) for kind, count in zip(IssueKind, issues.cells, strict=True)),
        issues_total=issues.total,
    )


def _line(name: str | Promise, reports: int | None, answers: tuple[int | None, ...], visits: int | None) -> Line:
    in_time, not_in_time, no_answer_wanted = answers
    return Line(name, reports, in_time, not_in_time, no_answer_wanted, visits)
