"""The contact of whoever spoke up: asked for by one, agreed to by another, and told to the one whose it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound, Refused
from teduh.listen import reads, sealed
from teduh.listen.models import Complaint, Note, Report
from teduh.listen.rules import NoteKind
from teduh.trust import vault
from teduh.trust.actors import SYSTEM
from teduh.trust.models import Person, VaultOpening


@transaction.atomic
def ask_to_open(*, matter_id: UUID, purpose: str, by: Person, at: datetime) -> VaultOpening:
    """Ask to read the contact that came with a report or complaint; the same request twice is one."""
    matter = reads.matter(by, matter_id, on=timezone.localdate(at))
    if matter.restricted_at is not None:
        raise Refused(_("Pelapor keberatan. Kontaknya tidak dibuka sampai keberatannya diputuskan."), field="purpose")
    entry = reads.contact_of(matter.pk, at=at)
    if entry is None:
        raise NotFound(_("Tidak ada kontak yang tersimpan untuk laporan ini."))
    waiting = VaultOpening.objects.filter(entry=entry, requested_by=by, approved_by=None, declined_by=None).first()
    return waiting or vault.request_opening(entry=entry, purpose=purpose, by=by, at=at)


@transaction.atomic
def approve_opening(*, opening: VaultOpening, by: Person, at: datetime) -> VaultOpening:
    """The second person agrees; whoever holds the receipt is told who may read their contact, and why."""
    matter = reads.matter(by, opening.entry.subject_id, on=timezone.localdate(at))
    approved = vault.approve_opening(opening=opening, by=by, at=at)
    _tell(matter, approved, at)
    return approved


@transaction.atomic
def decline_opening(*, opening: VaultOpening, reason: str, by: Person, at: datetime) -> VaultOpening:
    """The second person does not agree."""
    reads.matter(by, opening.entry.subject_id, on=timezone.localdate(at))
    return vault.decline_opening(opening=opening, reason=reason, by=by, at=at)


@transaction.atomic
def read_contact(*, opening: VaultOpening, by: Person, at: datetime) -> str:
    """The contact, for the one who asked, while it is open; each reading is on record."""
    reads.matter(by, opening.entry.subject_id, on=timezone.localdate(at))
    return vault.read_opened(opening=opening, by=by, at=at)


def _tell(matter: Report | Complaint, opening: VaultOpening, at: datetime) -> None:
    language = matter.language if isinstance(matter, Report) else sealed.words_of(matter).language
    asked, agreed = opening.requested_by, opening.approved_by
    assert agreed is not None  # noqa: S101 (it was approved a moment ago)
    with translation.override(language):
        text = _(
            "Kontak yang Anda titipkan boleh dibaca selama satu jam oleh %(asked)s (%(asked_unit)s), "
            "dengan persetujuan %(agreed)s (%(agreed_unit)s). Alasannya: %(purpose)s "
            "Bila Anda keberatan, tulislah di sini."
        ) % {
            "asked": asked.get_role_display(),
            "asked_unit": asked.unit.name,
            "agreed": agreed.get_role_display(),
            "agreed_unit": agreed.unit.name,
            "purpose": opening.purpose,
        }
    if isinstance(matter, Report):
        Note.write(report=matter, kind=NoteKind.NOTICE, text=text, at=at)
    else:
        sealed.seal_line(complaint=matter, kind=NoteKind.NOTICE, text=text, by=SYSTEM, at=at)
