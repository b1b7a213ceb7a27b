"""The holder of a receipt uses a right at once, without a name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen import actions as listen
from teduh.listen.reads import Talk
from teduh.places.keys import new_id
from teduh.rights import reads
from teduh.rights.actions.checks import sentence
from teduh.rights.models import Request
from teduh.rights.rules import Asker, Right, Road, clock_of
from teduh.triage import retention as triage
from teduh.trust import audit
from teduh.trust.actors import RESIDENT


@transaction.atomic
def erase_own(*, talk: Talk, at: datetime) -> bool:
    """Everything goes now; False where a hold keeps it, and then somebody must decide."""
    if reads.is_held(talk.id, sealed=talk.sealed, received_at=talk.received_at, unit_id=talk.unit.pk):
        # The contact is nobody's evidence: it goes all the same.
        listen.withdraw_contact(matter_id=talk.id, by=RESIDENT, at=at)
        open_own_request(talk=talk, right=Right.ERASE, asked="", at=at)
        return False
    listen.erase_own(matter_id=talk.id, by=RESIDENT, at=at)
    if not talk.sealed:
        triage.forget_about_report(report_id=talk.id, by=RESIDENT, at=at)
    return True


@transaction.atomic
def object_own(*, talk: Talk, asked: str, at: datetime) -> Request:
    """It is not used any more from now on; the office decides within its clock."""
    asked = sentence(asked, field="asked")
    listen.restrict_own(matter_id=talk.id, by=RESIDENT, at=at)
    return open_own_request(talk=talk, right=Right.OBJECT, asked=asked, at=at)


def open_own_request(*, talk: Talk, right: Right, asked: str, at: datetime) -> Request:
    """The request that the office must decide; asking twice is one request."""
    earlier = reads.open_request_about(talk.id, right)
    if earlier is not None:
        return earlier
    if right not in Right:
        raise Refused(_("Pilih apa yang Anda minta."), field="right")
    made = Request(
        id=new_id(),
        unit=talk.unit,
        right=right,
        road=Road.RECEIPT,
        asker=Asker.REPORTER,
        about_id=talk.id,
        received_at=at,
        due_at=at + clock_of(right),
    )
    made.asked = asked
    made.save(force_insert=True)
    audit.record(
        by=RESIDENT,
        at=at,
        action="rights.ask",
        subject=("request", made.pk),
        unit_id=talk.unit.pk,
        details={"right": right, "road": Road.RECEIPT},
    )
    return made
