"""What is forgotten of phones, of the acts they sent, and of files that nobody claimed."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from teduh.field.models import Phone, Receipt, WaitingFile
from teduh.trust.retention import Basis, End, Kind, deletes

_ONCE: Final = _("Petugas bekerja tanpa sinyal, dan tiap kiriman tersimpan tepat satu kali.")


KINDS: Final = (
    Kind(
        key="phones",
        name=_("HP petugas yang memakai aplikasi lapangan"),
        covers=("field.Phone",),
        days=90,
        counted_from=_("masa pakainya berakhir"),
        end=End.DELETE,
        stays=_("jejak audit: kapan HP didaftarkan, dan siapa mencabutnya"),
        basis=Basis.LEGAL_DUTY,
        purpose=_("Memastikan hanya HP petugas yang dapat mengirim, dan HP hilang dapat dicabut."),
        why=_("Pilihan kami: tiga bulan, agar HP yang dicabut masih diberi tahu untuk menghapus isinya."),
        least_days=30,
        rows=Phone.objects.all,
        age="expires_at",
        remove=deletes(Phone),
    ),
    Kind(
        key="phone_receipts",
        name=_("Tanda terima kiriman dari HP petugas"),
        covers=("field.Receipt",),
        days=120,
        counted_from=_("kiriman tiba"),
        end=End.DELETE,
        stays=_("catatannya sendiri, dengan jejak auditnya"),
        basis=Basis.PUBLIC_TASK,
        purpose=_ONCE,
        why=_("Pilihan kami: lebih lama daripada aplikasi lama boleh dipakai (90 hari), lalu tidak perlu lagi."),
        # Shorter, and an old app that comes back could be told that its acts are new.
        least_days=90,
        rows=Receipt.objects.all,
        age="arrived_at",
        remove=deletes(Receipt),
    ),
    Kind(
        key="waiting_files",
        name=_("Foto dan catatan suara dari HP yang menunggu catatannya"),
        covers=("field.WaitingFile", "field.Piece"),
        days=14,
        counted_from=_("potongan terakhir tiba"),
        end=End.DELETE,
        stays=_("tidak ada; yang sudah dipakai tinggal pada kunjungan atau laporannya"),
        basis=Basis.PUBLIC_TASK,
        purpose=_ONCE,
        why=_("Pilihan kami: dua minggu, cukup bagi HP yang lama tanpa sinyal."),
        never_longer=True,
        rows=WaitingFile.objects.all,
        age="changed_at",
        remove=deletes(WaitingFile),
    ),
)
