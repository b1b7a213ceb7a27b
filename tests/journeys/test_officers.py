"""The SMS line, the visit to Ujanmas, the Monday page, the map and the public facts."""

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey

SMS = "ada isu2 sara di ds ujan mas klo bs dicek pak"


def test_a_pasted_sms_is_read_for_its_place_and_kept_as_typed(visitor: Visitor) -> None:
    visitor.sign_in("budi")
    page = visitor.open("/laporan/tempel/")
    page.fill("textarea[name=text]", SMS)
    page.click("main button.primary")
    visitor.picture("sms")

    assert page.inner_text("blockquote") == SMS
    assert "Ujanmas, Pengandonan" in page.inner_text("main")
    page.check("label:has-text('Ujanmas') input")
    page.click("button:has-text('Simpan sebagai laporan')")
    visitor.open("/meja/")
    assert SMS in page.inner_text("main")
    page.click(f"a:has-text('{SMS}') >> nth=0")
    assert "Ujanmas, Pengandonan" in page.inner_text("main")
    assert "Kabar serangan antarkampung di Ujanmas" in page.inner_text("main")


def test_one_record_of_a_visit_becomes_the_whatsapp_text_and_the_anev(
    visitor: Visitor, second_visitor: Visitor
) -> None:
    visitor.sign_in("wati")
    visitor.picture("officer-home")
    page = visitor.open("/kunjungan/baru/")
    visitor.picture("visit-form")
    page.select_option("select[name=activity]", "face_to_face_meeting")
    page.check("label:has-text('Ujanmas') input")
    page.fill("input[name=place_detail]", "balai Desa Ujanmas")
    page.locator("input[type=number][name*=role]").first.fill("43")
    page.click("summary:has-text('Tanya jawab')")
    page.locator("textarea[name*=question]").first.fill("Apa kabar soal lampu gang?")
    page.locator("textarea[name*=answer]").first.fill("Dipasang minggu depan bersama pemerintah desa.")
    page.fill("textarea[name=situation]", "Situasi aman kondusif.")
    page.click("main button.primary")
    text = page.input_value("#wa")
    visitor.picture("visit")

    assert text.startswith("Mohon izin melaporkan") or "Mohon izin melaporkan" in text
    assert "Ujanmas" in text
    assert "Apa kabar soal lampu gang?" in text

    chief = second_visitor
    chief.sign_in("rahman")
    chief.open("/anev/")
    chief.picture("anev")
    anev = chief.page.input_value("textarea[readonly]")
    assert "Polsek Pengandonan" in anev
    assert "Tatap muka" in anev


def test_the_monday_page_leads_to_an_approved_plan(visitor: Visitor) -> None:
    visitor.sign_in("rahman")
    visitor.picture("monday")
    words = visitor.page.inner_text("main")
    assert "desa dikunjungi dalam 14 hari" in words
    assert "Lewat waktu" in words

    page = visitor.open("/rencana/")
    visitor.picture("plan")
    page.click("button:has-text('Setujui rencana')")
    assert "Disetujui" in page.inner_text("main")


def test_the_map_shows_every_village_and_says_which_outlines_are_guessed(visitor: Visitor) -> None:
    visitor.sign_in("hendra")
    page = visitor.open("/papan/peta/?kec=16.01.08")
    page.wait_for_selector("figure.map.ready canvas")
    visitor.picture("map")

    assert page.locator("table.list tbody tr").count() == 12
    assert "perkiraan" in page.inner_text("main")
    page.click("table.list a:has-text('Ujanmas')")
    assert "Ujanmas" in page.inner_text("h1")
    visitor.picture("village")


def test_the_facts_are_public_in_both_languages(visitor: Visitor) -> None:
    page = visitor.open("/fakta/")
    visitor.picture("facts")
    page.click("main .cards a >> nth=0")
    visitor.picture("fact")
    assert "Tidak ada" in page.inner_text("h1")

    page.click("button:has-text('English')")
    assert "No " in page.inner_text("h1")
