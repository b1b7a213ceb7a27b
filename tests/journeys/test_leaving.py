"""What leaves the unit: Budi prepares it, Hendra reads it and lets it out, Budi hands it over."""

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


def test_words_leave_through_two_people(visitor: Visitor, second_visitor: Visitor) -> None:
    visitor.sign_in("budi")
    page = visitor.open("/rujukan/")
    page.click("text=Politik uang")
    page.click("text=Siapkan ulang")
    visitor.picture("leaving-prepare")
    page.fill("textarea[name=words]", "tiga rumah")
    page.click("text=Serahkan kepada pemeriksa kedua")
    assert "Menunggu pemeriksa kedua" in page.content()

    second_visitor.sign_in("hendra")
    chief = second_visitor.open("/rujukan/")
    visitor.picture("leaving-waits")
    chief.click("text=Politik uang")
    assert "tiga rumah" not in chief.inner_text("#keluar + section")
    second_visitor.picture("leaving-check")
    chief.click("text=Setujui: boleh keluar")
    assert "Boleh keluar" in chief.content()

    page.reload()
    page.click("text=Surat untuk mitra")
    assert "[ditutup]" in page.content()
    visitor.picture("leaving-letter")


def test_the_public_reads_figures_without_a_script(visitor: Visitor) -> None:
    page = visitor.open("/transparansi/")
    assert "Menurut kecamatan" in page.content()
    assert page.locator("script").count() == 0
    visitor.picture("transparency")
