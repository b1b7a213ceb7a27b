"""Named questions about referrals."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.respond.models import Referral
from teduh.respond.rules import ReferralState, elements_of
from teduh.trust.models import Person


def referrals_for(person: Person, *, on: date) -> QuerySet[Referral]:
    """Those of the person's own unit and the units under it; the nearest deadline first."""
    mine = Referral.objects.filter(unit__in=places.units_under(person.unit))
    return mine.select_related("issue", "partner", "made_by", "sent_by").order_by(
        F("due_on").asc(nulls_last=True), "-made_at"
    )


def referral(person: Person, pk: UUID, *, on: date) -> Referral:
    found = referrals_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Rujukan ini tidak ada, atau milik satuan lain."))
    return found


def missing_elements(referral: Referral) -> list[str]:
    """What the partner needs and is not written down yet."""
    return [name for name in elements_of(referral.kind) if not referral.elements.get(name)]


def days_left(referral: Referral, *, on: date) -> int | None:
    """Days until the last day on which the partner may be told, that day included as 0; None without a deadline."""
    if referral.due_on is None or referral.state in (ReferralState.SENT, ReferralState.ACCEPTED):
        return None
    return (referral.due_on - on).days


def referred_issues(issue_ids: Collection[UUID]) -> set[UUID]:
    """Of these issues, the ones that were sent to a partner."""
    rows = Referral.objects.filter(issue__in=issue_ids, sent_at__isnull=False)
    return set(rows.values_list("issue", flat=True))
