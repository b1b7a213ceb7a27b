"""Named questions about visits that were told again, and about their files. They write nothing."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.respond.account import Account, Asked, Met
from teduh.respond.corrections import Correction
from teduh.respond.models import Visit
from teduh.respond.reads.visits import visits_for, with_everything
from teduh.respond.rules import CORRECTED_WITHIN, CorrectionState
from teduh.respond.visitfiles import VisitFile
from teduh.trust.models import Person
from teduh.trust.rules import Role


def told_now(visit: Visit) -> dict[str, Any]:
    """What stands there now, in the form that a correction is told in."""
    account = Account(
        activity=visit.activity,
        started_at=visit.started_at,
        ended_at=visit.ended_at,
        place_detail=visit.place_detail,
        people=tuple(Met(role=row["role"], count=row["count"]) for row in visit.people),
        questions=tuple(Asked(row.question, row.answer) for row in visit.questions.all()),
        concerns=tuple((row.text, row.issue_id) for row in visit.concerns.all()),
        promises=(),
        situation=visit.situation,
    )
    return account.plain(messages=[message.pk for message in visit.messages.all()])


def correctable_visits(person: Person, *, at: datetime) -> QuerySet[Visit]:
    """Visits that this person may tell again now, newest first, with everything that was told."""
    mine = Q(officers=person) | Q(recorded_by=person)
    if person.role == Role.SECTOR_CHIEF:
        mine |= Q(unit__in=places.units_under(person.unit))
    rows = visits_for(person, on=timezone.localdate(at)).filter(
        mine, words_gone_at=None, recorded_at__gte=at - CORRECTED_WITHIN
    )
    return with_everything(rows.distinct())


def differences_of(visit_ids: list[UUID]) -> QuerySet[Correction]:
    """Tellings of these visits that met another one and wait for a person, oldest first."""
    return Correction.objects.filter(visit__in=visit_ids, state=CorrectionState.WAITING).select_related("by")


def differences_for(person: Person, *, on: date) -> QuerySet[Correction]:
    """Tellings that wait for a person, in the villages of this one."""
    seen = visits_for(person, on=on).order_by().values("pk")
    rows = Correction.objects.filter(visit__in=seen, state=CorrectionState.WAITING)
    return rows.select_related("by", "visit__village")


def corrections_of(visit: Visit) -> QuerySet[Correction]:
    """Every telling after the first, in the order in which they came."""
    return visit.corrections.select_related("by", "settled_by")


def files_of(visit: Visit) -> QuerySet[VisitFile]:
    return visit.files.select_related("added_by")


def visit_file(person: Person, visit_id: UUID, pk: UUID, *, on: date) -> VisitFile:
    seen = visits_for(person, on=on).filter(pk=visit_id, words_gone_at=None).order_by().values("pk")
    found = VisitFile.objects.filter(pk=pk, visit__in=seen).first()
    if found is None:
        raise NotFound(_("Berkas ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found


def visit_by_id(pk: UUID) -> Visit | None:
    """For those who check themselves who asks."""
    return Visit.objects.select_related("village", "unit").filter(pk=pk).first()
