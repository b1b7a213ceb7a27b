"""Floods are slowed and priced, nobody is refused, and a neighbour on the same address comes through."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import uuid4

import altcha
import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from teduh.listen import limits, receipts, slowing
from teduh.listen.models import Report
from teduh.listen.slowing import Send
from teduh.trust import work
from teduh.trust.models import Person
from tests.factories import World

NOW = 1_728_871_200.0
STREET = hash("the street behind one address")
SARI = "Tadi malam ada dua pemuda berkelahi di depan balai desa, sekarang sudah pulang."
FLOOD = "SEBARKAN!! Kades sudah menjual suara satu kampung, jangan mau datang ke TPS besok pagi!!"


def send(text: str, *, network: int = STREET, ticket: str = "", note: str = "", solution: str = "") -> Send:
    return Send(network, ticket or receipts.new_ticket(), text, text, solution=solution, note=note)


def solve(riddle: dict[str, Any]) -> str:
    challenge = altcha.Challenge.from_dict(riddle)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def other_words(number: int) -> str:
    """Texts of many people: nothing in common but the language."""
    return " ".join(f"kata{number}x{place}" for place in range(12))


def flood(times: int, at: float, network: int = STREET) -> int:
    """How many of so many sends of one copied text came in at once."""
    came = 0
    for _ in range(times):
        one = send(FLOOD, network=network)
        if slowing.may_send(one, at):
            came += 1
        else:
            slowing.slow(one, at)
    return came


class TestBuckets:
    def test_a_street_sends_sixty_at_once_and_then_works_or_waits(self) -> None:
        came = [slowing.may_send(send(other_words(number)), NOW) for number in range(61)]

        assert came == [True] * 60 + [False]
        assert slowing.may_send(send(other_words(61), network=hash("another street")), NOW) is True
        assert slowing.may_send(send(other_words(62)), NOW + 5) is True

    def test_copies_of_one_text_are_slowed_wherever_they_come_from(self) -> None:
        came = [slowing.may_send(send(FLOOD, network=number), NOW) for number in range(30)]

        assert came == [True] * 10 + [False] * 20
        assert slowing.may_send(send(SARI, network=7), NOW) is True

    def test_a_slowed_send_takes_nothing_from_those_who_are_not(self) -> None:
        flood(200, NOW)

        assert limits.REPORTS.level(STREET, NOW) == 50
        assert slowing.may_send(send(SARI), NOW) is True

    def test_short_words_are_no_copies(self) -> None:
        assert all(slowing.may_send(send("banjir lagi pak"), NOW) for _ in range(40))


class TestPrice:
    def test_it_grows_with_the_load_and_comes_down_again(self) -> None:
        steps = []
        for _ in range(5):
            steps.append(slowing.price(STREET, NOW))
            flood(60, NOW)

        assert steps == [0, 2, 3, 3, 4]
        assert slowing.price(STREET, NOW) == 4
        assert slowing.price(hash("another street"), NOW) == 0
        assert slowing.price(STREET, NOW + 240) == 0

    def test_forms_that_are_only_opened_make_it_dearer_too(self) -> None:
        limits.REPORTS._levels[STREET] = (0.0, NOW)
        asked = [slowing.before(STREET, str(number), NOW) for number in range(60)]

        assert [one.wait_s for one in asked if one][::50] == [5, 20]

    def test_it_is_bounded(self) -> None:
        flood(600, NOW)
        asked = slowing.slow(send(SARI), NOW)

        assert asked.wait_s == 60
        assert slowing.price(STREET, NOW) == len(slowing.TRIES) - 1


class TestTwoWaysOn:
    def test_a_solved_riddle_sends_one_report(self) -> None:
        flood(300, NOW)
        limits.REPORTS._levels[STREET] = (0.0, NOW)
        ticket = receipts.new_ticket()
        first = send(SARI, ticket=ticket)
        assert slowing.may_send(first, NOW) is False
        answer = solve(slowing.slow(first, NOW).riddle)

        assert slowing.may_send(send(SARI, ticket=receipts.new_ticket(), solution=answer), NOW) is False
        assert slowing.may_send(send(SARI, ticket=ticket, solution=answer), NOW) is True
        assert slowing.may_send(send(FLOOD, ticket=ticket, solution=answer), NOW) is False

    def test_a_note_counts_after_its_seconds_once_and_for_its_form(self) -> None:
        limits.REPORTS._levels[STREET] = (0.0, NOW)
        ticket = receipts.new_ticket()
        asked = slowing.slow(send(SARI, ticket=ticket), NOW)
        limits.REPORTS._levels[STREET] = (0.0, NOW + 3_600)

        def comes(
            text: str = SARI, ticket: str = ticket, at: float = NOW + asked.wait_s, note: str = asked.note
        ) -> bool:
            return slowing.may_send(send(text, ticket=ticket, note=note), at)

        assert comes(at=NOW + asked.wait_s - 1) is False
        assert comes(ticket="another form") is False
        assert comes(note=asked.note[:-2]) is False
        assert comes(at=NOW + asked.wait_s + slowing.NOTE_LASTS_S + 1) is False
        assert comes() is True
        assert comes(text=other_words(1)) is False

    def test_a_form_opened_during_a_flood_works_and_waits_while_the_person_writes(self) -> None:
        ticket = receipts.new_ticket()
        assert slowing.before(STREET, ticket, NOW) is None
        limits.REPORTS._levels[STREET] = (0.0, NOW + 600)

        asked = slowing.before(STREET, ticket, NOW)

        assert asked is not None
        assert slowing.may_send(send(SARI, ticket=ticket, note=asked.note), NOW + asked.wait_s) is True


def test_five_hundred_honest_senders_come_through_a_flood_from_their_own_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For ten minutes a machine sends ten copies a second and redeems every note; 500 people send once each."""
    # Nobody solves a riddle in this story, and making six thousand takes a while.
    monkeypatch.setattr(work, "riddle", lambda *_asked: {})
    free = limits.REPORTS.size + 600 * limits.REPORTS.per_second
    bound = free + limits.WAITED_COPIES.size + 600 * limits.WAITED_COPIES.per_second
    notes: list[tuple[float, Send]] = []
    waiting: list[tuple[float, Send]] = []
    flooded, served, waits = 0, 0, []
    for second in range(600):
        now = NOW + second
        flooded += sum(slowing.may_send(one, now) for ready, one in notes if ready <= now)
        notes = [pair for pair in notes if pair[0] > now]
        for _ in range(10):
            one = send(FLOOD)
            if slowing.may_send(one, now):
                flooded += 1
            else:
                asked = slowing.slow(one, now)
                notes.append((now + asked.wait_s, send(FLOOD, ticket=one.ticket, note=asked.note)))
        for started, one in [pair for pair in waiting if pair[0] <= now]:
            came = slowing.may_send(one, now)
            served += came
            assert came, started
        waiting = [pair for pair in waiting if pair[0] > now]
        if second < 500:
            one = send(other_words(second))
            if slowing.may_send(one, now):
                served += 1
            else:
                asked = slowing.slow(one, now)
                waits.append(asked.wait_s)
                waiting.append((now + asked.wait_s, send(one.text, ticket=one.ticket, note=asked.note)))

    assert served == 500
    assert max(waits) == 60
    assert flooded <= bound


