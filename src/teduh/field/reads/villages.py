"""The file of each village on an officer's phone. As many queries for one village as for fifty."""

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from teduh.places.models import Area
from teduh.respond import reads as respond
from teduh.respond.texts import people_met
from teduh.triage import reads as triage
from teduh.trust.models import Person
from teduh.warn import reads as warn

LOOK_BACK: Final = timedelta(days=90)
VISITS_EACH: Final = 5
# Of all villages together; a sector has no more in ninety days.
VISITS_LIMIT: Final = 500
SITUATION_LETTERS: Final = 400

ByVillage = dict[str, list[dict[str, Any]]]


def village_papers(person: Person, villages: QuerySet[Area], *, today: date) -> dict[str, Any]:
    """One paper for each of these villages, by key."""
    codes = set(villages.values_list("pk", flat=True))
    issues = _issues(person, codes, today)
    visits = _visits(villages, today)
    promises, tried = _promises(person, villages, today)
    return {
        f"village/{standing.village.pk}": {
            "code": standing.village.pk,
            "name": standing.village.name,
            "subdistrict": standing.village.parent.name if standing.village.parent else "",
            "latitude": standing.village.latitude,
            "longitude": standing.village.longitude,
            "state": standing.state,
            "days_since_contact": standing.days_since_contact,
            "as_of": timezone.localdate(standing.computed_at).isoformat() if standing.computed_at else None,
            "issues": issues.get(standing.village.pk, []),
            "promises": promises.get(standing.village.pk, []),
            "visits": visits.get(standing.village.pk, []),
            "tried": tried.get(standing.village.pk, []),
            # There is no register of community figures with their consent yet.
            "figures": [],
        }
        for standing in warn.days_for(villages=villages, day=today)
    }


def _issues(person: Person, codes: set[str], today: date) -> ByVillage:
    rows = list(triage.issues_for(person, on=today).filter(closed_at__isnull=True))
    told = respond.spoken(rows, unit=person.unit, on=today)
    found: ByVillage = {}
    for issue in rows:
        line = {
            "id": str(issue.pk),
            "kind": issue.kind,
            "label": issue.get_kind_display(),
            "level": issue.level,
            "opened_on": timezone.localdate(issue.opened_at).isoformat(),
            "words": told[issue.pk].words,
            "clarification": told[issue.pk].slug,
        }
        for village in issue.villages.all():
            if village.pk in codes:
                found.setdefault(village.pk, []).append(line)
    return found


def _visits(villages: QuerySet[Area], today: date) -> ByVillage:
    rows = respond.visits_in(villages, today - LOOK_BACK, today).prefetch_related("messages")[:VISITS_LIMIT]
    found: ByVillage = {}
    for visit in rows:
        lines = found.setdefault(visit.village_id, [])
        if len(lines) < VISITS_EACH:
            lines.append(
                {
                    "id": str(visit.pk),
                    "day": timezone.localdate(visit.started_at).isoformat(),
                    "activity": visit.activity,
                    "label": visit.get_activity_display(),
                    "people": people_met(visit),
                    "messages": [message.title for message in visit.messages.all()],
                    "situation": visit.situation[:SITUATION_LETTERS],
                }
            )
    return found


def _promises(person: Person, villages: QuerySet[Area], today: date) -> tuple[ByVillage, ByVillage]:
    """Promises that are open or not told back yet; and what was promised, done and told in these weeks."""
    promises: ByVillage = {}
    waiting = respond.promises_to_tell(person, on=today)
    for promise in (*respond.open_promises(villages), *waiting):
        line = {
            "id": str(promise.pk),
            "text": promise.text,
            "owner": promise.owner,
            "made_on": timezone.localdate(promise.visit.started_at).isoformat(),
            "due_on": promise.due_on.isoformat(),
            "late": promise.kept_on is None and promise.due_on < today,
            "kept_on": promise.kept_on.isoformat() if promise.kept_on else None,
        }
        promises.setdefault(promise.village_id, []).append(line)
    tried: ByVillage = {}
    for done in respond.promises_done(person, on=today).filter(told_back_on__gte=today - LOOK_BACK):
        line = {"day": str(done.told_back_on), "words": f"{done.text}: {done.outcome}"}
        tried.setdefault(done.village_id, []).append(line)
    return promises, tried
