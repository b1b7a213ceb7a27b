"""Numbers and addresses of people are found and masked."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.text.redact import find_personal, mask


def masked(text: str) -> str:
    return mask(text, find_personal(text))


@pytest.mark.parametrize(
    "nik",
    [
        "1601081234567890",
        "1601 0812 3456 7890",
        "1601-0812-3456-7890",
        "16.01.08.123456.7890",
        "160108 123456 7890",
        "1 6 0 1 0 8 1 2 3 4 5 6 7 8 9 0",
        "1601\u200b081234567890",
        "１６０１０８１２３４５６７８９０",
    ],
)
def test_a_nik_is_masked_however_it_is_written(nik: str) -> None:
    assert masked(f"NIK saya {nik}, umur 25, KK {nik}.") == "NIK saya [NIK], umur 25, KK [NIK]."


@pytest.mark.parametrize(
    "phone",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "0812.3456.789",
        "+6281234567890",
        "+62 812-3456-7890",
        "6281234567890",
        "0735320123",
        "0735-320123",
        "(0735) 320123",
        "0711 320 123",
        "021-5551234",
    ],
)
def test_a_phone_number_is_masked_however_it_is_written(phone: str) -> None:
    assert masked(f"hubungi {phone} ya") == "hubungi [telepon] ya"


def test_an_address_is_masked() -> None:
    assert masked("kirim ke siti.aminah@contoh.co.id atau @siti") == "kirim ke [email] atau @siti"


def test_numbers_side_by_side_are_both_masked() -> None:
    assert masked("081234567890 1601081234567890 0812-3456-7890") == "[telepon] [NIK] [telepon]"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "desa 16.01.08.2018",
        "tgl 07-11-2024",
        "24-11-2024 - 26-11-2024",
        "25/11/2024 pukul 09.30",
        "Rp10.000.000",
        "TPS 012 RT 03 RW 05",
        "DPT 269.853 pemilih",
        "12345678901234567",
        "x@y",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_spans_say_where_and_what() -> None:
    text = "hp 081234567890 a@b.id"

    assert [(text[span.start : span.end], span.kind) for span in find_personal(text)] == [
        ("081234567890", "phone"),
        ("a@b.id", "email"),
    ]


@pytest.mark.parametrize("text", ["1" * 100_000, "1 " * 50_000, "a@" * 50_000, "a" * 100_000, "0812 " * 20_000])
def test_a_hundred_thousand_characters_are_read(text: str) -> None:
    assert find_personal(masked(text)) == []


@given(st.lists(st.sampled_from(["1601081234567890", "081234567890", " ", "-", "a@b.id", "5", "x", "+62", "("])))
def test_nothing_personal_is_left_after_masking(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = find_personal(text)

    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert find_personal(mask(text, spans)) == []


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert find_personal(masked(text)) == []
