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
    "place": _("desa yang disebut berbeda"),
    "number": _("angkanya berbeda"),
    "negation": _("hanya satu yang memakai “tidak” atau “belum”"),
}

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
def conflict(name: str) -> str:
    """What speaks against two texts being one matter."""
    return str(CONFLICTS[name])
