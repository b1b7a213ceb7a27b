"""Small words of the desk's templates."""

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.utils.translation import gettext_lazy as _

from teduh.triage.rules import IssueKind
from teduh.triage.screens.forms import FACTORS

register = template.Library()

CLUES: Final = {
    **dict(IssueKind.choices),
    "emergency": _("kata darurat"),
    "police_conduct": _("mungkin tentang perilaku polisi"),
    "protected_speech": _("mungkin pendapat yang dilindungi"),
}
CONFLICTS: Final = {
    "place": _("tempatnya berbeda"),
    "station": _("nomor TPS berbeda"),
    "date": _("tanggalnya berbeda"),
    "number": _("angkanya berbeda"),
    "negation": _("hanya satu yang memakai “tidak” atau “belum”"),
}
# From which sureness on which word is said; a machine is never certain.
SURE_WORDS: Final = (
    (0.95, _("Hampir pasti sama")),
    (0.8, _("Sangat mungkin sama")),
    (0.5, _("Mungkin sama")),
    (0.2, _("Belum tentu sama")),
    (0.0, _("Kecil kemungkinannya sama")),
)

OWN_DETAILS: Final = {
    "photo": _("ada fotonya"),
    "eyewitness": _("melihat sendiri"),
    "time": _("menyebut waktu lain"),
    "place": _("menyebut tempat lain"),
    "words": _("bercerita lebih banyak"),
}


@register.filter
def own_detail(kind: str) -> str:
    """What a report tells that its near-copies do not."""
    return str(OWN_DETAILS[kind])


@register.filter
def lookup(table: Mapping[Any, Any], key: Any) -> Any:
    """The entry of a mapping, or None."""
    return table.get(key)


@register.filter
def percent(share: float) -> int:
    return round(100 * share)


@register.filter
def factor(key: str) -> str:
    """A growth factor in words."""
    return str(dict(FACTORS).get(key, key))


@register.filter
def clue(name: str) -> str:
    """What the machine's hint is called."""
    return str(CLUES[name])


@register.filter
def conflict(told: Mapping[str, str] | str) -> str:
    """What speaks against two texts being one matter, with what each side says where that is known.

    Suggestions made before the matching core kept the kind alone.
    """
    if isinstance(told, str):
        return str(CONFLICTS[told])
    sides = [_("di sini “%s”") % told["here"]] if told.get("here") else []
    sides += [_("di sana “%s”") % told["there"]] if told.get("there") else []
    return str(CONFLICTS[told["kind"]]) + (f" ({', '.join(sides)})" if sides else "")


@register.filter
def sure_word(sureness: float) -> str:
    """How sure the machine is, in words."""
    return str(next(word for least, word in SURE_WORDS if sureness >= least))


@register.filter
def sure_share(sureness: float) -> str:
    """The same as a percentage that is never 0 or 100."""
    return f"{min(max(round(100 * sureness), 1), 99)}%"


@register.filter
def wrong_share(row: Any) -> str:
    """Of what would be suggested, how much wrongly."""
    return f"{round(100 * row.wrong / row.joined)}%"
