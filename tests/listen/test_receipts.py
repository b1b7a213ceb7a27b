"""The code of a receipt: what Sari reads out over a bad line is still understood, or is seen to be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.listen import receipts

numbers = st.integers(min_value=0, max_value=10**16 - 1)


def code_of(number: int) -> str:
    return receipts._with_check(number)


def test_the_check_digit_is_that_of_verhoeff():
    # 236 has the check digit 3 and 12345 the check digit 1, as his dissertation's scheme is usually shown.
    assert receipts._remainder("2363") == 0
    assert receipts._remainder("123451") == 0
    assert receipts._remainder("123452") != 0


def test_a_code_has_sixteen_random_digits_and_one_check_digit():
    codes = {receipts.make_code() for _ in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {17}
    assert all(receipts.read_code(code) == code for code in codes)


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(number: int, place: int, shift: int):
    code = code_of(number)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]

    assert receipts.read_code(wrong) is None


@given(numbers, st.integers(0, 15))
def test_every_swap_of_neighbours_is_caught(number: int, place: int):
    code = code_of(number)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert (receipts.read_code(swapped) is None) == (swapped != code)


def test_every_swap_and_every_wrong_digit_of_one_code_by_hand():
    code = code_of(4071_9283_5566_0012)
    wrong = [code[:i] + digit + code[i + 1 :] for i in range(17) for digit in "0123456789" if digit != code[i]]
    swapped = [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(16) if code[i] != code[i + 1]]

    assert len(wrong) == 153
    assert [typed for typed in wrong + swapped if receipts.read_code(typed)] == []


@given(numbers)
def test_a_code_is_read_back_however_it_is_written(number: int):
    code = code_of(number)
    shown = receipts.show(code)

    for typed in (shown, shown.replace("-", " "), f"  {shown} \n", shown.replace("-", "."), " ".join(code)):
        assert receipts.read_code(typed) == code


@given(numbers)
def test_letters_that_look_like_digits_are_forgiven(number: int):
    code = code_of(number)

    assert receipts.read_code(code.replace("0", "O").replace("1", "l")) == code
    assert receipts.read_code(code.replace("0", "o").replace("1", "I")) == code


def test_digits_of_another_script_are_the_same_digits():
    code = code_of(1234_5678_9012_3456)

    assert receipts.read_code(code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == code


@pytest.mark.parametrize(
    "typed", ["", " ", "1234", "abcd", "1" * 16, "1" * 18, "9" * 5000, "12345678901234567x", "½" * 17, "🙂"]
)
def test_what_cannot_be_a_code_is_no_code(typed: str):
    assert receipts.read_code(typed) is None


@given(st.text(max_size=200))
def test_reading_never_fails(typed: str):
    code = receipts.read_code(typed)

    assert code is None or (len(code) == 17 and code.isascii() and code.isdigit())


def test_groups_are_four_four_four_four_one():
    code = code_of(1234_5678_9012_3456)

    assert receipts.groups(code) == ("1234", "5678", "9012", "3456", code[-1])
    assert receipts.show(code) == f"1234-5678-9012-3456-{code[-1]}"
    assert receipts.spell(code)[0] == "satu dua tiga empat"
    assert receipts.spell(code)[2] == "sembilan nol satu dua"


def test_the_digest_depends_on_the_key_and_does_not_hold_the_code(settings):
    code = receipts.make_code()
    first = receipts.digest(code)
    settings.SECRET_KEY = "another key"

    assert len(first) == 64
    assert code not in first
    assert receipts.digest(code) != first


def test_one_send_has_one_code_and_other_words_have_another():
    ticket = receipts.new_ticket()
    first = receipts.code_for(ticket, "ada ribut di pasar")

    assert receipts.code_for(ticket, "ada ribut di pasar") == first
    assert receipts.code_for(ticket, "ada ribut di pasar lagi") != first
    assert receipts.code_for(receipts.new_ticket(), "ada ribut di pasar") != first
    assert receipts.read_code(first) == first
