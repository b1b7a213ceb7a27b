"""Photos and voice notes come in pieces that may be cut anywhere; they are stored once, stripped and sealed."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from PIL import Image

from teduh.field import retention
from teduh.field.actions import files
from teduh.field.models import Piece, WaitingFile
from teduh.places.keys import new_id
from teduh.respond.models import Visit
from teduh.respond.visitfiles import VisitFile
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.field.handset import Handset, picture, told

VOICE = b"\x1aE\xdf\xa3" + bytes(range(256)) * 8


def visited(world: World, phone: Handset) -> str:
    body = told(world)
    phone.send_one("visit.record", body)
    return str(body["visit"])


class TestPieces:
    def test_in_order_become_the_file(self, wati: Handset) -> None:
        pk, whole = new_id(), bytes(range(256)) * 10

        first = wati.put(pk, whole, stop=1_000).json()
        asked = wati.request("GET", f"/lapangan/berkas/{pk}").json()
        last = wati.put(pk, whole, start=1_000).json()

        assert first == {"offset": 1_000, "length": 2_560, "whole": False, "used": False}
        assert asked == first
        assert last == {"offset": 2_560, "length": 2_560, "whole": True, "used": False}
        assert files.content_of(WaitingFile.objects.get()) == whole

    def test_sent_again_change_nothing(self, wati: Handset) -> None:
        pk, whole = new_id(), b"a" * 900
        wati.put(pk, whole, stop=500)

        again = wati.put(pk, whole, stop=500).json()
        over = wati.put(pk, whole, start=200, stop=700).json()

        assert (again["offset"], over["offset"]) == (500, 700)
        assert b"".join([files.content_of(WaitingFile.objects.get())]) == whole[:700]

    def test_that_leave_a_hole_are_told_where_to_go_on(self, wati: Handset) -> None:
        pk, whole = new_id(), b"a" * 900
        wati.put(pk, whole, stop=500)

        answer = wati.put(pk, whole, start=600)

        assert (answer.status_code, answer.json()["error"], answer.json()["offset"]) == (409, "other_offset", 500)

    def test_that_broke_on_the_way_are_sent_again(self, wati: Handset) -> None:
        answer = wati.put(new_id(), b"a" * 900, **{"Teduh-Piece": "0" * 64})

        assert (answer.status_code, answer.json()["error"]) == (400, "piece_broken")
        assert WaitingFile.objects.count() == 0

    def test_of_a_whole_that_is_another_start_anew(self, wati: Handset) -> None:
        pk, whole = new_id(), b"a" * 900
        wrong = {"Teduh-Sha256": hashlib.sha256(b"other").hexdigest()}
        wati.put(pk, whole, stop=500, **wrong)

        answer = wati.put(pk, whole, start=500, **wrong)

        assert (answer.status_code, answer.json()["error"], answer.json()["offset"]) == (409, "file_broken", 0)
        assert Piece.objects.count() == 0

    def test_of_other_content_under_a_known_id_are_refused(self, wati: Handset) -> None:
        pk = new_id()
        wati.put(pk, b"a" * 900)

        answer = wati.put(pk, b"b" * 900)

        assert (answer.status_code, answer.json()["error"]) == (400, "other_content")

    def test_of_somebody_else_are_as_if_there_were_none(self, wati: Handset, rahman: Handset) -> None:
        pk, whole = new_id(), b"a" * 900
        wati.put(pk, whole, stop=500)

        asked = rahman.request("GET", f"/lapangan/berkas/{pk}").json()
        sent = rahman.put(pk, whole, start=500)

        assert asked["offset"] == 0
        assert (sent.status_code, sent.json()["error"]) == (400, "other_content")

    @pytest.mark.parametrize("length", ["", "-1", "x", "9" * 12, "0", "2000001"])
    def test_of_no_sensible_length_are_refused(self, wati: Handset, length: str) -> None:
        answer = wati.put(new_id(), b"a" * 900, **{"Teduh-Length": length})

        assert answer.status_code == 400
        assert WaitingFile.objects.count() == 0

    def test_lie_sealed_and_leave_a_row(self, wati: Handset) -> None:
        wati.put(new_id(), b"kata Sari yang rahasia" * 40)

        assert b"rahasia" not in bytes(Piece.objects.get().content)
        assert AuditEvent.objects.filter(action="field.take_piece").count() == 1

    def test_wait_only_so_many(self, wati: Handset, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "FILES_WAIT_LIMIT_BYTES", 1_500)
        wati.put(new_id(), b"a" * 900)

        answer = wati.put(new_id(), b"b" * 900)

        assert (answer.status_code, answer.json()["error"]) == (413, "files_wait")

    def test_that_nobody_claims_go_after_two_weeks(self, world: World, wati: Handset) -> None:
        wati.put(new_id(), b"a" * 900)
        (kind,) = (kind for kind in retention.KINDS if kind.key == "waiting_files")

        early = kind.due(days=14, at=world.now + timedelta(days=13)).count()
        due = kind.due(days=14, at=world.now + timedelta(days=15))
        assert kind.remove is not None
        kind.remove([row.pk for row in due], world.now)

        assert (early, WaitingFile.objects.count(), Piece.objects.count()) == (0, 0, 0)


class TestVisitFiles:
    def test_a_photo_waits_for_its_visit_and_its_file(self, world: World, wati: Handset) -> None:
        body, pk = told(world), new_id()
        act = wati.act("visit.photo", {"visit": body["visit"], "file": str(pk)})

        no_visit = wati.send(act)[0]
        wati.send_one("visit.record", body)
        no_file = wati.send(act)[0]
        wati.put(pk, picture())
        taken, repeat = wati.send(act, act)

        assert [(one["outcome"], one["error"], one["todo"]) for one in (no_visit, no_file)] == [
            ("later", "visit_missing", "wait"),
            ("later", "file_missing", "send_files"),
        ]
        assert (taken["outcome"], repeat["outcome"]) == ("accepted", "known")
        assert VisitFile.objects.get().visit_id == Visit.objects.get().pk
        assert Piece.objects.count() == 0
        assert wati.request("GET", f"/lapangan/berkas/{pk}").json()["used"] is True

    def test_a_photo_keeps_the_picture_and_nothing_of_where_it_was_taken(
        self, world: World, wati: Handset, tmp_path: Path
    ) -> None:
        visit, pk, out = visited(world, wati), new_id(), BytesIO()
        exif = Image.Exif()
        exif[0x010E] = "rumah Sari yang rahasia"
        Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
        assert b"rahasia" in out.getvalue()
        wati.put(pk, out.getvalue())

        wati.send_one("visit.photo", {"visit": visit, "file": str(pk)})

        kept = VisitFile.objects.get()
        assert b"rahasia" not in kept.content()
        assert Image.open(BytesIO(kept.content())).size == (40, 30)
        assert [path.suffix for path in (tmp_path / "visits").iterdir()] == [".sealed"]
        assert kept.content() not in next((tmp_path / "visits").iterdir()).read_bytes()

    def test_what_is_no_photo_is_refused_and_its_bytes_wait(self, world: World, wati: Handset) -> None:
        visit, pk = visited(world, wati), new_id()
        wati.put(pk, b"ini bukan foto")

        answer = wati.send_one("visit.photo", {"visit": visit, "file": str(pk)})

        assert (answer["outcome"], answer["todo"], VisitFile.objects.count()) == ("refused", "mend", 0)
        assert Piece.objects.count() == 1

    def test_a_voice_note_is_kept_as_it_is(self, world: World, wati: Handset) -> None:
        visit, pk = visited(world, wati), new_id()
        wati.put(pk, VOICE)

        answer = wati.send_one("visit.voice", {"visit": visit, "file": str(pk), "seconds": 34})

        kept = VisitFile.objects.get()
        assert (answer["outcome"], kept.media_type, kept.seconds, kept.content()) == (
            "accepted",
            "audio/webm",
            34,
            VOICE,
        )

    @pytest.mark.parametrize(("content", "seconds"), [(VOICE, 121), (b"MZ" + VOICE, 34)])
    def test_what_is_no_short_voice_note_is_refused(
        self, world: World, wati: Handset, content: bytes, seconds: int
    ) -> None:
        visit, pk = visited(world, wati), new_id()
        wati.put(pk, content)

        answer = wati.send_one("visit.voice", {"visit": visit, "file": str(pk), "seconds": seconds})

        assert (answer["outcome"], VisitFile.objects.count()) == ("refused", 0)

    def test_twelve_photos_are_enough(self, world: World, wati: Handset) -> None:
        visit, answers = visited(world, wati), []
        for n in range(13):
            pk = new_id()
            wati.put(pk, picture(side=30 + n))
            answers.append(wati.send_one("visit.photo", {"visit": visit, "file": str(pk)})["outcome"])

        assert answers == ["accepted"] * 12 + ["refused"]

    def test_of_a_visit_of_others_takes_none(self, world: World, wati: Handset) -> None:
        body = told(world)
        wati.send_one("visit.record", body)
        stranger = Person.objects.create(
            username="tono", name="Tono", role="sector_chief", unit=world.baturaja, password="x"
        )
        from teduh.field.actions import register  # noqa: PLC0415

        done = register(phone_id=new_id(), label="HP", by=stranger, at=world.now)
        phone, pk = Handset(stranger, done.phone.pk, done.token, ""), new_id()
        phone.put(pk, picture())

        answer = phone.send_one("visit.photo", {"visit": body["visit"], "file": str(pk)})

        assert (answer["outcome"], answer["todo"], VisitFile.objects.count()) == ("refused", "ask_chief", 0)


def test_a_photo_is_seen_on_the_visit_by_those_of_the_village_only(
    world: World, wati: Handset, as_person: object, that_monday: time_machine.Traveller
) -> None:
    visit, pk = visited(world, wati), new_id()
    wati.put(pk, picture())
    wati.send_one("visit.photo", {"visit": visit, "file": str(pk)})
    address = f"/kunjungan/{visit}/berkas/{pk}/"

    seen = as_person(world.wati).get(address)  # type: ignore[operator]
    others = [as_person(person).get(address).status_code for person in (world.yusuf, world.dewi)]  # type: ignore[operator]

    assert (seen.status_code, seen.headers["Content-Type"]) == (200, "image/jpeg")
    assert others == [404, 403]
    assert json.dumps(str(pk))[1:-1] in as_person(world.wati).get(f"/kunjungan/{visit}/").content.decode()  # type: ignore[operator]
