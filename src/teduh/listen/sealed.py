"""The words of a complaint about police, in the vault and nowhere else.

One entry holds what was said, one entry each photo, one entry each line of the talk; the tables of this stage keep
only that there is something.
"""

import base64
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from teduh.listen.models import Complaint, ComplaintNote, Note
from teduh.listen.rules import COMPLAINT_KEPT_FOR, SEALED_COMPLAINT, SEALED_NOTE, SEALED_PHOTO, NoteKind
from teduh.listen.words import Words
from teduh.places.keys import new_id
from teduh.trust import vault
from teduh.trust.actors import Actor, person_or_none
from teduh.trust.models import Person, VaultEntry


@dataclass(frozen=True)
class SealedLine:
    kind: NoteKind
    text: str
    at: datetime
    link: str
    by_id: UUID | None
    # Said to the unit before the matter was sealed; everything later was said to the outside body.
    moved: bool

    def get_kind_display(self) -> str:
        return str(self.kind.label)


def seal_words(*, complaint: Complaint, words: Words, by: Person | Actor, at: datetime) -> None:
    vault.seal(
        kind=SEALED_COMPLAINT,
        subject_id=complaint.pk,
        text=json.dumps(asdict(words), ensure_ascii=False),
        by=by,
        at=at,
        keep_for=COMPLAINT_KEPT_FOR,
        unit_id=complaint.receiver_id,
    )


def seal_photo(*, complaint: Complaint, content: bytes, by: Person | Actor, at: datetime) -> str:
    """The id under which the photo lies in the vault."""
    photo_id = new_id()
    text = base64.b64encode(content).decode("ascii")
    vault.seal(
        kind=SEALED_PHOTO,
        subject_id=photo_id,
        text=text,
        by=by,
        at=at,
        keep_for=COMPLAINT_KEPT_FOR,
        unit_id=complaint.receiver_id,
    )
    return str(photo_id)


def seal_line(*, complaint: Complaint, kind: str, text: str, by: Person | Actor, at: datetime) -> ComplaintNote:
    """A line of the talk with the outside body."""
    note = ComplaintNote(id=new_id(), complaint=complaint, kind=kind, at=at, by=person_or_none(by))
    return _seal_note(note, {"text": text, "link": "", "moved": False}, by, at)


def seal_earlier_line(*, complaint: Complaint, note: Note, by: Person, at: datetime) -> ComplaintNote:
    """A line of the talk with the unit, said before the matter was sealed."""
    moved = ComplaintNote(id=new_id(), complaint=complaint, kind=note.kind, at=note.at, by=note.by)
    return _seal_note(moved, {"text": note.text, "link": note.link, "moved": True}, by, at)


def _seal_note(note: ComplaintNote, content: dict[str, Any], by: Person | Actor, at: datetime) -> ComplaintNote:
    note.save(force_insert=True)
    # A line goes when the matter itself goes, not later.
    keep_for = max(_entry(SEALED_COMPLAINT, note.complaint_id).expires_at - at, timedelta(days=1))
    text = json.dumps(content, ensure_ascii=False)
    vault.seal(
        kind=SEALED_NOTE,
        subject_id=note.pk,
        text=text,
        by=by,
        at=at,
        keep_for=keep_for,
        unit_id=note.complaint.receiver_id,
    )
    return note


def words_of(complaint: Complaint) -> Words:
    return Words(**json.loads(vault.unseal(_entry(SEALED_COMPLAINT, complaint.pk))))


def photos_of(words: Words) -> list[bytes]:
    entries = _entries(SEALED_PHOTO, [UUID(photo_id) for photo_id in words.photo_ids])
    return [base64.b64decode(vault.unseal(entries[UUID(photo_id)])) for photo_id in words.photo_ids]


def lines_of(complaint: Complaint) -> list[SealedLine]:
    """The talk, oldest line first, in three queries however long it is."""
    notes = list(complaint.notes.all())
    entries = _entries(SEALED_NOTE, [note.pk for note in notes])
    lines = []
    for note in notes:
        said = json.loads(vault.unseal(entries[note.pk]))
        lines.append(SealedLine(NoteKind(note.kind), said["text"], note.at, said["link"], note.by_id, said["moved"]))
    return lines


def destroy(complaint: Complaint) -> None:
    """Take everything about the matter out of the vault and out of the tables."""
    photo_ids = [UUID(photo_id) for photo_id in words_of(complaint).photo_ids]
    note_ids = list(complaint.notes.values_list("pk", flat=True))
    for kind, ids in ((SEALED_COMPLAINT, [complaint.pk]), (SEALED_PHOTO, photo_ids), (SEALED_NOTE, note_ids)):
        VaultEntry.objects.filter(kind=kind, subject_id__in=ids).delete()
    complaint.delete()


def _entry(kind: str, subject_id: UUID) -> VaultEntry:
    return VaultEntry.objects.get(kind=kind, subject_id=subject_id)


def _entries(kind: str, subject_ids: list[UUID]) -> dict[UUID, VaultEntry]:
    return {entry.subject_id: entry for entry in VaultEntry.objects.filter(kind=kind, subject_id__in=subject_ids)}
