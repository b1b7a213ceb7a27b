"""The words of planning."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_WEEKS: Final = 4
# Every village of the district may wait for this many days at most before its turn; a district may set another.
LIMIT_DAYS: Final = 14


class PlanState(TextChoices):
    DRAFT = "draft", _("Usulan")
    APPROVED = "approved", _("Disetujui")


class StopState(TextChoices):
    PLANNED = "planned", _("Direncanakan")
    DONE = "done", _("Dikunjungi")
    SKIPPED = "skipped", _("Tidak jadi")


class Activity(TextChoices):
    """What a planned visit is for; the keys are those of the visit record, which knows more of them."""

    VISIT = "visit", _("Sambang")
    DOOR_TO_DOOR_VISIT = "door_to_door_visit", _("DDS (dari rumah ke rumah)")
    FACE_TO_FACE_MEETING = "face_to_face_meeting", _("Tatap muka")
    LISTENING_SESSION = "listening_session", _("Jumat Curhat")
    MEDIATION = "mediation", _("Problem solving")
    CLARIFICATION_ROUND = "clarification_round", _("Klarifikasi hoaks")


class TravelMode(TextChoices):
    MOTORCYCLE = "motorcycle", _("Sepeda motor")
    CAR = "car", _("Mobil")
    BOAT = "boat", _("Perahu")


MOST_VEHICLES: Final = 99


class VillageRuleKind(TextChoices):
    """What is special about a village. There is no room for a reason in words: none of them is about a person."""

    CLOSED = "closed", _("Tidak bisa atau tidak boleh dikunjungi")
    BUSY = "busy", _("Warga sibuk: pasar, ibadah, panen")
    TWO_OFFICERS = "two_officers", _("Harus berdua")
    NOT_THIS_OFFICER = "not_this_officer", _("Jangan petugas ini")
    ONLY_BOAT = "only_boat", _("Hanya dengan perahu")


class OrderState(TextChoices):
    WAITING = "waiting", _("Menunggu")
    RUNNING = "running", _("Sedang dibuat")
    DONE = "done", _("Sudah selesai")


class What(TextChoices):
    """A change on the way: what if …"""

    AWAY = "away", _("Petugas berhalangan")
    CUT = "cut", _("Jalan putus atau desa tertutup")
    ALARM = "alarm", _("Ada yang mendesak di sebuah desa")
