"""Aipda Wati's day without signal: nothing she wrote is lost, and the server has each thing once."""

import base64
import re

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE
from tests.journeys.phone import PIN, Phone, Server, is_up, until

pytestmark = pytest.mark.journey

SITUATION = "Tenang; pemuda dua kampung main voli bersama."


def visits(server: Server, situation: str) -> int:
    (count,) = server.rows("select count(*) from respond_visit where situation = ?", situation)[0]
    return int(count)


def test_a_visit_without_signal_survives_everything_and_arrives_once(phone: Phone, field_server: Server) -> None:
    phone.sign_in()
    phone.picture("field-today")
    field_server.stop()
    assert not is_up(field_server.address)

    # A cold start: the browser is a new process, the server is gone, the network is off.
    phone.kill()
    page = phone.switch_on()
    phone.context.set_offline(True)
    phone.open()
    phone.unlock()
    phone.begin_visit()
    phone.tell_visit(SITUATION)

    # Killed in the middle of writing; what was typed a second ago is there again.
    page.wait_for_timeout(1_000)
    phone.kill()
    page = phone.switch_on()
    phone.context.set_offline(True)
    phone.open()
    phone.unlock()
    page.click("main a.primary")
    assert page.input_value("form.visit > label textarea") == SITUATION
    assert page.input_value(".stepper >> nth=0 >> input") == "3"
    page.click("form.visit button.big")
    page.wait_for_selector("textarea.copy")
    text = page.input_value("textarea.copy")
    assert text.startswith("Mohon izin melaporkan kegiatan Polsek Pengandonan.")
    assert "*Yang hadir:* warga 3 orang" in text
    assert f"*Situasi:* {SITUATION}" in text
    phone.picture("field-finished")

    # Killed while it waits to be sent. Nothing is called sent.
    phone.kill()
    page = phone.switch_on()
    phone.context.set_offline(True)
    phone.open("#/kiriman")
    phone.unlock()
    page.wait_for_selector("h2:has-text('1 menunggu terkirim')")
    assert page.locator("h2:has-text('Sudah tersimpan')").count() == 0
    phone.picture("field-outbox")

    # Signal comes back, and the phone sends by itself.
    field_server.start()
    phone.context.set_offline(False)
    page.click("main button:has-text('Kirim sekarang')")
    page.wait_for_selector("h2:has-text('Sudah tersimpan di server')")
    assert page.locator("h2:has-text('menunggu terkirim')").count() == 0
    assert visits(field_server, SITUATION) == 1

    # The answer is lost: the phone sends again what the server has, and it stays one.
    page.click("main a:has-text('Kunjungan Ujanmas')")
    assert page.input_value("textarea.copy") == text
    page.click("header.top a.line")
    page.click("main button:has-text('Kirim sekarang')")
    page.wait_for_selector("a.line:has-text('Semua terkirim')")
    assert visits(field_server, SITUATION) == 1


# The server has done its work, and the line is cut before the phone hears of it.
CUT_ANSWERS = """() => { window.whole = window.fetch; window.answersCut = 0;
    window.fetch = async (where, how) => { const answer = await window.whole(where, how);
      if (String(where).endsWith("/kirim")) { window.answersCut += 1; throw new TypeError("cut"); }
      return answer; } }"""


def test_an_answer_that_is_lost_makes_no_second_visit(phone: Phone, field_server: Server) -> None:
    phone.sign_in()
    said = "Jawaban server hilang di jalan."
    phone.begin_visit("Gunung Kuripan")
    phone.tell_visit(said)
    phone.page.evaluate(CUT_ANSWERS)
    phone.page.click("form.visit button.big")
    until(lambda: visits(field_server, said) == 1)
    phone.page.wait_for_selector("a.line:has-text('1 menunggu terkirim') i.waiting")
    assert phone.page.evaluate("window.answersCut") == 1
    phone.page.evaluate("() => { window.fetch = window.whole }")
    phone.page.click("main button:has-text('Kirim sekarang')")
    phone.page.wait_for_selector("a.line:has-text('Semua terkirim')")

    assert visits(field_server, said) == 1


