"""Places named in messages."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.text.places import Mention, find_mentions
from tests.cores.text.oku import INSIDE, OKU, VILLAGES

UJANMAS = "16.01.08.2018"


def found(text: str) -> list[tuple[str, str | None]]:
    return [(mention.typed, mention.resolution.certain) for mention in find_mentions(text, OKU, INSIDE)]


def only(text: str) -> Mention:
    (mention,) = find_mentions(text, OKU, INSIDE)
    return mention


def test_the_message_from_ujan_mas() -> None:
    assert found("ada isu2 sara di ds ujan mas klo bs dicek pak") == [("ujan mas", UJANMAS)]


@pytest.mark.parametrize(
    "cue", ["di", "ds", "ds.", "Desa", "dekat", "arah", "dusun", "talang", "kampung", "simpang", "dari"]
)
def test_cue_words_stay_outside_the_name(cue: str) -> None:
    assert found(f"ribut {cue} Ujan Mas malam ini") == [("Ujan Mas", UJANMAS)]


def test_a_name_needs_no_cue_when_it_is_no_everyday_word() -> None:
    assert found("Ujan Mas aman pak, Lunggaian juga") == [("Ujan Mas", UJANMAS), ("Lunggaian", "16.01.22.2010")]


@pytest.mark.parametrize(
    "text",
    ["warga suka pindah rumah", "suka jadi masalah", "durian belimbing kedondong murah", "batu putih dan pasar baru"],
)
def test_everyday_words_are_no_places_without_a_cue(text: str) -> None:
    assert found(text) == []


def test_everyday_words_are_certain_behind_desa_and_only_offered_behind_di() -> None:
    assert found("ribut di desa surau") == [("surau", "16.01.31.2006")]
    assert found("kumpul di surau nanti") == [("surau", None)]
    assert only("kumpul di surau nanti").resolution.candidates[0].code == "16.01.31.2006"


@pytest.mark.parametrize(
    "text",
    [
        "ribut di Gunung Meraksa kec Lubuk Batang pak",
        "ribut di gunung meraksa, lubuk batang",
        "Gunung Meraksa (Lubuk Batang) ribut",
        "ds gunung meraksa kec. lubuk batang",
        "kec lubuk batang, ribut di desa gunung meraksa",
    ],
)
def test_the_subdistrict_in_the_text_tells_two_villages_apart(text: str) -> None:
    assert "16.01.22.2002" in [certain for _, certain in found(text)]


def test_a_subdistrict_named_later_in_another_sentence_decides_nothing() -> None:
    assert found("ribut di Gunung Meraksa. Mereka mau ke kec Lubuk Batang")[0] == ("Gunung Meraksa", None)


def test_two_subdistricts_decide_nothing() -> None:
    text = "kec Pengandonan dan kec Lubuk Batang, ribut di Gunung Meraksa"

    assert found(text)[-1] == ("Gunung Meraksa", None)


def test_each_village_keeps_its_own_subdistrict() -> None:
    text = "dari Gunung Meraksa kec Pengandonan ke Gunung Meraksa kec Lubuk Batang"

    assert [certain for _, certain in found(text)] == ["16.01.08.2001", "16.01.22.2002"]


def test_a_misspelt_name_behind_desa_is_offered() -> None:
    mention = only("ds pengadonan ada isu")

    assert (mention.typed, mention.resolution.certain) == ("pengadonan", None)
    assert (mention.resolution.candidates[0].name, mention.resolution.candidates[0].how) == ("Pengandonan", "near")


def test_the_subdistrict_is_known_even_where_only_villages_are_indexed() -> None:
    (mention,) = find_mentions("kec lubuk batang, ribut di desa gunung meraksa", VILLAGES, INSIDE)

    assert (mention.typed, mention.resolution.certain) == ("gunung meraksa", "16.01.22.2002")


def test_places_outside_are_not_mentioned() -> None:
    assert find_mentions("ribut di Ujan Mas dan Lunggaian", OKU, {"16.01.22"})[0].typed == "Lunggaian"
    assert find_mentions("ribut di Ujan Mas", OKU, {"16.01.28"}) == []


def test_names_do_not_reach_across_a_full_stop() -> None:
    assert [typed for typed, _ in found("ribut di Lubuk. Batang Baru ramai")] == []


@pytest.mark.parametrize("text", ["", "😡", "desa", "di", "kec", "\u202eds ujan mas", "ds " * 200])
def test_nothing_breaks_it(text: str) -> None:
    assert [certain for _, certain in found(text) if certain] == ([UJANMAS] if "ujan" in text else [])


@given(
    st.lists(
        st.sampled_from(
            ["di", "ds", "kec", "ujan mas", "Gunung Meraksa", "lubuk batang", ",", ".", "pengadonan", "é", "😡"]
        )
    )
)
def test_what_is_typed_is_the_slice(words: list[str]) -> None:
    text = " ".join(words)

    mentions = find_mentions(text, OKU, INSIDE)

    assert [mention.typed for mention in mentions] == [text[mention.start : mention.end] for mention in mentions]
    assert all(one.end <= two.start for one, two in pairwise(mentions))
