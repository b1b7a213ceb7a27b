"""A rumour that is answered already: the answer stands there before it is sent, and the desk may refuse it."""

import pytest

from tests.journeys.conftest import PHONE, PICTURES, Visitor
from tests.journeys.test_resident import speak

pytestmark = pytest.mark.journey

MISSING = "ktnya ada anak SD hilang di baturaja diculik mobil hitam, bnr ga ya"
FACT = "Tidak ada anak yang diculik di Baturaja"


def test_the_answer_stands_beside_the_words_before_they_are_sent(visitor: Visitor) -> None:
    page = visitor.open("/lapor/")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.fill("textarea[name=text]", MISSING)

    offer = page.locator(".answers-box a")
    offer.first.wait_for()

    assert offer.first.inner_text() == FACT
    visitor.picture("answers-typing")
    page.check("input[name=about_police]")
    page.locator(".answers-box").wait_for(state="hidden")


def test_without_script_a_button_does_the_same(visitor: Visitor) -> None:
    context = visitor.context.browser.new_context(java_script_enabled=False, locale="id-ID")  # type: ignore[union-attr]
    page = context.new_page()
    page.goto(f"{visitor.address}/lapor/")
    page.fill("textarea[name=text]", MISSING)
    page.fill("input[name=place]", "Baturaja")

    page.click("button[formaction$='/lapor/jawaban/']")

    assert "Mungkin sudah ada jawabannya" in page.inner_text("h1")
    assert FACT in page.inner_text(".cards")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.screenshot(path=PICTURES / "answers-page-360.png", full_page=True)
    page.click("button:has-text('Kembali ke laporan saya')")
    assert page.input_value("textarea[name=text]") == MISSING
    assert page.input_value("input[name=place]") == "Baturaja"
    context.close()


def test_the_desk_sees_the_fact_and_refuses_it(visitor: Visitor, second_visitor: Visitor) -> None:
    speak(visitor, "Kabarnya ada anak SD hilang lagi di Baturaja, ibu-ibu takut menyekolahkan anak.")
    desk = second_visitor
    desk.sign_in("budi")
    desk.open("/meja/")
    desk.page.click("a:has-text('ibu-ibu takut')")
    desk.page.locator(".answers-box a").first.wait_for()
    desk.picture("answers-desk-report")

    desk.page.click("a:has-text('Fakta terbit untuk laporan ini')")
    desk.page.locator("summary:has-text('Bukan jawaban laporan ini')").first.click()
    desk.picture("answers-desk")
    desk.page.locator("input[value=outdated]").first.check()
    desk.page.locator("details[open] button:has-text('Simpan')").click()

    assert "Fakta ini tidak ditawarkan lagi untuk laporan ini." in desk.page.inner_text("main")
    assert "Faktanya sudah usang" in desk.page.inner_text(".cards")
