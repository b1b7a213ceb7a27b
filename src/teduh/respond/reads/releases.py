"""Named questions about words that a second person let through."""

from django.db.models import QuerySet

from teduh.places import reads as places
from teduh.respond.releases import NeutralityRelease
from teduh.trust.models import Person


def releases_for(person: Person) -> QuerySet[NeutralityRelease]:
    """Every release in the person's line of units, the newest first, those of changed texts too."""
    rows = NeutralityRelease.objects.filter(unit__in=places.units_under(person.unit))
    return rows.select_related("unit", "message", "clarification", "written_by", "released_by")
