"""Every answer has the headers, every page is free of inline script and of foreign files, every write needs a token."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh.listen import limits
from teduh.trust.models import Person
from teduh.web.policy import HEADERS, content_security_policy
from tests.factories import World
from tests.factories.district import District, make_district
from tests.guards.test_routes import SCREENS, plain
from tests.guards.test_walk import ALL, address, operations

AsPerson = Callable[[Person], Client]
# The page that tells one fact to the world; what a printed sheet names is an address in text, not a request.
PUBLIC = ("facts", "home", "report_new", "receipt_enter", "sign_in")


@pytest.fixture(autouse=True)
def _that_monday(world: World, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT = tmp_path, "polres-oku"
    limits.forget()
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def district(world: World, _that_monday: None) -> District:
    return make_district(world)


class Foreign(HTMLParser):
    """Collects what the policy would stop, so that it is seen here and not by an officer in front of a dead button."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        given = {name: value or "" for name, value in attrs}
        self.found += [f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction", "data", "poster"):
            # Where a link leads is a person's choice; what the page itself asks for is ours.
            asked_for = name != "href" or tag == "link"
            where = given.get(name, "").strip().lower()
            if where.startswith("javascript:") or (asked_for and re.match(r"(https?:)?//", where)):
                self.found.append(f'<{tag} {name}="{where}">')
        if tag in ("iframe", "object", "embed", "base") or (tag == "script" and not given.get("src")):
            self.found.append(f"<{tag}>")
        if tag == "a" and given.get("target") == "_blank" and "noopener" not in given.get("rel", ""):
            self.found.append("<a target=_blank> without noopener")

    def handle_data(self, data: str) -> None:
        if self._open == "style" and data.strip():
            self.found.append("<style>")


def foreign(page: str) -> list[str]:
    reader = Foreign()
    reader.feed(page)
    return reader.found


def lacks(answer: HttpResponse, policy: str = "") -> list[str]:
    """Headers that this answer does not carry as it should."""
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    told = answer.headers.get("Content-Security-Policy", "")
    return wrong + ([] if told == (policy or content_security_policy()) else [f"policy: {told}"])


def test_the_policy_is_strict() -> None:
    policy = content_security_policy()

    assert "unsafe" not in policy
    assert "http:" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert {"object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )


# The map's page draws with a library, and a photo of a report is closed even tighter.
OTHERWISE = {"district_map", "photo", "visit_file"}
# A resident's page may have to start the one worker that computes.
BY_NAME = {"report_new": content_security_policy({"worker-src": "'self'", "trusted-types": "teduh-worker"})}
# The officer's app says which powers it asks for (tests/field/test_shell.py).
APP = {"field_app": ["Permissions-Policy"]}
BY_NAME["field_app"] = content_security_policy(
    {
        **{"worker-src": "'self'", "trusted-types": "teduh-worker"},
        **{"img-src": "'self' data: blob:", "media-src": "blob:"},
    }
)
# A voice note is heard on the page of its visit.
BY_NAME["visit"] = content_security_policy({"media-src": "'self'"})
# Pages and files that are the same for everybody, so that a phone may keep them.
KEPT = ("facts", "fact", "field_app", "field_worker", "field_manifest", "field_words")


def test_every_answer_to_every_role_carries_the_headers(world: World, district: District, as_person: AsPerson) -> None:
    wrong, pages = [], 0
    for person in (*world.people, None):
        browser = as_person(person) if person else Client()
        for name in ALL:
            answer = browser.get(address(name, district))
            missing = lacks(answer, BY_NAME.get(name, "") if answer.status_code == 200 else "")
            if missing and missing != APP.get(name):
                if (
                    name in OTHERWISE
                    and answer.status_code == 200
                    and missing[0].startswith("policy: default-src 'none'")
                ):
                    continue
                wrong.append(f"{person and person.role} {name}: {missing}")
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                pages += 1
                wrong += [f"{name}: {found}" for found in foreign(answer.content.decode())]
            if person and "no-store" not in answer.headers.get("Cache-Control", "") and name not in KEPT:
                wrong.append(f"{person.role} {name}: {answer.headers.get('Cache-Control')}")
    assert wrong == []
    assert pages > 300


@pytest.mark.parametrize("where", ["/tidak-ada/", "/masuk", "/keluar/", "/api/v1/tidak-ada", "/api/v1/issues", "/%00"])
def test_errors_carry_them_too(where: str, world: World, client: Client) -> None:
    for answer in (client.get(where), client.post(where), client.get(where, headers={"Host": "jahat.example"})):
        assert lacks(answer) == []


def test_a_crash_carries_them_and_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_request: HttpRequest) -> HttpResponse:
        raise ValueError("kata Sari yang rahasia")

    monkeypatch.setattr(SCREENS["facts"], "callback", broken)
    monkeypatch.setattr("teduh.respond.screens.facts.facts", broken)
    answer = Client(raise_request_exception=False).get(reverse("facts"))

    assert answer.status_code == 500
    assert lacks(answer) == []
    assert "rahasia" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_behind_https_cookies_stay_on_this_host(world: World, settings: Settings) -> None:
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    plain_http = Client().get(reverse("home"))
    answer = Client().get(reverse("sign_in"), secure=True)

    assert plain_http.status_code == 301
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Content-Security-Policy"].endswith("; upgrade-insecure-requests")
    assert all(cookie["secure"] for cookie in answer.cookies.values())


def test_every_cookie_is_closed_to_script_and_to_other_sites(world: World, client: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR = "optional"
    client.get(reverse("sign_in"))
    client.post(reverse("sign_in"), {"username": "budi", "password": "teduh-di-bawah-pohon"})
    client.post(reverse("set_language"), {"language": "en"})
    client.post(reverse("report_new"), {"text": "Ada yang membagi uang di lorong.", "ticket": "tiket-sari"})

    given = {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in client.cookies.items()}

    assert given == {f"teduh_{name}": (True, "Lax") for name in ("csrf", "session", "language", "known", "receipt")}


def test_signing_out_empties_the_browsers_memory(world: World, as_person: AsPerson) -> None:
    answer = as_person(world.budi).post(reverse("sign_out"))

    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def test_closing_a_talk_takes_the_receipt_out_of_the_browser(world: World, client: Client) -> None:
    client.post(reverse("report_new"), {"text": "Ada yang membagi uang di lorong.", "ticket": "tiket-sari"})
    assert client.cookies[settings.RECEIPT_COOKIE_NAME].value

    answer = client.post(reverse("receipt_close"))

    gone = answer.cookies[settings.RECEIPT_COOKIE_NAME]
    assert (gone.value, gone["max-age"], gone["path"]) == ("", 0, reverse("report_received"))


def test_every_write_needs_the_token_of_our_own_page(world: World, district: District, as_person: AsPerson) -> None:
    wrong = []
    for person in (*world.people, None):
        session = as_person(person).cookies if person else Client().cookies
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = session
        for name in ALL:
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                answer = browser.generic(method, address(name, district))
                if answer.status_code not in (403, 405):
                    wrong.append(f"{person and person.role} {method} {name}: {answer.status_code}")
    assert wrong == []


def test_a_write_of_the_api_with_a_session_needs_it_too(world: World, as_person: AsPerson, client: Client) -> None:
    for method, route in operations(client):
        if method == "get" or route in ("/api/v1/reports", "/api/v1/reports/talk"):
            continue
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = as_person(world.budi).cookies
        assert browser.generic(method.upper(), route).status_code == 403, route


class TestPlanted:
    """What the walk over the pages would say."""

    @pytest.mark.parametrize(
        "line",
        [
            "<script>alert(1)</script>",
            '<p style="color:red">x</p>',
            "<style>p{}</style>",
            '<button onclick="x()">x</button>',
            '<a href="javascript:x()">x</a>',
            '<img src="https://pelacak.example/1.gif">',
            '<link rel="stylesheet" href="//font.example/a.css">',
            '<form action="https://jahat.example/"></form>',
            '<iframe src="/x"></iframe>',
        ],
    )
    def test_it_is_seen(self, line: str) -> None:
        assert len(foreign(line)) == 1

    def test_a_link_that_a_person_may_follow_is_no_request(self) -> None:
        assert foreign('<a href="https://www.kpu.go.id/">KPU</a>') == []


def test_plain_pages_are_known() -> None:
    assert set(PUBLIC) <= set(plain())
