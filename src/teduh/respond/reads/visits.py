"""Named questions about visits and promises. They write nothing."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places.models import Area
from teduh.plan import reads as stops
from teduh.respond.models import Concern, Promise, Visit
from teduh.trust import access
from teduh.trust.models import Person


def visitable(person: Person, *, days: Collection[date]) -> QuerySet[Area]:
    """Villages of which this person may tell a visit: their own, and those to which an approved plan sends them."""
    sent = Q(pk__in=stops.villages_sent_to(person, days=days).order_by().values("pk"))
    own = (Q(pk__in=access.villages_for(person, on=day).order_by().values("pk")) for day in dict.fromkeys(days))
    return Area.objects.filter(reduce(or_, own, sent))


def visits_for(person: Person, *, on: date) -> QuerySet[Visit]:
    """Visits in the villages of this person, newest first, with village and officers at hand.

    Who is sent elsewhere by the plan of this week, or was by that of the last, reads what they told there.
    """
    seen = Q(village__in=access.villages_for(person, on=on))
    sent = stops.villages_sent_to(person, days=(on, on - timedelta(days=7)))
    seen |= Q(recorded_by=person, village__in=sent.order_by().values("pk"))
    return _with_places(Visit.objects.filter(seen))


def visit(person: Person, pk: UUID, *, on: date) -> Visit:
    """One visit with everything that was told of it."""
    found = with_everything(visits_for(person, on=on)).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Kunjungan ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found


def with_everything(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """The same visits with all that their texts need, in as many queries for one as for a hundred."""
    concerns = Prefetch("concerns", queryset=Concern.objects.select_related("issue"))
    return visits.select_related("recorded_by").prefetch_related("messages", "questions", concerns, "promises")


def visits_in(villages: QuerySet[Area], first: date, last: date) -> QuerySet[Visit]:
    """Visits in these villages from the first day to the last, both included."""
    return _with_places(between(Visit.objects.filter(village__in=villages), first, last))


def between(visits: QuerySet[Visit], first: date, last: date) -> QuerySet[Visit]:
    """Those that began on these days, as the clock on the wall there counts them."""
    return visits.filter(started_at__gte=_midnight(first), started_at__lt=_midnight(last + timedelta(days=1)))


def first_visit_after(village_codes: Collection[str], at: datetime) -> Visit | None:
    """The first visit to one of these villages from a moment on."""
    return Visit.objects.filter(village__in=village_codes, started_at__gte=at).order_by("started_at").first()


def visit_times(village_codes: Collection[str], *, since: datetime) -> dict[str, list[datetime]]:
    """When each of these villages was visited since a moment, in order of time."""
    found: dict[str, list[datetime]] = {}
    rows = Visit.objects.filter(village__in=village_codes, started_at__gte=since).order_by("started_at")
    for code, started_at in rows.values_list("village", "started_at"):
        found.setdefault(code, []).append(started_at)
    return found


def visits_by_subdistrict(villages: QuerySet[Area], first: date, last: date) -> dict[str | None, int]:
    """How many visits began on these days, by the subdistrict of the village."""
    rows = between(Visit.objects.filter(village__in=villages), first, last).order_by()
    return dict(rows.values_list("village__parent").annotate(number=Count("pk")))


def visits_by_village(villages: QuerySet[Area], first: date, last: date) -> dict[str, int]:
    """How many visits began on these days in each of these villages that was visited."""
    rows = between(Visit.objects.filter(village__in=villages), first, last).order_by()
    return dict(rows.values_list("village").annotate(number=Count("pk")))


def promise_counts(villages: QuerySet[Area], *, first: date, last: date) -> dict[str, int]:
    """Promises made in these days, kept in these days, and open or overdue at the end of them."""
    rows = Promise.objects.filter(village__in=villages)
    still_open = Q(kept_on__isnull=True) | Q(kept_on__gt=last)
    made = Q(visit__started_at__gte=_midnight(first), visit__started_at__lt=_midnight(last + timedelta(days=1)))
    before = Q(visit__started_at__lt=_midnight(last + timedelta(days=1)))
    return rows.aggregate(
        made=Count("pk", filter=made),
        kept=Count("pk", filter=Q(kept_on__range=(first, last))),
        open=Count("pk", filter=before & still_open),
        overdue=Count("pk", filter=before & still_open & Q(due_on__lte=last)),
    )


def promises_for(person: Person, *, on: date) -> QuerySet[Promise]:
    """Promises made in this person's villages, those due longest first."""
    villages = access.villages_for(person, on=on)
    return Promise.objects.filter(village__in=villages).select_related("village__parent", "visit")


def promises_open(person: Person, *, on: date) -> QuerySet[Promise]:
    """Promises that nobody has kept yet, those due longest first."""
    return promises_for(person, on=on).filter(kept_on__isnull=True)


def open_promises(villages: QuerySet[Area]) -> QuerySet[Promise]:
    """Promises in these villages that nobody has kept yet, those due longest first."""
    return Promise.objects.filter(village__in=villages, kept_on__isnull=True).select_related("village", "visit")


def promise(person: Person, pk: UUID, *, on: date) -> Promise:
    found = promises_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Janji ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found


def promise_made_to(person: Person, pk: UUID, *, days: Collection[date]) -> Promise:
    """A promise to a village that was this person's on one of these days."""
    seen = Q()
    for day in days:
        seen |= Q(village__in=access.villages_for(person, on=day))
    found = Promise.objects.filter(seen, pk=pk).select_related("village", "visit").first()
    if found is None:
        raise NotFound(_("Janji ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found


def stop_there(person: Person, stop_id: UUID | None, village: Area) -> UUID | None:
    """The planned stop, as long as it still stands and the officer went to its village."""
    try:
        return stop_id if stop_id and stops.stop(person, stop_id).village_id == village.pk else None
    except NotFound:
        return None


def promises_to_tell(person: Person, *, on: date) -> QuerySet[Promise]:
    """Promises that were kept and of which the village has not heard yet."""
    return promises_for(person, on=on).filter(kept_on__isnull=False, told_back_on__isnull=True).order_by("kept_on")


def promises_done(person: Person, *, on: date) -> QuerySet[Promise]:
    """Promises that were kept and told back, newest first."""
    return promises_for(person, on=on).filter(told_back_on__isnull=False).order_by(F("told_back_on").desc(), "id")


def _with_places(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.select_related("village__parent", "unit").prefetch_related("officers")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
