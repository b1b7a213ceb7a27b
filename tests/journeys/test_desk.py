"""The same story in other words: the desk is offered the issue, confirms it, finds it wrong, and takes that back."""

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey

SMS = "antri solar lg pak di air paoh, td hampir ribut gara2 ado yang nyelip truknyo"
ISSUE = "Antrean solar di SPBU Air Paoh"
# The worker compares waiting reports every twenty seconds.
PATIENCE_S = 120


def test_suggested_confirmed_refused_and_taken_back(visitor: Visitor) -> None:
    visitor.sign_in("budi")
    page = visitor.open("/laporan/tempel/")
    page.fill("textarea[name=text]", SMS)
    page.click("main button.primary")
    page.check("label:has-text('Air Paoh') input")
    page.click("button:has-text('Simpan sebagai laporan')")
    visitor.open("/meja/")
    page.click(f"a:has-text('{SMS}') >> nth=0")

    for _second in range(PATIENCE_S):
        if page.locator(".chip:has-text('diusulkan')").count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    visitor.picture("desk-suggested")
    offered = page.locator(f"li:has(h3:has-text('{ISSUE}'))")
    assert "diusulkan" in offered.inner_text()
    assert "Kata yang sama:" in offered.inner_text()
    assert "Desa yang sama." in offered.inner_text()

    offered.locator("button:has-text('Gabungkan')").click()
    assert f"Laporan masuk ke isu “{ISSUE}”." in page.inner_text("main")

    page.click("summary:has-text('Laporan ini salah tempat')")
    page.fill("input[name=reason]", "Ini pom bensin yang lain.")
    page.click("button:has-text('Keluarkan')")
    page.click("summary:has-text('1 isu ditolak untuk laporan ini')")
    visitor.picture("desk-refused")
    assert "Ini pom bensin yang lain." in page.inner_text("main")
    assert page.locator(f"li:has(h3:has-text('{ISSUE}'))").count() == 0

    page.click("button:has-text('Batalkan penolakan')")
    assert "diusulkan" in page.locator(f"li:has(h3:has-text('{ISSUE}'))").inner_text()


def test_the_chief_sees_how_often_suggestions_are_right_and_sets_the_threshold(visitor: Visitor) -> None:
    visitor.sign_in("hendra")
    page = visitor.open("/isu/")
    page.click("a:has-text('Seberapa sering usulan benar')")
    page.fill("input[name=percent]", "80")
    page.locator("form:has(input[name=percent]) input[name=reason]").fill("Lebih baik sedikit tetapi tepat.")
    page.click("button:has-text('Simpan ambang')")
    visitor.picture("join-policy")

    assert "Ambang tersimpan." in page.inner_text("main")
    assert "Versi 1, ambang 80%" in page.inner_text("main")
