"""Settings: each one has a range and a source, and the given difficulty is the default."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from teduh.cores.errors import Refused
from teduh.cores.season.settings import RANGES, SOURCES, Settings, phase_on

NAMES = [field.name for field in fields(Settings)]


def test_the_given_difficulty_is_the_default() -> None:
    given = Settings()

    assert (given.first_day, given.last_day, given.vote_day) == (
        date(2024, 8, 27),
        date(2024, 12, 16),
        date(2024, 11, 27),
    )
    assert (given.reports_per_day, given.propensity_sigma) == (30, 1)
    assert (given.flashpoints, given.flashpoint_villages, given.flashpoint_days) == (12, (1, 4), (3, 10))
    assert (given.reports_before, given.copy_share) == (6, 0.4)
    assert (given.floods, given.flood_messages, given.silences) == (3, (30, 150), 2)


def test_every_setting_has_a_source_or_is_called_an_assumption() -> None:
    assert list(SOURCES) == NAMES
    told = ("given difficulty", "assumption", "PKPU", "39,192", "390,048")
    assert [name for name in NAMES if not SOURCES[name].startswith(told)] == []


@pytest.mark.parametrize("name", RANGES)
def test_a_value_outside_its_range_is_refused_with_the_range(name: str) -> None:
    low, high = RANGES[name]
    for wrong in (low - 1, high + 1, float("nan")):
        default: Any = getattr(Settings(), name)
        value = (wrong,) * len(default) if isinstance(default, tuple) else wrong
        with pytest.raises(Refused, match=f"{name} must lie from") as refusal:
            replace(Settings(), **{name: value})
        assert refusal.value.field == name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"flashpoint_days": (10, 3)}, "smaller number first"),
        ({"weekly": (1.0, 1.0)}, "seven numbers"),
        ({"weekly": (0.0,) * 7}, "at least one day"),
        ({"flashpoints": 2.5}, "whole number"),
        ({"flashpoint_days": (3.5, 10)}, "whole number"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        Settings(**change)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2024, 8, 29), "registration"),
        (date(2024, 9, 22), "determination"),
        (date(2024, 9, 24), "ordinary"),
        (date(2024, 9, 25), "campaign"),
        (date(2024, 11, 23), "campaign"),
        (date(2024, 11, 24), "quiet"),
        (date(2024, 11, 26), "quiet"),
        (date(2024, 11, 27), "vote"),
        (date(2024, 12, 16), "count"),
        (date(2024, 12, 17), "aftermath"),
    ],
)
def test_the_calendar_is_that_of_2024(day: date, phase: str) -> None:
    assert phase_on((day - date(2024, 11, 27)).days)[0] == phase


def test_it_grows_warmer_until_the_vote() -> None:
    campaign = [phase_on(day)[1] for day in range(-63, 1)]
    assert campaign == sorted(campaign)
    assert (campaign[0], campaign[-1]) == (0.15, 1.0)


def test_daily_rates_have_the_asked_mean_and_a_double_day_of_vote() -> None:
    rates = Settings().rates()
    flat = Settings(rise=0, weekly=(1.0,) * 7).rates()

    assert sum(rates) / len(rates) == pytest.approx(30)
    assert flat == pytest.approx([30] * 112)
    # The vote is a Wednesday (0.95, warmth 1); the first day is a Tuesday (1.0, warmth 0.15).
    assert rates[92] / rates[0] == pytest.approx(0.95 * 2 / 1.15)
