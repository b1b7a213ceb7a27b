"""The impact assessment (UU 27/2022 art. 34), made from what the records, the table of kinds and the roles declare.

Nothing here is written down a second time: a new personal field appears by itself, and a record with a personal field
that no line of the table covers is listed as uncovered, on which a test fails.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teduh.rights import schedule
from teduh.rights.schedule import Timer
from teduh.trust.retention import End, Kind
from teduh.trust.rules import ROLE_PERMISSIONS, Role
from teduh.trust.sealing import SealedModel

HASHED: Final = ("password",)


@dataclass(frozen=True)
class Held:
    """The personal fields of one record, by how they lie on the disk."""

    record: str
    says: str
    encrypted: tuple[str, ...]
    hashed: tuple[str, ...]
    clear: tuple[str, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Line:
    """One kind of data with everything that the law asks about it."""

    key: str
    name: str
    purpose: str
    basis: str
    timer: str
    end: str
    stays: str
    why: str
    read_by: tuple[str, ...]
    records: tuple[Held, ...]


@dataclass(frozen=True)
class Risk:
    what: str
    measure: str
    left: str


@dataclass(frozen=True)
class Assessment:
    lines: tuple[Line, ...]
    uncovered: tuple[Held, ...]
    risks: tuple[Risk, ...]


_RISKS: Final = (
    (
        gettext_lazy("Seorang pelapor dikenali dan dibalas."),
        gettext_lazy(
            "Tidak ada nama di samping laporan; kontak di brankas dengan kuncinya sendiri, dibuka dua orang "
            "dengan alasan dan pelapor diberi tahu; alamat dan jenis HP tidak disimpan."
        ),
        gettext_lazy("Isi laporan sendiri dapat menunjuk penulisnya di desa kecil."),
    ),
    (
        gettext_lazy("Cakram atau cadangan dicuri."),
        gettext_lazy("Kata-kata, foto, dan kontak terenkripsi; kunci induk disimpan di luar cadangan."),
        gettext_lazy("Judul isu, uraian kunjungan, dan isi rujukan tidak terenkripsi; enkripsi cakram tetap perlu."),
    ),
    (
        gettext_lazy("Satuan yang diadukan membaca pengaduannya."),
        gettext_lazy("Pengaduan hanya di brankas dan hanya untuk lembaga luar; hak, penahanan, dan waktunya juga."),
        gettext_lazy("Pengelola mesin yang memegang kunci induk dapat membukanya; lembaga luar perlu mengawasinya."),
    ),
    (
        gettext_lazy("Data dipakai untuk mengawasi orang atau kritik."),
        gettext_lazy(
            "Tidak ada tempat untuk pilihan politik, suku, agama, akun, skor, atau daftar pantau; kritik berakhir "
            "sebagai pendapat yang dilindungi."
        ),
        gettext_lazy("Orang dapat menulis hal itu ke dalam kalimat bebas; pemeriksaan orang tetap perlu."),
    ),
    (
        gettext_lazy("Data tinggal lebih lama daripada gunanya."),
        gettext_lazy(
            "Tiap jenis data punya waktu; pekerja menghapusnya tiap hari dan mencatatnya; kuncinya ikut hilang."
        ),
        gettext_lazy("Cadangan lama menyimpan yang sudah dihapus sampai cadangan itu sendiri dihapus."),
    ),
    (
        gettext_lazy("Kode dibaca orang lain di HP yang dipinjam atau disita."),
        gettext_lazy("Percakapan menutup sendiri sesudah setengah jam; kontak tidak pernah ditampilkan di kode."),
        gettext_lazy("Pemegang kode dapat membaca dan menghapus laporan; kode harus dijaga seperti kunci rumah."),
    ),
    (
        gettext_lazy("Seseorang yang disebut dalam tulisan tidak tahu bahwa ia disebut."),
        gettext_lazy(
            "NIK dan nomor disamarkan saat masuk; permintaan tanpa kode dicatat dan dijawab dalam 3 × 24 jam."
        ),
        gettext_lazy("Nama dalam kalimat bebas tidak dapat dicari dan tidak disamarkan di dalam satuan."),
    ),
)


def personal_records() -> list[type[Model]]:
    """Every record of ours with a personal field, in the order of the house."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("teduh.") and getattr(model, "data_class", {}).get("personal")
    ]


