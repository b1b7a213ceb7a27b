"""Photos and voice notes come in pieces that may be cut anywhere; what lies here is safe and never doubled."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.field.models import Phone, Piece, WaitingFile
from teduh.field.rules import FILE_LIMIT_BYTES, FILES_WAIT_LIMIT_BYTES, PIECE_LIMIT_BYTES
from teduh.places.keys import new_id
from teduh.trust import audit, keys
from teduh.trust.models import Person


@dataclass(frozen=True)
class Sent:
    """A piece as it came: where it starts, and what the whole file is."""

    file_id: UUID
    offset: int
    length: int
    digest: str
    piece_digest: str
    content: bytes


@dataclass(frozen=True)
class Progress:
    """How much of the file lies here. With `error`, the piece was not taken, and why."""

    offset: int
    length: int
    used: bool = False
    error: str = ""

    @property
    def whole(self) -> bool:
        return self.offset == self.length


class Full(Refused):
    """Too much waits already; its acts come first."""


def take_piece(*, sent: Sent, phone: Phone, at: datetime) -> Progress:
    """Keep a piece. One that was kept before changes nothing; one that comes too early is not taken."""
    if len(sent.content) > PIECE_LIMIT_BYTES:
        raise Refused(_("Kiriman ini terlalu besar. Kirim lebih sedikit sekaligus."), field="file")
    if not 1 <= sent.length <= FILE_LIMIT_BYTES:
        raise Refused(_("Satu berkas lebih besar dari 2 MB. Kecilkan dulu di HP."), field="file")
    if hashlib.sha256(sent.content).hexdigest() != sent.piece_digest:
        return Progress(0, sent.length, error="piece_broken")
    try:
        return _take(sent, phone, at)
    except IntegrityError:
        # The first pieces of one file came twice at the same moment; the other has made the row.
        return _take(sent, phone, at)


@transaction.atomic
def _take(sent: Sent, phone: Phone, at: datetime) -> Progress:
    file = WaitingFile.objects.select_for_update().filter(pk=sent.file_id).first() or _begin(sent, phone, at)
    if (file.person_id, file.length, file.digest) != (phone.person_id, sent.length, sent.digest):
        return Progress(0, sent.length, error="other_content")
    if file.used_at or sent.offset + len(sent.content) <= file.offset:
        return Progress(file.offset, file.length, used=file.used_at is not None)
    # A longer piece over what is here already is cut to what is new.
    content = sent.content[file.offset - sent.offset :] if sent.offset < file.offset else sent.content
    if sent.offset > file.offset or file.offset + len(content) > file.length or not content:
        return Progress(file.offset, file.length, error="other_offset")
    piece = Piece(id=new_id(), file=file, start=file.offset)
    piece.content = keys.encrypt(file.data_key(), content, piece.pk)
    piece.save(force_insert=True)
    file.offset, file.changed_at = file.offset + len(content), at
    if (
        file.whole
        and hashlib.sha256(content if file.offset == len(content) else _joined(file)).hexdigest() != file.digest
    ):
        file.pieces.all().delete()
        file.offset = 0
        file.save(update_fields=("offset", "changed_at"))
        _note("field.drop_file", file, phone.person, at)
        return Progress(0, file.length, error="file_broken")
    file.save(update_fields=("offset", "changed_at"))
    _note("field.take_piece", file, phone.person, at)
    return Progress(file.offset, file.length)


def _begin(sent: Sent, phone: Phone, at: datetime) -> WaitingFile:
    waiting = WaitingFile.objects.filter(person=phone.person_id, used_at=None).aggregate(bytes=Sum("length"))["bytes"]
    if (waiting or 0) + sent.length > FILES_WAIT_LIMIT_BYTES:
        raise Full(_("Terlalu banyak berkas menunggu catatannya. Kirim dulu catatan kunjungan dan laporannya."))
    file = WaitingFile(
        id=sent.file_id, phone=phone, person=phone.person, length=sent.length, digest=sent.digest, changed_at=at
    )
    file.save(force_insert=True)
    return file


def whole_files(ids: Sequence[UUID], *, by: Person, held: bool) -> list[WaitingFile] | None:
    """The files of this person under these ids; None where one is not all here.

    `held`: nobody else takes them until the transaction ends.
    """
    rows = WaitingFile.objects.filter(pk__in=ids, person=by, used_at=None)
    rows = rows.select_for_update() if held else rows
    found = {row.pk: row for row in rows if row.whole}
    return [found[pk] for pk in ids] if len(found) == len(set(ids)) == len(ids) else None


def content_of(file: WaitingFile) -> bytes:
    return _joined(file)


def use(file: WaitingFile, *, at: datetime) -> None:
    """Its act has taken it, in the same transaction: the pieces go, the row stays and answers a repeat."""
    file.pieces.all().delete()
    file.used_at = file.changed_at = at
    file.save(update_fields=("used_at", "changed_at"))


def _joined(file: WaitingFile) -> bytes:
    key = file.data_key()
    return b"".join(keys.decrypt(key, bytes(piece.content), piece.pk) for piece in file.pieces.order_by("start"))


def _note(action: str, file: WaitingFile, by: Person, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("waiting_file", file.pk),
        unit_id=by.unit_id,
        details={"offset": file.offset, "length": file.length},
    )
