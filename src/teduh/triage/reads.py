"""Named questions about the desk and its issues. They write nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.listen import reads as listen
from teduh.listen.models import Report
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.triage import burst_reads, match_adapt
from teduh.triage.fact_reads import fact_checks_like as fact_checks_like  # noqa: PLC0414 (for the stages to the right)
from teduh.triage.match_reads import candidates as candidates  # noqa: PLC0414
from teduh.triage.match_reads import suggested_joins as suggested_joins  # noqa: PLC0414
from teduh.triage.models import Assessment, Issue, IssueVillage, Join, LevelChange, Sighting
from teduh.triage.rules import USABLE, JoinState, Level, Outcome
from teduh.trust import access
from teduh.trust import reads as trust
from teduh.trust.models import Person
from teduh.trust.rules import Role

# For the stages to the right: names of places as `compare` takes them.
names_that_tell = match_adapt.names


@dataclass(frozen=True)
class QueueFigures:
    """The wall, in three numbers."""

    count: int
    oldest_received_at: datetime | None
    unplaced: int
    # Of `count`, those that only repeat another one: the copies of a burst are one signal.
    copies: int = 0

    @property
    def signals(self) -> int:
        return self.count - self.copies


@dataclass(frozen=True)
class LevelCounts:
    latent: int = 0
    imminent: int = 0
    actual: int = 0


@dataclass(frozen=True)
class HeardDay:
    """How often a rumour was heard on one day, and in which villages."""

    day: date
    times: int
    villages: tuple[str, ...]


def _assessed() -> Exists:
    return Exists(Assessment.objects.filter(report=OuterRef("pk")))


def waiting(person: Person, *, on: date) -> QuerySet[Report]:
    """Reports that nobody has decided on, oldest first; emergencies come before the others."""
    return listen.reports_for(person, on=on).filter(~_assessed(), **USABLE).order_by("-emergency", "received_at", "pk")


def queue_figures(person: Person, *, at: datetime) -> QueueFigures:
    rows = waiting(person, on=timezone.localdate(at)).order_by("received_at")
    oldest = rows.values_list("received_at", flat=True).first()
    counted = rows.aggregate(n=Count("pk"), unplaced=Count("pk", filter=Q(village__isnull=True)))
    bursts = burst_reads.burst_ids(rows)
    copies = burst_reads.grouped(rows).filter(burst__in=bursts).count() - len(bursts) if bursts else 0
    return QueueFigures(counted["n"], oldest, counted["unplaced"], copies)


def all_waiting() -> QuerySet[Report]:
    """Every report that nobody has decided on, for the machine."""
    return Report.objects.filter(~_assessed(), **USABLE).select_related("unit").order_by("received_at")


def assessment_of(report: Report) -> Assessment | None:
    return Assessment.objects.filter(report=report).select_related("by").first()


def issues_for(person: Person, *, on: date) -> QuerySet[Issue]:
    """Issues that touch the person's villages, and those of their own unit and the units under it."""
    touched = IssueVillage.objects.filter(issue=OuterRef("pk"), village__in=access.villages_for(person, on=on))
    seen = Q(Exists(touched))
    if person.role not in (Role.VILLAGE_OFFICER, Role.OVERSEER):
        seen |= Q(unit__in=places.units_under(person.unit))
    confirmed = Count("joins", filter=Q(joins__state=JoinState.CONFIRMED), distinct=True)
    return (
        Issue.objects.filter(seen)
        .select_related("unit", "assigned_to")
        .prefetch_related("villages")
        .annotate(reports_count=confirmed)
        .order_by("-opened_at")
    )


def issue(person: Person, pk: UUID, *, on: date) -> Issue:
    found = issues_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Isu ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found


def issue_by_id(pk: UUID) -> Issue | None:
    """For those who have checked already who asks."""
    return Issue.objects.select_related("unit").filter(pk=pk).first()


def joins_of(issue: Issue, *states: str, among: QuerySet[Report] | None = None) -> QuerySet[Join]:
    """The joins of the issue; with `among`, only those whose report is one of these."""
    rows = Join.objects.filter(issue=issue).select_related("report__village", "by").order_by("report__received_at")
    if among is not None:
        rows = rows.filter(report__in=among.values("pk"))
    return rows.filter(state__in=states) if states else rows


def reports_of(issue: Issue) -> QuerySet[Report]:
    """The reports that a person confirmed as part of the issue."""
    confirmed = Join.objects.filter(issue=issue, state=JoinState.CONFIRMED).values("report")
    return Report.objects.filter(pk__in=confirmed).select_related("village__parent").order_by("received_at")