def held_by(model: type[Model]) -> Held:
    names: tuple[str, ...] = model.data_class.get("personal", ())  # type: ignore[attr-defined]
    sealed = (*model.sealed_names(), "sealed") if issubclass(model, SealedModel) else ()
    sealed += getattr(model, "encrypted_files", ())
    encrypted = tuple(name for name in names if name in sealed and name != "sealed")
    hashed = tuple(name for name in names if name in HASHED)
    clear = tuple(name for name in names if name not in (*sealed, *hashed))
    says = " ".join((model.__doc__ or "").split("\n\n")[0].split())
    return Held(model._meta.label, says, encrypted, hashed, clear, tuple(schedule.kinds_of(model._meta.label)))


def make(*, at: datetime | None = None, models: Iterable[type[Model]] | None = None) -> Assessment:
    """The whole assessment; without a moment, by the declared timers alone, as the committed document tells them."""
    records = [held_by(model) for model in (personal_records() if models is None else models)]
    timers = schedule.timers(at=at) if at else [Timer(kind, kind.days, None) for kind in schedule.KINDS]
    return Assessment(
        lines=tuple(_line(timer, records) for timer in timers),
        uncovered=tuple(record for record in records if not record.kinds),
        risks=tuple(Risk(str(what), str(measure), str(left)) for what, measure, left in _RISKS),
    )


def _line(timer: Timer, records: list[Held]) -> Line:
    kind = timer.kind
    days = _("tidak dihapus menurut umur") if timer.days is None else _("%(days)d hari") % {"days": timer.days}
    return Line(
        key=kind.key,
        name=str(kind.name),
        purpose=str(kind.purpose),
        basis=str(kind.basis.label),
        timer=f"{days}, {_('sejak')} {kind.counted_from}" if timer.days else days,
        end=str(End(kind.end).label),
        stays=str(kind.stays),
        why=str(kind.why),
        read_by=readers(kind),
        records=tuple(record for record in records if kind in record.kinds),
    )


def readers(kind: Kind) -> tuple[str, ...]:
    """The roles that carry one of the permissions to read it."""
    return tuple(str(role.label) for role in Role if ROLE_PERMISSIONS[role] & set(kind.read_by))


def markdown(made: Assessment) -> str:
    """The same as a document."""
    out = [f"# {_('Penilaian dampak pelindungan data')}", "", _intro(), ""]
    for line in made.lines:
        out += [f"## {line.name}", "", *_table(_facts(line)), ""]
        if line.records:
            heads = (_("Catatan"), _("Terenkripsi"), _("Hanya sidik (hash)"), _("Tidak terenkripsi"))
            out += _rows(heads, [(f"`{row.record}`", *map(_names, _ways(row))) for row in line.records])
            out.append("")
    out += [f"## {_('Risiko')}", ""]
    columns = (_("Risiko"), _("Tindakan"), _("Yang tersisa"))
    out += _rows(columns, [(risk.what, risk.measure, risk.left) for risk in made.risks])
    if made.uncovered:
        out += ["", f"## {_('Belum punya waktu simpan')}", "", *(f"- `{row.record}`" for row in made.uncovered)]
    return "\n".join(out) + "\n"


def _intro() -> str:
    return _(
        "Dibuat oleh `teduh dpia` dari pernyataan tiap catatan (`data_class`), tabel waktu simpan, dan peran; jangan "
        "diubah dengan tangan. Angka hari adalah pilihan kami, bukan angka undang-undang. Penilaian ini belum "
        "diperiksa ahli hukum."
    )


def _facts(line: Line) -> list[tuple[Any, Any]]:
    return [
        (_("Tujuan"), line.purpose),
        (_("Dasar"), line.basis),
        (_("Waktu simpan"), line.timer),
        (_("Pada akhirnya"), line.end),
        (_("Yang tinggal"), line.stays),
        (_("Mengapa selama itu"), line.why),
        (_("Yang membaca"), ", ".join(line.read_by) or _("tidak ada layar yang menampilkannya")),
    ]


def _ways(row: Held) -> tuple[tuple[str, ...], ...]:
    return row.encrypted, row.hashed, row.clear


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def _table(facts: list[tuple[Any, Any]]) -> list[str]:
    return ["| | |", "|---|---|", *(f"| {question} | {answer} |" for question, answer in facts)]


def _rows(heads: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> list[str]:
    return [
        f"| {' | '.join(map(str, heads))} |",
        f"|{'---|' * len(heads)}",
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
    ]
