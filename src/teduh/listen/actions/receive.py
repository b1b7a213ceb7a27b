"""A report comes in, and its place is confirmed."""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Unpack
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen import adapt, photos, reads, receipts, sealed
from teduh.listen.models import Complaint, Photo, Report
from teduh.listen.photos import CleanPhoto
from teduh.listen.rules import CONTACT_KEPT_FOR, PHOTO_COUNT, SEALED_CONTACT, Channel
from teduh.listen.words import Answers, Words
from teduh.places import reads as places
from teduh.places.keys import new_id
from teduh.places.models import Area, Unit
from teduh.places.rules import UnitKind
from teduh.trust import access, audit, keys, vault
from teduh.trust.actors import RESIDENT, Actor, person_or_none
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@dataclass(frozen=True)
class Received:
    """What became of a send: a report, or a sealed complaint; and the receipt, shown this once."""

    receipt: str | None
    report: Report | None
    complaint: Complaint | None
    emergency: bool

    @property
    def id(self) -> UUID:
        kept = self.report or self.complaint
        assert kept is not None  # noqa: S101 (one of the two is always there)
        return kept.pk


def receive_report(
    *,
    text: str,
    channel: str,
    by: Person | Actor,
    at: datetime,
    unit: Unit | None = None,
    village: Area | None = None,
    happened_on: date | None = None,
    photos: Sequence[bytes | CleanPhoto] = (),
    about_police: bool = False,
    report_id: UUID | None = None,
    with_receipt: bool = True,
    code: str | None = None,
    **answers: Unpack[Answers],
) -> Received:
    """Keep what was said. A word about police conduct sends it, sealed, to the outside body alone.

    The same `report_id`, or the same `code`, is the same send: it gives the earlier result and doubles nothing.
    """
    if isinstance(by, Person) and channel != Channel.IMPORT:
        access.require(by, Permission.REPORT_ENTER)
    words = Words.checked(text, happened_on, answers, at=at)
    pictures = _clean(photos)
    code = (code or receipts.make_code()) if with_receipt else None
    earlier = _earlier(report_id, code)
    if earlier:
        return earlier
    words = _placed(words, unit, by, village, at)
    by_hint = not about_police and adapt.is_police_conduct(words.text)
    row = _Row(report_id or new_id(), channel, at, receipts.digest(code) if code else None)
    try:
        if about_police or by_hint:
            complaint = _keep_complaint(row, words, pictures, by, by_hint=by_hint)
            return Received(code, None, complaint, words.emergency)
        return Received(code, _keep_report(row, words, pictures, by), None, words.emergency)
    except IntegrityError:
        # Two sends of one report at the same moment: the database let one in, and the other gets its result.
        earlier = _earlier(report_id, code)
        if earlier:
            return earlier
        raise


@transaction.atomic
def confirm_place(*, report: Report, village: Area | None, by: Person | Actor, at: datetime) -> Report:
    """Somebody says where it was: the desk, or the resident from the list; None takes the place away again."""
    if isinstance(by, Person):
        _require_may_place(by, report, village, at)
    elif by == RESIDENT and report.village_id:
        raise Refused(_("Tempat laporan ini sudah dipastikan. Bila keliru, tulislah tambahan."))
    elif village:
        _require_inside(report.unit, village, at)
    report.village = village
    report.save(update_fields=("village",))
    audit.record(
        by=by,
        at=at,
        action="listen.confirm_place",
        subject=("report", report.pk),
        unit_id=report.unit_id,
        details={"village": village.code if village else None},
    )
    return report


def _require_may_place(by: Person, report: Report, village: Area | None, at: datetime) -> None:
    """The desk, in its villages; or the officer who wrote the report down, anywhere in the district."""
    if report.entered_by_id == by.pk and access.may(by, Permission.REPORT_ENTER):
        if village:
            _require_inside(report.unit, village, at)
        return
    access.require(by, Permission.TRIAGE_DECIDE)
    reads.report(by, report.pk, on=timezone.localdate(at))
    if village:
        access.require_village(by, village, on=timezone.localdate(at))


def keep_photo(*, report: Report, picture: CleanPhoto) -> Photo:
    """The file first and safely on the disk, then its row: an acknowledged photo is not lost with the power."""
    photo = Photo(id=new_id(), report=report, width=picture.width, height=picture.height, digest=picture.digest)
    sealed_picture = keys.encrypt(report.data_key(), picture.content, photo.pk)
    photo.file.save(f"{photo.pk}.sealed", ContentFile(sealed_picture), save=False)
    with photo.file.storage.open(str(photo.file.name), "rb") as file:
        os.fsync(file.fileno())
    photo.save(force_insert=True)
    return photo


