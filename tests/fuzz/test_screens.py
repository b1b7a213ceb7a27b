"""Every address, every method, every role: nothing breaks, nothing is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from teduh.listen import limits
from teduh.trust import tries
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role, role_may
from tests.factories import World
from tests.factories.district import District
from tests.fuzz import budget
from tests.fuzz.forms import Fields, harvest
from tests.fuzz.judge import Judge
from tests.fuzz.junk import (
    BROKEN_BODIES,
    COOKIES,
    HEADERS,
    METHODS,
    MULTIPART,
    NASTY,
    multipart,
    pairs,
    quoted,
    texts,
)
from tests.guards.test_routes import SCREENS
from tests.guards.test_walk import ALL, address

AsPerson = Callable[[Person], Client]
WHO = ("budi", "wati", "rahman", "hendra", "dewi", "agus", "lina", "maya", "rini", "nobody")
FORM = "application/x-www-form-urlencoded"
ROLES = dict(
    zip(
        WHO,
        (
            Role.DESK_OFFICER,
            Role.VILLAGE_OFFICER,
            Role.SECTOR_CHIEF,
            Role.DISTRICT_CHIEF,
            Role.PUBLIC_RELATIONS,
            Role.AUDITOR,
            Role.ADMINISTRATOR,
            Role.OVERSEER,
            Role.DESK_OFFICER,
        ),
        strict=False,
    )
)
FEW = ("a\x00b", "\ud800", "9" * 40, "0000-00-00")
PARTS = budget.examples(1, 4)
QUERY = ("hal", "next", "kec", "q", "status", "minggu", "report", "desa")


@dataclass(frozen=True)
class Shot:
    """One request."""

    method: str
    path: str
    content_type: str = FORM
    content: bytes = b""
    headers: dict[str, Any] = field(default_factory=dict)


def who_may(name: str) -> tuple[str, ...]:
    """Those whose role opens the address, for most requests should get past the door."""
    permission = SCREENS[name].callback.permission  # type: ignore[attr-defined]
    if not isinstance(permission, Permission):
        return WHO
    return tuple(who for who in WHO if who in ROLES and role_may(ROLES[who], permission)) or WHO


def spoilt(where: str, junk: str) -> str:
    """The address of something that is not there."""
    parts = where.rstrip("/").split("/")
    at = max((n for n, part in enumerate(parts) if len(part) > 12 or "." in part), default=len(parts) - 1)
    parts[at] = quoted(junk[:300])
    return "/".join(parts) + "/"


@st.composite
def forms(draw: st.DrawFn, fields: Fields) -> list[tuple[str, str]]:
    """The fields of the real form, each with a value it offers or with junk; now and then one missing or twice."""
    filled: list[tuple[str, str]] = []
    for name, offered in fields.items():
        for _n in range(draw(st.sampled_from((1, 1, 1, 1, 1, 0, 2)))):
            junk = draw(st.integers(0, 3)) == 0 or not any(offered)
            filled.append((name, draw(texts) if junk else draw(st.sampled_from(offered))))
    return filled


@st.composite
def shots(draw: st.DrawFn, name: str, where: str, known: Fields, cookies: dict[str, str]) -> tuple[str, Shot]:
    """Who asks, and what."""
    who = draw(st.sampled_from(who_may(name) if draw(st.integers(0, 3)) else WHO))
    method = draw(st.sampled_from(METHODS))
    path = where if draw(st.integers(0, 5)) else spoilt(where, draw(texts))
    names = st.one_of(st.sampled_from([*QUERY, *known]), texts)
    query = draw(st.lists(st.tuples(names, texts), max_size=3)) if draw(st.booleans()) else []
    content_type, content = draw(bodies(known)) if method != "GET" else (FORM, b"")
    headers = {"HTTP_COOKIE": cookies[who]}
    if draw(st.integers(0, 5)) == 0:
        headers |= draw(st.sampled_from(HEADERS))
    if draw(st.integers(0, 9)) == 0:
        broken = draw(st.sampled_from(COOKIES))
        headers["HTTP_COOKIE"] = draw(st.sampled_from((broken, f"{cookies[who]}; {broken}")))
    asked = f"?{pairs(query).decode()}" if query else ""
    return who, Shot(method, path + asked, content_type, content, headers)


def bodies(known: Fields) -> st.SearchStrategy[tuple[str, bytes]]:
    as_form = forms(known).map(lambda filled: (FORM, pairs(filled)))
    as_parts = forms(known).map(lambda filled: (MULTIPART, multipart(filled)))
    return st.one_of(as_form, as_form, as_form, as_parts, st.sampled_from(BROKEN_BODIES))


def fire(browser: Client, shot: Shot, judge: Judge) -> list[str]:
    """Send it, look at the answer, and undo what it did."""
    limits.forget()
    tries.forget()
    budget.sent[f"screens, {'read' if shot.method in ('GET', 'HEAD') else 'written'}"] += 1
    with transaction.atomic():
        answer = browser.generic(shot.method, shot.path, shot.content, content_type=shot.content_type, **shot.headers)
        budget.sent[f"(answered with {answer.status_code // 100}xx)"] += 1
        wrong = judge.wrong(answer)
        if not wrong:
            # What the database would only say at the end of a transaction.
            connection.check_constraints()
        transaction.set_rollback(True)
    return wrong


@pytest.fixture
def browsers(world: World, as_person: AsPerson) -> dict[str, Client]:
    people = {name: getattr(world, name) for name in WHO if name != "nobody"}
    opened = {name: as_person(person) for name, person in people.items()}
    for name in ("hendra", "lina", "maya"):
        # These must prove once more that it is them, so the road there is walked as well.
        session = opened[name].session
        session["proved_at"] = 0.0
        session.save()
    opened["nobody"] = Client()
    for browser in opened.values():
        browser.raise_request_exception = False
    return opened


@dataclass(frozen=True)
class Attack:
    """The browsers, what their pages offer, and what an answer may never hold."""

    browsers: dict[str, Client]
    fields: dict[str, Fields]
    judge: Judge

    def cookie(self, who: str) -> str:
        kept = self.browsers[who].cookies.get(django_settings.SESSION_COOKIE_NAME)
        return f"{django_settings.SESSION_COOKIE_NAME}={kept.value}" if kept else ""


@pytest.fixture
def attack(district: District, browsers: dict[str, Client]) -> Attack:
    seen_by = WHO if budget.FULL else ("budi", "rahman", "lina", "nobody")
    attack = Attack(browsers, harvest([browsers[who] for who in seen_by], district), Judge())
    attack.judge.secrets += [attack.cookie(who).partition("=")[2] for who in WHO if who != "nobody"]
    return attack


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_breaks_a_screen(part: int, district: District, attack: Attack) -> None:
    """Each address gets as many requests as any other."""
    cookies = {who: attack.cookie(who) for who in WHO}
    for name in ALL[part::PARTS]:

        @seed(int(budget.SEED or 0))
        @settings(settings.get_profile("fuzz"), max_examples=budget.examples(4, 75))
        @given(one=shots(name, address(name, district), attack.fields.get(name, {}), cookies))
        def nothing_breaks(one: tuple[str, Shot]) -> None:
            who, shot = one
            assert fire(attack.browsers[who], shot, attack.judge) == [], one

        nothing_breaks()


@pytest.mark.parametrize("who", ("budi", "rahman", "lina", "dewi") if budget.FULL else ("rahman",))
def test_each_nasty_value_in_every_form(who: str, district: District, attack: Attack) -> None:
    """Not left to chance: each of them, in every field of a form at once, at every address that has one."""
    wrong = []
    values = NASTY[len(who) % 2 :: 2] if budget.FULL else FEW
    for name in [name for name in ALL if name in attack.fields]:
        for value in values:
            content = pairs([(field, value) for field in attack.fields[name]])
            shot = Shot("POST", address(name, district), FORM, content, {"HTTP_COOKIE": attack.cookie(who)})
            wrong += [f"{name} {value[:30]!r}: {found}" for found in fire(attack.browsers[who], shot, attack.judge)]
    assert wrong == []
