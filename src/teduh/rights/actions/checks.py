"""What actions of this room ask of sentences."""

from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.rights.rules import WORDS_LEAST


def sentence(text: str, *, field: str, least: int = WORDS_LEAST, most: int = 4_000) -> str:
    """A sentence that says something; too little or too much is refused beside its field."""
    text = text.strip()
    if len(text) < least:
        raise Refused(_("Tuliskan dalam satu kalimat, paling sedikit %(least)d huruf.") % {"least": least}, field=field)
    if len(text) > most:
        raise Refused(_("Terlalu panjang: paling banyak %(most)d huruf.") % {"most": most}, field=field)
    return text
