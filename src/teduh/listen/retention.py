"""What is forgotten of what was said to us, and when.

A report loses its words, photos, coordinates and talk by losing its key: a fresh key takes its place and holds nothing,
so that a photo file that was left behind by a power cut, or lies in a stolen disk, can be read by nobody. What stays is
counted: unit, village, day, channel. A complaint goes whole.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from teduh.listen import sealed
from teduh.listen.models import Complaint, Photo, Report
from teduh.listen.rules import (
    COMPLAINT_KEPT_FOR,
    CONTACT_KEPT_FOR,
    IMPORT_COLUMNS_KEPT_FOR,
    SEALED_COMPLAINT,
    SEALED_CONTACT,
    SEALED_NOTE,
    SEALED_PHOTO,
    WORDS_KEPT_FOR,
    Channel,
)
from teduh.trust.models import VaultEntry
from teduh.trust.retention import Basis, End, Holds, Kind, Removed
from teduh.trust.rules import Permission, Role

_REPEAT: Final = "repeat_of:"


def with_words() -> QuerySet[Report]:
    """Reports whose words are still here, each with the moment that its timer counts from."""
    return Report.objects.filter(words_gone_at=None).annotate(since=Coalesce("kept_from", "received_at"))


def forget_words(report: Report, at: datetime) -> list[str]:
    """Take the words, photos and talk of one report; returns the files that are to be deleted after the commit."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    files = [str(name) for name in report.photos.values_list("file", flat=True)]
    report.photos.all().delete()
    report.shred()
    report.receipt_digest, report.external_id, report.words_gone_at, report.restricted_at = None, "", at, None
    report.flags = [flag for flag in report.flags if not flag.startswith(_REPEAT)]
    report.save()
    for note in report.notes.all():
        # The line stays as a count of who spoke when; its words were under the key that is gone.
        note.report, note.link = report, ""
        note.empty()
        note.save(update_fields=("sealed", "link"))
    return files


def delete_files_on_commit(files: Sequence[str]) -> None:
    transaction.on_commit(partial(_delete_files, tuple(files)))


def _delete_files(names: Sequence[str]) -> None:
    for name in names:
        default_storage.delete(name)


def orphans(*, older_than: datetime) -> list[str]:
    """Photo files that no row names, left by a process that died between its commit and its clearing up.

    A photo that is being received lies there before its row does; therefore only files of some age count.
    """
    if not default_storage.exists(""):
        return []
    _folders, names = default_storage.listdir("")
    # Other files in this folder are none of ours.
    ours = [name for name in names if PurePath(name).suffix == ".sealed"]
    known = set(Photo.objects.values_list("file", flat=True))
    return [name for name in ours if name not in known and default_storage.get_modified_time(name) < older_than]


def _forget_reports(keys: Sequence[Any], at: datetime) -> Removed:
    files: list[str] = []
    for report in Report.objects.filter(pk__in=keys):
        files += forget_words(report, at)
    return Removed(len(keys), tuple(files))


def _with_columns() -> QuerySet[Report]:
    return with_words().filter(channel=Channel.IMPORT).exclude(external_id="")


def _forget_columns(keys: Sequence[Any], at: datetime) -> Removed:
    for report in Report.objects.select_for_update().filter(pk__in=keys):
        report.extra, report.external_id = {}, ""
        report.flags = [flag for flag in report.flags if not flag.startswith(_REPEAT)]
        report.save(update_fields=("sealed", "external_id", "flags"))
    return Removed(len(keys))


def _contacts() -> QuerySet[VaultEntry]:
    return VaultEntry.objects.filter(kind=SEALED_CONTACT)


def _destroy_contacts(keys: Sequence[Any], at: datetime) -> Removed:
    VaultEntry.objects.filter(pk__in=keys).delete()
    return Removed(len(keys))


def forget_complaint(complaint: Complaint) -> None:
    """The matter, its talk, its photos and its contact, whatever of it is still there."""
    photo_ids: list[Any] = []
    if VaultEntry.objects.filter(kind=SEALED_COMPLAINT, subject_id=complaint.pk).exists():
        photo_ids = list(sealed.words_of(complaint).photo_ids)
    notes = list(complaint.notes.values_list("pk", flat=True))
    VaultEntry.objects.filter(
        Q(kind__in=(SEALED_COMPLAINT, SEALED_CONTACT), subject_id=complaint.pk)
        | Q(kind=SEALED_NOTE, subject_id__in=notes)
        | Q(kind=SEALED_PHOTO, subject_id__in=photo_ids)
    ).delete()
    complaint.delete()


