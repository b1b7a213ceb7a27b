"""The papers on an officer's phone: bounded to their villages, and nothing more than their pages show.

No report, no summary of an issue, no contact, no complaint comes by here: these reads never ask for one.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teduh.field.reads.villages import village_papers
from teduh.field.rules import FORM
from teduh.listen.rules import PHOTO_COUNT
from teduh.listen.rules import TEXT_LIMIT as REPORT_LIMIT
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.plan import reads as plan
from teduh.plan.rules import PlanState, StopState
from teduh.plan.screens.words import clock, sentence
from teduh.respond import reads as respond
from teduh.respond.account import LINE_LIMIT, PLACE_LIMIT, ROW_LIMIT, TEXT_LIMIT
from teduh.respond.rules import (
    CORRECTED_WITHIN,
    MET_ROLES,
    VISIT_PHOTOS_LIMIT,
    VOICE_LIMIT_BYTES,
    VOICE_LIMIT_S,
    VOICES_LIMIT,
    ActivityType,
)
from teduh.trust import reads as trust
from teduh.trust.access import villages_for
from teduh.trust.models import Person
from teduh.trust.rules import Role
from teduh.warn.rules import VillageState

DAYS_AHEAD: Final = 6
THINGS_LIMIT: Final = 7
CLARIFICATIONS_LIMIT: Final = 40
VISITS_LIMIT: Final = 60
DUE_WITHIN: Final = timedelta(days=7)
_GO_OUT: Final = (Role.SECTOR_CHIEF, Role.VILLAGE_OFFICER, Role.DESK_OFFICER, Role.DISTRICT_CHIEF)


def papers_for(person: Person, *, at: datetime) -> dict[str, Any]:
    """Everything that this person's phone may hold now, by key."""
    today = timezone.localdate(at)
    villages = villages_for(person, on=today)
    stops, visits = _stops(person, today), _visits(person, at)
    papers = {
        "officer": _officer(person, today),
        "stops": stops,
        "today": _today(villages, stops, visits, today),
        "visits": visits,
        "messages": _messages(person, today),
        "clarifications": _clarifications(),
        "words": _words(),
    }
    return papers | village_papers(person, villages, today=today)


def _officer(person: Person, today: date) -> dict[str, Any]:
    operation = places.current_operation(person.unit, on=today)
    phases = places.phases_on(operation, on=today) if operation else []
    return {
        "id": str(person.pk),
        "name": str(person),
        "role": person.role,
        "unit": {"id": str(person.unit_id), "name": person.unit.name},
        "colleagues": [
            {"id": str(one.pk), "name": str(one)}
            for one in trust.people_of(person.unit, roles=_GO_OUT).order_by("name", "pk")
            if one.pk != person.pk
        ],
        "operation": {"name": operation.name, "phases": [phase.name for phase in phases]} if operation else None,
    }


def _stops(person: Person, today: date) -> list[dict[str, Any]]:
    rows = plan.stops_for_officer(person, first=today, last=today + timedelta(days=DAYS_AHEAD))
    return [
        {
            "id": str(stop.pk),
            "day": stop.day.isoformat(),
            "position": stop.position,
            "village": stop.village_id,
            "name": stop.village.name,
            "subdistrict": stop.village.parent.name if stop.village.parent else "",
            "latitude": stop.village.latitude,
            "longitude": stop.village.longitude,
            "reason": sentence(stop.reasons),
            "arrive_at": clock(stop.arrives) or None,
            "state": stop.state,
            # A visit outside one's own villages counts when the chief has approved the plan that sends there.
            "approved": stop.plan.state == PlanState.APPROVED,
            "skip_reason": stop.skip_reason,
        }
        for stop in rows
    ]


def _today(
    villages: QuerySet[Area], stops: list[dict[str, Any]], visits: list[dict[str, Any]], today: date
) -> dict[str, Any]:
    """The few things of this day: what waits for a decision, where to go, what was promised."""
    things = [
        _thing(
            "difference", _("Ada dua catatan untuk satu kunjungan. Pilih yang benar."), visit["village"], visit["visit"]
        )
        for visit in visits
        if visit["differences"]
    ]
    for stop in stops:
        if stop["day"] == today.isoformat() and stop["state"] == StopState.PLANNED:
            words = _("Kunjungi %(village)s. %(reason)s") % {"village": stop["name"], "reason": stop["reason"]}
            things.append(_thing("stop", words.strip(), stop["village"], stop["id"]))
    for promise in respond.open_promises(villages).filter(due_on__lte=today + DUE_WITHIN)[:THINGS_LIMIT]:
        told = {"village": promise.village.name, "text": promise.text, "day": date_format(promise.due_on, "j F")}
        words = _("Janji di %(village)s, paling lambat %(day)s: %(text)s") % told
        things.append(_thing("promise", words, promise.village_id, str(promise.pk)))
    return {"day": today.isoformat(), "things": things[:THINGS_LIMIT]}


def _thing(kind: str, sentence_: str, village: str, pk: str) -> dict[str, str]:
    return {"kind": kind, "sentence": sentence_, "village": village, "id": pk}


def _visits(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Visits that this person may still tell again, each with the tellings that wait beside it."""
    rows = list(respond.correctable_visits(person, at=at)[:VISITS_LIMIT])
    differences: dict[Any, list[dict[str, Any]]] = {}
    for one in respond.differences_of([visit.pk for visit in rows]):
        told = {"id": str(one.pk), "base": one.base, "by": str(one.by), "arrived_at": _iso(one.at)}
        differences.setdefault(one.visit_id, []).append(told | {"account": one.told})
    return [
        {
            "visit": str(visit.pk),
            "village": visit.village_id,
            "version": visit.version,
            "until": timezone.localdate(visit.recorded_at + CORRECTED_WITHIN).isoformat(),
            "account": respond.told_now(visit),
            "differences": differences.get(visit.pk, []),
        }
        for visit in rows
    ]


def _messages(person: Person, today: date) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "key": row.key,
            "version": row.version,
            "title": row.title,
            "text": row.text,
            "text_en": row.text_en,
        }
        for row in respond.messages_for_visit(person.unit, on=today)
    ]


def _clarifications() -> list[dict[str, Any]]:
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "fact": row.fact,
            "myth": row.myth,
            "why": row.why,
            "verdict": row.verdict,
            "sources": row.sources,
            "title_en": row.title_en,
            "fact_en": row.fact_en,
            "published_at": _iso(row.published_at) if row.published_at else None,
            "address": reverse("fact", args=[row.slug]),
        }
        for row in respond.published()[:CLARIFICATIONS_LIMIT]
    ]


def _words() -> dict[str, Any]:
    """What the forms of the app need: the words of the stages, in the language of the phone."""
    return {
        "form": FORM,
        "language": translation.get_language(),
        "activities": [{"key": key, "label": str(label)} for key, label in ActivityType.choices],
        "roles": [{"key": key, "label": str(label)} for key, label in MET_ROLES.items()],
        "states": [{"key": key, "label": str(label)} for key, label in VillageState.choices],
        "limits": {
            "text": TEXT_LIMIT,
            "line": LINE_LIMIT,
            "place": PLACE_LIMIT,
            "rows": ROW_LIMIT,
            "report": REPORT_LIMIT,
            "report_photos": PHOTO_COUNT,
            "visit_photos": VISIT_PHOTOS_LIMIT,
            "voices": VOICES_LIMIT,
            "voice_seconds": VOICE_LIMIT_S,
            "voice_bytes": VOICE_LIMIT_BYTES,
        },
    }


def _iso(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()
