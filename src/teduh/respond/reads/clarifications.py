"""Named questions about clarifications."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.places.rules import AreaLevel
from teduh.respond.models import Clarification
from teduh.respond.rules import PublicationState
from teduh.trust.models import Person


def published() -> QuerySet[Clarification]:
    """What the public may read, newest first. No row of it names a village."""
    return Clarification.objects.filter(state=PublicationState.PUBLISHED).order_by("-published_at")


def published_by_slug(slug: str) -> Clarification | None:
    """A published fact, or one that was withdrawn and says so."""
    public = (PublicationState.PUBLISHED, PublicationState.WITHDRAWN)
    return Clarification.objects.filter(state__in=public, slug=slug).select_related("issue").first()


def coarse_places(clarification: Clarification) -> list[str]:
    """Where it is about, no finer than the subdistrict."""
    subdistricts = Area.objects.filter(
        level=AreaLevel.SUBDISTRICT, children__in=clarification.issue.villages.all()
    ).distinct()
    return list(subdistricts.order_by("name").values_list("name", flat=True))


def clarifications_for(person: Person, *, on: date) -> QuerySet[Clarification]:
    """Those of the person's own unit and the units under it; drafts first."""
    mine = Clarification.objects.filter(unit__in=places.units_under(person.unit))
    return mine.select_related("issue", "written_by", "approved_by").order_by("-written_at")


def clarification(person: Person, pk: UUID, *, on: date) -> Clarification:
    found = clarifications_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Klarifikasi ini tidak ada, atau milik satuan lain."))
    return found


def drafts_waiting(person: Person, *, on: date) -> int:
    """How many drafts wait for this person as the second pair of eyes."""
    return clarifications_for(person, on=on).filter(state=PublicationState.DRAFT).exclude(written_by=person).count()


def clarified_issues(issue_ids: Collection[UUID], *, before: datetime) -> set[UUID]:
    """Of these issues, the ones with a published clarification by that moment."""
    rows = Clarification.objects.filter(issue__in=issue_ids, published_at__lte=before)
    return set(rows.values_list("issue", flat=True))
