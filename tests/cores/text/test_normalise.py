"""Typed Indonesian in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.text.normalise import SHORT_FORMS, normalise


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ada isu2 sara di ds ujan mas klo bs dicek pak", "ada isu-isu sara di desa ujan mas kalau bisa dicek pak"),
        ("yg dgn utk kalo gk ga gak tdk", "yang dengan untuk kalau tidak tidak tidak tidak"),
        ("sdh udh blm krn jgn org jd pd aja kpd", "sudah sudah belum karena jangan orang jadi pada saja kepada"),
        ("sblm skrg bhw tgl ds kec kel kab", "sebelum sekarang bahwa tanggal desa kecamatan kelurahan kabupaten"),
        ("bangeeet bgt toloooong", "banget banget tolong"),
        ("maaaaf pak", "maaf pak"),
        ("orang2 org2 rumah2nya isu²", "orang-orang orang-orang rumah-rumahnya isu-isu"),
        ("berlari2an bersama2 membagi2kan", "berlari-larian bersama-sama membagi-bagikan"),
        ("berita2 ber-bondong2", "berita-berita berbondong-bondong"),
        ("b4ku h4ntam, b4k4r", "baku hantam bakar"),
        ("rt3 tps12 50rb covid19 batumarta", "rt3 tps12 50rb covid19 batumarta"),
        (
            "giat kades tomas toga warbin paslon",
            "kegiatan kepala desa tokoh masyarakat tokoh agama warga binaan pasangan calon",
        ),
        ("Jum'at JUM’AT jumat", "jumat jumat jumat"),
        ("te\u200brima ka\u00adsih ＰＯＬＩＳＩ", "terima kasih polisi"),
        ("sm td dr lg", "sm td dr lg"),
        ("pukul 09.30 WIB, Rp10.000!", "pukul 09.30 wib rp10 000"),
        ("", ""),
        ("😡", ""),
        ("\u202eمرحبا\u202c desa", "مرحبا desa"),
    ],
)
def test_what_was_typed_is_what_was_meant(typed: str, meant: str) -> None:
    assert normalise(typed).text == meant


def test_each_word_knows_what_was_typed_for_it() -> None:
    text = "Isu2 d\u200bi kec. X"

    normal = normalise(text)

    assert normal.tokens == ("isu-isu", "di", "kecamatan", "x")
    assert [text[start:end] for start, end in normal.spans] == ["Isu2", "d\u200bi", "kec", "X"]


def test_a_short_form_of_two_words_gives_two_words_with_one_place() -> None:
    normal = normalise("kades hadir")

    assert (normal.tokens, normal.spans) == (("kepala", "desa", "hadir"), ((0, 5), (0, 5), (6, 11)))


def test_the_list_is_long_and_every_full_form_stays_as_it_is() -> None:
    full = [" ".join(words) for words in SHORT_FORMS.values()]

    assert len(SHORT_FORMS) >= 250
    assert [normalise(words).text for words in full] == full


def test_forms_with_two_meanings_are_not_in_the_list() -> None:
    assert {"sm", "td", "dr", "lg"} & SHORT_FORMS.keys() == set()


@pytest.mark.parametrize("text", ["a" * 100_000, "aaab" * 25_000, "isu2 " * 20_000, "a-" * 50_000, "😡é" * 50_000])
def test_a_hundred_thousand_characters_are_read(text: str) -> None:
    assert len(normalise(text).tokens) == len(normalise(text).spans)


@given(st.text())
def test_doing_it_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once.text).text == once.text
    assert all(0 <= start < end <= len(text) for start, end in once.spans)


@given(st.text(alphabet="abimnu2 4-'’éİß\u200b😡", max_size=40))
def test_doing_it_twice_changes_nothing_for_words_as_they_are_typed(text: str) -> None:
    once = normalise(text)

    assert normalise(once.text).text == once.text
