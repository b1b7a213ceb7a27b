"""What the pipeline runs: once a local day, every timer."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from teduh.rights import actions
from teduh.trust import audit
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent

DONE = "retention.day"


def purge_daily(*, at: datetime) -> int:
    """How many rows were deleted or made anonymous; the day counts as done only when the whole run went through."""
    last = AuditEvent.objects.filter(action=DONE).order_by("-seq").values_list("at", flat=True).first()
    if last and timezone.localtime(last).date() >= timezone.localtime(at).date():
        return 0
    purged = actions.purge(at=at)
    with transaction.atomic():
        details = {"rows": purged.rows, "orphans": purged.orphans}
        audit.record(by=SYSTEM, at=at, action=DONE, subject=("retention", "day"), details=details)
    return purged.rows
