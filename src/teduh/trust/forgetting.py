"""What is forgotten of those who work here, of their browsers, and of the vault's leftovers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from teduh.trust.models import CommunityFigure, Device, Person, SecondFactor
from teduh.trust.retention import Basis, End, Kind, Removed, deletes
from teduh.trust.rules import Permission

FORMER: Final = "Mantan petugas"


def _gone() -> QuerySet[Person]:
    """Those who left and still have a name here."""
    return Person.objects.filter(is_active=False, left_at__isnull=False, name_gone_at__isnull=True)


def _forget_people(keys: Sequence[Any], at: datetime) -> Removed:
    for person in Person.objects.filter(pk__in=keys):
        # Rows that name somebody keep pointing here, to a former officer without a name.
        person.name, person.rank, person.username = FORMER, "", f"pergi-{person.pk.hex}"
        person.last_login, person.name_gone_at = None, at
        person.set_unusable_password()
        person.save()
    return Removed(len(keys))


def _forget_proofs(keys: Sequence[Any], at: datetime) -> Removed:
    removed, _by_model = SecondFactor.objects.filter(pk__in=keys).delete()
    return Removed(removed)


def _forget_devices(keys: Sequence[Any], at: datetime) -> Removed:
    removed, _by_model = Device.objects.filter(pk__in=keys).delete()
    return Removed(removed)


def _forget_sessions(keys: Sequence[Any], at: datetime) -> Removed:
    removed, _by_model = Session.objects.filter(pk__in=keys).delete()
    return Removed(removed)


_PEOPLE: Final = _("Mengetahui siapa yang bekerja dan siapa yang memutuskan apa.")

KINDS: Final = (
    Kind(
        key="staff_account",
        name=_("Akun petugas yang sudah pergi"),
        covers=("trust.Person",),
        days=1_825,
        counted_from=_("hari akses berakhir"),
        end=End.ANONYMISE,
        stays=_("peran dan satuan, agar keputusan lama tetap punya pemutus"),
        basis=Basis.PUBLIC_TASK,
        purpose=_PEOPLE,
        why=_("Pilihan kami: lima tahun, satu masa jabatan, agar keputusan masih dapat dipertanggungjawabkan."),
        read_by=(Permission.PEOPLE_MANAGE,),
        least_days=365,
        rows=_gone,
        age="left_at",
        remove=_forget_people,
    ),
    Kind(
        key="staff_proofs",
        name=_("Bukti kedua petugas yang sudah pergi"),
        covers=("trust.SecondFactor",),
        days=30,
        counted_from=_("hari akses berakhir"),
        end=End.DELETE,
        stays=_("tidak ada"),
        basis=Basis.LEGAL_DUTY,
        purpose=_("Memastikan bahwa yang masuk memang orangnya."),
        why=_("Pilihan kami: sebulan, kalau-kalau akses diakhiri karena keliru."),
        rows=lambda: SecondFactor.objects.filter(person__is_active=False, person__left_at__isnull=False),
        age="person__left_at",
        remove=_forget_proofs,
    ),
    Kind(
        key="devices",
        name=_("Daftar perangkat petugas"),
        covers=("trust.Device",),
        days=90,
        counted_from=_("terakhir dipakai"),
        end=End.DELETE,
        stays=_("tidak ada; jejak audit mencatat kapan seseorang masuk"),
        basis=Basis.LEGAL_DUTY,
        purpose=_("Petugas melihat dan mengakhiri peramban yang masih masuk atas namanya."),
        why=_("Pilihan kami: cukup untuk menyadari perangkat asing, tidak lebih."),
        rows=lambda: Device.objects.all(),
        age="seen_at",
        remove=_forget_devices,
    ),
    Kind(
        key="community_figures",
        name=_("Jabatan tokoh yang setuju dikunjungi"),
        covers=("trust.CommunityFigure",),
        days=730,
        counted_from=_("terakhir dicatat setuju"),
        end=End.DELETE,
        stays=_("tidak ada; jejak audit mencatat perannya tanpa jabatannya"),
        basis=Basis.CONSENT,
        purpose=_("Petugas tahu siapa yang bersedia ditemui di desa."),
        why=_("Pilihan kami: dua tahun, lalu ditanya lagi. Yang menarik persetujuan dihapus saat itu juga."),
        never_longer=True,
        read_by=(Permission.VISIT_READ,),
        rows=lambda: CommunityFigure.objects.all(),
        age="noted_at",
        remove=deletes(CommunityFigure),
    ),
    Kind(
        key="sessions",
        name=_("Sesi peramban yang sudah lewat"),
        covers=(),
        days=1,
        counted_from=_("sesi berakhir"),
        end=End.DELETE,
        stays=_("tidak ada"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Menjaga percakapan atau akun tetap terbuka selama dipakai."),
        why=_("Pilihan kami: sesi yang lewat tidak dibutuhkan lagi. Alamat dan jenis HP tidak pernah ada di situ."),
        never_longer=True,
        rows=lambda: Session.objects.all(),
        age="expire_date",
        remove=_forget_sessions,
    ),
    Kind(
        key="audit",
        name=_("Jejak audit"),
        covers=("trust.AuditEvent",),
        days=None,
        counted_from=_("tidak dihitung"),
        end=End.KEEP,
        stays=_("seluruhnya: siapa (nama petugas, tidak pernah warga), kapan, tindakan apa; tanpa kata-kata warga"),
        basis=Basis.LEGAL_DUTY,
        purpose=_("Membuktikan bahwa riwayat tidak ditulis ulang."),
        why=_("Rantai hash putus bila satu baris hilang. Warga selalu tercatat sebagai “resident” tanpa nama."),
        read_by=(Permission.AUDIT_READ,),
    ),
)
