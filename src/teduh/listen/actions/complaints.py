"""Complaints about police: sealed away from the unit, read and answered by the outside body."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound, Refused
from teduh.listen import photos, reads, sealed
from teduh.listen.actions.receive import keep_photo, overseeing_unit
from teduh.listen.models import Complaint, ComplaintNote, Note, Report
from teduh.listen.rules import FROM_RESIDENT, SEALED_CONTACT, ComplaintOutcome, NoteKind
from teduh.listen.words import Words, checked_words
from teduh.trust import access, audit, vault
from teduh.trust.models import Person, VaultEntry
from teduh.trust.rules import Permission

REASON_LETTERS = 10


@dataclass(frozen=True)
class ComplaintText:
    """A complaint in clear, for the one reading that is on record."""

    words: Words
    photos: tuple[bytes, ...]
    lines: tuple[sealed.SealedLine, ...]


@transaction.atomic
def seal_report(*, report: Report, by: Person, at: datetime) -> Complaint:
    """The desk sees that this is about police: it leaves the unit whole, and for ever."""
    access.require(by, Permission.TRIAGE_DECIDE)
    report = reads.report(by, report.pk, on=timezone.localdate(at))
    if report.words_gone_at is not None:
        raise Refused(_("Kata-kata laporan ini sudah dihapus."))
    overseer = overseeing_unit()
    complaint = Complaint.objects.create(
        id=report.pk,
        receiver=overseer,
        channel=report.channel,
        received_at=report.received_at,
        receipt_digest=report.receipt_digest,
        kept_from=report.kept_from,
        by_hint=True,
    )
    files = [str(photo.file.name) for photo in report.photos.all()]
    photo_ids = [
        sealed.seal_photo(complaint=complaint, content=photo.content(), by=by, at=at) for photo in report.photos.all()
    ]
    words = Words.of_report(report, photo_ids=photo_ids)
    sealed.seal_words(complaint=complaint, words=words, by=by, at=at)
    for note in report.notes.select_related("by", "report"):
        sealed.seal_earlier_line(complaint=complaint, note=note, by=by, at=at)
    # Its contact keeps its place; from now on only the outside body can ask for it.
    for entry in VaultEntry.objects.filter(kind=SEALED_CONTACT, subject_id=report.pk):
        vault.close_openings(entry=entry, at=at)
    report.delete()
    transaction.on_commit(partial(_delete_files, files))
    audit.record(by=by, at=at, action="complaint.seal", subject=("complaint", complaint.pk), unit_id=overseer.pk)
    return complaint


@transaction.atomic
def read_complaint(*, complaint: Complaint, by: Person, at: datetime) -> ComplaintText:
    """The words of a complaint. Each reading leaves its row."""
    _require_overseer(by, complaint)
    audit.record(by=by, at=at, action="complaint.read", subject=("complaint", complaint.pk), unit_id=by.unit_id)
    words = sealed.words_of(complaint)
    return ComplaintText(words, tuple(sealed.photos_of(words)), tuple(sealed.lines_of(complaint)))


@transaction.atomic
def write_about_complaint(*, complaint: Complaint, kind: str, text: str, by: Person, at: datetime) -> ComplaintNote:
    """Ask, answer or tell whoever holds the receipt."""
    _require_overseer(by, complaint)
    if kind in FROM_RESIDENT:
        raise Refused(_("Baris ini hanya dapat ditulis oleh pelapor."), field="kind")
    words = checked_words(text, empty=_("Tuliskan dulu kalimat untuk pelapor."))
    note = sealed.seal_line(complaint=complaint, kind=kind, text=words, by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="complaint.write",
        subject=("complaint", complaint.pk),
        unit_id=by.unit_id,
        details={"kind": kind},
    )
    return note


@transaction.atomic
def close_complaint(*, complaint: Complaint, outcome: str, by: Person, at: datetime) -> Complaint:
    """End a matter with its outcome; whoever holds a receipt must have had an answer first."""
    _require_overseer(by, complaint)
    _require_open(complaint)
    if outcome not in ComplaintOutcome:
        raise Refused(_("Pilih bagaimana urusan ini berakhir."), field="outcome")
    if complaint.receipt_digest and not complaint.notes.filter(kind=NoteKind.ANSWER).exists():
        raise Refused(_("Jawablah pelapor dulu, lalu tutup urusan ini."), field="outcome")
    complaint.closed_at, complaint.closed_by, complaint.outcome = at, by, outcome
    complaint.save(update_fields=("closed_at", "closed_by", "outcome"))
    audit.record(
        by=by,
        at=at,
        action="complaint.close",
        subject=("complaint", complaint.pk),
        unit_id=by.unit_id,
        details={"outcome": outcome},
    )
    return complaint


@transaction.atomic
def hand_back(*, complaint: Complaint, reason: str, by: Person, at: datetime) -> Report:
    """It was no complaint about police after all: it becomes the report that it was, at the unit.

    What a resident has said to be about police stays sealed, whatever it says: that was promised. Lines that were
    written while it was sealed were written to the outside body and do not go along.
    """
    _require_overseer(by, complaint)
    _require_open(complaint)
    if complaint.restricted_at is not None:
        raise Refused(
            _("Pelapor keberatan. Putuskan dulu keberatannya; sampai saat itu urusan ini tidak ke mana-mana.")
        )
    if not complaint.by_hint:
        raise Refused(_("Pelapor sendiri meminta urusan ini disegel. Urusan ini tidak dapat diserahkan kepada polisi."))
    if len(reason.strip()) < REASON_LETTERS:
        raise Refused(_("Tuliskan alasannya dalam satu kalimat."), field="reason")
    words, lines = sealed.words_of(complaint), sealed.lines_of(complaint)
    pictures = [photos.clean(content) for content in sealed.photos_of(words)]
    report = words.as_report(
        id=complaint.pk,
        channel=complaint.channel,
        received_at=complaint.received_at,
        receipt_digest=complaint.receipt_digest,
    )
    report.kept_from = complaint.kept_from
    sealed.destroy(complaint)
    report.save(force_insert=True)
    for picture in pictures:
        keep_photo(report=report, picture=picture)
    for line in lines:
        if line.moved:
            Note.write(report=report, kind=line.kind, text=line.text, at=line.at, by_id=line.by_id, link=line.link)
    _tell_handed_back(report, reason.strip(), stayed=any(not line.moved for line in lines), at=at)
    audit.record(
        by=by,
        at=at,
        action="complaint.hand_back",
        subject=("report", report.pk),
        unit_id=report.unit_id,
        details={"reason": reason.strip()},
    )
    return report


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _tell_handed_back(report: Report, reason: str, *, stayed: bool, at: datetime) -> None:
    with translation.override(report.language):
        text = _(
            "Lembaga pengawas membaca laporan ini dan menilai bahwa isinya bukan tentang perilaku polisi. "
            "Laporan ini diteruskan kepada %(unit)s. Alasannya: %(reason)s"
        ) % {"unit": report.unit.name, "reason": reason}
        if stayed:
            text += "\n" + _("Yang Anda tulis kepada lembaga pengawas tidak ikut diteruskan.")
    Note.write(report=report, kind=NoteKind.NOTICE, text=text, at=at)


def _require_overseer(by: Person, complaint: Complaint) -> None:
    access.require(by, Permission.COMPLAINT_READ)
    if complaint.receiver_id != by.unit_id:
        raise NotFound(_("Pengaduan ini tidak ada, atau bukan untuk lembaga Anda."))


def _require_open(complaint: Complaint) -> None:
    if complaint.closed_at:
        raise Refused(_("Urusan ini sudah ditutup."))
