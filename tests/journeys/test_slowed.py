"""A flood comes from Sari's own network: her phone counts, Joko waits without script, Budi finds the one who was there.

The flood is some dozens of small sends to the server on this machine: what a network may send at once.
"""

import json
import re
import urllib.error
import urllib.request
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import PHONE, Visitor

pytestmark = pytest.mark.journey

FLOOD = "SEBARKAN!! Gudang beras mau dijarah orang luar besok pagi, semua warga harus kumpul bawa alat sebelum telat!!"
SEEN = FLOOD + " Saya lihat sendiri jam 9 tadi malam dua truk tanpa pelat parkir di belakang gudang."
PIPELINE_WAIT_MS = 60_000


def post(address: str, text: str) -> int:
    body = json.dumps({"id": str(uuid4()), "text": text, "place": "Pengandonan"}).encode()
    request = urllib.request.Request(  # noqa: S310 (our own address)
        f"{address}/api/v1/reports", body, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def use_up(address: str) -> None:
    """Everything that this network may send at once."""
    came = [post(address, f"coba kirim {n}") for n in range(90)]
    assert came[-1] == 429


def write(visitor: Visitor, text: str) -> None:
    visitor.page.fill("textarea[name=text]", text)
    visitor.page.fill("input[name=place]", "Pengandonan")


def code_of(visitor: Visitor) -> str:
    visitor.page.wait_for_url("**/lapor/kode/")
    return re.sub(r"\D", "", visitor.page.inner_text(".receipt .code"))


def test_nobody_is_refused_and_the_true_one_is_found(
    visitor: Visitor, second_visitor: Visitor, browser: Browser, address: str
) -> None:
    visitor.open("/lapor/")
    write(visitor, "Ada dua rombongan adu mulut soal baliho di simpang pasar, sudah dilerai pak kadus.")
    assert [post(address, text) for text in [*[FLOOD] * 9, SEEN]] == [201] * 10
    use_up(address)

    # Sari's page was open before; her phone counts and sends by itself, and asks nobody else.
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    with visitor.page.expect_response(lambda answer: answer.status == 429):
        visitor.page.click("main button.primary")
    assert len(code_of(visitor)) == 17
    assert any("work-worker" in url for url in asked)
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []

    # Joko's browser runs no script: he waits, and his words stay.
    context = browser.new_context(viewport=PHONE, locale="id-ID", java_script_enabled=False)  # type: ignore[arg-type]
    joko = Visitor(address, context, context.new_page())
    joko.open("/lapor/")
    write(joko, "Lampu jalan di dusun tiga mati semua, anak-anak takut pulang mengaji.")
    use_up(address)
    joko.page.click("main button.primary")
    assert joko.page.input_value("textarea[name=text]").startswith("Lampu jalan")
    seconds = int(re.search(r"Tunggu (\d+) detik", joko.page.inner_text("#slowed"))[1])  # type: ignore[index]
    assert 5 <= seconds <= 60
    joko.page.screenshot(path="build/journeys/slowed-360.png", full_page=True)
    joko.page.wait_for_timeout(1_000 * seconds + 500)
    joko.page.click("main button.primary")
    assert len(code_of(joko)) == 17
    context.close()

    _the_desk(second_visitor)


def _the_desk(desk: Visitor) -> None:
    desk.sign_in("budi")
    page = desk.open("/meja/?saring=beramai-ramai")
    for _ in range(PIPELINE_WAIT_MS // 2_000):
        if page.locator("a:has-text('laporan hampir sama dalam')").count():
            break
        page.wait_for_timeout(2_000)
        page.reload()
    desk.picture("bursts")
    page.click("a:has-text('laporan hampir sama dalam')")
    assert page.inner_text("h1") == "10 laporan hampir sama dalam 1 jam"
    apart = page.locator("section:has(h2:has-text('Perlu dibaca sendiri')) .card")
    assert apart.count() == 1
    assert "Saya lihat sendiri" in apart.inner_text()
    desk.picture("burst")

    apart.locator("button:has-text('Keluarkan dari kelompok')").click()
    assert "Laporan itu sekarang menunggu sendiri di meja." in page.inner_text("main")
    page.click("summary:has-text('Sisihkan tanpa isu')")
    page.check("input[value=not_a_matter]")
    page.fill("form:has(input[value=decide]) input[name=reason]", "Pesan berantai yang sama.")
    page.click("button:has-text('Ya, sisihkan semua')")
    assert "9 laporan selesai." in page.inner_text("main")
    page.click(f"a:has-text('{FLOOD[:40]}')")
    assert "Saya lihat sendiri jam 9" in page.inner_text("blockquote")
