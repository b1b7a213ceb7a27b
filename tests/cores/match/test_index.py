import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.cores.match import MatchIndex, postings
from teduh.cores.match.index import LONGEST_LETTERS
from teduh.cores.match.words import says_nothing, tokens

RUMOURS = {
    "beras": "Harga beras naik dua kali lipat karena gudang di Baturaja dibakar massa",
    "surat": "Surat suara untuk TPS 3 desa Tanjung Baru sudah dicoblos sebelum hari pemungutan",
    "culik": "Ada penculik anak memakai mobil putih berkeliling di sekolah dasar",
    "uang": "Kepala desa membagikan uang lima puluh ribu kepada setiap warga yang datang",
    "vaksin": "Vaksin baru membuat orang tidak bisa punya anak kata dokter di Palembang",
}
SENTENCES = st.lists(
    st.sampled_from(
        "beras surat suara gudang bakar polisi desa kabar uang mobil anak hilang sungai jembatan 3 12".split()
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@pytest.fixture
def index() -> MatchIndex:
    return MatchIndex.build(RUMOURS.items())


def keys(index: MatchIndex, text: str) -> list[str]:
    return [key for found in index.find(text) for key in found.keys]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("beras mahaaal, gudangnya dibakar di baturaja!!", "beras"),
        ("katanya surat suaranya udh tercoblos di tps3", "surat"),
        ("HATI2 pencuIik ank pke mobl putih dkt skolah", "culik"),
        ("kades bagi2 duit 50rb ke warga", "uang"),
        ("vaksin bikin mandul org gak bs punya anak", "vaksin"),
    ],
)
def test_another_wording_finds_its_rumour(index, typed, key):
    assert keys(index, typed)[0] == key


def test_the_same_words_come_first_and_say_so(index):
    found = index.find(RUMOURS["surat"].upper() + " 😀")
    assert found[0].keys == ("surat",)
    assert [one.is_same for one in found] == [True] + [False] * (len(found) - 1)
    assert (found[0].asked_share, found[0].found_share) == (1.0, pytest.approx(1.0))


@pytest.mark.parametrize("nothing", ["", " ", "😀", "yang di ke dari", "\u200f\u200e\u200b", "🙏🙏 pak", "...", "\x00"])
def test_what_says_nothing_finds_nothing(index, nothing):
    index.add("nothing", nothing)
    assert index.find(nothing) == []


def test_an_empty_index_finds_nothing():
    assert MatchIndex().find("harga beras") == []
    assert MatchIndex.build([]).find("harga beras") == []


def test_unknown_words_find_nothing(index):
    assert index.find("zzxxyy qqwwvv") == []


@given(st.lists(SENTENCES, min_size=1, max_size=12), st.integers(0, 100))
@settings(max_examples=40, deadline=None)
def test_adding_a_text_finds_itself_first(texts, pick):
    index = MatchIndex()
    for at, text in enumerate(texts):
        index.add(str(at), text)
    at = pick % len(texts)
    first = index.find(texts[at])[0]
    assert first.is_same
    assert str(at) in first.keys


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_taken_and_finds_itself_unless_it_says_nothing(text):
    index = MatchIndex.build(RUMOURS.items())
    index.add("typed", text)
    found = index.find(text)
    if says_nothing(tokens(text)):
        assert found == []
    else:
        assert (found[0].keys, found[0].is_same) == (("typed",), True)


@given(st.lists(SENTENCES, min_size=2, max_size=25), st.randoms(use_true_random=False), SENTENCES)
@settings(max_examples=40, deadline=None)
def test_order_and_way_of_insertion_do_not_matter(texts, rng, asked):
    entries = [(f"k{at}", text) for at, text in enumerate(texts)]
    shuffled = rng.sample(entries, len(entries))
    built = MatchIndex.build(entries)
    added = MatchIndex()
    for key, text in shuffled:
        added.add(key, text)
    merged = MatchIndex.build(shuffled[::2])
    merged.merge(MatchIndex.build(shuffled[1::2]))
    assert built.find(asked, count=50) == added.find(asked, count=50) == merged.find(asked, count=50)


