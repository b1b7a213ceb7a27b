import pytest

from teduh.cores.match import compare, names_of

ARREST = "Kemarin malam pelaku sudah ditangkap di Desa Tanjung Baru"


def kinds(here: str, there: str, **more) -> list[str]:
    return [conflict.kind for conflict in compare(here, there, **more).conflicts]


def test_shared_words_point_into_both_texts():
    there = "di tanjung baru pelakunya udh ditangkp kmrn"
    found = compare(ARREST, there)
    assert [(pair.word, ARREST[slice(*pair.here)], there[slice(*pair.there)]) for pair in found.shared] == [
        ("kemarin", "Kemarin", "kmrn"),
        ("pelaku", "pelaku", "pelakunya"),
        ("ditangkap", "ditangkap", "ditangkp"),
        ("tanjung", "Tanjung", "tanjung"),
        ("baru", "Baru", "baru"),
    ]
    assert found.conflicts == ()


@pytest.mark.parametrize(
    ("here", "there", "kind"),
    [
        (ARREST, "Kemarin malam pelaku belum ditangkap di Desa Tanjung Baru", "negation"),
        (ARREST, "kmrn mlm pelakunya blm jg ditangkap di ds tanjung baru", "negation"),
        ("vaksin itu bisa dipakai", "vaksin itu tidak bisa dipakai", "negation"),
        (ARREST, "Kemarin malam pelaku sudah ditangkap di Desa Sukamaju", "place"),
        ("surat suara rusak di TPS 3", "surat suara rusak di tps no 4", "station"),
        ("surat suara rusak di TPS 007", "surat suara rusak di TPS delapan", "station"),
        ("bantuan 2 juta per orang", "bantuan 3jt per orang", "number"),
        ("bantuan 2 juta per orang", "bantuan 2rb per orang", "number"),
        ("pencoblosan tanggal 14 Februari", "pencoblosan tgl 15 feb", "date"),
        ("pencoblosan 14/02/2024", "pencoblosan 14 Maret", "date"),
    ],
)
def test_facts_that_split(here, there, kind):
    assert kinds(here, there) == [kind]
    assert kinds(there, here) == [kind]
    assert kinds(here, here) == kinds(there, there) == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (ARREST, "pelaku ditangkap"),
        ("bantuan 2 juta", "bantuan 2000000"),
        ("bantuan Rp50.000", "bantuan 50 ribu"),
        ("bantuan 27 juta", "bantuan 27"),
        ("rusak di TPS 03", "rusak di tps tiga"),
        ("tanggal 14 Februari 2024", "14/2/2024"),
        ("pelaku sudah ditangkap", "bener gak pelaku sudah ditangkap"),
        ("pelaku sudah ditangkap", "pelaku sudah ditangkap, ada yang tau gak"),
        ("ibu kota pindah", "ibu negara pindah"),
    ],
)
def test_the_same_fact_told_otherwise_is_no_conflict(here, there):
    assert kinds(here, there) == kinds(there, here) == []


def test_known_places_are_found_anywhere():
    places = names_of(["Baturaja Timur", "Lubuk Batang", "OKU"])
    here, there = "banjir besar baturaja timur", "banjir besar lubuk batang"
    assert kinds(here, there) == []
    assert kinds(here, there, places=places) == ["place"]
    assert kinds(here, "banjir besar baturaja", places=places) == []
    conflict = compare(here, there, places=places).conflicts[0]
    assert (conflict.here, conflict.there) == ("baturaja timur", "lubuk batang")
    assert here[slice(*conflict.here_spans[0])] == "baturaja timur"


def test_shares_tell_a_part_from_the_whole():
    part = compare("pelaku ditangkap", ARREST + " oleh warga yang marah sekali lalu dibawa ke kantor")
    assert part.here_share == 1.0
    assert part.there_share < 0.5


def test_order_tells_a_reshuffle():
    assert compare("gudang beras dibakar massa", "gudang beras dibakar massa").order == 1.0
    assert compare("gudang beras dibakar massa", "massa dibakar beras gudang").order == 0.0


@pytest.mark.parametrize("text", ["", "😀", "\u200f", "yang di ke", "123", "x" * 100_000, "kata " * 20_000, "طقس 天気"])
def test_nothing_breaks_it(text):
    assert compare(text, text).conflicts == ()
    assert compare(text, ARREST).here_share <= 1.0
    assert compare("", text).shared == ()


def test_a_space_in_a_name_makes_no_other_place():
    known = names_of(["Ujanmas", "Ujan Mas", "Batu Marta II", "Batumarta II", "Tanjungan"])

    def conflicts(here: str, there: str) -> list[str]:
        return [one.kind for one in compare(here, there, places=known).conflicts]

    assert conflicts("ribut di ujan mas semalam", "Ribut di Ujanmas semalam") == []
    assert conflicts("antri gas di batumarta ii", "antri gas di Batu Marta II") == []
    assert conflicts("ribut di ujan mas semalam", "Ribut di Tanjungan semalam") == ["place"]
