"""Named questions about referrals."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.respond.models import Disclosure, Referral
from teduh.respond.reads.disclosures import waits_for_a_second_person
from teduh.respond.rules import DisclosureState, ReferralState, elements_of
from teduh.triage import reads as triage
from teduh.trust.models import Person


def referrals_for(person: Person, *, on: date) -> QuerySet[Referral]:
    """Those of the person's line of units and about issues they see: what waits for us first, by its deadline."""
    seen = Q(unit__in=places.units_under(person.unit))
    seen |= Q(issue__in=triage.issues_for(person, on=on).order_by().values("pk"))
    ours = Q(state__in=(ReferralState.DRAFT, ReferralState.RETURNED))
    turn = Case(When(ours, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Referral.objects.filter(seen).select_related("issue", "unit", "partner", "made_by", "sent_by")
    rows = rows.annotate(waits=waits_for_a_second_person())
    return rows.order_by(turn, F("due_on").asc(nulls_last=True), "-made_at", "pk")


def referral(person: Person, pk: UUID, *, on: date) -> Referral:
    found = referrals_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Rujukan ini tidak ada, atau milik satuan lain."))
    return found


def missing_elements(referral: Referral) -> list[str]:
    """What the partner needs and is not written down yet."""
    return [name for name in elements_of(referral.kind) if not referral.elements.get(name)]


def days_left(referral: Referral, *, on: date) -> int | None:
    """Days until the last day on which the partner may be told: 0 on that day, negative after it.

    None where there is no deadline, or where the partner has the matter already.
    """
    if referral.due_on is None or referral.state in (ReferralState.SENT, ReferralState.ACCEPTED):
        return None
    return (referral.due_on - on).days


def referred_issues(issue_ids: Collection[UUID]) -> set[UUID]:
    """Of these issues, the ones that were sent to a partner."""
    rows = Referral.objects.filter(issue__in=issue_ids, sent_at__isnull=False)
    return set(rows.values_list("issue", flat=True))


def referrals_in(villages: QuerySet[Area]) -> QuerySet[Referral]:
    """Referrals about issues in these villages."""
    return Referral.objects.filter(issue__villages__in=villages).distinct()


def disclosures_to_check(person: Person, *, on: date) -> QuerySet[Disclosure]:
    """What waits for a second person who is this one: in their reach, and prepared by somebody else."""
    seen = referrals_for(person, on=on).order_by().values("pk")
    return Disclosure.objects.filter(state=DisclosureState.WAITING, referral__in=seen).exclude(prepared_by=person)
