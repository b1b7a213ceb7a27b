"""The registry of claims that others have checked."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen.models import Report
from teduh.places.keys import new_id
from teduh.triage import adapt
from teduh.triage.actions.checks import require_issue, require_report, words
from teduh.triage.factchecks import Claim, Unread
from teduh.triage.models import Issue
from teduh.triage.registry import FactCheck, FactCheckRefusal
from teduh.trust import access, audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission

BATCH = 500
REASON_LIMIT = 400


@dataclass
class FactChecksTaken:
    """What became of the entries of a file: added + already + refused = all."""

    added: int = 0
    already: int = 0
    refused: list[Unread] = field(default_factory=list)


@transaction.atomic
def import_factchecks(
    *,
    claims: Iterable[Claim | Unread],
    file_name: str,
    by: Person | Actor,
    at: datetime,
    progress: Callable[[int], None] = lambda entries: None,
) -> FactChecksTaken:
    """Take checked claims into the registry; the same claim of the same source twice is one."""
    if isinstance(by, Person):
        access.require(by, Permission.TRIAGE_DECIDE)
    taken, waiting = FactChecksTaken(), list[FactCheck]()
    for number, entry in enumerate(claims, start=1):
        if isinstance(entry, Unread):
            taken.refused.append(entry)
        else:
            waiting.append(_row(entry, at))
        progress(number)
        if len(waiting) >= BATCH:
            _store(waiting, taken)
    _store(waiting, taken)
    audit.record(
        by=by,
        at=at,
        action="triage.import_factchecks",
        subject=("factchecks", file_name[:60]),
        details={"added": taken.added, "already": taken.already, "refused": len(taken.refused)},
    )
    return taken


@transaction.atomic
def retire_factcheck(*, factcheck: FactCheck, reason: str, by: Person, at: datetime) -> FactCheck:
    """An entry that is outdated or wrong is not offered any more; it stays readable, with the reason."""
    access.require(by, Permission.TRIAGE_DECIDE)
    reason = words(reason, field="reason", least=10, most=REASON_LIMIT)
    found = FactCheck.objects.select_for_update(of=("self",)).get(pk=factcheck.pk)
    if found.retired_at is not None:
        raise Refused(_("Catatan ini sudah tidak ditawarkan lagi."))
    found.retired_at, found.retired_by, found.retired_reason = at, by, reason
    found.save(update_fields=("retired_at", "retired_by", "retired_reason"))
    audit.record(by=by, at=at, action="triage.retire_factcheck", subject=("factcheck", found.pk), unit_id=by.unit_id)
    return found


@transaction.atomic
def refuse_factcheck(
    *,
    factcheck: FactCheck,
    reason: str,
    by: Person,
    at: datetime,
    report: Report | None = None,
    issue: Issue | None = None,
) -> FactCheckRefusal:
    """This checked claim is about another matter than the report, or the issue: it is not shown there again."""
    about, unit_id = _about(report, issue, by, at)
    reason = words(reason, field="reason", most=REASON_LIMIT)
    refusal, _added = FactCheckRefusal.objects.get_or_create(
        factcheck=factcheck, report=report, issue=issue, defaults={"reason": reason, "by": by, "at": at}
    )
    details = {"factcheck": factcheck.pk}
    audit.record(by=by, at=at, action="triage.refuse_factcheck", subject=about, unit_id=unit_id, details=details)
    return refusal


@transaction.atomic
def withdraw_factcheck_refusal(*, refusal: FactCheckRefusal, by: Person, at: datetime) -> None:
    """The refusal was a mistake: the checked claim is shown there again."""
    about, unit_id = _about(refusal.report, refusal.issue, by, at)
    details = {"factcheck": refusal.factcheck_id}
    refusal.delete()
    action = "triage.withdraw_factcheck_refusal"
    audit.record(by=by, at=at, action=action, subject=about, unit_id=unit_id, details=details)


def _about(report: Report | None, issue: Issue | None, by: Person, at: datetime) -> tuple[tuple[str, UUID], UUID]:
    """What the refusal is about, and whose it is; the person decides there."""
    if report is not None:
        require_report(by, report, at)
        return ("report", report.pk), report.unit_id
    assert issue is not None  # noqa: S101 (the database holds one of the two)
    require_issue(by, issue, at)
    return ("issue", issue.pk), issue.unit_id


def _row(claim: Claim, at: datetime) -> FactCheck:
    told = adapt.mask_people(claim.claim)
    same = "\x1f".join((claim.source.casefold(), claim.address, told.casefold()))
    return FactCheck(
        id=new_id(),
        source=claim.source,
        address=claim.address,
        claim=told,
        title=adapt.mask_people(claim.title),
        rating=claim.rating,
        checked_on=claim.checked_on,
        language=claim.language,
        digest=hashlib.sha256(same.encode()).hexdigest(),
        taken_at=at,
    )


def _store(waiting: list[FactCheck], taken: FactChecksTaken) -> None:
    rows = {row.digest: row for row in reversed(waiting)}
    known = set(FactCheck.objects.filter(digest__in=rows).values_list("digest", flat=True))
    fresh = [row for digest, row in rows.items() if digest not in known]
    FactCheck.objects.bulk_create(reversed(fresh))
    taken.added += len(fresh)
    taken.already += len(waiting) - len(fresh)
    waiting.clear()
