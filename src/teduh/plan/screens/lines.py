"""One planned visit as every page of planning shows it: when, what for, with whom, about what, carrying what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from teduh.places.models import Area
from teduh.plan import beside, reads
from teduh.plan.beside import PromiseWords
from teduh.plan.models import Stop
from teduh.plan.screens.words import clock, sentence
from teduh.triage import reads as triage
from teduh.trust import figures
from teduh.trust.access import may
from teduh.trust.models import Person
from teduh.trust.rules import FigureRole, Permission


@dataclass(frozen=True)
class Line:
    """What the page says of a stop; words that this person may not read are absent."""

    stop: Stop
    why: str
    first_why: str
    arrives: str
    leaves: str
    activity: str
    issues: tuple[tuple[str, str], ...]
    meet: tuple[str, ...]
    message: str
    promises: tuple[PromiseWords, ...]
    may_record: bool


def lines_of(person: Person, stops: Collection[Stop], *, on: date) -> list[Line]:
    """As many queries for a hundred stops as for one."""
    issues = _issues(person, stops, on)
    port = beside.known()
    messages = {stop.message_id for stop in stops if stop.message_id}
    titles = port.message_titles(messages) if port and messages else {}
    ids = {UUID(pk) for stop in stops for pk in stop.promises}
    promises = port.promise_words(person, ids, on=on) if port and ids else {}
    offices = _offices(person, stops)
    recordable = reads.recordable(person, stops, on=on)
    return [_line(stop, issues, titles, promises, offices, may_record=stop.pk in recordable) for stop in stops]


def _offices(person: Person, stops: Collection[Stop]) -> dict[tuple[str, str], list[str]]:
    """By village and role, the offices whose holders agreed to be met."""
    found: dict[tuple[str, str], list[str]] = {}
    if not any(stop.meet for stop in stops) or not may(person, Permission.VISIT_READ):
        return found
    for figure in figures.in_villages(Area.objects.filter(pk__in={stop.village_id for stop in stops})):
        found.setdefault((figure.village_id, figure.role), []).append(figure.office)
    return found


def _met(stop: Stop, role: str, offices: Mapping[tuple[str, str], list[str]]) -> str:
    """A role in the reader's language, with the offices that are known; a role that somebody typed stays as it is."""
    known = offices.get((stop.village_id, role))
    told = str(FigureRole(role).label).lower() if role in FigureRole.values else role
    return f"{told} ({', '.join(known)})" if known else told


def _issues(person: Person, stops: Collection[Stop], on: date) -> dict[str, str]:
    ids = {pk for stop in stops for pk in stop.issues}
    if not ids or not may(person, Permission.ISSUE_READ):
        return {}
    rows = triage.issues_for(person, on=on).filter(pk__in=ids).order_by()
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}


def _line(
    stop: Stop,
    issues: Mapping[str, str],
    titles: Mapping[UUID, str],
    promises: Mapping[UUID, PromiseWords],
    offices: Mapping[tuple[str, str], list[str]],
    *,
    may_record: bool,
) -> Line:
    return Line(
        stop=stop,
        why=sentence(stop.reasons),
        first_why=sentence(stop.reasons[:1]),
        arrives=clock(stop.arrives),
        leaves=clock(None if stop.arrives is None else stop.arrives + stop.minutes),
        activity=stop.get_activity_display(),
        issues=tuple((pk, issues[pk]) for pk in stop.issues if pk in issues),
        meet=tuple(_met(stop, role, offices) for role in stop.meet),
        message=titles.get(stop.message_id, "") if stop.message_id else "",
        promises=tuple(promises[UUID(pk)] for pk in stop.promises if UUID(pk) in promises),
        may_record=may_record,
    )
