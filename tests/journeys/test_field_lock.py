"""A phone that is lost, forgotten, handed on or renewed: what stays, what goes, and who decides."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.journeys.phone import PIN, Phone, Server, a_phone, desk

pytestmark = pytest.mark.journey

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
# The clock of the page can be put ahead; nobody waits for a test.
AHEAD = "{ const real = Date.now; window.aheadMs = 0; Date.now = () => real() + window.aheadMs }"
EMPTY = {"keyring": 0, "kept": 0, "drafts": 0, "outbox": 0, "media": 0}


def test_a_lost_phone_is_put_out_and_deletes_itself(phone: Phone, field_server: Server, browser: Browser) -> None:
    phone.sign_in("joni")
    phone.context.set_offline(True)
    phone.begin_visit("")
    phone.tell_visit("Ditulis di HP yang lalu hilang.")
    phone.finish_visit()

    context, page = desk(browser, field_server, "joni")
    page.goto(f"{field_server.address}/hp/")
    page.click("summary:has-text('Hilang?')")
    page.click("button:has-text('Cabut HP ini')")
    context.close()
    phone.context.set_offline(False)
    phone.page.wait_for_selector("h1:has-text('HP ini sudah kosong')")
    phone.picture("field-wiped")

    assert phone.rows_kept() == EMPTY
    # The browser's session ended with it: whoever has the phone now stands before the sign-in.
    phone.page.wait_for_load_state("networkidle")
    phone.reload()
    phone.page.wait_for_selector("h1:has-text('Sehari di desa')")
    assert phone.page.locator("input.pin").count() == 0


def test_who_forgot_the_pin_signs_in_again_and_loses_nothing(phone: Phone) -> None:
    phone.sign_in()
    said = "Ditulis sebelum PIN terlupa."
    phone.begin_visit("Gunung Kuripan")
    phone.tell_visit(said)
    page = phone.page
    page.add_init_script(AHEAD)
    phone.reload()
    page.wait_for_selector("input.pin")
    for n in range(10):
        page.evaluate("window.aheadMs += 3_600_000")
        page.fill("input.pin", f"5500{n}7")
        page.click("main button.primary")
        page.wait_for_selector("button:has-text('Membuka')", state="detached")
        page.wait_for_selector("text=tidak cocok" if n < 9 else "text=Terlalu banyak PIN")
    phone.picture("field-used-up")
    page.reload()

    # The browser is still signed in, so the server hands out the recovery, and a new PIN opens the same rows.
    phone.choose_pin("730264")
    assert page.input_value("form.visit > label textarea") == said
    phone.reload()
    page.fill("input.pin", PIN)
    page.click("main button.primary")
    page.wait_for_selector("text=tidak cocok")
    phone.unlock("730264")


def test_too_many_tries_make_the_phone_wait(phone: Phone) -> None:
    phone.sign_in()
    page = phone.page
    phone.reload()
    page.wait_for_selector("input.pin")
    for n in range(5):
        page.fill("input.pin", f"5500{n}7")
        page.click("main button.primary")
        page.wait_for_selector("button:has-text('Membuka')", state="detached")
        page.wait_for_selector("text=tidak cocok")
    page.fill("input.pin", PIN)
    page.click("main button.primary")
    page.wait_for_selector("text=/Tunggu \\d+ detik/")

    assert page.locator("header.top").count() == 0


def test_signing_out_says_what_would_be_lost_and_leaves_nothing(phone: Phone, field_server: Server) -> None:
    phone.sign_in()
    phone.context.set_offline(True)
    phone.begin_visit("Pengandonan")
    phone.tell_visit("Belum terkirim waktu keluar.")
    phone.finish_visit()
    page = phone.page
    page.click("header.top a.line")
    page.click("a:has-text('HP ini')")
    page.click("summary:has-text('Keluar dan hapus')")
    assert "1 kiriman belum sampai di server" in page.inner_text("main")
    phone.picture("field-phone")
    page.click("button:has-text('Ya, hapus semua')")
    page.wait_for_selector("h1:has-text('HP ini sudah kosong')")

    assert phone.rows_kept() == EMPTY


def test_untouched_for_five_minutes_the_phone_locks_itself(phone: Phone) -> None:
    phone.page.add_init_script(AHEAD)
    phone.sign_in()
    phone.page.evaluate("window.aheadMs += 200_000")
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert phone.page.locator("header.top").count() == 1
    phone.page.evaluate("window.aheadMs += 110_000")
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.page.wait_for_selector("h1:has-text('Buka dengan PIN')")

    # After three days without the server the papers go; what was written does not.
    phone.page.evaluate("window.aheadMs += 3 * 86_400_000")
    phone.context.set_offline(True)
    phone.unlock()
    phone.page.click("nav.tabs-below a >> nth=2")
    phone.page.wait_for_selector("text=Belum ada isi dari server")


def test_two_officers_tell_one_visit_and_a_person_chooses(
    phone: Phone, field_server: Server, playwright: Playwright
) -> None:
    phone.sign_in("rosa")
    phone.begin_visit("")
    phone.tell_visit("Rosa: ada 40 orang.")
    phone.finish_visit()
    phone.send()
    with a_phone(playwright, field_server) as chiefs:
        chiefs.sign_in("rahman")
        _correct(chiefs, "Kapolsek: ada 45 orang.", online=True)
    phone.context.set_offline(True)
    _correct(phone, "Rosa: ada 42 orang.", online=False)
    phone.context.set_offline(False)
    phone.send()
    page = phone.page
    page.wait_for_selector("text=ada dua catatan")
    phone.open("#/kunjungan")
    page.wait_for_selector("section.apart")
    phone.picture("field-both-sides")
    both = page.inner_text("section.apart")
    assert "Kapolsek: ada 45 orang." in both
    assert "Rosa: ada 42 orang." in both

    page.click("section.apart .side-of:has-text('42') button")
    page.fill("form.visit > label textarea", "Bersama: ada 44 orang.")
    phone.finish_visit()
    phone.send()
    phone.open("#/kunjungan")
    page.wait_for_selector("section.apart", state="detached")
    told = field_server.rows("select distinct situation from respond_visit where situation like '%: ada 4_ orang.'")
    assert told == [("Bersama: ada 44 orang.",)]


def _correct(phone: Phone, situation: str, *, online: bool) -> None:
    phone.page.click("nav.tabs-below a >> nth=0")
    phone.page.click("a:has-text('Kunjungan saya')")
    phone.page.click("main .cards > li >> nth=0 >> button:has-text('Betulkan')")
    phone.page.fill("form.visit > label textarea", situation)
    phone.finish_visit()
    if online:
        phone.send()


def test_a_new_version_waits_for_its_officer_and_keeps_the_outbox(
    phone: Phone, field_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.sign_in()
    said = "Ditulis dengan versi lama."
    phone.context.set_offline(True)
    phone.begin_visit("Gunung Kuripan")
    phone.tell_visit(said)
    phone.finish_visit()
    field_server.stop()
    # The other language on the shell is another shell, and so another version.
    monkeypatch.setenv("TEDUH_LANGUAGE", "en")
    field_server.start()
    page = phone.page
    phone.context.set_offline(False)
    # The phone is not sent for: what waits shall meet the new version while it waits.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no signal yet')) }")
    page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.update())")
    page.wait_for_selector(".update:has-text('Versi baru siap')")
    page.click(".update button")
    page.wait_for_selector("input.pin")
    assert page.evaluate("document.documentElement.lang") == "id"
    phone.unlock()
    phone.send()

    assert field_server.rows("select count(*) from respond_visit where situation = ?", said) == [(1,)]
    field_server.stop()


def test_a_new_shape_of_the_phones_database_keeps_every_row(phone: Phone) -> None:
    phone.sign_in()
    phone.context.set_offline(True)
    phone.begin_visit("Pengandonan")
    phone.tell_visit("Ditulis dalam bentuk lama.")
    phone.finish_visit()
    before = phone.rows_kept()
    (esbuild,) = (FRONTEND / "node_modules" / "@esbuild").glob("*/bin/esbuild")
    newer = subprocess.run(
        [str(esbuild), "--bundle", "--format=iife", "--loader=ts"],
        input=NEWER_DATABASE,
        cwd=FRONTEND / "src" / "field",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    phone.page.evaluate(newer)
    version, rooms = phone.page.evaluate("window.newer")

    assert (version, "rooms" in rooms) == (2, True)
    # The window with the old version has let go, and says so.
    phone.page.wait_for_selector(".update:has-text('jendela lain')")
    assert phone.rows_kept() == {**before, "rooms": 0}
    assert before["outbox"] == 1


NEWER_DATABASE = """import { database, UPGRADES } from "./database";
UPGRADES.push((made) => { (made as unknown as IDBDatabase).createObjectStore("rooms"); });
(window as unknown as { newer: unknown }).newer = database().then((made) => [made.version, [...made.objectStoreNames]]);
"""
