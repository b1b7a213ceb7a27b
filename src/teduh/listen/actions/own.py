"""What whoever spoke up may do with what is theirs: correct it, take it back, take the contact back, object.

The code is the proof; no name is asked. Somebody of the office may do the same for a person without a code, once the
request is decided (`rights`).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound, Refused
from teduh.listen import retention, sealed
from teduh.listen.models import Complaint, Note, Report
from teduh.listen.rules import SEALED_CONTACT, NoteKind
from teduh.listen.words import checked_words
from teduh.places import reads as places
from teduh.trust import access, audit, vault
from teduh.trust.actors import SYSTEM, Actor
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@transaction.atomic
def correct_own(*, matter_id: UUID, text: str, by: Person | Actor, at: datetime) -> None:
    """What was said stays as it was said; beside it stands, marked, how it should have been."""
    words = checked_words(text, empty=_("Tuliskan dulu apa yang keliru dan bagaimana yang benar."))
    matter = _matter(matter_id, by)
    if isinstance(matter, Complaint):
        sealed.seal_line(complaint=matter, kind=NoteKind.CORRECTION, text=words, by=by, at=at)
    else:
        Note.write(report=matter, kind=NoteKind.CORRECTION, text=words, at=at)
    _record("listen.correct", matter, by, at)


@transaction.atomic
def withdraw_contact(*, matter_id: UUID, by: Person | Actor, at: datetime) -> bool:
    """The consent ends, and the contact with it, at once and also under a hold; False where none was kept."""
    matter = _matter(matter_id, by)
    was_there = vault.destroy(kind=SEALED_CONTACT, subject_id=matter.pk, by=by, at=at, unit_id=_unit(matter))
    if was_there:
        _record("listen.withdraw_contact", matter, by, at)
    return was_there


@transaction.atomic
def erase_own(*, matter_id: UUID, by: Person | Actor, at: datetime) -> None:
    """The words, photos, talk and contact go now. A report leaves a count behind, a complaint leaves nothing."""
    matter = _matter(matter_id, by)
    # The row that tells of it holds that it happened, and no word.
    _record("listen.erase", matter, by, at)
    if isinstance(matter, Complaint):
        retention.forget_complaint(matter)
        return
    vault.destroy(kind=SEALED_CONTACT, subject_id=matter.pk, by=by, at=at, unit_id=matter.unit_id)
    retention.delete_files_on_commit(retention.forget_words(matter, at))


@transaction.atomic
def restrict_own(*, matter_id: UUID, by: Person | Actor, at: datetime) -> None:
    """From now on it is kept and not used, until somebody decides about the objection."""
    matter = _matter(matter_id, by)
    if matter.restricted_at is None:
        matter.restricted_at = at
        matter.save(update_fields=("restricted_at",))
        _record("listen.restrict", matter, by, at)


@transaction.atomic
def lift_restriction(*, matter_id: UUID, reason: str, by: Person, at: datetime) -> None:
    """The objection was decided: it may be used again. Whoever holds the code reads why."""
    matter = _matter(matter_id, by)
    if matter.restricted_at is None:
        return
    matter.restricted_at = None
    matter.save(update_fields=("restricted_at",))
    _record("listen.lift_restriction", matter, by, at)
    tell_decision(matter_id=matter_id, text=reason, by=by, at=at)


@transaction.atomic
def tell_decision(*, matter_id: UUID, text: str, by: Person, at: datetime) -> None:
    """What became of a request stands at the receipt, as a notice of the office."""
    matter = _matter(matter_id, by)
    if isinstance(matter, Complaint):
        sealed.seal_line(complaint=matter, kind=NoteKind.NOTICE, text=text, by=by, at=at)
    else:
        Note.write(report=matter, kind=NoteKind.NOTICE, text=text, at=at)
    _record("listen.tell_decision", matter, by, at)


@transaction.atomic
def notify_receipts(
    *, units: Collection[UUID], first: date, last: date, texts: Mapping[str, str], by: Person, at: datetime
) -> tuple[int, int]:
    """A notice at every receipt of these days, of reports and of sealed complaints: residents have no other address.

    Returns how many reports and how many complaints were told. Only the first number is anybody's to see.
    """
    access.require(by, Permission.BREACH_MANAGE)
    holding = {"receipt_digest__isnull": False, "received_at__date__gte": first, "received_at__date__lte": last}
    reports = list(Report.objects.filter(unit__in=units, words_gone_at=None, **holding))
    for report in reports:
        text = texts.get(report.language, texts["id"])
        Note.write(report=report, kind=NoteKind.NOTICE, text=text, at=at)
    # The same server keeps the complaints; who leads the unit learns neither which nor how many.
    complaints = list(Complaint.objects.filter(**holding))
    for complaint in complaints:
        text = texts.get(sealed.words_of(complaint).language, texts["id"])
        sealed.seal_line(complaint=complaint, kind=NoteKind.NOTICE, text=text, by=SYSTEM, at=at)
    audit.record(
        by=by,
        at=at,
        action="listen.notify_receipts",
        subject=("unit", by.unit_id),
        unit_id=by.unit_id,
        details={"reports": len(reports), "first": first, "last": last},
    )
    return len(reports), len(complaints)


def _matter(matter_id: UUID, by: Person | Actor) -> Report | Complaint:
    """What the code opens; of the office, only who looks after rights in the unit that it lies with."""
    found = Report.objects.select_for_update().filter(pk=matter_id).first()
    matter = found or Complaint.objects.select_for_update().filter(pk=matter_id).first()
    if isinstance(by, Person):
        access.require(by, Permission.RIGHTS_MANAGE)
        if matter is not None and _unit(matter) not in places.units_under(by.unit):
            matter = None
    if matter is None:
        raise NotFound(_("Laporan ini tidak ada, atau tidak di satuan Anda."))
    if isinstance(matter, Report) and matter.words_gone_at is not None:
        raise Refused(_("Kata-kata laporan ini sudah dihapus."))
    return matter


def _unit(matter: Report | Complaint) -> UUID:
    return matter.unit_id if isinstance(matter, Report) else matter.receiver_id


def _record(action: str, matter: Report | Complaint, by: Person | Actor, at: datetime) -> None:
    kind = "report" if isinstance(matter, Report) else "complaint"
    audit.record(by=by, at=at, action=action, subject=(kind, matter.pk), unit_id=_unit(matter))
