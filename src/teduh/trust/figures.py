"""Community figures: the offices in a village whose holders agreed to be met, so that a visit knows whom to ask for.

An office, never a name or a number; no opinion of anybody, no importance, no ranking. Who withdraws is gone at once.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places.keys import new_id
from teduh.places.models import Area
from teduh.trust import access, audit
from teduh.trust.models import CommunityFigure, Person
from teduh.trust.rules import ConsentHow, FigureEnd, FigureRole, Permission

OFFICE_LEAST, OFFICE_MOST = 3, 80
IN_ONE_VILLAGE = 40


def in_villages(villages: QuerySet[Area]) -> QuerySet[CommunityFigure]:
    """Those who agreed, by village and office."""
    rows = CommunityFigure.objects.filter(village__in=villages.order_by().values("pk"))
    return rows.order_by("village", "role", "office", "pk")


@transaction.atomic
def note_figure(
    *, village: Area, role: FigureRole, office: str, how: ConsentHow, agreed_on: date, by: Person, at: datetime
) -> CommunityFigure:
    """The holder of an office agreed to stand in the list. Said again, the later consent counts."""
    _require(village, by, at)
    office = " ".join(office.replace("\x00", "").split())
    if not OFFICE_LEAST <= len(office) <= OFFICE_MOST:
        raise Refused(_("Tulis jabatannya, 3 sampai 80 huruf."), field="office")
    if sum(letter.isdigit() for letter in office) > 4:
        raise Refused(_("Tulis jabatannya saja, tanpa nomor telepon."), field="office")
    if agreed_on > timezone.localdate(at):
        raise Refused(_("Hari setuju tidak bisa di depan."), field="agreed_on")
    # Locked, so that two who write at once do not pass the limit or make one office twice.
    rows = CommunityFigure.objects.select_for_update().filter(village=village)
    found = next((row for row in rows if (row.role, row.office.casefold()) == (role, office.casefold())), None)
    if found is None and len(rows) >= IN_ONE_VILLAGE:
        raise Refused(_("Daftar desa ini sudah penuh. Hapus dahulu yang tidak menjabat lagi."))
    if found is None:
        found = CommunityFigure(id=new_id(), village=village, role=role)
    found.office, found.how, found.agreed_on, found.noted_by, found.noted_at = office, how, agreed_on, by, at
    found.save()
    _record("trust.note_figure", found, by, at, role=role, how=how)
    return found


@transaction.atomic
def end_figure(*, figure: CommunityFigure, why: FigureEnd, by: Person, at: datetime) -> None:
    """Out of the list at once; the audit row says why and does not repeat the office."""
    _require(figure.village, by, at)
    _record("trust.end_figure", figure, by, at, role=figure.role, why=why)
    figure.delete()


def _require(village: Area, by: Person, at: datetime) -> None:
    access.require(by, Permission.VISIT_RECORD)
    if not access.villages_for(by, on=timezone.localdate(at)).filter(pk=village.pk).exists():
        raise NotAllowed(_("Desa ini di luar wilayah tugas Anda."))


def _record(action: str, figure: CommunityFigure, by: Person, at: datetime, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("community_figure", figure.pk),
        unit_id=by.unit_id,
        details={"village": figure.village_id, **details},
    )
