"""From an alarm to a visit and its score: the chief, the village officer, the chief again."""

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


def test_an_alarm_is_seen_visited_and_scored(visitor: Visitor, second_visitor: Visitor) -> None:
    chief, officer = visitor, second_visitor
    chief.sign_in("rahman")
    assert "Peringatan yang menunggu keputusan" in chief.page.inner_text("main")
    chief.open("/peringatan/")
    chief.picture("alarms")
    chief.page.click("main a:has-text('Surau') >> nth=0")
    chief.picture("alarm")
    words = chief.page.inner_text("main")
    assert "Pola sekuat ini muncul karena kebetulan" in words
    assert "Laporan di baliknya" in words

    chief.page.click("button:has-text('Saya sudah melihat')")
    chief.page.check("label:has-text('Didatangi') input")
    chief.page.locator("form[action*=putuskan] input[name=reason]").fill("Joni ke sana bersama kadus sore ini.")
    chief.page.click("button:has-text('Simpan keputusan')")
    assert "belum tercatat" in chief.page.inner_text("main")
    address = chief.page.url

    officer.sign_in("joni")
    officer.page.goto(address)
    assert "Saya sudah melihat" not in officer.page.inner_text("main")
    page = officer.open("/kunjungan/baru/")
    page.select_option("select[name=activity]", "mediation")
    page.check("label:has-text('Surau') input")
    page.fill("input[name=place_detail]", "rumah kadus")
    page.locator("input[type=number][name*=role]").first.fill("6")
    page.fill("textarea[name=situation]", "Kedua keluarga mau menunggu pengukuran.")
    page.click("main button.primary")

    chief.page.goto(address)
    assert "desanya sudah didatangi" in chief.page.inner_text("main")
    chief.page.check("form[action*=nilai] label:has-text('Tepat') input >> nth=0")
    chief.page.locator("form[action*=nilai] input[name=reason]").fill("Mereka hampir berkelahi.")
    chief.page.click("button:has-text('Simpan nilai')")
    chief.picture("alarm-scored")
    assert "Mereka hampir berkelahi." in chief.page.inner_text("main")


def test_the_silence_the_policy_and_the_table_of_vulnerability(visitor: Visitor) -> None:
    visitor.sign_in("hendra")
    visitor.open("/peringatan/")
    visitor.page.click("main a:has-text('Sukajadi') >> nth=0")
    visitor.picture("silence")
    assert "sepi bukan berarti tenang" in visitor.page.inner_text("main")
    visitor.open("/peringatan/cara/")
    visitor.picture("alarm-policy")
    visitor.open("/kerawanan/")
    visitor.picture("vulnerability")
    assert "contoh, bukan angka resmi" in visitor.page.inner_text("main")
    visitor.open("/kerawanan/ubah/")
    visitor.picture("vulnerability-edit")
    visitor.open("/papan/desa/16.01.31.2006/")
    visitor.picture("village-drivers")
