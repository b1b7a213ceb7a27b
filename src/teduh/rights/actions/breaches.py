"""A breach: opened, told to those who must know, closed with what was learnt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen import actions as listen
from teduh.places import reads as places
from teduh.rights import notices, reads, schedule
from teduh.rights.actions.checks import sentence
from teduh.rights.models import Breach, BreachNotice
from teduh.rights.rules import Audience, BreachState
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@dataclass(frozen=True)
class Known:
    """What is known of a breach so far; it may grow while the clock runs."""

    happened: str
    measures: str
    known_at: datetime
    kinds: Sequence[str] = field(default_factory=tuple)
    people: int | None = None
    happened_at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None


@transaction.atomic
def open_breach(*, known: Known, by: Person, at: datetime, drill: bool = False) -> Breach:
    """The clock of 3 × 24 hours runs from the moment that it was known."""
    access.require(by, Permission.BREACH_MANAGE)
    breach = Breach(unit=by.unit, drill=drill, opened_by=by, opened_at=at)
    _fill(breach, known, at)
    breach.save(force_insert=True)
    _record("breach.open", breach, by, at, drill=drill, known_at=breach.known_at)
    return breach


@transaction.atomic
def change_breach(*, breach: Breach, known: Known, by: Person, at: datetime) -> Breach:
    """More is known. When it was known first never moves later, or the clock would be ours to turn."""
    row = _open_row(breach, by)
    if known.known_at > row.known_at:
        raise Refused(_("Saat diketahui tidak dapat dimundurkan: jam 3 × 24 berjalan dari situ."), field="known_at")
    _fill(row, known, at)
    row.save()
    _record("breach.change", row, by, at)
    return row


@transaction.atomic
def notify(*, breach: Breach, audience: str, road: str, by: Person, at: datetime) -> BreachNotice:
    """One audience was told. To persons the notice stands at their receipts at once; a drill reaches nobody."""
    row = _open_row(breach, by)
    if audience not in Audience.values:
        raise Refused(_("Pilih siapa yang diberi tahu."), field="audience")
    if audience in row.told:
        raise Refused(_("Pemberitahuan ini sudah dicatat."), field="audience")
    written = notices.write(row, Audience(audience))
    notice = BreachNotice.objects.create(
        breach=row,
        audience=audience,
        road=sentence(road, field="road", least=3, most=200),
        text=written["id"].text,
        text_en=written["en"].text,
        by=by,
        at=at,
    )
    told = 0
    if audience == Audience.PERSONS and not row.drill and row.first_day and row.last_day:
        told, _sealed = listen.notify_receipts(
            units=places.units_under(row.unit),
            first=row.first_day,
            last=row.last_day,
            texts={language: letter.text for language, letter in written.items()},
            by=by,
            at=at,
        )
    _record("breach.notify", row, by, at, audience=audience, late=at > row.due_at, receipts=told)
    return notice


@transaction.atomic
def close_breach(*, breach: Breach, lessons: str, by: Person, at: datetime) -> Breach:
    """Over: authority and persons were told, and what will be done differently is written down."""
    row = _open_row(breach, by)
    if row.state != BreachState.NOTIFIED:
        raise Refused(
            _("Beri tahu dulu lembaga pelindungan data dan orang yang datanya terkena; lalu tutup kasus ini.")
        )
    row.closed_by, row.closed_at = by, at
    row.lessons = sentence(lessons, field="lessons")
    row.save(update_fields=("closed_by", "closed_at", "lessons"))
    _record("breach.close", row, by, at)
    return row


def _open_row(breach: Breach, by: Person) -> Breach:
    access.require(by, Permission.BREACH_MANAGE)
    row = Breach.objects.select_for_update().get(pk=reads.breach(by, breach.pk).pk)
    if row.closed_at is not None:
        raise Refused(_("Kasus ini sudah ditutup."))
    return row


def _fill(breach: Breach, known: Known, at: datetime) -> None:
    if known.known_at > at or (known.happened_at and known.happened_at > known.known_at):
        raise Refused(_("Waktunya belum tiba, atau terjadi sesudah diketahui. Periksa kembali."), field="known_at")
    keys = {line.key for line in schedule.KINDS}
    if not known.kinds or set(known.kinds) - keys:
        raise Refused(_("Pilih jenis data yang terkena dari daftar."), field="kinds")
    if bool(known.first_day) != bool(known.last_day) or (
        known.first_day and known.last_day and known.last_day < known.first_day
    ):
        raise Refused(_("Tulis hari pertama dan hari terakhir laporan yang terkena."), field="first_day")
    breach.happened = sentence(known.happened, field="happened")
    breach.measures = sentence(known.measures, field="measures")
    breach.kinds, breach.people = list(known.kinds), known.people
    breach.known_at, breach.happened_at = known.known_at, known.happened_at
    breach.first_day, breach.last_day = known.first_day, known.last_day


def _record(action: str, breach: Breach, by: Person, at: datetime, **details: object) -> None:
    audit.record(by=by, at=at, action=action, subject=("breach", breach.pk), unit_id=breach.unit_id, details=details)
