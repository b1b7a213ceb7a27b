"""Named questions about order messages. They write nothing."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.places.rules import UnitKind
from teduh.respond.models import Message
from teduh.trust import access
from teduh.trust.models import Person
from teduh.trust.rules import Permission

_IN_USE = Q(approved_at__isnull=False, withdrawn_at__isnull=True)


def family_of(unit: Unit) -> set[UUID]:
    """The units that share messages and officers: the whole district round a unit, and what stands above it."""
    chain = [unit]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    district = next((above for above in chain if above.kind == UnitKind.DISTRICT), unit)
    return {above.pk for above in chain} | set(places.units_under(district))


def messages_for(person: Person) -> QuerySet[Message]:
    """Messages of the person's district; drafts and old versions only for those who write or approve."""
    rows = Message.objects.filter(unit__in=family_of(person.unit)).select_related("unit", "written_by", "approved_by")
    if access.may(person, Permission.MESSAGE_WRITE) or access.may(person, Permission.MESSAGE_APPROVE):
        return rows
    return rows.filter(_IN_USE)


def message(person: Person, pk: UUID) -> Message:
    found = messages_for(person).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Pesan ini tidak ada."))
    return found


def messages_by_id(ids: Collection[UUID]) -> QuerySet[Message]:
    """For those who check themselves what may be carried."""
    return Message.objects.filter(pk__in=ids)


def versions_of(person: Person, key: str) -> QuerySet[Message]:
    return messages_for(person).filter(key=key).order_by("-version")


def approved_messages(unit: Unit | None = None) -> QuerySet[Message]:
    """Messages in use now; with a unit, those of its district and of what stands above it."""
    rows = Message.objects.filter(_IN_USE)
    return rows.filter(unit__in=family_of(unit)) if unit else rows


def messages_in_use(unit: Unit, *, at: datetime) -> QuerySet[Message]:
    """Messages that a visit at that moment may have carried, though they were withdrawn since."""
    in_use = Q(approved_at__isnull=False) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=at))
    return Message.objects.filter(in_use, unit__in=family_of(unit))


def messages_for_visit(unit: Unit, *, on: date) -> list[Message]:
    """Messages in use, those that suit the present phase of the election first."""
    operation = places.current_operation(unit, on=on)
    phases = set(places.phases_on(operation, on=on).values_list("kind", flat=True)) if operation else set()
    return sorted(approved_messages(unit), key=lambda row: (not phases & set(row.phases), row.title))
