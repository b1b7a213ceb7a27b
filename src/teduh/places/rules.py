"""The words of places: levels of area, kinds of unit, kinds of phase."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WORD_LIMIT: Final = 60
WORDS_LIMIT: Final = 100


class AreaLevel(TextChoices):
    COUNTRY = "country", _("Negara")
    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten/kota")
    SUBDISTRICT = "subdistrict", _("Kecamatan")
    VILLAGE = "village", _("Desa/kelurahan")


class UnitKind(TextChoices):
    NATIONAL = "national", _("Mabes")
    REGION = "region", _("Polda")
    DISTRICT = "district", _("Polres")
    SECTOR = "sector", _("Polsek")
    PARTNER = "partner", _("Mitra")
    OVERSIGHT = "oversight", _("Pengawas luar")


class ContestKind(TextChoices):
    CONTESTED = "contested", _("Dua pasangan calon atau lebih")
    EMPTY_BOX = "single_vs_empty_box", _("Satu pasangan calon melawan kotak kosong")


class PhaseKind(TextChoices):
    REGISTRATION = "registration", _("Pendaftaran")
    DETERMINATION = "determination", _("Penetapan")
    NUMBER_DRAW = "number_draw", _("Pengundian nomor")
    CAMPAIGN = "campaign", _("Kampanye")
    QUIET = "quiet", _("Masa tenang")
    VOTE = "vote", _("Pemungutan suara")
    COUNT = "count", _("Penghitungan dan rekapitulasi")
    RE_VOTE = "re_vote", _("Pemungutan suara ulang")
    DISPUTE = "dispute", _("Sengketa hasil")
    AFTERMATH = "aftermath", _("Setelah pemilihan")
    OTHER = "other", _("Lain")


class WordKind(TextChoices):
    """What an operation keeps out of outgoing words. A list of words, without a word on whose they are."""

    NAME = "name", _("Nama")
    SLOGAN = "slogan", _("Semboyan")
    COLOUR = "colour", _("Warna")
    NUMBER = "number", _("Kata untuk nomor")
    ALLOWED = "allowed", _("Boleh dipakai")
