"""What is forgotten of visits, promises, referrals and drafts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from teduh.respond.corrections import Correction
from teduh.respond.models import (
    Clarification,
    Concern,
    Disclosure,
    PhotoCopy,
    Promise,
    Referral,
    Visit,
    VisitQuestion,
)
from teduh.respond.releases import NeutralityRelease
from teduh.respond.rules import CorrectionState, PublicationState
from teduh.respond.visitfiles import VisitFile
from teduh.trust.retention import GONE, Basis, End, Holds, Kind, Removed, deletes
from teduh.trust.rules import Permission

_OURS: Final = _("Pilihan kami: dua tahun, sampai pemilihan berikutnya bersiap. Boleh dipendekkan.")


def _told_visits() -> QuerySet[Visit]:
    return Visit.objects.filter(words_gone_at=None)


def _forget_visits(keys: Sequence[Any], at: datetime) -> Removed:
    for visit in Visit.objects.select_for_update().filter(pk__in=keys):
        visit.situation, visit.place_detail, visit.words_gone_at = "", "", at
        visit.save(update_fields=("situation", "place_detail", "words_gone_at"))
    VisitQuestion.objects.filter(visit__in=keys).update(question=GONE, answer="")
    Concern.objects.filter(visit__in=keys).update(text=GONE)
    Promise.objects.filter(visit__in=keys).update(text=GONE, outcome="")
    corrections = Correction.objects.filter(visit__in=keys)
    corrections.update(told={}, before={})
    corrections.filter(state=CorrectionState.WAITING).delete()
    files = VisitFile.objects.filter(visit__in=keys)
    names = tuple(files.values_list("file", flat=True))
    files.delete()
    return Removed(len(keys), names)


def orphans(*, older_than: datetime) -> list[str]:
    """Files of visits that no row names; one that is being received lies there before its row does."""
    folder = "visits"
    if not default_storage.exists(folder):
        return []
    names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if name.endswith(".sealed")]
    known = set(VisitFile.objects.values_list("file", flat=True))
    return [name for name in names if name not in known and default_storage.get_modified_time(name) < older_than]


def _told_referrals() -> QuerySet[Referral]:
    return Referral.objects.filter(words_gone_at=None)


def _forget_referrals(keys: Sequence[Any], at: datetime) -> Removed:
    for row in Referral.objects.select_for_update().filter(pk__in=keys):
        row.elements, row.answer, row.reason, row.incomplete_reason = {}, "", GONE, ""
        row.words_gone_at = at
        row.save(update_fields=("elements", "answer", "reason", "incomplete_reason", "words_gone_at"))
    Disclosure.objects.filter(referral__in=keys).update(words={}, findings=[])
    Disclosure.objects.filter(referral__in=keys).exclude(return_reason="").update(return_reason=GONE)
    PhotoCopy.objects.filter(referral__in=keys).delete()
    return Removed(len(keys))


def _drafts() -> QuerySet[Clarification]:
    return Clarification.objects.filter(
        published_at=None, state__in=(PublicationState.DRAFT, PublicationState.APPROVED)
    )


def _held_visits(holds: Holds) -> Q:
    concerned = Concern.objects.filter(issue__in=holds.issues).values("visit")
    return Q(pk__in=concerned) | holds.within(unit="unit", moment="started_at")


KINDS: Final = (
    Kind(
        key="visit_words",
        name=_("Uraian kunjungan, pertanyaan, keluhan, janji, foto, dan catatan suara"),
        covers=(
            "respond.Visit",
            "respond.VisitQuestion",
            "respond.Concern",
            "respond.Promise",
            "respond.Correction",
            "respond.VisitFile",
        ),
        days=730,
        counted_from=_("kunjungan selesai"),
        end=End.ANONYMISE,
        stays=_("desa, hari, kegiatan, jumlah orang menurut peran, dan apakah janji ditepati"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Menepati janji kepada desa dan menyusun laporan mingguan."),
        why=_OURS,
        read_by=(Permission.VISIT_READ,),
        least_days=90,
        rows=_told_visits,
        age="ended_at",
        held=_held_visits,
        remove=_forget_visits,
    ),
    Kind(
        key="referral_words",
        name=_("Isi rujukan dan jawaban mitra"),
        covers=("respond.Referral", "respond.Disclosure", "respond.PhotoCopy"),
        days=730,
        counted_from=_("rujukan dibuat"),
        end=End.ANONYMISE,
        stays=_("mitra, jenis perkara, hari, dan keadaannya"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Menyerahkan perkara lengkap kepada lembaga yang berwenang, dan tahu apa jawabannya."),
        why=_OURS,
        read_by=(Permission.REFERRAL_READ,),
        least_days=90,
        rows=_told_referrals,
        age="made_at",
        held=lambda holds: Q(issue__in=holds.issues) | holds.within(unit="unit", moment="made_at"),
        remove=_forget_referrals,
    ),
    Kind(
        key="clarification_drafts",
        name=_("Draf klarifikasi yang tidak pernah terbit"),
        covers=("respond.Clarification",),
        days=180,
        counted_from=_("draf ditulis"),
        end=End.DELETE,
        stays=_("tidak ada; klarifikasi yang pernah terbit adalah catatan umum dan tetap ada"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Menyiapkan fakta untuk umum."),
        why=_("Pilihan kami: draf dapat memuat nama sebelum diperiksa orang kedua."),
        read_by=(Permission.CLARIFICATION_READ,),
        least_days=30,
        rows=_drafts,
        age="written_at",
        held=lambda holds: Q(issue__in=holds.issues) | holds.within(unit="unit", moment="written_at"),
        remove=deletes(Clarification),
    ),
    Kind(
        key="neutrality_releases",
        name=_("Kata yang dilepas dari penjaga netralitas, dan alasannya"),
        covers=("respond.NeutralityRelease",),
        days=730,
        counted_from=_("dilepas"),
        end=End.DELETE,
        stays=_("baris jejak audit: aturan dan siapa, tanpa katanya"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Auditor dapat menilai mengapa sebuah pesan boleh keluar."),
        why=_OURS,
        read_by=(Permission.AUDIT_READ,),
        least_days=180,
        rows=NeutralityRelease.objects.all,
        age="released_at",
        held=lambda holds: holds.within(unit="unit", moment="released_at"),
        remove=deletes(NeutralityRelease),
    ),
)
