"""A voice note told without signal: kept on the phone, sent when signal is back, heard by those of the visit only."""

from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import PICTURES
from tests.journeys.phone import Phone, Server, desk, until

pytestmark = pytest.mark.journey

SITUATION = "Situasi diceritakan dalam catatan suara."
PLAYS = """(sound) => new Promise((done) => { sound.oncanplay = () => done(true); sound.onerror = () => done(false);
    if (sound.readyState >= 3) done(true); else if (sound.preload === "none") sound.load(), sound.preload = "auto" })"""
# Where the sound begins; before it stands what the recorder tells of itself.
CLUSTER, DATE = b"\x1f\x43\xb6\x75", b"\x44\x61"


def test_a_voice_note_is_recorded_offline_and_heard_at_the_desk(
    phone: Phone, field_server: Server, browser: Browser
) -> None:
    phone.sign_in()
    phone.context.set_offline(True)
    page = phone.begin_visit("Gunung Kuripan")
    phone.tell_visit(SITUATION)
    seconds = record(page)
    phone.picture("field-voice")

    # The battery dies; the note is still there, and can be listened to.
    phone.kill()
    page = phone.switch_on()
    phone.context.set_offline(True)
    phone.open()
    phone.unlock()
    page.click("main a.primary")
    page.click(f"button:has-text('Dengarkan ({seconds} detik)')")
    assert page.locator("audio").evaluate(PLAYS)
    phone.finish_visit()
    assert stored(field_server) == []

    phone.context.set_offline(False)
    phone.send()
    (note,) = until(lambda: stored(field_server))
    assert note[1:] == ("voice", "audio/webm", seconds)
    assert phone.rows_kept()["media"] == 0

    context, office = desk(browser, field_server, "rahman")
    office.goto(f"{field_server.address}/kunjungan/{visit_of(field_server)}/")
    assert f"Catatan suara, {seconds} detik" in office.inner_text("main")
    where = f"{field_server.address}{office.locator('audio').get_attribute('src')}"
    heard = context.request.get(where)
    assert (heard.status, heard.headers["content-type"]) == (200, "audio/webm")
    assert heard.body()[:4] == b"\x1aE\xdf\xa3"
    assert 2_000 < len(heard.body()) < 40_000
    # The file names the program that wrote it, and neither a day nor a place nor a device.
    assert DATE not in heard.body().partition(CLUSTER)[0]
    assert office.locator("audio").evaluate(PLAYS)
    office.screenshot(path=PICTURES / "visit-voice.png", full_page=True)
    context.close()
    assert answers(browser, field_server, where) == {"budi": 200, "joni": 404, "dewi": 403}


def record(page: Page) -> int:
    """Some seconds of the tone that stands in for a voice; how many, by the phone's own count."""
    page.click("form.visit > details:has(.photos) summary")
    page.click("button:has-text('Rekam catatan suara')")
    page.wait_for_selector("button:has-text('Berhenti merekam (3 detik)')")
    page.click("button:has-text('Berhenti merekam')")
    return int(page.inner_text("button:has-text('Dengarkan')").split("(")[1].split()[0])


def stored(server: Server) -> list[tuple[object, ...]]:
    return server.rows(
        "select f.id, f.kind, f.media_type, f.seconds from respond_visitfile f"
        " join respond_visit v on v.id = f.visit_id where v.situation = ?",
        SITUATION,
    )


def visit_of(server: Server) -> UUID:
    return UUID(server.rows("select id from respond_visit where situation = ?", SITUATION)[0][0])


def answers(browser: Browser, server: Server, where: str) -> dict[str, int]:
    """Whoever sees the visit hears it; an officer of other villages and public relations do not."""
    told = {}
    for username in ("budi", "joni", "dewi"):
        context, _page = desk(browser, server, username)
        told[username] = context.request.get(where).status
        context.close()
    return told
