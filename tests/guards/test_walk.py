"""The guard walks every address with one of everything behind it: each role, the neighbour, the own unit, nobody.

What it fails on is shown by planting each kind of leak (the last tests): an address nobody declared, a role that may
too much, a jurisdiction that is not asked, words of a complaint, a contact in a page.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from pytest_django import Settings

from teduh.api.urls import api
from teduh.api.v1.access import Permitted
from teduh.listen import slowing
from teduh.triage import reads as triage_reads
from teduh.triage.models import Issue
from teduh.trust import access
from teduh.trust.access import public
from teduh.trust.models import AuditEvent, Person
from teduh.trust.rules import Permission, Role, role_may
from tests.factories import World
from tests.factories.district import (
    ALARM,
    COMPLAINT,
    COMPLAINT_CONTACT,
    CONTACT,
    FIGURE,
    ISSUE,
    REFERRAL,
    RELEASE,
    REPORT,
    REQUEST,
    TALK,
    VISIT,
    WORD,
    District,
    make_district,
)
from tests.guards.test_routes import MISSING, SCREENS, plain

# What the parameters of each address are: of the address itself, or of all that begin like it. A new one without an
# entry fails.
FAMILIES: dict[str, tuple[str, ...]] = {
    **{
        name: (name,)
        for name in ("alarm", "clarification", "complaint", "issue", "message", "opening", "plan", "promise")
    },
    **{name: (name,) for name in ("referral", "visit", "person", "unit", "operation", "photo", "village")},
    **{name: (name,) for name in ("request", "hold", "breach", "burst", "phone")},
    **{"desk": ("report",), "factor": ("factor",), "device": ("device",)},
}
ALONE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("issue_confirm", "issue_refuse"), ("issue", "report")),
    **dict.fromkeys(("plan_remove", "plan_skip", "plan_stop", "plan_swap"), ("stop",)),
    **dict.fromkeys(("plan_hours", "plan_away_add"), ("officer",)),
    "plan_away_end": ("away",),
    "plan_rule_end": ("rule",),
    "factcheck_retire": ("factcheck",),
    "factcheck_refusal_withdraw": ("factcheck_refusal",),
    "desk_factcheck_refuse": ("report", "factcheck"),
    "issue_factcheck_refuse": ("issue", "factcheck"),
    **dict.fromkeys(
        (
            "referral_photo",
            "referral_photo_include",
            "referral_photo_marked",
            "referral_photo_copy",
            "referral_photo_drop",
        ),
        ("referral", "photo"),
    ),
    "issue_sighting_source": ("issue", "sighting"),
    "village_figure_end": ("village", "figure"),
    "opening_ask": ("report",),
    "visit_file": ("visit", "visit_file"),
    "visit_settle": ("visit", "difference"),
    **dict.fromkeys(("request_opening_approve", "request_opening_read"), ("request", "request_opening")),
    "breach_letter": ("breach", "audience"),
    "retention_change": ("kind",),
    "posting_add": ("person",),
    "posting_end": ("posting",),
    "jurisdiction_add": ("unit",),
    "jurisdiction_end": ("jurisdiction",),
}
PUBLIC = {"fact", "fact_print"}
# Words that carry no name and belong to nobody: a message in use may be carried by every unit of this server.
SHARED = {"message", "factcheck_retire"}

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _that_monday(world: World, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT = tmp_path, "polres-oku"
    slowing.forget()
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def district(world: World, _that_monday: None) -> District:
    return make_district(world)


def with_parameters() -> list[str]:
    return [name for name, pattern in SCREENS.items() if pattern.pattern.converters and name not in PUBLIC]


def parameters(name: str) -> tuple[str, ...]:
    if not SCREENS[name].pattern.converters:
        return ()
    return ALONE.get(name) or FAMILIES.get(name.split("_", maxsplit=1)[0], ())


def address(name: str, district: District) -> str:
    return reverse(name, args=[district.ids[kind] for kind in parameters(name)])


def body(answer: Any) -> str:
    if getattr(answer, "streaming", False):
        return ""
    return unescape(answer.content.decode("utf-8", "replace"))


def found_in(answer: Any, *markers: str) -> list[str]:
    page = body(answer)
    return [marker for marker in markers if marker in page]


def undeclared() -> list[str]:
    return [name for name, pattern in SCREENS.items() if getattr(pattern.callback, "permission", MISSING) is MISSING]


def too_open_for(people: list[Person], names: list[str], district: District, as_person: AsPerson) -> list[str]:
    """Addresses that answered somebody whose role does not carry the permission, by reading or by writing."""
    wrong = []
    for person in people:
        browser = as_person(person)
        for name in names:
            permission = SCREENS[name].callback.permission  # type: ignore[attr-defined]
            if not isinstance(permission, Permission) or Permission(permission) in GRANTED[person.role]:
                continue
            for method in (browser.get, browser.post):
                answer = method(address(name, district))
                if answer.status_code != 403:
                    wrong.append(f"{person.role} {method.__name__} {name}: {answer.status_code}")
    return wrong


# What the table of rules says, read once: a planted change of the rules must not change what we expect.
GRANTED = {role: {permission for permission in Permission if role_may(role, permission)} for role in Role}


def crossed_by(people: list[Person], names: list[str], district: District, as_person: AsPerson) -> list[str]:
    """Addresses that let a person of another district read or change something of OKU."""
    wrong = []
    for person in people:
        browser = as_person(person)
        for name in names:
            for method in (browser.get, browser.post):
                rows = AuditEvent.objects.exclude(unit_id=str(person.unit_id)).count()
                answer = method(address(name, district))
                status, leaked = answer.status_code, found_in(answer, *OF_OKU)
                wrote = AuditEvent.objects.exclude(unit_id=str(person.unit_id)).count() != rows
                closed = not parameters(name) or name in SHARED or status in (403, 404, 405)
                if leaked or wrote or not closed:
                    wrong.append(
                        f"{person.role} {method.__name__} {name}: {status} {leaked} {'wrote' if wrote else ''}"
                    )
    return wrong


OF_OKU = (
    *(ALARM, FIGURE, REPORT, TALK, ISSUE, COMPLAINT, VISIT, REFERRAL, WORD, RELEASE, REQUEST),
    *(CONTACT, COMPLAINT_CONTACT),
)


def said_too_much(people: list[Person], names: list[str], district: District, as_person: AsPerson) -> list[str]:
    """Pages that show a contact to anybody, or a complaint to anybody but the outside body."""
    wrong = []
    for person in people:
        browser, opened = as_person(person), 0
        never = [CONTACT, COMPLAINT_CONTACT] + ([] if person.role == Role.OVERSEER else [COMPLAINT])
        for name in names:
            answer = browser.get(address(name, district))
            opened += bool(parameters(name)) and answer.status_code == 200
            if leaked := found_in(answer, *never):
                wrong.append(f"{person.role} {name}: {leaked}")
        # Without this the walk would also pass on a site that answers nobody.
        assert opened, f"{person.role} opens nothing"
    return wrong


ALL = [*with_parameters(), *plain()]


def test_every_address_is_in_the_walk() -> None:
    assert undeclared() == []
    assert [name for name in with_parameters() if not parameters(name)] == []


def open_to_nobody(district: District, client: Client) -> list[str]:
    """Addresses that answer somebody who has not signed in with anything but the way to the sign-in page."""
    wrong = []
    for name in with_parameters():
        for method in (client.get, client.post):
            answer = method(address(name, district))
            if not (answer.status_code == 302 and answer.headers["Location"].startswith("/masuk/")):
                wrong.append(f"{method.__name__} {name}: {answer.status_code}")
    return wrong


def test_nobody_gets_past_the_sign_in(district: District, client: Client) -> None:
    assert open_to_nobody(district, client) == []


def test_no_role_opens_what_it_may_not(world: World, district: District, as_person: AsPerson) -> None:
    people = [*world.people, world.yusuf, *district.neighbours]

    assert too_open_for(people, with_parameters(), district, as_person) == []


def test_the_neighbour_district_reads_and_changes_nothing(
    world: World, district: District, as_person: AsPerson
) -> None:
    assert crossed_by(district.neighbours, ALL, district, as_person) == []


def test_the_sector_beside_it_reads_and_changes_nothing(world: World, district: District, as_person: AsPerson) -> None:
    # Messages belong to the whole district; a new version of one waits for a second person.
    names = [name for name in ALL if not name.startswith("message")]

    assert crossed_by([world.yusuf], names, district, as_person) == []


def test_a_complaint_stays_with_the_outside_body_and_a_contact_with_nobody(
    world: World, district: District, as_person: AsPerson
) -> None:
    assert said_too_much([*world.people, world.yusuf], ALL, district, as_person) == []
    assert found_in(as_person(world.maya).get(address("complaint", district)), COMPLAINT) == [COMPLAINT]
    assert found_in(as_person(world.budi).get(address("desk_report", district)), REPORT) == [REPORT]


def operations(client: Client) -> list[tuple[str, str]]:
    schema = client.get("/api/v1/openapi.json").json()
    return [(method, route) for route, methods in schema["paths"].items() for method in methods]


OPEN_TO_ALL = {
    ("post", "/api/v1/reports"),
    ("post", "/api/v1/reports/talk"),
    ("get", "/api/v1/clarifications"),
    ("get", "/api/v1/clarifications/{slug}"),
}


def declared() -> dict[tuple[str, str], Permission | None]:
    """What each operation of the API asks for; None where it is open to all, by name above."""
    found: dict[tuple[str, str], Permission | None] = {}
    for prefix, router in api._routers:
        for route, view in router.path_operations.items():
            # The schema leaves out how a parameter is read.
            shown = re.sub(r"\{\w+:", "{", route)
            for operation in view.operations:
                asked = [auth.permission for auth in operation.auth_callbacks if isinstance(auth, Permitted)]
                for method in operation.methods:
                    found[method.lower(), f"/api/v1{prefix}{shown}"] = asked[0] if asked else None
    return found


def test_every_operation_of_the_api_declares_who_may_call_it(client: Client) -> None:
    assert set(declared()) == set(operations(client))
    assert {operation for operation, permission in declared().items() if permission is None} == OPEN_TO_ALL


def test_no_role_calls_what_it_may_not(world: World, district: District, as_person: AsPerson) -> None:
    wrong, refused = [], 0
    for person in [*world.people, world.yusuf]:
        browser = as_person(person)
        for (method, route), permission in declared().items():
            if permission is None or permission in GRANTED[person.role]:
                continue
            answer = browser.generic(method.upper(), route.replace("{pk}", str(district.ids["issue"])))
            refused += answer.status_code == 403
            if answer.status_code != 403:
                wrong.append(f"{person.role} {method} {route}: {answer.status_code}")
    assert wrong == []
    assert refused


def test_the_api_holds_to_the_same(world: World, district: District, as_person: AsPerson, client: Client) -> None:
    wrong = []
    for method, route in operations(client):
        if (method, route) in OPEN_TO_ALL:
            continue
        where = route.replace("{pk}", str(district.ids["issue"]))
        if client.generic(method.upper(), where).status_code != 401:
            wrong.append(f"nobody {method} {route}")
        for person in district.neighbours:
            answer = as_person(person).generic(method.upper(), where)
            if found_in(answer, *OF_OKU) or ("{pk}" in route and answer.status_code == 200):
                wrong.append(f"{person.role} {method} {route}: {answer.status_code}")
        for person in world.people:
            leaked = found_in(as_person(person).generic(method.upper(), where), CONTACT, COMPLAINT, COMPLAINT_CONTACT)
            if leaked:
                wrong.append(f"{person.role} {method} {route}: {leaked}")
    assert wrong == []


class TestPlanted:
    """Each kind of leak, planted on purpose, is seen by the walk."""

    def test_an_address_without_a_permission(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(SCREENS, "planted", path("planted/", lambda _request: HttpResponse("x"), name="planted"))

        assert undeclared() == ["planted"]

    def test_a_page_made_public(self, district: District, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(SCREENS["issue"], "callback", public(lambda _request, pk: HttpResponse(str(pk))))

        assert open_to_nobody(district, client) == ["get issue: 200", "post issue: 200"]

    def test_a_role_that_may_too_much(
        self, world: World, district: District, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(access, "role_may", lambda role, permission: True)

        seen = too_open_for([world.wati], ["referral_letter", "complaint"], district, as_person)

        assert [line.split(" get ")[1].split(":")[0] for line in seen if " get " in line] == [
            "referral_letter",
            "complaint",
        ]

    def test_a_jurisdiction_that_is_not_asked(
        self, world: World, district: District, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(triage_reads, "issues_for", lambda _person, **_more: Issue.objects.all())

        assert crossed_by([world.rini], ["issue"], district, as_person) != []

    def test_a_complaint_shown_to_the_unit_it_is_about(
        self, world: World, district: District, as_person: AsPerson
    ) -> None:
        district.ids["issue_object"].title = f"Kabar dari aduan: {COMPLAINT}"
        district.ids["issue_object"].save()

        assert said_too_much([world.hendra], ["issue"], district, as_person) != []

    def test_a_contact_in_a_page(self, world: World, district: District, as_person: AsPerson) -> None:
        district.ids["issue_object"].title = f"Kabar dari {CONTACT}"
        district.ids["issue_object"].save()

        assert said_too_much([world.budi], ["issue"], district, as_person) != []
