"""Named questions about phones. They write nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.field.models import Phone, WaitingFile
from teduh.field.rules import CARRIES
from teduh.field.tokens import digest_of
from teduh.places import reads as places
from teduh.trust import access
from teduh.trust.models import Person
from teduh.trust.rules import Permission


class Standing(StrEnum):
    """What a phone's token opens."""

    OPEN = "open"
    SIGN_IN = "signin"  # nothing until its person signs in again; what was not sent stays on the phone
    REVOKED = "revoked"  # nothing any more; the phone deletes everything


def phone_of(token: str) -> Phone | None:
    """The phone that this token was given to, whatever became of it."""
    rows = Phone.objects.select_related("person__unit__parent", "device")
    return rows.filter(token_digest=digest_of(token)).first()


def standing_of(phone: Phone, *, at: datetime) -> Standing:
    """Whoever left is told to delete; whoever moved, or chose a new password, signs in again and loses nothing."""
    person = phone.person
    if phone.ended_at is not None or not person.is_active:
        return Standing.REVOKED
    moved = phone.unit_id != person.unit_id or phone.role != person.role
    if moved or not phone.is_open(at) or not access.may(person, CARRIES):
        return Standing.SIGN_IN
    return Standing.OPEN


def phones_for(person: Person) -> QuerySet[Phone]:
    """One's own phones; for an administrator also those of everybody in their units."""
    seen = Q(person=person)
    if access.may(person, Permission.PEOPLE_MANAGE):
        seen |= Q(person__unit__in=places.units_under(person.unit))
    return Phone.objects.filter(seen).select_related("person__unit", "device", "ended_by")


def phone_to_end(person: Person, pk: UUID) -> Phone:
    found = phones_for(person).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("HP ini tidak ada, atau bukan dari satuan Anda."))
    return found


def waiting_file(person: Person, pk: UUID) -> WaitingFile | None:
    """A file on its way that this person sent."""
    return WaitingFile.objects.filter(pk=pk, person=person).first()