def issue_of(report: Report) -> Issue | None:
    """The issue that a report was confirmed to belong to."""
    join = Join.objects.filter(report=report, state=JoinState.CONFIRMED).select_related("issue").first()
    return join.issue if join else None


def sightings_of(issue: Issue) -> QuerySet[Sighting]:
    return issue.sightings.select_related("village", "by")


# A longer stretch would be mostly empty rows; then only the days on which it was heard are told.
EVERY_DAY_UP_TO = 14


def heard_by_day(sightings: Iterable[Sighting]) -> list[HeardDay]:
    """The days of a rumour in their order; the silent days between stand there, too, while they are few."""
    by_day: dict[date, list[Sighting]] = {}
    for sighting in sightings:
        by_day.setdefault(sighting.heard_on, []).append(sighting)
    if not by_day:
        return []
    first, last = min(by_day), max(by_day)
    span = (last - first).days + 1
    days = [first + timedelta(days=n) for n in range(span)] if span <= EVERY_DAY_UP_TO else sorted(by_day)
    heard = ((day, by_day.get(day, [])) for day in days)
    return [
        HeardDay(day, len(rows), tuple(sorted({row.village.name for row in rows if row.village})))
        for day, rows in heard
    ]


def sighting(issue: Issue, pk: UUID) -> Sighting:
    found = issue.sightings.select_related("issue").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Catatan ini tidak ada di isu ini."))
    return found


def open_levels_by_village(*, villages: QuerySet[Area], on: date) -> dict[str, LevelCounts]:
    """How many issues were open at each level in each village at the end of that day."""
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    open_then = Q(issue__opened_at__lt=end) & (Q(issue__closed_at__isnull=True) | Q(issue__closed_at__gte=end))
    touched = list(IssueVillage.objects.filter(open_then, village__in=villages).values_list("village", "issue"))
    levels = _levels_at([issue for _village, issue in touched], end)
    counted: dict[str, dict[str, int]] = {}
    for village, pk in touched:
        level = levels.get(pk, Level.NONE)
        if level != Level.NONE:
            counts = counted.setdefault(village, {})
            counts[level] = counts.get(level, 0) + 1
    return {village: LevelCounts(**counts) for village, counts in counted.items()}


def _levels_at(issues: Sequence[UUID], moment: datetime) -> dict[UUID, str]:
    """The level of each issue just before a moment."""
    changes = LevelChange.objects.filter(issue__in=issues, at__lt=moment).order_by("at", "pk")
    return dict(changes.values_list("issue", "level"))


def villages_waiting(*, villages: QuerySet[Area], on: date) -> set[str]:
    """Villages from which a report, received up to that day, still waits."""
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    rows = Report.objects.filter(~_assessed(), village__in=villages, received_at__lt=end, **USABLE)
    return set(rows.values_list("village", flat=True))


def villages_unanswered(*, villages: QuerySet[Area]) -> list[str]:
    """The village of each open issue whose reporters have had no answer; one entry for each issue."""
    rows = IssueVillage.objects.filter(
        village__in=villages, issue__closed_at__isnull=True, issue__answered_at__isnull=True
    )
    return list(rows.values_list("village", flat=True))


def open_issues_in(village: Area) -> QuerySet[Issue]:
    return Issue.objects.filter(places__village=village, closed_at__isnull=True).order_by("-opened_at")


def first_signal(issue: Issue) -> datetime:
    """When the first report of the issue came in, or when the unit knew."""
    first = reports_of(issue).values_list("received_at", flat=True).first()
    return min(first, issue.known_at) if first else issue.known_at


def unanswered_reporters(issue: Issue) -> QuerySet[Report]:
    """Those who hold a receipt and joined after the issue was last answered, if it ever was."""
    joined = Join.objects.filter(issue=issue, state=JoinState.CONFIRMED)
    if issue.answered_at is not None:
        joined = joined.filter(at__gt=issue.answered_at)
    return listen.reporters_to_tell(list(joined.values_list("report", flat=True)))


def told_count(issue: Issue) -> int:
    """How many reporters of the issue can read an answer."""
    return listen.reporters_to_tell([report.pk for report in reports_of(issue)]).count()


