from teduh.cores.match.roots import root
from teduh.cores.match.words import read, says_nothing, tokens


def test_one_spelling_for_what_people_type():
    assert tokens("Isu2 b4ku hantaaam gak ada yg TAU") == ["isu", "baku", "hantam", "tidak", "ada", "yang", "tahu"]


def test_doubling_is_one_word_and_keeps_its_place():
    typed = "ada isu-isu dan isu isu"
    words = read(typed)
    assert [word.text for word in words] == ["ada", "isu", "dan", "isu"]
    assert [typed[word.start : word.end] for word in words] == ["ada", "isu-isu", "dan", "isu isu"]


def test_numbers_in_one_spelling():
    assert tokens("Rp50.000 5rb 2,5 jt TPS007 12/05/2024") == [
        "rupiah", "50000", "5", "ribu", "2.5", "juta", "tps", "7", "12.5.2024",
    ]  # fmt: skip


def test_links_fall_away_and_tags_are_parted():
    assert tokens("lihat https://contoh.id/a?b=1 #SelamatkanKPU") == ["lihat", "selamatkan", "kpu"]
    assert tokens("https://contoh.id/a") == []


def test_places_point_into_the_typed_text():
    typed = "😀 b\u200bohong! ＢＩＬＡＮＧ #AwasIsu2"
    words = read(typed)
    assert [(word.text, typed[word.start : word.end]) for word in words] == [
        ("bohong", "b\u200bohong"),
        ("kata", "ＢＩＬＡＮＧ"),
        ("awas", "Awas"),
        ("isu", "Isu2"),
    ]


def test_affixes_come_off_alike():
    for family in (
        ("tangkap", "ditangkap", "menangkap", "tertangkap", "penangkapan"),
        ("bakar", "membakar", "terbakar", "kebakaran", "pembakaran"),
        ("kirim", "mengirim", "dikirim", "kirimkan", "pengiriman"),
        ("coblos", "mencoblos", "pencoblosan"),
        ("ambil", "mengambil", "diambil"),
        ("surat", "suratnya"),
    ):
        assert {root(word) for word in family} == {root(family[0])}, family


def test_different_words_keep_different_roots():
    assert len({root(word) for word in ("pasar", "kasar", "desa", "dosa", "2024", "2025")}) == 6


def test_what_says_nothing():
    for nothing in ("", "😀", "yang di ke dari", "\u200b\u200f", "...", "pak mohon tolong"):
        assert says_nothing(tokens(nothing)), nothing
    assert not says_nothing(tokens("TPS 3"))
