"""Named questions about what may leave the unit."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.listen import reads as listen
from teduh.listen.models import Photo
from teduh.respond.models import Disclosure, PhotoCopy, Referral
from teduh.respond.rules import DisclosureState, ReferralState
from teduh.triage import reads as triage
from teduh.triage.rules import JoinState
from teduh.trust.models import Person


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


def photo_copies(referral: Referral) -> QuerySet[PhotoCopy]:
    """The photos chosen to go along."""
    return PhotoCopy.objects.filter(referral=referral).select_related("photo__report", "changed_by").order_by("photo")


def photos_to_choose(person: Person, referral: Referral, *, on: date) -> QuerySet[Photo]:
    """Photos of the reports that belong to the issue, for somebody who may read them."""
    reports = [join.report_id for join in triage.joins_of(referral.issue, JoinState.CONFIRMED)]
    return listen.photos_of(person, reports, on=on)


def photo_to_choose(person: Person, referral: Referral, photo_id: UUID, *, on: date) -> Photo:
    found = photos_to_choose(person, referral, on=on).filter(pk=photo_id).first()
    if found is None:
        raise NotFound(_("Foto ini tidak ada pada isu ini."))
    return found
