"""Staff sign in with a password and a second proof; a stranger can make nobody else stay outside."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh.cores.errors import NotAllowed, Refused
from teduh.trust import audit, factors, sessions, tries
from teduh.trust.models import AuditEvent, Device, FactorKind, Person, SecondFactor
from tests.factories import World

PASSWORD = "pohon-besar-rindang"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(world.now, tick=False) as travelled:
        yield travelled


@pytest.fixture
def budi(world: World) -> Person:
    world.budi.set_password(PASSWORD)
    world.budi.save()
    return world.budi


@pytest.fixture
def budi_with_app(budi: Person, world: World) -> Person:
    earlier = world.now - timedelta(days=1)
    code = pyotp.TOTP(SECRET).at(earlier)
    factors.add_totp(secret=SECRET, code=code, name="HP saya", by=budi, at=earlier)
    return budi


def give_password(client: Client, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post(reverse("sign_in"), {"username": "budi", "password": password, **more})


class TestSecondProof:
    def test_the_password_alone_opens_nothing_but_the_account(self, budi: Person, clock: object) -> None:
        browser = Client()

        entered = give_password(browser)
        desk = browser.get(reverse("desk"))
        account = browser.get(reverse("account"))

        assert entered.status_code == 302
        assert (desk.status_code, desk.headers["Location"]) == (302, reverse("account"))
        assert "Satu langkah lagi" in account.content.decode()

    def test_where_it_is_optional_the_password_is_enough(self, budi: Person, clock: object, settings: Settings) -> None:
        settings.SECOND_FACTOR = "optional"
        browser = Client()

        give_password(browser)

        assert browser.get(reverse("desk")).status_code == 200

    def test_setting_up_the_app_opens_the_desk(self, budi: Person, clock: time_machine.Traveller) -> None:
        browser = Client()
        give_password(browser)

        page = browser.get(reverse("totp_add")).content.decode()
        secret = browser.session["new_secret"]
        wrong = browser.post(reverse("totp_add"), {"code": "000000"})
        right = browser.post(reverse("totp_add"), {"code": pyotp.TOTP(secret).now(), "name": "HP saya"})

        assert secret[:4] in page
        assert (wrong.status_code, right.status_code) == (400, 302)
        assert browser.get(reverse("desk")).status_code == 200
        assert SecondFactor.objects.get().secret == secret
        assert secret not in str(SecondFactor.objects.values_list("sealed", flat=True)[0])
        assert "new_secret" not in browser.session

    def test_the_code_is_asked_for_and_works_once(self, budi_with_app: Person, clock: time_machine.Traveller) -> None:
        code = pyotp.TOTP(SECRET).now()
        browser, thief = Client(), Client()

        asked = give_password(browser)
        before = browser.get(reverse("desk"))
        wrong = browser.post(reverse("sign_in_code"), {"code": "000000"})
        right = browser.post(reverse("sign_in_code"), {"code": f"{code[:3]} {code[3:]}"})
        give_password(thief)
        again = thief.post(reverse("sign_in_code"), {"code": code})

        assert asked.headers["Location"].startswith(reverse("sign_in_code"))
        assert before.headers["Location"].startswith(reverse("sign_in"))
        assert (wrong.status_code, right.status_code, again.status_code) == (400, 302, 400)
        assert browser.get(reverse("desk")).status_code == 200
        assert thief.get(reverse("desk")).status_code == 302

    def test_a_clock_half_a_minute_off_is_forgiven_and_more_is_not(self, budi_with_app: Person, world: World) -> None:
        app = pyotp.TOTP(SECRET)

        tried = [
            factors.check_totp(person=budi_with_app, code=app.at(world.now + timedelta(seconds=off)), at=world.now)
            for off in (-90, 90, -30, 30)
        ]

        assert tried == [False, False, True, True]

    @pytest.mark.parametrize("typed", ["", "12345", "1234567", "٣٤٥٦٧٨", "abcdef", "000000'"])
    def test_what_is_no_code_is_no_code(self, budi_with_app: Person, world: World, typed: str) -> None:
        assert factors.check_totp(person=budi_with_app, code=typed, at=world.now) is False

    def test_without_the_password_there_is_no_page_for_codes(self, budi_with_app: Person, clock: object) -> None:
        answer = Client().post(reverse("sign_in_code"), {"code": pyotp.TOTP(SECRET).now()})

        assert answer.headers["Location"].startswith(reverse("sign_in"))

    def test_the_password_is_forgotten_after_five_minutes(
        self, budi_with_app: Person, clock: time_machine.Traveller
    ) -> None:
        browser = Client()
        give_password(browser)
        clock.shift(301)

        late = browser.post(reverse("sign_in_code"), {"code": pyotp.TOTP(SECRET).now()})

        assert late.headers["Location"].startswith(reverse("sign_in"))

    def test_codes_cannot_be_guessed_in_a_row(self, budi_with_app: Person, clock: time_machine.Traveller) -> None:
        browser = Client()
        give_password(browser)

        for guess in range(6):
            browser.post(reverse("sign_in_code"), {"code": f"{guess:06d}"})
        late = browser.post(reverse("sign_in_code"), {"code": pyotp.TOTP(SECRET).now()})
        clock.shift(61)
        later = browser.post(reverse("sign_in_code"), {"code": pyotp.TOTP(SECRET).now()})

        assert "Tunggu satu menit" in late.content.decode()
        assert later.status_code == 302

    def test_another_administrator_frees_somebody_who_lost_the_phone(self, budi_with_app: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            factors.reset(person=budi_with_app, by=world.wati, at=world.now)
        with pytest.raises(Refused):
            factors.reset(person=world.lina, by=world.lina, at=world.now)

        assert factors.reset(person=budi_with_app, by=world.lina, at=world.now) == 1
        assert factors.of(budi_with_app) == []
        assert AuditEvent.objects.filter(action="people.reset_factors", actor_label="Lina").count() == 1

    def test_nobody_removes_the_proof_of_another(
        self, budi_with_app: Person, world: World, as_person: Callable[[Person], Client]
    ) -> None:
        factor = SecondFactor.objects.get()

        answer = as_person(world.wati).post(reverse("factor_remove", args=[factor.pk]))

        assert answer.status_code == 404
        assert factors.has(budi_with_app, FactorKind.TOTP)


class TestTries:
    """Wrong passwords slow down whoever sends them, and lock nobody out."""

    def test_a_stranger_makes_nobody_wait_on_a_browser_they_know(
        self, budi: Person, clock: time_machine.Traveller, settings: Settings
    ) -> None:
        settings.SECOND_FACTOR = "optional"
        phone = Client(REMOTE_ADDR="203.0.113.7")
        give_password(phone)
        phone.post(reverse("sign_out"))

        stranger = Client(REMOTE_ADDR="198.51.100.9")
        refused = [give_password(stranger, "salah-sekali").status_code for _ in range(30)]
        back = give_password(phone)

        assert refused == [400] * 8 + [429] * 22
        assert back.status_code == 302

    def test_on_a_new_phone_the_person_waits_ten_seconds_and_is_in(
        self, budi: Person, clock: time_machine.Traveller
    ) -> None:
        stranger, phone = Client(REMOTE_ADDR="198.51.100.9"), Client(REMOTE_ADDR="203.0.113.7")
        for _ in range(30):
            give_password(stranger, "salah-sekali")

        asked_to_wait = give_password(phone)
        note = asked_to_wait.context["form"].initial["note"]
        too_soon = give_password(phone, note=note)
        clock.shift(tries.WAIT_S)
        served = give_password(phone, note=note)

        assert (asked_to_wait.status_code, too_soon.status_code, served.status_code) == (429, 429, 302)
        assert "Tidak ada yang terkunci" in asked_to_wait.content.decode()

    def test_a_note_serves_once_and_for_one_name(self, budi: Person, clock: time_machine.Traveller) -> None:
        now = clock_time = 1_000_000.0
        attempt = tries.Try("budi", 1, "", "")
        for _ in range(20):
            tries.failed(attempt, now)
        note = tries.wait_note(attempt, now)
        later = clock_time + tries.WAIT_S

        other = tries.may_try(tries.Try("wati", 1, "", note), later)
        first = tries.may_try(tries.Try("budi", 1, "", note), later)
        second = tries.may_try(tries.Try("budi", 1, "", note), later)

        assert (other, first, second) == (True, True, False)

    def test_a_whole_office_behind_one_address_signs_in(self, world: World, clock: object) -> None:
        for person in world.people:
            person.set_password(PASSWORD)
            person.save()

        answers = [
            Client(REMOTE_ADDR="203.0.113.7")
            .post(reverse("sign_in"), {"username": person.username, "password": PASSWORD})
            .status_code
            for person in world.people
        ]

        assert answers == [302] * len(world.people)

    def test_a_known_browser_of_one_person_is_not_known_for_another(self) -> None:
        note = tries.known_note("budi")

        assert tries.known_by(note, "Budi ") != ""
        assert tries.known_by(note, "wati") == ""
        assert tries.known_by(note[:-2] + "xx", "budi") == ""


class TestSessions:
    def test_an_hour_without_use_ends_it_and_use_keeps_it(
        self, world: World, clock: time_machine.Traveller, as_person: Callable[[Person], Client]
    ) -> None:
        busy, idle = as_person(world.budi), as_person(world.wati)

        seen = []
        for _ in range(3):
            clock.shift(timedelta(minutes=50))
            seen.append(busy.get(reverse("account")).status_code)

        assert seen == [200, 200, 200]
        assert idle.get(reverse("account")).headers["Location"].startswith(reverse("sign_in"))

    def test_after_a_working_day_everybody_signs_in_again(
        self, world: World, clock: time_machine.Traveller, as_person: Callable[[Person], Client]
    ) -> None:
        budi = as_person(world.budi)
        for _ in range(23):
            clock.shift(timedelta(minutes=30))
            last = budi.get(reverse("account")).status_code

        clock.shift(timedelta(minutes=31))

        assert last == 200
        assert budi.get(reverse("account")).status_code == 302

    def test_one_s_devices_are_listed_and_one_is_ended_from_another(
        self, world: World, clock: object, as_person: Callable[[Person], Client]
    ) -> None:
        phone, desk = as_person(world.budi), as_person(world.budi)
        on_desk = desk.session["device"]

        page = phone.get(reverse("account")).content.decode()
        phone.post(reverse("device_end", args=[on_desk]))

        assert page.count("Chrome, Android") == 2
        assert desk.get(reverse("account")).status_code == 302
        assert phone.get(reverse("account")).status_code == 200

    def test_nobody_ends_the_device_of_another(
        self, world: World, clock: object, as_person: Callable[[Person], Client]
    ) -> None:
        budi, wati = as_person(world.budi), as_person(world.wati)

        assert wati.post(reverse("device_end", args=[budi.session["device"]])).status_code == 404
        assert budi.get(reverse("account")).status_code == 200

    def test_a_new_password_signs_out_every_other_browser(
        self, budi: Person, clock: object, as_person: Callable[[Person], Client]
    ) -> None:
        phone, desk = as_person(budi), as_person(budi)

        phone.post(reverse("account"), {"current": PASSWORD, "new": "sungai-panjang-tenang"})

        assert phone.get(reverse("account")).status_code == 200
        assert desk.get(reverse("account")).status_code == 302

    def test_a_session_without_a_device_is_none(self, world: World, clock: object) -> None:
        browser = Client()
        browser.force_login(world.budi)

        assert browser.get(reverse("desk")).headers["Location"].startswith(reverse("sign_in"))
        assert browser.get("/api/v1/issues").status_code == 401

    def test_the_browser_s_own_words_are_not_kept(self, budi: Person, clock: object) -> None:
        agent = (
            "Mozilla/5.0 (Linux; Android 10; SM-A105F Build/QP1A) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36"
        )
        browser = Client(HTTP_USER_AGENT=agent)

        give_password(browser)

        assert list(Device.objects.values_list("label", flat=True)) == ["Chrome, Android"]
        assert "SM-A105F" not in repr(list(Device.objects.values())) + repr(dict(browser.session))
        assert audit.verify() == []


class TestFresh:
    """Acts that cannot be taken back ask once more."""

    def test_after_ten_minutes_the_password_and_a_code_are_asked_for_again(
        self, world: World, clock: time_machine.Traveller, as_person: Callable[[Person], Client]
    ) -> None:
        world.lina.set_password(PASSWORD)
        world.lina.save()
        factors.add_totp(secret=SECRET, code=pyotp.TOTP(SECRET).at(world.now), name="", by=world.lina, at=world.now)
        lina = as_person(world.lina)
        page = reverse("person_password", args=[world.budi.pk])
        soon = lina.get(page)
        clock.shift(timedelta(minutes=11))

        asked = lina.get(page)
        sent = lina.post(page, {"password": "sungai-panjang-tenang"})
        wrong = lina.post(asked.headers["Location"], {"password": "salah-sekali", "code": pyotp.TOTP(SECRET).now()})
        no_code = lina.post(asked.headers["Location"], {"password": PASSWORD, "code": "000000"})
        proved = lina.post(asked.headers["Location"], {"password": PASSWORD, "code": pyotp.TOTP(SECRET).now()})

        assert soon.status_code == 200
        assert (asked.status_code, asked.headers["Location"]) == (302, f"{reverse('prove')}?next={page}")
        assert sent.status_code == 302
        assert not Person.objects.get(pk=world.budi.pk).check_password("sungai-panjang-tenang")
        assert (wrong.status_code, no_code.status_code) == (400, 400)
        assert (proved.status_code, proved.headers["Location"]) == (302, page)
        assert lina.get(page).status_code == 200

    def test_it_never_sends_anybody_to_another_site(
        self, world: World, clock: object, as_person: Callable[[Person], Client]
    ) -> None:
        world.budi.set_password(PASSWORD)
        world.budi.save()
        settings_page = as_person(world.budi)

        answer = settings_page.post(f"{reverse('prove')}?next=https://example.org/", {"password": PASSWORD})

        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("home"))

    def test_these_acts_ask(self) -> None:
        from tests.guards.test_routes import SCREENS  # noqa: PLC0415 (reads every address)

        asking = {name for name, pattern in SCREENS.items() if _asks(pattern.callback)}

        assert asking >= {
            *("person", "person_new", "person_password", "person_factors_reset", "factor_remove", "totp_add"),
            *("passkey_offer", "passkey_add", "opening_ask", "opening_approve", "opening_read"),
        }


def _asks(view: object) -> bool:
    while view is not None:
        if getattr(view, "fresh", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_labels_name_browser_and_system() -> None:
    assert (
        sessions.label_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/131.0")
        == "Firefox, Windows"
    )
    assert sessions.label_of("") == "Peramban, perangkat lain"
