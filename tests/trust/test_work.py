"""A riddle holds for one subject and one send, in time; what is forged, old, foreign or used opens nothing."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import altcha
import pytest

from teduh.trust import work

NOW = 1_728_871_200.0
FORM, OTHER_FORM = "tiket-sari", "tiket-joko"


@pytest.fixture(autouse=True)
def _nothing_used() -> None:
    work.USED.forget()


def solved(riddle: dict[str, Any]) -> str:
    challenge = altcha.Challenge.from_dict(riddle)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def opens(solution: str, *, subject: str = FORM, send: str = "laporan", now: float = NOW) -> bool:
    return work.is_solved(solution, subject=subject, send=send, now=now)


def test_a_solved_riddle_opens_the_one_send_it_was_made_for() -> None:
    answer = solved(work.riddle(FORM, 20, NOW))

    assert opens(answer, subject=OTHER_FORM) is False
    assert opens(answer) is True
    assert opens(answer, send="laporan lain") is False
    # The same send again: the answer was lost on the way, and nothing is doubled by it.
    assert opens(answer) is True


def test_it_ends_after_a_while() -> None:
    answer = solved(work.riddle(FORM, 20, NOW))

    assert opens(answer, now=NOW + work.LASTS_S + 1) is False
    assert opens(answer, now=NOW + work.LASTS_S) is True


def test_the_number_of_tries_lies_between_half_and_all() -> None:
    counters = {altcha.Payload.from_base64(solved(work.riddle(FORM, 40, NOW))).solution.counter for _ in range(30)}

    assert min(counters) >= 20
    assert max(counters) < 40
    assert len(counters) > 1


@dataclass(frozen=True)
class Change:
    what: str
    path: tuple[str, ...]
    value: Any


@pytest.mark.parametrize(
    "change",
    [
        Change("an easier riddle", ("challenge", "parameters", "cost"), 1),
        Change("for another form", ("challenge", "parameters", "data"), {"for": work.fingerprint(OTHER_FORM)}),
        Change("without the signed answer", ("challenge", "parameters", "keySignature"), None),
        Change("an unsigned riddle", ("challenge", "signature"), ""),
        Change("a guessed answer", ("solution", "derivedKey"), "00" * 32),
        Change("no data", ("challenge", "parameters", "data"), "x"),
    ],
    ids=lambda change: change.what,
)
def test_what_was_changed_opens_nothing(change: Change) -> None:
    whole = json.loads(base64.b64decode(solved(work.riddle(FORM, 20, NOW))))
    part = whole
    for name in change.path[:-1]:
        part = part[name]
    part[change.path[-1]] = change.value
    forged = base64.b64encode(json.dumps(whole).encode()).decode()

    assert opens(forged) is False
    assert opens(forged, subject=OTHER_FORM) is False


@pytest.mark.parametrize("typed", ["", "x", "e30=", "bnVsbA==", "W10=", "ÿ", "A" * 2_001, "[" * 1_000])
def test_what_is_no_answer_opens_nothing(typed: str) -> None:
    assert opens(typed) is False


def test_a_riddle_of_another_server_opens_nothing(settings: Any) -> None:
    answer = solved(work.riddle(FORM, 20, NOW))
    settings.SECRET_KEY = "another"

    assert opens(answer) is False


def test_what_was_used_is_remembered_as_long_as_it_could_be_used_and_no_more_than_so_many() -> None:
    used = work.Used(lasts_s=100, most=3)
    assert [used.may_use("a", "first", NOW), used.may_use("a", "second", NOW + 99)] == [True, False]

    assert used.may_use("a", "second", NOW + 101) is True
    for number in range(10):
        used.may_use(str(number), "x", NOW + 101)
    assert len(used._sends) <= 4
