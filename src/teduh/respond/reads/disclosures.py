"""Named questions about what may leave the unit."""

from django.db.models import Exists, OuterRef, QuerySet

from teduh.respond.models import Disclosure, Referral
from teduh.respond.rules import DisclosureState, ReferralState


def disclosures_of(referral: Referral) -> QuerySet[Disclosure]:
    """Everything that was ever prepared for this referral, the last first."""
    return Disclosure.objects.filter(referral=referral).select_related("prepared_by", "checked_by")


def waiting_disclosure(referral: Referral) -> Disclosure | None:
    """What a second person has to look at."""
    return disclosures_of(referral).filter(state=DisclosureState.WAITING).first()


def cleared(referral: Referral, *, source: str) -> Disclosure | None:
    """The words that may leave now: the last that were prepared, if approved, and made from what stands there now.

    Of what the partner has already, the words that were sent.
    """
    rows = disclosures_of(referral)
    if referral.state in (ReferralState.SENT, ReferralState.ACCEPTED):
        return rows.filter(state=DisclosureState.APPROVED, checked_at__lte=referral.sent_at).first()
    last = rows.exclude(state=DisclosureState.REPLACED).first()
    return last if last and last.state == DisclosureState.APPROVED and last.source == source else None


def waits_for_a_second_person() -> Exists:
    """For a list of referrals: whether words of it wait to be looked at."""
    return Exists(Disclosure.objects.filter(referral=OuterRef("pk"), state=DisclosureState.WAITING))
