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
from tests.guards.test_walk import ALL, address

AsPerson = Callable[[Person], Client]
WHO = ("budi", "wati", "rahman", "hendra", "dewi", "agus", "lina", "maya", "rini", "nobody")
FORM = "application/x-www-form-urlencoded"
QUERY = ("hal", "next", "kec", "q", "status", "minggu", "report", "desa")


@dataclass(frozen=True)
class Shot:
    """One request."""

    method: str
    path: str
    content_type: str = FORM
    content: bytes = b""
    headers: dict[str, Any] = field(default_factory=dict)


def addresses(district: District) -> st.SearchStrategy[tuple[str, str]]:
    """The name of an address and the address: mostly of something that is there, sometimes of nothing."""
    real = st.sampled_from(ALL).map(lambda name: (name, address(name, district)))

    def spoilt(one: tuple[str, str], junk: str) -> tuple[str, str]:
        parts = one[1].rstrip("/").split("/")
        at = max((n for n, part in enumerate(parts) if len(part) > 12 or "." in part), default=len(parts) - 1)
        parts[at] = quoted(junk[:300])
        return one[0], "/".join(parts) + "/"

    return st.one_of(real, real, real, real, st.builds(spoilt, real, texts))


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
def shots(draw: st.DrawFn, district: District, fields: dict[str, Fields], cookie: str) -> Shot:
    name, path = draw(addresses(district))
    known = fields.get(name, {})
    method = draw(st.sampled_from(METHODS))
    query = draw(
        st.lists(st.tuples(st.one_of(st.sampled_from([*QUERY, *known]), texts), texts), max_size=3)
        if draw(st.booleans())
        else st.just([])
    )
    content_type, content = draw(bodies(known)) if method != "GET" else (FORM, b"")
    headers = {"HTTP_COOKIE": cookie}
    if draw(st.integers(0, 4)) == 0:
        headers |= draw(st.sampled_from(HEADERS))
    if draw(st.integers(0, 9)) == 0:
        spoilt = draw(st.sampled_from(COOKIES))
        headers["HTTP_COOKIE"] = draw(st.sampled_from((spoilt, f"{cookie}; {spoilt}")))
    asked = f"?{pairs(query).decode()}" if query else ""
    return Shot(method, path + asked, content_type, content, headers)


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


@pytest.mark.parametrize("part", range(budget.examples(1, 4)))
def test_nothing_breaks_a_screen(part: int, district: District, attack: Attack) -> None:
    def of(who: str) -> st.SearchStrategy[tuple[str, Shot]]:
        return st.tuples(st.just(who), shots(district, attack.fields, attack.cookie(who)))

    @seed(int(budget.SEED or 0) + part)
    @settings(settings.get_profile("fuzz"), max_examples=budget.examples(300, 3_800))
    @given(one=st.one_of([of(who) for who in WHO]))
    def nothing_breaks(one: tuple[str, Shot]) -> None:
        who, shot = one
        assert fire(attack.browsers[who], shot, attack.judge) == [], one

    nothing_breaks()


@pytest.mark.parametrize("who", ("budi", "rahman", "lina", "nobody") if budget.FULL else ("rahman",))
def test_each_nasty_value_in_every_form(who: str, district: District, attack: Attack) -> None:
    """Not left to chance: each of them, in every field of a form at once, at every address that has one."""
    wrong = []
    values = NASTY if budget.FULL else NASTY[::8]
    for name in [name for name in ALL if name in attack.fields]:
        for value in values:
            content = pairs([(field, value) for field in attack.fields[name]])
            shot = Shot("POST", address(name, district), FORM, content, {"HTTP_COOKIE": attack.cookie(who)})
            wrong += [f"{name} {value[:30]!r}: {found}" for found in fire(attack.browsers[who], shot, attack.judge)]
    assert wrong == []
