import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.cores.match import ErrorRow, Sureness, compare, error_table, likeness

RUMOUR = "surat suara untuk tps 3 desa tanjung baru sudah dicoblos petugas"
AGAIN = "surat suara tps 3 di desa tanjung baru katanya udah dicoblos petugas"
ELSEWHERE = "surat suara untuk tps 4 desa tanjung baru sudah dicoblos petugas"
OTHER = "harga beras di pasar naik karena gudang terbakar"


def test_a_retelling_is_sure_and_a_conflict_splits():
    sure = Sureness()
    assert sure.of(compare(RUMOUR, AGAIN)) > 0.9
    assert sure.of(compare(RUMOUR, ELSEWHERE)) < 0.2
    assert sure.of(compare(RUMOUR, OTHER)) < 0.05


@given(st.text(max_size=80), st.text(max_size=80))
def test_it_is_a_probability(here, there):
    found = compare(here, there)
    assert 0 <= likeness(found) <= 1
    assert 0 <= Sureness().of(found) <= 1


def test_one_shared_word_is_never_sure():
    assert Sureness().of(compare("beras", "beras")) < 0.5


def test_a_districts_own_curve_follows_its_decisions():
    evidences = [compare(RUMOUR, AGAIN), compare(RUMOUR, OTHER), compare(RUMOUR, ELSEWHERE)] * 20
    wary = Sureness.fit(evidences, [True, False, False] * 20)
    open_minded = Sureness.fit(evidences, [True, False, True] * 20)
    assert wary.of(evidences[0]) > 0.9
    assert wary.of(evidences[2]) < 0.2
    assert open_minded.of(evidences[2]) > 0.8
    assert Sureness.fit(evidences, [True, False, False] * 20) == wary


def test_a_curve_from_too_little_is_refused():
    evidence = compare(RUMOUR, AGAIN)
    with pytest.raises(Refused, match="ten"):
        Sureness.fit([evidence] * 19, [True] * 10 + [False] * 9)
    with pytest.raises(Refused, match="one decision"):
        Sureness.fit([evidence], [True, False])


def test_the_error_table_counts():
    assert error_table([0.9, 0.8, 0.3, 0.6], [True, False, True, True], [0.5, 0.85]) == [
        ErrorRow(0.5, joined=3, wrong=1, missed=1),
        ErrorRow(0.85, joined=1, wrong=0, missed=2),
    ]
