"""The pages of a resident: Sari on a cheap phone without script."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from teduh.listen import actions, receipts
from teduh.listen.models import Complaint, Note, Photo, Report
from teduh.listen.rules import NoteKind
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent, Person
from tests.factories import World

pytestmark = pytest.mark.usefixtures("oku_receives")

SMS = "ada isu2 sara di ds ujan mas klo bs dicek pak"
BRIBE = "oknum polisi minta uang di pasar malam"


@pytest.fixture
def sari(world: World) -> Client:
    """A browser nobody is signed in with, on the Monday of the story."""
    return Client(REMOTE_ADDR="203.0.113.7")


@pytest.fixture(autouse=True)
def monday(world: World):
    with time_machine.travel(world.now, tick=False) as clock:
        yield clock


def ticket(client: Client) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', client.get("/lapor/").content.decode())
    assert found
    return found[1]


def send(client: Client, **answers: object) -> HttpResponse:
    return client.post("/lapor/", {"text": SMS, "ticket": ticket(client), **answers})


def page(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def code_on(response: HttpResponse) -> str:
    code = "".join(re.findall(r"<span>(\d{1,4})</span>", response.content.decode()))
    assert receipts.read_code(code) == code
    return code


def photo(name: str = "foto.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, content if content is not None else out.getvalue(), "image/jpeg")


def test_the_form_asks_three_plain_questions_and_works_without_script(sari: Client):
    html = page(sari.get("/lapor/"))

    for question in ("Apa yang Anda lihat atau dengar?", "Di mana?", "Kapan?"):
        assert question in html
    assert "Telepon 110" in html
    # The only script offers answers while the typing pauses; the button beside "Kirim" does the same without it.
    assert re.findall(r"<script[^>]*>", html) == ['<script type="module" src="/static/web/build/answers.js">']
    assert 'formaction="/lapor/jawaban/"' in html
    assert 'lang="id"' in html


def test_the_form_speaks_english_too(sari: Client):
    sari.post("/bahasa/", {"language": "en", "next": "/lapor/"})

    html = page(sari.get("/lapor/"))
    for question in ("What did you see or hear?", "Where?", "When?", "This is about the conduct of police"):
        assert question in html
    assert "Apa yang" not in html


def test_a_report_is_sent_and_its_code_is_shown_once(sari: Client):
    response = send(sari, place="Ujan Mas", when="tadi malam")

    assert (response.status_code, response.url) == (302, "/lapor/kode/")
    report = Report.objects.get()
    assert (report.text, report.place_text, report.when_text, report.channel) == (SMS, "Ujan Mas", "tadi malam", "web")
    received = sari.get("/lapor/kode/")
    assert report.receipt_digest == receipts.digest(code_on(received))
    assert "data:image/svg+xml" in page(received)
    assert receipts.spell(code_on(received))[0] in page(received)


def test_the_code_stands_in_no_address_and_no_session(sari: Client):
    send(sari)
    code = code_on(sari.get("/lapor/kode/"))

    assert code not in str(dict(sari.session))
    cookie = sari.cookies["teduh_receipt"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/lapor/kode/", True, "Lax")


def test_nothing_tells_from_where_it_came(sari: Client):
    sari.post("/lapor/", {"text": SMS}, HTTP_USER_AGENT="HP Sari 5")

    kept = repr([list(Report.objects.values()), list(AuditEvent.objects.values()), dict(sari.session)])
    assert "203.0.113" not in kept
    assert "HP Sari" not in kept


def test_a_double_tap_gives_one_report_and_the_same_code(sari: Client):
    same = ticket(sari)
    sari.post("/lapor/", {"text": SMS, "ticket": same})
    first = code_on(sari.get("/lapor/kode/"))
    # The phone lost the first answer and comes without cookies.
    again = Client()
    again.post("/lapor/", {"text": SMS, "ticket": same})

    assert Report.objects.count() == 1
    assert code_on(again.get("/lapor/kode/")) == first


def test_going_back_and_writing_something_else_is_another_report(sari: Client):
    same = ticket(sari)
    for text in (SMS, "lampu jalan mati"):
        sari.post("/lapor/", {"text": text, "ticket": same})

    assert sorted(report.text for report in Report.objects.all()) == [SMS, "lampu jalan mati"]


def test_the_place_is_understood_and_sari_confirms_it(sari: Client, world: World):
    send(sari, place="desa ujan mas")

    html = page(sari.get("/lapor/kode/"))
    assert "Kami pahami tempatnya <strong>Ujanmas</strong>, Kecamatan Pengandonan. Benar?" in html
    assert Report.objects.get().village is None

    sari.post("/lapor/kode/", {"village": world.ujanmas.code})
    assert Report.objects.get().village == world.ujanmas
    assert "Tempat: <strong>Ujanmas</strong>, Kecamatan Pengandonan." in page(sari.get("/lapor/kode/"))


def test_of_two_places_with_one_name_sari_picks_or_leaves_it(sari: Client, world: World):
    send(sari, place="Gunung Meraksa")

    html = page(sari.get("/lapor/kode/"))
    assert "“Gunung Meraksa” bisa berarti beberapa tempat." in html
    assert html.count('type="radio"') == 3

    sari.post("/lapor/kode/", {"village": ""})
    assert Report.objects.get().village is None
    sari.post("/lapor/kode/", {"village": world.gunung_meraksa.code})
    assert Report.objects.get().village == world.gunung_meraksa


def test_a_village_that_was_not_offered_cannot_be_put_in(sari: Client, world: World):
    send(sari, place="Gunung Meraksa")

    sari.post("/lapor/kode/", {"village": world.kemalaraja.code})
    assert Report.objects.get().village is None


def test_a_place_that_does_not_exist_is_kept_as_typed(sari: Client):
    send(sari, text="ada ribut", place="Desa Antah Berantah")

    assert "Tempat Anda tulis “Desa Antah Berantah”." in page(sari.get("/lapor/kode/"))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"text": "  "}, "Tuliskan dulu apa yang Anda lihat atau dengar."),
        ({"text": "x" * 102_400}, "Tulisan ini kelebihan 97.400 huruf dari 5.000."),
        ({"when": "1/1/2099"}, "Tanggal ini jauh sekali dari hari ini: 01/01/2099."),
        ({"place": "y" * 201}, "Jawaban ini terlalu panjang untuk satu baris (paling banyak 200 huruf)."),
        ({"photos": photo("foto.jpg", b"%PDF-1.7 bukan foto")}, "Satu berkas bukan foto yang dapat dibuka"),
        ({"photos": photo("foto.jpg", b"\xff\xd8\xff" + b"\0" * 20_000_000)}, "Satu foto lebih besar dari 15 MB."),
        ({"photos": [photo() for _ in range(4)]}, "Paling banyak tiga foto."),
        ({"website": "http://spam.example"}, "Halaman ini belum yakin bahwa Anda bukan mesin."),
    ],
)
def test_a_refused_form_says_one_sentence_and_keeps_what_was_typed(
    sari: Client, answers: dict[str, object], sentence: str
):
    typed = {
        "text": SMS,
        "place": "dekat jembatan",
        "when": "tadi malam",
        "contact": "0812-0000-7788",
        "about_police": "on",
    }
    response = send(sari, **{**typed, **answers})

    assert response.status_code == 400
    html = page(response)
    assert sentence in html
    kept = {name: value for name, value in {**typed, **answers}.items() if isinstance(value, str) and name != "website"}
    for name in ("place", "when", "contact"):
        assert f'value="{kept[name]}"' in html
    assert kept["text"].strip() in html
    assert re.search(r'name="about_police"[^>]*checked', html)
    assert (Report.objects.count(), Complaint.objects.count()) == (0, 0)


def test_after_the_trap_a_person_simply_sends_again(sari: Client):
    html = page(send(sari, website="http://spam.example"))
    assert re.search(r'name="website"(?![^>]*value="http)[^>]*hidden', html)

    send(sari)
    assert Report.objects.count() == 1


def test_text_of_over_a_megabyte_ends_on_a_calm_page(sari: Client):
    response = sari.post("/lapor/", {"text": "x" * 1_100_000})

    assert response.status_code == 400
    assert "terlalu besar" in page(response)


def test_a_photo_comes_along(sari: Client):
    send(sari, photos=[photo(), photo("b.jpg")])

    assert Photo.objects.count() == 2


def test_an_emergency_is_told_at_once(sari: Client):
    text = "orang bawa parang kumpul di depan balai desa"
    send(sari, text=text)
    assert "Telepon 110 sekarang" in page(sari.get("/lapor/kode/"))

    refused = sari.post("/lapor/", {"text": text, "when": "1/1/2099"})
    assert "Telepon 110 sekarang" in page(refused)
    assert "Telepon 110 sekarang" not in page(sari.get("/lapor/"))


def test_a_complaint_about_police_is_sealed_and_says_who_reads_it(sari: Client):
    send(sari, text="petugas itu tidak adil", about_police="on")

    html = page(sari.get("/lapor/kode/"))
    assert "Hanya Kompolnas yang membaca dan menjawabnya. Polisi setempat tidak melihatnya." in html
    assert "Kami menyegelnya karena" not in html
    assert (Report.objects.count(), Complaint.objects.count()) == (0, 1)


def test_words_about_police_conduct_say_why_they_were_sealed(sari: Client):
    send(sari, text=BRIBE)

    assert "Kami menyegelnya karena tulisan Anda tampaknya tentang perilaku polisi." in page(sari.get("/lapor/kode/"))


def open_talk(client: Client, code: str) -> HttpResponse:
    return client.post("/kode/", {"code": code})


@pytest.fixture
def sent(world: World) -> actions.Received:
    return actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now)


def test_the_code_opens_the_talk_in_any_browser(sari: Client, sent: actions.Received, world: World):
    assert sent.report is not None
    actions.tell_reporter(
        report=sent.report, kind=NoteKind.ANSWER, text="Tidak benar, aman.", by=world.budi, at=world.now
    )

    response = open_talk(sari, receipts.show(sent.receipt or ""))

    assert (response.status_code, response.url) == (302, "/kode/isi/")
    html = page(sari.get("/kode/isi/"))
    assert "Ada jawaban untuk Anda" in html
    assert "Tidak benar, aman." in html
    assert "Budi" not in html


def test_without_a_code_there_is_no_talk(sari: Client, sent: actions.Received):
    assert sari.get("/kode/isi/").url == "/kode/"
    assert sari.post("/kode/isi/", {"text": "halo"}).url == "/kode/"
    assert sari.get("/lapor/kode/").url == "/kode/"
    assert Note.objects.count() == 0


def test_a_slip_and_an_unknown_code_get_the_same_answer(sari: Client, sent: actions.Received):
    code = sent.receipt or ""
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    answers = [open_talk(sari, typed) for typed in (slip, receipts.make_code(), "halo")]

    assert {answer.status_code for answer in answers} == {404}
    texts = {re.sub(r'(name="code" value|csrfmiddlewaretoken" value)="[^"]*"', "", page(answer)) for answer in answers}
    assert len(texts) == 1
    assert f'value="{slip}"' in page(answers[0])


def test_many_wrong_codes_are_slowed_and_the_right_one_still_works(sari: Client, sent: actions.Received, monday):
    for _ in range(12):
        assert open_talk(sari, receipts.make_code()).status_code == 404
    waits = [open_talk(sari, code) for code in (receipts.make_code(), sent.receipt or "")]

    # Right or wrong, the answer is the same: wait.
    assert [wait.status_code for wait in waits] == [429, 429]
    html = page(waits[1])
    note = re.search(r'name="note" value="([^"]+)"', html)
    assert note
    assert f'name="code" value="{sent.receipt}"' in html
    monday.shift(timedelta(seconds=6))
    response = sari.post("/kode/", {"code": sent.receipt, "note": note[1]})
    assert response.url == "/kode/isi/"


def test_sari_replies_and_adds(sari: Client, sent: actions.Received, world: World):
    assert sent.report is not None
    actions.tell_reporter(report=sent.report, kind=NoteKind.QUESTION, text="Dusun berapa?", by=world.budi, at=world.now)
    open_talk(sari, sent.receipt or "")
    assert "Jawab pertanyaan" in page(sari.get("/kode/isi/"))

    sari.post("/kode/isi/", {"text": "dusun 2"})

    assert [(note.kind, note.text) for note in Note.objects.all()] == [
        ("question", "Dusun berapa?"),
        ("reply", "dusun 2"),
    ]
    assert "dusun 2" in page(sari.get("/kode/isi/"))


@pytest.mark.parametrize(
    ("text", "sentence"), [(" ", "Tuliskan dulu yang ingin Anda sampaikan."), ("x" * 5100, "kelebihan 100 huruf")]
)
def test_a_refused_line_is_kept(sari: Client, sent: actions.Received, text: str, sentence: str):
    open_talk(sari, sent.receipt or "")
    response = sari.post("/kode/isi/", {"text": text})

    assert response.status_code == 400
    assert sentence in page(response)
    assert text.strip() in page(response)
    assert Note.objects.count() == 0


def test_a_complaint_in_an_ordinary_talk_is_asked_about_first(sari: Client, sent: actions.Received):
    open_talk(sari, sent.receipt or "")
    html = page(sari.post("/kode/isi/", {"text": BRIBE}))
    assert "Kirim tersegel" in html
    assert Note.objects.count() == 0

    draft = page(sari.post("/lapor/", {"text": BRIBE, "draft": "1"}))
    assert BRIBE in draft
    assert re.search(r'name="about_police"[^>]*checked', draft)
    assert (Report.objects.count(), Complaint.objects.count()) == (1, 0)


def test_an_emergency_in_a_talk_is_told_at_once(sari: Client, sent: actions.Received):
    open_talk(sari, sent.receipt or "")
    sari.post("/kode/isi/", {"text": "sekarang orang bawa parang kumpul di depan balai desa"})

    assert "Telepon 110 sekarang" in page(sari.get("/kode/isi/"))
    assert "Telepon 110 sekarang" not in page(sari.get("/kode/isi/"))


def test_an_open_talk_closes_by_itself_and_by_hand(sari: Client, sent: actions.Received, monday):
    open_talk(sari, sent.receipt or "")
    monday.shift(timedelta(minutes=31))
    assert sari.get("/kode/isi/").url == "/kode/"

    open_talk(sari, sent.receipt or "")
    sari.post("/kode/tutup/")
    assert sari.get("/kode/isi/").url == "/kode/"


def test_the_talk_of_one_browser_does_not_show_the_code_of_another(sari: Client, sent: actions.Received):
    send(sari, text="laporan kedua")
    code = code_on(sari.get("/lapor/kode/"))
    open_talk(sari, sent.receipt or "")

    # The cookie still holds the code of the second report; the open talk is the first one.
    assert code not in page(sari.get("/lapor/kode/")).replace("-", "")
    assert "sudah ditampilkan sebelumnya" in page(sari.get("/lapor/kode/"))


@pytest.mark.parametrize("address", ["/lapor/", "/kode/", "/kode/isi/", "/lapor/kode/"])
def test_the_pages_are_not_kept_by_the_browser_and_are_light(sari: Client, address: str, settings):
    send(sari, place="Gunung Meraksa")
    open_talk(sari, code_on(sari.get("/lapor/kode/")))
    response = sari.get(address)

    assert "no-store" in response.headers["Cache-Control"]
    style = (settings.PACKAGE / "web/static/web/css/teduh.css").read_bytes()
    assert len(gzip.compress(response.content)) + len(gzip.compress(style)) < 25_000
    assert page(response).count("<script") == (address == "/lapor/")
    assert not re.search(r'(src|href)="(https?:)?//', page(response))


def test_signing_in_is_not_needed_and_changes_nothing(
    sent: actions.Received, world: World, as_person: Callable[[Person], Client]
):
    budi = as_person(world.budi)
    open_talk(budi, sent.receipt or "")

    assert SMS in page(budi.get("/kode/isi/"))
