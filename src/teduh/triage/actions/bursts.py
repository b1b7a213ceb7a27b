"""Near-copies are gathered by the machine; a person takes out what differs and decides on the rest at once."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen.models import Report
from teduh.places.models import Unit
from teduh.triage.actions.checks import require_report
from teduh.triage.burst_adapt import Gathered
from teduh.triage.models import Burst, BurstMember
from teduh.triage.rules import MemberState
from teduh.trust import access, audit
from teduh.trust.actors import SYSTEM, Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@transaction.atomic
def gather(*, unit: Unit, middle: Report, members: Sequence[Gathered], at: datetime) -> Burst | None:
    """The machine puts near-copies together, or adds to an earlier burst; what a person decided stays.

    None when nothing is new.
    """
    known = {row.report_id: row for row in BurstMember.objects.filter(report__in=[one.report.pk for one in members])}
    new = [one for one in members if one.report.pk not in known]
    changed = [row for one in members if (row := known.get(one.report.pk)) and _changed(row, one)]
    if not new and not changed:
        return None
    burst = Burst.objects.filter(pk__in={row.burst_id for row in known.values()}).order_by("made_at", "pk").first()
    if burst is None:
        burst = Burst.objects.create(unit=unit, middle=middle, made_at=at)
    elif burst.middle_id is None:
        burst.middle = middle
        burst.save(update_fields=("middle",))
    rows = [
        BurstMember(
            report=one.report,
            burst=burst,
            stands_out=bool(one.own),
            own=list(one.own),
            differs=one.differs,
            at=at,
        )
        for one in new
    ]
    # A second worker that found the same at the same moment adds nothing.
    BurstMember.objects.bulk_create(rows, ignore_conflicts=True)
    BurstMember.objects.bulk_update(changed, ("own", "stands_out", "differs"))
    _record("triage.gather", burst, SYSTEM, at, added=len(new), changed=len(changed))
    return burst


def _changed(row: BurstMember, found: Gathered) -> bool:
    """Take over what was found anew, while nobody has decided; a report that stood out once goes on standing out."""
    own = list(dict.fromkeys((*row.own, *found.own)))
    if row.state != MemberState.SUGGESTED or (own == row.own and row.differs == found.differs):
        return False
    row.own, row.stands_out, row.differs = own, bool(own), found.differs
    return True


@transaction.atomic
def take_out(*, burst: Burst, report: Report, by: Person, at: datetime) -> BurstMember:
    """This one is no copy like the others: it waits by itself again, and the machine leaves it there."""
    require_report(by, report, at)
    row = BurstMember.objects.filter(burst=burst, report=report, state=MemberState.SUGGESTED).first()
    if row is None:
        raise Refused(_("Laporan ini sudah tidak di kelompok itu."))
    row.state, row.by, row.at = MemberState.TAKEN_OUT, by, at
    row.save(update_fields=("state", "by", "at"))
    _record("triage.take_out", burst, by, at, report=report.pk)
    return row


@transaction.atomic
def decide_burst(
    *,
    burst: Burst,
    reports: Sequence[Report],
    also: Collection[UUID],
    doing: Callable[[list[Report]], None],
    by: Person,
    at: datetime,
) -> list[Report]:
    """One decision for all the copies. A report that stands out takes part only when a person ticked it (`also`).

    `doing` joins, opens or sets aside; it and the marks here stand or fall together.
    """
    access.require(by, Permission.TRIAGE_DECIDE)
    rows = BurstMember.objects.filter(burst=burst, state=MemberState.SUGGESTED, report__in=[one.pk for one in reports])
    taken = {row.report_id for row in rows if not row.stands_out or row.report_id in also}
    chosen = [report for report in reports if report.pk in taken]
    if not chosen:
        raise Refused(_("Tidak ada laporan yang dipilih. Beri tanda pada laporan yang ikut diputuskan."))
    doing(chosen)
    BurstMember.objects.filter(report__in=taken).update(state=MemberState.CONFIRMED, by=by, at=at)
    _record("triage.decide_burst", burst, by, at, reports=len(chosen))
    return chosen


def _record(action: str, burst: Burst, by: Person | Actor, at: datetime, **details: object) -> None:
    audit.record(by=by, at=at, action=action, subject=("burst", burst.pk), unit_id=burst.unit_id, details=details)
