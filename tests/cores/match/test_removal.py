"""What is removed is never found, weighs nothing, and lies in no file."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.cores.match import MatchIndex
from teduh.cores.match import index as module
from tests.cores.match.test_index import RUMOURS, SENTENCES


@pytest.fixture
def index() -> MatchIndex:
    return MatchIndex.build(RUMOURS.items())


def test_a_removed_text_is_not_found_and_the_others_are(index):
    index.remove(["culik"])

    assert [one.keys for one in index.find(RUMOURS["culik"]) if "culik" in one.keys or one.is_same] == []
    assert index.find(RUMOURS["beras"])[0].keys == ("beras",)
    assert ("culik" in index, len(index), index.keys) == (False, 4, sorted(set(RUMOURS) - {"culik"}))


def test_one_of_two_with_the_same_words_stays(index):
    index.add("copy", RUMOURS["uang"])
    index.remove(["uang"])

    assert index.find(RUMOURS["uang"])[0].keys == ("copy",)


def test_a_key_that_is_not_there_is_refused_and_nothing_is_taken_out(index):
    with pytest.raises(Refused, match="gula"):
        index.remove(["beras", "gula"])

    assert len(index) == 5


def test_everything_can_go(index):
    index.remove(list(RUMOURS))

    assert (len(index), index.find(RUMOURS["beras"])) == (0, [])
    index.add("again", RUMOURS["beras"])
    assert index.find(RUMOURS["beras"])[0].keys == ("again",)


@given(st.lists(SENTENCES, min_size=2, max_size=20), st.randoms(use_true_random=False), SENTENCES)
@settings(max_examples=40, deadline=None)
def test_what_is_left_answers_as_if_the_rest_had_never_been(texts, rng, asked):
    entries = [(f"k{at}", text) for at, text in enumerate(texts)]
    gone = rng.sample(entries, rng.randrange(1, len(entries)))
    index = MatchIndex.build(entries)
    index.remove([key for key, _text in gone])
    never = MatchIndex.build([entry for entry in entries if entry not in gone])

    assert index.find(asked, count=50) == never.find(asked, count=50)


@given(st.lists(SENTENCES, min_size=1, max_size=20), st.randoms(use_true_random=False), SENTENCES)
@settings(max_examples=40, deadline=None)
def test_removed_and_added_again_is_as_never_removed(texts, rng, asked):
    entries = [(f"k{at}", text) for at, text in enumerate(texts)]
    moved = rng.sample(entries, rng.randrange(1, len(entries) + 1))
    index = MatchIndex.build(entries)
    index.remove([key for key, _text in moved])
    for key, text in moved:
        index.add(key, text)

    assert index.find(asked, count=50) == MatchIndex.build(entries).find(asked, count=50)


class TestLarge:
    """In a large index the postings wait; the answers must not."""

    @pytest.fixture(autouse=True)
    def _large(self, monkeypatch):
        monkeypatch.setattr(module, "AT_ONCE_UP_TO", 0)

    @pytest.fixture
    def crowd(self):
        rng = random.Random(3)
        vocabulary = [f"kata{at}" for at in range(60)]
        return {f"k{at}": " ".join(rng.sample(vocabulary, 8)) for at in range(100)}

    def test_before_the_rewrite_it_is_not_found_either(self, crowd):
        index = MatchIndex.build(crowd.items())
        index.remove(["k7"])

        assert "k7" not in {key for one in index.find(crowd["k7"], count=100) for key in one.keys}
        index.add("k7", crowd["k7"])
        assert index.find(crowd["k7"], count=100) == MatchIndex.build(crowd.items()).find(crowd["k7"], count=100)

    def test_its_words_are_in_no_saved_byte(self, crowd, tmp_path):
        index = MatchIndex.build(crowd.items())
        index.add("secret", "jenglot berkeliaran")
        index.save(tmp_path / "before")
        index.remove(["secret"])
        index.save(tmp_path / "after")
        MatchIndex.build(crowd.items()).save(tmp_path / "never")

        assert b"jenglot" in (tmp_path / "before").read_bytes()
        assert (tmp_path / "after").read_bytes() == (tmp_path / "never").read_bytes()

    def test_when_a_tenth_is_gone_all_is_written_anew(self, crowd):
        index = MatchIndex.build(crowd.items())
        index.remove([f"k{at}" for at in range(12)])
        left = MatchIndex.build([(key, text) for key, text in crowd.items() if int(key[1:]) >= 12])

        assert index.find(crowd["k50"], count=100) == left.find(crowd["k50"], count=100)


def test_removing_ten_thousand_copies_is_one_pass():
    index = MatchIndex.build((f"{at:05d}", "gudang beras dibakar") for at in range(10_000))
    index.add("other", "gudang beras aman")
    index.remove([f"{at:05d}" for at in range(9_999)])

    assert sorted(one.keys for one in index.find("gudang beras")) == [("09999",), ("other",)]
