"""Rows of other stages to what scoring takes, and a scored week back to rows."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from teduh.cores.geo import distance_km
from teduh.places.models import Area, Posting
from teduh.plan.scoring import Need, Scored, strongest
from teduh.plan.weeks import Officer
from teduh.warn.reads import VillageStanding

# Where a village has no coordinates, it counts as this far from everywhere.
UNKNOWN_KM = 50.0


def needs_of(
    standings: Collection[VillageStanding],
    *,
    posted: Collection[str],
    unanswered: Mapping[str, int],
    alarms: Mapping[str, int],
) -> list[Need]:
    return [
        Need(
            code=row.village.code,
            actual=row.open_actual,
            imminent=row.open_imminent,
            latent=row.open_latent,
            alarms=alarms.get(row.village.code, 0),
            unanswered=unanswered.get(row.village.code, 0),
            reports_14=row.reports_14,
            days_since_visit=row.days_since_contact,
            has_officer=row.village.code in posted,
        )
        for row in standings
    ]


def officers_of(postings: Collection[Posting], others: Collection[UUID]) -> list[Officer]:
    """Those posted to villages, and those of the unit who are posted nowhere, in a fixed order."""
    villages: dict[str, set[str]] = {str(person): set() for person in others}
    for posting in postings:
        villages.setdefault(str(posting.person_id), set()).add(posting.village_id)
    return [Officer(person, frozenset(codes)) for person, codes in sorted(villages.items())]


def distance_between(villages: Collection[Area]) -> Callable[[str, str], float]:
    spots = {village.code: (village.latitude, village.longitude) for village in villages}

    def distance(one: str, other: str) -> float:
        (lat1, lng1), (lat2, lng2) = spots[one], spots[other]
        if lat1 is None or lng1 is None or lat2 is None or lng2 is None:
            return UNKNOWN_KM
        return distance_km(lat1, lng1, lat2, lng2)

    return distance


def reasons_of(scored: Scored) -> list[dict[str, Any]]:
    """The three strongest reasons as they are stored with a stop."""
    return [{"why": reason.why, "value": reason.value} for reason in strongest(scored)]


def officer_days(stops: Collection[tuple[UUID | None, date]]) -> dict[tuple[str, date], int]:
    """How many stops each officer already has on each day."""
    counted: dict[tuple[str, date], int] = {}
    for officer, day in stops:
        if officer is not None:
            counted[str(officer), day] = counted.get((str(officer), day), 0) + 1
    return counted
