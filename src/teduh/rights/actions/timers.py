"""Another timer for a kind of data."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.rights import schedule
from teduh.rights.actions.checks import sentence
from teduh.rights.rules import CHANGE_WAITS, REASON_LEAST
from teduh.trust import access, audit
from teduh.trust.models import Person, RetentionChoice
from teduh.trust.retention import days_kept
from teduh.trust.rules import Permission, Role


def rules_server(person: Person) -> bool:
    """Timers count for the whole server, so a guest on it has no say: only the receiving district, or who is above.

    The outside body, whose complaints belong to nobody here, has.
    """
    if person.role == Role.OVERSEER:
        return True
    district = places.receiving_unit(settings.RECEIVING_UNIT)
    return district is not None and district.pk in places.units_under(person.unit)


def require_server(by: Person) -> None:
    if not rules_server(by):
        raise NotAllowed(_("Waktu simpan berlaku untuk seluruh server dan diatur oleh satuan penerima laporan."))


@transaction.atomic
def change_timer(*, kind: str, days: int, reason: str, by: Person, at: datetime) -> RetentionChoice:
    """Shorter is a choice; longer than the table says needs a reason, and of identity is never allowed.

    A shorter timer comes into force after a week, so that a slip can be seen and undone before anything is gone.
    """
    access.require(by, Permission.RETENTION_CHANGE)
    line = schedule.kind(kind)
    require_server(by)
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