def outcomes_of(report_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What the desk decided about each of these reports."""
    return dict(Assessment.objects.filter(report__in=report_ids).values_list("report", "outcome"))


def confirmed_issues_of(report_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The issue that each of these reports was confirmed to belong to."""
    confirmed = Join.objects.filter(report__in=report_ids, state=JoinState.CONFIRMED)
    return dict(confirmed.values_list("report", "issue"))


def answered_issues(issue_ids: Collection[UUID]) -> set[UUID]:
    rows = Issue.objects.filter(pk__in=issue_ids, answered_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def watched_reports(
    *, villages: QuerySet[Area], first: date, last: date, kinds: Collection[str]
) -> list[tuple[Report, str]]:
    """Reports of those days that belong, or are suggested to belong, to an issue of these kinds, with their village.

    What a person took for protected speech, or for no matter, never counts; nor does a suggestion beside a decision,
    nor a report whose writer objects to its use.
    """
    start = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    decided = Assessment.objects.filter(report=OuterRef("report")).exclude(outcome=Outcome.JOINED)
    joins = Join.objects.filter(
        ~Exists(decided), issue__kind__in=kinds, state__in=(JoinState.CONFIRMED, JoinState.SUGGESTED)
    )
    usable = Report.objects.filter(restricted_at=None, village__in=villages)
    here = usable.filter(received_at__gte=start, received_at__lt=end)
    rows = here.filter(Exists(joins.filter(report=OuterRef("pk"))))
    return [(report, str(report.village_id)) for report in rows.order_by("received_at", "pk")]


def watched_days(*, villages: QuerySet[Area], first: date, last: date, kinds: Collection[str]) -> list[date]:
    """The day of each of them."""
    rows = watched_reports(villages=villages, first=first, last=last, kinds=kinds)
    return [timezone.localdate(report.received_at) for report, _village in rows]


@dataclass(frozen=True)
class Rise:
    """An issue reached a level for the first time."""

    issue_id: UUID
    level: str
    on: date
    villages: frozenset[str]


def rises(*, villages: QuerySet[Area], first: date, last: date, levels: Collection[str]) -> list[Rise]:
    """Issues in these villages that first reached one of these levels within these days."""
    touched = IssueVillage.objects.filter(village__in=villages).values("issue")
    changes = LevelChange.objects.filter(issue__in=touched, level__in=levels).order_by("at", "pk")
    earliest: dict[UUID, tuple[str, date]] = {}
    for issue, level, at in changes.values_list("issue", "level", "at"):
        earliest.setdefault(issue, (level, timezone.localdate(at)))
    found = {pk: row for pk, row in earliest.items() if first <= row[1] <= last}
    places_of: dict[UUID, set[str]] = {}
    for pk, village in IssueVillage.objects.filter(issue__in=found).values_list("issue", "village"):
        places_of.setdefault(pk, set()).add(village)
    ordered = sorted(found.items(), key=lambda item: (item[1][1], str(item[0])))
    return [Rise(pk, level, on, frozenset(places_of.get(pk, ()))) for pk, (level, on) in ordered]


@dataclass(frozen=True)
class Signal:
    """When the first word of an issue came in, and which villages it touches."""

    issue_id: UUID
    at: datetime
    villages: frozenset[str]


def signals_of(issue_ids: Collection[UUID]) -> list[Signal]:
    rows = Issue.objects.filter(pk__in=issue_ids).prefetch_related("places").order_by("known_at")
    return [
        Signal(issue.pk, issue.known_at, frozenset(place.village_id for place in issue.places.all())) for issue in rows
    ]


def counts_in(villages: QuerySet[Area], field: str, start: datetime, end: datetime) -> dict[str, int]:
    """Issues opened in that stretch and touching these villages, counted by a field such as kind or level."""
    touched = IssueVillage.objects.filter(issue=OuterRef("pk"), village__in=villages)
    rows = Issue.objects.filter(Exists(touched), opened_at__gte=start, opened_at__lt=end)
    return dict(rows.order_by().values_list(field).annotate(n=Count("pk")))


def is_id(typed: str) -> bool:
    """Whether a text from an address or form can be an id at all."""
    try:
        UUID(typed)
    except ValueError:
        return False
    return True


def assignable(person: Person) -> QuerySet[Person]:
    """Those to whom an issue may be given: officers and chiefs of the unit and the units under it."""
    return trust.people_of(
        person.unit, roles=(Role.DESK_OFFICER, Role.SECTOR_CHIEF, Role.VILLAGE_OFFICER, Role.DISTRICT_CHIEF)
    )
