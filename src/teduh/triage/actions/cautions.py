"""A report that accuses a neighbour is handled with care: a second source first, or a named person's reason."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.triage import burst_reads
from teduh.triage.actions.checks import record, require_issue, require_open, words
from teduh.triage.burst_adapt import Careful
from teduh.triage.models import Caution, CautionRelease, Issue
from teduh.trust import audit
from teduh.trust.actors import SYSTEM
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@transaction.atomic
def caution(*, found: Sequence[Careful], at: datetime) -> int:
    """The machine notes which reports accuse somebody, never whom. Gives back how many notes are new or grew."""
    rows = Caution.objects.filter(report__in=[one.report.pk for one in found])
    known = {(row.report_id, row.rule): row for row in rows}
    new = [one for one in found if (one.report.pk, one.rule) not in known]
    grown = [row for one in found if (row := known.get((one.report.pk, one.rule))) and _grew(row, one)]
    Caution.objects.bulk_create(
        [Caution(report=one.report, rule=one.rule, alike=one.alike, at=at) for one in new], ignore_conflicts=True
    )
    Caution.objects.bulk_update(grown, ("alike",))
    by_unit: dict[UUID, list[str]] = {}
    for one in new:
        by_unit.setdefault(one.report.unit_id, []).append(str(one.report.pk))
    for unit_id, reports in by_unit.items():
        _record(unit_id, at, reports=reports)
    if grown:
        _record(None, at, grown=[str(row.report_id) for row in grown])
    return len(new) + len(grown)


def _grew(row: Caution, found: Careful) -> bool:
    before, row.alike = row.alike, max(row.alike, found.alike)
    return row.alike > before


def _record(unit_id: UUID | None, at: datetime, **details: object) -> None:
    """One row for each run and unit that noted something."""
    subject = ("unit", unit_id or "")
    audit.record(by=SYSTEM, at=at, action="triage.caution", subject=subject, unit_id=unit_id, details=details)


@transaction.atomic
def release_caution(*, issue: Issue, reason: str, by: Person, at: datetime) -> CautionRelease:
    """Go on without a second source: a person who may set levels says why, under their name."""
    require_issue(by, issue, at, Permission.LEVEL_SET)
    require_open(issue)
    if not burst_reads.asks_second_source(issue):
        raise Refused(_("Isu ini tidak menunggu sumber kedua."))
    release = CautionRelease.objects.create(
        issue=issue, reason=words(reason, field="reason", least=10, most=400), by=by, at=at
    )
    record("triage.release_caution", issue, by, at)
    return release


def require_second_source(issue: Issue) -> None:
    """Before the level rises above latent and before a referral: somebody else was asked, or one answers for it."""
    if burst_reads.asks_second_source(issue):
        raise Refused(
            _(
                "Laporan di isu ini menuduh orang tertentu. Catat dahulu pemeriksaan kepada pihak lain, "
                "atau tuliskan mengapa tidak bisa menunggu."
            )
        )
