"""How levels, ages, days and counts are written. Formatting only; nothing here asks the database."""

from datetime import date, datetime, timedelta
from typing import Final

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

register = template.Library()

# Shape and word first, colour second (design.md §8).
LEVELS: Final = {
    "none": ("◌", gettext_lazy("Belum dinilai")),
    "unknown": ("◌", gettext_lazy("Belum diketahui")),
    "calm": ("–", gettext_lazy("Tenang menurut kunjungan")),
    "latent": ("○", gettext_lazy("Potensi gangguan")),
    "imminent": ("◐", gettext_lazy("Ambang gangguan")),
    "actual": ("●", gettext_lazy("Gangguan nyata")),
}
MINUTE: Final = timedelta(minutes=1)
ON_MAPS: Final = ("actual", "imminent", "latent", "calm", "unknown")


@register.simple_tag
def level_mark(level: str) -> SafeString:
    """The mark of a level: its shape, then its word."""
    shape, word = LEVELS[level]
    return format_html('<span class="level {}"><i aria-hidden="true">{}</i> {}</span>', level, shape, word)


@register.simple_tag
def map_levels() -> list[tuple[str, str | Promise]]:
    """The levels that a map can show, most serious first, each with its word."""
    return [(level, LEVELS[level][1]) for level in ON_MAPS]


@register.filter
def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """How long ago, in everyday words, in the largest unit that fits."""
    if moment is None:
        return gettext("belum pernah")
    span = (now or timezone.now()) - moment
    return gettext("%(span)s lalu") % {"span": _words(span)} if span >= MINUTE else gettext("baru saja")


@register.filter
def in_time(moment: datetime, now: datetime | None = None) -> str:
    """How long until a moment, or how long past it."""
    now = now or timezone.now()
    left = moment - now
    if left < timedelta():
        return ago(moment, now)
    return gettext("%(span)s lagi") % {"span": _words(left)} if left >= MINUTE else gettext("sekarang")


@register.simple_tag
def due_chip(due: datetime, now: datetime | None = None) -> SafeString:
    """What is left of a clock, in words; amber once it has run out, for then it waits for a person."""
    left = due - (now or timezone.now())
    if left < timedelta():
        return format_html('<span class="chip late">{}</span>', gettext("lewat %(span)s") % {"span": _words(-left)})
    return format_html('<span class="chip">{}</span>', gettext("tinggal %(span)s") % {"span": _words(left)})


def _words(span: timedelta) -> str:
    """Under two days in hours, because "1 hari" hides whether it is 25 hours or 47."""
    minutes = max(int(span / MINUTE), 1)
    if minutes < 60:
        return ngettext("%(n)d menit", "%(n)d menit", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d jam", "%(n)d jam", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d hari", "%(n)d hari", minutes // 1440) % {"n": minutes // 1440}


@register.filter(expects_localtime=True)
def day(value: date | datetime | None) -> str:
    """A day as people say it: "Senin, 14 Okt"."""
    return date_format(value, "l, j M") if value else ""


@register.simple_tag
def count_of(count: int, base: int) -> str:
    """A number with its base: "7 dari 12"."""
    numbers = {"count": number_format(count), "base": number_format(base)}
    return gettext("%(count)s dari %(base)s") % numbers


@register.simple_tag
def field_kind(field: BoundField) -> str:
    """How a form field is laid out: "check", "choices" or "box"."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, CheckboxInput) else "box"
