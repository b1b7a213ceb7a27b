"""Somebody with a copy of the database, a planted session, a found browser or a lost phone gets no further."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh.trust import factors, sessions
from teduh.trust.models import Device, FactorKind, Person, SecondFactor
from teduh.trust.sessionstore import SessionStore
from tests.factories import World
from tests.factories.world import PASSWORD

AsPerson = Callable[[Person], Client]
LINE = "baris-yang-tidak-boleh-terbaca"


def cookie_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def with_app(person: Person, world: World) -> None:
    factor = SecondFactor(person=person, kind=FactorKind.TOTP, name="HP", added_at=world.now)
    factor.secret = "JBSWY3DPEHPK3PXP"
    factor.save()


@pytest.mark.django_db
class TestStore:
    def test_it_gives_back_what_was_kept(self) -> None:
        store = SessionStore()
        store["line"] = LINE
        store.save()

        assert SessionStore(store.session_key)["line"] == LINE

    def test_a_copy_of_the_table_opens_no_session(self) -> None:
        store = SessionStore()
        store["line"] = LINE
        store.save()
        row = Session.objects.get()

        stolen = SessionStore(row.session_key)

        assert stolen.get("line") is None
        assert stolen.session_key is None
        assert row.session_key != store.session_key

    def test_the_content_cannot_be_read_in_the_table_nor_moved_to_another_session(self) -> None:
        sari, joko = SessionStore(), SessionStore()
        sari["line"] = LINE
        sari.save()
        joko.save()
        rows = {row.session_key: row for row in Session.objects.all()}
        of_sari, of_joko = (rows[SessionStore._row_name(store.session_key)] for store in (sari, joko))

        Session.objects.filter(pk=of_joko.pk).update(session_data=of_sari.session_data)

        assert LINE not in of_sari.session_data
        assert SessionStore(joko.session_key).get("line") is None

    def test_a_cookie_that_we_did_not_give_out_is_not_taken_over(self) -> None:
        chosen = "a" * 32
        store = SessionStore(chosen)
        store["line"] = LINE
        store.save()

        assert store.session_key != chosen
        assert not store.exists(chosen)
        assert store.exists(store.session_key)

    def test_an_old_one_and_a_deleted_one_are_gone(self, world: World) -> None:
        with time_machine.travel(world.now, tick=False) as clock:
            old, ended = SessionStore(), SessionStore()
            for store in (old, ended):
                store["line"] = LINE
                store.save()
            ended.delete()
            clock.shift(timedelta(hours=13))

            found = [SessionStore(store.session_key).get("line") for store in (old, ended)]

        assert found == [None, None]


class TestPlanted:
    """A session that somebody else knows stays a stranger's session."""

    def test_the_first_half_of_the_sign_in_gets_a_new_session(self, world: World, client: Client) -> None:
        with_app(world.budi, world)
        client.post(reverse("passkey_begin"))
        planted = cookie_of(client)

        client.post(reverse("sign_in"), {"username": "budi", "password": PASSWORD})

        assert client.session["half"][0] == str(world.budi.pk)
        assert cookie_of(client) != planted
        assert SessionStore(planted).get("half") is None

    def test_nothing_of_the_first_half_is_left_when_the_person_is_in(
        self, world: World, client: Client, settings: Settings
    ) -> None:
        settings.SECOND_FACTOR = "optional"
        session = client.session
        session["half"] = [str(world.dewi.pk), world.now.timestamp()]
        session.save()

        client.post(reverse("sign_in"), {"username": "budi", "password": PASSWORD})

        assert "half" not in client.session

    def test_a_talk_opens_in_a_new_session(self, world: World, client: Client, settings: Settings) -> None:
        settings.RECEIVING_UNIT = "polres-oku"
        client.post(reverse("passkey_begin"))
        planted = cookie_of(client)

        client.post(reverse("report_new"), {"text": "Ada yang membagi uang di lorong.", "ticket": "tiket-sari"})

        assert UUID(client.session["talk"]["id"])
        assert SessionStore(planted).get("talk") is None


class TestFoundBrowser:
    def test_the_present_password_is_not_guessed_there(self, world: World, as_person: AsPerson) -> None:
        with time_machine.travel(world.now, tick=False):
            browser = as_person(world.budi)
            for _n in range(6):
                browser.post(reverse("account"), {"current": "salah", "new": "kata-sandi-pencuri"})

            browser.post(reverse("account"), {"current": PASSWORD, "new": "kata-sandi-pencuri"})

        world.budi.refresh_from_db()
        assert world.budi.check_password(PASSWORD)

    def test_a_new_password_is_never_longer_than_the_sign_in_takes(self, world: World, as_person: AsPerson) -> None:
        answer = as_person(world.budi).post(reverse("account"), {"current": PASSWORD, "new": "panjang" * 40})

        world.budi.refresh_from_db()
        assert answer.status_code == 400
        assert world.budi.check_password(PASSWORD)

    def test_a_passkey_needs_a_challenge_of_ours(self, world: World, as_person: AsPerson) -> None:
        answer = as_person(world.budi).post(
            reverse("passkey_add"), '{"id": "", "rawId": "", "response": {}}', content_type="application/json"
        )

        assert answer.status_code == 400
        assert answer.json()["message"] == "Terlalu lama. Silakan coba sekali lagi."

    def test_a_challenge_grows_old(self, world: World, as_person: AsPerson) -> None:
        with time_machine.travel(world.now, tick=False) as clock:
            browser = as_person(world.budi)
            browser.post(reverse("passkey_offer"))
            clock.shift(timedelta(minutes=6))

            answer = browser.post(reverse("passkey_add"), "{}", content_type="application/json")

        assert answer.json()["message"] == "Terlalu lama. Silakan coba sekali lagi."


def test_whoever_holds_the_lost_phone_is_signed_out(world: World) -> None:
    device = Device.objects.create(
        person=world.wati, label="Chrome, Android", signed_in_at=world.now, seen_at=world.now
    )
    with_app(world.wati, world)

    factors.reset(person=world.wati, by=world.lina, at=world.now)

    device.refresh_from_db()
    assert device.ended_at == world.now
    assert sessions.open_devices(world.wati, world.now) == []


@pytest.mark.parametrize("referer", ["http://[", "//jahat.example/x", "https://jahat.example//jahat.example/", "\x00"])
def test_a_strange_referer_leads_nowhere_else(world: World, as_person: AsPerson, referer: str) -> None:
    browser = as_person(world.lina)
    session = browser.session
    session["proved_at"] = 0.0
    session.save()

    asked = browser.post(reverse("person_new"), {}, headers={"Referer": referer})
    browser.get(asked.headers["Location"])
    proved = browser.post(asked.headers["Location"], {"password": PASSWORD})

    assert asked.status_code == 302
    assert proved.headers["Location"] == reverse("home") or proved.headers["Location"] == "/x"


def test_an_unknown_name_and_a_wrong_password_cost_the_same_work(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.dewi.is_active = False
    world.dewi.save()
    hashed: list[str] = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda _self, password, salt: hashed.append(password) or f"md5${salt}$x",
    )
    for name, password in (("budi", "salah-satu"), ("tidak-ada", "salah-dua"), ("dewi", PASSWORD)):
        client.post(reverse("sign_in"), {"username": name, "password": password})

    assert hashed == ["salah-satu", "salah-dua", PASSWORD]
