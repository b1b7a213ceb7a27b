"""How each village of one's jurisdiction stands today; unknown is not calm."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from teduh.api.v1.access import Permitted
from teduh.trust.access import person_of, villages_for
from teduh.trust.rules import Permission
from teduh.warn import reads

router = Router()


class VillageOut(Schema):
    code: str
    name: str
    state: str
    reports_14_days: int
    days_since_visit: int | None
    days_since_report: int | None
    computed_at: datetime | None


@router.get("", response=list[VillageOut], auth=Permitted(Permission.WATCH_READ))
def villages(request: HttpRequest) -> list[VillageOut]:
    today = timezone.localdate()
    return [
        VillageOut(
            code=row.village.code,
            name=row.village.name,
            state=row.state,
            reports_14_days=row.reports_14,
            days_since_visit=row.days_since_contact,
            days_since_report=row.days_since_report,
            computed_at=row.computed_at,
        )
        for row in reads.days_for(villages=villages_for(person_of(request), on=today), day=today)
    ]
