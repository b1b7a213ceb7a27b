"""Which talk a browser has open: the id of a report for half an hour, in the session; never the code."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from teduh.listen.rules import TALK_OPEN_FOR

_KEY: Final = "talk"


def open_talk(request: HttpRequest, talk_id: UUID, now: datetime) -> None:
    held = request.session.get(_KEY)
    if not held or held["id"] != str(talk_id):
        # A session that somebody else knows, or planted here, does not open this talk.
        request.session.cycle_key()
    request.session[_KEY] = {"id": str(talk_id), "until": (now + TALK_OPEN_FOR).timestamp()}


def talk_id(request: HttpRequest, now: datetime) -> UUID | None:
    """The talk that is open here, unless its half hour is over."""
    held = request.session.get(_KEY)
    if not held:
        return None
    if now.timestamp() > held["until"]:
        close_talk(request)
        return None
    return UUID(held["id"])


def close_talk(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
