"""Photos and voice notes of a visit: looked into, encrypted, and safely on the disk before anybody says so."""

import hashlib
import os
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen.photos import CleanPhoto
from teduh.respond.actions.corrections import open_visit
from teduh.respond.models import Visit
from teduh.respond.rules import (
    VISIT_PHOTOS_LIMIT,
    VOICE_LIMIT_BYTES,
    VOICE_LIMIT_S,
    VOICES_LIMIT,
    VisitFileKind,
)
from teduh.respond.visitfiles import VisitFile
from teduh.trust import audit, keys
from teduh.trust.models import Person

# What a phone's recorder writes, by the first bytes: WebM, Ogg, and MP4, whose mark stands behind a length.
_VOICES: Final = ((0, b"\x1aE\xdf\xa3", "audio/webm"), (0, b"OggS", "audio/ogg"), (4, b"ftyp", "audio/mp4"))


def add_photo(*, file_id: UUID, visit: Visit, picture: CleanPhoto, by: Person, at: datetime) -> VisitFile:
    """A photo of the visit, painted anew by `listen.photos.clean`. The same id again gives the photo that is there."""
    row = VisitFile(id=file_id, visit=visit, kind=VisitFileKind.PHOTO, media_type="image/jpeg", digest=picture.digest)
    return _keep(row, picture.content, by, at, most=VISIT_PHOTOS_LIMIT)


def add_voice(*, file_id: UUID, visit: Visit, content: bytes, seconds: int, by: Person, at: datetime) -> VisitFile:
    """A short voice note of the officer. The same id again gives the note that is there."""
    media_type = next((kind for at_byte, mark, kind in _VOICES if content[at_byte:].startswith(mark)), None)
    if media_type is None or len(content) > VOICE_LIMIT_BYTES:
        raise Refused(_("Berkas ini bukan catatan suara pendek yang dapat diputar."), field="file")
    if not 1 <= seconds <= VOICE_LIMIT_S:
        raise Refused(_("Catatan suara paling lama dua menit."), field="seconds")
    digest = hashlib.sha256(content).hexdigest()
    row = VisitFile(
        id=file_id, visit=visit, kind=VisitFileKind.VOICE, media_type=media_type, seconds=seconds, digest=digest
    )
    return _keep(row, content, by, at, most=VOICES_LIMIT)


@transaction.atomic
def _keep(row: VisitFile, content: bytes, by: Person, at: datetime, *, most: int) -> VisitFile:
    """The file first and safely on the disk, then its row."""
    visit = open_visit(row.visit, by=by, at=at)
    earlier = VisitFile.objects.filter(pk=row.pk, visit=visit).first()
    if earlier:
        return earlier
    if visit.files.filter(kind=row.kind).count() >= most:
        raise Refused(_("Sudah cukup: paling banyak %d untuk satu kunjungan.") % most, field="file")
    row.added_by, row.added_at = by, at
    row.file.save(f"{row.pk}.sealed", ContentFile(keys.encrypt(row.data_key(), content, row.pk)), save=False)
    try:
        with row.file.storage.open(str(row.file.name), "rb") as file:
            os.fsync(file.fileno())
        row.save(force_insert=True)
        audit.record(
            by=by,
            at=at,
            action=f"respond.add_{row.kind}",
            subject=("visit", visit.pk),
            unit_id=visit.unit_id,
            details={"file": row.pk, "bytes": len(content)},
        )
    except Exception:
        row.file.delete(save=False)
        raise
    return row
