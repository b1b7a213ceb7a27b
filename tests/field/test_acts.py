"""An act of a phone is stored once, with its receipt and its audit row, or answered with what to do."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine

from teduh.field import forms, rules
from teduh.field.models import Receipt
from teduh.field.rules import Form
from teduh.listen.models import Complaint, Photo, Report
from teduh.places.keys import new_id
from teduh.places.models import Posting
from teduh.plan import actions as plan
from teduh.plan import steps as planning
from teduh.respond.models import Promise, Visit
from teduh.triage import actions as triage
from teduh.triage.rules import IssueKind
from teduh.trust import audit
from teduh.trust.models import AuditEvent, VaultEntry
from tests.factories import World
from tests.field.conftest import AsPerson
from tests.field.handset import CODE, Handset, handset, picture, told
from tests.respond.stories import BEGAN, approved_message


class TestVisit:
    def test_is_stored_with_its_receipt_and_a_row_for_both(self, world: World, wati: Handset) -> None:
        body = told(world)

        answer = wati.send_one("visit.record", body)

        visit = Visit.objects.get()
        assert answer == {
            "id": answer["id"],
            "outcome": "accepted",
            "stored": True,
            "error": None,
            "message": "",
            "field": None,
            "todo": None,
            "result": {"visit": body["visit"], "version": 1, "notes": []},
        }
        assert (str(visit.pk), visit.situation, list(visit.officers.all())) == (body["visit"], "Aman.", [world.wati])
        receipt = Receipt.objects.get()
        assert (str(receipt.pk), receipt.phone_id, receipt.arrived_at) == (answer["id"], wati.id, world.now)
        assert set(AuditEvent.objects.filter(at=world.now).values_list("action", flat=True)) >= {
            "respond.record_visit",
            "field.take",
        }
        assert audit.verify() == []

    def test_sent_twice_is_there_once(self, world: World, wati: Handset) -> None:
        act = wati.act("visit.record", told(world))

        first, second = wati.send(act), wati.send(act)

        assert [(one["outcome"], one["stored"]) for one in (*first, *second)] == [("accepted", True), ("known", True)]
        assert (second[0]["first"], second[0]["result"]) == ("accepted", first[0]["result"])
        assert (Visit.objects.count(), Promise.objects.count(), Receipt.objects.count()) == (1, 1, 1)

    def test_twice_in_one_body_is_there_once(self, world: World, wati: Handset) -> None:
        act = wati.act("visit.record", told(world))

        assert [one["outcome"] for one in wati.send(act, act)] == ["accepted", "known"]

    def test_other_content_under_a_stored_id_is_not_taken_for_it(self, world: World, wati: Handset) -> None:
        act = wati.act("visit.record", told(world))
        wati.send(act)

        (answer,) = wati.send(act | {"body": act["body"] | {"situation": "Ribut."}})

        assert (answer["outcome"], answer["stored"], answer["error"]) == ("refused", False, "other_content")
        assert Visit.objects.get().situation == "Aman."

    def test_one_that_cannot_be_taken_stops_no_other_and_can_be_mended(self, world: World, wati: Handset) -> None:
        bad = wati.act("visit.record", told(world, people=[{"role": "warga", "count": 0}]))
        good = wati.act("visit.record", told(world, village=world.tanjungan.code))

        answers = wati.send(bad, good)
        (mended,) = wati.send(bad | {"body": bad["body"] | {"people": []}})

        assert [(one["outcome"], one["field"], one["todo"]) for one in answers] == [
            ("refused", "people", "mend"),
            ("accepted", None, None),
        ]
        assert answers[0]["message"] == "Jumlah warga harus antara 1 dan 100.000."
        assert mended["outcome"] == "accepted"

    def test_of_another_village_is_refused_and_leaves_nothing(self, world: World, wati: Handset) -> None:
        answer = wati.send_one("visit.record", told(world, village=world.kemalaraja.code))

        assert (answer["outcome"], answer["todo"]) == ("refused", "ask_chief")
        assert (Visit.objects.count(), Receipt.objects.count()) == (0, 0)

    def test_of_the_last_day_before_a_handover_still_arrives(self, world: World, wati: Handset) -> None:
        Posting.objects.filter(person=world.wati).update(valid_to=date(2024, 10, 11))

        of_that_day = wati.send_one("visit.record", told(world))
        of_today = wati.send_one(
            "visit.record",
            told(world, started_at=world.now.isoformat(), ended_at=world.now.isoformat(), promises=[]),
        )

        assert (of_that_day["outcome"], of_today["outcome"]) == ("accepted", "refused")

    def test_carries_messages_concerns_and_its_planned_stop(self, world: World, wati: Handset) -> None:
        message = approved_message(world)
        issue = triage.open_issue(
            kind=IssueKind.RUMOUR,
            title="Kabar surat suara",
            unit=world.polres,
            villages=[world.ujanmas],
            reports=[],
            by=world.budi,
            at=world.now,
        )
        week = planning.make_plan(unit=world.pengandonan, week_start=world.today, by=world.rahman, at=world.now)
        stop = week.stops.filter(village=world.ujanmas).first() or plan.add_stop(
            plan=week, village=world.ujanmas, day=world.today, officer=world.wati, by=world.rahman, at=world.now
        )
        body = told(
            world,
            officers=[str(world.rahman.pk)],
            messages=[str(message.pk)],
            concerns=[{"text": "Benarkah dicoblos?", "issue": str(issue.pk)}],
            stop=str(stop.pk),
        )

        answer = wati.send_one("visit.record", body)

        visit = Visit.objects.get()
        stop.refresh_from_db()
        assert answer["result"]["notes"] == []
        assert set(visit.officers.all()) == {world.wati, world.rahman}
        assert (visit.messages.get(), visit.concerns.get().issue, stop.visit_id) == (message, issue, visit.pk)

    def test_whose_stop_is_gone_is_stored_without_it_and_says_so(self, world: World, wati: Handset) -> None:
        answer = wati.send_one("visit.record", told(world, stop=str(new_id())))

        assert (answer["outcome"], [note["note"] for note in answer["result"]["notes"]]) == ("accepted", ["stop"])

    @pytest.mark.parametrize("field", ["officers", "messages"])
    def test_names_only_what_exists(self, world: World, wati: Handset, field: str) -> None:
        answer = wati.send_one("visit.record", told(world, **{field: [str(new_id())]}))

        assert (answer["outcome"], answer["field"], answer["todo"]) == ("refused", field, "mend")


class TestClock:
    def test_that_runs_ahead_by_hours_moves_the_visit_back_and_keeps_what_was_said(
        self, world: World, wati: Handset
    ) -> None:
        ahead = world.now + timedelta(hours=20)
        body = told(
            world, started_at=(ahead - timedelta(minutes=30)).isoformat(), ended_at=ahead.isoformat(), promises=[]
        )

        answer = wati.send_one("visit.record", body, made_at=ahead.isoformat())

        visit, receipt = Visit.objects.get(), Receipt.objects.get()
        assert [note["note"] for note in answer["result"]["notes"]] == ["clock"]
        assert (visit.started_at, visit.ended_at) == (world.now - timedelta(minutes=30), world.now)
        assert (receipt.made_at, receipt.arrived_at) == (ahead, world.now)

    def test_that_runs_ahead_by_days_is_to_be_mended(self, world: World, wati: Handset) -> None:
        ahead = (world.now + timedelta(days=3)).isoformat()

        answer = wati.send_one("visit.record", told(world, started_at=ahead, ended_at=ahead, promises=[]))

        assert (answer["outcome"], answer["field"]) == ("refused", "started_at")

    def test_that_is_behind_is_believed(self, world: World, wati: Handset) -> None:
        wati.send_one("visit.record", told(world), made_at=(world.now - timedelta(days=1)).isoformat())

        assert Visit.objects.get().started_at == BEGAN

    def test_a_day_ahead_keeps_a_promise_on_the_day_of_arrival(self, world: World, wati: Handset) -> None:
        wati.send_one("visit.record", told(world))
        promise = Promise.objects.get()

        answer = wati.send_one(
            "promise.keep", {"promise": str(promise.pk), "kept_on": "2024-10-15", "outcome": "Sudah menyala."}
        )

        promise.refresh_from_db()
        assert (answer["outcome"], promise.kept_on) == ("accepted", world.today)


class TestOtherActs:
    def test_a_promise_is_kept_and_told_back_once(self, world: World, wati: Handset) -> None:
        wati.send_one("visit.record", told(world))
        pk = str(Promise.objects.get().pk)
        keep = wati.act("promise.keep", {"promise": pk, "kept_on": "2024-10-14", "outcome": "Sudah menyala."})
        tell = wati.act("promise.tell", {"promise": pk, "on": "2024-10-14"})

        early = wati.send(tell)
        answers = wati.send(keep, keep, tell, tell)

        assert (early[0]["outcome"], early[0]["todo"]) == ("refused", "mend")
        assert [one["outcome"] for one in answers] == ["accepted", "known", "accepted", "known"]
        assert Promise.objects.get().told_back_on == world.today

    def test_a_stop_is_skipped_by_its_officer_with_a_reason(
        self, world: World, wati: Handset, as_person: AsPerson
    ) -> None:
        week = planning.make_plan(unit=world.pengandonan, week_start=world.today, by=world.rahman, at=world.now)
        stop = week.stops.first()
        assert stop is not None
        plan.set_officer(stop=stop, officer=world.wati, by=world.rahman, at=world.now)
        yusuf = handset(world.yusuf, as_person)

        foreign = yusuf.send_one("stop.skip", {"stop": str(stop.pk), "reason": "Bukan wilayah saya"})
        answer = wati.send_one("stop.skip", {"stop": str(stop.pk), "reason": "Jembatan putus"})

        stop.refresh_from_db()
        assert (foreign["outcome"], answer["outcome"]) == ("refused", "accepted")
        assert (stop.state, stop.skip_reason) == ("skipped", "Jembatan putus")

    def test_an_act_of_another_person_waits_for_that_person(self, world: World, wati: Handset, rahman: Handset) -> None:
        answers = wati.send(rahman.act("visit.record", told(world)))

        assert [(one["outcome"], one["todo"]) for one in answers] == [("refused", "sign_in_as")]
        assert Visit.objects.count() == 0

    def test_an_id_that_somebody_else_used_gives_nothing_of_theirs(
        self, world: World, wati: Handset, rahman: Handset
    ) -> None:
        act = wati.act("visit.record", told(world))
        wati.send(act)

        (answer,) = rahman.send(rahman.act("visit.record", told(world), id=act["id"]))

        assert (answer["outcome"], answer["error"], answer["result"]) == ("refused", "other_content", {})


class TestReport:
    def body(self, world: World, **changes: object) -> dict[str, object]:
        return {
            "report": str(new_id()),
            "code": CODE,
            "text": "ribut di pasar",
            "village": world.ujanmas.code,
        } | changes

    def test_is_a_report_with_the_code_of_the_phone_and_nobody_beside_it(self, world: World, wati: Handset) -> None:
        act = wati.act("report.enter", self.body(world))

        answers = wati.send(act, act)

        report = Report.objects.get()
        assert [one["outcome"] for one in answers] == ["accepted", "known"]
        assert answers[0]["result"] == {"sealed": False, "emergency": False}
        assert (report.text, report.channel, report.entered_by) == ("ribut di pasar", "officer", world.wati)
        assert report.receipt_digest
        assert VaultEntry.objects.count() == 0
        assert CODE not in str(list(Receipt.objects.values())) + str(list(AuditEvent.objects.values()))
        assert "ribut" not in str(list(Receipt.objects.values())) + str(list(AuditEvent.objects.values()))

    def test_has_no_place_for_a_name_or_a_number(self, world: World, wati: Handset) -> None:
        answer = wati.send_one("report.enter", self.body(world, contact="0812-0000-7788"))

        assert (answer["outcome"], answer["field"], Report.objects.count()) == ("refused", "contact", 0)
        assert "0812" not in answer["message"]

    def test_about_police_goes_sealed_to_the_outside_body(self, world: World, wati: Handset) -> None:
        answer = wati.send_one("report.enter", self.body(world, about_police=True))

        assert (answer["result"]["sealed"], Report.objects.count(), Complaint.objects.count()) == (True, 0, 1)

    def test_comes_with_its_photos_or_waits_for_them(self, world: World, wati: Handset) -> None:
        photo, whole = new_id(), picture()
        act = wati.act("report.enter", self.body(world, files=[str(photo)]))

        (early,) = wati.send(act)
        wati.put(photo, whole)
        (answer,) = wati.send(act)

        assert (early["outcome"], early["todo"], early["error"]) == ("later", "send_files", "file_missing")
        assert (answer["outcome"], Photo.objects.count()) == ("accepted", 1)

    def test_with_a_code_that_is_mistyped_is_refused(self, world: World, wati: Handset) -> None:
        answer = wati.send_one("report.enter", self.body(world, code="12345678901234567"))

        assert (answer["outcome"], answer["field"]) == ("refused", "code")


class TestForms:
    def test_a_newer_form_than_the_server_knows_waits_for_an_update(self, world: World, wati: Handset) -> None:
        answer = wati.send_one("visit.record", told(world), form=9)

        assert (answer["outcome"], answer["todo"], answer["error"]) == ("refused", "update_app", "unknown_form")

    def test_an_old_form_is_taken_for_ninety_days_and_then_told_clearly(
        self, world: World, wati: Handset, monkeypatch: pytest.MonkeyPatch, that_monday: time_machine.Traveller
    ) -> None:
        # Until this Monday the field was called "desa".
        last = world.today + rules.OLD_FORMS_LAST
        monkeypatch.setattr(forms, "FORM", 2)
        monkeypatch.setattr(forms, "FORMS", {1: Form(1, last), 2: Form(2)})
        monkeypatch.setitem(
            forms.UPGRADES, 1, lambda _kind, body: {"village" if name == "desa" else name: body[name] for name in body}
        )
        body = told(world)
        body["desa"] = body.pop("village")
        act = wati.act("visit.record", body)

        answer = wati.send(act)
        in_the_new_form = wati.send(act | {"form": 2, "body": told(world, visit=body["visit"])})
        that_monday.shift(rules.OLD_FORMS_LAST + timedelta(days=1))
        late = handset_again(wati)
        refused = late.send(late.act("visit.record", body))

        assert (answer[0]["outcome"], in_the_new_form[0]["outcome"]) == ("accepted", "known")
        assert (refused[0]["outcome"], refused[0]["todo"], refused[0]["error"]) == ("refused", "update_app", "old_form")

    @pytest.mark.parametrize(
        "act", [None, 7, [], {}, {"id": "x"}, {"id": str(UUID(int=1)), "kind": "visit.record", "body": {}}]
    )
    def test_what_cannot_be_read_is_answered_and_stops_nothing(self, world: World, wati: Handset, act: object) -> None:
        answers = wati.post("sync_push", {"acts": [act, wati.act("visit.record", told(world))]}).json()["answers"]

        assert [(one["outcome"], one["stored"]) for one in answers] == [("refused", False), ("accepted", True)]

    @pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"acts": 3}', b"\xff\xfe"])
    def test_a_body_that_was_cut_is_one_sentence(self, wati: Handset, body: bytes) -> None:
        answer = wati.request("POST", "/lapangan/kirim", body)

        assert (answer.status_code, set(answer.json())) == (400, {"error", "message", "field"})

    def test_too_much_at_once_is_told_so(self, world: World, wati: Handset) -> None:
        many = wati.post("sync_push", {"acts": [{}] * 51})
        long = wati.post("sync_push", {"acts": ["x" * 1_000_001]})

        assert [(one.status_code, one.json()["error"]) for one in (many, long)] == [(413, "toolarge")] * 2

    def test_in_the_language_that_the_phone_asks_for(self, world: World, wati: Handset) -> None:
        body = told(world, people=[{"role": "warga", "count": 0}])

        answer = wati.post("sync_push", {"acts": [wati.act("visit.record", body)]}, **{"Accept-Language": "en"}).json()

        assert answer["answers"][0]["message"] == "The number for warga must lie between 1 and 100,000."


def handset_again(phone: Handset) -> Handset:
    """The same phone after its person signed in anew."""
    from django.utils import timezone  # noqa: PLC0415

    from teduh.field.actions import register  # noqa: PLC0415

    done = register(phone_id=phone.id, label="HP dinas", by=phone.person, at=timezone.now())
    return Handset(phone.person, phone.id, done.token, done.phone.recovery)


def test_a_mistake_of_ours_keeps_the_act_and_the_rest_goes_on(
    world: World, wati: Handset, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from teduh.field.actions import deeds  # noqa: PLC0415

    def broken(*_args: object) -> None:
        raise ValueError("kata Sari yang rahasia")

    monkeypatch.setitem(deeds.DO, "stop.skip", broken)

    answers = wati.send(
        wati.act("stop.skip", {"stop": str(new_id()), "reason": "x"}), wati.act("visit.record", told(world))
    )

    assert [(one["outcome"], one["error"]) for one in answers] == [("later", "broken"), ("accepted", None)]
    assert Receipt.objects.count() == 1
