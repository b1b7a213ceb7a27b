"""Settings refuse what they cannot mean, with the allowed range."""

from dataclasses import fields
from typing import Any

import pytest

from teduh.cores.errors import Refused
from teduh.cores.scan import Settings
from teduh.cores.scan.settings import RANGES, WORDS


def test_every_setting_has_a_range_or_a_list_of_words() -> None:
    assert sorted([*RANGES, *WORDS]) == sorted(field.name for field in fields(Settings))


@pytest.mark.parametrize("name", RANGES)
def test_a_value_outside_its_range_is_refused_with_the_range(name: str) -> None:
    low, high, whole, may_be_none = RANGES[name]
    wrong: list[Any] = [low - 1, high + 1, float("nan"), "7", True]
    wrong += [1.5] if whole else []
    wrong += [] if may_be_none else [None]
    for value in wrong:
        with pytest.raises(Refused, match=f"{name} must lie from") as refusal:
            Settings(**{"when": "prospective", name: value})
        assert refusal.value.field == name


@pytest.mark.parametrize("name", WORDS)
def test_an_unknown_word_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=f"{name} must be one of"):
        Settings(**{name: "sideways"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"min_duration": 3, "max_duration": 2}, "shorter than"),
        ({"looks": 2}, "prospective"),
        ({"extent": "space", "when": "prospective"}, "retrospective"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        Settings(**change)
