"""Which alarms there are, what each rests on, and what changed since the day before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.listen import reads as listen
from teduh.listen.models import Report
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.triage import reads as triage
from teduh.trust import access
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.warn import adapt
from teduh.warn.models import Alarm, AlarmDay, AlarmVillage, Look
from teduh.warn.reads.tables import gaps_in
from teduh.warn.rules import EPISODE_DAYS, HISTORY_DAYS, Decision

EPISODE = timedelta(days=EPISODE_DAYS)


def known_for(unit: Unit, *, day: date, kinds: tuple[str, ...]) -> adapt.Known:
    """All counts that a look on that day rests on, from the first report of the district on, 180 days at most."""
    villages = places.villages_of_unit(unit, on=day)
    first = day - timedelta(days=HISTORY_DAYS - 1)
    reports = listen.counts_by_village_and_day(villages=villages, first=first, last=day)
    # Days before anybody could report at all would make every later day look loud.
    first = min((when for _village, when in reports), default=day)
    signals = [
        adapt.Signal(row.pk, village, _day_of(row), row.text)
        for row, village in triage.watched_reports(villages=villages, first=first, last=day, kinds=kinds)
    ]
    spots = [adapt.Spot(area.code, area.latitude, area.longitude) for area in villages.order_by("code")]
    gaps = gaps_in(villages, first=first, last=day)
    return adapt.known(spots, first=first, last=day, reports=reports, signals=signals, gaps=gaps)


def _day_of(report: Report) -> date:
    return timezone.localdate(report.received_at)


def alarms_for(person: Person, *, on: date) -> QuerySet[Alarm]:
    """Alarms that touch the person's villages, the ones seen last first."""
    mine = AlarmVillage.objects.filter(alarm=OuterRef("pk"), village__in=access.villages_for(person, on=on))
    days = Prefetch("days", queryset=AlarmDay.objects.order_by("-day"))
    return (
        Alarm.objects.filter(Exists(mine))
        .select_related("unit", "assigned_to", "acknowledged_by", "decided_by", "scored_by", "issue")
        .prefetch_related("villages__parent", days)
    )


def alarm(person: Person, pk: UUID, *, on: date) -> Alarm:
    found = alarms_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Peringatan ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found


def open_alarms(person: Person, *, on: date) -> QuerySet[Alarm]:
    """Those that nobody has decided about and that were seen within the last two weeks."""
    return alarms_for(person, on=on).filter(decision="", last_seen_on__gt=on - EPISODE)


def waiting_in(units: Sequence[Unit], *, on: date) -> QuerySet[Alarm]:
    """The same for whole districts, for the command line of whoever runs the server."""
    rows = Alarm.objects.filter(unit__in=units, decision="", last_seen_on__gt=on - EPISODE)
    return rows.select_related("assigned_to").prefetch_related("villages", "days")


def alarms_unvisited(villages: QuerySet[Area], *, on: date) -> dict[str, int]:
    """How many alarms of the last two weeks wait for a visit in each village: not set aside, and nobody was there."""
    rows = AlarmVillage.objects.filter(
        village__in=villages,
        alarm__last_seen_on__gt=on - EPISODE,
        alarm__last_seen_on__lte=on,
        alarm__decision__in=("", Decision.VISIT),
        alarm__visit_id__isnull=True,
    )
    return dict(rows.order_by().values_list("village").annotate(n=Count("alarm")))


def alarms_between(villages: QuerySet[Area], *, first: date, last: date) -> list[tuple[Alarm, AlarmDay]]:
    """Alarms of these villages that were first seen in these days, each with its latest day up to then."""
    rows = (
        Alarm.objects.filter(places__village__in=villages, first_seen_on__range=(first, last))
        .distinct()
        .prefetch_related("villages", "days")
        .order_by("first_seen_on", "raised_at")
    )
    told = ((alarm, [day for day in alarm.days.all() if day.day <= last]) for alarm in rows)
    return [(alarm, max(days, key=lambda day: day.day)) for alarm, days in told if days]


def open_like(unit: Unit, finding: adapt.Finding, *, day: date) -> Alarm | None:
    """The alarm that this finding goes on with: of its kind, in one of its villages, seen in the last two weeks."""
    going = Alarm.objects.filter(
        unit=unit,
        kind=finding.kind,
        places__village__in=finding.villages,
        last_seen_on__gte=day - EPISODE,
        first_seen_on__lte=day,
    )
    return going.order_by("-last_seen_on", "raised_at").first()


def unscored(unit: Unit) -> QuerySet[Alarm]:
    return Alarm.objects.filter(unit=unit, rule_score="", kind="unusual").prefetch_related("places")


def latest_look(unit: Unit | None) -> Look | None:
    return Look.objects.filter(unit=unit).first() if unit else None


def first_look_day(unit: Unit) -> date | None:
    return Look.objects.filter(unit=unit).order_by("day").values_list("day", flat=True).first()


def alarm_before(unit: Unit, villages: Collection[str], *, day: date) -> bool:
    """Whether an alarm of the last two weeks had named one of these villages before that day."""
    named = Alarm.objects.filter(
        unit=unit, places__village__in=villages, first_seen_on__lt=day, last_seen_on__gte=day - EPISODE
    )
    return named.exists()


def days_of(alarm: Alarm) -> list[AlarmDay]:
    """The days of an alarm, newest first."""
    return list(alarm.days.all())


def reports_behind(person: Person, alarm: Alarm, *, on: date) -> tuple[list[Report], int]:
    """The reports behind its last day that this person may read, and how many there are in all."""
    last = next(iter(days_of(alarm)), None)
    ids = last.reports if last else []
    if not access.may(person, Permission.REPORT_READ):
        return [], len(ids)
    return list(listen.reports_for(person, on=on).filter(pk__in=ids).order_by("received_at")), len(ids)


@dataclass(frozen=True)
class Change:
    """How the alarm differs from the day before that it was seen on."""

    since: date
    more_reports: int
    came: tuple[str, ...]
    went: tuple[str, ...]
    stronger: bool


def what_changed(alarm: Alarm) -> Change | None:
    """None on its first day."""
    days = days_of(alarm)
    if len(days) < 2:
        return None
    now, before = days[0], days[1]
    names = {area.code: area.name for area in alarm.villages.all()}
    came = sorted(set(now.villages) - set(before.villages))
    went = sorted(set(before.villages) - set(now.villages))
    return Change(
        since=before.day,
        more_reports=len(set(now.reports) - set(before.reports)),
        came=tuple(names.get(code, code) for code in came),
        went=tuple(names.get(code, code) for code in went),
        stronger=now.recurrence_days > before.recurrence_days,
    )
