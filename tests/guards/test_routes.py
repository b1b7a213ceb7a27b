"""Every address declares who may open it, and holds to that for every role, for a neighbour, and for nobody."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from teduh.trust.models import Person
from teduh.trust.rules import Permission, role_may
from tests.factories import World

# The API (tests/api) and the exchange with phones (tests/field) answer in JSON and have guards of their own.
ELSEWHERE = ("api-1:", "sync_")
MISSING = object()


def routes() -> Iterator[tuple[str, URLPattern]]:
    def walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner)
            else:
                yield f"{namespace}{pattern.name}", pattern

    for name, pattern in walk(get_resolver().url_patterns, ""):
        if not name.startswith(ELSEWHERE):
            yield name, pattern


SCREENS = dict(routes())


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_declares_who_may_open_it(name: str) -> None:
    assert getattr(SCREENS[name].callback, "permission", MISSING) is not MISSING


def plain() -> list[str]:
    """Screens without a parameter in their address."""
    return [name for name, pattern in SCREENS.items() if not pattern.pattern.converters]


@pytest.mark.parametrize("name", plain())
def test_nobody_sees_only_public_screens(name: str, world: World, client: Client) -> None:
    answer = client.get(reverse(name))

    if SCREENS[name].callback.permission is None:  # type: ignore[attr-defined]
        assert answer.status_code in (200, 302, 405)
        # The second half of signing in sends those back who have not done the first.
        assert name == "sign_in_code" or not answer.headers.get("Location", "").startswith("/masuk/")
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/masuk/")


@pytest.mark.parametrize("name", plain())
def test_each_role_opens_what_it_may_and_nothing_else(
    name: str, world: World, as_person: Callable[[Person], Client]
) -> None:
    permission = SCREENS[name].callback.permission  # type: ignore[attr-defined]
    for person in (*world.people, world.rini, world.yusuf):
        status = as_person(person).get(reverse(name)).status_code
        if isinstance(permission, Permission) and not role_may(person.role, permission):
            assert status == 403, (name, person.role)
        else:
            # Some pages need to be told an issue first; without one there is nothing to show.
            assert status in (200, 302, 400, 404, 405), (name, person.role)


@pytest.mark.parametrize("name", plain())
def test_headers_keep_foreign_script_out(name: str, world: World, client: Client) -> None:
    answer = client.get(reverse(name))

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