def test_saved_and_loaded_it_answers_the_same(index, tmp_path):
    index.add("copy", RUMOURS["uang"])
    index.save(tmp_path / "match.index")
    loaded = MatchIndex.load(tmp_path / "match.index")
    assert (len(loaded), loaded.keys) == (6, sorted([*RUMOURS, "copy"]))
    for text in RUMOURS.values():
        assert loaded.find(text) == index.find(text)
    loaded.add("more", "jembatan putus")
    assert keys(loaded, "jembatan putus")[0] == "more"


def test_the_same_entries_save_the_same_bytes(index, tmp_path):
    index.save(tmp_path / "one")
    MatchIndex.build(RUMOURS.items()).save(tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-9], lambda b: b[:40], lambda b: b"", lambda b: b[:-1] + b"x", lambda b: b"[]\n"]
)
def test_a_damaged_file_is_refused(index, tmp_path, damage):
    path = tmp_path / "match.index"
    index.save(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(Refused, match="build it again"):
        MatchIndex.load(path)


def test_a_key_is_taken_once(index):
    with pytest.raises(Refused, match="beras"):
        index.add("beras", "lain sama sekali")
    with pytest.raises(Refused):
        index.extend([("new", "banjir bandang"), ("culik", "lagi")])
    assert keys(index, "banjir bandang")[0] == "new"
    assert len(index) == 6


def test_merging_keeps_what_is_there(index):
    index.merge(MatchIndex.build([("beras", "gula habis di pasar"), ("gula", "gula habis di pasar")]))
    assert keys(index, "gula habis")[0] == "gula"
    assert len(index) == 6


def test_ten_thousand_copies_are_one_row():
    index = MatchIndex.build((f"{at:05d}", "AWAS!!! gudang beras dibakar 😡") for at in range(10_000))
    index.add("other", "gudang beras aman")
    found = index.find("awas gudang beras di bakar")
    assert [len(one.keys) for one in found] == [10_000, 1]
    assert found[0].keys[:2] == ("00000", "00001")


def test_a_long_text_is_read_up_to_its_limit(index):
    long = "gudang beras " * 8_000
    index.add("long", long)
    assert index.find(long)[0].keys == ("long",)
    tail = "x " * LONGEST_LETTERS + "penculik mobil putih"
    assert "culik" not in keys(index, tail)


def test_mixed_scripts_and_marks(index):
    index.add("arab", "‏قال انتخاب غدا‎ 選挙 выборы pemilu di masjid")
    assert keys(index, "выборы 選挙 pemilu")[0] == "arab"


def test_a_count_must_be_one_or_more(index):
    with pytest.raises(Refused):
        index.find("beras", count=0)


def test_at_least_cuts_the_tail(index):
    assert [found.keys for found in index.find(RUMOURS["beras"], at_least=0.9)] == [("beras",)]


def test_the_tail_is_frozen_without_changing_an_answer(monkeypatch):
    monkeypatch.setattr(postings, "_LONGEST_TAIL", 7)
    rng = random.Random(5)
    vocabulary = [f"kata{at}" for at in range(60)]
    texts = [" ".join(rng.sample(vocabulary, 8)) for _ in range(100)]
    index = MatchIndex()
    for at, text in enumerate(texts):
        index.add(str(at), text)
    whole = MatchIndex.build((str(at), text) for at, text in enumerate(texts))
    assert [index.find(text) for text in texts[::9]] == [whole.find(text) for text in texts[::9]]


def test_a_grown_index_weighs_as_one_built_at_once():
    rng = random.Random(8)
    texts = [" ".join("".join(rng.choices("abcdefghijklmnop", k=9)) for _ in range(40)) for _ in range(400)]
    grown = MatchIndex()
    for at, text in enumerate(texts):
        grown.add(str(at), text)
    built = MatchIndex.build((str(at), text) for at, text in enumerate(texts))
    for text in texts[::40]:
        asked = " ".join(text.split()[:12]) + " kata lain"
        assert grown.find(asked, count=20) == built.find(asked, count=20)
