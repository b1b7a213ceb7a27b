"""Contacts with villages, and the rows of village days."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from teduh.places.models import Area
from teduh.trust import audit
from teduh.trust.actors import SYSTEM, Actor
from teduh.trust.models import Person
from teduh.warn.models import Alarm, Contact, VillageDay
from teduh.warn.rules import Decision

BATCH = 500


@transaction.atomic
def note_contact(*, visit_id: UUID, village: Area, on: date, by: Person | Actor, at: datetime) -> Contact:
    """Somebody of ours was in the village on that day. The same visit again changes nothing."""
    contact, added = Contact.objects.get_or_create(pk=visit_id, defaults={"village": village, "on": on})
    if added:
        audit.record(
            by=by, at=at, action="warn.contact", subject=("visit", visit_id), details={"village": village.pk, "on": on}
        )
        _answer_alarms(visit_id, village, on, by, at)
    return contact


def _answer_alarms(visit_id: UUID, village: Area, on: date, by: Person | Actor, at: datetime) -> None:
    """The first visit after it was decided to go there is the one that an alarm led to."""
    waiting = Alarm.objects.filter(
        places__village=village, decision=Decision.VISIT, visit_id__isnull=True, first_seen_on__lte=on
    )
    for alarm in waiting.distinct():
        if on >= timezone.localdate(alarm.decided_at):
            alarm.visit_id = visit_id
            alarm.save(update_fields=("visit_id",))
            audit.record(
                by=by,
                at=at,
                action="warn.alarm_visited",
                subject=("alarm", alarm.pk),
                unit_id=alarm.unit_id,
                details={"visit": visit_id, "village": village.pk},
            )


@transaction.atomic
def store_days(*, rows: Sequence[VillageDay], at: datetime) -> int:
    """Keep these village days instead of earlier ones of the same village and day. One audit row for the run."""
    if not rows:
        return 0
    VillageDay.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["village", "day"],
        update_fields=[
            "reports",
            "open_latent",
            "open_imminent",
            "open_actual",
            "last_contact_on",
            "last_report_on",
            "state",
            "computed_at",
        ],
    )
    days = sorted({row.day for row in rows})
    audit.record(
        by=SYSTEM,
        at=at,
        action="warn.store_days",
        subject=("village_day", days[-1].isoformat()),
        details={"rows": len(rows), "from": days[0], "to": days[-1]},
    )
    return len(rows)
