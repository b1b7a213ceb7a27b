"""Sari looks after what is hers; Ratna answers; Lina reads how long what is kept."""

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


def test_a_resident_sees_objects_and_erases_without_a_name(visitor: Visitor) -> None:
    page = visitor.open("/hak-data/")
    visitor.picture("rights-public")
    visitor.open("/lapor/")
    page.fill("textarea[name=text]", "Ada kabar surat suara sudah dicoblos di Ujanmas, benar tidak?")
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    visitor.open("/kode/isi/")
    visitor.picture("rights-talk")

    page.click("text=Lihat, betulkan, atau hapus")
    visitor.picture("rights-own")
    visitor.open("/hak-data/salinan/")
    assert "sudah dicoblos" in page.content()
    visitor.open("/hak-data/keberatan/")
    page.fill("textarea[name=asked]", "Saya takut tetangga tahu.")
    page.click("main form button[type=submit]")
    assert page.get_by_text("tidak dipakai sampai ada keputusan").first.is_visible()
    visitor.open("/hak-data/hapus/")
    page.check("input[name=sure]")
    page.click("main form button[type=submit]")

    assert page.get_by_text("Sudah dihapus.").is_visible()
    visitor.open("/kode/isi/")
    assert page.url.endswith("/kode/")


def test_the_officer_reads_requests_holds_the_drill_and_the_timers(visitor: Visitor) -> None:
    visitor.sign_in("ratna")
    for path, name in (
        ("/permintaan-data/", "rights-requests"),
        ("/permintaan-data/baru/", "rights-request-new"),
        ("/penahanan/", "rights-holds"),
        ("/pelanggaran/", "rights-breaches"),
        ("/pelanggaran/baru/", "rights-breach-new"),
        ("/waktu-simpan/", "rights-retention"),
        ("/waktu-simpan/dampak/", "rights-dpia"),
    ):
        visitor.open(path)
        visitor.picture(name)
    page = visitor.open("/pelanggaran/")
    page.click("main tbody a")
    assert page.get_by_text("diberitahukan dalam 31 jam").is_visible()
    page.click("text=lihat dan cetak >> nth=0")
    visitor.picture("rights-letter")
