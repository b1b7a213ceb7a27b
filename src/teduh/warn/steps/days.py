"""One row for each village and day."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from teduh.listen import reads as listen
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.triage import burst_reads as triage_bursts
from teduh.triage import reads as triage
from teduh.warn import actions, reads
from teduh.warn.models import VillageDay
from teduh.warn.rules import FRESH_DAYS, VillageState

# Days before the first computed one are filled in so far back, once.
BACKFILL_DAYS = 28


def compute_days(*, at: datetime) -> int:
    """Today's row for every village that a police unit serves, and the rows of days that were missed.

    Levels are those of now for today; for a missed day they are those that were open then.
    """
    today = timezone.localdate(at)
    last = reads.last_computed_day()
    first = today - timedelta(days=BACKFILL_DAYS) if last is None else min(last, today)
    first = max(first, today - timedelta(days=BACKFILL_DAYS))
    rows = [row for day in _days(first, today) for row in _rows_of(day, at)]
    changed = _changed(rows)
    return actions.store_days(rows=changed, at=at)


def _rows_of(day: date, at: datetime) -> list[VillageDay]:
    villages = places.villages_served(on=day)
    reports = listen.counts_by_village_and_day(villages=villages, first=day, last=day)
    # The copies of one text are one signal; many senders do not make a village look more tense.
    copies = triage_bursts.copies_by_village(villages=villages, day=day)
    report_days = listen.last_report_days(villages=villages, on=day)
    contacts = reads.last_contacts(villages=villages, on=day)
    levels = triage.open_levels_by_village(villages=villages, on=day)
    waiting = triage.villages_waiting(villages=villages, on=day)
    return [
        _row(
            village,
            day,
            at,
            reports=reports.get((village.code, day), 0) - copies.get(village.code, 0),
            last_report_on=report_days.get(village.code),
            last_contact_on=contacts.get(village.code),
            levels=_counts(levels.get(village.code)),
            waits=village.code in waiting,
        )
        for village in villages
    ]


def _counts(levels: object | None) -> Mapping[str, int]:
    return {name: getattr(levels, name, 0) for name in ("latent", "imminent", "actual")}


def _row(
    village: Area,
    day: date,
    at: datetime,
    *,
    reports: int,
    last_report_on: date | None,
    last_contact_on: date | None,
    levels: Mapping[str, int],
    waits: bool,
) -> VillageDay:
    return VillageDay(
        village=village,
        day=day,
        reports=reports,
        open_latent=levels["latent"],
        open_imminent=levels["imminent"],
        open_actual=levels["actual"],
        last_contact_on=last_contact_on,
        last_report_on=last_report_on,
        state=state_of(levels, last_contact_on=last_contact_on, day=day, waits=waits),
        computed_at=at,
    )


def state_of(levels: Mapping[str, int], *, last_contact_on: date | None, day: date, waits: bool) -> VillageState:
    """The highest open level; else calm after a recent visit with nothing waiting; else unknown."""
    for name in (VillageState.ACTUAL, VillageState.IMMINENT, VillageState.LATENT):
        if levels[name]:
            return name
    fresh = last_contact_on is not None and (day - last_contact_on).days <= FRESH_DAYS
    return VillageState.CALM if fresh and not waits else VillageState.UNKNOWN


def _changed(rows: list[VillageDay]) -> list[VillageDay]:
    """Only rows that say something new, or that are today's and older than an hour; quiet runs write nothing."""
    compared = (
        *("reports", "open_latent", "open_imminent", "open_actual"),
        *("last_contact_on", "last_report_on", "state"),
    )
    known = {
        (row.village_id, row.day): row for row in VillageDay.objects.filter(day__in=sorted({row.day for row in rows}))
    }

    def is_news(row: VillageDay) -> bool:
        before = known.get((row.village_id, row.day))
        if before is None or any(getattr(before, name) != getattr(row, name) for name in compared):
            return True
        return row.computed_at - before.computed_at >= timedelta(hours=1)

    return [row for row in rows if is_news(row)]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
