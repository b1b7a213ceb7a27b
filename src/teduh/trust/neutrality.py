"""The one gate for words that leave the house: the core's rules, with the lists of the operations that run.

Every stage that speaks to the public asks here (decision 5). A finding is an explanation for the writer, never a
verdict on a person. Who may let a false alarm through is the stage's affair.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teduh.cores.errors import Refused
from teduh.cores.text.neutrality import Lists, findings
from teduh.places import reads as places
from teduh.places.models import Unit

# Each reason in one sentence with a way out, by the key that the core's rules give.
WHY: Final[dict[str, Promise]] = {
    "numbered": _("Nomor pasangan calon tidak boleh ada dalam pesan polisi. Sebut tahapannya saja, tanpa nomor."),
    "maybe_number": _(
        "Angka ini bisa terbaca sebagai nomor pasangan calon. Sebut apa yang dinomori, misalnya “TPS nomor 2”, "
        "atau tulis tanpa angka."
    ),
    "asked_to_vote": _(
        "Kalimat ini mengajak memilih atau menolak seseorang. Polisi netral; cukup ajak warga datang ke TPS "
        "dengan tenang."
    ),
    "finger_pose": _(
        "Salam atau gaya jari bisa dibaca sebagai nomor pasangan calon. Hapus bagian ini, atau pakai salam presisi, "
        "salam komando, atau namaste."
    ),
    "pose_sign": _("Gambar jari bisa dibaca sebagai nomor pasangan calon. Hapus gambarnya."),
    "praise": _(
        "Kalimat ini meminta pujian, dukungan, atau kesaksian bagi pejabat, polisi, atau pemerintah. "
        "Polisi tidak memintanya dari siapa pun. Hapus bagian ini."
    ),
    "praise_said": _(
        "Kalimat ini memuji pejabat atau meminta dukungan baginya. Sebut pekerjaannya saja, atau berterima kasihlah "
        "kepada warga."
    ),
    "threat": _(
        "Kalimat ini mengancam, dan ancaman membuat warga takut bertanya. Tulis faktanya dan apa yang bisa "
        "dilakukan warga."
    ),
    "law_named": _(
        "Pasal dan hukuman terbaca sebagai ancaman dan membuat warga takut bertanya. Tulis apa yang bisa "
        "dilakukan warga."
    ),
    "name": _(
        "Kata ini ada di daftar nama yang tidak boleh keluar. Tulis kalimatnya tanpa nama; bila maksudnya desa atau "
        "orang lain, sebutkan dengan jelas."
    ),
    "slogan": _("Kata-kata ini bisa terbaca sebagai semboyan peserta pemilihan. Pakai kalimat lain."),
    "colour": _("Warna ini bisa terbaca sebagai tanda salah satu pihak. Hapus warnanya, atau sebut jelas bendanya."),
}


@dataclass(frozen=True)
class Held:
    """Words that may not go out as they stand, `text[start:end] == words`, and the reason with a way out.

    `releasable`: it may be a false alarm, and somebody other than the writer may let it through.
    """

    start: int
    end: int
    words: str
    rule: str
    releasable: bool
    why: str

    @property
    def sentence(self) -> str:
        return f"“{self.words}”: {self.why}"


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as it was typed; `held` where it may not go out."""

    text: str
    held: Held | None = None


def held(text: str, *, unit: Unit, on: date) -> list[Held]:
    """What keeps this text of this unit from going out on that day, in the order of the text."""
    return held_by(Lists(**places.words_in_force(unit, on=on)), text)


def held_in(texts: Iterable[str], *, unit: Unit, on: date) -> list[list[Held]]:
    """The same for several texts, with one look at the lists."""
    lists = Lists(**places.words_in_force(unit, on=on))
    return [held_by(lists, text) for text in texts]


def held_by(lists: Lists, text: str) -> list[Held]:
    return [
        Held(one.start, one.end, one.words, one.rule, one.severity == "check", str(WHY[one.why]))
        for one in findings(text, lists)
    ]


def require_neutral(text: str, *, unit: Unit, on: date, field: str) -> None:
    """Refuse, with every reason, words that nobody else will read before they go out."""
    found = held(text, unit=unit, on=on)
    if found:
        raise Refused(" ".join(one.sentence for one in found), field=field)


def marked(text: str, found: Iterable[Held]) -> list[Piece]:
    """The text cut at what is held, without changing a letter."""
    pieces, done = [], 0
    for one in found:
        pieces += [Piece(text[done : one.start]), Piece(text[one.start : one.end], one)]
        done = one.end
    pieces.append(Piece(text[done:]))
    return [piece for piece in pieces if piece.text]
