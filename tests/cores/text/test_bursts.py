"""Copies of one text that come close in time are found, others are left alone, and ten thousand take no longer each."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.cores.text.bursts import LEADERS, Sketch, apartness, bursts, likeness, sketch

FLOOD = (
    "SEBARKAN!! Kades sudah menjual suara satu kampung, jangan mau datang ke TPS besok pagi, viralkan sebelum dihapus!!"
)
COPIES = (
    FLOOD,
    FLOOD.lower(),
    "Dapat terusan: " + FLOOD,
    "sebarkan kades sdh menjual suara satu kampung, jgn mau dtg ke tps besok pagi, viralkan sblm dihapus",
    FLOOD.replace("menjual", "menjaul"),
    "Copas dari grup sebelah: " + FLOOD + " Mohon dicek pak",
)
OTHERS = (
    "Tadi malam ada dua pemuda berkelahi di depan balai desa, sekarang sudah pulang ke rumah masing-masing.",
    "Jembatan gantung di dusun dua papannya lepas, anak sekolah takut lewat situ setiap pagi.",
    "Apakah benar kotak suara di kecamatan sudah dibuka sebelum hari pencoblosan, mohon penjelasannya",
    "Lampu jalan di simpang tiga mati sudah seminggu, kalau malam gelap sekali dan rawan begal",
)


def found(texts: list[str], minutes: list[float] | None = None, **more: float) -> list[tuple[int, ...]]:
    times = minutes or [float(place) for place in range(len(texts))]
    return [burst.members for burst in bursts([sketch(text) for text in texts], times, **more)]  # type: ignore[arg-type]


def test_the_six_copies_are_one_burst_and_the_others_none() -> None:
    texts = [text for pair in zip(COPIES, (*OTHERS, *OTHERS), strict=False) for text in pair]

    assert found(texts) == [(0, 2, 4, 6, 8, 10)]


def test_marks_case_and_short_forms_make_no_difference() -> None:
    plain = sketch("kades sudah menjual suara satu kampung")

    assert likeness(plain, sketch("KADES, sdh menjual   suara satu kampuuung!!!")) == 1


def test_likeness_is_the_share_of_common_pairs() -> None:
    # Six and five pairs of neighbours, five of them common: 5 / 6.
    longer, shorter = sketch("satu dua tiga empat lima enam tujuh"), sketch("satu dua tiga empat lima enam")

    assert likeness(longer, shorter) == pytest.approx(5 / 6)
    assert likeness(longer, sketch("lain sekali kata-kata ini semua dari yang itu")) == 0


def test_a_long_silence_ends_a_burst() -> None:
    minutes = [0.0, 1, 2, 3, 4, 2_000, 2_001, 2_002, 2_003, 2_004]

    assert found([FLOOD] * 10, minutes) == [(0, 1, 2, 3, 4), (5, 6, 7, 8, 9)]
    assert found([FLOOD] * 10, minutes, gap_minutes=3_000) == [tuple(range(10))]


def test_few_copies_are_left_to_the_reader() -> None:
    assert found([FLOOD] * 4) == []
    assert found([FLOOD] * 4, at_least=4) == [(0, 1, 2, 3)]


def test_short_texts_are_no_copies() -> None:
    assert found(["banjir lagi pak"] * 20) == []
    assert sketch("banjir lagi pak").bands == ()


def test_the_middle_is_the_usual_text_and_what_differs_is_told() -> None:
    texts = ["Saya lihat sendiri jam 9 di rumah pak RT. " + FLOOD, *[FLOOD] * 5]
    sketches = [sketch(text) for text in texts]

    burst = bursts(sketches, list(range(6)))[0]

    assert burst.middle == 1
    far = apartness(burst, sketches)
    assert far[1:] == [0.0] * 5
    assert 0.2 < far[0] < 0.6


def test_the_order_of_the_texts_changes_nothing() -> None:
    texts, minutes = [*COPIES, *OTHERS], [float(place) for place in range(len(COPIES) + len(OTHERS))]
    whole = {frozenset(texts[place] for place in burst) for burst in found(texts, minutes)}
    shuffled = list(zip(texts, minutes, strict=True))
    random.Random(7).shuffle(shuffled)

    mixed = found([text for text, _at in shuffled], [at for _text, at in shuffled])

    assert {frozenset(shuffled[place][0] for place in burst) for burst in mixed} == whole


def test_ten_thousand_copies_are_compared_with_a_few_leaders_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(one: Sketch, other: Sketch) -> float:
        nonlocal compared
        compared += 1
        return likeness(one, other)

    monkeypatch.setattr("teduh.cores.text.bursts.likeness", counted)
    words = FLOOD.split()
    # Every text has another word somewhere, so that no two need be the same letter by letter.
    texts = [" ".join([*words[: n % 17], f"kata{n}", *words[n % 17 :]]) for n in range(2_000)]

    assert len(found(texts)[0]) == 2_000
    assert compared <= 2_000 * (16 * LEADERS + 2)
    compared = 0
    assert len(found([FLOOD] * 10_000)[0]) == 10_000
    assert compared <= 10_001


@settings(max_examples=40)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_whatever_is_typed_each_text_is_in_one_burst_at_most(texts: list[str]) -> None:
    members = [place for burst in found(texts, at_least=2) for place in burst]

    assert len(members) == len(set(members))


@pytest.mark.parametrize(
    "wrong", [{"like_from": 0}, {"like_from": 1.1}, {"gap_minutes": 0}, {"at_least": 1}], ids=lambda wrong: str(wrong)
)
def test_parameters_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(Refused, match="like_from"):
        found([FLOOD], **wrong)


def test_times_must_match() -> None:
    with pytest.raises(Refused, match="need as many times"):
        bursts([sketch(FLOOD)], [])
