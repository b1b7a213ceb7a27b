"""How a unit looks, what is known of its places beforehand, and what moves a village."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teduh.places.models import Area, Unit
from teduh.warn import adapt
from teduh.warn.models import Alarm, AlarmPolicy, Gap, VulnerabilityRow, VulnerabilityTable
from teduh.warn.reads.standings import VillageStanding, days_for
from teduh.warn.rules import (
    EPISODE_DAYS,
    VERY_VULNERABLE_FROM,
    VULNERABLE_FROM,
    WATCHED_KINDS,
    AlarmKind,
    VillageState,
    Vulnerability,
)

EPISODE = timedelta(days=EPISODE_DAYS)


@dataclass(frozen=True)
class Setup:
    """How a unit looks: version 0 is what Teduh comes with."""

    version: int
    watch: dict[str, Any]
    kinds: tuple[str, ...]


def policy_of(unit: Unit) -> Setup:
    last = AlarmPolicy.objects.filter(unit=unit).first()
    if last is None:
        return Setup(0, adapt.watch_values(adapt.watch_of({})), WATCHED_KINDS)
    return Setup(last.version, dict(last.watch), tuple(last.kinds))


def policies_of(unit: Unit) -> QuerySet[AlarmPolicy]:
    return AlarmPolicy.objects.filter(unit=unit).select_related("by")


def gaps_in(villages: QuerySet[Area], *, first: date, last: date) -> list[tuple[frozenset[str], date, date]]:
    """The villages and days of each gap that touches these villages and days."""
    rows = Gap.objects.filter(first__lte=last, last__gte=first).select_related("area")
    here = list(villages.values_list("code", "path"))
    found = ((frozenset(code for code, path in here if path.startswith(gap.area.path)), gap) for gap in rows)
    return [(codes, gap.first, gap.last) for codes, gap in found if codes]


def vulnerability_of(unit: Unit) -> VulnerabilityTable | None:
    """The latest version of the unit's table."""
    return VulnerabilityTable.objects.filter(unit=unit).select_related("by").first()


def vulnerability_rows(table: VulnerabilityTable) -> QuerySet[VulnerabilityRow]:
    return table.rows.select_related("area__parent")


def vulnerability_word(score: float) -> Vulnerability:
    if score >= VERY_VULNERABLE_FROM:
        return Vulnerability.VERY
    return Vulnerability.VULNERABLE if score >= VULNERABLE_FROM else Vulnerability.LESS


@dataclass(frozen=True)
class Driver:
    """One thing that moves a village, in a sentence; `up` where it raises concern, and the day it is of."""

    sentence: str
    up: bool
    as_of: date | None = None


@dataclass(frozen=True)
class Outlook:
    """How a village stands and why: what was known beforehand, and everything that moved it since."""

    standing: VillageStanding
    prior: Vulnerability | None
    prior_score: float | None
    prior_as_of: date | None
    prior_is_example: bool
    drivers: tuple[Driver, ...]

    @property
    def prior_label(self) -> str | Promise:
        return self.prior.label if self.prior else _("belum ada di tabel kerawanan")


def outlook(village: Area, *, unit: Unit | None, day: date) -> Outlook:
    """The village's level with what moved it. The prior tells where to look first; it never makes a level by itself."""
    standing = days_for(villages=Area.objects.filter(pk=village.pk), day=day)[0]
    table = vulnerability_of(unit) if unit else None
    row = _row_of(table, village) if table else None
    return Outlook(
        standing=standing,
        prior=vulnerability_word(row.score) if row else None,
        prior_score=row.score if row else None,
        prior_as_of=table.as_of if table and row else None,
        prior_is_example=bool(table and row and table.is_example),
        drivers=tuple(_drivers(standing, village, day)),
    )


def _row_of(table: VulnerabilityTable, village: Area) -> VulnerabilityRow | None:
    """The village's own row, else its subdistrict's."""
    rows = {row.area_id: row for row in table.rows.filter(Q(area=village) | Q(area=village.parent_id))}
    return rows.get(village.pk) or rows.get(village.parent_id or "")


def _drivers(standing: VillageStanding, village: Area, day: date) -> list[Driver]:
    found: list[Driver] = []
    computed = standing.computed_at.date() if standing.computed_at else None
    for number, state in (
        (standing.open_actual, VillageState.ACTUAL),
        (standing.open_imminent, VillageState.IMMINENT),
        (standing.open_latent, VillageState.LATENT),
    ):
        if number:
            sentence = ngettext("%(n)d isu terbuka: %(level)s", "%(n)d isu terbuka: %(level)s", number)
            found.append(Driver(sentence % {"n": number, "level": state.label}, up=True, as_of=computed))
    for alarm in Alarm.objects.filter(places__village=village, last_seen_on__gt=day - EPISODE, last_seen_on__lte=day):
        words = _("desa ini jadi sepi laporan") if alarm.kind == AlarmKind.SILENCE else _("ada peringatan di sini")
        found.append(Driver(words, up=True, as_of=alarm.last_seen_on))
    if standing.days_since_contact is None:
        found.append(Driver(_("belum pernah ada kunjungan yang tercatat"), up=True))
    else:
        sentence = _("kunjungan terakhir %(n)d hari lalu") % {"n": standing.days_since_contact}
        found.append(Driver(sentence, up=standing.days_since_contact > EPISODE_DAYS))
    return found
