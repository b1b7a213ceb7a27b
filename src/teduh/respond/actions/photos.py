"""Photos that go along with a referral: faces painted over before a second person looks at the copy."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.listen.models import Photo
from teduh.places import reads as places
from teduh.respond import copies, reads
from teduh.respond.adapt import mask_numbers
from teduh.respond.models import PhotoCopy, Referral
from teduh.respond.rules import ReferralState
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission

REASON_LIMIT: Final = 400
PHOTOS_LIMIT: Final = 6


def include_photo(*, referral: Referral, photo: Photo, by: Person, at: datetime) -> PhotoCopy:
    """Choose a photo of the matter to go along. Every face that is found in it is painted over."""
    chosen = reads.photo_to_choose(by, referral, photo.pk, on=timezone.localdate(at))
    # Finding takes seconds; nothing is locked meanwhile.
    found = copies.found_in(chosen)
    content = copies.made(chosen, found=found, kept={}, cells=())
    with transaction.atomic():
        row = _open(referral, by)
        if row.photo_copies.exclude(photo=chosen).count() >= PHOTOS_LIMIT:
            raise Refused(_("Paling banyak enam foto dalam satu rujukan."))
        copy, _new = PhotoCopy.objects.update_or_create(
            referral=row,
            photo=chosen,
            defaults={
                "found": found,
                "kept": {},
                "cells": [],
                "digest": copies.digest_of(content),
                "changed_by": by,
                "changed_at": at,
            },
        )
        _record("respond.include_photo", copy, by, at, found=len(found))
    return copy


@transaction.atomic
def cover_photo(
    *, copy: PhotoCopy, kept: Mapping[str, str], cells: Sequence[int], by: Person, at: datetime
) -> PhotoCopy:
    """Paint over more cells of the grid, or leave found boxes visible, each with its reason."""
    _open(copy.referral, by)
    row = PhotoCopy.objects.select_for_update(of=("self",)).select_related("photo__report").get(pk=copy.pk)
    if not {str(number) for number in range(len(row.found))}.issuperset(kept):
        raise Refused(_("Kotak itu tidak ada pada foto ini. Muat ulang halamannya."))
    if any(not 0 <= cell < copies.CELLS for cell in cells):
        raise Refused(_("Petak itu tidak ada pada foto ini. Muat ulang halamannya."))
    reasons = {number: mask_numbers(why.strip()) for number, why in kept.items()}
    for number, why in reasons.items():
        if not 10 <= len(why) <= REASON_LIMIT:
            because = _("Kotak yang dibiarkan terlihat harus ada alasannya, dalam satu kalimat. Atau biarkan tertutup.")
            raise Refused(because, field=number)
    row.kept, row.cells, row.changed_by, row.changed_at = reasons, sorted(set(cells)), by, at
    row.digest = copies.digest_of(copies.made(row.photo, found=row.found, kept=row.kept, cells=row.cells))
    row.save(update_fields=("kept", "cells", "digest", "changed_by", "changed_at"))
    _record("respond.cover_photo", row, by, at, kept=len(reasons), cells=len(row.cells))
    return row


@transaction.atomic
def drop_photo(*, copy: PhotoCopy, by: Person, at: datetime) -> None:
    """The photo does not go along after all."""
    _open(copy.referral, by)
    _record("respond.drop_photo", copy, by, at)
    copy.delete()


def _open(referral: Referral, by: Person) -> Referral:
    """The referral as it stands now, while it may be changed, for somebody who may change it."""
    access.require(by, Permission.REFERRAL_WRITE)
    if referral.unit_id not in places.units_under(by.unit):
        raise NotAllowed(_("Isu ini milik satuan lain."))
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if row.state not in (ReferralState.DRAFT, ReferralState.RETURNED):
        raise Refused(_("Rujukan ini sudah %(state)s.") % {"state": row.get_state_display().lower()})
    return row


def _record(action: str, copy: PhotoCopy, by: Person, at: datetime, **details: Any) -> None:
    facts = {"photo": copy.photo_id, **details}
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("referral", copy.referral_id),
        unit_id=copy.referral.unit_id,
        details=facts,
    )
