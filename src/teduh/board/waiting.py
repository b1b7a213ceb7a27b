"""What waits for this person to agree, decide or answer, beside the work that the Monday page shows anyway."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teduh.listen import reads as listen
from teduh.respond import reads as respond
from teduh.rights import reads as rights
from teduh.trust.access import may
from teduh.trust.models import Person
from teduh.trust.rules import Permission


@dataclass(frozen=True)
class Waiting:
    """So many things of one kind, and the page they lie on."""

    count: int
    label: str | Promise
    url_name: str
    late: int = 0


def waiting_for(person: Person, *, at: datetime, today: date) -> list[Waiting]:
    """Only what is there; nobody is asked to agree to what they did themselves."""
    found = []
    if may(person, Permission.DISCLOSURE_APPROVE):
        count = respond.disclosures_to_check(person, on=today).count()
        found.append(Waiting(count, _("rujukan menunggu pemeriksa kedua"), "referrals"))
    if may(person, Permission.VISIT_RECORD):
        count = respond.differences_for(person, on=today).count()
        found.append(Waiting(count, _("kunjungan dengan dua catatan"), "visits"))
    if may(person, Permission.IDENTITY_APPROVE):
        count = listen.openings_to_decide(person, on=today).count()
        found.append(Waiting(count, _("permintaan membuka kontak"), "openings"))
    if may(person, Permission.RIGHTS_READ):
        count = rights.open_requests_for(person).count()
        found.append(
            Waiting(count, _("permintaan hak data terbuka"), "requests", late=rights.late_count(person, at=at))
        )
    return [one for one in found if one.count]
