"""What planning asks of the stages on its right (`teduh.plan.beside`): promises, messages, roles met, visits made."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from teduh.places.models import Area, Unit
from teduh.plan.beside import Beside, PromiseWords
from teduh.respond import reads as respond
from teduh.trust.access import may
from teduh.trust.models import Person
from teduh.trust.rules import Permission

# Who should be met in every village: those whom people listen to, by the words of the visit record.
ROLES: Final = ("tokoh masyarakat", "tokoh agama", "tokoh pemuda", "tokoh perempuan", "kepala desa", "babinsa")
# A role that was met within so many days has been involved; older meetings have faded.
MET_DAYS: Final = 60
# A message, or facts published about an issue there, count as new for so long.
TOLD_DAYS: Final = 30
# So many are named for one visit: more would be a list that nobody works off.
MOST_ROLES: Final = 3


def known(*, unit: Unit, villages: QuerySet[Area], on: date, until: date) -> Mapping[str, Beside]:
    """By village, for a plan from a day to another."""
    codes = list(villages.values_list("pk", flat=True))
    met, carried = _met(villages, on), _carried(villages, on)
    due: dict[str, list[UUID]] = {}
    for code, pk in respond.open_promises(villages).filter(due_on__lte=until).values_list("village", "pk"):
        due.setdefault(code, []).append(pk)
    messages = respond.messages_for_visit(unit, on=on)
    reached = _reached(villages, on)
    return {
        code: Beside(
            roles_missing=tuple(role for role in ROLES if role not in met.get(code, set()))[:MOST_ROLES],
            promises_due=tuple(due.get(code, ())),
            message_id=next((row.pk for row in messages if (code, row.pk) not in carried), None),
            reached=code in reached,
        )
        for code in codes
    }


def _met(villages: QuerySet[Area], on: date) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = respond.visits_in(villages, first=on - timedelta(days=MET_DAYS), last=on)
    for code, people in rows.order_by().values_list("village", "people"):
        found.setdefault(code, set()).update(str(each.get("role", "")) for each in people)
    return found


def _carried(villages: QuerySet[Area], on: date) -> set[tuple[str, UUID]]:
    """Which message was carried to which village lately."""
    rows = respond.visits_in(villages, first=on - timedelta(days=TOLD_DAYS), last=on).filter(messages__isnull=False)
    return set(rows.order_by().values_list("village", "messages"))


def _reached(villages: QuerySet[Area], on: date) -> set[str]:
    """Villages that somebody visited lately, or about whose issues facts were published lately."""
    since = on - timedelta(days=TOLD_DAYS)
    visited = respond.visits_in(villages, first=since, last=on).order_by().values_list("village", flat=True)
    told = respond.published_in(villages).filter(published_at__date__gte=since, withdrawn_at__isnull=True)
    return set(visited) | set(told.order_by().values_list("issue__villages", flat=True))


def message_titles(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The titles of messages in use."""
    rows = respond.approved_messages().filter(pk__in=ids)
    return dict(rows.values_list("pk", "title"))


def promise_words(person: Person, ids: Collection[UUID], *, on: date) -> Mapping[UUID, PromiseWords]:
    """The words of those promises that this person may read."""
    if not may(person, Permission.VISIT_READ):
        return {}
    rows = respond.promises_for(person, on=on).filter(pk__in=ids)
    return {row.pk: PromiseWords(row.text, row.due_on, row.kept_on, row.told_back_on) for row in rows}


def visited(villages: QuerySet[Area], *, first: date, last: date) -> Collection[tuple[str, date]]:
    """Villages and days on which somebody of ours was there, planned or not."""
    rows = respond.visits_in(villages, first=first, last=last).order_by().values_list("village", "started_at")
    return {(code, timezone.localdate(started_at)) for code, started_at in rows}
