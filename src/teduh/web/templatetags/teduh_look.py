"""How levels, ages and days are written. Formatting only; nothing here asks the database."""

from datetime import date, datetime, timedelta
from typing import Final

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.formats import date_format
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


@register.simple_tag
def level_mark(level: str) -> SafeString:
    """The mark of a level: its shape, then its word."""
    shape, word = LEVELS[level]
    return format_html('<span class="level {}"><i aria-hidden="true">{}</i> {}</span>', level, shape, word)


@register.filter
def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """How long ago, in everyday words, in the largest unit that fits."""
    if moment is None:
        return gettext("belum pernah")
    return _span(max((now or timezone.now()) - moment, timedelta()), past=True)


@register.filter
def in_time(moment: datetime, now: datetime | None = None) -> str:
    """How long until, or how long past, a moment."""
    left = moment - (now or timezone.now())
    return _span(abs(left), past=left < timedelta())


def _span(span: timedelta, *, past: bool) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return gettext("baru saja") if past else gettext("sekarang")
    if minutes < 60:
        words = ngettext("%(n)d menit", "%(n)d menit", minutes) % {"n": minutes}
    elif minutes < 48 * 60:
        words = ngettext("%(n)d jam", "%(n)d jam", minutes // 60) % {"n": minutes // 60}
    else:
        words = ngettext("%(n)d hari", "%(n)d hari", minutes // 1440) % {"n": minutes // 1440}
    return gettext("%(span)s lalu") % {"span": words} if past else gettext("%(span)s lagi") % {"span": words}


@register.simple_tag
def due_chip(due: datetime, now: datetime | None = None) -> SafeString:
    """What is left of a clock: words, and amber when it waits for a person."""
    left = due - (now or timezone.now())
    late = left < timedelta()
    span = _span(abs(left), past=False).removesuffix(gettext("%(span)s lagi") % {"span": ""}).strip()
    words = gettext("lewat %(span)s") % {"span": span} if late else gettext("tinggal %(span)s") % {"span": span}
    return format_html('<span class="chip{}">{}</span>', " late" if late else "", words)


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as people say it: "Senin, 14 Okt"."""
    return date_format(value, "l, j M") if value else ""


@register.simple_tag
def field_kind(field: BoundField) -> str:
    """How a form field is laid out: "check", "choices" or "box"."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, CheckboxInput) else "box"
