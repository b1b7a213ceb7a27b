"""A visit is told again. Two who did not see each other are both kept, until a person decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from teduh.respond import reads
from teduh.respond.corrections import Correction
from teduh.respond.models import Visit
from teduh.respond.retention import KINDS
from teduh.trust.models import Person
from tests.factories import World
from tests.field.handset import Handset, again, told
from tests.respond.stories import BEGAN

AsPerson = Callable[[Person], Client]


@pytest.fixture
def visit(world: World, wati: Handset) -> str:
    """Wati and Rahman were there, and Wati recorded it."""
    body = told(world, officers=[str(world.rahman.pk)])
    assert wati.send_one("visit.record", body)["outcome"] == "accepted"
    return str(body["visit"])


class TestOne:
    def test_becomes_the_next_version_and_keeps_what_it_replaced(self, wati: Handset, visit: str) -> None:
        body = again(visit, base=1, situation="Aman, hujan.", people=[{"role": "warga", "count": 30}], questions=[])

        answer = wati.send_one("visit.correct", body)

        row, correction = Visit.objects.get(), Correction.objects.get()
        assert (answer["outcome"], answer["result"]["version"]) == ("accepted", 2)
        assert (row.version, row.situation, row.people, row.questions.count()) == (
            *(2, "Aman, hujan.", [{"role": "warga", "count": 30}], 0),
        )
        assert (correction.before["situation"], correction.before["questions"][0]["answer"]) == (
            "Aman.",
            "Pukul tujuh.",
        )
        assert row.promises.count() == 1

    def test_sent_twice_is_one_version(self, wati: Handset, visit: str) -> None:
        act = wati.act("visit.correct", again(visit, base=1, situation="Hujan."))

        answers = wati.send(act, act)

        assert [one["outcome"] for one in answers] == ["accepted", "known"]
        assert Visit.objects.get().version == 2

    def test_of_nothing_new_makes_no_version(self, wati: Handset, visit: str) -> None:
        answer = wati.send_one("visit.correct", again(visit, base=1))

        assert (answer["outcome"], answer["result"]["version"], Visit.objects.get().version) == ("accepted", 1, 1)

    def test_before_the_visit_came_waits(self, world: World, wati: Handset) -> None:
        body = told(world)

        answer = wati.send_one("visit.correct", again(str(body["visit"]), base=1))

        assert (answer["outcome"], answer["todo"]) == ("later", "wait")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"base": 3}, "base"), ({"base": 0}, "base"), ({"at": BEGAN - timedelta(days=1)}, "started_at")],
    )
    def test_of_another_day_or_an_unknown_version_is_refused(
        self, wati: Handset, visit: str, changes: dict[str, object], field: str
    ) -> None:
        answer = wati.send_one("visit.correct", again(visit, **({"base": 1} | changes)))  # type: ignore[arg-type]

        assert (answer["outcome"], answer["field"], Visit.objects.get().version) == ("refused", field, 1)

    def test_two_weeks_later_is_too_late(self, wati: Handset, visit: str, that_monday: time_machine.Traveller) -> None:
        that_monday.shift(timedelta(days=14, minutes=1))

        answer = wati.send_one("visit.correct", again(visit, base=1, situation="Hujan."))

        assert (answer["outcome"], answer["message"]) == (
            "refused",
            "Kunjungan ini sudah lewat dua minggu dan tidak diubah lagi.",
        )

    def test_by_somebody_who_was_not_there_is_refused(self, world: World, wati: Handset, visit: str) -> None:
        Visit.objects.get().officers.remove(world.wati)
        Visit.objects.update(recorded_by=world.rahman)

        answer = wati.send_one("visit.correct", again(visit, base=1, situation="Hujan."))

        assert (answer["outcome"], answer["todo"]) == ("refused", "ask_chief")


class TestTwo:
    def tell_both(self, wati: Handset, rahman: Handset, visit: str) -> list[dict[str, object]]:
        first = wati.send_one("visit.correct", again(visit, base=1, situation="Aman, 30 orang."))
        second = rahman.send_one("visit.correct", again(visit, base=1, situation="Ramai, 50 orang."))
        return [first, second]

    def test_are_both_kept_and_nothing_is_overwritten(self, wati: Handset, rahman: Handset, visit: str) -> None:
        first, second = self.tell_both(wati, rahman, visit)

        waiting = Correction.objects.get(state="waiting")
        assert (first["outcome"], second["outcome"], second["stored"]) == ("accepted", "conflict", True)
        assert second["result"] == {"visit": visit, "notes": [], "version": 2, "difference": str(waiting.pk)}
        assert Visit.objects.get().situation == "Aman, 30 orang."
        assert (waiting.told["situation"], waiting.by.name) == ("Ramai, 50 orang.", "Rahman")

    def test_a_repeat_of_the_second_says_that_it_was_a_conflict(
        self, wati: Handset, rahman: Handset, visit: str
    ) -> None:
        wati.send_one("visit.correct", again(visit, base=1, situation="Aman, 30 orang."))
        act = rahman.act("visit.correct", again(visit, base=1, situation="Ramai, 50 orang."))

        answers = rahman.send(act, act)

        assert [(one["outcome"], one.get("first")) for one in answers] == [("conflict", None), ("known", "conflict")]
        assert Correction.objects.filter(state="waiting").count() == 1

    def test_that_say_the_same_are_no_conflict(self, wati: Handset, rahman: Handset, visit: str) -> None:
        same = again(visit, base=1, situation="Aman, 30 orang.")

        answers = [wati.send_one("visit.correct", same), rahman.send_one("visit.correct", same)]

        assert [one["outcome"] for one in answers] == ["accepted", "accepted"]
        assert Visit.objects.get().version == 2

    def test_one_that_changed_nothing_is_no_conflict(self, wati: Handset, rahman: Handset, visit: str) -> None:
        wati.send_one("visit.correct", again(visit, base=1, situation="Aman, 30 orang."))

        answer = rahman.send_one("visit.correct", again(visit, base=1))

        assert (answer["outcome"], Visit.objects.get().situation) == ("accepted", "Aman, 30 orang.")

    def test_are_both_shown_on_the_phones_of_both(self, wati: Handset, rahman: Handset, visit: str) -> None:
        self.tell_both(wati, rahman, visit)

        for phone in (wati, rahman):
            papers = phone.papers()
            (shown,) = papers["visits"]
            assert (shown["account"]["situation"], shown["version"]) == ("Aman, 30 orang.", 2)
            (other,) = shown["differences"]
            assert (other["by"], other["base"], other["account"]["situation"]) == ("Rahman", 1, "Ramai, 50 orang.")
            assert papers["today"]["things"][0]["kind"] == "difference"

    def test_are_settled_on_a_phone_by_telling_it_as_it_was(self, wati: Handset, rahman: Handset, visit: str) -> None:
        _first, second = self.tell_both(wati, rahman, visit)
        difference = second["result"]["difference"]  # type: ignore[index]

        answer = wati.send_one(
            "visit.correct", again(visit, base=2, situation="Aman, ramai, 50 orang.", settles=[difference])
        )
        late = rahman.send_one("visit.correct", again(visit, base=3, situation="Lain.", settles=[difference]))

        settled = Correction.objects.get(pk=difference)
        assert (answer["outcome"], answer["result"]["version"]) == ("accepted", 3)
        assert (settled.state, settled.settled_by, settled.told["situation"]) == (
            *("set_aside", wati.person, "Ramai, 50 orang."),
        )
        assert (late["outcome"], late["field"]) == ("refused", "settles")
        assert wati.papers()["visits"][0]["differences"] == []

    @pytest.mark.parametrize(
        ("take", "situation", "version", "state"),
        [("theirs", "Ramai, 50 orang.", 3, "applied"), ("stored", "Aman, 30 orang.", 2, "set_aside")],
    )
    def test_are_settled_on_the_page_of_the_visit(
        self,
        world: World,
        wati: Handset,
        rahman: Handset,
        visit: str,
        as_person: AsPerson,
        take: str,
        situation: str,
        version: int,
        state: str,
    ) -> None:
        _first, second = self.tell_both(wati, rahman, visit)
        difference = second["result"]["difference"]  # type: ignore[index]
        browser = as_person(world.wati)

        page = browser.get(f"/kunjungan/{visit}/beda/").content.decode()
        answer = browser.post(f"/kunjungan/{visit}/beda/{difference}/", {"take": take})
        again_ = browser.post(f"/kunjungan/{visit}/beda/{difference}/", {"take": take})

        row = Visit.objects.get()
        assert "Aman, 30 orang." in page
        assert "Ramai, 50 orang." in page
        assert "kunjungan dengan dua catatan" not in browser.get("/papan/").content.decode()
        assert (answer.status_code, again_.status_code) == (302, 404)
        assert (row.situation, row.version) == (situation, version)
        assert Correction.objects.get(pk=difference).state == state
        replaced = {"Aman.", "Aman, 30 orang."} if take == "theirs" else {"Aman."}
        assert {one.before["situation"] for one in reads.corrections_of(row) if one.before} == replaced

    def test_wait_on_the_first_page_of_those_who_may_decide(
        self, world: World, wati: Handset, rahman: Handset, visit: str, as_person: AsPerson
    ) -> None:
        self.tell_both(wati, rahman, visit)

        assert [
            "kunjungan dengan dua catatan" in as_person(person).get("/papan/").content.decode()
            for person in (world.wati, world.rahman, world.yusuf)
        ] == [True, True, False]

    def test_end_with_the_words_of_the_visit(self, world: World, wati: Handset, rahman: Handset, visit: str) -> None:
        self.tell_both(wati, rahman, visit)
        (kind,) = (kind for kind in KINDS if kind.key == "visit_words")
        assert kind.remove is not None

        kind.remove([Visit.objects.get().pk], world.now)

        assert [(one.told, one.before) for one in Correction.objects.all()] == [({}, {})]
        assert Visit.objects.get().situation == ""
