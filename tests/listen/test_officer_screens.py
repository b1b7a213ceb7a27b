"""Wati writes down what somebody told her; Budi pastes an SMS; Maya reads what is sealed."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from teduh.listen import actions, receipts
from teduh.listen.models import Complaint, Photo, Report
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent, Person
from tests.factories import World

pytestmark = pytest.mark.usefixtures("oku_receives")

SMS = "ada isu2 sara di ds ujan mas klo bs dicek pak"
BRIBE = "oknum polisi minta uang di pasar malam"
AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World):
    with time_machine.travel(world.now, tick=False):
        yield


def page(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def fields_of(response: HttpResponse) -> dict[str, str]:
    """What the browser would send back of a form: hidden fields, ticked choices and the date."""
    inputs = [
        dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) | {"checked": "checked" in tag}
        for tag in re.findall(r"<input[^>]*>", response.content.decode())
    ]
    return {
        str(each["name"]): unescape(str(each.get("value", "")))
        for each in inputs
        if "name" in each and (each["type"] in ("hidden", "date", "text") or each["checked"])
    }


class TestEntering:
    def test_wati_writes_down_for_a_resident_and_hands_over_the_code(self, world: World, as_person: AsPerson):
        wati = as_person(world.wati)
        response = wati.post(
            "/laporan/baru/",
            {"channel": "officer", "text": "jalan rusak", "place": "ujan mas", "when": "kemarin", "wants_answer": "on"},
        )

        assert response.url == "/lapor/kode/"
        report = Report.objects.get()
        assert (report.entered_by, report.channel, report.unit, report.wants_answer) == (
            world.wati,
            "officer",
            world.polres,
            True,
        )
        assert report.happened_on == date(2024, 10, 13)
        html = page(wati.get("/lapor/kode/"))
        code = "".join(re.findall(r"<span>(\d{1,4})</span>", html))
        assert report.receipt_digest == receipts.digest(code)
        assert f"Laporan Anda diterima. Kode: {receipts.show(code)}. Baca jawabannya di testserver/kode/" in html

    def test_the_place_is_confirmed_by_name_of_the_officer(self, world: World, as_person: AsPerson):
        wati = as_person(world.wati)
        wati.post("/laporan/baru/", {"channel": "officer", "text": "jalan rusak", "place": "ujan mas"})
        wati.post("/lapor/kode/", {"village": world.ujanmas.code})

        assert Report.objects.get().village == world.ujanmas
        assert AuditEvent.objects.get(action="listen.confirm_place").actor_label == "Wati"

    @pytest.mark.parametrize(("text", "sentence"), [("", "Tuliskan dulu apa"), ("x" * 6000, "kelebihan 1.000 huruf")])
    def test_a_refused_form_keeps_what_was_typed(self, world: World, as_person: AsPerson, text: str, sentence: str):
        response = as_person(world.wati).post(
            "/laporan/baru/", {"channel": "sms", "text": text, "place": "dekat jembatan"}
        )

        assert response.status_code == 400
        html = page(response)
        assert sentence in html
        assert 'value="dekat jembatan"' in html
        assert text in html
        assert Report.objects.count() == 0

    def test_roles_that_do_not_enter_reports_are_turned_away(self, world: World, as_person: AsPerson):
        for person in (world.agus, world.lina, world.maya, world.dewi):
            for address in ("/laporan/baru/", "/laporan/tempel/"):
                assert as_person(person).post(address, {"channel": "sms", "text": SMS}).status_code == 403
        assert Report.objects.count() == 0


class TestPasting:
    def test_the_line_is_read_beside_the_original_and_kept_as_typed(self, world: World, as_person: AsPerson):
        budi = as_person(world.budi)
        shown = budi.post("/laporan/tempel/", {"channel": "sms", "text": f"{SMS} tadi malam"})

        assert f'<blockquote class="quote">{SMS} tadi malam</blockquote>' in page(shown)
        fields = fields_of(shown)
        assert (fields["village"], fields["happened_on"]) == (world.ujanmas.code, "2024-10-13")
        assert Report.objects.count() == 0

        budi.post("/laporan/tempel/", {**fields, "keep": "1"})
        report = Report.objects.get()
        assert (report.text, report.village, report.happened_on) == (
            f"{SMS} tadi malam",
            world.ujanmas,
            date(2024, 10, 13),
        )
        assert (report.channel, report.entered_by) == ("sms", world.budi)

    def test_last_night_is_counted_from_the_day_of_the_message(self, world: World, as_person: AsPerson):
        send = {"channel": "sms", "text": "ada ribut tadi malam", "received_on": "2024-10-10"}
        shown = as_person(world.budi).post("/laporan/tempel/", send)

        assert fields_of(shown)["happened_on"] == "2024-10-09"

    def test_a_doubled_name_is_left_to_the_officer(self, world: World, as_person: AsPerson):
        message = {"channel": "sms", "text": "ada ribut di desa Gunung Meraksa"}
        shown = as_person(world.budi).post("/laporan/tempel/", message)

        assert fields_of(shown)["village"] == ""
        offered = set(re.findall(r"<span>([^<]+)</span>", page(shown)))
        assert {"Gunung Meraksa, Pengandonan", "Gunung Meraksa, Lubuk Batang"} <= offered

    def test_a_message_in_lines_keeps_its_lines(self, world: World, as_person: AsPerson):
        budi = as_person(world.budi)
        fields = fields_of(budi.post("/laporan/tempel/", {"channel": "whatsapp", "text": 'satu\r\n\r\n"dua" <b>'}))
        budi.post("/laporan/tempel/", {**fields, "keep": "1"})

        assert Report.objects.get().text == 'satu\n\n"dua" <b>'

    def test_the_same_message_twice_is_one_report(self, world: World, as_person: AsPerson):
        budi = as_person(world.budi)
        fields = fields_of(budi.post("/laporan/tempel/", {"channel": "sms", "text": SMS}))
        for _ in range(2):
            budi.post("/laporan/tempel/", {**fields, "keep": "1"})

        assert Report.objects.count() == 1

    def test_a_complaint_about_police_is_announced_and_sealed(self, world: World, as_person: AsPerson):
        budi = as_person(world.budi)
        shown = budi.post("/laporan/tempel/", {"channel": "sms", "text": BRIBE})
        assert "Pesan ini tampaknya mengadukan perilaku polisi." in page(shown)

        budi.post("/laporan/tempel/", {**fields_of(shown), "keep": "1"})
        assert (Report.objects.count(), Complaint.objects.count()) == (0, 1)

    def test_a_day_in_2099_is_asked_about_and_everything_is_kept(self, world: World, as_person: AsPerson):
        budi = as_person(world.budi)
        fields = fields_of(budi.post("/laporan/tempel/", {"channel": "sms", "text": SMS}))
        response = budi.post("/laporan/tempel/", {**fields, "happened_on": "2099-01-01", "keep": "1"})

        assert response.status_code == 400
        assert "Tanggal ini jauh sekali dari hari ini: 01/01/2099." in page(response)
        assert SMS in page(response)
        assert Report.objects.count() == 0

    @pytest.mark.parametrize(
        ("text", "sentence"), [(" ", "Tempelkan dulu pesannya."), ("x" * 102_400, "kelebihan 97.400 huruf")]
    )
    def test_an_empty_or_endless_message_gets_one_sentence(
        self, world: World, as_person: AsPerson, text: str, sentence: str
    ):
        response = as_person(world.budi).post("/laporan/tempel/", {"channel": "sms", "text": text})

        assert response.status_code == 400
        assert sentence in page(response)


class TestPhotos:
    @pytest.fixture
    def photo(self, world: World) -> Photo:
        out = BytesIO()
        Image.new("RGB", (60, 40), "green").save(out, "JPEG")
        actions.receive_report(
            text=SMS, channel="web", by=RESIDENT, at=world.now, photos=[out.getvalue()], village=world.ujanmas
        )
        return Photo.objects.get()

    def test_the_desk_sees_it_as_a_picture_and_nothing_else(self, world: World, as_person: AsPerson, photo: Photo):
        response = as_person(world.budi).get(f"/foto/{photo.pk}/")

        assert response.status_code == 200
        assert Image.open(BytesIO(response.content)).size == (60, 40)
        assert response.headers["Content-Type"] == "image/jpeg"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "sandbox" in response.headers["Content-Security-Policy"]

    def test_others_do_not(self, world: World, as_person: AsPerson, photo: Photo):
        answers = {
            person.username: as_person(person).get(f"/foto/{photo.pk}/").status_code
            for person in (world.rahman, world.yusuf, world.rini, world.wati, world.maya, world.lina)
        }

        assert answers == {"rahman": 200, "yusuf": 404, "rini": 404, "wati": 403, "maya": 403, "lina": 403}
        assert Client().get(f"/foto/{photo.pk}/").status_code == 302

    def test_a_file_that_is_gone_is_a_calm_page(self, world: World, as_person: AsPerson, photo: Photo):
        photo.file.delete(save=False)

        assert as_person(world.budi).get(f"/foto/{photo.pk}/").status_code == 404


class TestSealed:
    @pytest.fixture
    def sent(self, world: World) -> actions.Received:
        return actions.receive_report(text=BRIBE, channel="web", by=RESIDENT, at=world.now)

    def test_maya_reads_answers_and_closes(self, world: World, as_person: AsPerson, sent: actions.Received):
        maya, address = as_person(world.maya), f"/tersegel/{sent.id}/"
        assert BRIBE not in page(maya.get("/tersegel/"))
        assert BRIBE in page(maya.get(address))
        assert AuditEvent.objects.filter(action="complaint.read", actor_label="Maya").count() == 1

        refused = maya.post(f"{address}tutup/", {"outcome": "settled"})
        assert (refused.status_code, "Jawablah pelapor dulu" in page(refused)) == (400, True)
        assert maya.post(f"{address}tulis/", {"kind": "answer", "text": "Kami periksa."}).url == address
        assert maya.post(f"{address}tutup/", {"outcome": "settled"}).url == address

        assert Complaint.objects.get().outcome == "settled"
        assert "Diselesaikan, pengadu menerima jawabannya" in page(maya.get(address))

    def test_what_maya_typed_is_kept(self, world: World, as_person: AsPerson, sent: actions.Received):
        maya = as_person(world.maya)
        for part, field, typed in (("tulis", "text", "y" * 5100), ("serahkan", "reason", "bukan")):
            response = maya.post(f"/tersegel/{sent.id}/{part}/", {"kind": "answer", field: typed})
            assert response.status_code == 400
            assert typed in page(response)

    def test_maya_hands_back_what_is_not_about_police(self, world: World, as_person: AsPerson, sent: actions.Received):
        response = as_person(world.maya).post(
            f"/tersegel/{sent.id}/serahkan/", {"reason": "Yang minta uang petugas parkir."}
        )

        assert response.url == "/tersegel/"
        assert Report.objects.get().text == BRIBE

    def test_nobody_of_the_police_opens_the_pages(self, world: World, as_person: AsPerson, sent: actions.Received):
        for person in (*world.people, world.rini):
            if person == world.maya:
                continue
            client = as_person(person)
            assert client.get("/tersegel/").status_code == 403
            assert client.get(f"/tersegel/{sent.id}/").status_code == 403
            for part in ("tulis", "tutup", "serahkan"):
                assert (
                    client.post(f"/tersegel/{sent.id}/{part}/", {"reason": "Bukan tentang polisi."}).status_code == 403
                )
        assert (Report.objects.count(), Complaint.objects.count()) == (0, 1)
        assert not AuditEvent.objects.filter(action="complaint.read").exists()

    @pytest.mark.parametrize("number", [1, 3, 100])
    def test_the_list_costs_the_same_however_long(
        self, world: World, as_person: AsPerson, number: int, django_assert_num_queries
    ):
        for count in range(number):
            actions.receive_report(text=f"{BRIBE} {count}", channel="web", by=RESIDENT, at=world.now)
        maya = as_person(world.maya)

        with django_assert_num_queries(6):
            maya.get("/tersegel/")
