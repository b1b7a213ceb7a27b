"""A phone is let in, and put out."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.field.models import Phone
from teduh.field.rules import CARRIES, TOKEN_LASTS, Ending
from teduh.field.tokens import digest_of, new_token
from teduh.places import reads as places
from teduh.trust import access, audit
from teduh.trust.models import Device, Person
from teduh.trust.rules import Permission

RECOVERY_BYTES: Final = 32
LABEL_LIMIT: Final = 40


@dataclass(frozen=True)
class Registered:
    """What the phone is told once: its token is kept nowhere else."""

    phone: Phone
    token: str


@transaction.atomic
def register(*, phone_id: UUID, label: str, by: Person, at: datetime) -> Registered:
    """A token for this phone of this person. The same phone again: a new token, and the old one opens nothing."""
    access.require(by, CARRIES)
    phone = Phone.objects.select_for_update().filter(pk=phone_id).first()
    if phone is not None and (phone.person_id != by.pk or phone.ended_at is not None):
        raise Refused(
            _("HP ini terdaftar atas nama lain, atau sudah dicabut. Pasang aplikasinya dari awal."), field="phone"
        )
    label = " ".join(label.split())[:LABEL_LIMIT] or _("HP")
    if phone is None:
        phone = Phone(id=phone_id, person=by)
        phone.recovery = base64.b64encode(secrets.token_bytes(RECOVERY_BYTES)).decode("ascii")
    elif phone.device_id:
        Device.objects.filter(pk=phone.device_id, ended_at=None).update(ended_at=at)
    token = new_token()
    phone.device = Device.objects.create(person=by, label=f"Teduh, {label}", signed_in_at=at, seen_at=at)
    phone.unit, phone.role, phone.label = by.unit, by.role, label
    phone.token_digest, phone.signed_in_at, phone.expires_at = digest_of(token), at, at + TOKEN_LASTS
    phone.save()
    audit.record(by=by, at=at, action="field.register_phone", subject=("phone", phone.pk), unit_id=by.unit_id)
    return Registered(phone, token)


@transaction.atomic
def end_phone(*, phone: Phone, why: Ending, by: Person, at: datetime) -> Phone:
    """It opens nothing from now on and is told to delete everything. One's own, or an administrator's decision."""
    row = Phone.objects.select_for_update(of=("self",)).select_related("person").get(pk=phone.pk)
    if by.pk != row.person_id:
        access.require(by, Permission.PEOPLE_MANAGE)
        if row.person.unit_id not in places.units_under(by.unit):
            raise NotAllowed(_("Orang ini bukan dari satuan Anda."))
    if row.ended_at is not None:
        return row
    row.ended_at, row.ended_by, row.ended_why = at, by, why
    # Nothing can open what lies on that phone any more, should it not be told in time.
    row.recovery = ""
    row.save()
    if row.device_id:
        Device.objects.filter(pk=row.device_id, ended_at=None).update(ended_at=at)
    row.files.filter(used_at=None).delete()
    audit.record(
        by=by,
        at=at,
        action="field.end_phone",
        subject=("phone", row.pk),
        unit_id=row.person.unit_id,
        details={"why": why},
    )
    return row
