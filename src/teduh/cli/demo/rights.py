"""The rights of the example: a breach drill that is over, two requests, and one hold."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from teduh.rights import actions

if TYPE_CHECKING:
    from teduh.cli.demo.load import Fortnight


def load(fortnight: "Fortnight", content: dict[str, Any]) -> None:
    for entry in content["drills"]:
        _drill(fortnight, entry)
    for entry in content["requests"]:
        _request(fortnight, entry)
    for entry in content["holds"]:
        actions.place_hold(
            scope="period",
            first_day=fortnight.day(entry["first_day"]),
            last_day=fortnight.day(entry["last_day"]),
            reason=entry["reason"],
            by=fortnight.people[entry["by"]],
            at=fortnight.moment(entry),
        )


def _drill(fortnight: "Fortnight", entry: dict[str, Any]) -> None:
    """Everything as it would be, but nothing reaches a resident."""
    by, known_at = fortnight.people[entry["by"]], fortnight.moment(entry)
    known = actions.Known(
        happened=entry["happened"],
        measures=entry["measures"],
        known_at=known_at,
        happened_at=known_at - timedelta(hours=entry["hours_unseen"]),
        kinds=entry["kinds"],
        people=entry["people"],
    )
    breach = actions.open_breach(known=known, drill=True, by=by, at=known_at + timedelta(minutes=20))
    for told in entry["told"]:
        moment = known_at + timedelta(hours=told["after_hours"])
        actions.notify(breach=breach, audience=told["audience"], road=told["road"], by=by, at=moment)
    closed_at = min(known_at + timedelta(hours=entry["closed_after_hours"]), timezone.now())
    actions.close_breach(breach=breach, lessons=entry["lessons"], by=by, at=closed_at)


def _request(fortnight: "Fortnight", entry: dict[str, Any]) -> None:
    by, at = fortnight.people[entry["by"]], fortnight.moment(entry)
    request = actions.open_request(
        right=entry["right"],
        asker=entry["asker"],
        asked=entry["asked"],
        verified=entry["verified"],
        contact=entry.get("contact", ""),
        by=by,
        at=at,
    )
    if "decision" in entry:
        answer = actions.Answer(entry["decision"], entry["reason"], entry["done"], entry["answer"])
        actions.decide_request(request=request, answer=answer, by=by, at=at + timedelta(hours=entry["after_hours"]))