def _forget_complaints(keys: Sequence[Any], at: datetime) -> Removed:
    for complaint in Complaint.objects.filter(pk__in=keys):
        forget_complaint(complaint)
    return Removed(len(keys))


def _held_reports(holds: Holds) -> Q:
    return Q(pk__in=holds.reports) | holds.within(unit="unit", moment="received_at")


def _held_complaints(holds: Holds) -> Q:
    return Q(pk__in=holds.complaints) | holds.within(unit="receiver", moment="received_at")


_OURS: Final = _("Pilihan kami, bukan angka undang-undang; satuan boleh memendekkannya.")

REPORT_WORDS: Final = Kind(
    key="report_words",
    name=_("Kata-kata, foto, dan percakapan laporan"),
    covers=("listen.Report", "listen.Note", "listen.Photo"),
    days=WORDS_KEPT_FOR.days,
    counted_from=_("laporan diterima; untuk impor, hari impor"),
    end=End.ANONYMISE,
    stays=_("satuan, desa, hari, dan jalur, agar hitungan tidak berubah"),
    basis=Basis.PUBLIC_TASK,
    purpose=_("Mengenali ketegangan, memeriksa kabar, dan menjawab yang melapor."),
    why=_("Satu masa pemilihan dengan sengketa dan pemungutan ulangnya. Pilihan kami; boleh dipendekkan."),
    read_by=(Permission.REPORT_READ,),
    least_days=30,
    rows=with_words,
    age="since",
    held=_held_reports,
    remove=_forget_reports,
)

CONTACT: Final = Kind(
    key="contact",
    name=_("Kontak pelapor di brankas, dan permintaan membukanya"),
    covers=("trust.VaultEntry", "trust.VaultOpening"),
    days=CONTACT_KEPT_FOR.days,
    counted_from=_("kontak disegel"),
    end=End.DELETE,
    stays=_("tidak ada; jejak audit mencatat siapa pernah membukanya"),
    basis=Basis.CONSENT,
    purpose=_("Menghubungi pelapor yang memintanya atau yang terancam, sesudah dua orang setuju."),
    why=_OURS,
    read_by=(Permission.IDENTITY_REQUEST,),
    never_longer=True,
    rows=_contacts,
    age="sealed_at",
    also=lambda at: Q(expires_at__lte=at),
    remove=_destroy_contacts,
)

COMPLAINT: Final = Kind(
    key="complaint",
    name=_("Pengaduan tersegel, fotonya, dan percakapannya"),
    covers=("listen.Complaint", "listen.ComplaintNote", "trust.VaultEntry"),
    days=COMPLAINT_KEPT_FOR.days,
    counted_from=_("pengaduan diterima; untuk impor, hari impor"),
    end=End.DELETE,
    stays=_("tidak ada; jejak audit mencatat bahwa pengaduan pernah ada"),
    basis=Basis.PUBLIC_TASK,
    purpose=_("Lembaga luar memeriksa perilaku polisi tanpa melalui satuan yang diadukan."),
    why=_("Pilihan kami: dua tahun, cukup untuk pemeriksaan dan banding. Hanya lembaga luar yang boleh mengubahnya."),
    read_by=(Permission.COMPLAINT_READ,),
    least_days=180,
    changed_by=Role.OVERSEER,
    rows=lambda: Complaint.objects.annotate(since=Coalesce("kept_from", "received_at")),
    age="since",
    held=_held_complaints,
    remove=_forget_complaints,
)

KINDS: Final = (
    REPORT_WORDS,
    Kind(
        key="import_columns",
        name=_("Kolom sisa dan nomor asal laporan impor"),
        covers=("listen.Report",),
        days=IMPORT_COLUMNS_KEPT_FOR.days,
        counted_from=_("hari impor"),
        end=End.ANONYMISE,
        stays=_("laporan itu sendiri, sampai waktunya"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Memeriksa apakah impor membawa semua baris dengan benar."),
        why=_("Kolom yang tidak dipakai dapat berisi nama atau nomor. Pilihan kami: sesudah impor diperiksa, hapus."),
        read_by=(Permission.REPORT_READ,),
        rows=_with_columns,
        age="since",
        held=_held_reports,
        remove=_forget_columns,
    ),
    CONTACT,
    COMPLAINT,
)
