"""The words that are sent after a breach, filled in: what, when, how, and what is done (UU 27/2022 art. 46(2))."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teduh.rights import schedule
from teduh.rights.models import Breach
from teduh.rights.rules import Audience

LANGUAGES: Final = ("id", "en")


@dataclass(frozen=True)
class Notice:
    """A letter of one audience in one language."""

    language: str
    title: str
    to: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    closing: str
    sender: str

    @property
    def text(self) -> str:
        """The same as plain text, as it is stored and copied."""
        facts = [f"{question}: {answer}" for question, answer in self.facts]
        return "\n\n".join([self.title, self.to, *self.paragraphs, "\n".join(facts), self.closing, self.sender])


def write(breach: Breach, audience: Audience) -> dict[str, Notice]:
    """The notice of one audience in both languages."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = _write(breach, audience, language)
    return found


def _write(breach: Breach, audience: Audience, language: str) -> Notice:
    title = _("Pemberitahuan tentang kegagalan pelindungan data pribadi")
    opening = {
        Audience.AUTHORITY: _(
            "Dengan ini kami memberitahukan secara tertulis, menurut UU 27/2022 pasal 46, bahwa data pribadi yang "
            "kami kelola tidak terlindungi sebagaimana mestinya."
        ),
        Audience.PERSONS: _(
            "Data Anda yang ada pada kami mungkin terkena kejadian ini. Kami memberi tahu Anda secara terbuka, dan "
            "kami minta maaf. Nama Anda tidak kami ketahui; karena itu pemberitahuan ini ada di kode laporan Anda."
        ),
        Audience.PUBLIC: _(
            "Data yang dititipkan warga kepada kami terkena kejadian ini. Kami memberitahukannya secara terbuka, dan "
            "kami minta maaf."
        ),
    }[audience]
    paragraphs = [opening]
    if breach.drill:
        title = f"{_('LATIHAN')}: {title}"
        paragraphs.insert(0, _("Ini latihan. Tidak ada kejadian yang sebenarnya, dan tidak ada yang dikirim keluar."))
    return Notice(
        language=language,
        title=title,
        to=_to(audience),
        paragraphs=tuple(paragraphs),
        facts=tuple(_facts(breach, audience)),
        closing=_closing(audience),
        sender=breach.unit.name,
    )


def _to(audience: Audience) -> str:
    return {
        Audience.AUTHORITY: _("Kepada lembaga pelindungan data pribadi"),
        Audience.PERSONS: _("Kepada Anda yang memegang kode laporan"),
        Audience.PUBLIC: _("Kepada masyarakat"),
    }[audience]


def _facts(breach: Breach, audience: Audience) -> list[tuple[str, str]]:
    names = {line.key: str(line.name) for line in schedule.KINDS}
    kinds = "; ".join(names[key] for key in breach.kinds if key in names) or _("masih diperiksa")
    people = _("belum diketahui") if breach.people is None else str(breach.people)
    facts = [
        (_("Data yang terkena"), kinds),
        (_("Apa yang terjadi"), breach.happened),
        (_("Kapan terjadi"), _moment(breach.happened_at) if breach.happened_at else _("belum diketahui")),
        (_("Kapan kami mengetahuinya"), _moment(breach.known_at)),
        (_("Berapa orang"), people),
        (_("Yang sudah dan sedang kami lakukan"), breach.measures),
    ]
    if audience == Audience.AUTHORITY:
        facts.append((_("Batas waktu pemberitahuan (3 × 24 jam)"), _moment(breach.due_at)))
    return facts


def _closing(audience: Audience) -> str:
    if audience == Audience.AUTHORITY:
        return _("Keterangan berikutnya kami sampaikan segera sesudah pemeriksaan selesai.")
    return _(
        "Yang dapat Anda lakukan: buka halaman Hak atas data Anda untuk melihat, membetulkan, atau menghapus laporan "
        "dan kontak Anda. Bila ada yang menghubungi Anda dan menyebut laporan ini, jangan menjawabnya."
    )


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