class TestScreens:
    @pytest.fixture(autouse=True)
    def monday(self, world: World, oku_receives: None) -> Iterator[Any]:
        with time_machine.travel(world.now, tick=False) as clock:
            yield clock

    @pytest.fixture
    def busy(self, world: World) -> int:
        """Somebody on Sari's address has used up its tokens."""
        network = limits.network(_request("203.0.113.99"))
        limits.REPORTS._levels[network] = (0.0, world.now.timestamp() + 3_600)
        return network

    @pytest.fixture
    def sari(self) -> Client:
        return Client(REMOTE_ADDR="203.0.113.7")

    def test_words_are_kept_and_the_page_says_how_to_go_on(self, sari: Client, busy: int) -> None:
        slowed = sari.post("/lapor/", {"text": SARI, "place": "Ujanmas", "ticket": "t"})

        html = unescape(slowed.content.decode())
        assert slowed.status_code == 429
        assert (SARI in html, 'value="Ujanmas"' in html) == (True, True)
        assert "Tunggu 5 detik, lalu tekan Kirim sekali lagi." in html
        assert Report.objects.count() == 0

    def test_without_script_sari_waits_and_is_served(self, sari: Client, busy: int, monday: Any) -> None:
        kept = hidden(sari.post("/lapor/", {"text": SARI}))
        too_soon = sari.post("/lapor/", {"text": SARI, **kept})
        monday.shift(6)

        served = sari.post("/lapor/", {"text": SARI, **hidden(too_soon), "note": kept["note"]})

        assert (too_soon.status_code, served.status_code, served.url) == (429, 302, "/lapor/kode/")
        assert [report.text for report in Report.objects.all()] == [SARI]

    def test_with_the_solved_riddle_she_is_served_at_once(self, sari: Client, busy: int) -> None:
        slowed = sari.post("/lapor/", {"text": SARI})

        served = sari.post("/lapor/", {"text": SARI, **hidden(slowed), "solution": solve(riddle(slowed))})
        again = sari.post("/lapor/", {"text": FLOOD, **hidden(slowed), "solution": solve(riddle(slowed))})

        assert (served.status_code, again.status_code, Report.objects.count()) == (302, 429, 1)

    def test_the_script_sends_by_itself_only_where_no_photo_would_be_lost(self, sari: Client, busy: int) -> None:
        from tests.factories.district import picture  # noqa: PLC0415 (a picture is made only here)

        without = sari.post("/lapor/", {"text": SARI}).content.decode()
        with_photo = sari.post("/lapor/", {"text": SARI, "photos": _upload(picture())}).content.decode()

        assert ("data-sends" in without, "data-sends" in with_photo) == (True, False)
        assert "Pilih fotonya sekali lagi" in with_photo

    def test_a_form_opened_now_counts_from_its_opening(self, sari: Client, busy: int, monday: Any) -> None:
        opened = sari.get("/lapor/")
        assert "Sedang ramai." in opened.content.decode()
        monday.shift(6)

        assert sari.post("/lapor/", {"text": SARI, **hidden(opened)}).status_code == 302

    def test_the_emergency_number_comes_first_whatever_the_load(self, sari: Client, busy: int) -> None:
        slowed = sari.post("/lapor/", {"text": "tolong cepat, ada orang bawa parang mengejar warga sekarang"})

        html = unescape(slowed.content.decode())
        assert slowed.status_code == 429
        assert html.index("Telepon 110 sekarang") < html.index('id="slowed"')

    def test_an_officer_who_writes_for_a_resident_is_never_slowed(
        self, world: World, as_person: Any, busy: int
    ) -> None:
        wati = as_person(world.wati)
        wati.defaults["REMOTE_ADDR"] = "203.0.113.8"

        for number in range(3):
            sent = wati.post("/laporan/baru/", {"text": f"{SARI} {number}", "channel": "officer"})
            assert sent.status_code == 302, sent.content.decode()[:500]
        assert isinstance(world.wati, Person)
        assert Report.objects.filter(entered_by=world.wati).count() == 3

    def test_nothing_of_the_address_or_the_words_is_written_down(self, sari: Client, busy: int) -> None:
        slowed = sari.post("/lapor/", {"text": SARI})

        kept = repr(limits._ALL) + json.dumps(riddle(slowed)) + hidden(slowed)["note"]
        assert [word for word in ("203.0.113", "pemuda", "balai") if word in kept] == []


