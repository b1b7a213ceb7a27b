"""Another timer for a kind of data."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.rights import schedule
from teduh.rights.actions.checks import sentence
from teduh.rights.rules import CHANGE_WAITS, REASON_LEAST
from teduh.trust import access, audit
from teduh.trust.models import Person, RetentionChoice
from teduh.trust.retention import days_kept
from teduh.trust.rules import Permission, Role


@transaction.atomic
def change_timer(*, kind: str, days: int, reason: str, by: Person, at: datetime) -> RetentionChoice:
    """Shorter is a choice; longer than the table says needs a reason, and of identity is never allowed.

    A shorter timer comes into force after a week, so that a slip can be seen and undone before anything is gone.
    """
    access.require(by, Permission.RETENTION_CHANGE)
    line = schedule.kind(kind)
    if line.days is None:
        raise Refused(_("Jenis data ini tidak dihapus menurut umur."), field="days")
    if by.role != line.changed_by:
        role = str(Role(line.changed_by).label)
        raise NotAllowed(_("Waktu simpan jenis data ini hanya dapat diubah oleh %(role)s.") % {"role": role})
    if days < line.least_days:
        raise Refused(
            _("Paling sedikit %(least)d hari untuk jenis data ini.") % {"least": line.least_days}, field="days"
        )
    if days > line.days:
        if line.never_longer:
            message = _("Paling lama %(most)d hari: jenis data ini tidak pernah disimpan lebih lama.")
            raise Refused(message % {"most": line.days}, field="days")
        sentence(reason, field="reason", least=REASON_LEAST)
    before = days_kept(line, at=at) or line.days
    choice = RetentionChoice.objects.create(
        kind=kind,
        days=days,
        reason=reason.strip()[:400],
        by=by,
        at=at,
        applies_from=at + CHANGE_WAITS if days < before else at,
    )
    audit.record(
        by=by,
        at=at,
        action="retention.change",
        subject=("retention", kind),
        unit_id=by.unit_id,
        details={"before": before, "after": days, "applies_from": choice.applies_from, "reason": choice.reason},
    )
    return choice