def test_the_phone_is_locked_and_holds_nothing_readable(phone: Phone, field_server: Server) -> None:
    phone.sign_in()
    said = "Rahasia Ujanmas tentang lampu gang."
    phone.begin_visit()
    phone.tell_visit(said)
    phone.page.click("form.visit > details:has(.photos) summary")
    phone.page.set_input_files("input[type=file]", files=[{"name": "p.png", "mimeType": "image/png", "buffer": dot()}])
    phone.page.wait_for_selector(".photos img")
    phone.kill()
    held = b"".join(
        path.read_bytes() for path in phone.profile.rglob("*") if path.is_file() and "IndexedDB" in str(path)
    )
    assert len(held) > 10_000
    for word in (said, "Rahasia", "Ujanmas", "Wati", "balai desa", "Pengandonan", PIN):
        assert word.encode() not in held, word
        assert word.encode("utf-16-le") not in held, word

    page = phone.switch_on()
    phone.open()
    page.fill("input.pin", "111222")
    page.click("main button.primary")
    page.wait_for_selector("text=PIN ini tidak cocok")
    assert page.locator("nav.tabs-below").count() == 0
    phone.unlock()
    page.click("main a.primary")
    assert page.input_value("form.visit > label textarea") == said
    assert page.locator(".photos img").count() == 1


def dot() -> bytes:
    """A PNG of one point."""
    return base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )


def test_by_keyboard_alone_and_in_english(phone: Phone, field_server: Server) -> None:
    page = phone.open()
    page.click("button:has-text('English')")
    page.wait_for_selector("h1:has-text('A day in the village')")
    phone.picture("field-welcome-en")
    phone.sign_in()
    page.wait_for_selector("h1:has-text('Today')")
    phone.picture("field-today-en")
    page.click("nav.tabs-below a >> nth=2")
    page.click("main .cards a:has-text('Pengandonan')")
    page.wait_for_selector("h1:has-text('Pengandonan')")
    assert page.evaluate("document.activeElement.tagName") == "H1"

    press_until(page, "Start the visit in Pengandonan")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Visit record')")
    press_until(page, "More: ")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    press_until(page, "Situation")
    page.keyboard.type("By keyboard alone.")
    press_until(page, "Finish and save")
    page.keyboard.press("Enter")
    page.wait_for_selector("textarea.copy")

    # Reports to the group are Indonesian whatever the screen says.
    assert "Mohon izin melaporkan" in page.input_value("textarea.copy")
    assert until(lambda: visits(field_server, "By keyboard alone.") == 1)


def press_until(page: Page, name: str) -> None:
    """Tab until the element of this name has the focus; everybody who has no mouse does it."""
    told = """() => { const e = document.activeElement; const label = e.closest("label");
        return e.getAttribute("aria-label") || (label && label.firstChild.textContent) || e.textContent }"""
    for _ in range(80):
        if str(page.evaluate(told)).strip().startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} by keyboard")


def test_a_screen_reader_hears_a_page_that_makes_sense(phone: Phone) -> None:
    phone.sign_in()
    phone.begin_visit()
    heard = phone.page.locator("body").aria_snapshot()

    assert re.search(r'link "(‹ )?Kembali"', heard)
    assert '- heading "Catatan kunjungan Ujanmas" [level=1]' in heard
    assert '- group "Warga"' in heard
    assert "- 'button \"Tambah: Warga\"'" in heard
    assert '- \'textbox "Jumlah: Warga"\': "0"' in heard
    assert '- button "Selesai dan simpan"' in heard
    # Nothing that can be pressed is without a name.
    assert re.findall(r"- (?:button|link|textbox|combobox|checkbox)(?:\s*$|\s*:)", heard, re.MULTILINE) == []
    small = phone.page.evaluate(SMALL_TARGETS)
    assert small == []
    assert phone.page.viewport_size == PHONE


SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, select, input, textarea, summary")]
    .map((e) => e.matches("input[type=checkbox], .unseen") ? e.closest("label") : e)
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
    .map((e) => e.outerHTML.slice(0, 80))"""
