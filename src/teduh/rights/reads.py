"""Named questions about holds, requests and breaches. They write nothing."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.listen import reads as listen
from teduh.places import reads as places
from teduh.rights.models import Breach, BreachNotice, Hold, Request
from teduh.rights.rules import SEALED_REQUESTER, Audience, Decision, HoldScope
from teduh.triage import retention as triage
from teduh.trust import access
from teduh.trust.models import Person, VaultEntry, VaultOpening
from teduh.trust.retention import Holds, Period
from teduh.trust.rules import Permission


def holds_for(person: Person) -> QuerySet[Hold]:
    """The holds of the person's line of units; the running ones first. A hold on a complaint is the outside body's."""
    rows = Hold.objects.select_related("unit", "placed_by", "ended_by")
    return rows.filter(unit__in=places.units_under(person.unit)).order_by(
        F("ended_at").desc(nulls_first=True), "-placed_at", "pk"
    )


def running_holds() -> QuerySet[Hold]:
    return Hold.objects.filter(ended_at=None)


def hold(person: Person, pk: UUID) -> Hold:
    found = holds_for(person).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Penahanan ini tidak ada, atau milik satuan lain."))
    return found


def current_holds() -> Holds:
    """Everything that is held now, with the reports of held issues and the matter of held requests."""
    rows = list(running_holds().select_related("unit"))

    def ids(scope: HoldScope) -> set[UUID]:
        return {row.subject_id for row in rows if row.scope == scope and row.subject_id}

    issues, requests = ids(HoldScope.ISSUE), ids(HoldScope.REQUEST)
    asked_about = Request.objects.filter(pk__in=requests, about_id__isnull=False).values_list("about_id", flat=True)
    about = {pk for pk in asked_about if pk is not None}
    return Holds(
        reports=frozenset(ids(HoldScope.REPORT) | triage.joined_reports(issues) | about),
        issues=frozenset(issues),
        complaints=frozenset(ids(HoldScope.COMPLAINT) | about),
        requests=frozenset(requests),
        periods=tuple(
            Period(
                units=frozenset(places.units_under(row.unit)),
                start=_midnight(row.first_day),
                end=_midnight(row.last_day + timedelta(days=1)),
            )
            for row in rows
            if row.first_day and row.last_day
        ),
    )


def is_held(matter_id: UUID, *, sealed: bool, received_at: datetime, unit_id: UUID) -> bool:
    """Whether a hold keeps the words of this report or complaint."""
    holds = current_holds()
    if matter_id in (holds.complaints if sealed else holds.reports):
        return True
    return any(unit_id in period.units and period.start <= received_at < period.end for period in holds.periods)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def requests_for(person: Person) -> QuerySet[Request]:
    """Requests of the person's line of units, by their clock."""
    access.require(person, Permission.RIGHTS_READ)
    rows = Request.objects.filter(unit__in=places.units_under(person.unit)).select_related("unit", "decided_by")
    return rows.order_by("due_at", "pk")


def open_requests_for(person: Person) -> QuerySet[Request]:
    return requests_for(person).filter(decision=Decision.OPEN)


def decided_requests_for(person: Person) -> QuerySet[Request]:
    return requests_for(person).exclude(decision=Decision.OPEN).order_by("-decided_at", "pk")


def late_count(person: Person, *, at: datetime) -> int:
    return open_requests_for(person).filter(due_at__lt=at).count()


def request(person: Person, pk: UUID) -> Request:
    found = requests_for(person).select_related("opened_by").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Permintaan ini tidak ada, atau milik satuan lain."))
    return found


def open_request_about(matter_id: UUID, right: str) -> Request | None:
    return Request.objects.filter(about_id=matter_id, right=right, decision=Decision.OPEN).first()


def requester_contact(request_id: UUID, *, at: datetime) -> VaultEntry | None:
    return VaultEntry.objects.filter(kind=SEALED_REQUESTER, subject_id=request_id, expires_at__gt=at).first()


def openings_of(request_id: UUID) -> QuerySet[VaultOpening]:
    rows = VaultOpening.objects.filter(entry__kind=SEALED_REQUESTER, entry__subject_id=request_id)
    return rows.select_related("requested_by", "approved_by", "entry")


def opening_of(request_id: UUID, pk: UUID) -> VaultOpening:
    found = openings_of(request_id).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Permintaan membuka kontak ini tidak ada."))
    return found


def breaches_for(person: Person) -> QuerySet[Breach]:
    rows = Breach.objects.filter(unit__in=places.units_under(person.unit))
    return rows.select_related("unit", "opened_by", "closed_by").prefetch_related("notices").order_by("-known_at", "pk")


def breach(person: Person, pk: UUID) -> Breach:
    found = breaches_for(person).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Kasus ini tidak ada, atau milik satuan lain."))
    return found


def public_notices() -> QuerySet[BreachNotice]:
    """What the public was told of real breaches, newest first."""
    rows = BreachNotice.objects.filter(audience=Audience.PUBLIC, breach__drill=False)
    return rows.select_related("breach__unit").order_by("-at", "pk")


def own_requests(matter_id: UUID) -> QuerySet[Request]:
    """What whoever holds the code asked for."""
    return Request.objects.filter(about_id=matter_id).order_by("received_at", "pk")


def contact_kept_until(matter_id: UUID, *, at: datetime) -> datetime | None:
    entry = listen.contact_of(matter_id, at=at)
    return entry.expires_at if entry else None