def seal_contact(*, matter: Report | Complaint, contact: str, by: Person | Actor, at: datetime) -> None:
    """The way to reach somebody lies apart from what they said; two people open it (`openings`)."""
    unit_id = matter.unit_id if isinstance(matter, Report) else matter.receiver_id
    vault.seal(
        kind=SEALED_CONTACT,
        subject_id=matter.pk,
        text=contact,
        by=by,
        at=at,
        keep_for=CONTACT_KEPT_FOR,
        unit_id=unit_id,
    )


@dataclass(frozen=True)
class _Row:
    id: UUID
    channel: str
    received_at: datetime
    receipt_digest: str | None


def _clean(sent: Sequence[bytes | CleanPhoto]) -> list[CleanPhoto]:
    """Each painted anew; one that came painted already, from outside this transaction, stays as it is."""
    if len(sent) > PHOTO_COUNT:
        raise Refused(
            _("Paling banyak tiga foto. Pilih tiga yang paling jelas; tulisan Anda masih ada."), field="photos"
        )
    return [one if isinstance(one, CleanPhoto) else photos.clean(one) for one in sent]


def _earlier(report_id: UUID | None, code: str | None) -> Received | None:
    which = Q(pk=report_id) if report_id else Q(pk__in=[])
    if code:
        which |= Q(receipt_digest=receipts.digest(code))
    report = Report.objects.filter(which).first()
    complaint = None if report else Complaint.objects.filter(which).first()
    if report is None and complaint is None:
        return None
    found = report or complaint
    # Only whoever sent the code along may hear it again.
    knows = code is not None and found is not None and found.receipt_digest == receipts.digest(code)
    emergency = report.emergency if report else bool(complaint and sealed.words_of(complaint).emergency)
    return Received(code if knows else None, report, complaint, emergency)


def _placed(words: Words, unit: Unit | None, by: Person | Actor, village: Area | None, at: datetime) -> Words:
    """The unit that receives, the village where it is known, and the officer who writes it down."""
    officer = person_or_none(by)
    receiver = unit or reads.receiving_unit_for(officer)
    if receiver is None and village:
        serving = places.units_serving(village, on=timezone.localdate(at))
        receiver = serving.filter(kind=UnitKind.DISTRICT).order_by("name").first()
    if receiver is None:
        raise Refused(
            _("Halaman ini belum diatur: belum ada kepolisian yang menerima laporan. Hubungi kantor polisi terdekat.")
        )
    if village:
        _require_inside(receiver, village, at)
    return replace(
        words,
        unit_id=str(receiver.pk),
        village_id=village.pk if village else "",
        entered_by_id=str(officer.pk) if officer else "",
    )


def _require_inside(unit: Unit, village: Area, at: datetime) -> None:
    if not places.acts_in(unit, village, on=timezone.localdate(at)):
        raise Refused(
            _("%(village)s di luar wilayah %(unit)s. Pilih desa lain, atau biarkan kosong.")
            % {"village": village.name, "unit": unit.name},
            field="place",
        )


@transaction.atomic
def _keep_report(row: _Row, words: Words, pictures: list[CleanPhoto], by: Person | Actor) -> Report:
    report = words.as_report(**asdict(row))
    report.save(force_insert=True)
    written: list[Photo] = []
    try:
        for picture in pictures:
            written.append(keep_photo(report=report, picture=picture))
        if words.contact:
            seal_contact(matter=report, contact=words.contact, by=by, at=row.received_at)
        audit.record(
            by=by,
            at=row.received_at,
            action="listen.receive",
            subject=("report", report.pk),
            unit_id=report.unit_id,
            details={"channel": row.channel, "photos": len(pictures), "emergency": report.emergency},
        )
    except Exception:
        # The rows go with the transaction; their files would stay behind.
        for photo in written:
            photo.file.delete(save=False)
        raise
    return report


@transaction.atomic
def _keep_complaint(
    row: _Row, words: Words, pictures: list[CleanPhoto], by: Person | Actor, *, by_hint: bool
) -> Complaint:
    overseer = overseeing_unit()
    at = row.received_at
    complaint = Complaint.objects.create(**asdict(row), receiver=overseer, by_hint=by_hint)
    photo_ids = [sealed.seal_photo(complaint=complaint, content=picture.content, by=by, at=at) for picture in pictures]
    sealed.seal_words(complaint=complaint, words=replace(words, contact="", photo_ids=photo_ids), by=by, at=at)
    if words.contact:
        seal_contact(matter=complaint, contact=words.contact, by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="complaint.receive",
        subject=("complaint", complaint.pk),
        unit_id=overseer.pk,
        details={"channel": row.channel, "by_hint": by_hint},
    )
    return complaint


def overseeing_unit() -> Unit:
    """Who hears complaints about police; without such a body none is taken, rather than shown to the unit."""
    overseer = places.oversight_unit()
    if overseer is None:
        raise Refused(
            _(
                "Laporan tentang perilaku polisi belum dapat diterima di sini, karena belum ada lembaga luar "
                "yang membacanya. Sampaikan langsung kepada Kompolnas atau Ombudsman; tulisan Anda masih ada."
            ),
            field="about_police",
        )
    return overseer
