"""The words of triage, and which change may follow which."""

from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IssueKind(TextChoices):
    RUMOUR = "rumour", _("Kabar (isu)")
    QUESTION = "question", _("Pertanyaan")
    TENSION = "tension", _("Ketegangan")
    INCIDENT = "incident", _("Kejadian")
    ELECTION_OFFENCE = "election_offence", _("Dugaan pelanggaran pemilihan")
    SERVICE_MATTER = "service_matter", _("Urusan layanan")


class Level(TextChoices):
    """The risk ladder (domain.md §1.2); it belongs to a situation, never to a person."""

    NONE = "none", _("Belum dinilai")
    LATENT = "latent", _("Potensi gangguan")
    IMMINENT = "imminent", _("Ambang gangguan")
    ACTUAL = "actual", _("Gangguan nyata")


class Priority(TextChoices):
    HIGH = "high", _("Tinggi")
    MEDIUM = "medium", _("Sedang")
    LOW = "low", _("Rendah")


class Outcome(TextChoices):
    """What became of a report at the desk."""

    JOINED = "joined", _("Masuk ke isu")
    PROTECTED_SPEECH = "protected_speech", _("Kebebasan berpendapat")
    ANSWERED = "answered", _("Dijawab langsung")
    NOT_A_MATTER = "not_a_matter", _("Tidak memuat urusan")


class JoinState(TextChoices):
    SUGGESTED = "suggested", _("Diusulkan")
    CONFIRMED = "confirmed", _("Dipastikan")
    REFUSED = "refused", _("Ditolak")
    # A person decided on the report in another way; nobody said why not this one.
    PASSED = "passed", _("Tidak dipilih")


class MemberState(TextChoices):
    """A report in a burst: gathered by the machine, decided with the others, or taken out by a person for good."""

    SUGGESTED = "suggested", _("Dikelompokkan mesin")
    CONFIRMED = "confirmed", _("Diputuskan bersama")
    TAKEN_OUT = "taken_out", _("Dikeluarkan")


class CautionRule(TextChoices):
    """Why a report is handled with care; each is a reason to ask somebody else, and none is a judgement."""

    NAMES_A_PERSON = "names_a_person", _("Tidak menyebut kapan kejadiannya, atau apa yang dilihat sendiri")
    SAME_PERSON_AGAIN = "same_person_again", _("Beberapa laporan menuduh orang atau rumah yang sama di desa ini")


class Verdict(TextChoices):
    """The nine graded verdicts on a rumour (domain.md §8.1)."""

    NEW = "new", _("Baru")
    UNDER_INVESTIGATION = "under_investigation", _("Sedang diperiksa")
    PROBABLY_TRUE = "probably_true", _("Mungkin benar")
    CONFIRMED_TRUE = "confirmed_true", _("Terbukti benar")
    PROBABLY_FALSE = "probably_false", _("Mungkin tidak benar")
    CONFIRMED_FALSE = "confirmed_false", _("Terbukti tidak benar")
    UNVERIFIABLE = "unverifiable", _("Tidak dapat dipastikan")
    UNVERIFIABLE_TRUE = "unverifiable_leaning_true", _("Tidak dapat dipastikan, condong benar")
    UNVERIFIABLE_FALSE = "unverifiable_leaning_false", _("Tidak dapat dipastikan, condong tidak benar")


class SightingSource(TextChoices):
    """By which kind of road a rumour was heard; never from whom."""

    WHATSAPP_GROUP = "whatsapp_group", _("Grup WhatsApp")
    WORD_OF_MOUTH = "word_of_mouth", _("Dari mulut ke mulut")
    SOCIAL_MEDIA = "social_media", _("Media sosial")
    LEAFLET = "leaflet", _("Selebaran")
    MEETING = "meeting", _("Pertemuan")
    PHONE_CALL = "phone_call", _("Telepon")
    OTHER = "other", _("Lain")


# Of a report: its words are still here, and whoever wrote it does not object to their use.
USABLE: Final[dict[str, None]] = {"words_gone_at": None, "restricted_at": None}

# Response clocks (domain.md §8.1 and §3); the desk sees them run.
CLOCKS: Final[dict[str, timedelta]] = {Priority.HIGH: timedelta(hours=12), Priority.MEDIUM: timedelta(hours=48)}
ELECTION_OFFENCE_CLOCK: Final = timedelta(days=7)
GROWTH_FACTORS: Final = ("friction_source", "provocation", "feeding_activity", "supporting_mass")
