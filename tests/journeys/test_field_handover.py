"""A village changes hands: the successor knows what was promised and tried; the leaver's phone keeps no word of it."""

from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.journeys.phone import Phone, Server, a_phone, desk, until

pytestmark = pytest.mark.journey

VILLAGE, CODE = "Sukajadi", "16.01.14.1006"
OPEN, KEPT = "Menanyakan lampu gang tiga ke kelurahan", "Mengantar jadwal ronda ke ketua RT"
OUTCOME, SITUATION = "Jadwal sudah ditempel di pos ronda", "Tenang; warga cemas soal gang yang gelap."
UNFINISHED = "Baru mulai bicara dengan ibu-ibu pengajian."
NEVER_AGAIN = (VILLAGE, CODE, OPEN, KEPT, OUTCOME, SITUATION)


def test_the_successor_goes_on_and_the_leavers_phone_forgets(
    phone: Phone, field_server: Server, browser: Browser, playwright: Playwright
) -> None:
    phone.sign_in("eka")
    told_and_promised(phone)
    one_promise_is_kept_and_told(phone)
    phone.begin_visit(VILLAGE)
    phone.page.fill("form.visit > label textarea", UNFINISHED)
    before = phone.opened()
    assert [words for words in NEVER_AGAIN if words not in before] == []

    hand_over(browser, field_server, leaver="eka", successor="tono")

    with a_phone(playwright, field_server) as successors:
        successors.sign_in("tono")
        page = open_file(successors)
        read = page.inner_text("main")
        assert [words for words in (OPEN, "tinggal 7 hari", SITUATION, f"{KEPT}: {OUTCOME}") if words not in read] == []
        assert page.locator("section:has(h2:has-text('Janji')) .card").count() == 1
        successors.picture("field-handed-over")
        # The promise is the successor's to keep.
        keep(page, "Lampu sudah menyala lagi")
        successors.send()
        assert until(lambda: kept_on(field_server, OPEN) is not None)

    page = phone.page
    page.click("header.top a.line")
    assert page.locator(f"main a:has-text('Kunjungan {VILLAGE}')").count() == 1
    page.click("main button:has-text('Kirim sekarang')")
    page.wait_for_selector(f"main:not(:has-text('Kunjungan {VILLAGE}'))")
    assert page.locator("h2:has-text('Sudah tersimpan')").count() == 0
    page.click("nav.tabs-below a >> nth=2")
    page.wait_for_selector("main .cards a:has-text('Kemalaraja')")
    assert page.locator(f"main:has-text('{VILLAGE}')").count() == 0
    phone.open(f"#/desa/{CODE}")
    page.wait_for_selector("text=Mungkin desa ini sudah bukan tugas Anda")

    # What was begun there and not finished is still the officer's own, by its name; thrown away, nothing is left.
    after = phone.opened()
    assert [words for words in (OPEN, KEPT, OUTCOME, SITUATION) if words in after] == []
    page.click("nav.tabs-below a >> nth=0")
    page.click(f"main a.primary:has-text('{VILLAGE}')")
    assert page.input_value("form.visit > label textarea") == UNFINISHED
    phone.picture("field-left-behind")
    page.click("summary:has-text('Buang catatan ini')")
    page.click("button:has-text('Ya, buang')")
    page.wait_for_selector("nav.tabs-below")
    assert [words for words in (*NEVER_AGAIN, UNFINISHED) if words in phone.opened()] == []

    page.click("a:has-text('HP ini')")
    page.click("summary:has-text('Keluar dan hapus')")
    page.click("button:has-text('Ya, hapus semua')")
    page.wait_for_selector("h1:has-text('HP ini sudah kosong')")
    assert set(phone.rows_kept().values()) == {0}
    assert field_server.rows(
        "select p.ended_why from field_phone p join trust_person o on o.id = p.person_id where o.username = 'eka'"
    ) == [("signed_out",)]


def told_and_promised(phone: Phone) -> None:
    page = phone.begin_visit(VILLAGE)
    phone.tell_visit(SITUATION)
    page.click("summary:has-text('Janji tindak lanjut')")
    for n, what in enumerate((OPEN, KEPT)):
        if n:
            page.click("button:has-text('Tambah janji')")
        page.fill(f"fieldset.pair >> nth={n} >> textarea", what)
    phone.finish_visit()
    phone.send()


def one_promise_is_kept_and_told(phone: Phone) -> None:
    page = open_file(phone)
    page.wait_for_selector(f".card:has-text('{KEPT}')")
    keep(page, OUTCOME, KEPT)
    phone.send()
    open_file(phone).click("button:has-text('Desa sudah dikabari hari ini')")
    page.wait_for_selector(".chip:has-text('menunggu terkirim'), a.line:has-text('Semua terkirim')")
    phone.send()
    open_file(phone).wait_for_selector("h2:has-text('Yang sudah dicoba')")


def open_file(phone: Phone) -> Page:
    phone.page.click("nav.tabs-below a >> nth=2")
    phone.page.click(f"main .cards a:has-text('{VILLAGE}')")
    phone.page.wait_for_selector(f"h1:has-text('{VILLAGE}')")
    return phone.page


def keep(page: Page, outcome: str, what: str = OPEN) -> None:
    card = page.locator(f".card:has-text('{what}')")
    card.locator("summary:has-text('Sudah ditepati')").click()
    card.locator("textarea").fill(outcome)
    card.locator("button:has-text('Simpan')").click()


def kept_on(server: Server, what: str) -> object:
    return server.rows("select kept_on from respond_promise where text = ?", what)[0][0]


def hand_over(browser: Browser, server: Server, *, leaver: str, successor: str) -> None:
    """The administrator writes it down a day late: yesterday was the leaver's last day."""
    context, page = desk(browser, server, "lina")
    people = {name: UUID(pk) for name, pk in server.rows("select username, id from trust_person")}
    page.goto(f"{server.address}/orang/{people[leaver]}/")
    page.click(f"tr:has-text('{VILLAGE}') a:has-text('akhiri')")
    yesterday = page.evaluate("new Date(Date.now() - 86_400_000).toLocaleDateString('sv')")
    page.fill("input[name=last_day]", yesterday)
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Hari terakhir tersimpan")
    page.goto(f"{server.address}/orang/{people[successor]}/")
    page.click("summary:has-text('Tambah desa binaan')")
    page.fill("input[name=village]", CODE)
    page.click("button:has-text('Tambah')")
    page.wait_for_selector("text=Desa binaan ditambahkan")
    context.close()
