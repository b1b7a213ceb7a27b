"""Who may call an operation. Each operation carries one of these as its `auth`."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.session import SessionAuth

from teduh.trust import sessions
from teduh.trust.access import require
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.trust.sessions import State


class Permitted(SessionAuth):
    """A person who is signed in and whose role carries the permission; the CSRF token is checked on writes."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(csrf=True)
        self.permission = permission

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        user = request.user
        if not isinstance(user, Person):
            return None
        if sessions.state(request.session, user, timezone.now()) != State.OPEN:
            return None
        require(user, self.permission)
        return user
