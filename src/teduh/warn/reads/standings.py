"""Named questions about how villages stand. They write nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils.functional import Promise

from teduh.places.models import Area
from teduh.warn.models import Contact, VillageDay
from teduh.warn.rules import FRESH_DAYS, VillageState

REPORT_DAYS = 14


@dataclass(frozen=True)
class VillageStanding:
    """One village on one day; `None` means that nothing is known, which is not calm."""

    village: Area
    state: str
    reports_14: int
    open_latent: int
    open_imminent: int
    open_actual: int
    days_since_contact: int | None
    days_since_report: int | None
    computed_at: datetime | None

    @property
    def label(self) -> str | Promise:
        return VillageState(self.state).label

    @property
    def open_levels(self) -> int:
        return self.open_latent + self.open_imminent + self.open_actual


@dataclass(frozen=True)
class Coverage:
    """How many of the villages somebody of ours visited lately, and how old the figures are."""

    visited: int
    total: int
    days: int
    data_at: datetime | None


def days_for(*, villages: QuerySet[Area], day: date) -> list[VillageStanding]:
    """How each village stands on that day: its last computed row, aged to the day, in the order of codes."""
    rows = {row.village_id: row for row in _latest_rows(villages, day)}
    recent = _reports_since(villages, day - timedelta(days=REPORT_DAYS - 1), day)
    return [
        _standing(village, rows.get(village.code), recent.get(village.code, 0), day)
        for village in villages.select_related("parent").order_by("code")
    ]


def _latest_rows(villages: QuerySet[Area], day: date) -> list[VillageDay]:
    """The last row of each village up to that day. Every village is computed on the same days."""
    in_time = VillageDay.objects.filter(village__in=villages, day__lte=day)
    last = in_time.aggregate(last=Max("day"))["last"]
    return list(in_time.filter(day=last)) if last else []


def _reports_since(villages: QuerySet[Area], first: date, last: date) -> dict[str, int]:
    rows = VillageDay.objects.filter(village__in=villages, day__range=(first, last)).values_list("village", "reports")
    counted: dict[str, int] = {}
    for code, number in rows:
        counted[code] = counted.get(code, 0) + number
    return counted


def _standing(village: Area, row: VillageDay | None, reports_14: int, day: date) -> VillageStanding:
    if row is None:
        return VillageStanding(village, VillageState.UNKNOWN, reports_14, 0, 0, 0, None, None, None)
    contact = _age(row.last_contact_on, day)
    # A row that was computed days ago must not keep a village calm for ever.
    gone_stale = row.state == VillageState.CALM and (contact is None or contact > FRESH_DAYS)
    return VillageStanding(
        village=village,
        state=VillageState.UNKNOWN if gone_stale else row.state,
        reports_14=reports_14,
        open_latent=row.open_latent,
        open_imminent=row.open_imminent,
        open_actual=row.open_actual,
        days_since_contact=contact,
        days_since_report=_age(row.last_report_on, day),
        computed_at=row.computed_at,
    )


def _age(then: date | None, day: date) -> int | None:
    return None if then is None else max((day - then).days, 0)


def last_contacts(*, villages: QuerySet[Area], on: date) -> dict[str, date]:
    """The last day, up to `on`, on which somebody of ours was in each village; villages never visited are absent."""
    rows = Contact.objects.filter(village__in=villages, on__lte=on).order_by().values_list("village")
    return dict(rows.annotate(last=Max("on")))


def coverage(*, villages: QuerySet[Area], on: date, days: int = FRESH_DAYS) -> Coverage:
    since = on - timedelta(days=days - 1)
    visited = Contact.objects.filter(village__in=villages, on__range=(since, on)).aggregate(
        n=Count("village", distinct=True)
    )["n"]
    data_at = VillageDay.objects.filter(village__in=villages).aggregate(at=Max("computed_at"))["at"]
    return Coverage(visited=visited, total=villages.count(), days=days, data_at=data_at)


def last_computed_day() -> date | None:
    return VillageDay.objects.order_by("-day").values_list("day", flat=True).first()
