"""Named questions about bursts and cautions. They write nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.listen.models import Report
from teduh.places.models import Area
from teduh.triage.models import Assessment, Burst, BurstMember, Caution, Issue, Join
from teduh.triage.rules import JoinState, MemberState

_SHOWN_FROM = 2


@dataclass(frozen=True)
class BurstRow:
    """One burst as one person sees it: how many copies wait, over which time, and how many stand out."""

    burst: Burst
    # The report whose words stand for all of them: of those the person may read, the one most like the others.
    nearest: Report
    count: int
    first_at: datetime
    last_at: datetime
    stands_out: int
    emergency: bool
    accuses: bool

    @property
    def hours(self) -> int:
        """From the first to the last, whole hours upwards; at least one."""
        return max(1, -int((self.first_at - self.last_at).total_seconds() // 3600))


def grouped(reports: QuerySet[Report]) -> QuerySet[BurstMember]:
    """Of these reports the copies that wait to be decided together; those that stand out wait by themselves."""
    return BurstMember.objects.filter(
        state=MemberState.SUGGESTED, stands_out=False, report__in=reports.order_by().values("pk")
    )


def burst_ids(reports: QuerySet[Report]) -> list[UUID]:
    """Bursts of which at least two copies are among these reports; a single one is shown as what it is."""
    counted = grouped(reports).order_by().values("burst").annotate(n=Count("pk")).filter(n__gte=_SHOWN_FROM)
    return list(counted.values_list("burst", flat=True))


def one_by_one(reports: QuerySet[Report], ids: Collection[UUID]) -> QuerySet[Report]:
    """These reports without the copies that one row stands for."""
    copies = BurstMember.objects.filter(
        report=OuterRef("pk"), burst__in=ids, state=MemberState.SUGGESTED, stands_out=False
    )
    return reports.filter(~Exists(copies)) if ids else reports


def burst_rows(reports: QuerySet[Report], ids: Collection[UUID]) -> list[BurstRow]:
    """The bursts with their figures among these reports, those with words of an emergency and the largest first."""
    members = BurstMember.objects.filter(
        burst__in=ids, state=MemberState.SUGGESTED, report__in=reports.order_by().values("pk")
    )
    accuses = Exists(Caution.objects.filter(report=OuterRef("report")))
    figures = (
        members.order_by()
        .annotate(accuses=accuses)
        .values("burst")
        .annotate(
            count=Count("pk"),
            first=Min("report__received_at"),
            last=Max("report__received_at"),
            out=Count("pk", filter=Q(stands_out=True)),
            urgent=Count("pk", filter=Q(report__emergency=True)),
            accusing=Count("pk", filter=Q(accuses=True)),
        )
    )
    nearest = members.filter(burst=OuterRef("pk")).order_by("differs", "report__received_at").values("report")[:1]
    bursts = Burst.objects.annotate(nearest=Subquery(nearest, output_field=UUIDField())).in_bulk(list(ids))
    reports_of = reports.order_by().in_bulk([burst.nearest for burst in bursts.values()])
    rows = [
        BurstRow(
            bursts[row["burst"]],
            reports_of[bursts[row["burst"]].nearest],
            row["count"],
            row["first"],
            row["last"],
            row["out"],
            emergency=row["urgent"] > 0,
            accuses=row["accusing"] > 0,
        )
        for row in figures
    ]
    return sorted(rows, key=lambda row: (not row.emergency, -row.count, str(row.burst.pk)))


def burst(pk: UUID, among: QuerySet[Report]) -> Burst:
    """The burst, for somebody who may read at least one of its waiting reports."""
    found = Burst.objects.filter(pk=pk).first()
    if found is None or not waiting_members(found, among).exists():
        raise NotFound(_("Kelompok laporan ini tidak ada, atau semua isinya sudah diputuskan."))
    return found


def waiting_members(burst: Burst, among: QuerySet[Report]) -> QuerySet[BurstMember]:
    """Those who stand out first, then the ones whose words differ most."""
    rows = BurstMember.objects.filter(
        burst=burst, state=MemberState.SUGGESTED, report__in=among.order_by().values("pk")
    )
    return rows.select_related("report__village__parent").order_by("-stands_out", "-differs", "report__received_at")


def burst_of(report: Report) -> BurstMember | None:
    return BurstMember.objects.filter(report=report).exclude(state=MemberState.TAKEN_OUT).first()


def decided_in(burst: Burst) -> int:
    """How many of its reports were decided already."""
    return burst.members.filter(state=MemberState.CONFIRMED).count()


def candidates(*, since: datetime) -> QuerySet[Report]:
    """For the machine: reports that wait, and the copies that were decided on, so that late copies find the others."""
    waits = ~Exists(Assessment.objects.filter(report=OuterRef("pk")))
    member = BurstMember.objects.filter(report=OuterRef("pk"))
    taken_out = Exists(member.filter(state=MemberState.TAKEN_OUT))
    here = Report.objects.filter(received_at__gte=since, words_gone_at=None, restricted_at=None)
    rows = here.filter(waits | Exists(member)).filter(~taken_out)
    return rows.order_by("received_at", "pk")


def cautions_of(report_ids: Collection[UUID]) -> dict[UUID, list[Caution]]:
    """The cautions of each of these reports."""
    found: dict[UUID, list[Caution]] = {}
    for row in Caution.objects.filter(report__in=report_ids).order_by("rule"):
        found.setdefault(row.report_id, []).append(row)
    return found


def cautions_in(issue: Issue) -> list[Caution]:
    """The cautions of the reports that belong to the issue, one of each rule."""
    confirmed = Join.objects.filter(issue=issue, state=JoinState.CONFIRMED).values("report")
    rows = Caution.objects.filter(report__in=confirmed).order_by("rule", "-alike")
    return list({row.rule: row for row in reversed(rows)}.values())


def asks_second_source(issue: Issue) -> bool:
    """Whether a report of the issue accuses somebody, nobody else was asked, and nobody took it upon them."""
    confirmed = Join.objects.filter(issue=issue, state=JoinState.CONFIRMED).values("report")
    if not Caution.objects.filter(report__in=confirmed).exists():
        return False
    return not issue.checks.exists() and not issue.caution_releases.exists()


def sources(report_ids: Collection[UUID]) -> int:
    """Of how many sources these reports are: the copies of one burst count as one."""
    copies = BurstMember.objects.filter(report__in=report_ids, stands_out=False).exclude(state=MemberState.TAKEN_OUT)
    counted = copies.aggregate(n=Count("pk"), bursts=Count("burst", distinct=True))
    return len(report_ids) - int(counted["n"]) + int(counted["bursts"])


def copies_by_village(*, villages: QuerySet[Area], day: date) -> dict[str, int]:
    """How many of that day's reports in each village only repeat another one of the same burst, village and day."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    within = (start, start + timedelta(days=1))
    rows = (
        BurstMember.objects.filter(
            report__village__in=villages,
            report__received_at__gte=within[0],
            report__received_at__lt=within[1],
            stands_out=False,
        )
        .exclude(state=MemberState.TAKEN_OUT)
        .order_by()
        .values_list("report__village", "burst")
        .annotate(n=Count("pk"))
    )
    counted: dict[str, int] = {}
    for village, _burst, n in rows:
        counted[village] = counted.get(village, 0) + n - 1
    return counted
