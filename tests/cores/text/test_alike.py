"""Which earlier messages say the same, and what speaks against it."""

from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.text.alike import alike

SITI = "katanya surat suara di desa Ujanmas sudah tercoblos 50 lembar"


def test_the_same_said_otherwise_comes_first() -> None:
    found = alike(SITI, ["jalan rusak dekat sekolah", "srt suara tercoblos di ds ujanmas", SITI.upper()])

    assert [(pair.index, pair.conflicts) for pair in found] == [(2, ()), (1, ())]
    assert found[0].score == 1.0
    assert found[1].shared_words == ("suara", "tercoblos", "ujanmas")


def test_another_place_another_number_and_a_denial_are_shown_and_lower_the_score() -> None:
    others = [
        "katanya surat suara di desa Ujanmas sudah tercoblos 50 lembar",
        "katanya surat suara di desa Lontar sudah tercoblos 50 lembar",
        "katanya surat suara di desa Ujanmas sudah tercoblos 70 lembar",
        "surat suara di desa Ujanmas tidak ada yang tercoblos 50 lembar",
    ]

    found = {pair.index: pair for pair in alike(SITI, others)}

    assert {index: pair.conflicts for index, pair in found.items()} == {
        0: (),
        1: ("place",),
        2: ("number",),
        3: ("negation",),
    }
    assert max(found.values(), key=lambda pair: pair.score).index == 0


def test_common_words_alone_make_nothing_alike() -> None:
    assert alike("tolong dicek pak di desa", ["tolong dicek pak di desa", "mohon info pak", ""]) == []


def test_equal_ones_come_in_the_order_given() -> None:
    assert [pair.index for pair in alike(SITI, [SITI, SITI, SITI])] == [0, 1, 2]


@given(st.text(), st.lists(st.text(), max_size=4))
def test_scores_lie_between_0_and_1_and_fall(text: str, others: list[str]) -> None:
    scores = [pair.score for pair in alike(text, others)]

    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
