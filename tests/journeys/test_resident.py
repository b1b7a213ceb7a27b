"""A resident speaks and is answered, without a name and without script."""

import re

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey

HEARD = "Katanya balai desa mau ditutup warga seberang karena rebutan sumur, anak muda sudah ribut di grup."


def speak(visitor: Visitor, text: str, place: str = "", *, about_police: bool = False) -> str:
    """Send the resident's form and give back the code of 17 digits."""
    page = visitor.open("/lapor/")
    page.fill("textarea[name=text]", text)
    page.fill("input[name=place]", place)
    if about_police:
        page.check("input[name=about_police]")
    page.click("main button.primary")
    page.wait_for_url("**/lapor/kode/")
    code = re.sub(r"\D", "", page.inner_text(".receipt .code"))
    assert len(code) == 17
    return code


def read_answer(visitor: Visitor, code: str) -> str:
    page = visitor.open("/kode/")
    page.fill("input[name=code]", code)
    page.click("main button.primary")
    page.wait_for_url("**/kode/isi/")
    return page.inner_text("main")


def test_a_report_becomes_an_issue_and_an_answer(visitor: Visitor, second_visitor: Visitor) -> None:
    visitor.open("/lapor/")
    visitor.picture("report")
    code = speak(visitor, HEARD, "desa pengandonan")
    visitor.picture("receipt")

    desk = second_visitor
    desk.sign_in("budi")
    desk.open("/meja/")
    desk.picture("desk")
    desk.page.click(f"a:has-text('{HEARD[:30]}')")
    desk.page.check("input[name=village]")
    desk.page.click("button:has-text('Pastikan tempat')")
    assert "Tempat dipastikan: Pengandonan" in desk.page.inner_text("main")
    desk.picture("desk-report")
    desk.page.click("summary:has-text('Buka isu baru')")
    desk.page.fill("input[name=title]", "Rebutan sumur di Pengandonan")
    desk.page.select_option("select[name=kind]", "tension")
    desk.page.click("button:has-text('Buka isu')")
    assert desk.page.inner_text("h1") == "Rebutan sumur di Pengandonan"
    desk.page.click("summary:has-text('Tetapkan tingkat')")
    desk.page.check("input[value=latent]")
    desk.page.fill("form[action$='/tingkat/'] textarea[name=reason]", "Baru adu mulut di grup, belum ada kerumunan.")
    desk.page.click("button:has-text('Simpan tingkat')")
    assert "Potensi gangguan" in desk.page.inner_text("main")
    desk.page.click("summary:has-text('Jawab semua pelapor')")
    desk.page.fill("form[action$='/jawab/'] textarea[name=text]", "Kepala desa mempertemukan kedua pihak besok pagi.")
    desk.page.click("button:has-text('Kirim jawaban')")
    desk.picture("issue")

    assert "Kepala desa mempertemukan kedua pihak besok pagi." in read_answer(visitor, code)
    visitor.picture("answer")


def test_a_wrong_code_opens_nothing_and_says_so_calmly(visitor: Visitor) -> None:
    page = visitor.open("/kode/")
    page.fill("input[name=code]", "1234 5678 1234 5678 1")
    page.click("main button.primary")

    assert page.input_value("input[name=code]") == "1234 5678 1234 5678 1"
    assert page.locator(".error, .errors").count() > 0


def test_a_complaint_about_an_officer_stays_out_of_the_chain(visitor: Visitor, second_visitor: Visitor) -> None:
    words = "Ada anggota yang tiap malam Minggu ambil jatah dari juru parkir pasar."
    code = speak(visitor, words, "Pasar Baru", about_police=True)

    insider = second_visitor
    for name in ("budi", "rahman", "hendra"):
        insider.context.clear_cookies()
        insider.sign_in(name)
        for path in ("/papan/", "/meja/", "/isu/", "/hasil/"):
            answer = insider.page.goto(f"{insider.address}{path}")
            assert answer is not None
            assert "juru parkir" not in insider.page.content()
        assert insider.page.goto(f"{insider.address}/tersegel/").status == 403  # type: ignore[union-attr]

    insider.context.clear_cookies()
    insider.sign_in("maya")
    insider.open("/tersegel/")
    insider.picture("sealed")
    insider.page.click("table.list tbody tr:first-child a")
    assert words in insider.page.inner_text("main")
    insider.page.fill(
        "form[action$='/tulis/'] textarea", "Terima kasih. Kami menanyakannya kepada atasan di luar polres."
    )
    insider.page.click("form[action$='/tulis/'] button")

    assert "di luar polres" in read_answer(visitor, code)


def test_public_pages_are_small_and_ask_nobody_else(visitor: Visitor) -> None:
    """At most 60 kB on a cold load, no third-party request, no script."""
    for path in ("/", "/lapor/", "/kode/", "/fakta/", "/transparansi/"):
        received: list[int] = []
        foreign: list[str] = []
        page = visitor.context.new_page()
        page.on("requestfinished", lambda request, sizes=received: sizes.append(size_of(request)))
        page.on(
            "request",
            lambda request, seen=foreign: (
                seen.append(request.url) if not request.url.startswith((visitor.address, "data:")) else None
            ),
        )
        page.goto(f"{visitor.address}{path}", wait_until="networkidle")
        assert foreign == []
        # The form follows the typing with one small script and works without it.
        assert page.locator("script").count() == (1 if path == "/lapor/" else 0)
        assert 0 < sum(received) <= 60_000, f"{path}: {sum(received)} bytes"
        page.close()


def size_of(request: object) -> int:
    sizes = request.sizes()  # type: ignore[attr-defined]
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])