class TestApi:
    @pytest.fixture(autouse=True)
    def busy(self, world: World, oku_receives: None) -> Iterator[None]:
        with time_machine.travel(world.now, tick=False):
            network = limits.network(_request("127.0.0.1"))
            limits.REPORTS._levels[network] = (0.0, world.now.timestamp() + 3_600)
            yield

    def post(self, client: Client, **more: Any) -> Any:
        return client.post("/api/v1/reports", more, content_type="application/json")

    def test_a_slowed_report_names_the_two_ways_on(self, client: Client) -> None:
        answer = self.post(client, id=str(uuid4()), text="ada orang bawa parang mengejar warga sekarang")

        told = answer.json()
        assert answer.status_code == 429
        assert (told["error"], told["field"], told["wait_seconds"], told["emergency"]) == ("slowed", None, 5, True)
        assert told["challenge"]["parameters"]["algorithm"] == "PBKDF2/SHA-256"
        assert Report.objects.count() == 0

    @pytest.mark.parametrize("in_header", [True, False])
    def test_the_solution_comes_in_a_header_or_in_the_body(self, client: Client, in_header: bool) -> None:
        report = {"id": str(uuid4()), "text": SARI}
        solution = solve(self.post(client, **report).json()["challenge"])
        given = {"headers": {"Teduh-Solution": solution}} if in_header else {}
        body = report if in_header else {**report, "solution": solution}

        taken = client.post("/api/v1/reports", body, content_type="application/json", **given)
        other = self.post(client, id=str(uuid4()), text=SARI, solution=solution)

        assert (taken.status_code, other.status_code, Report.objects.count()) == (201, 429, 1)


def hidden(response: HttpResponse) -> dict[str, str]:
    html = unescape(response.content.decode())
    found = dict(re.findall(r'<input type="hidden" name="(ticket|note)" value="([^"]*)"', html))
    assert set(found) == {"ticket", "note"}
    return found


def riddle(response: HttpResponse) -> dict[str, Any]:
    found = re.search(r'data-riddle="([^"]+)"', response.content.decode())
    assert found
    told: dict[str, Any] = json.loads(unescape(found[1]))
    return told


def _request(address: str) -> Any:
    from django.test import RequestFactory  # noqa: PLC0415

    return RequestFactory().get("/", REMOTE_ADDR=address)


def _upload(content: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    return SimpleUploadedFile("foto.jpg", content, content_type="image/jpeg")
