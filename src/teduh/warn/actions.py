"""Every write of warning."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from teduh.places.models import Area
from teduh.trust import audit
from teduh.trust.actors import SYSTEM, Actor
from teduh.trust.models import Person
from teduh.warn.models import Contact, VillageDay

BATCH = 500


@transaction.atomic
def note_contact(*, visit_id: UUID, village: Area, on: date, by: Person | Actor, at: datetime) -> Contact:
    """Somebody of ours was in the village on that day. The same visit again changes nothing."""
    contact, added = Contact.objects.get_or_create(pk=visit_id, defaults={"village": village, "on": on})
    if added:
        audit.record(
            by=by, at=at, action="warn.contact", subject=("visit", visit_id), details={"village": village.pk, "on": on}
        )
    return contact


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
