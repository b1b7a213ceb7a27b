"""Which phone may speak: every address, role, other unit, other phone, and every way in which a phone ends."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh.field.models import Phone
from teduh.field.rules import CARRIES
from teduh.field.urls import urlpatterns as field_urls
from teduh.places.keys import new_id
from teduh.setup import actions as setup
from teduh.trust import actions as trust
from teduh.trust import factors, sessions
from teduh.trust.models import AuditEvent, Device, Person
from teduh.trust.rules import Role, role_may
from tests.factories import World
from tests.factories.world import PASSWORD
from tests.field.handset import Handset, handset, registered, told

AsPerson = Callable[[Person], Client]
BY_PHONE = {"sync_sign_out": "POST", "sync_push": "POST", "sync_pull": "POST", "sync_file": "GET"}
BY_SESSION = {"sync_start": "GET", "sync_register": "POST"}


def ask(phone: Handset, name: str, **headers: str) -> tuple[int, dict[str, object]]:
    where = reverse(name, args=[new_id()] if name == "sync_file" else [])
    answer = phone.request(BY_PHONE[name], where, b'{"acts": [], "cursor": ""}', **headers)
    return answer.status_code, answer.json()


def standing(phone: Handset) -> tuple[int, object, object]:
    status, said = ask(phone, "sync_pull")
    return status, said.get("error"), said.get("wipe")


def addresses() -> dict[str, object]:
    """Every address of the exchange, as the site knows it."""
    return {str(pattern.name): pattern.callback for pattern in field_urls if str(pattern.name).startswith("sync_")}


class TestGuard:
    def test_every_address_is_walked_and_declares_whom_it_lets_in(self) -> None:
        assert set(addresses()) == {*BY_PHONE, *BY_SESSION}
        assert {name: view.permission for name, view in addresses().items()} == {  # type: ignore[attr-defined]
            **dict.fromkeys(BY_PHONE, "phone"),
            **dict.fromkeys(BY_SESSION, CARRIES),
        }

    @pytest.mark.parametrize("name", BY_PHONE)
    @pytest.mark.parametrize("given", ["", "Teduh", "Teduh ", "Teduh falsch", "Bearer x", "Teduh \udcff"])
    def test_nobody_comes_in_without_a_token(self, world: World, name: str, given: str) -> None:
        stranger = Handset(world.wati, new_id(), "", "")

        status, said = ask(stranger, name, Authorization=given)

        assert (status, said["error"], said["wipe"], said["field"]) == (401, "signin", False, None)

    @pytest.mark.parametrize("name", BY_PHONE)
    def test_a_session_alone_opens_nothing(self, world: World, as_person: AsPerson, name: str) -> None:
        where = reverse(name, args=[new_id()] if name == "sync_file" else [])
        for person in (*world.people, world.rini, world.yusuf):
            answer = as_person(person).generic(BY_PHONE[name], where, b"{}", content_type="application/json")

            assert (answer.status_code, answer.json()["error"]) == (401, "signin"), person.role

    @pytest.mark.parametrize("name", BY_PHONE)
    def test_another_method_is_told_so(self, wati: Handset, name: str) -> None:
        where = reverse(name, args=[new_id()] if name == "sync_file" else [])

        answer = wati.request("DELETE", where)

        assert (answer.status_code, answer.json()["error"]) == (405, "method")

    def test_each_role_registers_a_phone_only_if_it_visits_villages(self, world: World, as_person: AsPerson) -> None:
        for person in (*world.people, world.rini, world.yusuf):
            answers = [
                as_person(person).get(reverse("sync_start")),
                registered(person, as_person, new_id()),
            ]

            expected = 200 if role_may(person.role, CARRIES) else 403
            assert [one.status_code for one in answers] == [expected, expected], person.role
        assert {phone.role for phone in Phone.objects.all()} == {Role.VILLAGE_OFFICER, Role.SECTOR_CHIEF}

    @pytest.mark.parametrize("name", BY_SESSION)
    def test_nobody_registers_without_signing_in(self, world: World, client: Client, name: str) -> None:
        answer = client.generic(BY_SESSION[name], reverse(name), b"{}", content_type="application/json")

        assert (answer.status_code, answer.json()["error"]) == (401, "signin")
        assert answer.json()["to"] == "/masuk/?next=/lapangan/"

    def test_registering_needs_the_token_of_our_own_page(self, world: World, as_person: AsPerson) -> None:
        browser = as_person(world.wati)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = browser.cookies
        body = {"phone": str(new_id()), "label": "HP"}

        csrf = strict.get(reverse("sync_start")).json()["csrf"]
        without = strict.post(reverse("sync_register"), body, content_type="application/json")
        with_it = strict.post(
            reverse("sync_register"), body, content_type="application/json", headers={"X-CSRFToken": csrf}
        )

        assert (without.status_code, with_it.status_code) == (403, 200)

    def test_registering_needs_a_fresh_proof(
        self, world: World, as_person: AsPerson, that_monday: time_machine.Traveller
    ) -> None:
        browser = as_person(world.wati)
        that_monday.shift(timedelta(minutes=11))

        answer = browser.post(reverse("sync_register"), {"phone": str(new_id())}, content_type="application/json")

        assert (answer.status_code, answer.json()["error"], Phone.objects.count()) == (401, "prove", 0)

    def test_another_unit_gets_nothing_by_its_own_phone(self, world: World, wati: Handset, as_person: AsPerson) -> None:
        body = told(world, situation="kata-rahasia-oku")
        wati.send_one("visit.record", body)
        yusuf = handset(world.yusuf, as_person)
        base = {name: body[name] for name in ("visit", "activity", "started_at", "ended_at")} | {"base": 1}

        answers = yusuf.send(
            yusuf.act("visit.record", told(world)),
            yusuf.act("visit.correct", base),
            yusuf.act("promise.keep", {"promise": str(new_id()), "kept_on": "2024-10-14", "outcome": "x"}),
        )

        assert [one["outcome"] for one in answers] == ["refused"] * 3
        assert "rahasia" not in json.dumps([answers, yusuf.pull()])


class TestRegistering:
    def test_gives_a_token_that_is_kept_as_a_digest_only(self, world: World, wati: Handset) -> None:
        phone = Phone.objects.get()

        assert wati.token not in str(Phone.objects.values())
        assert wati.recovery not in str(Phone.objects.values())
        assert (phone.person, phone.label, phone.expires_at) == (world.wati, "HP dinas", world.now + timedelta(days=30))
        assert AuditEvent.objects.filter(action="field.register_phone").count() == 1
        assert wati.token not in str(list(AuditEvent.objects.values()))

    def test_again_gives_a_new_token_and_the_same_key_and_ends_the_old_one(
        self, world: World, wati: Handset, as_person: AsPerson
    ) -> None:
        second = handset(world.wati, as_person, wati.id)

        assert (second.recovery, second.token != wati.token) == (wati.recovery, True)
        assert (standing(wati)[:2], standing(second)[0]) == ((401, "signin"), 200)
        assert Phone.objects.count() == 1

    def test_of_a_phone_of_somebody_else_is_refused(self, world: World, wati: Handset, as_person: AsPerson) -> None:
        answer = registered(world.rahman, as_person, wati.id)

        assert (answer.status_code, answer.json()["field"]) == (400, "phone")
        assert wati.recovery not in answer.content.decode()

    @pytest.mark.parametrize("body", [b"", b"{}", b'{"phone": "x"}', b"[1]"])
    def test_of_nothing_sensible_is_one_sentence(self, world: World, as_person: AsPerson, body: bytes) -> None:
        answer = as_person(world.wati).generic("POST", reverse("sync_register"), body, content_type="application/json")

        assert (answer.status_code, set(answer.json())) == (400, {"error", "message", "field"})


class TestEnding:
    def test_a_lost_phone_is_put_out_by_its_officer_and_told_to_delete(
        self, world: World, wati: Handset, as_person: AsPerson
    ) -> None:
        wati.put(new_id(), b"a" * 900)

        answer = as_person(world.wati).post(reverse("phone_end", args=[wati.id]))

        phone = Phone.objects.get()
        assert answer.status_code == 302
        assert [ask(wati, name)[0] for name in BY_PHONE] == [401] * 4
        assert standing(wati) == (401, "revoked", True)
        assert (phone.ended_why, phone.ended_by, phone.recovery, phone.files.count()) == ("lost", world.wati, "", 0)
        assert registered(world.wati, as_person, wati.id).status_code == 400

    def test_or_by_an_administrator_of_the_unit_and_by_nobody_else(
        self, world: World, wati: Handset, as_person: AsPerson
    ) -> None:
        where = reverse("phone_end", args=[wati.id])
        others = [
            person for person in (*world.people, world.yusuf, world.rini) if person not in (world.wati, world.lina)
        ]

        for person in others:
            assert as_person(person).post(where).status_code == 404, person.role
        assert standing(wati)[0] == 200
        as_person(world.lina).post(where)

        assert standing(wati) == (401, "revoked", True)

    def test_the_page_shows_ones_own_and_to_an_administrator_all(
        self, world: World, wati: Handset, rahman: Handset, as_person: AsPerson
    ) -> None:
        shown = {
            person.name: as_person(person).get(reverse("phones")).content.decode().count("/cabut/")
            for person in (world.wati, world.lina, world.budi)
        }

        assert shown == {"Wati": 1, "Lina": 2, "Budi": 0}

    def test_signing_out_on_the_phone_ends_it(self, wati: Handset) -> None:
        assert ask(wati, "sync_sign_out") == (200, {"wipe": True})
        assert standing(wati) == (401, "revoked", True)

    def test_a_new_password_asks_to_sign_in_again_and_keeps_what_waits(
        self, world: World, wati: Handset, as_person: AsPerson
    ) -> None:
        trust.change_own_password(current=PASSWORD, new="lain-lagi-panjang", device=None, by=world.wati, at=world.now)

        assert standing(wati) == (401, "signin", False)
        world.wati.refresh_from_db()
        assert standing(handset(world.wati, as_person, wati.id))[0] == 200

    def test_lost_proofs_that_were_reset_end_it(self, world: World, wati: Handset) -> None:
        factors.reset(person=world.wati, by=world.lina, at=world.now)

        assert standing(wati) == (401, "signin", False)

    def test_ending_it_in_the_list_of_devices_ends_it(self, world: World, wati: Handset) -> None:
        device = Device.objects.get(label="Teduh, HP dinas")
        sessions.end(device_id=device.pk, by=world.wati, at=world.now)

        assert standing(wati) == (401, "signin", False)

    def test_leaving_ends_it_for_good(self, world: World, wati: Handset) -> None:
        change(world, world.wati, is_active=False)

        assert standing(wati) == (401, "revoked", True)

    @pytest.mark.parametrize("changes", [{"role": Role.DESK_OFFICER}, {"unit": "baturaja"}])
    def test_another_role_or_unit_asks_to_sign_in_again(
        self, world: World, wati: Handset, changes: dict[str, object]
    ) -> None:
        unit = {"unit": world.baturaja} if "unit" in changes else {}
        change(world, world.wati, **(changes | unit))

        assert standing(wati) == (401, "signin", False)

    def test_thirty_days_end_it(self, world: World, wati: Handset, that_monday: time_machine.Traveller) -> None:
        that_monday.shift(timedelta(days=29))
        before = standing(wati)[0]
        that_monday.shift(timedelta(days=1))

        assert (before, standing(wati)) == (200, (401, "signin", False))

    def test_a_token_is_stopped_between_two_acts_of_one_day(
        self, world: World, wati: Handset, as_person: AsPerson
    ) -> None:
        first = wati.send_one("visit.record", told(world))
        as_person(world.lina).post(reverse("phone_end", args=[wati.id]))

        answer = wati.post("sync_push", {"acts": [wati.act("visit.record", told(world))]})

        assert (first["outcome"], answer.status_code, answer.json()["wipe"]) == ("accepted", 401, True)


def change(world: World, person: Person, **changes: object) -> None:
    given = {"name": person.name, "rank": "", "role": person.role, "unit": person.unit, "is_active": True}
    setup.change_person(person=person, **(given | changes), by=world.lina, at=world.now)  # type: ignore[arg-type]


def test_a_day_of_many_requests_locks_nobody_out(world: World, wati: Handset, settings: Settings) -> None:
    answers = {standing(wati)[0] for _ in range(60)}

    assert answers == {200}
