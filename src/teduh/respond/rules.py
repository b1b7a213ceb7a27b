"""The words of responding."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActivityType(TextChoices):
    """The fourteen activities seen under a cooling system (domain.md §1.3)."""

    VISIT = "visit", _("Sambang")
    DOOR_TO_DOOR_VISIT = "door_to_door_visit", _("DDS (dari rumah ke rumah)")
    GOODWILL_VISIT = "goodwill_visit", _("Silaturahmi")
    FACE_TO_FACE_MEETING = "face_to_face_meeting", _("Tatap muka")
    LISTENING_SESSION = "listening_session", _("Jumat Curhat")
    CHURCH_SUNDAY = "church_sunday", _("Minggu Kasih")
    FOCUS_GROUP = "focus_group", _("FGD / dialog publik")
    PEACE_PLEDGE = "peace_pledge", _("Deklarasi damai / doa bersama")
    DIALOGUE_PATROL = "dialogue_patrol", _("Patroli dialogis")
    OUTREACH_SESSION = "outreach_session", _("Penyuluhan")
    APPEAL = "appeal", _("Imbauan")
    MEDIATION = "mediation", _("Problem solving")
    CLARIFICATION_ROUND = "clarification_round", _("Klarifikasi hoaks")
    SECURITY_POST = "security_post", _("Pos pengamanan / pengawalan")


class CorrectionState(TextChoices):
    """What became of a visit that was told again."""

    APPLIED = "applied", _("Berlaku")
    WAITING = "waiting", _("Menunggu keputusan")
    SET_ASIDE = "set_aside", _("Tidak dipakai")


class VisitFileKind(TextChoices):
    PHOTO = "photo", _("Foto")
    VOICE = "voice", _("Catatan suara")


class PublicationState(TextChoices):
    DRAFT = "draft", _("Draf")
    APPROVED = "approved", _("Disetujui")
    PUBLISHED = "published", _("Terbit")
    WITHDRAWN = "withdrawn", _("Ditarik")


class ReferralState(TextChoices):
    DRAFT = "draft", _("Disiapkan")
    SENT = "sent", _("Dikirim")
    ACCEPTED = "accepted", _("Diterima mitra")
    RETURNED = "returned", _("Dikembalikan mitra")


class DisclosureState(TextChoices):
    """Whether a second person has let the words out."""

    WAITING = "waiting", _("Menunggu pemeriksa kedua")
    APPROVED = "approved", _("Disetujui")
    RETURNED = "returned", _("Dikembalikan")
    REPLACED = "replaced", _("Diganti")


class ReferralKind(TextChoices):
    MONEY_POLITICS = "money_politics", _("Politik uang")
    PARTISAN_OFFICIAL = "partisan_official", _("Aparat memihak / fasilitas negara")
    CAMPAIGN_BREACH = "campaign_breach", _("Pelanggaran kampanye")
    VOTER_LIST = "voter_list", _("Daftar pemilih / TPS")
    RELIGIOUS_FRICTION = "religious_friction", _("Gesekan keagamaan / rumah ibadah")
    LAND_DISPUTE = "land_dispute", _("Sengketa lahan / batas")
    PUBLIC_SERVICE = "public_service", _("Layanan umum")
    DISASTER = "disaster", _("Bencana")
    OTHER = "other", _("Lain")


# A visit may be told again while those who were there remember it.
CORRECTED_WITHIN: Final = timedelta(days=14)
VISIT_PHOTOS_LIMIT: Final = 12
VOICES_LIMIT: Final = 3
VOICE_LIMIT_S: Final = 120
VOICE_LIMIT_BYTES: Final = 1_000_000

# Formal and material elements of an election report (domain.md §3); days are counted from the day it was known.
ELECTION_KINDS: Final = (
    ReferralKind.MONEY_POLITICS,
    ReferralKind.PARTISAN_OFFICIAL,
    ReferralKind.CAMPAIGN_BREACH,
)
ELECTION_ELEMENTS: Final = ("what", "when", "where", "reported_party", "witness", "evidence", "reporter_ready")
OTHER_ELEMENTS: Final = ("what", "when", "where")
ELECTION_DAYS: Final = 7
# Each element, asked in plain words.
QUESTIONS: Final = {
    "what": _("Apa yang terjadi?"),
    "when": _("Kapan? Tanggal dan jam, sedekat yang diketahui."),
    "where": _("Di mana? Desa dan tempatnya."),
    "reported_party": _("Siapa yang diduga melakukan, menurut pelapor?"),
    "witness": _("Apakah ada yang melihat dan bersedia memberi keterangan?"),
    "evidence": _("Bukti apa yang ada, dan di tangan siapa?"),
    "reporter_ready": _("Apakah pelapor bersedia datang sendiri kepada mitra dengan identitasnya?"),
}


@dataclass(frozen=True)
class Need:
    """How exact the copy of a partner is. What is not needed exactly leaves as the village and the day."""

    exact_place: bool
    hours: bool


# A partner that must go and look, or must prove it, needs the spot; only who must prove it or act at once, the hour.
_TO_PROVE: Final = Need(exact_place=True, hours=True)
_TO_MEND: Final = Need(exact_place=True, hours=False)
_TO_TALK: Final = Need(exact_place=False, hours=False)
NEEDS: Final[dict[str, Need]] = {
    **dict.fromkeys(ELECTION_KINDS, _TO_PROVE),
    ReferralKind.DISASTER: _TO_PROVE,
    ReferralKind.VOTER_LIST: _TO_MEND,
    ReferralKind.PUBLIC_SERVICE: _TO_MEND,
    ReferralKind.RELIGIOUS_FRICTION: _TO_TALK,
    ReferralKind.LAND_DISPUTE: _TO_TALK,
    ReferralKind.OTHER: _TO_TALK,
}

# What a finding in outgoing words is, as the screen says it.
FINDING_NAMES: Final = {
    "nik": _("NIK"),
    "kk": _("nomor KK"),
    "phone": _("nomor telepon"),
    "email": _("alamat email"),
    "plate": _("nomor kendaraan"),
    "handle": _("nama akun"),
    "house": _("alamat rumah"),
    "name": _("nama orang"),
    "coordinates": _("koordinat"),
    "hour": _("jam"),
    "spot": _("tempat lebih kecil daripada desa"),
    "quote": _("kata-kata warga sendiri"),
    "word": _("kata yang Anda tutup"),
}

# What fits, in big letters, on one sheet for the notice board and far under 60 kB on a phone.
FACT_LIMITS: Final = {"title": 120, "fact": 500, "myth": 200, "why": 450, "source": 60, "said": 100}
SOURCES_LIMIT: Final = 4

# The people an officer meets, as Indonesian reports count them, and how the page asks; other roles are typed in.
MET_ROLES: Final = {
    "warga": _("Warga"),
    "tokoh masyarakat": _("Tokoh masyarakat"),
    "tokoh agama": _("Tokoh agama"),
    "tokoh adat": _("Tokoh adat"),
    "tokoh pemuda": _("Tokoh pemuda"),
    "tokoh perempuan": _("Tokoh perempuan"),
    "kepala desa": _("Kepala desa"),
    "perangkat desa": _("Perangkat desa"),
    "babinsa": _("Babinsa"),
}


def elements_of(kind: str) -> tuple[str, ...]:
    """What the receiving body needs to take a matter of this kind."""
    return ELECTION_ELEMENTS if kind in ELECTION_KINDS else OTHER_ELEMENTS
