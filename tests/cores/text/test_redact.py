"""What is personal in a text is found and masked, and what is not stays."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from teduh.cores.text.redact import IDENTITY_NUMBERS, KINDS, ON_INPUT, WORDS, Span, find_personal, mask


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
        "١٦٠١٠٨١٢٣٤٥٦٧٨٩٠",
        "16O1O8I234567890",
        "satu enam nol satu nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol",
    ],
)
def test_a_nik_is_masked_however_it_is_written(nik: str) -> None:
    assert masked(f"NIK saya {nik}, umur 25, KK {nik}.") == "NIK saya [NIK], umur 25, KK [KK]."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nomor nik dan kk: 1601081503850001 dan 1601080101120003", "nomor nik dan kk: [NIK] dan [KK]"),
        ("kk 1601080101120003, nik kepala keluarga 1601081503850001", "kk [KK], nik kepala keluarga [NIK]"),
        ("1601080101120003 ini no kartu keluarga kami", "[KK] ini no kartu keluarga kami"),
        ("nik di kk saya 1601081503850001", "nik di kk saya [NIK]"),
        ("nik kami 1601081503850001 sama 1601081503870002", "nik kami [NIK] sama [NIK]"),
        ("tanpa kata: 1601085503120001", "tanpa kata: [NIK]"),
        ("tanpa kata: 1601081503120001", "tanpa kata: [KK]"),
        ("nik 160108150385001 salah ketik", "nik [NIK] salah ketik"),
        ("nik ditolak, kode laporan 12345678901234567", "nik ditolak, kode laporan 12345678901234567"),
    ],
)
def test_nik_and_family_card_are_told_apart_by_the_words_around(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "phone",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "0812.3456.789",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0) 812 3456 7890",
        "6281234567890",
        "o8l234567890",
        "nol delapan satu dua tiga empat lima enam tujuh delapan",
        "kosong lapan dua belas, tiga, empat, lima, enam, tujuh, delapan",
        "https://wa.me/6281234567890",
        "0735320123",
        "0735-320123",
        "(0735) 320123",
        "0735/320123",
        "0711 320 123",
        "021-5551234",
        "+60123456789",
    ],
)
def test_a_phone_number_is_masked_however_it_is_written(phone: str) -> None:
    assert masked(f"hubungi {phone} ya") == "hubungi [telepon] ya"


@pytest.mark.parametrize(
    "email",
    [
        "siti.aminah@contoh.co.id",
        "siti(at)gmail.com",
        "siti [at] gmail [dot] com",
        "siti at gmail dot com",
        "siti titik aminah at yahoo titik co titik id",
        "siti88 @ gmail.com",
        "siti88 gmail.com",
    ],
)
def test_an_email_address_is_masked_however_it_is_spelled(email: str) -> None:
    assert masked(f"kirim ke {email} ya") == "kirim ke [email] ya"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("motor BG 1234 AB lewat", "motor [plat] lewat"),
        ("bg1234ab sama BE-77-XY", "[plat] sama [plat]"),
        ("mobil B 12 XY dan bg 1234 di jalan", "mobil [plat] dan [plat] di jalan"),
        ("nopol polisi 1234-VII", "nopol polisi [plat]"),
    ],
)
def test_a_plate_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("akun @siti_oku nyebar", "akun [akun] nyebar"),
        ("ig: sitiaminah", "ig: [akun]"),
        ("fb Siti Aminah yang kirim", "fb [akun] yang kirim"),
        ("akun facebook bernama Joko Susilo itu", "akun facebook bernama [akun] itu"),
        ("lihat t.me/warga_oku dan https://www.instagram.com/siti.oku/", "lihat [akun] dan [akun]"),
        ("https://facebook.com/profile.php?id=1000123412341234", "[akun]"),
    ],
)
def test_an_account_is_masked_and_its_service_stays(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tinggal di jl Kenanga no 3 RT 02 RW 01 dekat masjid", "tinggal di [rumah] dekat masjid"),
        ("rumah no. 7 yang biru", "[rumah] yang biru"),
        ("nomor rumah 5B", "[rumah]"),
        ("rumahnya nomor dua belas", "[rumah]"),
        ("di blok C no 4", "di [rumah]"),
        ("kumpul di gang melati 12", "kumpul di [rumah]"),
        ("lampu RT 03 RW 05 mati di jl Kenanga", "lampu RT 03 RW 05 mati di jl Kenanga"),
    ],
)
def test_a_house_is_masked_from_the_road_to_the_number(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pak Budi Santoso dan bu siti aminah datang", "Pak [nama] dan bu [nama] datang"),
        ("ust. Somad, H. Rusdi, hj maimunah", "ust. [nama], H. [nama], hj [nama]"),
        ("pak rt sukamto marah", "pak rt [nama] marah"),
        ("Bapak Kapolsek AKP Sutrisno", "Bapak Kapolsek AKP [nama]"),
        ("mang ujang sama wak Karim dan yuk Yanti", "mang [nama] sama wak [nama] dan yuk [nama]"),
        ("Pak M. Ali Hasan", "Pak [nama]"),
        ("PAK BUDI DATANG", "PAK [nama] DATANG"),
        ("nama saya Rina Marlina", "nama saya [nama]"),
    ],
)
def test_a_name_behind_a_title_is_masked_and_the_title_stays(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "desa 16.01.08.2018",
        "tgl 07-11-2024",
        "24-11-2024 - 26-11-2024",
        "25/11/2024 pukul 09.30",
        "08.30 - 12.00 - 16.30",
        "10.000.000 25.000.000",
        "Rp10.000.000",
        "TPS 012 RT 03 RW 05",
        "DPT 269.853 pemilih",
        "12345678901234567",
        "x@y",
        "https://berita.example/read/2024/05/22/093000665/judul",
        "pak kades dan bu lurah, pak polisi, pak camat Peninjauan",
        "ibu ibu pengajian, bapak-bapak ronda, ibu hamil",
        "mas kawin emas murni, yuk nyoblos, cek fakta, om telolet",
        "Kapolsek Pengandonan di Desa Ujan Mas",
        "pilih no 2, paslon nomor 1, pasal 187, antrian nomor 17, surat no 12/KPU/2024",
        "jalan lintas km 12, jalan kaki 5 km, blok pasar lama",
        "di fb banyak hoaks, akun palsu, ig story kemarin, tps3",
        "form C1 plano, mobil L300, vitamin D 1000, 150rb @ 5000",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert masked(text) == text


def test_numbers_side_by_side_are_both_masked() -> None:
    assert masked("081234567890 1601085234567890 0812-3456-7890") == "[telepon] [NIK] [telepon]"
    assert masked("2024 081234567890") == "2024 [telepon]"


def test_spans_say_where_and_what() -> None:
    text = "hp 081234567890 a@b.id"

    assert [(text[span.start : span.end], span.kind) for span in find_personal(text)] == [
        ("081234567890", "phone"),
        ("a@b.id", "email"),
    ]


def test_on_input_only_numbers_and_addresses_go_and_names_stay() -> None:
    text = "Pak Budi, jl Kenanga no 3, BG 1234 AB, @siti, hp 081234567890, NIK 1601081503850001, KK 1601080101120003"

    assert mask(text, find_personal(text, ON_INPUT)) == (
        "Pak Budi, jl Kenanga no 3, BG 1234 AB, @siti, hp [telepon], NIK [NIK], KK [KK]"
    )
    assert mask(text, find_personal(text, IDENTITY_NUMBERS)) == (
        "Pak Budi, jl Kenanga no 3, BG 1234 AB, @siti, hp 081234567890, NIK [NIK], KK [KK]"
    )
    assert masked(text) == "Pak [nama], [rumah], [plat], [akun], hp [telepon], NIK [NIK], KK [KK]"


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "1 " * 50_000,
        "1-" * 50_000,
        "a@" * 50_000,
        "a" * 100_000,
        "ab-" * 33_333,
        "h. " * 33_333,
        "0812 " * 20_000,
        "nol " * 25_000,
        "\u202e0\u200b8" * 33_333,
        "1601081503850001 " * 5_000,
        "akun ig: " * 11_000,
        "jl a no 1 " * 5_000,
        "pak budi " * 10_000,
        "\ufdfa" * 100_000,
    ],
    ids=lambda text: f"{text[:9]!r}",
)
def test_a_hundred_thousand_characters_are_read(text: str) -> None:
    assert find_personal(masked(text)) == []


PIECES = [
    "1601081234567890", "081234567890", "nol delapan", "satu dua tiga", " ", "-", ".", ", ", "\n", "a@b.id", "5", "x",
    "+62", "(", "Pak ", "bu ", "Budi", "siti", "h. ", "rt 03 ", "no 12", "rumah ", "jl ", "Kenanga ", "blok C4",
    "BG 1234 AB", "bg ", "@siti_oku", "ig: ", "akun fb ", "t.me/oku", "nik ", "kk ", "at gmail dot com", "[nama]",
    "[NIK]", "\u200b", "\ue000", "dan ",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@example("Pak [nama] Budi no 12 rumah [rumah] no 5")
@example("Hj. dot @siti_oku.")
def test_spans_are_in_order_inside_the_text_and_masking_leaves_nothing(text: str) -> None:
    spans = find_personal(text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert find_personal(mask(text, spans)) == []
    assert masked(masked(text)) == masked(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join), st.sets(st.sampled_from(sorted(KINDS))))
def test_only_the_kinds_asked_for_are_found(text: str, kinds: set[str]) -> None:
    spans = find_personal(text, kinds)  # type: ignore[arg-type]

    assert {span.kind for span in spans} <= kinds
    assert find_personal(mask(text, spans), kinds) == []  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert find_personal(masked(text)) == []


def test_every_kind_has_its_word_and_a_mask_is_never_personal() -> None:
    assert set(WORDS) == KINDS
    assert find_personal(" ".join(WORDS.values())) == []
    assert mask("ab", [Span(0, 1, "name")]) == "[nama]b"
