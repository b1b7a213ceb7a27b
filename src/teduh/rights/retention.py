"""What is forgotten of requests, holds and breaches themselves, and of the word lists of operations that are over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from teduh.listen.rules import SEALED_COMPLAINT, SEALED_CONTACT, SEALED_NOTE, SEALED_PHOTO
from teduh.places.models import OperationWord
from teduh.rights.models import Breach, Hold, Request
from teduh.rights.rules import REQUESTER_KEPT_FOR, SEALED_REQUESTER
from teduh.trust.models import VaultEntry
from teduh.trust.retention import Basis, End, Kind, Removed, deletes
from teduh.trust.rules import Permission


def _answered() -> QuerySet[Request]:
    return Request.objects.filter(decided_at__isnull=False, words_gone_at=None)


def _forget_requests(keys: Sequence[Any], at: datetime) -> Removed:
    for row in Request.objects.select_for_update().filter(pk__in=keys):
        row.shred()
        row.words_gone_at, row.about_id = at, None
        row.save()
    return Removed(len(keys))


# Kinds of vault entries that have a line of their own; others are destroyed when they run out.
_LOOKED_AFTER: Final = (SEALED_CONTACT, SEALED_COMPLAINT, SEALED_PHOTO, SEALED_NOTE, SEALED_REQUESTER)


def _other_entries() -> QuerySet[VaultEntry]:
    return VaultEntry.objects.exclude(kind__in=_LOOKED_AFTER)


_PROOF: Final = _("Membuktikan bahwa hak dipenuhi dan pelanggaran diberitahukan pada waktunya.")
_FIVE: Final = _("Pilihan kami: lima tahun, agar pemeriksa masih menemukannya.")

KINDS: Final = (
    Kind(
        key="request_words",
        name=_("Permintaan hak data dan jawabannya"),
        covers=("rights.Request",),
        days=365,
        counted_from=_("permintaan diputuskan"),
        end=End.ANONYMISE,
        stays=_("hak yang diminta, hari, keputusan, dan siapa yang memutuskan"),
        basis=Basis.LEGAL_DUTY,
        purpose=_PROOF,
        why=_("Pilihan kami: setahun, cukup untuk keberatan atas jawabannya."),
        read_by=(Permission.RIGHTS_READ,),
        least_days=90,
        rows=_answered,
        age="decided_at",
        held=lambda holds: Q(pk__in=holds.requests) | holds.within(unit="unit", moment="received_at"),
        remove=_forget_requests,
    ),
    Kind(
        key="requester_contact",
        name=_("Kontak orang yang meminta hak data"),
        covers=("trust.VaultEntry", "trust.VaultOpening"),
        days=REQUESTER_KEPT_FOR.days,
        counted_from=_("kontak disegel"),
        end=End.DELETE,
        stays=_("tidak ada"),
        basis=Basis.LEGAL_DUTY,
        purpose=_("Menyampaikan jawaban kepada yang meminta."),
        why=_("Pilihan kami, sama dengan kontak pelapor."),
        read_by=(Permission.RIGHTS_MANAGE,),
        never_longer=True,
        rows=lambda: VaultEntry.objects.filter(kind=SEALED_REQUESTER),
        age="sealed_at",
        also=lambda at: Q(expires_at__lte=at),
        remove=deletes(VaultEntry),
    ),
    Kind(
        key="holds",
        name=_("Penahanan hukum yang sudah berakhir"),
        covers=("rights.Hold",),
        days=1_825,
        counted_from=_("penahanan berakhir"),
        end=End.DELETE,
        stays=_("jejak audit: siapa menahan dan mengakhiri, kapan"),
        basis=Basis.LEGAL_DUTY,
        purpose=_("Menjelaskan mengapa sesuatu disimpan lebih lama."),
        why=_FIVE,
        read_by=(Permission.HOLD_READ,),
        least_days=365,
        rows=lambda: Hold.objects.filter(ended_at__isnull=False),
        age="ended_at",
        remove=deletes(Hold),
    ),
    Kind(
        key="breaches",
        name=_("Kasus pelanggaran data yang sudah ditutup"),
        covers=("rights.Breach",),
        days=1_825,
        counted_from=_("kasus ditutup"),
        end=End.DELETE,
        stays=_("jejak audit: kapan diketahui, diberitahukan, dan ditutup"),
        basis=Basis.LEGAL_DUTY,
        purpose=_PROOF,
        why=_FIVE,
        read_by=(Permission.BREACH_READ,),
        least_days=365,
        rows=lambda: Breach.objects.filter(closed_at__isnull=False),
        age="closed_at",
        remove=deletes(Breach),
    ),
    Kind(
        key="operation_words",
        name=_("Daftar kata yang tidak boleh keluar selama operasi"),
        covers=("places.OperationWord",),
        days=30,
        counted_from=_("operasi berakhir"),
        end=End.DELETE,
        stays=_("tidak ada"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Pesan polisi tetap netral selama operasi."),
        why=_("Pilihan kami: nama tidak diperlukan lagi setelah operasinya selesai."),
        read_by=(Permission.WORDS_MANAGE,),
        rows=OperationWord.objects.all,
        age="operation__ends_on",
        remove=deletes(OperationWord),
    ),
    Kind(
        key="vault_leftovers",
        name=_("Isi brankas lain yang waktunya lewat"),
        covers=("trust.VaultEntry",),
        days=730,
        counted_from=_("disegel, atau lebih awal bila entri itu sendiri menyebut harinya"),
        end=End.DELETE,
        stays=_("tidak ada"),
        basis=Basis.CONSENT,
        purpose=_("Tidak ada yang tinggal di brankas melewati waktunya."),
        why=_("Tiap entri membawa hari terakhirnya sendiri; hari ini tidak dapat diperpanjang."),
        never_longer=True,
        rows=_other_entries,
        age="sealed_at",
        also=lambda at: Q(expires_at__lte=at),
        remove=deletes(VaultEntry),
    ),
)
