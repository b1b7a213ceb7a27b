"""What the text cores see, in the words of the desk: marks that change no letter, clues, places."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.triage import adapt
from teduh.triage.adapt import Piece
from teduh.triage.rules import IssueKind
from tests.factories import World
from tests.triage.stories import OPINION

# Words that hints look for, among others, with signs, capitals, emojis and line ends between them.
WORDS = st.sampled_from(
    "tolong|kebakaran|Katanya|hoax|serangan fajar|politik uang|janji manis|tidak setuju|🔥|bentrok|SEKARANG|ribut|massa"
    "|?|!!|\n|pak|é|jalan rusak|kapan|ｔｏｌｏｎｇ|  ".split("|")
)
TEXTS = st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=200)


class TestPieces:
    @given(TEXTS)
    def test_the_pieces_never_change_a_letter(self, text: str):
        cut = adapt.pieces(text, adapt.hints_of(text))

        assert "".join(piece.text for piece in cut) == text
        assert all(piece.text for piece in cut)

    @given(TEXTS)
    def test_what_is_marked_are_words_of_a_hint(self, text: str):
        found = adapt.hints_of(text)

        marked = {piece.text for piece in adapt.pieces(text, found) if piece.marked}

        assert marked <= set(_words(found))

    def test_the_words_behind_a_hint_are_marked(self):
        text = "Pak, tolong ada kebakaran di pasar"

        cut = adapt.pieces(text, adapt.hints_of(text))

        assert "".join(piece.text for piece in cut) == text
        marked = [piece.text for piece in cut if piece.marked]
        assert "kebakaran" in " ".join(marked)
        assert cut[0] == Piece("Pak, tolong ada ", marked=False)

    @pytest.mark.parametrize("text", ["", "selamat pagi pak"])
    def test_without_a_hint_nothing_is_marked(self, text: str):
        assert adapt.pieces(text, adapt.hints_of(text)) == ([Piece(text, marked=False)] if text else [])


def _words(found: adapt.Hints) -> Iterator[str]:
    for one in (found.emergency, found.protected_speech, found.priority_words):
        if one:
            yield one.words
    for kind in found.kinds:
        yield from (one.words for one in kind.words)


class TestLikelyKind:
    def test_the_words_speak_for_a_kind(self):
        assert adapt.likely_kind(adapt.hints_of("Kapan jadwal pencoblosan di TPS kami?")) == IssueKind.QUESTION
        assert adapt.likely_kind(adapt.hints_of("selamat pagi pak")) is None

    def test_an_opinion_is_known_as_one(self):
        found = adapt.hints_of(OPINION)

        assert found.protected_speech is not None
        assert found.protected_speech.words in OPINION


class TestPlaces:
    OKU = frozenset(
        {"16.01.08.2001", "16.01.08.2015", "16.01.08.2017", "16.01.08.2018", "16.01.14.1004", "16.01.22.2002"}
    )

    def test_what_was_typed_as_the_place_counts_before_the_text(self, world: World):
        certain, _offered = adapt.place_candidates("Tanjungan", "kejadian di Ujanmas", self.OKU)

        assert certain == world.tanjungan.pk

    def test_a_name_in_the_text_is_found_when_no_place_was_typed(self, world: World):
        certain, _offered = adapt.place_candidates(" ", "ada kabar di desa Ujanmas", self.OKU)

        assert certain == world.ujanmas.pk

    def test_two_villages_of_one_name_are_offered_and_none_is_certain(self, world: World):
        certain, offered = adapt.place_candidates("Gunung Meraksa", "", self.OKU)

        assert certain is None
        assert {place.code for place in offered} == {"16.01.08.2001", "16.01.22.2002"}

    def test_two_villages_named_in_the_text_are_nobodys_guess(self, world: World):
        certain, _offered = adapt.place_candidates("", "dari desa Ujanmas sampai desa Tanjungan", self.OKU)

        assert certain is None

    def test_a_village_of_a_neighbour_is_never_offered(self, world: World):
        certain, offered = adapt.place_candidates("Ujan Mas Baru", "di Ujan Mas Baru", self.OKU)

        assert world.ujan_mas_baru.pk not in {certain, *(place.code for place in offered)}

    def test_without_a_name_there_is_no_place(self, world: World):
        assert adapt.place_candidates("", "ada kabar", self.OKU) == (None, [])


class TestClues:
    def test_each_is_named_with_the_very_words(self):
        text = "tolong ada kebakaran rumah warga sekarang, katanya ada serangan fajar juga"

        found = adapt.clues(adapt.hints_of(text))

        assert found[0].name == "emergency"
        assert [one.name for one in found[1:]] == [hint.kind for hint in adapt.hints_of(text).kinds]
        assert [word for one in found for word in one.words if word not in text] == []

    def test_an_opinion_is_told_as_one(self):
        assert [one.name for one in adapt.clues(adapt.hints_of(OPINION))][:1] == ["protected_speech"]

    def test_plain_words_give_none(self):
        assert adapt.clues(adapt.hints_of("terima kasih pak")) == []


class TestClip:
    @given(TEXTS, st.integers(min_value=0, max_value=60))
    def test_it_is_the_beginning_of_the_text(self, text: str, letters: int):
        clipped = adapt.clip(adapt.pieces(text, adapt.hints_of(text)), letters)

        assert "".join(piece.text for piece in clipped) == text[:letters]

    def test_a_mark_stays_a_mark(self):
        cut = [Piece("ada ", marked=False), Piece("kebakaran", marked=True), Piece(" di dusun", marked=False)]

        assert adapt.clip(cut, 8) == [Piece("ada ", marked=False), Piece("keba", marked=True)]
