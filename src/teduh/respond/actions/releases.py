"""A second person lets through what the gate held by mistake."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.respond import gate
from teduh.respond.actions import clarifications, messages
from teduh.respond.adapt import mask_numbers
from teduh.respond.models import Clarification, Message
from teduh.respond.releases import NeutralityRelease
from teduh.respond.rules import PublicationState
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission

REASON_LEAST, REASON_MOST = 10, 300


@transaction.atomic
def release_in_message(
    *, message: Message, digest: str, part: str, start: int, rule: str, reason: str, by: Person, at: datetime
) -> NeutralityRelease:
    """These words of this very text are a false alarm; the message still needs its approval."""
    access.require(by, Permission.MESSAGE_APPROVE)
    row = messages.locked(message, by)
    if row.approved_at or row.withdrawn_at:
        raise Refused(_("Pesan ini tidak sedang menunggu persetujuan."))
    release = _released(row, digest, (part, start, rule), reason=reason, by=by, at=at)
    _record(release, ("message", row.pk), by, at)
    return release


@transaction.atomic
def release_in_clarification(
    *,
    clarification: Clarification,
    digest: str,
    part: str,
    start: int,
    rule: str,
    reason: str,
    by: Person,
    at: datetime,
) -> NeutralityRelease:
    """The same for a clarification that is not public yet."""
    access.require(by, Permission.CLARIFICATION_APPROVE)
    row = clarifications.locked(clarification, by)
    if row.state not in (PublicationState.DRAFT, PublicationState.APPROVED):
        raise Refused(_("Hanya yang belum terbit yang bisa dilepas."))
    release = _released(row, digest, (part, start, rule), reason=reason, by=by, at=at)
    _record(release, ("clarification", row.pk), by, at)
    return release


def _released(
    row: gate.Outgoing, digest: str, where: tuple[str, int, str], *, reason: str, by: Person, at: datetime
) -> NeutralityRelease:
    if row.written_by_id == by.pk:
        raise NotAllowed(_("Anda yang menulis. Orang lain yang harus membaca dan melepas kata yang ditahan."))
    if digest != gate.digest(row):
        raise Refused(_("Tulisan ini berubah sejak Anda membacanya. Baca lagi, lalu putuskan."))
    found = {
        (stop.part.name, stop.held.start, stop.held.rule): stop for stop in gate.stops(row, on=timezone.localdate(at))
    }
    stop = found.get(where)
    if stop is None or stop.release is not None:
        raise Refused(_("Kata ini tidak sedang ditahan."))
    if not stop.held.releasable:
        raise Refused(_("Kata ini tidak bisa dilepas oleh siapa pun. Kalimatnya harus ditulis ulang."))
    reason = mask_numbers(" ".join(reason.replace("\x00", "").split()))
    if not REASON_LEAST <= len(reason) <= REASON_MOST:
        raise Refused(_("Tulis dalam satu kalimat mengapa penanda ini keliru."), field="reason")
    return NeutralityRelease.objects.create(
        unit=row.unit,
        message=row if isinstance(row, Message) else None,
        clarification=row if isinstance(row, Clarification) else None,
        digest=digest,
        part=stop.part.name,
        start=stop.held.start,
        rule=stop.held.rule,
        words=stop.held.words[:300],
        written_by_id=row.written_by_id,
        released_by=by,
        released_at=at,
        reason=reason,
    )


def _record(release: NeutralityRelease, subject: tuple[str, UUID], by: Person, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action="respond.release_words",
        subject=subject,
        unit_id=release.unit_id,
        details={"release": release.pk, "part": release.part, "rule": release.rule, "digest": release.digest},
    )
